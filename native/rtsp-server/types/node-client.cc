#include "rtsp-server/types/node-client.h"

#include "rtsp-server/guards.h"
#include "rtsp-server/guards/setup.h"
#include "rtsp-server/guards/visit.h"

namespace rtspnode {

G_DEFINE_TYPE(NodeRTSPClient, node_rtsp_client, GST_TYPE_RTSP_CLIENT)

namespace {

enum { PROP_0, PROP_POST_SESSION_TIMEOUT, PROP_DROP_BACKLOG };

void GetProperty(GObject* object, guint id, GValue* value, GParamSpec* pspec) {
  auto* client = reinterpret_cast<NodeRTSPClient*>(object);
  switch (id) {
    case PROP_POST_SESSION_TIMEOUT:
      g_value_set_int(value, g_atomic_int_get(&client->post_session_timeout));
      break;
    case PROP_DROP_BACKLOG:
      g_value_set_boolean(value, g_atomic_int_get(&client->drop_backlog));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
  }
}

void SetProperty(GObject* object, guint id, const GValue* value, GParamSpec* pspec) {
  auto* client = reinterpret_cast<NodeRTSPClient*>(object);
  switch (id) {
    case PROP_POST_SESSION_TIMEOUT:
      g_atomic_int_set(&client->post_session_timeout, g_value_get_int(value));
      break;
    case PROP_DROP_BACKLOG:
      g_atomic_int_set(&client->drop_backlog, g_value_get_boolean(value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
  }
}

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
  auto* object_class = G_OBJECT_CLASS(klass);
  object_class->get_property = GetProperty;
  object_class->set_property = SetProperty;
  g_object_class_override_property(object_class, PROP_POST_SESSION_TIMEOUT, "post-session-timeout");
  g_object_class_override_property(object_class, PROP_DROP_BACKLOG, "drop-backlog");
  klass->parent_class.configure_client_media = ConfigureClientMedia;
  klass->configure_media = ConfigureMedia;
}

static void node_rtsp_client_init(NodeRTSPClient* client) {
  client->post_session_timeout = -1;
  client->drop_backlog = TRUE;
}

}  // namespace rtspnode
