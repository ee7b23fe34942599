#pragma once
#include <gio/gio.h>

#include <memory>
#include <string>

#include "marshal/convert.h"

namespace rtspnode {

// The address that it is bound to; null when it is bound to none, or to one that is no internet address.
gchar* node_socket_get_local_address(GSocket* socket, guint16* port);

// GSocket* of a connection over TCP, from its file descriptor. The descriptor is duplicated before the call returns to
// JavaScript, which closes its own.
struct Connected;

RTSPNODE_NAME(Connected, "GSocket");
template <>
struct Convert<Connected> {
  struct Unref {
    void operator()(GSocket* socket) const { g_object_unref(socket); }
  };
  using Held = std::unique_ptr<GSocket, Unref>;
  static bool FromJs(Registry& registry, napi_value js, bool nullable, Held* out);
  static std::string Expected() { return "the file descriptor of a TCP connection"; }
  static void Own(Held&) {}
  static GSocket* Lend(Held& held) { return held.get(); }
  static GSocket* Give(Held& held) { return held.release(); }
};

}  // namespace rtspnode
