#pragma once
#include <node_api.h>

#include <vector>

#include "rtsp-server/send/delivery.h"

namespace rtspnode {

// Calls as JavaScript gets them, three values:
//   an ArrayBuffer: a record for each packet, message or tell, then the packets' bytes
//   the number of records
//   the requests and responses; null when there is none
//
// A record is 64 bytes in the machine's order: eight uint32 (slot, channel, number of the call, place, length, buffer
// flags, kind, 0), four uint64 (pts, dts, duration, offset). The place is a byte offset from the ArrayBuffer's start,
// or the index among the messages.
void MakeBatch(Registry& registry, const std::vector<SendCall>& calls, napi_value* result);

}  // namespace rtspnode
