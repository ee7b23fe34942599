#include "marshal/handler-ask.h"

#include <utility>

#include "marshal/errors.h"
#include "marshal/primitive.h"
#include "marshal/waiting.h"

namespace rtspnode {

class HandlerAsk::ExpiredTask : public Task {
 public:
  ExpiredTask(std::shared_ptr<HandlerAsk> ask, guint timeout)
      : ask_(std::move(ask)), hurried_(ask_->parked()->hurried_us() / G_TIME_SPAN_MILLISECOND), timeout_(timeout) {}

  void Run(napi_env env) override {
    Registry& registry = ask_->registry();
    ask_->Forget();
    try {
      napi_value target = ask_->Target();
      if (target == nullptr) return;
      napi_value js[5] = {target, MakeString(env, ask_->event().c_str())};
      Check(env, napi_create_int64(env, hurried_ != 0 ? hurried_ : timeout_, &js[2]));
      js[3] = registry.Wrap(ask_->server(), Transfer::None);
      js[4] = BooleanToJs(env, hurried_ != 0);
      Check(env, napi_call_function(env, Undefined(env), registry.hook(Registry::Hook::Expired), 5, js, nullptr));
    } catch (const JsError& error) {
      napi_throw(env, error.Make(env));
    } catch (const JsPending&) {
      // RunSome reports it.
    }
  }

 private:
  std::shared_ptr<HandlerAsk> ask_;
  gint64 hurried_;
  guint timeout_;
};

void HandlerAsk::AwaitAnswer(const std::shared_ptr<HandlerAsk>& ask, std::unique_ptr<Task> task, guint timeout,
                             bool now) {
  Bridge& bridge = ask->bridge();
  if (!ask->TellsSurroundings()) ask->NoteSurroundings();
  const gint64 patience = gint64{timeout} * G_TIME_SPAN_MILLISECOND;
  Waiting* counts = ask->server() != nullptr ? &Waiting::Of(ask->server()) : nullptr;
  const WaitingNow waiting(counts);
  const auto state = now ? bridge.AskNow(ask->parked(), std::move(task), patience)
                         : bridge.Ask(ask->parked(), std::move(task), patience);
  if (counts != nullptr) counts->Count(state, ask->threw());
  if (state == Parked::State::Expired) {
    bridge.Post(std::make_unique<ExpiredTask>(ask, timeout), Bridge::Urgency::Must);
  }
}

void HandlerAsk::Tell(const HandlerAsk& ask, std::unique_ptr<Task> task) {
  if (!ask.bridge().Post(std::move(task), Bridge::Urgency::MayDrop) && ask.server() != nullptr) {
    Waiting::Of(ask.server()).dropped_tells++;
  }
}

}  // namespace rtspnode
