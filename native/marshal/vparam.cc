#include "marshal/vparam.h"

namespace rtspnode {

namespace {

// Far more than a request has options.
constexpr uint32_t kMaxStrings = 10000;

}  // namespace

bool Param<gchar**>::FromJs(Registry& registry, napi_value js, const Kept&, Given* given) {
  napi_env env = registry.env();
  bool is_array = false;
  uint32_t length = 0;
  napi_is_array(env, js, &is_array);
  if (!is_array || napi_get_array_length(env, js, &length) != napi_ok || length > kMaxStrings) return false;
  for (uint32_t i = 0; i < length; i++) {
    napi_value element;
    Check(env, napi_get_element(env, js, i, &element));
    if (!StringFromJs(env, element, &given->values.emplace_back())) return false;
  }
  return true;
}

}  // namespace rtspnode
