#include "rtsp-server/group-address.h"

#include <errno.h>
#include <glib.h>
#include <netdb.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>

namespace rtspnode {

namespace {

bool IsMulticast(const sockaddr* address) {
  if (address->sa_family == AF_INET6) {
    const in6_addr* ip = &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr;
    return IN6_IS_ADDR_MULTICAST(ip) ||
           (IN6_IS_ADDR_V4MAPPED(ip) && IN_MULTICAST(g_ntohl(*reinterpret_cast<const guint32*>(&ip->s6_addr[12]))));
  }
  return IN_MULTICAST(g_ntohl(reinterpret_cast<const sockaddr_in*>(address)->sin_addr.s_addr));
}

// Which addresses of its networks are those of all hosts, the system alone knows: it lets no socket have one for its
// peer that has not asked for that. Nothing is sent.
bool IsBroadcast(const sockaddr* address, socklen_t size) {
  if (address->sa_family != AF_INET) return false;
  if (reinterpret_cast<const sockaddr_in*>(address)->sin_addr.s_addr == INADDR_BROADCAST) return true;
  const int socket = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (socket < 0) return false;
  const bool refused = connect(socket, address, size) < 0 && errno == EACCES;
  close(socket);
  return refused;
}

}  // namespace

const char* WhyUnreachable(const char* address) {
  addrinfo hints = {};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  // Of a port whichever.
  if (getaddrinfo(address, "9", &hints, &found) != 0) return nullptr;
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(found, freeaddrinfo);
  if (IsMulticast(found->ai_addr)) return "it is the address of a multicast group, not one of this machine's";
  if (IsBroadcast(found->ai_addr, found->ai_addrlen)) return "it is a broadcast address, not one of this machine's";
  return nullptr;
}

}  // namespace rtspnode
