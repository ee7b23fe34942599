#pragma once
#include <deque>
#include <functional>
#include <utility>

#include "runtime/lock.h"

namespace rtspnode {

// What kind of thread waits for JavaScript: some calls would wait for that very thread and are refused (see
// marshal/function.h, `waits_for`).
enum class ThreadKind : unsigned { Client = 1, Loop = 2, Media = 4, Streaming = 8, Own = 16 };

// A native thread that waits for an answer from JavaScript. Until the answer is there, or the deadline has passed, the
// thread runs the calls that the handler makes: recursive locks and the thread-local RTSPContext are then as in C.
class Parked {
 public:
  enum class State { Waiting, Settled, Expired, Released };
  using Job = std::function<void()>;

  explicit Parked(ThreadKind kind) : kind_(kind) {}

  // The parked thread. Time that it spends on jobs is added to the deadline: it is not the handler's.
  State Wait(gint64 timeout_us);

  // Any thread. `store` runs only if the thread still waits, and before it wakes: the answer is handed over in it.
  template <typename Store>
  bool Settle(Store&& store) {
    Lock lock(mutex_);
    if (state_ != State::Waiting) return false;
    store();
    state_ = State::Settled;
    changed_.Broadcast();
    return true;
  }
  // Wakes the thread without an answer: the default one is given.
  void Release();
  // Moves the deadline to at most so many microseconds from now.
  void Hurry(gint64 timeout_us);
  // Runs the job on the parked thread. False when it no longer waits; the job was not taken then.
  bool Serve(Job job);

  bool IsWaiting();
  // Whether the calling thread is a parked one that runs a job.
  static bool IsServing();
  ThreadKind kind() const { return kind_; }

 private:
  const ThreadKind kind_;
  Mutex mutex_;
  Cond changed_;
  State state_ = State::Waiting;
  gint64 deadline_ = G_MAXINT64;
  std::deque<Job> jobs_;
};

}  // namespace rtspnode
