#include "runtime/environment.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <utility>

#include "runtime/executor.h"

namespace rtspnode {

namespace {

// Stopping a server takes some milliseconds. What takes longer (a source that does not give up) must not hold up the
// end of the process: it goes on behind it as long as there is a process.
constexpr gint64 kPatience = 700 * G_TIME_SPAN_MILLISECOND;

struct Countdown {
  Mutex mutex;
  Cond changed;
  size_t left;
};

}  // namespace

Environment::Environment(napi_env env)
    : env_(env), is_main_(syscall(SYS_gettid) == getpid()), bridge_(std::make_shared<Bridge>()) {
  bridge_->Open(env);
  // After the bridge's own hook, so before it: hooks run in reverse order.
  napi_add_env_cleanup_hook(env, OnCleanup, this);
}

void Environment::Hold(const void* key, std::function<void()> stop) {
  if (held_.emplace(key, std::move(stop)).second) bridge_->Ref();
}

void Environment::Drop(const void* key) {
  if (held_.erase(key) != 0) bridge_->Unref();
}

void Environment::AtEnd(std::function<void()> last) { last_.push_back(std::move(last)); }

void Environment::Stop() {
  // The order is the point: who waits for JavaScript could not stop.
  bridge_->Close();
  auto countdown = std::make_shared<Countdown>();
  countdown->left = held_.size();
  for (auto& [key, stop] : held_) {
    Executor::Instance().Run(key, [countdown, stop = std::move(stop)] {
      stop();
      Lock lock(countdown->mutex);
      countdown->left--;
      countdown->changed.Broadcast();
    });
  }
  held_.clear();
  const gint64 deadline = g_get_monotonic_time() + kPatience;
  Lock lock(countdown->mutex);
  while (countdown->left != 0 && countdown->changed.WaitUntil(lock, deadline)) {
  }
}

void Environment::OnCleanup(void* self) {
  auto* environment = static_cast<Environment*>(self);
  environment->Stop();
  while (!environment->last_.empty()) {
    auto last = std::move(environment->last_.back());
    environment->last_.pop_back();
    last();
  }
  delete environment;
}

}  // namespace rtspnode
