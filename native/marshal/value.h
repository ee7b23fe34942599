#pragma once
#include <glib-object.h>
#include <node_api.h>

#include <memory>
#include <string>
#include <utility>

#include "marshal/registry.h"

namespace rtspnode {

// A GValue that frees what it holds.
class Value {
 public:
  Value() = default;
  explicit Value(GType type) { g_value_init(&value_, type); }
  ~Value() {
    if (G_IS_VALUE(&value_)) g_value_unset(&value_);
  }
  Value(Value&& other) noexcept : value_(std::exchange(other.value_, GValue G_VALUE_INIT)) {}
  Value& operator=(Value&&) = delete;
  Value(const Value&) = delete;
  Value& operator=(const Value&) = delete;

  GValue* get() { return &value_; }
  GType type() const { return G_VALUE_TYPE(&value_); }

 private:
  GValue value_ = G_VALUE_INIT;
};

// Takes over what the value holds, and gives it up on the reaper's thread where it may be the last reference.
void ReleaseLater(GValue* value);

// GValue to JavaScript and back, for signals, properties and fields. Further types are taught by their namespaces.
// What has no JavaScript form throws.
napi_value ValueToJs(Registry& registry, const GValue& value);

// The value is initialised with the wanted type. False when the JavaScript value does not fit.
bool ValueFromJs(Registry& registry, napi_value js, GValue* value);

// A string, or nothing for null.
bool TextFromJs(napi_env env, napi_value js, GValue* value);

// Of the type that the JavaScript value has by itself: a number is a gint where it is one, else a gdouble. The value is
// not initialised before. False for what has none.
bool ValueFromJsAlone(Registry& registry, napi_value js, GValue* value);

// What a JavaScript value for this type looks like, for error messages: "a boolean", "an RTSPMountPoints or null".
std::string ValueExpectation(GType type, bool or_null = true);
// The same for a property, which may have a range of its own.
std::string PropertyExpectation(GParamSpec* spec);

// How a type that is not GLib's own goes to JavaScript and back. It holds for derived types, too.
struct ValueForm {
  napi_value (*to_js)(Registry& registry, const GValue& value);
  bool (*from_js)(Registry& registry, napi_value js, GValue* value);  // null where it only goes to JavaScript
  const char* expected;
};
void TeachValue(GType type, const ValueForm& form);

// The type of a JavaScript value that stands for a type which its namespace has taught; G_TYPE_INVALID for others.
// Where the value only names the type of another one, that one takes its place.
using GuessType = GType (*)(Registry& registry, napi_value* js);
void TeachGuess(GuessType guess);

// A type whose values are only lent: what JavaScript needs of one is copied into a lease before the emitting thread
// goes on.
void TeachLease(GType type, LeaseFrom from);
LeaseFrom FindLease(GType type);

}  // namespace rtspnode
