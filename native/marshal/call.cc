#include "marshal/call.h"

#include <utility>

#include "marshal/ask.h"
#include "marshal/errors.h"
#include "marshal/locks.h"
#include "runtime/executor.h"

namespace rtspnode {

namespace {

// Concludes the promise with what is thrown. Whether nothing was: a promise that is never concluded is never collected,
// with all that the code knows that made the call.
template <typename Work>
bool OrReject(napi_env env, napi_deferred deferred, Work&& work) {
  napi_value error = nullptr;
  try {
    work();
    return true;
  } catch (const JsError& thrown) {
    error = thrown.Make(env);
  } catch (const JsPending&) {
    napi_get_and_clear_last_exception(env, &error);
  }
  napi_reject_deferred(env, deferred, error);
  return false;
}

class SettleTask : public Task {
 public:
  SettleTask(Registry* registry, napi_deferred deferred, std::shared_ptr<PromisedCall> call)
      : registry_(registry), deferred_(deferred), call_(std::move(call)) {}

  void Run(napi_env env) override {
    registry_->bridge()->Unref();
    OrReject(env, deferred_, [&] {
      if (call_->failed()) {
        napi_reject_deferred(env, deferred_, call_->ErrorToJs());
      } else {
        napi_resolve_deferred(env, deferred_, call_->ToJs());
      }
    });
  }

 private:
  Registry* registry_;
  napi_deferred deferred_;
  std::shared_ptr<PromisedCall> call_;
};

}  // namespace

std::shared_ptr<Ask> CurrentAsk(Registry& registry) {
  if (registry.asks() == 0) return nullptr;
  napi_env env = registry.env();
  napi_value js;
  Check(env, napi_call_function(env, Undefined(env), registry.hook(Registry::Hook::CurrentCall), 0, nullptr, &js));
  double id = 0;
  Check(env, napi_get_value_double(env, js, &id));
  return id == 0 ? nullptr : registry.FindAsk(static_cast<guint64>(id));
}

void RunBeside(Registry& registry, WaitMask locks, const std::string& what, const std::function<void()>& invoke) {
  for (const Ask* ask : registry.answering()) {
    const Keeps& keeps = ask->parked()->keeps();
    if ((locks & (keeps.locks | HeldByWaiters(keeps.locks | keeps.thread))) != 0) {
      throw JsError(what + " takes locks that may be held by a thread which waits for this handler of '" +
                    ask->event() + "', since its delivery is strict: call it when the handler has answered");
    }
  }
  registry.bridge()->RunBeside(invoke);
  // What the call has given away is to be kept from here on, as if it had run on this thread.
  registry.AdjustHinted();
}

napi_value StartServed(Registry& registry, Ask& ask, const std::shared_ptr<PromisedCall>& call,
                       const std::string& what) {
  napi_deferred deferred;
  napi_value promise;
  Check(registry.env(), napi_create_promise(registry.env(), &deferred, &promise));
  registry.bridge()->Ref();
  const bool served = ask.parked()->Serve([registry = &registry, bridge = registry.bridge(), deferred, call] {
    call->Invoke();
    bridge->Post(std::make_unique<SettleTask>(registry, deferred, call), Bridge::Urgency::Must);
  });
  if (!served) {
    registry.bridge()->Unref();
    const JsError late(what + " comes too late: the call was answered without it");
    napi_reject_deferred(registry.env(), deferred, late.Make(registry.env()));
  }
  return promise;
}

napi_value StartPromised(const Binding& binding, napi_value first_argument, std::shared_ptr<PromisedCall> call,
                         const std::function<void()>& read_arguments) {
  Registry& registry = *binding.registry;
  const FunctionEntry& function = *binding.function;
  napi_env env = registry.env();
  const std::shared_ptr<Ask> ask = CurrentAsk(registry);
  if (ask != nullptr && !function.hurries && ask->parked()->CanServe()) {
    const Wrapper* wrapper = function.method ? registry.Unwrap(first_argument) : nullptr;
    const std::string conflict =
        Conflict(*binding.table, function, wrapper != nullptr ? wrapper->thing : nullptr, *ask);
    if (!conflict.empty()) throw JsError(conflict);
  }
  napi_deferred deferred;
  napi_value promise;
  Check(env, napi_create_promise(env, &deferred, &promise));
  if (!OrReject(env, deferred, read_arguments)) return promise;
  // Whoever awaits it must not see the process end before.
  registry.bridge()->Ref();
  auto job = [registry = &registry, bridge = registry.bridge(), deferred, call] {
    call->Invoke();
    bridge->Post(std::make_unique<SettleTask>(registry, deferred, call), Bridge::Urgency::Must);
  };
  const bool served = ask != nullptr && !function.aside && ask->parked()->Serve(job);
  if (!served) Executor::Instance().Run(call->Lane(), std::move(job));
  return promise;
}

}  // namespace rtspnode
