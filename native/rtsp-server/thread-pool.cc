#include "marshal/function.h"
#include "rtsp-server/calls/construct.h"
#include "rtsp-server/tables.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_thread_pool_new, constructs),
    FUNCTION(gst_rtsp_thread_pool_get_max_threads),
    FUNCTION(gst_rtsp_thread_pool_set_max_threads),
};

}  // namespace

constexpr Table thread_pool_table{"RTSPThreadPool", "gst_rtsp_thread_pool_", "GstRTSPThreadPool", functions, {},
                                  kThreadPoolLock};

}  // namespace rtspnode
