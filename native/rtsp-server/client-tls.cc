#include "rtsp-server/client-tls.h"

#include <gio/gio.h>

#include "gst/weak.h"
#include "runtime/loop-thread.h"

namespace rtspnode {

namespace {

GQuark TlsQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-tls");
  return quark;
}

GQuark AuthQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-tls-auth");
  return quark;
}

bool UsesTls(GstRTSPAuth* auth) {
  GTlsCertificate* certificate = gst_rtsp_auth_get_tls_certificate(auth);
  if (certificate) g_object_unref(certificate);
  return certificate || gst_rtsp_auth_get_tls_authentication_mode(auth) != G_TLS_AUTHENTICATION_NONE;
}

// Called when the handshake has ended, and once before.
gboolean TakeResult(GObject* stream, gpointer) {
  char byte;
  GError* error = nullptr;
  g_pollable_input_stream_read_nonblocking(G_POLLABLE_INPUT_STREAM(stream), &byte, 1, nullptr, &error);
  const bool goes_on = g_error_matches(error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK);
  g_clear_error(&error);
  return goes_on ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

// Whoever still has the connection writes or reads in vain; the handshake fails at once, unless it waits for an answer
// about the peer's certificate.
void ShutDown(GTlsConnection* tls) {
  GIOStream* base;
  g_object_get(tls, "base-io-stream", &base, nullptr);
  if (G_IS_SOCKET_CONNECTION(base)) {
    g_socket_shutdown(g_socket_connection_get_socket(G_SOCKET_CONNECTION(base)), TRUE, TRUE, nullptr);
  }
  g_clear_object(&base);
}

}  // namespace

void RememberTls(GstRTSPClient* client) {
  const GstRTSPContext* context = gst_rtsp_context_get_current();
  // On a connection without TLS gst_rtsp_connection_get_tls() would begin it.
  if (!context || !context->conn || !context->auth || !UsesTls(context->auth)) return;
  GTlsConnection* tls = gst_rtsp_connection_get_tls(context->conn, nullptr);
  if (!tls) return;
  g_object_set_qdata_full(G_OBJECT(tls), AuthQuark(), g_object_ref(context->auth), g_object_unref);
  g_object_set_qdata_full(G_OBJECT(client), TlsQuark(), NewWeak(tls), FreeWeak);
}

void EndHandshake(GstRTSPClient* client) {
  auto* weak = static_cast<GWeakRef*>(g_object_get_qdata(G_OBJECT(client), TlsQuark()));
  if (!weak) return;
  auto* tls = static_cast<GTlsConnection*>(g_weak_ref_get(weak));
  if (!tls) return;
  if (g_tls_connection_get_protocol_version(tls) == G_TLS_PROTOCOL_VERSION_UNKNOWN) {
    ShutDown(tls);
    GInputStream* input = g_io_stream_get_input_stream(G_IO_STREAM(tls));
    GSource* source = g_pollable_input_stream_create_source(G_POLLABLE_INPUT_STREAM(input), nullptr);
    // The stream alone does not keep the connection.
    g_source_set_callback(source, G_SOURCE_FUNC(TakeResult), g_object_ref(tls), g_object_unref);
    g_source_attach(source, DefaultContextThread().context());
    g_source_unref(source);
  }
  g_object_unref(tls);
}

}  // namespace rtspnode
