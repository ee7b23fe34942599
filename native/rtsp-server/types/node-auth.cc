#include "rtsp-server/types/node-auth.h"

namespace rtspnode {

G_DEFINE_TYPE(NodeRTSPAuth, node_rtsp_auth, GST_TYPE_RTSP_AUTH)

namespace {

void AddChallenge(const GstRTSPContext* context, gchar* challenge) {
  gst_rtsp_message_add_header(context->response, GST_RTSP_HDR_WWW_AUTHENTICATE, challenge);
  g_free(challenge);
}

// Basic passwords and the default token are upstream's matter. It knows no user by Digest.
gboolean Authenticate(GstRTSPAuth* auth, GstRTSPContext* context) {
  if (!GST_RTSP_AUTH_CLASS(node_rtsp_auth_parent_class)->authenticate(auth, context)) return FALSE;
  GstRTSPAuthCredential** credentials =
      gst_rtsp_message_parse_auth_credentials(context->request, GST_RTSP_HDR_AUTHORIZATION);
  if (!credentials) return TRUE;
  gchar* realm = gst_rtsp_auth_get_realm(auth);
  for (GstRTSPAuthCredential** credential = credentials; *credential; credential++) {
    if ((*credential)->scheme != GST_RTSP_AUTH_DIGEST) continue;
    GstRTSPToken* token = DigestOf(auth)->Check(context, (*credential)->params, realm);
    if (!token) continue;
    context->token = token;
    break;
  }
  g_free(realm);
  gst_rtsp_auth_credentials_free(credentials);
  return TRUE;
}

// What upstream does, but for the nonce.
void GenerateAuthenticateHeader(GstRTSPAuth* auth, GstRTSPContext* context) {
  const GstRTSPAuthMethod methods = gst_rtsp_auth_get_supported_methods(auth);
  gchar* realm = gst_rtsp_auth_get_realm(auth);
  if (methods & GST_RTSP_AUTH_BASIC) AddChallenge(context, g_strdup_printf("Basic realm=\"%s\"", realm));
  if (methods & GST_RTSP_AUTH_DIGEST) {
    if (gchar* nonce = DigestOf(auth)->MakeNonce(context)) {
      AddChallenge(context, g_strdup_printf("Digest realm=\"%s\", nonce=\"%s\"", realm, nonce));
      g_free(nonce);
    }
  }
  g_free(realm);
}

void Finalize(GObject* object) {
  delete DigestOf(GST_RTSP_AUTH(object));
  G_OBJECT_CLASS(node_rtsp_auth_parent_class)->finalize(object);
}

}  // namespace

Digest* DigestOf(GstRTSPAuth* auth) {
  if (!G_TYPE_CHECK_INSTANCE_TYPE(auth, node_rtsp_auth_get_type())) return nullptr;
  return reinterpret_cast<NodeRTSPAuth*>(auth)->digest;
}

static void node_rtsp_auth_class_init(NodeRTSPAuthClass* klass) {
  G_OBJECT_CLASS(klass)->finalize = Finalize;
  klass->parent_class.authenticate = Authenticate;
  klass->parent_class.generate_authenticate_header = GenerateAuthenticateHeader;
}

static void node_rtsp_auth_init(NodeRTSPAuth* auth) { auth->digest = new Digest; }

}  // namespace rtspnode
