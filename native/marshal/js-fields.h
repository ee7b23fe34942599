#pragma once
#include <node_api.h>

#include <string>

#include "marshal/errors.h"
#include "marshal/primitive.h"

namespace rtspnode {

// Reads the fields of a plain JavaScript object; that one does not fit is remembered.
class JsFields {
 public:
  JsFields(napi_env env, napi_value object) : env_(env), object_(object) {}

  napi_env env() const { return env_; }
  bool ok() const { return ok_; }
  void Note(bool fits) { ok_ = ok_ && fits; }

  napi_value Get(const char* name) {
    napi_value value;
    napi_valuetype type = napi_undefined;
    napi_typeof(env_, object_, &type);
    if (type != napi_object) {
      ok_ = false;
      return Undefined(env_);
    }
    // A getter may throw.
    Check(env_, napi_get_named_property(env_, object_, name, &value));
    return value;
  }

  void Flag(const char* name, gboolean* out) {
    bool flag = false;
    Note(napi_get_value_bool(env_, Get(name), &flag) == napi_ok);
    *out = flag;
  }
  guint Number(const char* name, guint most) {
    guint number = 0;
    Note(Primitive<guint>::FromJs(env_, Get(name), &number) && number <= most);
    return number;
  }
  // A copy; null where there is none.
  void Text(const char* name, gchar** out) {
    napi_value js = Get(name);
    std::string text;
    if (IsNullish(env_, js)) return;
    Note(StringFromJs(env_, js, &text));
    *out = g_strdup(text.c_str());
  }

 private:
  napi_env env_;
  napi_value object_;
  bool ok_ = true;
};

}  // namespace rtspnode
