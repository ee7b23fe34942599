#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// gst_rtsp_client_close() on the client's own thread. Returns when that is done, unless the caller is itself a thread
// that waits for a handler: two such threads would wait for each other.
void node_rtsp_client_close(GstRTSPClient* client);

// The peer's address; null for a client without a connection.
gchar* node_rtsp_client_get_remote_address(GstRTSPClient* client);

}  // namespace rtspnode
