#include "marshal/overriding.h"

#include <utility>

#include "marshal/errors.h"
#include "marshal/export.h"
#include "marshal/locks.h"
#include "marshal/primitive.h"
#include "runtime/reaper.h"

namespace rtspnode {

class Overriding::DispatchTask : public Task {
 public:
  DispatchTask(std::shared_ptr<Overriding> call, How how) : call_(std::move(call)), how_(how) {}
  void Run(napi_env env) override { call_->Dispatch(env, call_, how_); }

 private:
  std::shared_ptr<Overriding> call_;
  How how_;
};

Overriding::Overriding(const JsClass* js, const VFuncEntry* entry, GObject* self, const EmissionContext& context)
    : HandlerAsk(KeptBy(*entry, context.thread)),
      class_(js),
      entry_(entry),
      self_(static_cast<GObject*>(g_object_ref(self))),
      server_(context.server) {}

Overriding::~Overriding() {
  Reaper::Instance().Unref(self_);
  if (server_ != nullptr) Reaper::Instance().Unref(server_);
}

void Overriding::AskFor(const std::shared_ptr<Overriding>& self) {
  Bridge& bridge = *self->class_->bridge;
  if (bridge.IsJsThread()) {
    napi_env env = self->registry().env();
    self->parked()->Decline();
    self->Dispatch(env, self, How::AtOnce);
    self->parked()->Release();
    self->Forget();
    return;
  }
  // The JS thread waits for what runs beside it, and answers nothing else meanwhile.
  const bool beside = Bridge::IsBeside();
  AwaitAnswer(self, std::make_unique<DispatchTask>(self, beside ? How::AtOnce : How::Waits),
              HandlerTimeout(self->server_), beside);
}

void Overriding::Tell(const std::shared_ptr<Overriding>& self) {
  HandlerAsk::Tell(*self, std::make_unique<DispatchTask>(self, How::Tells));
}

void Overriding::Dispatch(napi_env env, const std::shared_ptr<Overriding>& self, How how) {
  Registry& registry = this->registry();
  if (how != How::Tells && !parked()->IsWaiting()) return;  // too late
  if (how == How::AtOnce) registry.answering().push_back(this);
  try {
    napi_value target = Target();
    if (target == nullptr) {
      parked()->Settle([] {});
    } else {
      if (how != How::Tells) call_ = registry.AddAsk(self);
      std::vector<napi_value> arguments;
      ArgumentsToJs(registry, &arguments);
      napi_value list;
      Check(env, napi_create_array_with_length(env, arguments.size(), &list));
      for (uint32_t i = 0; i < arguments.size(); i++) Check(env, napi_set_element(env, list, i, arguments[i]));
      napi_value js[7] = {target, MakeString(env, entry_->method), MakeString(env, event().c_str()), list};
      Check(env, napi_create_double(env, static_cast<double>(call_), &js[4]));
      js[5] = registry.Wrap(server_, Transfer::None);
      js[6] = BooleanToJs(env, how == How::AtOnce);
      Check(env, napi_call_function(env, Undefined(env), registry.hook(Registry::Hook::Override), 7, js, nullptr));
    }
  } catch (const JsError& error) {
    napi_throw(env, error.Make(env));
    SettleThrown();
    Forget();
  } catch (const JsPending&) {
    SettleThrown();
    Forget();
  }
  if (how == How::AtOnce) {
    registry.answering().pop_back();
    parked()->Settle([] {});  // who has not answered by now has not answered
    Forget();
  } else if (how == How::Tells) {
    EndLeases();
  }
}

void Overriding::SettleThrown() {
  parked()->Settle([&] { end_ = End::Threw; });
  EndLeases();
}

napi_value Overriding::Target() { return registry().WrapOnce(self_); }

Bridge& Overriding::bridge() const { return *class_->bridge; }

void Overriding::Forget() {
  if (call_ != 0) registry().RemoveAsk(call_);
  EndLeases();
}

napi_value Overriding::CallOwn(const std::shared_ptr<Overriding>& self, napi_env env, napi_value js) {
  Registry& registry = self->registry();
  const std::string call = "super." + std::string(self->entry_->method) + "()";
  if (self->chained_) throw JsError(call + " was called already: C's own implementation runs once for each call");
  uint32_t length = 0;
  Check(env, napi_get_array_length(env, js, &length));
  std::vector<napi_value> arguments(length);
  for (uint32_t i = 0; i < length; i++) Check(env, napi_get_element(env, js, i, &arguments[i]));
  const auto chain = self->MakeChain(self, arguments);
  if (self->entry_->at_once || !self->parked()->CanServe()) {
    if (!self->parked()->IsWaiting()) throw JsError(call + " comes too late: the call was answered without it");
    self->chained_ = true;
    chain->Invoke();
    return chain->ToJs();
  }
  self->chained_ = true;
  return StartServed(registry, *self, chain, call);
}

namespace {

napi_value Chain(Registry& registry, napi_env env, std::span<napi_value> js) {
  Wrapper* wrapper = registry.Unwrap(js[0]);
  std::string method;
  if (wrapper == nullptr || wrapper->kind != Wrapper::Kind::Object || !StringFromJs(env, js[1], &method)) {
    throw JsError("not an object of this library", JsError::Type::TypeError);
  }
  const auto call = std::dynamic_pointer_cast<Overriding>(CurrentAsk(registry));
  if (call == nullptr || call->self() != wrapper->thing || method != call->entry().method) {
    const JsClass* js_class = JsClass::Of(wrapper->type);
    throw JsError((js_class != nullptr ? js_class->name : TypeDisplayName(wrapper->type)) + "." + method +
                  "() is C's to call: an override may call it as super." + method + "(), until it has answered");
  }
  return Overriding::CallOwn(call, env, js[2]);
}

}  // namespace

void ExportOverriding(Registry& registry, napi_value exports) { Export<Chain, 3>(registry, exports, "chain"); }

}  // namespace rtspnode
