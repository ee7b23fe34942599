#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// gst_rtsp_client_close() on the client's own thread. Returns when that is done, unless the caller is itself a thread
// that waits for a handler: two such threads would wait for each other.
void node_rtsp_client_close(GstRTSPClient* client, GError** error);

// gst_rtsp_client_send_message() of a copy, with a context of its own: in a handler upstream would give the request
// that is being handled this message's session. On the client's own thread, which alone closes the connection; in a
// handler on another thread it does not wait for that.
GstRTSPResult node_rtsp_client_send_message(GstRTSPClient* client, GstRTSPSession* session, GstRTSPMessage* message,
                                            GError** error);

// The peer's address, null for a client without a connection, and its port.
const gchar* node_rtsp_client_get_connection(GstRTSPClient* client, guint16* port);

// The peer's address; null for a client without a connection.
gchar* node_rtsp_client_get_remote_address(GstRTSPClient* client);

// The sessions that it watches, with a reference to each.
GList* node_rtsp_client_session_filter(GstRTSPClient* client);
// What GST_RTSP_FILTER_REMOVE does for one session, on the client's own thread: the client no longer watches it.
void node_rtsp_client_unwatch_session(GstRTSPClient* client, GstRTSPSession* session, GError** error);

// The transport of a channel of the connection, with a reference. Upstream looks it up without a lock, so this does so
// on the client's own thread; an error where it would have to wait for that and must not.
GstRTSPStreamTransport* node_rtsp_client_get_stream_transport(GstRTSPClient* client, guint channel, GError** error);

}  // namespace rtspnode
