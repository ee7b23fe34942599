#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// The server that a session pool or an auth is the own one of: what happens in it is told to that server, and waits as
// long as that allows, where no other is known. Of servers that share one it is the one that was given it last. Any
// thread.
void SetOwnServer(gpointer thing, GstRTSPServer* server);
// With a reference; null when there is none, or it has gone.
GstRTSPServer* RefOwnServer(gpointer thing);

}  // namespace rtspnode
