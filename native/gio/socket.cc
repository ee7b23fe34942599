#include "gio/socket.h"

namespace rtspnode {

gchar* node_socket_get_local_address(GSocket* socket, guint16* port) {
  *port = 0;
  GSocketAddress* address = g_socket_get_local_address(socket, nullptr);
  if (!address) return nullptr;
  gchar* text = nullptr;
  if (G_IS_INET_SOCKET_ADDRESS(address)) {
    auto* inet = G_INET_SOCKET_ADDRESS(address);
    text = g_inet_address_to_string(g_inet_socket_address_get_address(inet));
    *port = g_inet_socket_address_get_port(inet);
  }
  g_object_unref(address);
  return text;
}

}  // namespace rtspnode
