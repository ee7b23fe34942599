#include "runtime/parked.h"

#include <utility>

#include "runtime/executor.h"

namespace rtspnode {

namespace {

thread_local int serving = 0;
// Of the question whose job the thread runs; those around it are in it.
thread_local const Keeps* outer = nullptr;

}  // namespace

Parked::Parked(const Keeps& keeps) : keeps_(keeps) {
  if (outer == nullptr) return;
  keeps_.thread |= outer->thread;
  keeps_.locks |= outer->locks;
  keeps_.unshared = false;
}

Parked::State Parked::Wait(gint64 timeout_us) {
  Executor::Parking parking;
  Lock lock(mutex_);
  const gint64 deadline = g_get_monotonic_time() + timeout_us;
  if (deadline < deadline_) {
    deadline_ = deadline;
    hurried_us_ = 0;
  }
  for (;;) {
    if (!jobs_.empty()) {
      Job job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.Release();
      const gint64 begin = g_get_monotonic_time();
      const Keeps* around = std::exchange(outer, &keeps_);
      serving++;
      job();
      job = nullptr;
      serving--;
      outer = around;
      lock.Acquire();
      deadline_ += g_get_monotonic_time() - begin;
      continue;
    }
    if (state_ != State::Waiting) return state_;
    // Spurious wake-ups and Hurry() come round again: only the clock decides.
    if (g_get_monotonic_time() >= deadline_) {
      state_ = State::Expired;
      return state_;
    }
    changed_.WaitUntil(lock, deadline_);
  }
}

void Parked::Release() {
  Lock lock(mutex_);
  if (state_ != State::Waiting) return;
  state_ = State::Released;
  changed_.Broadcast();
}

void Parked::Hurry(gint64 timeout_us) {
  Lock lock(mutex_);
  const gint64 deadline = g_get_monotonic_time() + timeout_us;
  if (deadline >= deadline_) return;
  deadline_ = deadline;
  hurried_us_ = timeout_us;
  changed_.Broadcast();
}

gint64 Parked::hurried_us() {
  Lock lock(mutex_);
  return hurried_us_;
}

bool Parked::Serve(Job job) {
  Lock lock(mutex_);
  if (state_ != State::Waiting || declines_) return false;
  jobs_.push_back(std::move(job));
  changed_.Broadcast();
  return true;
}

void Parked::Decline() {
  Lock lock(mutex_);
  declines_ = true;
}

bool Parked::IsServing() { return serving != 0; }

bool Parked::IsWaiting() {
  Lock lock(mutex_);
  return state_ == State::Waiting;
}

bool Parked::CanServe() {
  Lock lock(mutex_);
  return state_ == State::Waiting && !declines_;
}

}  // namespace rtspnode
