#include "rtsp-server/calls/session-media.h"

#include "marshal/function.h"
#include "rtsp-server/locks.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(gst_rtsp_session_media_get_media),
    FUNCTION(gst_rtsp_session_media_matches, names<"path">, answers<Boolean>, out<2>),
    // sessmedia.lock is held while a pipeline changes its state.
    FUNCTION(gst_rtsp_session_media_get_base_time, promised, locks<kStateLock>),
    FUNCTION(gst_rtsp_session_media_get_rtpinfo, promised, returns<full>,
             locks<kSessionMediaLock, kMediaLock, kStreamLock>, joins<kMediaThread, kStreamThread>),
    FUNCTION(gst_rtsp_session_media_get_rtsp_state, promised, locks<kSessionMediaLock>),
    FUNCTION(gst_rtsp_session_media_set_rtsp_state, promised, names<"state">, locks<kSessionMediaLock>),
    // Takes global_lock, too, but not in the handler of a request, whose thread may have it.
    FUNCTION(node_rtsp_session_media_set_state, promised, names<"state">, as<1, TargetState>, answers<Boolean>,
             locks<kTeardown>, joins<kMediaThread>),
    FUNCTION(node_rtsp_session_media_get_transport, promised, returns<full>, names<"index">, locks<kSessionMediaLock>),
    FUNCTION(node_rtsp_session_media_get_transports, promised, answers<ObjectArray>, returns<full>,
             locks<kSessionMediaLock, kMediaLock>),
    FUNCTION(node_rtsp_session_media_set_transport, promised, returns<full>, names<"stream", "transport">,
             takes<2, full>, locks<kSessionMediaLock>),
    FUNCTION(node_rtsp_session_media_alloc_channels, promised, answers<Boolean>, out<1>, out<2>,
             locks<kSessionMediaLock>),
};

}  // namespace

constexpr Table session_media_table{
    "RTSPSessionMedia", "gst_rtsp_session_media_", "GstRTSPSessionMedia", functions, {}};

}  // namespace rtspnode
