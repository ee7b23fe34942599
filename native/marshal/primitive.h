#pragma once
#include <glib-object.h>
#include <node_api.h>

#include <string>

namespace rtspnode {

// Numbers, strictly: a number of the wrong range or kind does not become another number.
template <typename T>
struct Primitive;

template <>
struct Primitive<gint> {
  static bool FromJs(napi_env env, napi_value js, gint* out);
  static napi_value ToJs(napi_env env, gint value);
};
template <>
struct Primitive<guint> {
  static bool FromJs(napi_env env, napi_value js, guint* out);
  static napi_value ToJs(napi_env env, guint value);
};
template <>
struct Primitive<gint64> {
  static bool FromJs(napi_env env, napi_value js, gint64* out);
  static napi_value ToJs(napi_env env, gint64 value);
};
// Every 64-bit unsigned value of the library is a GstClockTime: a bigint, and null for GST_CLOCK_TIME_NONE.
template <>
struct Primitive<guint64> {
  static bool FromJs(napi_env env, napi_value js, guint64* out);
  static napi_value ToJs(napi_env env, guint64 value);
};
template <>
struct Primitive<gdouble> {
  static bool FromJs(napi_env env, napi_value js, gdouble* out);
  static napi_value ToJs(napi_env env, gdouble value);
};

napi_value BooleanToJs(napi_env env, bool value);
bool IsNullish(napi_env env, napi_value js);
// False for what is no string, and for strings with a NUL, which C would cut.
bool StringFromJs(napi_env env, napi_value js, std::string* out);

bool IsEnumValue(GType type, gint value);
bool IsFlagsValue(GType type, guint value);

// "GstRTSPMediaFactory" and "NodeRTSPMediaFactory" are "RTSPMediaFactory" in the facade.
std::string TypeDisplayName(GType type);
// What a value is, for an error message: "a string", "null", "-1", "RTSPClient".
std::string Describe(napi_env env, napi_value js);

}  // namespace rtspnode
