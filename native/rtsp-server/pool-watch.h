#pragma once
#include <node_api.h>

#include "marshal/registry.h"

namespace rtspnode {

// Function for the facade: createPoolWatch(pool, slot) makes the source of gst_rtsp_session_pool_create_watch(). Its
// callback tells the facade, which answers by destroying the source or not.
//
// It mends what makes the source of upstream unusable by itself. That one is ready as long as a session is expired,
// dispatched without end while nobody removes it: ours removes expired sessions itself and rests between two
// dispatches. It computes its time-out once, when the context goes to sleep, and so does not see sessions that come
// later: ours looks again each second. And a session without a time-out may hide others that have expired.
void ExportPoolWatch(Registry& registry, napi_value exports);

}  // namespace rtspnode
