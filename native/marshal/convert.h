#pragma once
#include <glib-object.h>

#include <string>
#include <type_traits>
#include <utility>
#include <variant>

#include "marshal/errors.h"
#include "marshal/primitive.h"
#include "marshal/registry.h"
#include "runtime/reaper.h"

namespace rtspnode {

// One specialisation per C type, both directions:
//   Held            what keeps the C value alive during the call
//   FromJs          false when the JavaScript value does not fit
//   Expected        what would have fitted, for the error message
//   Own             the call goes to another thread: the value must outlive this JavaScript call
//   Lend / Give     the argument itself; Give when the C function takes it over
//   ToJs            the result; with Full it is taken over
//   Discard         a Full result that nobody takes any more
template <typename T>
struct Convert;

// Which GType a C type has. Specialised by the macros below, next to the tables that need the type.
template <typename T>
struct TypeOf;
template <typename T>
struct EnumOf;

#define RTSPNODE_OBJECT(T, get_type)          \
  template <>                                 \
  struct TypeOf<T> {                          \
    static constexpr bool is_object = true;   \
    static GType Get() { return get_type(); } \
  }
#define RTSPNODE_BOXED(T, get_type)           \
  template <>                                 \
  struct TypeOf<T> {                          \
    static constexpr bool is_object = false;  \
    static GType Get() { return get_type(); } \
  }
#define RTSPNODE_ENUM(T, get_type)            \
  template <>                                 \
  struct EnumOf<T> {                          \
    static GType Get() { return get_type(); } \
  }

// What has no GType, by the name that introspection files have for it; see kind.h.
template <typename T>
struct TypeNameOf;
#define RTSPNODE_NAME(T, name)                \
  template <>                                 \
  struct TypeNameOf<T> {                      \
    static constexpr const char* text = name; \
  }

// Tags for C types that do not say what they mean; see `as` and `answers` in function.h.
struct Boolean;      // gboolean is an int
struct MountPath;    // const gchar* that begins with a slash: upstream asserts it
struct ObjectList;   // GList* of GObjects, and of a reference to each with Full; a result only
struct ObjectArray;  // GPtrArray* of GObjects and nulls, taken over with Full; a result only
template <typename C, gint Least, gint Most>
struct Between;  // a number with both limits

template <>
struct Convert<void> {
  using Held = std::monostate;
};

// Values that are copied: numbers, booleans, enumerations.
template <typename C>
struct ConvertPlain {
  using Held = C;
  static void Own(Held&) {}
  static C Lend(Held& held) { return held; }
  static C Give(Held& held) { return held; }
  static void Discard(C) {}
};

template <typename C>
struct ConvertNumber : ConvertPlain<C> {
  static bool FromJs(Registry& registry, napi_value js, bool, C* out) {
    return Primitive<C>::FromJs(registry.env(), js, out);
  }
  static napi_value ToJs(Registry& registry, C value, Transfer) { return Primitive<C>::ToJs(registry.env(), value); }
};

template <>
struct Convert<gint> : ConvertNumber<gint> {
  static std::string Expected() { return "an integer from -2147483648 to 2147483647"; }
};
template <>
struct Convert<guint> : ConvertNumber<guint> {
  static std::string Expected() { return "an integer from 0 to 4294967295"; }
};
template <>
struct Convert<gint64> : ConvertNumber<gint64> {
  static std::string Expected() { return "a bigint"; }
};
template <>
struct Convert<guint64> : ConvertNumber<guint64> {
  static std::string Expected() { return "a bigint of nanoseconds, or null for none"; }
};
template <>
struct Convert<gdouble> : ConvertNumber<gdouble> {
  static std::string Expected() { return "a number"; }
};

template <>
struct Convert<guint16> : ConvertPlain<guint16> {
  static bool FromJs(Registry& registry, napi_value js, bool, guint16* out) {
    guint wide;
    if (!Primitive<guint>::FromJs(registry.env(), js, &wide) || wide > G_MAXUINT16) return false;
    *out = static_cast<guint16>(wide);
    return true;
  }
  static std::string Expected() { return "an integer from 0 to 65535"; }
  static napi_value ToJs(Registry& registry, guint16 value, Transfer) {
    return Primitive<guint>::ToJs(registry.env(), value);
  }
};

template <typename C, gint Least, gint Most>
struct Convert<Between<C, Least, Most>> : ConvertPlain<C> {
  static bool FromJs(Registry& registry, napi_value js, bool, C* out) {
    gint number;
    if (!Primitive<gint>::FromJs(registry.env(), js, &number) || number < Least || number > Most) return false;
    *out = static_cast<C>(number);
    return true;
  }
  static napi_value ToJs(Registry& registry, C value, Transfer) {
    return Primitive<gint>::ToJs(registry.env(), static_cast<gint>(value));
  }
  static std::string Expected() { return "an integer from " + std::to_string(Least) + " to " + std::to_string(Most); }
};

template <>
struct Convert<Boolean> : ConvertPlain<gboolean> {
  static bool FromJs(Registry& registry, napi_value js, bool, gboolean* out) {
    bool flag;
    if (napi_get_value_bool(registry.env(), js, &flag) != napi_ok) return false;
    *out = flag;
    return true;
  }
  static std::string Expected() { return "a boolean"; }
  static napi_value ToJs(Registry& registry, gboolean value, Transfer) { return BooleanToJs(registry.env(), value); }
};

template <typename E>
requires std::is_enum_v<E>
struct Convert<E> : ConvertPlain<E> {
  static bool FromJs(Registry& registry, napi_value js, bool, E* out) {
    const GType type = EnumOf<E>::Get();
    if (G_TYPE_IS_FLAGS(type)) {
      guint flags;
      if (!Primitive<guint>::FromJs(registry.env(), js, &flags) || !IsFlagsValue(type, flags)) return false;
      *out = static_cast<E>(flags);
      return true;
    }
    gint number;
    if (!Primitive<gint>::FromJs(registry.env(), js, &number) || !IsEnumValue(type, number)) return false;
    *out = static_cast<E>(number);
    return true;
  }
  static std::string Expected() { return "a value of " + TypeDisplayName(EnumOf<E>::Get()); }
  static napi_value ToJs(Registry& registry, E value, Transfer) {
    return Primitive<gint>::ToJs(registry.env(), static_cast<gint>(value));
  }
};

template <>
struct Convert<const gchar*> {
  struct Held {
    std::string text;
    bool null = false;
  };
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out) {
    out->null = nullable && IsNullish(registry.env(), js);
    return out->null || StringFromJs(registry.env(), js, &out->text);
  }
  static std::string Expected() { return "a string without NUL characters"; }
  static void Own(Held&) {}
  static const gchar* Lend(Held& held) { return held.null ? nullptr : held.text.c_str(); }
  static gchar* Give(Held& held) { return held.null ? nullptr : g_strdup(held.text.c_str()); }
  static napi_value ToJs(Registry& registry, const gchar* value, Transfer) {
    return value == nullptr ? Null(registry.env()) : MakeString(registry.env(), value);
  }
  static void Discard(const gchar*) {}
};

template <>
struct Convert<gchar*> : Convert<const gchar*> {
  static napi_value ToJs(Registry& registry, gchar* value, Transfer transfer) {
    napi_value js = Convert<const gchar*>::ToJs(registry, value, transfer);
    if (transfer == Transfer::Full) g_free(value);
    return js;
  }
  static void Discard(gchar* value) { g_free(value); }
};

template <>
struct Convert<MountPath> : Convert<const gchar*> {
  static bool FromJs(Registry& registry, napi_value js, bool, Held* out) {
    return StringFromJs(registry.env(), js, &out->text) && out->text.starts_with('/');
  }
  static std::string Expected() { return "a path that begins with '/'"; }
};

// GObjects and boxed values.
template <typename T>
requires requires { TypeOf<T>::is_object; }
struct Convert<T*> {
  static constexpr bool is_object = TypeOf<T>::is_object;
  static GType Type() { return TypeOf<T>::Get(); }

  class Held {
   public:
    Held() = default;
    ~Held() {
      if (owned_ && thing != nullptr) Release(thing);
    }
    Held(const Held&) = delete;
    Held& operator=(const Held&) = delete;
    void Own() {
      if (thing != nullptr) thing = Copy(thing);
      owned_ = true;
    }
    T* thing = nullptr;

   private:
    bool owned_ = false;
  };

  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out) {
    if (nullable && IsNullish(registry.env(), js)) return true;
    Wrapper* wrapper = registry.Unwrap(js);
    if (wrapper == nullptr || wrapper->kind != (is_object ? Wrapper::Kind::Object : Wrapper::Kind::Boxed)) return false;
    if (!g_type_is_a(wrapper->type, TypeOf<T>::Get())) return false;
    out->thing = static_cast<T*>(wrapper->thing);
    return true;
  }
  static std::string Expected() { return TypeDisplayName(TypeOf<T>::Get()); }
  static void Own(Held& held) { held.Own(); }
  static T* Lend(Held& held) { return held.thing; }
  static T* Give(Held& held) { return held.thing == nullptr ? nullptr : Copy(held.thing); }
  static napi_value ToJs(Registry& registry, T* value, Transfer transfer) {
    if constexpr (is_object) {
      return registry.Wrap(reinterpret_cast<GObject*>(value), transfer);
    } else {
      return registry.WrapBoxed(TypeOf<T>::Get(), value, transfer);
    }
  }
  static void Discard(T* value) {
    if (value == nullptr) return;
    if constexpr (is_object) {
      Reaper::Instance().Unref(value);
    } else {
      g_boxed_free(TypeOf<T>::Get(), value);
    }
  }

 private:
  static T* Copy(T* thing) {
    if constexpr (is_object) {
      return static_cast<T*>(g_object_ref(thing));
    } else {
      return static_cast<T*>(g_boxed_copy(TypeOf<T>::Get(), thing));
    }
  }
  static void Release(T* thing) {
    if constexpr (is_object) {
      g_object_unref(thing);
    } else {
      g_boxed_free(TypeOf<T>::Get(), thing);
    }
  }
};

template <typename T>
requires requires { TypeOf<T>::is_object; }
struct Convert<const T*> : Convert<T*> {
  static napi_value ToJs(Registry& registry, const T* value, Transfer transfer) {
    return Convert<T*>::ToJs(registry, const_cast<T*>(value), transfer);
  }
};

RTSPNODE_NAME(ObjectList, "GList");
template <>
struct Convert<ObjectList> {
  static napi_value ToJs(Registry& registry, GList* list, Transfer transfer);
  static void Discard(GList* list);
};

RTSPNODE_NAME(ObjectArray, "array");
template <>
struct Convert<ObjectArray> {
  static napi_value ToJs(Registry& registry, GPtrArray* array, Transfer transfer);
  static void Discard(GPtrArray* array);
};

}  // namespace rtspnode
