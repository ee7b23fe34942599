#include "runtime/reaper.h"

namespace rtspnode {

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
  changed_.Broadcast();
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
