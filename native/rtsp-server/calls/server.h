#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include "glib/main-context.h"
#include "rtsp-server/calls/construct.h"

namespace rtspnode {

// Binds and listens, on the thread of that context or, for null, on one that it starts. An error for a context whose
// thread may end before the server does.
void node_rtsp_server_attach(GstRTSPServer* server, NodeMainContext* context, GError** error);
// The stop sequence. False when something did not stop in time: it goes on behind.
gboolean node_rtsp_server_close(GstRTSPServer* server);

// The socket is taken over. False where no client could be made for it; the connection is closed then. `ip` and `port`
// are the peer's, and the bytes are what has been read of the connection.
gboolean node_rtsp_server_transfer_connection(GstRTSPServer* server, GSocket* socket, const gchar* ip, guint16 port,
                                              GBytes* initial_buffer, GError** error);

// All of them, with a reference to each.
GList* node_rtsp_server_client_filter(GstRTSPServer* server);

gboolean node_rtsp_server_get_guard(GstRTSPServer* server, guint guard);
void node_rtsp_server_set_guard(GstRTSPServer* server, guint guard, gboolean on);

guint node_rtsp_server_count_clients(GstRTSPServer* server);
// Those of its session pool.
guint node_rtsp_server_count_sessions(GstRTSPServer* server);

guint node_rtsp_server_get_handler_timeout(GstRTSPServer* server);
void node_rtsp_server_set_handler_timeout(GstRTSPServer* server, guint milliseconds);

}  // namespace rtspnode
