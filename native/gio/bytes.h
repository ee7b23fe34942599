#pragma once
#include <glib.h>

#include <memory>
#include <vector>

#include "marshal/convert.h"

namespace rtspnode {

// Bytes are a Buffer in JavaScript, and from there any Uint8Array.
napi_value OctetsToJs(napi_env env, const guint8* data, gsize size);
bool OctetsFromJs(napi_env env, napi_value js, std::vector<guint8>* out);

RTSPNODE_NAME(GBytes*, "GBytes");
template <>
struct Convert<GBytes*> {
  struct Free {
    void operator()(GBytes* bytes) const { g_bytes_unref(bytes); }
  };
  using Held = std::unique_ptr<GBytes, Free>;
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out);
  static std::string Expected() { return "a Uint8Array"; }
  static void Own(Held&) {}
  static GBytes* Lend(Held& held) { return held.get(); }
  static napi_value ToJs(Registry& registry, GBytes* bytes, Transfer transfer);
  static void Discard(GBytes* bytes) { g_bytes_unref(bytes); }
};

}  // namespace rtspnode
