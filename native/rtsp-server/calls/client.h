#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// gst_rtsp_client_close() on the client's own thread. Returns when that is done, unless the caller is itself a thread
// that waits for a handler: two such threads would wait for each other.
void node_rtsp_client_close(GstRTSPClient* client);

// gst_rtsp_client_send_message() of a copy, with a context of its own: in a handler upstream would give the request
// that is being handled this message's session. On the client's own thread, which alone closes the connection; in a
// handler on another thread it does not wait for that.
GstRTSPResult node_rtsp_client_send_message(GstRTSPClient* client, GstRTSPSession* session, GstRTSPMessage* message,
                                            GError** error);

// The peer's address, null for a client without a connection, and its port.
const gchar* node_rtsp_client_get_connection(GstRTSPClient* client, guint16* port);

// The peer's address; null for a client without a connection.
gchar* node_rtsp_client_get_remote_address(GstRTSPClient* client);

}  // namespace rtspnode
