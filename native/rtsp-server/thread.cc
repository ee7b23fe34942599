#include "rtsp-server/calls/thread.h"

#include "glib/tables.h"
#include "marshal/function.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/vfuncs.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_thread_get_thread_type),
    FUNCTION(node_rtsp_thread_get_context, returns<full>),
    FUNCTION(node_rtsp_thread_reuse, answers<Boolean>),
    FUNCTION(node_rtsp_thread_stop),
};

}  // namespace

constexpr Table thread_table{"RTSPThread", "gst_rtsp_thread_", "GstRTSPThread", functions, {}};

}  // namespace rtspnode
