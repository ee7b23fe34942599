#include "rtsp-server/descriptors.h"

#include <glib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

namespace rtspnode {

namespace {

// What the requests that are under way and the rest of the process may need meanwhile; a stream over UDP takes up to
// twenty.
constexpr rlim_t kLeastReserve = 64;
constexpr rlim_t kMostReserve = 256;
constexpr rlim_t kReservedFraction = 8;

}  // namespace

bool HasSpareDescriptors() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return true;
  // The system gives the lowest number that is free.
  const int probe = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (probe < 0) return false;
  close(probe);
  const rlim_t reserve = CLAMP(limit.rlim_cur / kReservedFraction, kLeastReserve, kMostReserve);
  return static_cast<rlim_t>(probe) + reserve < limit.rlim_cur;
}

}  // namespace rtspnode
