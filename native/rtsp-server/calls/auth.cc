#include "rtsp-server/calls/auth.h"

#include <gio/gio.h>

#include <set>

#include "gio/tls-certificate.h"
#include "rtsp-server/guards.h"
#include "rtsp-server/types/node-auth.h"
#include "runtime/lock.h"

namespace rtspnode {

namespace {

struct Kept {
  Mutex mutex;
  std::set<GstRTSPToken*> tokens;
  std::set<GObject*> objects;
  bool in_use = false;
  ~Kept() {
    for (GstRTSPToken* token : tokens) gst_rtsp_token_unref(token);
    for (GObject* object : objects) g_object_unref(object);
  }
};

template <typename Insert>
void KeepIn(GstRTSPAuth* auth, Insert&& insert) {
  static const GQuark quark = g_quark_from_static_string("rtspnode-kept");
  // Only the JS threads get here; two of them may share an auth.
  static auto* mutex = new Mutex;
  Lock lock(*mutex);
  auto* kept = static_cast<Kept*>(g_object_get_qdata(G_OBJECT(auth), quark));
  if (kept == nullptr) {
    kept = new Kept;
    g_object_set_qdata_full(G_OBJECT(auth), quark, kept, [](gpointer data) { delete static_cast<Kept*>(data); });
  }
  insert(kept);
}

void Keep(GstRTSPAuth* auth, GstRTSPToken* token) {
  if (token == nullptr) return;
  KeepIn(auth, [token](Kept* kept) {
    if (kept->tokens.insert(token).second) gst_rtsp_token_ref(token);
  });
}

void Keep(GstRTSPAuth* auth, gpointer object) {
  if (object == nullptr) return;
  KeepIn(auth, [object](Kept* kept) {
    if (kept->objects.insert(G_OBJECT(object)).second) g_object_ref(object);
  });
}

bool IsInUse(GstRTSPAuth* auth) {
  bool in_use = false;
  KeepIn(auth, [&in_use](const Kept* kept) { in_use = kept->in_use; });
  return in_use;
}

void Refuse(GError** error, const gchar* text) { g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_BUSY, text); }

// Null when the check can be made.
const char* FindObstacle(const GstRTSPContext* context, const char* check) {
  if (context == nullptr) return "this works only in a handler that C waits for, while it has not answered";
  if (context->auth == nullptr) return nullptr;
  // It would connect the handlers of the TLS connection once more.
  if (g_str_equal(check, GST_RTSP_AUTH_CHECK_CONNECT)) return "the server has checked the connection itself";
  if (context->request == nullptr || context->response == nullptr || context->client == nullptr ||
      context->conn == nullptr || gst_rtsp_connection_get_ip(context->conn) == nullptr) {
    return "there is no request that could be checked";
  }
  // An override that adds to the refusal would find it sent.
  if (context->response->type == GST_RTSP_MESSAGE_RESPONSE &&
      context->response->type_data.response.code == GST_RTSP_STS_UNAUTHORIZED) {
    return "the request is being refused already";
  }
  if (IsBeingSent(context->response)) return "the response is being sent";
  if (g_str_has_prefix(check, "auth.check.media.factory.") && context->factory == nullptr) {
    return "the request has no factory yet";
  }
  return nullptr;
}

}  // namespace

gboolean node_rtsp_auth_check(const gchar* check, GError** error) {
  GstRTSPContext* context = gst_rtsp_context_get_current();
  if (const char* obstacle = FindObstacle(context, check)) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "RTSPAuth.check(): %s", obstacle);
    return FALSE;
  }
  const gboolean allowed = gst_rtsp_auth_check(check);
  // The refusal that was sent took the response with it, and handle_options_request() has no other: it would send none.
  if (!allowed && context->method == GST_RTSP_OPTIONS && context->response != nullptr &&
      context->response->type == GST_RTSP_MESSAGE_INVALID) {
    gst_rtsp_message_init_response(context->response, GST_RTSP_STS_UNAUTHORIZED, nullptr, context->request);
  }
  return allowed;
}

void node_rtsp_auth_add_basic(GstRTSPAuth* auth, const gchar* basic, GstRTSPToken* token) {
  Keep(auth, token);
  gst_rtsp_auth_add_basic(auth, basic, token);
}

void node_rtsp_auth_add_digest(GstRTSPAuth* auth, const gchar* user, const gchar* password, GstRTSPToken* token) {
  Keep(auth, token);
  if (Digest* digest = DigestOf(auth)) {
    digest->AddUser(user, password, token);
  } else {
    gst_rtsp_auth_add_digest(auth, user, password, token);
  }
}

void node_rtsp_auth_remove_digest(GstRTSPAuth* auth, const gchar* user) {
  if (Digest* digest = DigestOf(auth)) {
    digest->RemoveUser(user);
  } else {
    gst_rtsp_auth_remove_digest(auth, user);
  }
}

gboolean node_rtsp_auth_parse_htdigest(GstRTSPAuth* auth, const gchar* path, GstRTSPToken* token) {
  Keep(auth, token);
  Digest* digest = DigestOf(auth);
  return digest ? digest->AddFile(path, token) : gst_rtsp_auth_parse_htdigest(auth, path, token);
}

void node_rtsp_auth_set_default_token(GstRTSPAuth* auth, GstRTSPToken* token) {
  Keep(auth, token);
  gst_rtsp_auth_set_default_token(auth, token);
}

void node_rtsp_auth_set_tls_certificate(GstRTSPAuth* auth, GTlsCertificate* certificate, GError** error) {
  if (!certificate) {
    GTlsCertificate* before = gst_rtsp_auth_get_tls_certificate(auth);
    if (!before) return;
    g_object_unref(before);
    if (IsInUse(auth)) {
      Refuse(error, "an auth that is in use can be given another certificate, but not none");
    } else {
      gst_rtsp_auth_set_tls_certificate(auth, nullptr);
    }
    return;
  }
  if (!HasPrivateKey(certificate)) {
    Refuse(error, "a server's certificate needs its private key: the PEM text must have both");
    return;
  }
  Keep(auth, static_cast<gpointer>(certificate));
  gst_rtsp_auth_set_tls_certificate(auth, certificate);
}

void node_rtsp_auth_set_tls_database(GstRTSPAuth* auth, GTlsDatabase* database) {
  Keep(auth, static_cast<gpointer>(database));
  gst_rtsp_auth_set_tls_database(auth, database);
}

void node_rtsp_auth_set_realm(GstRTSPAuth* auth, const gchar* realm, GError** error) {
  if (IsInUse(auth)) {
    Refuse(error, "the realm is set before a server or a client is given the auth");
  } else {
    gst_rtsp_auth_set_realm(auth, realm);
  }
}

void UseAuth(GstRTSPAuth* auth) {
  if (auth) KeepIn(auth, [](Kept* kept) { kept->in_use = true; });
}

}  // namespace rtspnode
