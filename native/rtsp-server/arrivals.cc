#include "rtsp-server/arrivals.h"

#include <algorithm>
#include <list>
#include <map>
#include <set>
#include <utility>

#include "runtime/lock.h"

namespace rtspnode {

namespace {

// A pipeline that blocks is given up after three seconds. One that shuts down with EOS may take longer, but who waits
// holds up the other clients of his thread.
constexpr gint64 kEndingPatience = 4 * G_TIME_SPAN_SECOND;

struct Arrival {
  GThread* thread;
  GstRTSPMediaFactory* factory;    // to compare with
  std::set<GstRTSPMedia*> kept{};  // a reference to each
};

struct All {
  Mutex mutex;
  Cond ended;
  std::map<GstRTSPMediaFactory*, int> ending;  // media of each
  std::list<Arrival> arrivals;
};

All& Everybody() {
  static auto* all = new All;
  return *all;
}

// Whether the thread arrives anywhere. It never does so for ever, however its request ends.
class Arriving {
 public:
  ~Arriving() { End(); }

  void Begin() { any_ = true; }
  void End() {
    if (!any_) return;
    any_ = false;
    All& all = Everybody();
    std::list<Arrival> done;
    {
      Lock lock(all.mutex);
      for (auto walk = all.arrivals.begin(); walk != all.arrivals.end();) {
        const auto next = std::next(walk);
        if (walk->thread == g_thread_self()) done.splice(done.end(), all.arrivals, walk);
        walk = next;
      }
    }
    for (const Arrival& arrival : done) {
      for (GstRTSPMedia* media : arrival.kept) {
        gst_rtsp_media_unprepare(media);
        g_object_unref(media);
      }
    }
  }

 private:
  bool any_ = false;
};

thread_local Arriving arriving;
// The last one that this thread has not let end.
thread_local GstRTSPMedia* kept_last = nullptr;

}  // namespace

void BeginArrival(GstRTSPMediaFactory* factory) {
  All& all = Everybody();
  const gint64 deadline = g_get_monotonic_time() + kEndingPatience;
  Lock lock(all.mutex);
  while (all.ending.count(factory) != 0 && all.ended.WaitUntil(lock, deadline)) {
  }
  const GstRTSPContext* context = gst_rtsp_context_get_current();
  if (context == nullptr || context->client == nullptr) return;
  all.arrivals.push_back({g_thread_self(), factory});
  arriving.Begin();
}

void EndArrivals() { arriving.End(); }

bool BeginEnding(GstRTSPMediaFactory* factory, GstRTSPMedia* media) {
  All& all = Everybody();
  Lock lock(all.mutex);
  const auto arrival = std::find_if(all.arrivals.begin(), all.arrivals.end(), [&](const Arrival& one) {
    return one.factory == factory && one.thread != g_thread_self();
  });
  if (arrival == all.arrivals.end()) {
    all.ending[factory]++;
    kept_last = nullptr;
    return true;
  }
  const bool inserted = arrival->kept.insert(media).second;
  if (inserted) g_object_ref(media);
  kept_last = inserted ? media : nullptr;
  lock.Release();
  gst_rtsp_media_prepare(media, nullptr);
  return false;
}

void LeaveToSession(GstRTSPMedia* media) {
  if (std::exchange(kept_last, nullptr) != media) return;
  All& all = Everybody();
  Lock lock(all.mutex);
  const bool left = std::any_of(all.arrivals.begin(), all.arrivals.end(),
                                [media](Arrival& arrival) { return arrival.kept.erase(media) != 0; });
  lock.Release();
  if (left) g_object_unref(media);
}

void FinishEnding(GstRTSPMediaFactory* factory) {
  All& all = Everybody();
  Lock lock(all.mutex);
  const auto ending = all.ending.find(factory);
  if (--ending->second == 0) all.ending.erase(ending);
  all.ended.Broadcast();
}

}  // namespace rtspnode
