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

// The buffer is taken over. NOT_LINKED for a channel that is none of the transport's.
GstFlowReturn node_rtsp_stream_transport_recv_data(GstRTSPStreamTransport* transport, guint channel, GstBuffer* buffer);
// Whether it was sent. An error for what does not fit into interleaved data, and for more than a list may have.
gboolean node_rtsp_stream_transport_send_rtp(GstRTSPStreamTransport* transport, GstBuffer* buffer, GError** error);
gboolean node_rtsp_stream_transport_send_rtcp(GstRTSPStreamTransport* transport, GstBuffer* buffer, GError** error);
gboolean node_rtsp_stream_transport_send_rtp_list(GstRTSPStreamTransport* transport, GstBufferList* list,
                                                  GError** error);
gboolean node_rtsp_stream_transport_send_rtcp_list(GstRTSPStreamTransport* transport, GstBufferList* list,
                                                   GError** error);

}  // namespace rtspnode
