#include "rtsp-server/prepare-client.h"

#include "rtsp-server/client-context.h"
#include "rtsp-server/guards.h"

namespace rtspnode {

namespace {

// Null is what find_media() of a client must never meet: gst_rtsp_mount_points_match() is critical of it. An empty set
// answers 404 to everybody, as a server without mount points should.
void EnsureMountPoints(GstRTSPClient* client) {
  GstRTSPMountPoints* mounts = gst_rtsp_client_get_mount_points(client);
  if (!mounts) {
    mounts = gst_rtsp_mount_points_new();
    gst_rtsp_client_set_mount_points(client, mounts);
  }
  g_object_unref(mounts);
}

// The handler of a TLS connection's `accept-certificate` has a bare pointer to the auth, and the connection lives as
// long as its client.
void KeepAuth(GstRTSPClient* client) {
  static const GQuark quark = g_quark_from_static_string("rtspnode-kept-auth");
  GstRTSPAuth* auth = gst_rtsp_client_get_auth(client);
  if (auth) g_object_set_qdata_full(G_OBJECT(client), quark, auth, g_object_unref);
}

}  // namespace

void CompleteClient(GstRTSPClient* client) {
  EnsureMountPoints(client);
  KeepAuth(client);
}

void PrepareClient(GstRTSPClient* client, GstRTSPServer* server) {
  CompleteClient(client);
  TrackClient(client, server);
  ConnectGuards(client);
}

}  // namespace rtspnode
