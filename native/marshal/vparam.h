#pragma once
#include <glib-object.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "marshal/convert.h"
#include "marshal/value.h"

// How the arguments and the result of a virtual method travel from C to JavaScript and back; by C type, or by tag.
namespace rtspnode {

// One argument:
//   Kept        what JavaScript gets, copied or referenced: C may have gone on by then
//   Keep        on C's thread
//   ToJs        on the JS thread
//   Given       what an override hands to C's own implementation
//   FromJs      false when it does not fit. Objects, and what is lent, must be those that the override was given
//   Lend        the argument of that call; `original` is C's own, while C waits
template <typename T>
struct Param;

// An argument that C reads back. In JavaScript it is part of the answer.
//   Value       of a copy
//   Take        from C's own, on C's thread
//   FromJs      from the override's answer, or from what it hands to C
//   Pass        for C's own implementation, which changes the copy
//   Apply       puts it where C looks for it
template <typename T>
struct InOut;

// The result, with a reference of its own or a copy.
template <typename T>
struct Owned {
  static T Copy(T value) { return value; }
  static void Discard(T) {}
};

template <>
struct Owned<gchar*> {
  static gchar* Copy(gchar* value) { return g_strdup(value); }
  static void Discard(gchar* value) { g_free(value); }
};

template <typename T>
requires requires { TypeOf<T>::is_object; }
struct Owned<T*> {
  static T* Copy(T* value) {
    if (value == nullptr) return nullptr;
    if constexpr (TypeOf<T>::is_object) {
      return static_cast<T*>(g_object_ref(value));
    } else {
      return static_cast<T*>(g_boxed_copy(TypeOf<T>::Get(), value));
    }
  }
  static void Discard(T* value) { Convert<T*>::Discard(value); }
};

// Numbers, enumerations, booleans.
template <typename T>
struct Param {
  using C = typename Convert<T>::Held;
  using Kept = C;
  static void Keep(C value, Kept* kept) { *kept = value; }
  static napi_value ToJs(Registry& registry, Kept& kept) { return Convert<T>::ToJs(registry, kept, Transfer::None); }
  static bool Has(const Kept&, gconstpointer) { return false; }
  using Given = C;
  static bool FromJs(Registry& registry, napi_value js, const Kept&, Given* given) {
    return Convert<T>::FromJs(registry, js, false, given);
  }
  static std::string Expected() { return Convert<T>::Expected(); }
  static C Lend(Given& given, C) { return given; }
};

template <>
struct Param<const gchar*> {
  using Kept = std::string;
  static void Keep(const gchar* value, Kept* kept) { *kept = value != nullptr ? value : ""; }
  static napi_value ToJs(Registry& registry, Kept& kept) { return MakeString(registry.env(), kept.c_str()); }
  static bool Has(const Kept&, gconstpointer) { return false; }
  using Given = std::string;
  static bool FromJs(Registry& registry, napi_value js, const Kept&, Given* given) {
    return StringFromJs(registry.env(), js, given);
  }
  static std::string Expected() { return Convert<const gchar*>::Expected(); }
  static const gchar* Lend(Given& given, const gchar*) { return given.c_str(); }
};

// A list of strings, which stays C's.
template <>
struct Param<gchar**> {
  using Kept = std::vector<std::string>;
  static void Keep(gchar** values, Kept* kept) {
    for (; values != nullptr && *values != nullptr; values++) kept->emplace_back(*values);
  }
  static napi_value ToJs(Registry& registry, Kept& kept) {
    napi_value array;
    Check(registry.env(), napi_create_array(registry.env(), &array));
    for (uint32_t i = 0; i < kept.size(); i++) {
      Check(registry.env(), napi_set_element(registry.env(), array, i, MakeString(registry.env(), kept[i].c_str())));
    }
    return array;
  }
  static bool Has(const Kept&, gconstpointer) { return false; }
  struct Given {
    std::vector<std::string> values;
    std::vector<gchar*> lent;
  };
  static bool FromJs(Registry& registry, napi_value js, const Kept&, Given* given);
  static std::string Expected() { return "an array of strings"; }
  static gchar** Lend(Given& given, gchar**) {
    given.lent.clear();
    for (std::string& value : given.values) given.lent.push_back(value.data());
    given.lent.push_back(nullptr);
    return given.lent.data();
  }
};

// A value that is copied.
template <typename T>
requires requires { TypeOf<T>::is_object; }
struct Param<const T*> {
  struct Kept {
    Kept() = default;
    ~Kept() {
      if (copy != nullptr) Owned<T*>::Discard(copy);
    }
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;
    T* copy = nullptr;
  };
  static void Keep(const T* value, Kept* kept) { kept->copy = Owned<T*>::Copy(const_cast<T*>(value)); }
  static napi_value ToJs(Registry& registry, Kept& kept) {
    return Convert<T*>::ToJs(registry, kept.copy, Transfer::None);
  }
  static bool Has(const Kept&, gconstpointer) { return false; }
  using Given = typename Convert<T*>::Held;
  static bool FromJs(Registry& registry, napi_value js, const Kept&, Given* given) {
    if (!Convert<T*>::FromJs(registry, js, false, given)) return false;
    given->Own();
    return true;
  }
  static std::string Expected() { return Convert<T*>::Expected(); }
  static const T* Lend(Given& given, const T*) { return given.thing; }
};

// An object, or a value that is shared: the one that C has.
template <typename T>
requires requires { TypeOf<T>::is_object; }
struct Param<T*> {
  using Kept = typename Param<const T*>::Kept;
  static void Keep(T* value, Kept* kept) { kept->copy = Owned<T*>::Copy(value); }
  static napi_value ToJs(Registry& registry, Kept& kept) {
    return Convert<T*>::ToJs(registry, kept.copy, Transfer::None);
  }
  static bool Has(const Kept& kept, gconstpointer object) { return kept.copy == object; }
  struct Given {};
  static bool FromJs(Registry& registry, napi_value js, const Kept& kept, Given*) {
    if (kept.copy == nullptr) return IsNullish(registry.env(), js);
    const Wrapper* wrapper = registry.Unwrap(js);
    return wrapper != nullptr && wrapper->thing == kept.copy;
  }
  static std::string Expected() { return "the " + Convert<T*>::Expected() + " that the override was given"; }
  static T* Lend(Given&, T* original) { return original; }
};

// What C lends, by the function that makes a lease of it.
template <typename T, LeaseFrom From>
struct ParamLent {
  using Kept = std::shared_ptr<Lease>;
  static void Keep(T* value, Kept* kept) { *kept = From(value, nullptr); }
  static napi_value ToJs(Registry& registry, Kept& kept) { return kept->Lend(registry, kept); }
  static bool Has(const Kept&, gconstpointer) { return false; }
  struct Given {};
  static bool FromJs(Registry& registry, napi_value js, const Kept& kept, Given*) {
    const Wrapper* wrapper = registry.Unwrap(js);
    return wrapper == nullptr || wrapper->kind != Wrapper::Kind::Lease ||
           *static_cast<std::shared_ptr<Lease>*>(wrapper->thing) == kept;
  }
  static std::string Expected() { return "what the override was given"; }
  static T* Lend(Given&, T* original) { return original; }
};

// What becomes JavaScript's as a GValue does.
template <typename T>
struct ParamValue {
  struct Kept {
    Kept() = default;
    ~Kept() {
      if (G_IS_VALUE(&value)) g_value_unset(&value);
    }
    Kept(const Kept&) = delete;
    Kept& operator=(const Kept&) = delete;
    GValue value = G_VALUE_INIT;
  };
  static napi_value ToJs(Registry& registry, Kept& kept) { return ValueToJs(registry, kept.value); }
  static bool Has(const Kept&, gconstpointer) { return false; }
  struct Given {};
  static bool FromJs(Registry&, napi_value, const Kept&, Given*) { return true; }
  static std::string Expected() { return "what the override was given"; }
  static T* Lend(Given&, T* original) { return original; }
};

// A number, an enumeration or a boolean that C reads back.
template <typename T>
struct InOut<T*> {
  using Value = typename Convert<T>::Held;
  static void Take(Value* original, Value* value) { *value = *original; }
  static napi_value ToJs(Registry& registry, Value& value) { return Convert<T>::ToJs(registry, value, Transfer::None); }
  static bool FromJs(Registry& registry, napi_value js, Value* value) {
    return Convert<T>::FromJs(registry, js, false, value);
  }
  static std::string Expected() { return Convert<T>::Expected(); }
  static Value* Pass(Value& value) { return &value; }
  static void Apply(Value& value, Value* original) { *original = value; }
};

}  // namespace rtspnode
