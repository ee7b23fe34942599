#pragma once
#include <memory>
#include <string>
#include <vector>

#include "marshal/call.h"
#include "marshal/handler-ask.h"
#include "marshal/signal.h"
#include "marshal/subclass.h"

namespace rtspnode {

// C's call of a virtual method that a JavaScript class overrides, on its way there and back. What depends on the
// method's signature stands in vfunc.h.
class Overriding : public HandlerAsk {
 public:
  // How it ended, for the thread that waits.
  enum class End { Answered, Threw, Unanswered };

  // C's thread. Calls the override and waits for its answer; on the JS thread the override runs inside the call.
  static void AskFor(const std::shared_ptr<Overriding>& self);
  // C's thread. The same without waiting.
  static void Tell(const std::shared_ptr<Overriding>& self);

  // JS thread. Calls C's own implementation for `super`; `js` is an array of arguments.
  static napi_value CallOwn(const std::shared_ptr<Overriding>& self, napi_env env, napi_value js);

  std::string event() const override { return class_->name + "." + entry_->method; }
  bool IsAbout(gconstpointer object) const override { return object != nullptr && (object == self_ || Has(object)); }
  void SettleThrown() override;

  const VFuncEntry& entry() const { return *entry_; }
  gconstpointer self() const { return self_; }
  Registry& registry() const override { return *class_->registry; }
  GObject* server() const override { return server_; }
  bool threw() const override { return end_ == End::Threw; }
  void Forget() override;

 protected:
  Overriding(const JsClass* js, const VFuncEntry* entry, GObject* self, const EmissionContext& context);
  ~Overriding() override;
  Overriding(const Overriding&) = delete;
  Overriding& operator=(const Overriding&) = delete;

  virtual void ArgumentsToJs(Registry& registry, std::vector<napi_value>* js) = 0;
  virtual bool Has(gconstpointer object) const = 0;
  // What is lent.
  virtual void EndLeases() = 0;
  // A call of C's implementation; throws for arguments that do not fit.
  virtual std::shared_ptr<PromisedCall> MakeChain(const std::shared_ptr<Overriding>& self,
                                                  const std::vector<napi_value>& js) = 0;

  End end_ = End::Unanswered;  // stored while the thread waits, read by it

 private:
  class DispatchTask;
  // Within the call of JavaScript's that makes C ask, nobody can wait for a Promise.
  enum class How { Waits, AtOnce, Tells };
  void Dispatch(napi_env env, const std::shared_ptr<Overriding>& self, How how);
  Bridge& bridge() const override;
  napi_value Target() override;

  const JsClass* const class_;
  const VFuncEntry* const entry_;
  GObject* const self_;
  GObject* const server_;
  bool chained_ = false;  // JS thread only
  guint64 call_ = 0;      // JS thread only
};

// Function for the facade: chain(object, method, arguments).
void ExportOverriding(Registry& registry, napi_value exports);

}  // namespace rtspnode
