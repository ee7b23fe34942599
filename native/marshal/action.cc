#include "marshal/action.h"

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "marshal/call.h"
#include "marshal/errors.h"
#include "marshal/export.h"
#include "marshal/primitive.h"
#include "marshal/table.h"
#include "marshal/value.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry MakeEntry() {
  FunctionEntry entry{};
  entry.name = "g_object_signal";
  entry.promised = true;
  entry.method = true;
  entry.waits_stated = true;
  return entry;
}

// As if it were a function of a table, for those who refuse calls in handlers.
constexpr FunctionEntry functions[] = {MakeEntry()};
constexpr Table table{"GObject", "g_object_", "", functions, {}};

GType WithoutScope(GType type) { return type & ~G_SIGNAL_TYPE_STATIC_SCOPE; }

class Action final : public PromisedCall {
 public:
  Action(Registry& registry, const Wrapper& wrapper, guint signal, GQuark detail)
      : registry_(registry), object_(wrapper.thing), place_(TypeDisplayName(wrapper.type)), detail_(detail) {
    g_signal_query(signal, &query_);
    arguments_.emplace_back(wrapper.type);
    g_value_set_object(arguments_[0].get(), wrapper.thing);
  }
  // What it was called with and what came back may be the last references to something.
  ~Action() override {
    for (Value& argument : arguments_) ReleaseLater(argument.get());
    ReleaseLater(result_.get());
  }

  void Read(napi_value js) {
    napi_env env = registry_.env();
    const std::string call = place_ + ".signal('" + query_.signal_name + "'): ";
    uint32_t count = 0;
    Check(env, napi_get_array_length(env, js, &count));
    if (count != query_.n_params) {
      throw JsError(call + "it takes " + std::to_string(query_.n_params) + " arguments, not " + std::to_string(count),
                    JsError::Type::TypeError);
    }
    for (uint32_t i = 0; i < count; i++) {
      napi_value argument;
      Check(env, napi_get_element(env, js, i, &argument));
      const GType type = WithoutScope(query_.param_types[i]);
      arguments_.emplace_back(type);
      GValue* value = arguments_.back().get();
      // Nothing says which of them an element could bear.
      const bool is_missing = !G_VALUE_HOLDS_UINT64(value) && IsNullish(env, argument);
      if (is_missing || !ValueFromJs(registry_, argument, value)) {
        throw JsError(call + "argument " + std::to_string(i + 1) + " must be " + ValueExpectation(type, false) +
                          ", not " + Describe(env, argument),
                      JsError::Type::TypeError);
      }
    }
  }

  void Invoke() override {
    std::vector<GValue> values;
    values.reserve(arguments_.size());
    for (Value& argument : arguments_) values.push_back(*argument.get());
    const GType type = WithoutScope(query_.return_type);
    if (type != G_TYPE_NONE) g_value_init(result_.get(), type);
    g_signal_emitv(values.data(), query_.signal_id, detail_, type != G_TYPE_NONE ? result_.get() : nullptr);
  }

  bool failed() const override { return false; }
  napi_value ToJs() override {
    return result_.type() == 0 ? Undefined(registry_.env()) : ValueToJs(registry_, *result_.get());
  }
  napi_value ErrorToJs() override { return nullptr; }
  // In their own order, and beside the object's functions: one that waits for data must not keep it from being stopped.
  const void* Lane() const override { return static_cast<const char*>(object_) + 1; }

 private:
  Registry& registry_;
  const gconstpointer object_;
  const std::string place_;
  const GQuark detail_;
  GSignalQuery query_{};
  std::vector<Value> arguments_;
  Value result_;
};

napi_value Emit(Registry& registry, napi_env env, std::span<napi_value> js) {
  Wrapper* wrapper = registry.Unwrap(js[0]);
  if (wrapper == nullptr || wrapper->kind != Wrapper::Kind::Object) {
    throw JsError("not a GObject: " + Describe(env, js[0]), JsError::Type::TypeError);
  }
  std::string name;
  if (!StringFromJs(env, js[1], &name)) {
    throw JsError("the signal's name must be a string, not " + Describe(env, js[1]), JsError::Type::TypeError);
  }
  guint signal = 0;
  GQuark detail = 0;
  GSignalQuery query{};
  if (g_signal_parse_name(name.c_str(), wrapper->type, &signal, &detail, TRUE)) g_signal_query(signal, &query);
  if ((query.signal_flags & G_SIGNAL_ACTION) == 0) {
    throw JsError(TypeDisplayName(wrapper->type) + " has no action signal '" + name + "'", JsError::Type::TypeError);
  }
  const Binding binding{&registry, &table, &functions[0]};
  auto action = std::make_shared<Action>(registry, *wrapper, signal, detail);
  return StartPromised(binding, js[0], action, [&] { action->Read(js[2]); });
}

}  // namespace

void ExportActions(Registry& registry, napi_value exports) { Export<Emit, 3>(registry, exports, "emit"); }

}  // namespace rtspnode
