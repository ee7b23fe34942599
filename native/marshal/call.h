#pragma once
#include <node_api.h>

#include <functional>
#include <memory>

#include "marshal/registry.h"

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

// On which thread a call runs that is made in a handler.
struct Placement {
  bool aside;              // never on the thread that is parked in the handler
  unsigned refused_kinds;  // kinds of parked threads (ThreadKind) for which the call would wait
  const char* refusal;     // says so
};

// Reads the arguments (what is wrong with them rejects the Promise), then runs the call: on the thread that is parked
// in the handler from which it is made, else on the executor. Throws when the call is refused there.
napi_value StartPromised(Registry& registry, std::shared_ptr<PromisedCall> call, const Placement& placement,
                         const std::function<void()>& read_arguments);

// The ask whose handler the running JavaScript belongs to; null outside of handlers.
std::shared_ptr<Ask> CurrentAsk(Registry& registry);

}  // namespace rtspnode
