#pragma once
#include <node_api.h>

#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "runtime/bridge.h"

namespace rtspnode {

// What belongs to one JavaScript environment: the main thread's or a worker's. Used on its JS thread only; what other
// threads need of it is the bridge, which they share.
class Environment {
 public:
  explicit Environment(napi_env env);
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

  napi_env env() const { return env_; }
  const std::shared_ptr<Bridge>& bridge() const { return bridge_; }

  // Something that runs on other threads and keeps the process alive: a listening server. `stop` runs on the executor,
  // in the lane of its key, when the environment ends and it was not dropped before.
  void Hold(const void* key, std::function<void()> stop);
  void Drop(const void* key);
  size_t held() const { return held_.size(); }

  // Nobody waits for JavaScript any more, then all that is held stops, within a bounded time. At the environment's end
  // this happens by itself; but process.exit() ends the process without ending the main thread's environment, and the
  // libraries' exit handlers must not run under streaming threads.
  void Stop();

  // Runs on the JS thread when the environment ends, after all that was held has stopped; in reverse order.
  void AtEnd(std::function<void()> last);

  // The environment of the process's first thread: when it ends the process does, and the system takes all back.
  bool is_main() const { return is_main_; }

 private:
  static void OnCleanup(void* self);

  const napi_env env_;
  const bool is_main_;
  std::shared_ptr<Bridge> bridge_;
  std::map<const void*, std::function<void()>> held_;
  std::vector<std::function<void()>> last_;
};

}  // namespace rtspnode
