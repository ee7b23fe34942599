#pragma once
#include <gst/rtsp-server/rtsp-server.h>

// What a server and a client work with. The threads that accept connections and handle requests read it without a lock
// and without a reference: what is replaced is given up on that very thread, between two requests, and never on
// JavaScript's, for it may be the last reference to a pool with sessions.
namespace rtspnode {

void node_rtsp_server_set_session_pool(GstRTSPServer* server, GstRTSPSessionPool* pool);
void node_rtsp_server_set_mount_points(GstRTSPServer* server, GstRTSPMountPoints* mounts);
void node_rtsp_server_set_auth(GstRTSPServer* server, GstRTSPAuth* auth);
void node_rtsp_server_set_thread_pool(GstRTSPServer* server, GstRTSPThreadPool* pool);

// An empty set stands for none: gst_rtsp_mount_points_match() is critical of null.
void node_rtsp_client_set_mount_points(GstRTSPClient* client, GstRTSPMountPoints* mounts);
void node_rtsp_client_set_auth(GstRTSPClient* client, GstRTSPAuth* auth);
void node_rtsp_client_set_thread_pool(GstRTSPClient* client, GstRTSPThreadPool* pool);

}  // namespace rtspnode
