#pragma once
#include <node_api.h>

#include "marshal/errors.h"

namespace rtspnode {

// A plain JavaScript object in the making.
class JsObject {
 public:
  explicit JsObject(napi_env env) : env_(env) { Check(env, napi_create_object(env, &value_)); }

  JsObject& Set(const char* name, napi_value property) {
    Check(env_, napi_set_named_property(env_, value_, name, property));
    return *this;
  }
  // Counts of any width: a double holds them.
  template <typename T>
  JsObject& SetNumber(const char* name, const T& number) {
    napi_value js;
    Check(env_, napi_create_double(env_, static_cast<double>(number), &js));
    return Set(name, js);
  }
  napi_value value() const { return value_; }

 private:
  const napi_env env_;
  napi_value value_ = nullptr;
};

}  // namespace rtspnode
