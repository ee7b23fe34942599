#pragma once
// GLib's primitives with scopes. Not the C++ library's: std::condition_variable::wait and std::thread raise the oldest
// libstdc++ on which the prebuilt addon loads.
#include <glib.h>

namespace rtspnode {

class Mutex {
 public:
  Mutex() { g_mutex_init(&mutex_); }
  ~Mutex() { g_mutex_clear(&mutex_); }
  Mutex(const Mutex&) = delete;
  Mutex& operator=(const Mutex&) = delete;

 private:
  friend class Lock;
  friend class Cond;
  GMutex mutex_;
};

class Lock {
 public:
  explicit Lock(Mutex& mutex) : mutex_(mutex) { g_mutex_lock(&mutex_.mutex_); }
  ~Lock() {
    if (locked_) g_mutex_unlock(&mutex_.mutex_);
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;

  void Release() {
    g_mutex_unlock(&mutex_.mutex_);
    locked_ = false;
  }
  void Acquire() {
    g_mutex_lock(&mutex_.mutex_);
    locked_ = true;
  }

 private:
  friend class Cond;
  Mutex& mutex_;
  bool locked_ = true;
};

class Cond {
 public:
  Cond() { g_cond_init(&cond_); }
  ~Cond() { g_cond_clear(&cond_); }
  Cond(const Cond&) = delete;
  Cond& operator=(const Cond&) = delete;

  void Wait(Lock& lock) { g_cond_wait(&cond_, &lock.mutex_.mutex_); }
  // Monotonic time in microseconds. False when the time is over.
  bool WaitUntil(Lock& lock, gint64 deadline) { return g_cond_wait_until(&cond_, &lock.mutex_.mutex_, deadline); }
  void Signal() { g_cond_signal(&cond_); }
  void Broadcast() { g_cond_broadcast(&cond_); }

 private:
  GCond cond_;
};

}  // namespace rtspnode
