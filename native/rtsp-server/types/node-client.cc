#include "rtsp-server/types/node-client.h"

#include "rtsp-server/guards.h"
#include "rtsp-server/guards/setup.h"
#include "rtsp-server/guards/visit.h"

namespace rtspnode {

G_DEFINE_TYPE(NodeRTSPClient, node_rtsp_client, GST_TYPE_RTSP_CLIENT)

namespace {

gboolean ConfigureMedia(GstRTSPClient* client, GstRTSPMedia* media, GstRTSPStream* stream, GstRTSPContext* context) {
  return GST_RTSP_CLIENT_CLASS(node_rtsp_client_parent_class)->configure_client_media(client, media, stream, context);
}

// After the application's handlers of `pre-setup-request` and `new-session`, and its own part of this; from here until
// the media is the session's it has no say.
gboolean ConfigureClientMedia(GstRTSPClient* client, GstRTSPMedia* media, GstRTSPStream* stream,
                              GstRTSPContext* context) {
  auto* klass = reinterpret_cast<NodeRTSPClientClass*>(G_OBJECT_GET_CLASS(client));
  if (!klass->configure_media(client, media, stream, context)) return FALSE;
  const GstRTSPStatusCode status =
      EnterMedia(media, MediaGate::Visitor::Moment) ? CheckMediaStatus(media) : GST_RTSP_STS_SERVICE_UNAVAILABLE;
  if (status != GST_RTSP_STS_OK) RefuseSetup(context, status);
  return TRUE;
}

}  // namespace

static void node_rtsp_client_class_init(NodeRTSPClientClass* klass) {
  klass->parent_class.configure_client_media = ConfigureClientMedia;
  klass->configure_media = ConfigureMedia;
}

static void node_rtsp_client_init(NodeRTSPClient*) {}

}  // namespace rtspnode
