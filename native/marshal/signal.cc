#include "marshal/signal.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "marshal/call.h"
#include "marshal/errors.h"
#include "marshal/export.h"
#include "marshal/handler-ask.h"
#include "marshal/locks.h"
#include "marshal/primitive.h"
#include "marshal/value.h"
#include "marshal/waiting.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

DescribeEmission describe_emission = nullptr;

std::map<std::pair<std::string, std::string>, const SignalEntry*>& Known() {
  static auto* known = new std::map<std::pair<std::string, std::string>, const SignalEntry*>;
  return *known;
}

// A signal that wants an answer, of a class whose signals stand in no table: what C gets is what the handler gives,
// else the type's default.
void Nothing(GValue*) {}
constexpr AnswerPolicy any_answer{Combine::Last, nullptr, nullptr, nullptr, Nothing, Nothing, nullptr};
constexpr SignalEntry any_asking{"", &any_answer};

// What a closure needs to reach its listeners. The closure may be invoked on any thread and outlive the environment.
struct Listener {
  Registry* registry;  // JS thread only
  std::shared_ptr<Bridge> bridge;
  guint64 wrapper;
  std::string event;         // as the listener named it, with its detail
  const SignalEntry* entry;  // null: it tells
  const AnswerPolicy* answer;
  LeaseFrom pointee;
  std::atomic<guint> timeout;  // milliseconds; 0: the server's
};

// One argument of an emission on its way to JavaScript: a value, or memory that is lent.
struct Argument {
  GValue value = G_VALUE_INIT;
  std::shared_ptr<Lease> lease;
};

Keeps KeptIn(const Listener& listener, const EmissionContext& context) {
  Keeps keeps = listener.answer != nullptr ? KeptBy(*listener.entry, context.thread) : Keeps{context.thread, 0};
  keeps.locks |= context.locks;
  return keeps;
}

// One emission of one signal.
class Emission final : public HandlerAsk {
 public:
  Emission(std::shared_ptr<Listener> listener, const GValue* params, guint count, const GValue* answer_type,
           EmissionContext context)
      : HandlerAsk(KeptIn(*listener, context)),
        listener_(std::move(listener)),
        emitter_(g_value_get_object(&params[0])),
        server_(context.server),
        arguments_(count - 1) {
    for (guint i = 1; i < count; i++) {
      Argument& argument = arguments_[i - 1];
      LeaseFrom from = FindLease(G_VALUE_TYPE(&params[i]));
      if (from == nullptr && G_VALUE_TYPE(&params[i]) == G_TYPE_POINTER) from = listener_->pointee;
      if (from != nullptr) {
        argument.lease = from(g_value_peek_pointer(&params[i]), i > 1 ? arguments_[i - 2].lease : nullptr);
      } else {
        g_value_init(&argument.value, G_VALUE_TYPE(&params[i]));
        g_value_copy(&params[i], &argument.value);
      }
    }
    if (answer_type != nullptr) g_value_init(&answer_, G_VALUE_TYPE(answer_type));
    if (listener_->answer != nullptr) {
      SetDefault();
    } else {
      // C goes on, and may drop the object. JavaScript's, with its listeners, would go with the next garbage.
      told_ = G_OBJECT(g_object_ref(g_value_get_object(&params[0])));
    }
  }

  ~Emission() override {
    if (told_ != nullptr) Reaper::Instance().Unref(told_);
    for (Argument& argument : arguments_) ReleaseLater(&argument.value);
    if (G_IS_VALUE(&answer_)) g_value_unset(&answer_);
    if (server_ != nullptr) Reaper::Instance().Unref(server_);
  }

  // JS thread.
  void Dispatch(napi_env env, const std::shared_ptr<Emission>& self) {
    Registry& registry = this->registry();
    napi_value target = Target();
    const bool asks = listener_->answer != nullptr;
    // Never the last one while JavaScript has the object; else the reaper's thread drops it.
    if (target != nullptr && told_ != nullptr) g_object_unref(std::exchange(told_, nullptr));
    if (target == nullptr) {  // collected: nobody listens any more
      if (asks) parked()->Settle([] {});
      return;
    }
    // Too late for an answer; what only had to be known in time is told late.
    const bool waits = asks && parked()->IsWaiting();
    if (asks && !waits && G_IS_VALUE(&answer_)) return;
    if (waits) call_ = registry.AddAsk(self);
    try {
      napi_value list;
      Check(env, napi_create_array_with_length(env, arguments_.size(), &list));
      for (uint32_t i = 0; i < arguments_.size(); i++) {
        Argument& argument = arguments_[i];
        napi_value js = argument.lease != nullptr ? argument.lease->Lend(registry, argument.lease)
                                                  : ArgumentToJs(registry, argument.value);
        Check(env, napi_set_element(env, list, i, js));
      }
      napi_value js[5] = {target, MakeString(env, listener_->event.c_str()), list};
      Check(env, napi_create_double(env, static_cast<double>(call_), &js[3]));
      js[4] = registry.Wrap(server_, Transfer::None);
      Check(env, napi_call_function(env, Undefined(env), registry.hook(Registry::Hook::Dispatch), 5, js, nullptr));
    } catch (const JsError& error) {
      napi_throw(env, error.Make(env));
      SettleThrown();
      Forget();
    } catch (const JsPending&) {
      SettleThrown();
      Forget();
    }
    if (!waits) EndLeases();
  }

  std::string Settle(napi_env env, napi_value value) override {
    std::string problem;
    GValue given = G_VALUE_INIT;
    if (G_IS_VALUE(&answer_)) {
      g_value_init(&given, G_VALUE_TYPE(&answer_));
      problem = TakeAnswer(env, value, &given);
      if (!problem.empty()) g_value_unset(&given);
    }
    const bool well = problem.empty() && Collect(&problem);
    parked()->Settle([&] {
      if (G_IS_VALUE(&given)) g_value_copy(&given, &answer_);
      threw_ = !problem.empty();
      settled_well_ = well;
    });
    if (G_IS_VALUE(&given)) g_value_unset(&given);
    EndLeases();
    return problem;
  }

  void SettleThrown() override {
    parked()->Settle([&] {
      if (G_IS_VALUE(&answer_)) listener_->answer->set_thrown(&answer_);
      threw_ = true;
    });
    EndLeases();
  }

  void Forget() override {
    if (call_ != 0) listener_->registry->RemoveAsk(call_);
    EndLeases();
  }

  std::string event() const override { return listener_->event; }

  bool IsAbout(gconstpointer object) const override {
    if (object == nullptr) return false;
    if (object == emitter_) return true;
    return std::any_of(arguments_.begin(), arguments_.end(), [&](const Argument& argument) {
      return G_VALUE_HOLDS_OBJECT(&argument.value) && g_value_get_object(&argument.value) == object;
    });
  }

  // The emitting thread, when it waits no more. What a handler changed that threw, or was too late, is its own.
  void WriteBack(const GValue* params) {
    if (!settled_well_) return;
    for (size_t i = 0; i < arguments_.size(); i++) {
      if (arguments_[i].lease != nullptr) arguments_[i].lease->WriteBack(g_value_peek_pointer(&params[i + 1]));
    }
  }

  const GValue& answer() const { return answer_; }
  bool threw() const override { return threw_; }
  GObject* server() const override { return server_; }

 private:
  Bridge& bridge() const override { return *listener_->bridge; }
  Registry& registry() const override { return *listener_->registry; }
  napi_value Target() override { return registry().Find(listener_->wrapper); }

  bool TellsSurroundings() override {
    return std::any_of(arguments_.begin(), arguments_.end(), [](const Argument& argument) {
      return argument.lease != nullptr && argument.lease->TellsSurroundings();
    });
  }

  bool Collect(std::string* problem) {
    Registry& registry = this->registry();
    try {
      for (Argument& argument : arguments_) {
        if (argument.lease != nullptr) argument.lease->Collect(registry);
      }
      return true;
    } catch (const JsError& error) {
      *problem = error.message();
    } catch (const JsPending&) {
      napi_value error;
      napi_get_and_clear_last_exception(registry.env(), &error);
      *problem = "what the handler has changed cannot be read";
    }
    return false;
  }

  // Empty when the value fits.
  std::string TakeAnswer(napi_env env, napi_value value, GValue* given) {
    const AnswerPolicy& policy = *listener_->answer;
    try {
      if (policy.from_js != nullptr) {
        if (policy.from_js(env, value, given)) return {};
      } else if (IsNullish(env, value) || ValueFromJs(*listener_->registry, value, given)) {
        return {};
      }
    } catch (const JsError& error) {
      return error.message();
    }
    const std::string expected = policy.expected != nullptr ? policy.expected : ValueExpectation(G_VALUE_TYPE(given));
    return "the answer must be " + expected + ", not " + Describe(env, value);
  }

  // A signal that is in no table may have arguments without a JavaScript form: undefined.
  napi_value ArgumentToJs(Registry& registry, const GValue& value) {
    try {
      return ValueToJs(registry, value);
    } catch (const JsError&) {
      if (listener_->entry != nullptr && listener_->entry != &any_asking) throw;
      return Undefined(registry.env());
    }
  }

  void EndLeases() {
    for (Argument& argument : arguments_) {
      if (argument.lease != nullptr) argument.lease->End();
    }
  }

  void SetDefault() {
    if (G_IS_VALUE(&answer_)) listener_->answer->set_default(&answer_);
  }

  std::shared_ptr<Listener> listener_;
  gconstpointer emitter_;    // to compare with
  GObject* told_ = nullptr;  // of one that tells, until it is told; then JS thread only
  GObject* server_;
  std::vector<Argument> arguments_;
  GValue answer_ = G_VALUE_INIT;
  bool threw_ = false;
  bool settled_well_ = false;
  guint64 call_ = 0;  // JS thread only
};

class EmissionTask : public Task {
 public:
  explicit EmissionTask(std::shared_ptr<Emission> emission) : emission_(std::move(emission)) {}
  void Run(napi_env env) override { emission_->Dispatch(env, emission_); }

 private:
  std::shared_ptr<Emission> emission_;
};

void Invoke(GClosure*, GValue* answer, guint count, const GValue* params, gpointer, gpointer data) {
  const auto& listener = *static_cast<std::shared_ptr<Listener>*>(data);
  auto emission =
      std::make_shared<Emission>(listener, params, count, answer, describe_emission(g_value_get_object(&params[0])));
  if (listener->answer == nullptr) {
    HandlerAsk::Tell(*emission, std::make_unique<EmissionTask>(emission));
    return;
  }
  if (listener->bridge->IsJsThread()) {
    // Emitted by a call that JavaScript itself makes: the handler runs inside it, and only a plain answer counts.
    emission->parked()->Decline();
    emission->Dispatch(listener->registry->env(), emission);
    emission->parked()->Release();
    // A Promise is no answer here: it is not waited for, and may never settle.
    emission->Forget();
  } else {
    const guint timeout = listener->timeout != 0 ? listener->timeout.load() : HandlerTimeout(emission->server());
    HandlerAsk::AwaitAnswer(emission, std::make_unique<EmissionTask>(emission), timeout, false);
  }
  emission->WriteBack(params);
  if (answer == nullptr) return;
  g_value_copy(&emission->answer(), answer);
  if (listener->answer->hand_on != nullptr) listener->answer->hand_on(params, answer);
}

const SignalEntry* FindEntry(GType type, const char* name) {
  for (GType t = type; t != 0; t = g_type_parent(t)) {
    auto entry = Known().find({g_type_name(t), name});
    if (entry != Known().end()) return entry->second;
  }
  return nullptr;
}

// Whether what C waits for stands in a table: it makes no use of the answers to the type's other signals.
bool IsTabled(GType type) {
  const auto first = Known().lower_bound({g_type_name(type), ""});
  return first != Known().end() && first->first.first == g_type_name(type);
}

GObject* ObjectArgument(Registry& registry, napi_value js) {
  Wrapper* wrapper = registry.Unwrap(js);
  if (wrapper == nullptr || wrapper->kind != Wrapper::Kind::Object) {
    throw JsError("not an object of this library, or one that is gone", JsError::Type::TypeError);
  }
  return static_cast<GObject*>(wrapper->thing);
}

// connect(object, event, timeout): { handler, combine } or null when the type has no such signal.
napi_value Connect(Registry& registry, napi_env env, std::span<napi_value> js) {
  Wrapper* wrapper = registry.Unwrap(js[0]);
  GObject* object = ObjectArgument(registry, js[0]);
  std::string event;
  guint timeout = 0;
  if (!StringFromJs(env, js[1], &event) || !Primitive<guint>::FromJs(env, js[2], &timeout)) return Null(env);
  guint signal = 0;
  GQuark detail = 0;
  if (!g_signal_parse_name(event.c_str(), G_OBJECT_TYPE(object), &signal, &detail, TRUE)) return Null(env);
  const SignalEntry* entry = FindEntry(G_OBJECT_TYPE(object), g_signal_name(signal));
  GSignalQuery query;
  g_signal_query(signal, &query);
  const GType answer_type = query.return_type & ~G_SIGNAL_TYPE_STATIC_SCOPE;
  if (entry == nullptr && answer_type != G_TYPE_NONE && !IsTabled(query.itype)) entry = &any_asking;
  auto* listener = new std::shared_ptr<Listener>(new Listener{&registry,
                                                              registry.bridge(),
                                                              wrapper->id,
                                                              event,
                                                              entry,
                                                              entry ? entry->answer : nullptr,
                                                              entry ? entry->pointee : nullptr,
                                                              {timeout}});
  GClosure* closure = g_closure_new_simple(sizeof(GClosure), nullptr);
  g_closure_set_meta_marshal(closure, listener, Invoke);
  g_closure_add_finalize_notifier(
      closure, listener, [](gpointer data, GClosure*) { delete static_cast<std::shared_ptr<Listener>*>(data); });
  const gulong handler = g_signal_connect_closure_by_id(object, signal, detail, closure, FALSE);
  napi_value result;
  Check(env, napi_create_object(env, &result));
  napi_value number;
  Check(env, napi_create_double(env, static_cast<double>(handler), &number));
  Check(env, napi_set_named_property(env, result, "handler", number));
  const Combine combine = entry != nullptr && entry->answer != nullptr ? entry->answer->combine : Combine::All;
  Check(env, napi_set_named_property(env, result, "combine", Primitive<gint>::ToJs(env, static_cast<int>(combine))));
  return result;
}

napi_value Disconnect(Registry& registry, napi_env env, std::span<napi_value> js) {
  Wrapper* wrapper = registry.Unwrap(js[0]);
  double handler = 0;
  constexpr double most = 9007199254740991;
  if (wrapper != nullptr && wrapper->kind == Wrapper::Kind::Object &&
      napi_get_value_double(env, js[1], &handler) == napi_ok && handler >= 1 && handler <= most) {
    auto* object = static_cast<GObject*>(wrapper->thing);
    const auto id = static_cast<gulong>(handler);
    if (g_signal_handler_is_connected(object, id)) g_signal_handler_disconnect(object, id);
  }
  return Undefined(env);
}

std::shared_ptr<Ask> TakeAsk(Registry& registry, napi_env env, napi_value js) {
  double id = 0;
  if (napi_get_value_double(env, js, &id) != napi_ok) return nullptr;
  auto ask = registry.FindAsk(static_cast<guint64>(id));
  registry.RemoveAsk(static_cast<guint64>(id));
  return ask;
}

napi_value Settle(Registry& registry, napi_env env, std::span<napi_value> js) {
  auto ask = TakeAsk(registry, env, js[0]);
  if (ask == nullptr) return Null(env);
  const std::string problem = ask->Settle(env, js[1]);
  return problem.empty() ? Null(env) : MakeString(env, problem.c_str());
}

napi_value SettleThrown(Registry& registry, napi_env env, std::span<napi_value> js) {
  if (auto ask = TakeAsk(registry, env, js[0])) ask->SettleThrown();
  return Undefined(env);
}

// What the thread is in the middle of whose handler the running code belongs to, where its arguments do not tell; null
// for nothing, and when it has settled.
napi_value SurroundingsOfAsk(Registry& registry, napi_env env, std::span<napi_value>) {
  const auto ask = CurrentAsk(registry);
  if (ask == nullptr || ask->surroundings() == nullptr) return Null(env);
  return ask->surroundings()->Lend(registry, ask->surroundings());
}

napi_value Hurry(Registry& registry, napi_env env, std::span<napi_value> js) {
  guint milliseconds = 0;
  auto ask = CurrentAsk(registry);
  if (ask != nullptr && Primitive<guint>::FromJs(env, js[0], &milliseconds)) {
    ask->parked()->Hurry(gint64{milliseconds} * G_TIME_SPAN_MILLISECOND);
  }
  return Undefined(env);
}

}  // namespace

void SetDescribeEmission(DescribeEmission describe) { describe_emission = describe; }

EmissionContext DescribeThread(gpointer instance) { return describe_emission(instance); }

void SetHandlerTimeout(GObject* server, guint milliseconds) { Waiting::Of(server).timeout = milliseconds; }

guint HandlerTimeout(GObject* server) {
  const guint own = server != nullptr ? Waiting::Of(server).timeout.load() : 0;
  return own != 0 ? own : kDefaultTimeout;
}

void LearnSignals(std::span<const Table* const> tables) {
  for (const Table* table : tables) {
    for (const SignalEntry& entry : table->signals) Known()[{table->type_name, entry.name}] = &entry;
  }
}

void ExportSignals(Registry& registry, napi_value exports) {
  Export<Connect, 3>(registry, exports, "connect");
  Export<Disconnect, 2>(registry, exports, "disconnect");
  Export<Settle, 2>(registry, exports, "settle");
  Export<SettleThrown, 1>(registry, exports, "settleThrown");
  Export<Hurry, 1>(registry, exports, "hurry");
  Export<SurroundingsOfAsk, 0>(registry, exports, "surroundings");
  napi_value timeout = Primitive<guint>::ToJs(registry.env(), kDefaultTimeout);
  Check(registry.env(), napi_set_named_property(registry.env(), exports, "defaultHandlerTimeout", timeout));
}

}  // namespace rtspnode
