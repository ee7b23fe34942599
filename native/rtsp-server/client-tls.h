#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// What upstream leaves open about a connection with TLS.

// While a client is made for a new connection: the auth that has prepared it for TLS, if any, lives as long as the
// connection, whose handler of `accept-certificate` has a bare pointer to it.
void RememberTls(GstRTSPClient* client);

// The client is closed. GIO's handshake holds the connection until somebody reads its result, which the client does not
// do any more: the descriptor would stay open, and the peer wait, for ever.
void EndHandshake(GstRTSPClient* client);

}  // namespace rtspnode
