#include "gio/bytes.h"

#include "marshal/errors.h"

namespace rtspnode {

napi_value OctetsToJs(napi_env env, const guint8* data, gsize size) {
  napi_value js;
  Check(env, napi_create_buffer_copy(env, size, data, nullptr, &js));
  return js;
}

bool OctetsFromJs(napi_env env, napi_value js, std::vector<guint8>* out) {
  napi_typedarray_type type;
  size_t length;
  void* data;
  bool is_array = false;
  if (napi_is_typedarray(env, js, &is_array) != napi_ok || !is_array ||
      napi_get_typedarray_info(env, js, &type, &length, &data, nullptr, nullptr) != napi_ok ||
      type != napi_uint8_array) {
    return false;
  }
  const auto* bytes = static_cast<const guint8*>(data);
  if (length > 0) out->assign(bytes, bytes + length);
  return true;
}

bool Convert<GBytes*>::FromJs(Registry& registry, napi_value js, bool nullable, Held* out) {
  if (nullable && IsNullish(registry.env(), js)) return true;
  std::vector<guint8> octets;
  if (!OctetsFromJs(registry.env(), js, &octets)) return false;
  out->reset(g_bytes_new(octets.data(), octets.size()));
  return true;
}

napi_value Convert<GBytes*>::ToJs(Registry& registry, GBytes* bytes, Transfer transfer) {
  const Held taken(transfer == Transfer::Full ? bytes : nullptr);
  gsize size;
  const auto* data = static_cast<const guint8*>(g_bytes_get_data(bytes, &size));
  return OctetsToJs(registry.env(), data, size);
}

}  // namespace rtspnode
