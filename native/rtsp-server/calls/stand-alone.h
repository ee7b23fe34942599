#pragma once
#include <gst/rtsp-server/rtsp-server.h>

// Clients that JavaScript makes: no server, no socket, no thread of their own. What they are asked runs on the
// executor, one message after the other.
namespace rtspnode {

// With a session pool and a thread pool of its own.
GstRTSPClient* node_rtsp_client_new();
GstRTSPClient* node_rtsp_onvif_client_new();

// The peer that is pretended; an error when there is one already, or the client is a server's.
void node_rtsp_client_set_connection(GstRTSPClient* client, const gchar* address, guint16 port, GError** error);

// An error once the client has handled a message: upstream cannot change the pool of a client that has, or had,
// sessions.
void node_rtsp_client_set_session_pool(GstRTSPClient* client, GstRTSPSessionPool* pool, GError** error);

// gst_rtsp_client_handle_message() for such clients; the others hear their peer meanwhile, on another thread.
GstRTSPResult node_rtsp_client_handle_message(GstRTSPClient* client, GstRTSPMessage* message, GError** error);

// Whether it has no connection, has handled no message and is no server's.
bool IsUnused(GstRTSPClient* client);
// What gst_rtsp_server's own create_client() gives a client.
void GiveCollaborators(GstRTSPClient* client, GstRTSPServer* server);
// Gives an unused client to the server, with what the server's own clients have. False when it is not unused any more.
bool AdoptClient(GstRTSPClient* client, GstRTSPServer* server);

}  // namespace rtspnode
