#include <cfloat>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "marshal/errors.h"
#include "marshal/primitive.h"
#include "marshal/taught.h"
#include "marshal/value.h"

namespace rtspnode {

namespace {

constexpr uint32_t kMaxStrings = 65536;
// So many names of values are told in an error message.
constexpr guint kMaxNicks = 12;

template <typename T>
bool Set(napi_env env, napi_value js, GValue* value, void (*set)(GValue*, T)) {
  T number;
  if (!Primitive<T>::FromJs(env, js, &number)) return false;
  set(value, number);
  return true;
}

// gchar and guchar, which have half the setters' types.
template <typename T, typename Wide>
bool SetNarrow(napi_env env, napi_value js, GValue* value, Wide least, Wide most, void (*set)(GValue*, T)) {
  Wide number;
  if (!Primitive<Wide>::FromJs(env, js, &number) || number < least || number > most) return false;
  set(value, static_cast<T>(number));
  return true;
}

bool SetFloat(napi_env env, napi_value js, GValue* value) {
  gdouble number;
  if (!Primitive<gdouble>::FromJs(env, js, &number)) return false;
  // What is finite must not become infinite.
  if (std::isfinite(number) && std::fabs(number) > FLT_MAX) return false;
  g_value_set_float(value, static_cast<gfloat>(number));
  return true;
}

// A number, or the value's nick or name as gst-launch takes it.
bool SetEnum(napi_env env, napi_value js, GValue* value) {
  const GType type = G_VALUE_TYPE(value);
  std::string name;
  gint number;
  if (StringFromJs(env, js, &name)) {
    auto* klass = static_cast<GEnumClass*>(g_type_class_ref(type));
    const GEnumValue* known = g_enum_get_value_by_nick(klass, name.c_str());
    if (known == nullptr) known = g_enum_get_value_by_name(klass, name.c_str());
    if (known != nullptr) g_value_set_enum(value, known->value);
    g_type_class_unref(klass);
    return known != nullptr;
  }
  if (!Primitive<gint>::FromJs(env, js, &number) || !IsEnumValue(type, number)) return false;
  g_value_set_enum(value, number);
  return true;
}

// A number, or nicks with "+" between them; the empty string is none.
bool SetFlags(napi_env env, napi_value js, GValue* value) {
  const GType type = G_VALUE_TYPE(value);
  std::string names;
  guint flags = 0;
  if (StringFromJs(env, js, &names)) {
    auto* klass = static_cast<GFlagsClass*>(g_type_class_ref(type));
    gchar** list = g_strsplit(names.c_str(), "+", 0);
    bool known = true;
    for (gchar** name = list; *name != nullptr && known; name++) {
      const GFlagsValue* flag = g_flags_get_value_by_nick(klass, g_strstrip(*name));
      if (flag == nullptr) flag = g_flags_get_value_by_name(klass, *name);
      known = flag != nullptr;
      if (known) flags |= flag->value;
    }
    g_strfreev(list);
    g_type_class_unref(klass);
    if (!known) return false;
  } else if (!Primitive<guint>::FromJs(env, js, &flags) || !IsFlagsValue(type, flags)) {
    return false;
  }
  g_value_set_flags(value, flags);
  return true;
}

bool SetStrings(napi_env env, napi_value js, GValue* value) {
  bool is_array = false;
  uint32_t length = 0;
  napi_is_array(env, js, &is_array);
  if (!is_array || napi_get_array_length(env, js, &length) != napi_ok || length > kMaxStrings) return false;
  std::unique_ptr<gchar*, decltype(&g_strfreev)> strings(g_new0(gchar*, length + 1), g_strfreev);
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    std::string text;
    Check(env, napi_get_element(env, js, i, &element));
    if (!StringFromJs(env, element, &text)) return false;
    strings.get()[i] = g_strdup(text.c_str());
  }
  g_value_take_boxed(value, strings.release());
  return true;
}

bool SetWrapped(Registry& registry, napi_value js, GValue* value) {
  Wrapper* wrapper = registry.Unwrap(js);
  if (wrapper == nullptr || wrapper->kind == Wrapper::Kind::Lease || !g_type_is_a(wrapper->type, G_VALUE_TYPE(value))) {
    return false;
  }
  if (wrapper->kind == Wrapper::Kind::Object) {
    g_value_set_object(value, wrapper->thing);
  } else {
    g_value_set_boxed(value, wrapper->thing);
  }
  return true;
}

template <typename Class>
std::string Nicks(GType type) {
  auto* klass = static_cast<Class*>(g_type_class_ref(type));
  std::string nicks;
  for (guint i = 0; i < klass->n_values && i < kMaxNicks; i++) {
    nicks += std::string(i == 0 ? "'" : ", '") + klass->values[i].value_nick + "'";
  }
  if (klass->n_values > kMaxNicks) nicks += ", ...";
  g_type_class_unref(klass);
  return nicks;
}

template <typename Spec, typename T>
std::string Range(GParamSpec* spec, const char* what) {
  const auto* ranged = reinterpret_cast<const Spec*>(spec);
  return std::string(what) + " from " + std::to_string(static_cast<T>(ranged->minimum)) + " to " +
         std::to_string(static_cast<T>(ranged->maximum));
}

template <typename Spec>
std::string RealRange(GParamSpec* spec) {
  const auto* ranged = reinterpret_cast<const Spec*>(spec);
  char low[G_ASCII_DTOSTR_BUF_SIZE];
  char high[G_ASCII_DTOSTR_BUF_SIZE];
  return std::string("a number from ") + g_ascii_formatd(low, sizeof low, "%g", ranged->minimum) + " to " +
         g_ascii_formatd(high, sizeof high, "%g", ranged->maximum);
}

}  // namespace

bool TextFromJs(napi_env env, napi_value js, GValue* value) {
  std::string text;
  if (IsNullish(env, js)) {
    g_value_set_string(value, nullptr);
    return true;
  }
  if (!StringFromJs(env, js, &text)) return false;
  g_value_set_string(value, text.c_str());
  return true;
}

bool ValueFromJs(Registry& registry, napi_value js, GValue* value) {
  napi_env env = registry.env();
  const GType type = G_VALUE_TYPE(value);
  switch (G_TYPE_FUNDAMENTAL(type)) {
    case G_TYPE_BOOLEAN: {
      bool flag;
      if (napi_get_value_bool(env, js, &flag) != napi_ok) return false;
      g_value_set_boolean(value, flag);
      return true;
    }
    case G_TYPE_CHAR:
      return SetNarrow<gint8, gint>(env, js, value, G_MININT8, G_MAXINT8, g_value_set_schar);
    case G_TYPE_UCHAR:
      return SetNarrow<guchar, guint>(env, js, value, 0, G_MAXUINT8, g_value_set_uchar);
    case G_TYPE_INT:
      return Set<gint>(env, js, value, g_value_set_int);
    case G_TYPE_UINT:
      return Set<guint>(env, js, value, g_value_set_uint);
    case G_TYPE_LONG:
      return SetNarrow<glong, gint64>(env, js, value, G_MINLONG, G_MAXLONG, g_value_set_long);
    case G_TYPE_ULONG:
      return SetNarrow<gulong, guint64>(env, js, value, 0, G_MAXULONG, g_value_set_ulong);
    case G_TYPE_INT64:
      return Set<gint64>(env, js, value, g_value_set_int64);
    case G_TYPE_UINT64:
      return Set<guint64>(env, js, value, g_value_set_uint64);
    case G_TYPE_FLOAT:
      return SetFloat(env, js, value);
    case G_TYPE_DOUBLE:
      return Set<gdouble>(env, js, value, g_value_set_double);
    case G_TYPE_ENUM:
      return SetEnum(env, js, value);
    case G_TYPE_FLAGS:
      return SetFlags(env, js, value);
    case G_TYPE_STRING:
      return TextFromJs(env, js, value);
    case G_TYPE_OBJECT:
    case G_TYPE_INTERFACE:
      return IsNullish(env, js) || SetWrapped(registry, js, value);  // initialised with null
    case G_TYPE_BOXED: {
      if (IsNullish(env, js)) return true;
      if (type == G_TYPE_STRV) return SetStrings(env, js, value);
      if (SetWrapped(registry, js, value)) return true;
      break;
    }
    default:
      break;
  }
  const ValueForm* form = FindForm(type);
  return form != nullptr && form->from_js != nullptr && form->from_js(registry, js, value);
}

bool ValueFromJsAlone(Registry& registry, napi_value js, GValue* value) {
  napi_env env = registry.env();
  napi_valuetype kind;
  GType type = G_TYPE_INVALID;
  if (napi_typeof(env, js, &kind) != napi_ok) return false;
  if (kind == napi_boolean) {
    type = G_TYPE_BOOLEAN;
  } else if (kind == napi_number) {
    gint number;
    type = Primitive<gint>::FromJs(env, js, &number) ? G_TYPE_INT : G_TYPE_DOUBLE;
  } else if (kind == napi_bigint) {
    gint64 number;
    type = Primitive<gint64>::FromJs(env, js, &number) ? G_TYPE_INT64 : G_TYPE_UINT64;
  } else if (kind == napi_string) {
    type = G_TYPE_STRING;
  } else if (kind == napi_object) {
    const Wrapper* wrapper = registry.Unwrap(js);
    const bool is_own = wrapper != nullptr && wrapper->kind != Wrapper::Kind::Lease;
    type = is_own ? wrapper->type : GuessTaught(registry, &js);
  }
  if (type == G_TYPE_INVALID) return false;
  g_value_init(value, type);
  if (ValueFromJs(registry, js, value)) {
    // GStreamer does not expect null where it writes fields and elements down.
    const bool may_be_null = G_VALUE_HOLDS_BOXED(value) || G_VALUE_HOLDS_OBJECT(value);
    if (!may_be_null || g_value_peek_pointer(value) != nullptr) return true;
  }
  g_value_unset(value);
  return false;
}

namespace {

bool MayBeNull(GType type) {
  const GType kind = G_TYPE_FUNDAMENTAL(type);
  return kind == G_TYPE_STRING || kind == G_TYPE_BOXED || G_TYPE_IS_OBJECT(type) || G_TYPE_IS_INTERFACE(type);
}

}  // namespace

std::string ValueExpectation(GType type, bool or_null) {
  if (or_null && MayBeNull(type)) return ValueExpectation(type, false) + " or null";
  switch (G_TYPE_FUNDAMENTAL(type)) {
    case G_TYPE_BOOLEAN:
      return "a boolean";
    case G_TYPE_CHAR:
      return "an integer from -128 to 127";
    case G_TYPE_UCHAR:
      return "an integer from 0 to 255";
    case G_TYPE_INT:
      return "an integer from -2147483648 to 2147483647";
    case G_TYPE_UINT:
      return "an integer from 0 to 4294967295";
    case G_TYPE_LONG:
    case G_TYPE_ULONG:
    case G_TYPE_INT64:
    case G_TYPE_UINT64:
      return "a bigint";
    case G_TYPE_FLOAT:
    case G_TYPE_DOUBLE:
      return "a number";
    case G_TYPE_ENUM:
      return "a value of " + TypeDisplayName(type) + " or its nick: " + Nicks<GEnumClass>(type);
    case G_TYPE_FLAGS:
      return "a value of " + TypeDisplayName(type) + " or nicks with '+' between them: " + Nicks<GFlagsClass>(type);
    case G_TYPE_STRING:
      return "a string";
    default: {
      if (type == G_TYPE_STRV) return "an array of strings";
      const ValueForm* form = FindForm(type);
      if (form != nullptr) return form->expected;
      if (MayBeNull(type)) return TypeDisplayName(type);
      return std::string("nothing: values of type ") + g_type_name(type) + " cannot be set";
    }
  }
}

std::string PropertyExpectation(GParamSpec* spec) {
  const GType kind = G_PARAM_SPEC_TYPE(spec);
  if (kind == G_TYPE_PARAM_CHAR) return Range<GParamSpecChar, int>(spec, "an integer");
  if (kind == G_TYPE_PARAM_UCHAR) return Range<GParamSpecUChar, int>(spec, "an integer");
  if (kind == G_TYPE_PARAM_INT) return Range<GParamSpecInt, gint>(spec, "an integer");
  if (kind == G_TYPE_PARAM_UINT) return Range<GParamSpecUInt, guint>(spec, "an integer");
  if (kind == G_TYPE_PARAM_LONG) return Range<GParamSpecLong, glong>(spec, "a bigint");
  if (kind == G_TYPE_PARAM_ULONG) return Range<GParamSpecULong, gulong>(spec, "a bigint");
  if (kind == G_TYPE_PARAM_INT64) return Range<GParamSpecInt64, gint64>(spec, "a bigint");
  if (kind == G_TYPE_PARAM_UINT64) return Range<GParamSpecUInt64, guint64>(spec, "a bigint");
  if (kind == G_TYPE_PARAM_FLOAT) return RealRange<GParamSpecFloat>(spec);
  if (kind == G_TYPE_PARAM_DOUBLE) return RealRange<GParamSpecDouble>(spec);
  return ValueExpectation(spec->value_type);
}

}  // namespace rtspnode
