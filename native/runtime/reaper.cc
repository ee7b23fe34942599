#include "runtime/reaper.h"

namespace rtspnode {

namespace {

// A question leaves several references behind, and who asks often leaves many. They gather for so long: a wake-up for
// each, and the lock that the woken thread then waits for, cost more than the question.
constexpr gint64 kGather = G_TIME_SPAN_MILLISECOND;

}  // namespace

Reaper& Reaper::Instance() {
  // Never destroyed: other threads release references until the process has ended.
  static Reaper* reaper = new Reaper;
  return *reaper;
}

void Reaper::Post(gpointer thing, Release release) {
  Lock lock(mutex_);
  pending_.emplace_back(thing, release);
  if (!started_) {
    started_ = true;
    g_thread_unref(g_thread_new("rtsp-reaper", Loop, this));
  }
  const bool sleeps = !busy_ && pending_.size() == 1;
  lock.Release();
  if (sleeps) changed_.Broadcast();
}

void Reaper::Drain() {
  Lock lock(mutex_);
  while (busy_ || !pending_.empty()) changed_.Wait(lock);
}

bool Reaper::IsIdle() {
  Lock lock(mutex_);
  return !busy_ && pending_.empty();
}

gpointer Reaper::Loop(gpointer self) {
  auto& reaper = *static_cast<Reaper*>(self);
  std::vector<std::pair<gpointer, Release>> batch;
  Lock lock(reaper.mutex_);
  for (;;) {
    while (reaper.pending_.empty()) reaper.changed_.Wait(lock);
    const gint64 gathered = g_get_monotonic_time() + kGather;
    while (reaper.changed_.WaitUntil(lock, gathered)) {
    }
    batch.swap(reaper.pending_);
    reaper.busy_ = true;
    lock.Release();
    for (const auto& [thing, release] : batch) release(thing);
    batch.clear();
    lock.Acquire();
    reaper.busy_ = false;
    reaper.changed_.Broadcast();
  }
  return nullptr;
}

}  // namespace rtspnode
