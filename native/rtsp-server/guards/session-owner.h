#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// Which client a session belongs to: the one whose SETUP made it. When that client's connection has gone, the next
// client from the same address, authenticated as the same user if the first was, that names the session takes it over.

enum class Claim {
  Own,
  Unauthenticated,  // would be its own as soon as it says who it is
  Foreign,
};

// Whether a client may use the session; takes it over where that is allowed. On the client's own thread.
Claim ClaimSession(GstRTSPClient* client, GstRTSPSession* session, GstRTSPToken* token);

// Makes the client stop watching the sessions that are not its own: handle_request() and handle_response() make a
// client watch whatever session a message names, before any check, and a client that goes takes the sessions it
// watches with it. Gives the worst claim that was found. On the client's own thread, without client.lock; whatever else
// is held during its signals (often the media's global lock) does not matter to it.
Claim DropForeignSessions(GstRTSPClient* client, GstRTSPContext* context);

// Makes the client stop watching one session, which stays in its pool. On the client's own thread.
void UnwatchSession(GstRTSPClient* client, GstRTSPSession* session);

// The client that owns the session and is still connected, with a reference; null when there is none.
GstRTSPClient* RefSessionOwner(GstRTSPSession* session);

// The server for one of whose clients the session was made, with a reference; null when there is none.
GstRTSPServer* RefSessionServer(GstRTSPSession* session);
bool IsSessionOf(GstRTSPSession* session, GstRTSPServer* server);

// Whether a stream of the session was ever set up over the RTSP connection.
void MarkInterleaved(GstRTSPSession* session);
bool IsInterleaved(GstRTSPSession* session);

// Connects what notes the owner of each new session.
void ConnectSessionOwner(GstRTSPClient* client);

}  // namespace rtspnode
