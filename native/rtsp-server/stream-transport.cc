#include "rtsp-server/calls/stream-transport.h"

#include "marshal/function.h"
#include "rtsp-server/locks.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

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
};

}  // namespace

constexpr Table stream_transport_table{
    "RTSPStreamTransport", "gst_rtsp_stream_transport_", "GstRTSPStreamTransport", functions, {}, kStreamLock};

}  // namespace rtspnode
