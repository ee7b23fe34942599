#include "marshal/errors.h"

#include "marshal/registry.h"

namespace rtspnode {

napi_value JsError::Make(napi_env env) const {
  napi_value message = MakeString(env, message_.c_str());
  napi_value error;
  switch (type_) {
    case Type::Error:
      napi_create_error(env, nullptr, message, &error);
      break;
    case Type::TypeError:
      napi_create_type_error(env, nullptr, message, &error);
      break;
    case Type::RangeError:
      napi_create_range_error(env, nullptr, message, &error);
      break;
  }
  return error;
}

void Check(napi_env env, napi_status status) {
  if (status == napi_ok) return;
  bool pending = false;
  napi_is_exception_pending(env, &pending);
  if (pending) throw JsPending();
  const napi_extended_error_info* info = nullptr;
  napi_get_last_error_info(env, &info);
  throw JsError(info != nullptr && info->error_message != nullptr ? info->error_message : "Node-API call failed");
}

napi_value Null(napi_env env) {
  napi_value value;
  napi_get_null(env, &value);
  return value;
}

napi_value Undefined(napi_env env) {
  napi_value value;
  napi_get_undefined(env, &value);
  return value;
}

napi_value MakeString(napi_env env, const char* text) {
  napi_value value;
  Check(env, napi_create_string_utf8(env, text, NAPI_AUTO_LENGTH, &value));
  return value;
}

napi_value MakeGErrorCopy(Registry& registry, const GError* error) {
  napi_env env = registry.env();
  napi_value arguments[3];
  arguments[0] = MakeString(env, error->message != nullptr ? error->message : "");
  arguments[1] = MakeString(env, g_quark_to_string(error->domain));
  Check(env, napi_create_int32(env, error->code, &arguments[2]));
  napi_value made;
  Check(env, napi_call_function(env, Undefined(env), registry.hook(Registry::Hook::MakeError), 3, arguments, &made));
  return made;
}

napi_value MakeGError(Registry& registry, GError* error) {
  napi_value made;
  try {
    made = MakeGErrorCopy(registry, error);
  } catch (...) {
    g_error_free(error);
    throw;
  }
  g_error_free(error);
  return made;
}

}  // namespace rtspnode
