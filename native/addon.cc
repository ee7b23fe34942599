#include <node_api.h>

#include <memory>
#include <vector>

#include "gio/tables.h"
#include "glib/tables.h"
#include "gst/keep.h"
#include "gst/last-reference.h"
#include "gst/tables.h"
#include "gst/values.h"
#include "gstnet/tables.h"
#include "gstrtsp/tables.h"
#include "gstsdp/tables.h"
#include "marshal/action.h"
#include "marshal/errors.h"
#include "marshal/export.h"
#include "marshal/locks.h"
#include "marshal/object.h"
#include "marshal/overriding.h"
#include "marshal/registry.h"
#include "marshal/signal.h"
#include "marshal/subclass.h"
#include "marshal/value.h"
#include "marshal/waiting.h"
#include "rtsp-server/calls/server.h"
#include "rtsp-server/context.h"
#include "rtsp-server/emission.h"
#include "rtsp-server/kept-transports.h"
#include "rtsp-server/locks.h"
#include "rtsp-server/pool-watch.h"
#include "rtsp-server/send/delivery.h"
#include "rtsp-server/tables.h"
#include "runtime/environment.h"
#include "runtime/loop-thread.h"
#ifdef ADDON_TEST_DOUBLE
#include "test-double/contestants.h"
#include "test-double/instances.h"
#include "test-double/tables.h"
#endif

namespace rtspnode {

namespace {

std::vector<const Table*> AllTables() {
  std::vector<const Table*> all;
  for (const auto& tables :
       {GlibTables(), GioTables(), GstTables(), GstNetTables(), GstSdpTables(), GstRtspTables(), RtspServerTables()}) {
    all.insert(all.end(), tables.begin(), tables.end());
  }
#ifdef ADDON_TEST_DOUBLE
  all.insert(all.end(), TestDoubleTables().begin(), TestDoubleTables().end());
#endif
  return all;
}

// Once in the process, before the first bound function runs.
void PrepareLibrary() {
  PrepareGst();
  // Upstream fills its table at the first call, without a lock: two clients' threads would do so at once.
  gst_rtsp_status_as_text(GST_RTSP_STS_OK);
  TeachGioValues();
  TeachGstValues();
  TeachLease(GST_TYPE_RTSP_CONTEXT, ContextLease::From);
  SetSurroundings(ContextLease::OfThread);
  DefaultContextThread();
}

// Once in the process, when the first environment loads the addon.
void LearnTables(std::span<const Table* const> tables) {
  static gsize learned = 0;
  if (!g_once_init_enter(&learned)) return;
  SetPreparation(PrepareLibrary);
  SetDescribeEmission(DescribeRtspEmission);
  LearnRtspServerWaits();
#ifdef ADDON_TEST_DOUBLE
  LearnTestDoubleWaits();
#endif
  LearnSignals(tables);
  LearnSubclasses(tables);
  SetBeforeRelease(EndElement);
  SetContainment({MayBeInGstContainer, RefGstContainer});
  SetFarewell({IsUngivenSessionMedia, GiveUpSessionMedia});
  RefuseGstProperties();
  RefuseRtspServerProperties();
  g_once_init_leave(&learned, 1);
}

// hold(server): it keeps the process alive from now on, and is closed when the environment ends.
napi_value Hold(Registry& registry, napi_env env, std::span<napi_value> js) {
  Wrapper* wrapper = registry.Unwrap(js[0]);
  if (wrapper == nullptr || !g_type_is_a(wrapper->type, GST_TYPE_RTSP_SERVER)) {
    throw JsError("not an RTSPServer", JsError::Type::TypeError);
  }
  std::shared_ptr<GObject> server = Keep(static_cast<GObject*>(wrapper->thing));
  registry.environment().Hold(wrapper->thing, [server] { node_rtsp_server_close(GST_RTSP_SERVER(server.get())); });
  return Undefined(env);
}

napi_value Drop(Registry& registry, napi_env env, std::span<napi_value> js) {
  Wrapper* wrapper = registry.Unwrap(js[0]);
  if (wrapper != nullptr) registry.environment().Drop(wrapper->thing);
  return Undefined(env);
}

// end(): JavaScript answers nobody any more, and what is held stops.
napi_value End(Registry& registry, napi_env env, std::span<napi_value>) {
  registry.environment().Stop();
  return Undefined(env);
}

napi_value Init(napi_env env, napi_value exports) {
  return Guarded(env, [&] {
    static const std::vector<const Table*> tables = AllTables();
    LearnTables(tables);
    auto* environment = new Environment(env);
    auto* registry = new Registry(*environment);
    environment->AtEnd([registry] { delete registry; });
    ExportObjects(*registry, exports);
    ExportSignals(*registry, exports);
    ExportSubclasses(*registry, exports);
    ExportOverriding(*registry, exports);
    ExportActions(*registry, exports);
    ExportWaiting(*registry, exports);
    ExportContext(*registry, exports);
    ExportLocks(*registry, exports, tables);
    ExportPoolWatch(*registry, exports);
    ExportDelivery(*registry, exports);
#ifdef ADDON_TEST_DOUBLE
    ExportContestants(*registry, exports);
    ExportInstances(*registry, exports);
#endif
    Export<Hold, 1>(*registry, exports, "hold");
    Export<Drop, 1>(*registry, exports, "drop");
    Export<End, 0>(*registry, exports, "end");
    napi_value is_main;
    Check(env, napi_get_boolean(env, environment->is_main(), &is_main));
    Check(env, napi_set_named_property(env, exports, "isMainThread", is_main));
    Check(env, napi_set_named_property(env, exports, "functions", ExportFunctions(*registry, tables)));
    return exports;
  });
}

}  // namespace

}  // namespace rtspnode

NAPI_MODULE_INIT() { return rtspnode::Init(env, exports); }
