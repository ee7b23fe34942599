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

}  // namespace

void CompleteClient(GstRTSPClient* client) { EnsureMountPoints(client); }

void PrepareClient(GstRTSPClient* client, GstRTSPServer* server) {
  CompleteClient(client);
  TrackClient(client, server);
  ConnectGuards(client);
}

}  // namespace rtspnode
