#pragma once
#include <node_api.h>

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <vector>

#include "runtime/lock.h"
#include "runtime/loop-thread.h"
#include "runtime/parked.h"

namespace rtspnode {

// Work for the JS thread. Destroyed on any thread, and without having run when the environment has ended: its
// destructor therefore never touches Node-API.
class Task {
 public:
  virtual ~Task() = default;
  virtual void Run(napi_env env) = 0;
};

// The way to the JS thread of one environment: one thread-safe function, a queue of our own behind it.
class Bridge {
 public:
  // How a task is treated when the queue is full: what somebody waits for is never dropped.
  enum class Urgency { Must, MayDrop };

  Bridge() = default;
  Bridge(const Bridge&) = delete;
  Bridge& operator=(const Bridge&) = delete;

  // --- JS thread
  void Open(napi_env env);
  // The environment ends: releases the parked threads, drops the queue; from here on every Post and Ask fails at once.
  void Close();
  // Counted: while it is above zero the event loop stays alive.
  void Ref();
  void Unref();
  // Runs the work on another thread and returns when it is done; meanwhile the questions of AskNow() are answered. The
  // answer to one of them may call it again.
  void RunBeside(const std::function<void()>& work);
  // Whether the calling thread runs such work.
  static bool IsBeside();
  // Whether a thread may come with AskNow() at any time, so that locks are to be taken beside.
  bool IsAskedNow() const { return g_atomic_int_get(&now_askers_) > 0; }

  // --- any thread
  // Not after the end: GLib gives the thread's own address to others then.
  bool IsJsThread() { return g_atomic_pointer_get(&js_thread_) == g_thread_self(); }
  // The same of any environment's, also after its end.
  static bool IsOnJsThread();
  bool Post(std::unique_ptr<Task> task, Urgency urgency);
  // Whether there is an environment to post to.
  bool IsOpen();
  // Posts the task and parks the calling thread until it is settled. Never on the JS thread.
  Parked::State Ask(const std::shared_ptr<Parked>& parked, std::unique_ptr<Task> task, gint64 timeout_us);
  // The same from a thread that holds locks which the JS thread may be about to take.
  Parked::State AskNow(const std::shared_ptr<Parked>& parked, std::unique_ptr<Task> task, gint64 timeout_us);
  void AddNowAsker() { g_atomic_int_inc(&now_askers_); }
  void RemoveNowAsker() { g_atomic_int_add(&now_askers_, -1); }

  guint64 dropped();
  size_t queued();

 private:
  // From where the tasks are run.
  enum class Turn { WakeUp, Later };

  static void OnWake(napi_env env, napi_value, void* context, void*);
  static napi_value OnLater(napi_env env, napi_callback_info info);
  void RunSome(napi_env env, Turn turn);
  bool GoOnLater(napi_env env);
  static void RunOne(napi_env env, Task* task);
  Parked::State Park(const std::shared_ptr<Parked>& parked, std::unique_ptr<Task> task, gint64 timeout_us,
                     std::deque<std::unique_ptr<Task>>* queue);
  void Wake();

  // A handler that floods must not eat the memory of a process whose event loop is blocked.
  static constexpr size_t kCapacity = 1 << 16;
  // So long at a time: the sockets and timers of the application have their turn in between.
  static constexpr gint64 kSlice = G_TIME_SPAN_MILLISECOND;

  Mutex mutex_;
  napi_env env_ = nullptr;
  GThread* js_thread_ = nullptr;
  napi_threadsafe_function wakeup_ = nullptr;
  napi_ref set_immediate_ = nullptr;
  napi_ref later_ = nullptr;
  bool closed_ = true;
  bool awake_ = false;  // RunSome runs, or is going to
  std::deque<std::unique_ptr<Task>> queue_;
  std::deque<std::unique_ptr<Task>> now_;  // before those of queue_, or by turns
  bool was_asked_now_ = false;             // the last one was of now_
  Cond now_changed_;                       // or the work beside is done
  std::set<std::shared_ptr<Parked>> parked_;
  guint64 dropped_ = 0;
  int refs_ = 0;
  gint now_askers_ = 0;  // atomic
  // JS thread only: a thread for each work within the answer to a question during another one, and how many work.
  std::vector<std::unique_ptr<LoopThread>> beside_;
  size_t working_ = 0;
};

}  // namespace rtspnode
