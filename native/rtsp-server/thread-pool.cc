#include "marshal/function.h"
#include "rtsp-server/calls/construct.h"
#include "rtsp-server/calls/thread.h"
#include "rtsp-server/overrides.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/types/node-thread-pool.h"
#include "rtsp-server/vfuncs.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_thread_pool_new, constructs),
    FUNCTION(node_rtsp_thread_pool_get_thread, promised, returns<full>, names<"type">,
             as<1, Between<GstRTSPThreadType, GST_RTSP_THREAD_TYPE_CLIENT, GST_RTSP_THREAD_TYPE_MEDIA>>,
             invokes<&GstRTSPThreadPoolClass::get_thread>, locks<kThreadPoolLock>),
    FUNCTION(gst_rtsp_thread_pool_get_max_threads),
    FUNCTION(gst_rtsp_thread_pool_set_max_threads),
};

constexpr VFuncEntry vfuncs[] = {
    VFUNC("getThread", GstRTSPThreadPoolClass, get_thread, asks<kInMediaRequest>, returns<full>, may_be_null,
          names<"type", "context">, only<IsForMedia>, checks<CheckThread>, finishes<TakeThread>),
    VFUNC("configureThread", GstRTSPThreadPoolClass, configure_thread, asks<kInMediaRequest>,
          names<"thread", "context">, only<IsMediaThread>),
    VFUNC("threadEnter", GstRTSPThreadPoolClass, thread_enter,
          never<"the thread that begins would do nothing until JavaScript answers">),
    VFUNC("threadLeave", GstRTSPThreadPoolClass, thread_leave,
          never<"the thread that ends would go on until JavaScript answers">),
};
constexpr Subclassing subclassing{node_rtsp_thread_pool_get_type, vfuncs, nullptr, ForgetThreads};

}  // namespace

constexpr Table thread_pool_table{
    "RTSPThreadPool", "gst_rtsp_thread_pool_", "GstRTSPThreadPool", functions, {}, kThreadPoolLock, &subclassing};

}  // namespace rtspnode
