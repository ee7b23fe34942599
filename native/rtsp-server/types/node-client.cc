#include "rtsp-server/types/node-client.h"

#include "rtsp-server/guards.h"
#include "rtsp-server/guards/setup.h"
#include "rtsp-server/guards/visit.h"

namespace rtspnode {

G_DEFINE_TYPE(NodeRTSPClient, node_rtsp_client, GST_TYPE_RTSP_CLIENT)

namespace {

// After the application's handlers of `pre-setup-request` and `new-session`; from here to the response it has no say.
gboolean ConfigureClientMedia(GstRTSPClient* client, GstRTSPMedia* media, GstRTSPStream* stream,
                              GstRTSPContext* context) {
  const GstRTSPStatusCode status =
      EnterMedia(media, MediaGate::Visitor::Moment) ? CheckMediaStatus(media) : GST_RTSP_STS_SERVICE_UNAVAILABLE;
  if (status != GST_RTSP_STS_OK) RefuseSetup(context, status);
  return GST_RTSP_CLIENT_CLASS(node_rtsp_client_parent_class)->configure_client_media(client, media, stream, context);
}

}  // namespace

static void node_rtsp_client_class_init(NodeRTSPClientClass* klass) {
  klass->parent_class.configure_client_media = ConfigureClientMedia;
}

static void node_rtsp_client_init(NodeRTSPClient*) {}

}  // namespace rtspnode
