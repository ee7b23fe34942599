#include "runtime/bridge.h"

#include <algorithm>
#include <utility>

namespace rtspnode {

namespace {

thread_local bool beside = false;
thread_local bool is_js_thread = false;

}  // namespace

bool Bridge::IsBeside() { return beside; }

void Bridge::Open(napi_env env) {
  env_ = env;
  js_thread_ = g_thread_self();
  napi_value name;
  napi_create_string_utf8(env, "gst-rtsp-server", NAPI_AUTO_LENGTH, &name);
  napi_create_threadsafe_function(env, nullptr, nullptr, name, 0, 1, nullptr, nullptr, this, OnWake, &wakeup_);
  napi_unref_threadsafe_function(env, wakeup_);
  napi_value global;
  napi_value function;
  napi_get_global(env, &global);
  napi_get_named_property(env, global, "setImmediate", &function);
  napi_create_reference(env, function, 1, &set_immediate_);
  napi_create_function(env, "later", NAPI_AUTO_LENGTH, OnLater, this, &function);
  napi_create_reference(env, function, 1, &later_);
  is_js_thread = true;
  closed_ = false;
}

bool Bridge::IsOnJsThread() { return is_js_thread; }

void Bridge::Close() {
  std::deque<std::unique_ptr<Task>> dropped;
  std::deque<std::unique_ptr<Task>> dropped_now;
  std::set<std::shared_ptr<Parked>> parked;
  {
    Lock lock(mutex_);
    // Node frees the thread-safe function with the environment, whoever still holds it: it is neither called nor
    // released after this.
    closed_ = true;
    g_atomic_pointer_set(&js_thread_, nullptr);
    dropped.swap(queue_);
    dropped_now.swap(now_);
    parked.swap(parked_);
  }
  for (const auto& thread : parked) thread->Release();
  beside_.clear();
  napi_delete_reference(env_, std::exchange(set_immediate_, nullptr));
  napi_delete_reference(env_, std::exchange(later_, nullptr));
}

void Bridge::Ref() {
  if (refs_++ == 0) napi_ref_threadsafe_function(env_, wakeup_);
}

void Bridge::Unref() {
  if (--refs_ == 0) napi_unref_threadsafe_function(env_, wakeup_);
}

// With mutex_ held.
void Bridge::Wake() {
  if (awake_) return;
  awake_ = true;
  napi_call_threadsafe_function(wakeup_, nullptr, napi_tsfn_nonblocking);
}

bool Bridge::Post(std::unique_ptr<Task> task, Urgency urgency) {
  Lock lock(mutex_);
  if (closed_) return false;
  if (urgency == Urgency::MayDrop && queue_.size() >= kCapacity) {
    dropped_++;
    return false;
  }
  queue_.push_back(std::move(task));
  Wake();
  return true;
}

bool Bridge::IsOpen() {
  Lock lock(mutex_);
  return !closed_;
}

Parked::State Bridge::Ask(const std::shared_ptr<Parked>& parked, std::unique_ptr<Task> task, gint64 timeout_us) {
  return Park(parked, std::move(task), timeout_us, &queue_);
}

Parked::State Bridge::AskNow(const std::shared_ptr<Parked>& parked, std::unique_ptr<Task> task, gint64 timeout_us) {
  return Park(parked, std::move(task), timeout_us, &now_);
}

Parked::State Bridge::Park(const std::shared_ptr<Parked>& parked, std::unique_ptr<Task> task, gint64 timeout_us,
                           std::deque<std::unique_ptr<Task>>* queue) {
  const Task* asked;
  {
    Lock lock(mutex_);
    if (closed_) return Parked::State::Released;
    parked_.insert(parked);
    asked = task.get();
    queue->push_back(std::move(task));
    now_changed_.Signal();
    Wake();
  }
  const Parked::State state = parked->Wait(timeout_us);
  // Where a thread asks again and again, questions that nobody waits for would gather while the event loop is blocked.
  std::unique_ptr<Task> withdrawn;
  Lock lock(mutex_);
  parked_.erase(parked);
  if (state != Parked::State::Expired || queue != &now_) return state;
  const auto left = std::find_if(now_.begin(), now_.end(), [&](const auto& one) { return one.get() == asked; });
  if (left != now_.end()) {
    withdrawn = std::move(*left);
    now_.erase(left);
  }
  return state;
}

void Bridge::RunBeside(const std::function<void()>& work) {
  if (working_ == beside_.size()) {
    if (auto* thread = LoopThread::Start("rtsp-beside", nullptr)) beside_.emplace_back(thread);
  }
  bool done = false;
  const bool started = working_ < beside_.size() && beside_[working_]->Invoke([&] {
    beside = true;
    work();
    beside = false;
    Lock lock(mutex_);
    done = true;
    now_changed_.Signal();
  });
  if (!started) {
    work();
    return;
  }
  working_++;
  Lock lock(mutex_);
  while (!done) {
    if (now_.empty() || closed_) {
      now_changed_.Wait(lock);
      continue;
    }
    std::unique_ptr<Task> task = std::move(now_.front());
    now_.pop_front();
    lock.Release();
    RunOne(env_, task.get());
    task = nullptr;
    lock.Acquire();
  }
  working_--;
}

void Bridge::OnWake(napi_env env, napi_value, void* context, void*) {
  if (env != nullptr) static_cast<Bridge*>(context)->RunSome(env, Turn::WakeUp);
}

napi_value Bridge::OnLater(napi_env env, napi_callback_info info) {
  void* self;
  if (napi_get_cb_info(env, info, nullptr, nullptr, nullptr, &self) == napi_ok) {
    static_cast<Bridge*>(self)->RunSome(env, Turn::Later);
  }
  return nullptr;
}

void Bridge::RunSome(napi_env env, Turn turn) {
  const gint64 end = g_get_monotonic_time() + kSlice;
  do {
    std::unique_ptr<Task> task;
    {
      Lock lock(mutex_);
      // By turns: those who ask without a pause would keep all others waiting.
      const bool is_turn_of_others = std::exchange(was_asked_now_, false) && !queue_.empty();
      auto& queue = now_.empty() || is_turn_of_others ? queue_ : now_;
      was_asked_now_ = &queue == &now_;
      if (closed_ || queue.empty()) {
        awake_ = false;
        return;
      }
      task = std::move(queue.front());
      queue.pop_front();
    }
    RunOne(env, task.get());
  } while (g_get_monotonic_time() < end);
  // A wake-up from inside a wake-up comes at once, up to a thousand times, before anything else has its turn. One from
  // an immediate, which the event loop runs next, comes after timers and sockets.
  if (turn == Turn::WakeUp && GoOnLater(env)) return;
  Lock lock(mutex_);
  awake_ = false;
  if (!closed_ && !(queue_.empty() && now_.empty())) Wake();
}

bool Bridge::GoOnLater(napi_env env) {
  napi_handle_scope scope;
  if (!later_ || napi_open_handle_scope(env, &scope) != napi_ok) return false;
  napi_value undefined;
  napi_value set_immediate;
  napi_value later;
  napi_value immediate;
  napi_value unref;
  napi_get_undefined(env, &undefined);
  napi_get_reference_value(env, set_immediate_, &set_immediate);
  napi_get_reference_value(env, later_, &later);
  const bool done = napi_call_function(env, undefined, set_immediate, 1, &later, &immediate) == napi_ok;
  // It keeps nothing alive: what is queued does not, either.
  if (done && napi_get_named_property(env, immediate, "unref", &unref) == napi_ok) {
    napi_call_function(env, immediate, unref, 0, nullptr, nullptr);
  }
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (pending) {
    napi_value error;
    napi_get_and_clear_last_exception(env, &error);
  }
  napi_close_handle_scope(env, scope);
  return done;
}

void Bridge::RunOne(napi_env env, Task* task) {
  napi_handle_scope scope;
  if (napi_open_handle_scope(env, &scope) != napi_ok) return;
  task->Run(env);
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (pending) {
    napi_value error;
    napi_get_and_clear_last_exception(env, &error);
    napi_fatal_exception(env, error);
  }
  napi_close_handle_scope(env, scope);
}

guint64 Bridge::dropped() {
  Lock lock(mutex_);
  return dropped_;
}

size_t Bridge::queued() {
  Lock lock(mutex_);
  return queue_.size();
}

}  // namespace rtspnode
