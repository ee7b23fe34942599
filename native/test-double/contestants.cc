#include "test-double/contestants.h"

#include <gst/rtsp-server/rtsp-server.h>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "gst/keep.h"
#include "marshal/errors.h"
#include "marshal/export.h"
#include "marshal/primitive.h"
#include "rtsp-server/each.h"
#include "rtsp-server/send/delivery.h"
#include "runtime/lock.h"
#include "test-double/double.h"

namespace rtspnode {

namespace {

constexpr gsize kPacket = 1200;
// As many may wait for the event loop, either way.
constexpr guint kQueue = 4096;
// Long enough for the event loop to fall asleep.
constexpr gulong kPause = 100;  // microseconds

using Times = std::vector<double>;  // microseconds

gint64 Nanoseconds() {
  timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT(1000000000) + now.tv_nsec;
}

template <typename Work>
double Microseconds(Work&& work) {
  const gint64 begin = Nanoseconds();
  work();
  return static_cast<double>(Nanoseconds() - begin) / 1000;
}

class DoneTask : public Task {
 public:
  DoneTask(std::shared_ptr<Bridge> bridge, napi_deferred deferred, Times times)
      : bridge_(std::move(bridge)), deferred_(deferred), times_(std::move(times)) {}

  void Run(napi_env env) override {
    bridge_->Unref();
    void* memory;
    napi_value buffer;
    napi_value array;
    Check(env, napi_create_arraybuffer(env, times_.size() * sizeof(double), &memory, &buffer));
    std::copy(times_.begin(), times_.end(), static_cast<double*>(memory));
    Check(env, napi_create_typedarray(env, napi_float64_array, times_.size(), buffer, 0, &array));
    Check(env, napi_resolve_deferred(env, deferred_, array));
  }

 private:
  const std::shared_ptr<Bridge> bridge_;
  const napi_deferred deferred_;
  const Times times_;
};

// Runs the work on a thread of its own; gives a Promise of what it gives.
napi_value OnThread(Registry& registry, std::function<Times()> work) {
  struct Job {
    std::shared_ptr<Bridge> bridge;
    napi_deferred deferred;
    std::function<Times()> work;
  };
  napi_value promise;
  napi_deferred deferred;
  Check(registry.env(), napi_create_promise(registry.env(), &deferred, &promise));
  registry.bridge()->Ref();
  const auto run = [](gpointer data) -> gpointer {
    std::unique_ptr<Job> job(static_cast<Job*>(data));
    Times times = job->work();
    job->bridge->Post(std::make_unique<DoneTask>(job->bridge, job->deferred, std::move(times)), Bridge::Urgency::Must);
    return nullptr;
  };
  g_thread_unref(g_thread_new("contestant", run, new Job{registry.bridge(), deferred, std::move(work)}));
  return promise;
}

std::shared_ptr<GObject> ObjectOf(Registry& registry, napi_value js) {
  Wrapper* wrapper = registry.Unwrap(js);
  if (wrapper == nullptr || wrapper->kind != Wrapper::Kind::Object) {
    throw JsError("not an object of this library", JsError::Type::TypeError);
  }
  return Keep(static_cast<GObject*>(wrapper->thing));
}

guint CountOf(napi_env env, napi_value js) {
  guint count = 0;
  if (!Primitive<guint>::FromJs(env, js, &count)) throw JsError("count", JsError::Type::TypeError);
  return count;
}

Times TimeEach(guint count, const std::function<void(gint)>& work) {
  Times times;
  times.reserve(count);
  for (guint i = 0; i < count; i++) {
    g_usleep(kPause);
    times.push_back(Microseconds([&] { work(static_cast<gint>(i)); }));
  }
  return times;
}

napi_value TimeAsks(Registry& registry, napi_env env, std::span<napi_value> js) {
  return OnThread(registry, [object = ObjectOf(registry, js[0]), count = CountOf(env, js[1])] {
    auto* self = reinterpret_cast<TestDouble*>(object.get());
    return TimeEach(count, [self](gint i) { test_double_ask(self, i); });
  });
}

// A thread-safe function that is released when its thread has done.
class ThreadSafe {
 public:
  ThreadSafe(napi_env env, napi_value handler, napi_threadsafe_function_call_js call) {
    napi_value name;
    Check(env, napi_create_string_utf8(env, "contestant", NAPI_AUTO_LENGTH, &name));
    Check(env, napi_create_threadsafe_function(env, handler, nullptr, name, kQueue, 1, nullptr, nullptr, nullptr, call,
                                               &function_));
  }
  ~ThreadSafe() { napi_release_threadsafe_function(function_, napi_tsfn_release); }
  ThreadSafe(const ThreadSafe&) = delete;
  ThreadSafe& operator=(const ThreadSafe&) = delete;

  void Call(void* data) { napi_call_threadsafe_function(function_, data, napi_tsfn_blocking); }

 private:
  napi_threadsafe_function function_;
};

// The answer that a thread waits for.
struct Bare {
  Mutex mutex;
  Cond changed;
  gint value = 0;
  bool settled = false;

  void Settle(gint answer) {
    Lock lock(mutex);
    value = answer;
    settled = true;
    changed.Signal();
  }
  gint Wait() {
    Lock lock(mutex);
    while (!settled) changed.Wait(lock);
    settled = false;
    return value;
  }
};

Bare bare;

void CallBare(napi_env env, napi_value handler, void*, void* data) {
  napi_value undefined;
  napi_value argument;
  napi_value answer;
  gint number;
  napi_get_undefined(env, &undefined);
  napi_create_int32(env, GPOINTER_TO_INT(data), &argument);
  if (napi_call_function(env, undefined, handler, 1, &argument, &answer) != napi_ok) return;
  if (napi_get_value_int32(env, answer, &number) == napi_ok) bare.Settle(number);
}

napi_value TimeBare(Registry& registry, napi_env env, std::span<napi_value> js) {
  auto call = std::make_shared<ThreadSafe>(env, js[0], CallBare);
  return OnThread(registry, [call, count = CountOf(env, js[1])] {
    return TimeEach(count, [&](gint i) {
      call->Call(GINT_TO_POINTER(i));
      bare.Wait();
    });
  });
}

napi_value SettleBare(Registry&, napi_env env, std::span<napi_value> js) {
  gint number = 0;
  Check(env, napi_get_value_int32(env, js[0], &number));
  bare.Settle(number);
  return Undefined(env);
}

GstBuffer* MakePacket() {
  GstBuffer* buffer = gst_buffer_new_allocate(nullptr, kPacket, nullptr);
  gst_buffer_memset(buffer, 0, 1, kPacket);
  return buffer;
}

napi_value HandOver(Registry& registry, napi_env env, std::span<napi_value> js) {
  return OnThread(registry, [object = ObjectOf(registry, js[0]), count = CountOf(env, js[1])]() -> Times {
    for (guint i = 0; i < count; i++) {
      GstBuffer* buffer = MakePacket();
      const Packet packet = {.buffer = buffer};
      DeliveryOf(object.get())->Send({.slot = Slot::Rtp, .packets = {&packet, 1}});
      gst_buffer_unref(buffer);
      // A queued registration never blocks: no more than half of what fits, so that nothing is dropped.
      if (i % 256 != 0) continue;
      while (DeliveryOf(object.get())->statistics().queued > kQueue / 2) g_usleep(50);
    }
    return {};
  });
}

void CallWithBuffer(napi_env env, napi_value handler, void*, void* data) {
  auto* buffer = static_cast<GstBuffer*>(data);
  napi_value undefined;
  napi_value argument;
  GstMapInfo map;
  gst_buffer_map(buffer, &map, GST_MAP_READ);
  napi_get_undefined(env, &undefined);
  napi_create_buffer_copy(env, map.size, map.data, nullptr, &argument);
  gst_buffer_unmap(buffer, &map);
  gst_buffer_unref(buffer);
  napi_call_function(env, undefined, handler, 1, &argument, nullptr);
}

napi_value HandOverSingly(Registry& registry, napi_env env, std::span<napi_value> js) {
  auto call = std::make_shared<ThreadSafe>(env, js[0], CallWithBuffer);
  return OnThread(registry, [call, count = CountOf(env, js[1])]() -> Times {
    for (guint i = 0; i < count; i++) call->Call(MakePacket());
    return {};
  });
}

napi_value FillPool(Registry& registry, napi_env env, std::span<napi_value> js) {
  const auto pool = ObjectOf(registry, js[0]);
  const guint count = CountOf(env, js[1]);
  for (guint i = 0; i < count; i++) g_object_unref(gst_rtsp_session_pool_create(GST_RTSP_SESSION_POOL(pool.get())));
  return Undefined(env);
}

napi_value FilterPool(Registry& registry, napi_env env, std::span<napi_value> js) {
  const auto pool = ObjectOf(registry, js[0]);
  const auto keep = [](GstRTSPSessionPool*, GstRTSPSession*, gpointer) { return GST_RTSP_FILTER_KEEP; };
  const double time =
      Microseconds([&] { Each(gst_rtsp_session_pool_filter, GST_RTSP_SESSION_POOL(pool.get()), keep, nullptr); });
  return Primitive<gdouble>::ToJs(env, time);
}

napi_value TimeGetter(Registry& registry, napi_env env, std::span<napi_value> js) {
  const auto factory = ObjectOf(registry, js[0]);
  const guint count = CountOf(env, js[1]);
  guint sum = 0;
  const double time = Microseconds([&] {
    for (guint i = 0; i < count; i++) sum += gst_rtsp_media_factory_get_latency(GST_RTSP_MEDIA_FACTORY(factory.get()));
  });
  return Primitive<gdouble>::ToJs(env, sum == 0 ? 0 : time);
}

}  // namespace

void ExportContestants(Registry& registry, napi_value exports) {
  Export<TimeAsks, 2>(registry, exports, "timeAsks");
  Export<TimeBare, 2>(registry, exports, "timeBare");
  Export<SettleBare, 1>(registry, exports, "settleBare");
  Export<HandOver, 2>(registry, exports, "handOver");
  Export<HandOverSingly, 2>(registry, exports, "handOverSingly");
  Export<FillPool, 2>(registry, exports, "fillPool");
  Export<FilterPool, 1>(registry, exports, "filterPool");
  Export<TimeGetter, 2>(registry, exports, "timeGetter");
  napi_env env = registry.env();
  napi_value empty;
  const napi_callback nothing = [](napi_env, napi_callback_info) -> napi_value { return nullptr; };
  Check(env, napi_create_function(env, "empty", NAPI_AUTO_LENGTH, nothing, nullptr, &empty));
  Check(env, napi_set_named_property(env, exports, "empty", empty));
}

}  // namespace rtspnode
