#include "runtime/executor.h"

#include <algorithm>
#include <utility>

namespace rtspnode {

namespace {

constexpr gint64 kIdleTime = 10 * G_TIME_SPAN_SECOND;
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
  work_.Signal();
}

bool Executor::IsInLane(const void* lane) { return current_lane == lane; }

// With mutex_ held.
void Executor::SpawnIfNeeded() {
  if (static_cast<int>(ready_.size()) <= idle_ || threads_ - parked_ >= limit_) return;
  threads_++;
  g_thread_unref(g_thread_new("rtsp-executor", Loop, this));
}

gpointer Executor::Loop(gpointer self) {
  is_executor_thread = true;
  auto& pool = *static_cast<Executor*>(self);
  Lock lock(pool.mutex_);
  for (;;) {
    if (pool.ready_.empty()) {
      const gint64 deadline = g_get_monotonic_time() + kIdleTime;
      pool.idle_++;
      bool woken = true;
      while (pool.ready_.empty() && woken) woken = pool.work_.WaitUntil(lock, deadline);
      pool.idle_--;
      if (pool.ready_.empty()) break;
    }
    const void* lane = pool.ready_.front();
    pool.ready_.pop_front();
    auto entry = pool.lanes_.find(lane);
    Job job = std::move(entry->second.jobs.front());
    entry->second.jobs.pop_front();
    lock.Release();
    current_lane = lane;
    job();
    job = nullptr;  // its captures are released here, not under the lock
    current_lane = nullptr;
    lock.Acquire();
    entry = pool.lanes_.find(lane);
    if (entry->second.jobs.empty()) {
      pool.lanes_.erase(entry);
    } else {
      pool.ready_.push_back(lane);
    }
    if (pool.threads_ - pool.parked_ > pool.limit_) break;
  }
  pool.threads_--;
  // A thread that goes because others came back from parking must not leave work behind.
  pool.SpawnIfNeeded();
  pool.work_.Signal();
  return nullptr;
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
