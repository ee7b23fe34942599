#include "gio/socket.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rtspnode {

namespace {

bool IsTcpConnection(int descriptor) {
  int type = 0;
  socklen_t size = sizeof(type);
  sockaddr_storage peer{};
  socklen_t peer_size = sizeof(peer);
  return getsockopt(descriptor, SOL_SOCKET, SO_TYPE, &type, &size) == 0 && type == SOCK_STREAM &&
         getpeername(descriptor, reinterpret_cast<sockaddr*>(&peer), &peer_size) == 0 &&
         (peer.ss_family == AF_INET || peer.ss_family == AF_INET6);
}

}  // namespace

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

bool Convert<Connected>::FromJs(Registry& registry, napi_value js, bool, Held* out) {
  gint descriptor;
  if (!Primitive<gint>::FromJs(registry.env(), js, &descriptor) || !IsTcpConnection(descriptor)) return false;
  const int own = fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
  if (own < 0) return false;
  out->reset(g_socket_new_from_fd(own, nullptr));
  if (*out == nullptr) close(own);
  return *out != nullptr;
}

}  // namespace rtspnode
