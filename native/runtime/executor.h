#pragma once
#include <deque>
#include <functional>
#include <map>

#include "runtime/lock.h"

namespace rtspnode {

// The threads that run `promised` calls, one pool for the process. Calls on one object (a lane) run in the order in
// which they were made; different objects run side by side. A call may stay in GStreamer for as long as a camera does
// not answer: where work waits and no thread has taken any for a while, the pool is given one more.
class Executor {
 public:
  using Job = std::function<void()>;

  static Executor& Instance();

  void Run(const void* lane, Job job);
  // Whether the calling thread runs a job of this lane: what it waits for there would wait for itself.
  static bool IsInLane(const void* lane);

  // While it lives the calling thread does not count against the size of the pool, since it waits for JavaScript:
  // the call that JavaScript makes meanwhile needs a thread, or nobody goes on. On other threads it does nothing.
  class Parking {
   public:
    Parking();
    ~Parking();
    Parking(const Parking&) = delete;
    Parking& operator=(const Parking&) = delete;

   private:
    bool counted_;
  };

 private:
  struct Lane {
    std::deque<Job> jobs;
  };

  Executor();
  static gpointer Loop(gpointer self);
  static gpointer Relieve(gpointer self);
  bool Spawn(GThreadFunc run);
  void SpawnIfNeeded();
  void WakeOne();
  void Work(Lock* lock);

  Mutex mutex_;
  Cond work_;
  std::map<const void*, Lane> lanes_;  // a lane exists while it has jobs or one of its jobs runs
  std::deque<const void*> ready_;      // lanes with a job and none running
  const int limit_;
  int threads_ = 0;
  int idle_ = 0;
  int parked_ = 0;
  guint64 taken_ = 0;       // jobs, since ever
  int relief_ = 0;          // threads beyond the limit
  bool relieving_ = false;  // a thread waits whether the pool takes a job
};

}  // namespace rtspnode
