#include "rtsp-server/types/node-client.h"

#include "rtsp-server/guards.h"
#include "rtsp-server/guards/onvif.h"
#include "rtsp-server/guards/setup.h"
#include "rtsp-server/guards/transports.h"
#include "rtsp-server/guards/visit.h"
#include "rtsp-server/multicast-ports.h"
#include "rtsp-server/slow-transports.h"

namespace rtspnode {

G_DEFINE_TYPE(NodeRTSPClient, node_rtsp_client, GST_TYPE_RTSP_CLIENT)
G_DEFINE_TYPE(NodeRTSPOnvifClient, node_rtsp_onvif_client, GST_TYPE_RTSP_ONVIF_CLIENT)

namespace {

enum { PROP_0, PROP_POST_SESSION_TIMEOUT, PROP_DROP_BACKLOG };

// What is the same for both classes, each with its own parent.
template <typename Instance, typename Class>
struct Methods {
  static inline GstRTSPClientClass* parent = nullptr;

  static ClientState* StateOf(gpointer client) { return &static_cast<Instance*>(client)->state; }

  static void GetProperty(GObject* object, guint id, GValue* value, GParamSpec* pspec) {
    switch (id) {
      case PROP_POST_SESSION_TIMEOUT:
        g_value_set_int(value, g_atomic_int_get(&StateOf(object)->post_session_timeout));
        break;
      case PROP_DROP_BACKLOG:
        g_value_set_boolean(value, g_atomic_int_get(&StateOf(object)->drop_backlog));
        break;
      default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
    }
  }

  static void SetProperty(GObject* object, guint id, const GValue* value, GParamSpec* pspec) {
    switch (id) {
      case PROP_POST_SESSION_TIMEOUT:
        g_atomic_int_set(&StateOf(object)->post_session_timeout, g_value_get_int(value));
        break;
      case PROP_DROP_BACKLOG:
        g_atomic_int_set(&StateOf(object)->drop_backlog, g_value_get_boolean(value));
        break;
      default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, pspec);
    }
  }

  static gboolean ConfigureMedia(GstRTSPClient* client, GstRTSPMedia* media, GstRTSPStream* stream,
                                 GstRTSPContext* context) {
    return parent->configure_client_media(client, media, stream, context);
  }

  static gchar* MakePathFromUri(GstRTSPClient* client, const GstRTSPUrl* url) {
    JoinTransports();
    return parent->make_path_from_uri(client, url);
  }

  // After the application's handlers of `pre-setup-request` and `new-session`, and its own part of this; from here
  // until the media is the session's it has no say.
  static gboolean ConfigureClientMedia(GstRTSPClient* client, GstRTSPMedia* media, GstRTSPStream* stream,
                                       GstRTSPContext* context) {
    auto* klass = reinterpret_cast<Class*>(G_OBJECT_GET_CLASS(client));
    if (!klass->configure_media(client, media, stream, context)) return FALSE;
    const GstRTSPStatusCode status =
        EnterMedia(media, MediaGate::Visitor::Moment) ? CheckMediaStatus(media) : GST_RTSP_STS_SERVICE_UNAVAILABLE;
    if (status != GST_RTSP_STS_OK) RefuseSetup(context, status);
    return TRUE;
  }

  static gboolean ConfigureClientTransport(GstRTSPClient* client, GstRTSPContext* context,
                                           GstRTSPTransport* transport) {
    if (transport->lower_transport != GST_RTSP_LOWER_TRANS_UDP_MCAST) {
      return parent->configure_client_transport(client, context, transport);
    }
    if (!CanBindMulticastAddress(context->stream)) return FALSE;
    ForgottenAddresses forgotten(context->stream);
    if (!parent->configure_client_transport(client, context, transport)) return FALSE;
    forgotten.GiveBack();
    return TRUE;
  }

  static void InitClass(Class* klass, gpointer parent_class) {
    parent = GST_RTSP_CLIENT_CLASS(parent_class);
    auto* object_class = G_OBJECT_CLASS(klass);
    object_class->get_property = GetProperty;
    object_class->set_property = SetProperty;
    InstallTransportDropped(G_TYPE_FROM_CLASS(klass));
    g_object_class_override_property(object_class, PROP_POST_SESSION_TIMEOUT, "post-session-timeout");
    g_object_class_override_property(object_class, PROP_DROP_BACKLOG, "drop-backlog");
    GST_RTSP_CLIENT_CLASS(klass)->make_path_from_uri = MakePathFromUri;
    GST_RTSP_CLIENT_CLASS(klass)->configure_client_media = ConfigureClientMedia;
    GST_RTSP_CLIENT_CLASS(klass)->configure_client_transport = ConfigureClientTransport;
    klass->configure_media = ConfigureMedia;
  }

  static void InitInstance(Instance* client) {
    client->state.post_session_timeout = -1;
    client->state.drop_backlog = TRUE;
  }
};

using PlainMethods = Methods<NodeRTSPClient, NodeRTSPClientClass>;
using OnvifMethods = Methods<NodeRTSPOnvifClient, NodeRTSPOnvifClientClass>;

gchar* CheckRequirements(GstRTSPClient* client, GstRTSPContext* context, gchar** options) {
  // Of a request for `*` upstream would be critical.
  if (!context->uri) return FindForeignOptions(options);
  return OnvifMethods::parent->check_requirements(client, context, options);
}

// The last of the emission: `answer` has what the handlers have answered.
void CompleteRequirements(GClosure*, GValue* answer, guint, const GValue* params, gpointer, gpointer) {
  auto* client = GST_RTSP_CLIENT(g_value_get_object(&params[0]));
  auto* context = static_cast<GstRTSPContext*>(g_value_peek_pointer(&params[1]));
  auto** options = static_cast<gchar**>(g_value_get_boxed(&params[2]));
  const gchar* left = g_value_get_string(answer);
  gchar** left_options = left ? SplitOptions(left) : g_strdupv(options);
  if (*left_options) {
    GstRTSPClientClass* klass = GST_RTSP_CLIENT_GET_CLASS(client);
    g_value_take_string(answer, klass->check_requirements(client, context, left_options));
  }
  g_strfreev(left_options);
}

}  // namespace

static void node_rtsp_client_class_init(NodeRTSPClientClass* klass) {
  PlainMethods::InitClass(klass, node_rtsp_client_parent_class);
}

static void node_rtsp_client_init(NodeRTSPClient* client) { PlainMethods::InitInstance(client); }

static void node_rtsp_onvif_client_class_init(NodeRTSPOnvifClientClass* klass) {
  OnvifMethods::InitClass(klass, node_rtsp_onvif_client_parent_class);
  GST_RTSP_CLIENT_CLASS(klass)->check_requirements = CheckRequirements;
  GClosure* complete = g_closure_new_simple(sizeof(GClosure), nullptr);
  g_closure_set_meta_marshal(complete, nullptr, CompleteRequirements);
  g_signal_override_class_closure(g_signal_lookup("check-requirements", GST_TYPE_RTSP_CLIENT), G_TYPE_FROM_CLASS(klass),
                                  complete);
}

static void node_rtsp_onvif_client_init(NodeRTSPOnvifClient* client) { OnvifMethods::InitInstance(client); }

}  // namespace rtspnode
