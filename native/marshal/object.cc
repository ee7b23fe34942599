#include "marshal/object.h"

#include <map>
#include <string>
#include <utility>

#include "marshal/call.h"
#include "marshal/errors.h"
#include "marshal/export.h"
#include "marshal/js-object.h"
#include "marshal/primitive.h"
#include "marshal/table.h"
#include "marshal/value.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

// By class and property: what to use instead.
using Refusals = std::map<std::pair<std::string, std::string>, std::string>;

Refusals& Refused() {
  static auto* refused = new Refusals;
  return *refused;
}

Refusals& RefusedWrites() {
  static auto* refused = new Refusals;
  return *refused;
}

std::map<std::pair<std::string, std::string>, PropertyCheck>& Checks() {
  static auto* checks = new std::map<std::pair<std::string, std::string>, PropertyCheck>;
  return *checks;
}

bool IsString(const GValue* value) { return g_value_get_string(value) != nullptr; }

// Which locks a property's functions take is not known.
constexpr WaitMask kAnyLock = ~WaitMask{0};

std::string StringArgument(napi_env env, napi_value js, const char* what) {
  std::string text;
  if (!StringFromJs(env, js, &text)) {
    throw JsError(std::string(what) + " must be a string, not " + Describe(env, js), JsError::Type::TypeError);
  }
  return text;
}

Wrapper& ObjectArgument(Registry& registry, napi_value js) {
  Wrapper* wrapper = registry.Unwrap(js);
  if (wrapper == nullptr || wrapper->kind != Wrapper::Kind::Object) {
    throw JsError("not a GObject: " + Describe(registry.env(), js), JsError::Type::TypeError);
  }
  return *wrapper;
}

napi_value Adopt(Registry& registry, napi_env env, std::span<napi_value> js) {
  return BooleanToJs(env, registry.AdoptPending(js[0]));
}

napi_value RegisterClass(Registry& registry, napi_env env, std::span<napi_value> js) {
  registry.RegisterClass(StringArgument(env, js[0], "the type's name"), js[1]);
  return Undefined(env);
}

napi_value SetHook(Registry& registry, napi_env env, std::span<napi_value> js) {
  guint number = 0;
  napi_valuetype type = napi_undefined;
  napi_typeof(env, js[1], &type);
  if (!Primitive<guint>::FromJs(env, js[0], &number) || number >= static_cast<guint>(Registry::Hook::kCount) ||
      type != napi_function) {
    throw JsError("setHook(number, function)", JsError::Type::TypeError);
  }
  registry.SetHook(static_cast<Registry::Hook>(number), js[1]);
  return Undefined(env);
}

napi_value TypeName(Registry& registry, napi_env env, std::span<napi_value> js) {
  Wrapper* wrapper = registry.Unwrap(js[0]);
  if (wrapper == nullptr || wrapper->kind == Wrapper::Kind::Lease) return Null(env);
  return MakeString(env, g_type_name(wrapper->type));
}

std::string PropertyPlace(const Wrapper& wrapper, const std::string& name) {
  return TypeDisplayName(wrapper.type) + "." + name;
}

GParamSpec* FindProperty(const Wrapper& wrapper, const std::string& name, GParamFlags access, const char* verb) {
  GParamSpec* spec = g_object_class_find_property(G_OBJECT_GET_CLASS(wrapper.thing), name.c_str());
  const std::string place = PropertyPlace(wrapper, name);
  if (spec == nullptr) throw JsError(place + ": there is no such property", JsError::Type::TypeError);
  if ((spec->flags & access) == 0) {
    const char* which = access == G_PARAM_READABLE ? "write-only" : "read-only";
    throw JsError(place + " cannot be " + verb + ": it is " + which, JsError::Type::TypeError);
  }
  if (access == G_PARAM_WRITABLE && (spec->flags & G_PARAM_CONSTRUCT_ONLY) != 0) {
    throw JsError(place + " cannot be set: it is set when the object is made", JsError::Type::TypeError);
  }
  const auto refuse = [&](const Refusals& refusals) {
    auto refused = refusals.find({g_type_name(spec->owner_type), spec->name});
    if (refused == refusals.end()) return;
    throw JsError(place + " cannot be " + verb + " as a property: use " + refused->second);
  };
  refuse(Refused());
  if (access == G_PARAM_WRITABLE) refuse(RefusedWrites());
  return spec;
}

napi_value GetProperty(Registry& registry, napi_env env, std::span<napi_value> js) {
  const Wrapper& wrapper = ObjectArgument(registry, js[0]);
  const std::string name = StringArgument(env, js[1], "the property's name");
  GParamSpec* spec = FindProperty(wrapper, name, G_PARAM_READABLE, "read");
  Value value(spec->value_type);
  const auto what = [&] { return PropertyPlace(wrapper, name); };
  RunDirect(registry, kAnyLock, what,
            [&] { g_object_get_property(static_cast<GObject*>(wrapper.thing), spec->name, value.get()); });
  try {
    // The value ends here, and never with the last reference: the object holds it, or the wrapper does now.
    return ValueToJs(registry, *value.get());
  } catch (const JsError& error) {
    throw JsError(what() + " cannot be read: " + error.message(), error.type());
  }
}

napi_value SetProperty(Registry& registry, napi_env env, std::span<napi_value> js) {
  const Wrapper& wrapper = ObjectArgument(registry, js[0]);
  const std::string name = StringArgument(env, js[1], "the property's name");
  GParamSpec* spec = FindProperty(wrapper, name, G_PARAM_WRITABLE, "set");
  Value value(spec->value_type);
  const auto check = Checks().find({g_type_name(spec->owner_type), spec->name});
  const bool checked = check != Checks().end();
  // Validated here, strictly: GObject would bend a value that is out of range and print a warning.
  if (!ValueFromJs(registry, js[2], value.get()) || g_param_value_validate(spec, value.get()) ||
      (checked && !check->second.is_good(value.get()))) {
    throw JsError(PropertyPlace(wrapper, name) + " must be " +
                      (checked ? check->second.expectation : PropertyExpectation(spec)) + ", not " +
                      Describe(env, js[2]),
                  JsError::Type::TypeError);
  }
  const auto what = [&] { return PropertyPlace(wrapper, name); };
  RunDirect(registry, kAnyLock, what,
            [&] { g_object_set_property(static_cast<GObject*>(wrapper.thing), spec->name, value.get()); });
  return Undefined(env);
}

napi_value HasProperty(Registry& registry, napi_env env, std::span<napi_value> js) {
  const Wrapper& wrapper = ObjectArgument(registry, js[0]);
  const std::string name = StringArgument(env, js[1], "the property's name");
  return BooleanToJs(env, g_object_class_find_property(G_OBJECT_GET_CLASS(wrapper.thing), name.c_str()) != nullptr);
}

napi_value IsAlive(Registry& registry, napi_env env, std::span<napi_value> js) {
  Wrapper* wrapper = registry.Unwrap(js[0]);
  if (wrapper == nullptr) return BooleanToJs(env, false);
  if (wrapper->kind != Wrapper::Kind::Lease) return BooleanToJs(env, true);
  return BooleanToJs(env, (*static_cast<std::shared_ptr<Lease>*>(wrapper->thing))->alive());
}

napi_value Track(Registry& registry, napi_env env, std::span<napi_value>) {
  registry.Track();
  return Undefined(env);
}

napi_value Statistics(Registry& registry, napi_env env, std::span<napi_value>) {
  JsObject instances(env);
  for (const auto& [name, count] : Registry::Tracked()) instances.SetNumber(name.c_str(), count);
  return JsObject(env)
      .SetNumber("wrappers", registry.wrappers())
      .SetNumber("asks", registry.asks())
      .SetNumber("queued", registry.bridge()->queued())
      .SetNumber("dropped", registry.bridge()->dropped())
      .Set("askedNow", BooleanToJs(env, registry.bridge()->IsAskedNow()))
      .SetNumber("held", registry.environment().held())
      .Set("reaperIdle", BooleanToJs(env, Reaper::Instance().IsIdle()))
      .Set("instances", instances.value())
      .value();
}

}  // namespace

void RefuseProperty(const char* type_name, const char* property, const char* instead) {
  Refused()[{type_name, property}] = instead;
}

void RefuseWriting(const char* type_name, const char* property, const char* instead) {
  RefusedWrites()[{type_name, property}] = instead;
}

void CheckProperty(const char* type_name, const char* property, const PropertyCheck& check) {
  Checks().insert_or_assign({type_name, property}, check);
}

void RequireValue(const char* type_name, const char* property) {
  CheckProperty(type_name, property, {IsString, "a string"});
}

void ExportObjects(Registry& registry, napi_value exports) {
  Export<Adopt, 1>(registry, exports, "adopt");
  Export<RegisterClass, 2>(registry, exports, "registerClass");
  Export<SetHook, 2>(registry, exports, "setHook");
  Export<TypeName, 1>(registry, exports, "typeName");
  Export<GetProperty, 2>(registry, exports, "getProperty");
  Export<SetProperty, 3>(registry, exports, "setProperty");
  Export<HasProperty, 2>(registry, exports, "hasProperty");
  Export<IsAlive, 1>(registry, exports, "isAlive");
  Export<Track, 0>(registry, exports, "track");
  Export<Statistics, 0>(registry, exports, "statistics");
}

}  // namespace rtspnode
