#pragma once
#include <node_api.h>

#include <memory>
#include <string>

#include "runtime/parked.h"

namespace rtspnode {

class Lease;
class Registry;

// What the calling thread is in the middle of, as a request: null for nothing. There is one such rule.
using Surroundings = std::shared_ptr<Lease> (*)();
void SetSurroundings(Surroundings of_thread);

// A question to JavaScript that a native thread waits for. The facade knows it by a number and settles it once.
class Ask {
 public:
  virtual ~Ask() = default;

  // JS thread. Takes the handler's value; when it is of the wrong type the default answer is given and the text says
  // what was expected.
  virtual std::string Settle(napi_env env, napi_value value) = 0;
  // JS thread. The handler threw.
  virtual void SettleThrown() = 0;

  // What the handler is for, in messages.
  virtual std::string event() const = 0;
  // Whether the question is about this object.
  virtual bool IsAbout(gconstpointer object) const = 0;

  const std::shared_ptr<Parked>& parked() const { return parked_; }

  // The asking thread, before it asks.
  void NoteSurroundings();
  // JS thread, while it is not settled. Null: there are none, or the arguments tell them.
  const std::shared_ptr<Lease>& surroundings() const { return surroundings_; }
  // JS thread.
  void EndSurroundings();

 protected:
  explicit Ask(const Keeps& keeps) : parked_(std::make_shared<Parked>(keeps)) {}

 private:
  std::shared_ptr<Parked> parked_;
  std::shared_ptr<Lease> surroundings_;
};

}  // namespace rtspnode
