#include "marshal/waiting.h"

#include "marshal/errors.h"
#include "marshal/export.h"
#include "marshal/js-object.h"
#include "marshal/primitive.h"
#include "runtime/lock.h"

namespace rtspnode {

namespace {

napi_value ToJs(Registry& registry, napi_env env, std::span<napi_value> js) {
  Wrapper* wrapper = registry.Unwrap(js[0]);
  if (wrapper == nullptr || wrapper->kind != Wrapper::Kind::Object) {
    throw JsError("not an object of this library", JsError::Type::TypeError);
  }
  const Waiting& waiting = Waiting::Of(static_cast<GObject*>(wrapper->thing));
  return JsObject(env)
      .SetNumber("asks", waiting.asks)
      .SetNumber("answered", waiting.answered)
      .SetNumber("expired", waiting.expired)
      .SetNumber("thrown", waiting.thrown)
      .SetNumber("waiting", waiting.waiting)
      .SetNumber("waitTotalMs", static_cast<double>(waiting.total_us) / G_TIME_SPAN_MILLISECOND)
      .SetNumber("waitMaxMs", static_cast<double>(waiting.longest_us) / G_TIME_SPAN_MILLISECOND)
      .SetNumber("droppedTells", waiting.dropped_tells)
      .value();
}

}  // namespace

void Waiting::Count(Parked::State state, bool threw) {
  if (state == Parked::State::Expired) {
    expired++;
  } else if (state == Parked::State::Settled) {
    (threw ? thrown : answered)++;
  }
}

Waiting& Waiting::Of(GObject* object) {
  static const GQuark quark = g_quark_from_static_string("rtspnode-waiting");
  if (auto* made = static_cast<Waiting*>(g_object_get_qdata(object, quark))) return *made;
  static auto* mutex = new Mutex;
  Lock lock(*mutex);
  auto* waiting = static_cast<Waiting*>(g_object_get_qdata(object, quark));
  if (waiting == nullptr) {
    waiting = new Waiting;
    g_object_set_qdata_full(object, quark, waiting, [](gpointer data) { delete static_cast<Waiting*>(data); });
  }
  return *waiting;
}

WaitingNow::WaitingNow(Waiting* waiting) : waiting_(waiting) {
  if (waiting_ == nullptr) return;
  begin_ = g_get_monotonic_time();
  waiting_->asks++;
  waiting_->waiting++;
}

WaitingNow::~WaitingNow() {
  if (waiting_ == nullptr) return;
  const auto took = static_cast<guint64>(g_get_monotonic_time() - begin_);
  waiting_->total_us += took;
  guint64 longest = waiting_->longest_us;
  while (took > longest && !waiting_->longest_us.compare_exchange_weak(longest, took)) {
  }
  waiting_->waiting--;
}

void ExportWaiting(Registry& registry, napi_value exports) { Export<ToJs, 1>(registry, exports, "waiting"); }

}  // namespace rtspnode
