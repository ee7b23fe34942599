#include "marshal/function.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(gst_rtsp_session_get_sessionid), FUNCTION(gst_rtsp_session_get_header, returns<full>),
    FUNCTION(gst_rtsp_session_get_timeout),   FUNCTION(gst_rtsp_session_set_timeout),
    FUNCTION(gst_rtsp_session_touch),         FUNCTION(gst_rtsp_session_prevent_expire),
    FUNCTION(gst_rtsp_session_allow_expire),
};

}  // namespace

constexpr Table session_table{
    "RTSPSession", "gst_rtsp_session_", "GstRTSPSession", functions, {}, kSessionLock | kLastAccessLock};

}  // namespace rtspnode
