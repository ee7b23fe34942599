#pragma once
#include <node_api.h>

#include <span>

#include "marshal/errors.h"
#include "marshal/registry.h"

namespace rtspnode {

using Exported = napi_value (*)(Registry& registry, napi_env env, std::span<napi_value> arguments);

// A function of the addon's own, for the facade: always called with `Count` arguments, missing ones undefined.
template <Exported F, size_t Count>
void Export(Registry& registry, napi_value exports, const char* name) {
  napi_env env = registry.env();
  napi_value function;
  const napi_callback callback = [](napi_env env, napi_callback_info info) {
    return Guarded(env, [&] {
      size_t count = Count;
      napi_value arguments[Count == 0 ? 1 : Count];
      void* data;
      Check(env, napi_get_cb_info(env, info, &count, arguments, nullptr, &data));
      return F(*static_cast<Registry*>(data), env, {arguments, Count});
    });
  };
  Check(env, napi_create_function(env, name, NAPI_AUTO_LENGTH, callback, &registry, &function));
  Check(env, napi_set_named_property(env, exports, name, function));
}

}  // namespace rtspnode
