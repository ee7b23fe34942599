#include "marshal/primitive.h"

#include <gst/gst.h>

#include <cmath>
#include <cstring>

#include "marshal/errors.h"

namespace rtspnode {

namespace {

bool WholeNumber(napi_env env, napi_value js, double low, double high, double* out) {
  return napi_get_value_double(env, js, out) == napi_ok && std::trunc(*out) == *out && *out >= low && *out <= high;
}

}  // namespace

bool Primitive<gint>::FromJs(napi_env env, napi_value js, gint* out) {
  double number;
  if (!WholeNumber(env, js, G_MININT, G_MAXINT, &number)) return false;
  *out = static_cast<gint>(number);
  return true;
}

napi_value Primitive<gint>::ToJs(napi_env env, gint value) {
  napi_value js;
  Check(env, napi_create_int32(env, value, &js));
  return js;
}

bool Primitive<guint>::FromJs(napi_env env, napi_value js, guint* out) {
  double number;
  if (!WholeNumber(env, js, 0, G_MAXUINT, &number)) return false;
  *out = static_cast<guint>(number);
  return true;
}

napi_value Primitive<guint>::ToJs(napi_env env, guint value) {
  napi_value js;
  Check(env, napi_create_uint32(env, value, &js));
  return js;
}

bool Primitive<gint64>::FromJs(napi_env env, napi_value js, gint64* out) {
  bool lossless = false;
  return napi_get_value_bigint_int64(env, js, out, &lossless) == napi_ok && lossless;
}

napi_value Primitive<gint64>::ToJs(napi_env env, gint64 value) {
  napi_value js;
  Check(env, napi_create_bigint_int64(env, value, &js));
  return js;
}

bool Primitive<guint64>::FromJs(napi_env env, napi_value js, guint64* out) {
  if (IsNullish(env, js)) {
    *out = GST_CLOCK_TIME_NONE;
    return true;
  }
  bool lossless = false;
  uint64_t number;
  if (napi_get_value_bigint_uint64(env, js, &number, &lossless) != napi_ok || !lossless) return false;
  *out = number;
  return true;
}

napi_value Primitive<guint64>::ToJs(napi_env env, guint64 value) {
  if (value == GST_CLOCK_TIME_NONE) return Null(env);
  napi_value js;
  Check(env, napi_create_bigint_uint64(env, value, &js));
  return js;
}

bool Primitive<gdouble>::FromJs(napi_env env, napi_value js, gdouble* out) {
  return napi_get_value_double(env, js, out) == napi_ok;
}

napi_value Primitive<gdouble>::ToJs(napi_env env, gdouble value) {
  napi_value js;
  Check(env, napi_create_double(env, value, &js));
  return js;
}

napi_value BooleanToJs(napi_env env, bool value) {
  napi_value js;
  Check(env, napi_get_boolean(env, value, &js));
  return js;
}

bool IsNullish(napi_env env, napi_value js) {
  napi_valuetype type;
  return napi_typeof(env, js, &type) == napi_ok && (type == napi_undefined || type == napi_null);
}

bool StringFromJs(napi_env env, napi_value js, std::string* out) {
  size_t length;
  if (napi_get_value_string_utf8(env, js, nullptr, 0, &length) != napi_ok) return false;
  out->resize(length);
  Check(env, napi_get_value_string_utf8(env, js, out->data(), length + 1, &length));
  return std::memchr(out->data(), 0, length) == nullptr;
}

bool IsEnumValue(GType type, gint value) {
  auto* klass = static_cast<GEnumClass*>(g_type_class_ref(type));
  const bool known = g_enum_get_value(klass, value) != nullptr;
  g_type_class_unref(klass);
  return known;
}

bool IsFlagsValue(GType type, guint value) {
  auto* klass = static_cast<GFlagsClass*>(g_type_class_ref(type));
  const bool known = (value & ~klass->mask) == 0;
  g_type_class_unref(klass);
  return known;
}

std::string TypeDisplayName(GType type) {
  const char* name = g_type_name(type);
  if (name == nullptr) return "(unknown type)";
  for (const char* prefix : {"Gst", "Node", "G"}) {
    if (g_str_has_prefix(name, prefix) && g_ascii_isupper(name[std::strlen(prefix)])) {
      return name + std::strlen(prefix);
    }
  }
  return name;
}

std::string Describe(napi_env env, napi_value js) {
  napi_valuetype type;
  if (js == nullptr || napi_typeof(env, js, &type) != napi_ok) return "nothing";
  switch (type) {
    case napi_undefined:
      return "undefined";
    case napi_null:
      return "null";
    case napi_string:
      return "a string";
    case napi_function:
      return "a function";
    case napi_symbol:
      return "a symbol";
    case napi_bigint:
      return "a bigint";
    case napi_boolean:
      return "a boolean";
    case napi_number: {
      double number;
      Check(env, napi_get_value_double(env, js, &number));
      char text[G_ASCII_DTOSTR_BUF_SIZE];
      return g_ascii_formatd(text, sizeof text, "%.15g", number);
    }
    default: {
      bool is_array = false;
      napi_is_array(env, js, &is_array);
      return is_array ? "an array" : "an object";
    }
  }
}

}  // namespace rtspnode
