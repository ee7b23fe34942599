#include "runtime/executor.h"

#include <algorithm>
#include <utility>

namespace rtspnode {

namespace {

constexpr gint64 kIdleTime = 10 * G_TIME_SPAN_SECOND;
constexpr gint64 kPatience = 100 * G_TIME_SPAN_MILLISECOND;
constexpr int kMostRelief = 256;
thread_local bool is_executor_thread = false;
thread_local const void* current_lane = nullptr;

}  // namespace

Executor& Executor::Instance() {
  static Executor* executor = new Executor;
  return *executor;
}

Executor::Executor() : limit_(std::max(4, 2 * static_cast<int>(g_get_num_processors()))) {}

void Executor::Run(const void* lane, Job job) {
  Lock lock(mutex_);
  auto [entry, created] = lanes_.try_emplace(lane);
  entry->second.jobs.push_back(std::move(job));
  if (created) ready_.push_back(lane);
  SpawnIfNeeded();
  WakeOne();
}

// With mutex_ held. Waking nobody would still be a system call.
void Executor::WakeOne() {
  if (idle_ > 0) work_.Signal();
}

bool Executor::IsInLane(const void* lane) { return current_lane == lane; }

// With mutex_ held.
void Executor::SpawnIfNeeded() {
  if (static_cast<int>(ready_.size()) <= idle_) return;
  if (threads_ - parked_ < limit_ + relief_) {
    // Where the system has no more of them, those that there are go on.
    if (Spawn(Loop)) threads_++;
  } else if (!relieving_ && relief_ < kMostRelief) {
    relieving_ = Spawn(Relieve);
  }
}

bool Executor::Spawn(GThreadFunc run) {
  GThread* thread = g_thread_try_new("rtsp-executor", run, this, nullptr);
  if (thread) g_thread_unref(thread);
  return thread != nullptr;
}

gpointer Executor::Loop(gpointer self) {
  auto& pool = *static_cast<Executor*>(self);
  Lock lock(pool.mutex_);
  pool.Work(&lock);
  return nullptr;
}

// The pool is full and work waits: if no thread takes any for a while, this one does.
gpointer Executor::Relieve(gpointer self) {
  auto& pool = *static_cast<Executor*>(self);
  Cond pause;
  Lock lock(pool.mutex_);
  guint64 taken;
  do {
    taken = pool.taken_;
    const gint64 deadline = g_get_monotonic_time() + kPatience;
    while (pause.WaitUntil(lock, deadline)) continue;
  } while (!pool.ready_.empty() && pool.taken_ != taken);
  pool.relieving_ = false;
  if (pool.ready_.empty()) return nullptr;
  pool.relief_++;
  pool.threads_++;
  pool.Work(&lock);
  return nullptr;
}

// A thread of the pool, with mutex_ held.
void Executor::Work(Lock* lock) {
  is_executor_thread = true;
  for (;;) {
    if (ready_.empty()) {
      const gint64 deadline = g_get_monotonic_time() + kIdleTime;
      idle_++;
      bool woken = true;
      while (ready_.empty() && woken) woken = work_.WaitUntil(*lock, deadline);
      idle_--;
      if (ready_.empty()) {
        relief_ = std::max(0, relief_ - 1);
        break;
      }
    }
    const void* lane = ready_.front();
    ready_.pop_front();
    taken_++;
    // For what still waits.
    SpawnIfNeeded();
    auto entry = lanes_.find(lane);
    Job job = std::move(entry->second.jobs.front());
    entry->second.jobs.pop_front();
    lock->Release();
    current_lane = lane;
    job();
    job = nullptr;  // its captures are released here, not under the lock
    current_lane = nullptr;
    lock->Acquire();
    entry = lanes_.find(lane);
    if (entry->second.jobs.empty()) {
      lanes_.erase(entry);
    } else {
      ready_.push_back(lane);
    }
    if (threads_ - parked_ > limit_ + relief_) break;
  }
  threads_--;
  // A thread that goes because others came back from parking must not leave work behind.
  SpawnIfNeeded();
  WakeOne();
}

Executor::Parking::Parking() : counted_(is_executor_thread) {
  if (!counted_) return;
  auto& pool = Instance();
  Lock lock(pool.mutex_);
  pool.parked_++;
  pool.SpawnIfNeeded();
}

Executor::Parking::~Parking() {
  if (!counted_) return;
  auto& pool = Instance();
  Lock lock(pool.mutex_);
  pool.parked_--;
}

}  // namespace rtspnode
