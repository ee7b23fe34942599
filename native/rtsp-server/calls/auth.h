#pragma once
#include <gst/rtsp-server/rtsp-server.h>

// A request that is under way holds its token without a reference (GstRTSPContext.token), so a token that the
// application replaces or removes meanwhile would be freed under it: an RTSPAuth keeps every token that it was given.
namespace rtspnode {

void node_rtsp_auth_add_basic(GstRTSPAuth* auth, const gchar* basic, GstRTSPToken* token);
void node_rtsp_auth_add_digest(GstRTSPAuth* auth, const gchar* user, const gchar* password, GstRTSPToken* token);
void node_rtsp_auth_remove_digest(GstRTSPAuth* auth, const gchar* user);
gboolean node_rtsp_auth_parse_htdigest(GstRTSPAuth* auth, const gchar* path, GstRTSPToken* token);
void node_rtsp_auth_set_default_token(GstRTSPAuth* auth, GstRTSPToken* token);

// gst_rtsp_auth_check() for the request that the calling thread handles. An error where there is none, and where the
// check needs what the context does not have: upstream is critical of that.
gboolean node_rtsp_auth_check(const gchar* check, GError** error);
// A connection that is being accepted looks at the certificate twice, and without a reference: it gets no null in place
// of one from an auth that is in use. Nor does a request take a lock to read the realm.
void node_rtsp_auth_set_tls_certificate(GstRTSPAuth* auth, GTlsCertificate* certificate, GError** error);
void node_rtsp_auth_set_realm(GstRTSPAuth* auth, const gchar* realm, GError** error);
// A connection that is being accepted reads it without a reference: every database that the auth was given is kept.
void node_rtsp_auth_set_tls_database(GstRTSPAuth* auth, GTlsDatabase* database);
// A server or a client is going to be given it, or null: from then on it is in use.
void UseAuth(GstRTSPAuth* auth);

}  // namespace rtspnode
