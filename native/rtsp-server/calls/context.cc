#include "rtsp-server/calls/context.h"

#include <gio/gio.h>

namespace rtspnode {

void node_rtsp_context_set_token(GstRTSPToken* token, GError** error) {
  static const GQuark quark = g_quark_from_static_string("rtspnode-context-token");
  GstRTSPContext* context = gst_rtsp_context_get_current();
  if (!context || !context->client) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_CLOSED,
                        "the handler has settled: its request goes on without it");
    return;
  }
  if (context->token) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_EXISTS, "the request has a token already");
    return;
  }
  // Upstream never gives up the reference that it takes.
  gst_rtsp_context_set_token(context, token);
  g_object_set_qdata_full(G_OBJECT(context->client), quark, token,
                          [](gpointer data) { gst_rtsp_token_unref(static_cast<GstRTSPToken*>(data)); });
}

}  // namespace rtspnode
