#pragma once
#include <glib.h>

#include <functional>

namespace rtspnode {

struct LoopState;

// A thread that iterates one GMainContext. Its functions may be called from any thread.
class LoopThread {
 public:
  using Task = std::function<void()>;

  // Starts a thread with a context of its own, which is that thread's default. Null and `error` when the system has no
  // thread left. Delete it to stop it.
  static LoopThread* Start(const char* name, GError** error);

  ~LoopThread();
  LoopThread(const LoopThread&) = delete;
  LoopThread& operator=(const LoopThread&) = delete;

  // Lent.
  GMainContext* context() const;
  bool IsCurrent() const;

  // Runs the task on the thread, after those posted before; never at once, even when called there. False when the loop
  // has stopped: the task is dropped then. What was posted before Stop() still runs.
  bool Invoke(Task task);

  // The same, and returns when the task has run. On the thread itself it runs the task at once.
  bool InvokeAndWait(Task task);

  // Lets the thread finish and joins it; again it does nothing. On the thread itself it only asks: the thread ends by
  // itself after the dispatch that is under way, and `this` may be deleted meanwhile.
  void Stop();

 private:
  friend LoopThread& DefaultContextThread();
  explicit LoopThread(LoopState* state) : state_(state) {}

  LoopState* const state_;
};

// The process's one thread that iterates the global default context: GIO asks its TLS questions there, and upstream
// falls back to it. Started on first use (again, if the system had no thread then), never stopped.
LoopThread& DefaultContextThread();

}  // namespace rtspnode
