#include "runtime/loop-thread.h"

#include <deque>
#include <utility>

#include "runtime/lock.h"

namespace rtspnode {

// Shared by the handle and the thread, since either may go first.
struct LoopState {
  LoopState(const char* thread_name, GMainContext* main_context);
  ~LoopState();

  gint references = 1;
  const char* const name;
  GMainContext* const context;
  GSource* const source;  // ready whenever there are tasks
  gint stopping = 0;      // atomic

  Mutex mutex;
  Cond finished;
  std::deque<LoopThread::Task> tasks;
  bool closed = true;         // not started yet, or no task will run any more
  GThread* thread = nullptr;  // until somebody has claimed it, to join it or to let it go
  bool joining = false;
};

namespace {

// Tasks are dispatched by a source and not by the loop itself, so that a nested iteration of the context runs them too.
struct TaskSource {
  GSource source;
  LoopState* state;
};

thread_local LoopState* current_loop = nullptr;

// One task a dispatch: what keeps posting tasks must not starve the context's other sources.
gboolean DispatchTask(GSource* source, GSourceFunc, gpointer) {
  LoopState* state = reinterpret_cast<TaskSource*>(source)->state;
  Lock lock(state->mutex);
  if (state->tasks.empty()) {
    g_source_set_ready_time(source, -1);
    return G_SOURCE_CONTINUE;
  }
  LoopThread::Task task = std::move(state->tasks.front());
  state->tasks.pop_front();
  if (state->tasks.empty()) g_source_set_ready_time(source, -1);
  lock.Release();
  task();
  return G_SOURCE_CONTINUE;
}

GSourceFuncs task_source_functions = {nullptr, nullptr, DispatchTask, nullptr, nullptr, nullptr};

LoopState* Reference(LoopState* state) {
  g_atomic_int_inc(&state->references);
  return state;
}

void Unreference(LoopState* state) {
  if (g_atomic_int_dec_and_test(&state->references)) delete state;
}

gpointer RunLoop(gpointer data) {
  auto* state = static_cast<LoopState*>(data);
  // The global default context is every thread's default already; pushing it would demand that nobody else in the
  // process iterates it at this moment.
  const bool pushed = state->context != g_main_context_default();
  current_loop = state;
  if (pushed) g_main_context_push_thread_default(state->context);

  // A flag and a wakeup, not a GMainLoop: g_main_loop_quit() before g_main_loop_run() is lost, a wakeup is not.
  while (!g_atomic_int_get(&state->stopping)) g_main_context_iteration(state->context, TRUE);

  Lock lock(state->mutex);
  while (!state->tasks.empty()) {
    LoopThread::Task task = std::move(state->tasks.front());
    state->tasks.pop_front();
    lock.Release();
    task();
    task = nullptr;
    lock.Acquire();
  }
  state->closed = true;
  lock.Release();
  g_source_destroy(state->source);
  if (pushed) g_main_context_pop_thread_default(state->context);
  Unreference(state);
  return nullptr;
}

// Called with the state's mutex locked, or before anybody else knows the state.
bool StartThread(LoopState* state, GError** error) {
  state->thread = g_thread_try_new(state->name, RunLoop, Reference(state), error);
  if (!state->thread) {
    Unreference(state);
    return false;
  }
  state->closed = false;
  return true;
}

}  // namespace

LoopState::LoopState(const char* thread_name, GMainContext* main_context)
    : name(thread_name), context(main_context), source(g_source_new(&task_source_functions, sizeof(TaskSource))) {
  reinterpret_cast<TaskSource*>(source)->state = this;
  g_source_set_can_recurse(source, TRUE);
  g_source_set_name(source, "LoopThread tasks");
  g_source_attach(source, context);
}

LoopState::~LoopState() {
  g_source_destroy(source);
  g_source_unref(source);
  g_main_context_unref(context);
}

LoopThread* LoopThread::Start(const char* name, GError** error) {
  auto* state = new LoopState(name, g_main_context_new());
  if (!StartThread(state, error)) {
    Unreference(state);
    return nullptr;
  }
  return new LoopThread(state);
}

LoopThread::~LoopThread() {
  Stop();
  Unreference(state_);
}

GMainContext* LoopThread::context() const { return state_->context; }

bool LoopThread::IsCurrent() const { return current_loop == state_; }

bool LoopThread::Invoke(Task task) {
  Lock lock(state_->mutex);
  if (state_->closed) return false;
  state_->tasks.push_back(std::move(task));
  g_source_set_ready_time(state_->source, 0);
  return true;
}

bool LoopThread::InvokeAndWait(Task task) {
  if (IsCurrent()) {
    task();
    return true;
  }
  Mutex mutex;
  Cond changed;
  bool done = false;
  const bool accepted = Invoke([&] {
    task();
    Lock lock(mutex);
    done = true;
    changed.Signal();
  });
  if (!accepted) return false;
  Lock lock(mutex);
  while (!done) changed.Wait(lock);
  return true;
}

void LoopThread::Stop() {
  g_atomic_int_set(&state_->stopping, 1);
  g_main_context_wakeup(state_->context);
  Lock lock(state_->mutex);
  GThread* thread = std::exchange(state_->thread, nullptr);
  if (IsCurrent()) {
    if (thread) g_thread_unref(thread);
    return;
  }
  if (!thread) {
    while (state_->joining) state_->finished.Wait(lock);
    return;
  }
  state_->joining = true;
  lock.Release();
  g_thread_join(thread);
  lock.Acquire();
  state_->joining = false;
  state_->finished.Broadcast();
}

LoopThread& DefaultContextThread() {
  // Never destroyed: other threads post to it until the process has ended.
  static auto* thread = new LoopThread(new LoopState("rtsp-default", g_main_context_ref(g_main_context_default())));
  Lock lock(thread->state_->mutex);
  if (!thread->state_->thread) StartThread(thread->state_, nullptr);
  return *thread;
}

}  // namespace rtspnode
