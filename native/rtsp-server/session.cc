#include "rtsp-server/calls/session.h"

#include "marshal/function.h"
#include "rtsp-server/locks.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(gst_rtsp_session_new, constructs, names<"sessionId">),
    FUNCTION(gst_rtsp_session_get_sessionid),
    FUNCTION(gst_rtsp_session_get_header, returns<full>),
    FUNCTION(gst_rtsp_session_get_timeout),
    FUNCTION(gst_rtsp_session_set_timeout),
    FUNCTION(gst_rtsp_session_touch),
    FUNCTION(gst_rtsp_session_prevent_expire),
    FUNCTION(gst_rtsp_session_allow_expire),
    FUNCTION(gst_rtsp_session_is_expired_usec, names<"now">, answers<Boolean>),
    FUNCTION(gst_rtsp_session_next_timeout_usec, names<"now">),
    FUNCTION(gst_rtsp_session_dup_media, returns<full>, names<"path">, out<2>),
    FUNCTION(node_rtsp_session_manage_media, promised, returns<full>, names<"path", "media">,
             locks<kSessionLock, kMediaLock>, joins<kMediaThread, kStreamThread>),
    FUNCTION(node_rtsp_session_release_media, promised, names<"media">, answers<Boolean>, locks<kTeardown>),
    FUNCTION(node_rtsp_session_filter, answers<ObjectList>, returns<full>),
};

}  // namespace

constexpr Table session_table{
    "RTSPSession", "gst_rtsp_session_", "GstRTSPSession", functions, {}, kSessionLock | kLastAccessLock};

}  // namespace rtspnode
