#pragma once
#include <deque>
#include <functional>
#include <utility>

#include "runtime/lock.h"

namespace rtspnode {

// Locks and kinds of threads, a bit each. What they stand for is the upper layers' (see marshal/locks.h).
using WaitMask = guint64;

// What others cannot have while a thread waits for JavaScript: some calls would wait for it, and are refused.
struct Keeps {
  WaitMask thread;        // its own kind
  WaitMask locks;         // those that it holds
  bool unshared = false;  // what it waits about is known to no other thread yet
};

// A native thread that waits for an answer from JavaScript. Until the answer is there, or the deadline has passed, the
// thread runs the calls that the handler makes: recursive locks and the thread-local RTSPContext are then as in C.
class Parked {
 public:
  enum class State { Waiting, Settled, Expired, Released };
  using Job = std::function<void()>;

  // On the thread that is going to wait. When it does so inside a job of another question it keeps what that one keeps.
  explicit Parked(const Keeps& keeps);

  // The parked thread. Time that it spends on jobs is added to the deadline: it is not the handler's.
  State Wait(gint64 timeout_us);

  // Any thread. `store` runs only if the thread still waits, and before it wakes: the answer is handed over in it.
  template <typename Store>
  bool Settle(Store&& store) {
    {
      Lock lock(mutex_);
      if (state_ != State::Waiting) return false;
      store();
      state_ = State::Settled;
    }
    // Without the lock: the woken thread takes it first of all.
    changed_.Broadcast();
    return true;
  }
  // Wakes the thread without an answer: the default one is given.
  void Release();
  // Moves the deadline to at most so many microseconds from now.
  void Hurry(gint64 timeout_us);
  // The timeout of the Hurry() by which the deadline came sooner; 0 when it did not.
  gint64 hurried_us();
  // Runs the job on the parked thread. False when it no longer waits, or is none; the job was not taken then.
  bool Serve(Job job);
  // For a handler that runs inside the very call that asks: nobody waits in Wait(), jobs are not taken.
  void Decline();

  bool IsWaiting();
  // Whether it waits and takes jobs.
  bool CanServe();
  // Whether the calling thread is a parked one that runs a job.
  static bool IsServing();
  const Keeps& keeps() const { return keeps_; }

 private:
  Keeps keeps_;
  Mutex mutex_;
  Cond changed_;
  State state_ = State::Waiting;
  gint64 deadline_ = G_MAXINT64;
  gint64 hurried_us_ = 0;
  bool declines_ = false;
  std::deque<Job> jobs_;
};

}  // namespace rtspnode
