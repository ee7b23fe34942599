#include "rtsp-server/guards/transports.h"

#include <string.h>

#include "rtsp-server/guards/header.h"

namespace rtspnode {

namespace {

// Of the peer, as GstRTSPClient looks at it.
GSocketFamily FamilyOf(GstRTSPClient* client) {
  GstRTSPConnection* connection = gst_rtsp_client_get_connection(client);
  const GstRTSPUrl* url = connection ? gst_rtsp_connection_get_url(connection) : nullptr;
  return url && url->host && strchr(url->host, ':') ? G_SOCKET_FAMILY_IPV6 : G_SOCKET_FAMILY_IPV4;
}

bool HasMulticastAddress(GstRTSPContext* context) {
  GstRTSPAddress* address = gst_rtsp_stream_get_multicast_address(context->stream, FamilyOf(context->client));
  if (!address) return false;
  gst_rtsp_address_free(address);
  return true;
}

bool IsMulticast(const gchar* alternative, gsize length) {
  return g_strstr_len(alternative, static_cast<gssize>(length), "multicast") != nullptr;
}

}  // namespace

void JoinTransports() {
  const GstRTSPContext* context = gst_rtsp_context_get_current();
  if (!context || !context->request || context->request->type != GST_RTSP_MESSAGE_REQUEST ||
      context->request->type_data.request.method != GST_RTSP_SETUP) {
    return;
  }
  gchar* value;
  if (gst_rtsp_message_get_header(context->request, GST_RTSP_HDR_TRANSPORT, &value, 1) != GST_RTSP_OK) return;
  GString* all = g_string_new(nullptr);
  for (gint i = 0; gst_rtsp_message_get_header(context->request, GST_RTSP_HDR_TRANSPORT, &value, i) == GST_RTSP_OK;
       i++) {
    if (i > 0) g_string_append_c(all, ',');
    g_string_append(all, value);
  }
  gst_rtsp_message_remove_header(context->request, GST_RTSP_HDR_TRANSPORT, -1);
  gst_rtsp_message_take_header(context->request, GST_RTSP_HDR_TRANSPORT, g_string_free(all, FALSE));
}

void DropUnavailableMulticast(GstRTSPContext* context) {
  auto* alternative = const_cast<gchar*>(FindHeader(context->request, GST_RTSP_HDR_TRANSPORT));
  if (!alternative || !(gst_rtsp_stream_get_protocols(context->stream) & GST_RTSP_LOWER_TRANS_UDP_MCAST)) return;
  gchar* end;
  for (; (end = strchr(alternative, ',')); alternative = end + 1) {
    const gsize length = end - alternative;
    // Upstream would take the first one that can be.
    if (!IsMulticast(alternative, length) || HasMulticastAddress(context)) return;
    memset(alternative, ',', length);
  }
}

}  // namespace rtspnode
