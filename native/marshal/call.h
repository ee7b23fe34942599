#pragma once
#include <node_api.h>

#include <functional>
#include <memory>

#include "marshal/registry.h"
#include "marshal/table.h"

namespace rtspnode {

// A call of a C function that may wait: it runs on a native thread and settles a Promise.
class PromisedCall {
 public:
  virtual ~PromisedCall() = default;
  virtual void Invoke() = 0;  // native thread
  virtual bool failed() const = 0;
  virtual napi_value ToJs() = 0;       // JS thread
  virtual napi_value ErrorToJs() = 0;  // JS thread
  virtual const void* Lane() const = 0;
};

// Reads the arguments (what is wrong with them rejects the Promise), then runs the call: on the thread that is parked
// in the handler from which it is made, else on the executor. Throws when it would wait there for what that thread
// keeps.
napi_value StartPromised(const Binding& binding, napi_value first_argument, std::shared_ptr<PromisedCall> call,
                         const std::function<void()>& read_arguments);

// Runs the call on the thread that waits for this ask, and gives a Promise. It rejects when that waits no more; `what`
// is the call's name.
napi_value StartServed(Registry& registry, Ask& ask, const std::shared_ptr<PromisedCall>& call,
                       const std::string& what);

// Runs a direct call that takes these locks. Where a thread may be asking JavaScript with locks held, the call takes
// its own beside, and the JS thread answers meanwhile. In such an answer it is refused when it might wait for its
// asker.
void RunBeside(Registry& registry, WaitMask locks, const std::string& what, const std::function<void()>& invoke);

template <typename What, typename Invoke>
void RunDirect(Registry& registry, WaitMask locks, What&& what, Invoke&& invoke) {
  if (locks != 0 && registry.bridge()->IsAskedNow()) {
    RunBeside(registry, locks, what(), invoke);
  } else {
    invoke();
  }
}

// The ask whose handler the running JavaScript belongs to; null outside of handlers.
std::shared_ptr<Ask> CurrentAsk(Registry& registry);

}  // namespace rtspnode
