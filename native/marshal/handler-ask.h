#pragma once
#include <glib-object.h>

#include <memory>

#include "marshal/ask.h"
#include "marshal/registry.h"
#include "runtime/bridge.h"

namespace rtspnode {

// A question to a handler of JavaScript's: a listener, or an override.
class HandlerAsk : public Ask {
 public:
  // The emitting thread. Has the task put the question, and waits for the answer: so many milliseconds. The server
  // counts it, and the facade is told of a handler that has not answered by then. `now`: before what is queued, for a
  // caller that the JS thread itself waits for.
  static void AwaitAnswer(const std::shared_ptr<HandlerAsk>& ask, std::unique_ptr<Task> task, guint timeout, bool now);
  // Has the task tell what nobody waits for. The server counts what finds no room.
  static void Tell(const HandlerAsk& ask, std::unique_ptr<Task> task);

  // The server that it is on behalf of; null when there is none.
  virtual GObject* server() const = 0;
  // Once it is settled: whether there was no answer that could be used.
  virtual bool threw() const = 0;
  // JS thread. Nobody waits any more: a handler that never settles must not be remembered for ever.
  virtual void Forget() = 0;

 protected:
  using Ask::Ask;

 private:
  class ExpiredTask;
  // Whether something that is lent says what the thread is in the middle of.
  virtual bool TellsSurroundings() = 0;
  virtual Bridge& bridge() const = 0;
  virtual Registry& registry() const = 0;  // JS thread only
  // JS thread. Whose handler it is; null when that has been collected.
  virtual napi_value Target() = 0;
};

}  // namespace rtspnode
