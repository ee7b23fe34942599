#pragma once

namespace rtspnode {

// Why no connection can ever come to a numeric address, though the system lets a TCP socket be bound to it: it is that
// of a multicast group, or a broadcast address. Null for every other one, and for names.
const char* WhyUnreachable(const char* address);

}  // namespace rtspnode
