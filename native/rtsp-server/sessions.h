#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// Removes the pool's expired sessions; nothing in upstream does that by itself.
//
// A session ends on the thread of the client that owns it, between two requests. gst_rtsp_session_pool_cleanup() on
// another thread would shut the session's media down under a PLAY that is still at work with it: upstream takes the
// media's lock there from 1.28.2 on, and only on one of the two ways. A session without an owner has nobody who could
// be at work with it and ends on the calling thread.
void RemoveExpiredSessions(GstRTSPSessionPool* pool);

}  // namespace rtspnode
