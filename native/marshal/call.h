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

// The ask whose handler the running JavaScript belongs to; null outside of handlers.
std::shared_ptr<Ask> CurrentAsk(Registry& registry);

}  // namespace rtspnode
