#include "rtsp-server/calls/auth.h"

#include <set>

#include "runtime/lock.h"

namespace rtspnode {

namespace {

struct Kept {
  Mutex mutex;
  std::set<GstRTSPToken*> tokens;
  std::set<GTlsCertificate*> certificates;
  ~Kept() {
    for (GstRTSPToken* token : tokens) gst_rtsp_token_unref(token);
    for (GTlsCertificate* certificate : certificates) g_object_unref(certificate);
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

void Keep(GstRTSPAuth* auth, GTlsCertificate* certificate) {
  if (certificate == nullptr) return;
  KeepIn(auth, [certificate](Kept* kept) {
    if (kept->certificates.insert(certificate).second) g_object_ref(certificate);
  });
}

}  // namespace

void node_rtsp_auth_add_basic(GstRTSPAuth* auth, const gchar* basic, GstRTSPToken* token) {
  Keep(auth, token);
  gst_rtsp_auth_add_basic(auth, basic, token);
}

void node_rtsp_auth_add_digest(GstRTSPAuth* auth, const gchar* user, const gchar* password, GstRTSPToken* token) {
  Keep(auth, token);
  gst_rtsp_auth_add_digest(auth, user, password, token);
}

gboolean node_rtsp_auth_parse_htdigest(GstRTSPAuth* auth, const gchar* path, GstRTSPToken* token) {
  Keep(auth, token);
  return gst_rtsp_auth_parse_htdigest(auth, path, token);
}

void node_rtsp_auth_set_default_token(GstRTSPAuth* auth, GstRTSPToken* token) {
  Keep(auth, token);
  gst_rtsp_auth_set_default_token(auth, token);
}

void node_rtsp_auth_set_tls_certificate(GstRTSPAuth* auth, GTlsCertificate* certificate) {
  Keep(auth, certificate);
  gst_rtsp_auth_set_tls_certificate(auth, certificate);
}

}  // namespace rtspnode
