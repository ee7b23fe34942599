#pragma once
#include <gst/rtsp-server/rtsp-server.h>

// RTSPStream where upstream reads what is not there or trusts what it is given.
namespace rtspnode {

// Properties of the payloader, which not every payloader and no depayloader has: -1 then. False when the element does
// not take the value.
gint64 node_rtsp_stream_get_pt(GstRTSPStream* stream);
gint64 node_rtsp_stream_get_mtu(GstRTSPStream* stream);
gint64 node_rtsp_stream_get_current_seqnum(GstRTSPStream* stream);
gboolean node_rtsp_stream_set_mtu(GstRTSPStream* stream, guint mtu);
gboolean node_rtsp_stream_set_seqnum_offset(GstRTSPStream* stream, guint16 seqnum);

// -1 before the stream is part of a pipeline.
gint64 node_rtsp_stream_get_ssrc(GstRTSPStream* stream);
// Both 0 when there is none.
void node_rtsp_stream_get_server_port(GstRTSPStream* stream, gint* min, gint* max, GSocketFamily family);
// Null where there is none.
GSocket* node_rtsp_stream_get_rtp_socket(GstRTSPStream* stream, GSocketFamily family);
GSocket* node_rtsp_stream_get_rtcp_socket(GstRTSPStream* stream, GSocketFamily family);
GSocket* node_rtsp_stream_get_rtp_multicast_socket(GstRTSPStream* stream, GSocketFamily family);
GSocket* node_rtsp_stream_get_rtcp_multicast_socket(GstRTSPStream* stream, GSocketFamily family);
GstRTSPAddress* node_rtsp_stream_get_multicast_address(GstRTSPStream* stream, GSocketFamily family);
GstRTSPAddress* node_rtsp_stream_reserve_address(GstRTSPStream* stream, const gchar* address, guint port, guint n_ports,
                                                 guint ttl);
// An error at the moment when rtpbin asks for the formats.
void node_rtsp_stream_set_pt_map(GstRTSPStream* stream, guint pt, GstCaps* caps, GError** error);
// Null while the stream is in no pipeline.
GstElement* node_rtsp_stream_get_srtp_encoder(GstRTSPStream* stream);

gboolean node_rtsp_stream_add_transport(GstRTSPStream* stream, GstRTSPStreamTransport* transport, GError** error);
gboolean node_rtsp_stream_remove_transport(GstRTSPStream* stream, GstRTSPStreamTransport* transport);
gboolean node_rtsp_stream_complete_stream(GstRTSPStream* stream, GstRTSPTransport* transport, GError** error);
// False for a MIKEY message that upstream cannot bear.
gboolean node_rtsp_stream_handle_keymgmt(GstRTSPStream* stream, const gchar* keymgmt);
// Null removes the key. An error for caps that are anything or nothing.
gboolean node_rtsp_stream_update_crypto(GstRTSPStream* stream, guint ssrc, GstCaps* crypto, GError** error);
// The buffer is taken over. NOT_LINKED where the stream is in no pipeline, or does not receive.
GstFlowReturn node_rtsp_stream_recv_rtp(GstRTSPStream* stream, GstBuffer* buffer);
GstFlowReturn node_rtsp_stream_recv_rtcp(GstRTSPStream* stream, GstBuffer* buffer);
// The transports that it sends to now, with a reference to each.
GList* node_rtsp_stream_transport_filter(GstRTSPStream* stream);

}  // namespace rtspnode
