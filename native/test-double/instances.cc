#include "test-double/instances.h"

#include <gst/rtsp-server/rtsp-server.h>

#include <map>
#include <string>

#include "marshal/export.h"
#include "marshal/js-object.h"
#include "marshal/table.h"
#include "runtime/lock.h"

namespace rtspnode {

namespace {

using Constructed = void (*)(GObject*);

struct Counting {
  Mutex mutex;
  std::map<GType, Constructed> constructed;  // what the classes that are watched had there before
  std::map<std::string, int> counts;
};

Counting& State() {
  static auto* state = new Counting;
  return *state;
}

void Add(const std::string& type, int number) {
  Lock lock(State().mutex);
  State().counts[type] += number;
}

// GLib's own instance counts are left out of release builds of it.
void OnConstructed(GObject* object) {
  Constructed before = nullptr;
  {
    Lock lock(State().mutex);
    for (GType type = G_OBJECT_TYPE(object); before == nullptr; type = g_type_parent(type)) {
      const auto watched = State().constructed.find(type);
      if (watched != State().constructed.end()) before = watched->second;
    }
  }
  before(object);
  const auto type = new std::string(G_OBJECT_TYPE_NAME(object));
  Add(*type, 1);
  static const GQuark counted = g_quark_from_static_string("test-double-counted");
  g_object_set_qdata_full(object, counted, type, [](gpointer data) {
    auto* name = static_cast<std::string*>(data);
    Add(*name, -1);
    delete name;
  });
}

napi_value CountInstances(Registry&, napi_env env, std::span<napi_value>) {
  Prepare();  // no class of GStreamer may be used before
  // Those that have GObject for their parent: a class takes what its parent's has there when it is first used.
  const GType types[] = {
      GST_TYPE_OBJECT,           GST_TYPE_RTSP_ADDRESS_POOL,     GST_TYPE_RTSP_AUTH,         GST_TYPE_RTSP_CLIENT,
      GST_TYPE_RTSP_MEDIA,       GST_TYPE_RTSP_MEDIA_FACTORY,    GST_TYPE_RTSP_MOUNT_POINTS, GST_TYPE_RTSP_SERVER,
      GST_TYPE_RTSP_SESSION,     GST_TYPE_RTSP_SESSION_MEDIA,    GST_TYPE_RTSP_SESSION_POOL, GST_TYPE_RTSP_STREAM,
      GST_TYPE_RTSP_THREAD_POOL, GST_TYPE_RTSP_STREAM_TRANSPORT,
  };
  for (const GType type : types) {
    auto* klass = static_cast<GObjectClass*>(g_type_class_ref(type));
    Lock lock(State().mutex);
    if (!State().constructed.try_emplace(type, klass->constructed).second) continue;
    klass->constructed = OnConstructed;
  }
  return Undefined(env);
}

napi_value Instances(Registry&, napi_env env, std::span<napi_value>) {
  Lock lock(State().mutex);
  JsObject instances(env);
  for (const auto& [type, count] : State().counts) instances.SetNumber(type.c_str(), count);
  return instances.value();
}

}  // namespace

void ExportInstances(Registry& registry, napi_value exports) {
  Export<CountInstances, 0>(registry, exports, "countInstances");
  Export<Instances, 0>(registry, exports, "instances");
}

}  // namespace rtspnode
