#include "rtsp-server/pool-watch.h"

#include <gst/rtsp-server/rtsp-server.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>

#include "glib/source.h"
#include "gst/keep.h"
#include "marshal/errors.h"
#include "marshal/export.h"
#include "marshal/primitive.h"
#include "rtsp-server/sessions.h"
#include "runtime/executor.h"

namespace rtspnode {

namespace {

constexpr gint64 kRest = 250 * G_TIME_SPAN_MILLISECOND;
constexpr gint kLookMilliseconds = 1000;

// How to reach the JavaScript callback: a slot of the pool's wrapper.
struct Target {
  Registry* registry;  // JS thread only
  std::shared_ptr<Bridge> bridge;
  guint64 wrapper;
  std::string slot;
  mutable gint removes = 0;  // atomic: whether expired sessions are being removed
};

class CallTask final : public Task {
 public:
  explicit CallTask(std::shared_ptr<const Target> target) : target_(std::move(target)) {}

  void Run(napi_env env) override {
    Registry& registry = *target_->registry;
    napi_value js[3] = {registry.Find(target_->wrapper)};
    if (js[0] == nullptr) return;
    try {
      js[1] = MakeString(env, target_->slot.c_str());
      Check(env, napi_create_array(env, &js[2]));
      Check(env, napi_call_function(env, Undefined(env), registry.hook(Registry::Hook::Call), 3, js, nullptr));
    } catch (const JsError& error) {
      napi_throw(env, error.Make(env));
    } catch (const JsPending&) {
      // RunSome reports it.
    }
  }

 private:
  std::shared_ptr<const Target> target_;
};

struct PoolWatch {
  GSource source;
  GSource* upstream;         // never attached: its functions are called from ours
  GstRTSPSessionPool* pool;  // held by upstream's source
  std::shared_ptr<const Target>* target;
  gint64 rests_until;
};

PoolWatch* Of(GSource* source) { return reinterpret_cast<PoolWatch*>(source); }

gboolean OnExpired(GstRTSPSessionPool*, gpointer data) {
  const auto& target = *static_cast<std::shared_ptr<const Target>*>(data);
  target->bridge->Post(std::make_unique<CallTask>(target), Bridge::Urgency::MayDrop);
  // Who would answer with the environment gone? What JavaScript answers while it is there comes later.
  return target->bridge->IsOpen();
}

gboolean Prepare(GSource* source, gint* timeout) {
  PoolWatch* watch = Of(source);
  *timeout = 0;
  if (!(*watch->target)->bridge->IsOpen()) return TRUE;
  const gint64 rest = watch->rests_until - g_get_monotonic_time();
  if (rest > 0) {
    *timeout = static_cast<gint>((rest + G_TIME_SPAN_MILLISECOND - 1) / G_TIME_SPAN_MILLISECOND);
    return FALSE;
  }
  gboolean ready = watch->upstream->source_funcs->prepare(watch->upstream, timeout);
  if (*timeout < 0) {
    // What upstream takes for the earliest end is that of a session that has none.
    *timeout = kLookMilliseconds;
    ready = HasExpiredSessions(watch->pool);
  }
  *timeout = std::min(*timeout, kLookMilliseconds);
  return ready;
}

gboolean CheckReady(GSource* source) {
  gint timeout;
  return Prepare(source, &timeout);
}

// The context may be that of a thread for which the end of a medium waits.
void RemoveBeside(PoolWatch* watch) {
  const std::shared_ptr<const Target> target = *watch->target;
  if (!g_atomic_int_compare_and_exchange(&target->removes, FALSE, TRUE)) return;
  Executor::Instance().Run(target.get(), [target, pool = Keep(watch->pool)] {
    RemoveExpiredSessions(pool.get());
    g_atomic_int_set(&target->removes, FALSE);
  });
}

gboolean Dispatch(GSource* source, GSourceFunc, gpointer) {
  PoolWatch* watch = Of(source);
  const gboolean goes_on = watch->upstream->source_funcs->dispatch(
      watch->upstream, reinterpret_cast<GSourceFunc>(reinterpret_cast<gpointer>(OnExpired)), watch->target);
  RemoveBeside(watch);
  // A session ends on its client's thread, a moment later.
  watch->rests_until = g_get_monotonic_time() + kRest;
  return goes_on;
}

void Finalize(GSource* source) {
  PoolWatch* watch = Of(source);
  g_source_unref(watch->upstream);
  delete watch->target;
}

GSourceFuncs functions = {Prepare, CheckReady, Dispatch, Finalize, nullptr, nullptr};

napi_value Create(Registry& registry, napi_env env, std::span<napi_value> js) {
  Wrapper* wrapper = registry.Unwrap(js[0]);
  std::string slot;
  if (wrapper == nullptr || !g_type_is_a(wrapper->type, GST_TYPE_RTSP_SESSION_POOL) ||
      !StringFromJs(env, js[1], &slot)) {
    throw JsError("not an RTSPSessionPool", JsError::Type::TypeError);
  }
  GSource* source = g_source_new(&functions, sizeof(PoolWatch));
  PoolWatch* watch = Of(source);
  watch->pool = GST_RTSP_SESSION_POOL(wrapper->thing);
  watch->upstream = gst_rtsp_session_pool_create_watch(watch->pool);
  watch->target = new std::shared_ptr<const Target>(
      std::make_shared<Target>(Target{&registry, registry.bridge(), wrapper->id, slot}));
  g_source_set_name(source, "RTSPSessionPool watch");
  return registry.WrapBoxed(node_source_get_type(), MakeSource(source), Transfer::Full);
}

}  // namespace

void ExportPoolWatch(Registry& registry, napi_value exports) {
  Export<Create, 2>(registry, exports, "createPoolWatch");
}

}  // namespace rtspnode
