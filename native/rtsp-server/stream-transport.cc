#include "rtsp-server/calls/stream-transport.h"

#include "gst/buffers.h"
#include "gst/tables.h"
#include "marshal/function.h"
#include "rtsp-server/locks.h"
#include "rtsp-server/send/transport-send.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

// As for the thread that sends; it is heard of the receiver then, and of what was sent.
#define SEND(name, parameter)                                  \
  FUNCTION(name, promised, names<parameter>, answers<Boolean>, \
           locks<kSessionLock, kStreamLock, kStreamSendLock, kBacklogLock, kClientLock, kClientSendLock>)
constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_stream_transport_new, constructs, names<"stream", "transport">, takes<1, full>),
    FUNCTION(gst_rtsp_stream_transport_get_stream),
    FUNCTION(gst_rtsp_stream_transport_get_transport),
    FUNCTION(node_rtsp_stream_transport_set_transport, takes<1, full>),
    FUNCTION(gst_rtsp_stream_transport_get_url),
    FUNCTION(node_rtsp_stream_transport_set_url, nullable<1>),
    FUNCTION(node_rtsp_stream_transport_get_rtpinfo, returns<full>, names<"startTime">),
    FUNCTION(gst_rtsp_stream_transport_is_timed_out, answers<Boolean>),
    FUNCTION(gst_rtsp_stream_transport_set_timed_out, as<1, Boolean>),
    FUNCTION(node_rtsp_stream_transport_set_active, promised, names<"active">, as<1, Boolean>, answers<Boolean>,
             locks<kStreamLock, kBacklogLock>),
    FUNCTION(node_rtsp_stream_transport_hook_callbacks, promised, locks<kStreamLock, kBacklogLock>),
    FUNCTION(node_rtsp_stream_transport_hook_keepalive),
    FUNCTION(node_rtsp_stream_transport_hook_message_sent),
    FUNCTION(node_rtsp_stream_transport_refuse, promised, locks<kStreamLock, kBacklogLock>),
    FUNCTION(node_rtsp_stream_transport_recv_data, promised, names<"channel", "buffer">, takes<2, full>,
             locks<kStreamLock>),
    SEND(node_rtsp_stream_transport_send_rtp, "buffer"),
    SEND(node_rtsp_stream_transport_send_rtcp, "buffer"),
    SEND(node_rtsp_stream_transport_send_rtp_list, "bufferList"),
    SEND(node_rtsp_stream_transport_send_rtcp_list, "bufferList"),
    FUNCTION(gst_rtsp_stream_transport_keep_alive, promised, locks<kSessionLock, kStreamLock, kBacklogLock>),
    FUNCTION(gst_rtsp_stream_transport_message_sent, promised,
             locks<kStreamLock, kStreamSendLock, kBacklogLock, kClientSendLock>),
};
#undef SEND

}  // namespace

constexpr Table stream_transport_table{
    "RTSPStreamTransport", "gst_rtsp_stream_transport_", "GstRTSPStreamTransport", functions, {}, kStreamLock};

}  // namespace rtspnode
