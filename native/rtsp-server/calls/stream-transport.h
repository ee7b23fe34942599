#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

GstRTSPStreamTransport* node_rtsp_stream_transport_new(GstRTSPStream* stream, GstRTSPTransport* transport);
// An error while the transport is active, for what its client's connection relies on, and for no URL in place of one.
void node_rtsp_stream_transport_set_transport(GstRTSPStreamTransport* transport, GstRTSPTransport* value,
                                              GError** error);
void node_rtsp_stream_transport_set_url(GstRTSPStreamTransport* transport, const GstRTSPUrl* url, GError** error);
// Null without a URL: upstream is critical of that.
gchar* node_rtsp_stream_transport_get_rtpinfo(GstRTSPStreamTransport* transport, guint64 start_time);
gboolean node_rtsp_stream_transport_set_active(GstRTSPStreamTransport* transport, gboolean active, GError** error);

}  // namespace rtspnode
