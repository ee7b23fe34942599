#include "rtsp-server/calls/stream.h"

#include "gst/buffers.h"
#include "marshal/function.h"
#include "rtsp-server/calls/own-stream.h"
#include "rtsp-server/locks.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_stream_new, constructs, names<"idx", "payloader", "pad">),
    FUNCTION(gst_rtsp_stream_get_index),
    FUNCTION(gst_rtsp_stream_get_srcpad, returns<full>),
    FUNCTION(gst_rtsp_stream_get_sinkpad, returns<full>),
    FUNCTION(gst_rtsp_stream_get_joined_bin, returns<full>),
    FUNCTION(gst_rtsp_stream_get_caps, returns<full>),
    FUNCTION(node_rtsp_stream_set_pt_map, names<"pt", "caps">, as<1, PayloadType>),
    FUNCTION(gst_rtsp_stream_get_control, returns<full>),
    FUNCTION(gst_rtsp_stream_set_control, nullable<1>),
    FUNCTION(gst_rtsp_stream_has_control, names<"control">, answers<Boolean>),
    FUNCTION(node_rtsp_stream_get_pt, answers<NumberOrNone>),
    FUNCTION(node_rtsp_stream_get_mtu, answers<NumberOrNone>),
    FUNCTION(node_rtsp_stream_set_mtu, answers<Boolean>),
    FUNCTION(node_rtsp_stream_get_current_seqnum, answers<NumberOrNone>),
    FUNCTION(node_rtsp_stream_set_seqnum_offset, names<"seqnum">, answers<Boolean>),
    FUNCTION(node_rtsp_stream_get_ssrc, answers<NumberOrNone>),
    FUNCTION(gst_rtsp_stream_get_dscp_qos),
    FUNCTION(gst_rtsp_stream_set_dscp_qos, as<1, Dscp>),
    FUNCTION(gst_rtsp_stream_get_profiles),
    FUNCTION(gst_rtsp_stream_set_profiles),
    FUNCTION(gst_rtsp_stream_get_protocols),
    FUNCTION(gst_rtsp_stream_set_protocols),
    FUNCTION(gst_rtsp_stream_get_buffer_size),
    // udpsink has a gint.
    FUNCTION(gst_rtsp_stream_set_buffer_size, as<1, Limited<guint{G_MAXINT}>>),
    FUNCTION(gst_rtsp_stream_get_publish_clock_mode),
    FUNCTION(gst_rtsp_stream_set_publish_clock_mode),
    FUNCTION(gst_rtsp_stream_get_rate_control, answers<Boolean>),
    FUNCTION(gst_rtsp_stream_set_rate_control, as<1, Boolean>),
    FUNCTION(gst_rtsp_stream_is_client_side, answers<Boolean>),
    FUNCTION(gst_rtsp_stream_set_client_side, as<1, Boolean>),
    FUNCTION(gst_rtsp_stream_is_complete, answers<Boolean>),
    FUNCTION(gst_rtsp_stream_is_sender, answers<Boolean>),
    FUNCTION(gst_rtsp_stream_is_receiver, answers<Boolean>),
    FUNCTION(gst_rtsp_stream_is_blocking, answers<Boolean>),
    FUNCTION(gst_rtsp_stream_set_blocked, names<"blocked">, as<1, Boolean>, answers<Boolean>),
    FUNCTION(gst_rtsp_stream_unblock_linked, answers<Boolean>),
    FUNCTION(gst_rtsp_stream_unblock_rtcp),
    FUNCTION(gst_rtsp_stream_get_rtpsession, returns<full>),
    FUNCTION(node_rtsp_stream_get_srtp_encoder, returns<full>),
    FUNCTION(gst_rtsp_stream_get_rtpinfo, answers<Boolean>, out<1>, out<2>, out<3>, out<4>),
    FUNCTION(gst_rtsp_stream_get_rates, answers<Boolean>, out<1>, out<2>),
    FUNCTION(node_rtsp_stream_get_server_port, out<1>, out<2>, names<"family">),
    FUNCTION(gst_rtsp_stream_get_multicast_iface, returns<full>),
    FUNCTION(gst_rtsp_stream_set_multicast_iface, nullable<1>),
    FUNCTION(gst_rtsp_stream_get_multicast_client_addresses, returns<full>),
    FUNCTION(gst_rtsp_stream_add_multicast_client_address, names<"destination", "rtpPort", "rtcpPort", "family">,
             answers<Boolean>, as<2, Port>, as<3, Port>),
    FUNCTION(gst_rtsp_stream_get_address_pool, returns<full>),
    FUNCTION(gst_rtsp_stream_set_address_pool, nullable<1>),
    FUNCTION(node_rtsp_stream_get_multicast_address, returns<full>, names<"family">),
    FUNCTION(node_rtsp_stream_reserve_address, returns<full>, names<"address", "port", "nPorts", "ttl">,
             as<2, Between<guint, 1, 65535>>, as<3, Between<guint, 1, 65535>>, as<4, Between<guint, 1, 255>>),
    FUNCTION(node_rtsp_stream_get_rtp_socket, returns<full>, names<"family">),
    FUNCTION(node_rtsp_stream_get_rtcp_socket, returns<full>, names<"family">),
    FUNCTION(node_rtsp_stream_get_rtp_multicast_socket, returns<full>, names<"family">),
    FUNCTION(node_rtsp_stream_get_rtcp_multicast_socket, returns<full>, names<"family">),
    FUNCTION(gst_rtsp_stream_get_max_mcast_ttl),
    FUNCTION(gst_rtsp_stream_set_max_mcast_ttl, answers<Boolean>),
    FUNCTION(gst_rtsp_stream_verify_mcast_ttl, names<"ttl">, answers<Boolean>),
    FUNCTION(gst_rtsp_stream_is_bind_mcast_address, answers<Boolean>),
    FUNCTION(gst_rtsp_stream_set_bind_mcast_address, as<1, Boolean>),
    FUNCTION(gst_rtsp_stream_get_retransmission_time),
    FUNCTION(gst_rtsp_stream_set_retransmission_time),
    FUNCTION(gst_rtsp_stream_get_retransmission_pt),
    FUNCTION(gst_rtsp_stream_set_retransmission_pt, as<1, PayloadType>),
    // gst_rtsp_stream_get_ulpfec_enabled() is declared and never exported.
    FUNCTION(gst_rtsp_stream_get_ulpfec_pt),
    FUNCTION(gst_rtsp_stream_set_ulpfec_pt, as<1, PayloadType>),
    FUNCTION(gst_rtsp_stream_get_ulpfec_percentage),
    FUNCTION(gst_rtsp_stream_set_ulpfec_percentage, as<1, Percentage>),
    FUNCTION(node_rtsp_stream_handle_keymgmt, names<"keymgmt">, answers<Boolean>),
    FUNCTION(node_rtsp_stream_update_crypto, names<"ssrc", "crypto">, nullable<2>, answers<Boolean>),
    FUNCTION(node_rtsp_stream_recv_rtp, promised, names<"buffer">, takes<1, full>, locks<kStreamLock>),
    FUNCTION(node_rtsp_stream_recv_rtcp, promised, names<"buffer">, takes<1, full>, locks<kStreamLock>),
    FUNCTION(gst_rtsp_stream_is_transport_supported, names<"transport">, answers<Boolean>),
    FUNCTION(node_rtsp_stream_add_transport, promised, names<"transport">, answers<Boolean>,
             locks<kStreamLock, kBacklogLock>),
    FUNCTION(node_rtsp_stream_remove_transport, promised, names<"transport">, answers<Boolean>,
             locks<kStreamLock, kBacklogLock>),
    FUNCTION(node_rtsp_stream_complete_stream, promised, names<"transport">, answers<Boolean>, locks<kStreamLock>),
    FUNCTION(node_rtsp_stream_join_bin, promised, names<"bin", "rtpbin", "state">, answers<Boolean>,
             locks<kStreamLock>),
    FUNCTION(node_rtsp_stream_leave_bin, promised, names<"bin", "rtpbin">, answers<Boolean>,
             locks<kStreamLock, kStreamSendLock>, joins<kSendThread, kStreamThread>),
    FUNCTION(node_rtsp_stream_allocate_udp_sockets, names<"family", "transport", "useClientSettings">, as<3, Boolean>,
             answers<Boolean>),
    FUNCTION(node_rtsp_stream_request_aux_sender, promised, returns<full>, names<"sessid">, locks<>),
    FUNCTION(node_rtsp_stream_request_aux_receiver, promised, returns<full>, names<"sessid">, locks<>),
    FUNCTION(node_rtsp_stream_request_ulpfec_decoder, promised, returns<full>, names<"rtpbin", "sessid">, locks<>),
    FUNCTION(node_rtsp_stream_request_ulpfec_encoder, promised, returns<full>, names<"sessid">, locks<>),
    // Takes stream.lock, which no thread holds while it waits for JavaScript.
    FUNCTION(node_rtsp_stream_transport_filter, answers<ObjectList>, returns<full>),
    FUNCTION(gst_rtsp_stream_query_position, promised, answers<Boolean>, out<1>, locks<kStreamLock>,
             joins<kStreamThread>),
    FUNCTION(gst_rtsp_stream_query_stop, promised, answers<Boolean>, out<1>, locks<kStreamLock>, joins<kStreamThread>),
    FUNCTION(gst_rtsp_stream_seekable, promised, answers<Boolean>, locks<kStreamLock>, joins<kStreamThread>),
};

}  // namespace

constexpr Table stream_table{
    "RTSPStream", "gst_rtsp_stream_", "GstRTSPStream", functions, {}, kStreamLock | kAddressPoolLock};

}  // namespace rtspnode
