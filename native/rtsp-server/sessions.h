#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// Removes the pool's expired sessions; nothing in upstream does that by itself.
//
// A session ends on the thread of the client that owns it, between two requests. gst_rtsp_session_pool_cleanup() on
// another thread would shut the session's media down under a PLAY that is still at work with it: upstream takes the
// media's lock there from 1.28.2 on, and only on one of the two ways. A session without an owner has nobody who could
// be at work with it and ends on the calling thread.
//
// What remains before 1.28.2: when a peer hangs up, client_watch_notify() ends what the client had of a shared media
// without that lock, while another client's request may be at work with the same media. Both are upstream's own code
// with nothing of ours in between; media.state_lock and the streams' locks are what keeps them apart.
void RemoveExpiredSessions(GstRTSPSessionPool* pool);

// Whether RemoveExpiredSessions() has something to do.
bool HasExpiredSessions(GstRTSPSessionPool* pool);
// Stops and removes the session's media, on the calling thread.
void StopMedia(GstRTSPSession* session);

// Stops the media of a session that has left its pool, whoever removed it and on whatever thread.
//
// Upstream stops them with the session's last reference. JavaScript may hold one for as long as it likes, and the
// pipeline would go on sending to nobody. They stop on the thread of the client that owns the session, between two
// requests, since handle_setup_request() and handle_record_request() use a session's media without a reference.
//
// A client that had streams over its connection is closed then. gst_rtsp_stream_recv_rtp() is critical of the next
// frame that it sends: handle_teardown_request() makes the client forget its channels, nothing else does.
void EndSession(GstRTSPSession* session);

// Takes a session out of its pool, and returns when its media have stopped. False when it was not there. Upstream goes
// by the session's number alone, whichever session that is.
bool RemoveFromPool(GstRTSPSessionPool* pool, GstRTSPSession* session, GError** error);

// Stops a media of a session and takes it out, on the thread of the client that owns the session, as EndSession() does;
// a client that has streams of it over its connection is closed.
void RemoveSessionMedia(GstRTSPSession* session, GstRTSPSessionMedia* media, GError** error);

}  // namespace rtspnode
