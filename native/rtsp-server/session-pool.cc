#include "rtsp-server/calls/session-pool.h"

#include "marshal/function.h"
#include "rtsp-server/calls/construct.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/types/node-session-pool.h"
#include "rtsp-server/vfuncs.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_session_pool_new, constructs),
    FUNCTION(gst_rtsp_session_pool_get_max_sessions),
    FUNCTION(gst_rtsp_session_pool_set_max_sessions),
    FUNCTION(gst_rtsp_session_pool_get_n_sessions),
    FUNCTION(gst_rtsp_session_pool_create, returns<full>),
    FUNCTION(gst_rtsp_session_pool_find, names<"sessionId">, returns<full>),
    // Expired and removed sessions shut their media down.
    FUNCTION(gst_rtsp_session_pool_cleanup, promised, locks<kSessionPoolLock, kLastAccessLock, kClientLock, kTeardown>),
    FUNCTION(node_rtsp_session_pool_remove, promised, names<"session">, answers<Boolean>,
             locks<kSessionPoolLock, kLastAccessLock, kClientLock, kTeardown>),
    FUNCTION(node_rtsp_session_pool_filter, answers<ObjectList>, returns<full>),
};

constexpr VFuncEntry vfuncs[] = {
    VFUNC("createSessionId", GstRTSPSessionPoolClass, create_session_id, asks<kInMediaRequest>, returns<full>,
          answers<SessionId>, may_be_null, at_once),
    VFUNC("createSession", GstRTSPSessionPoolClass, create_session,
          never<"it is called with the lock of the session pool, which every use of the pool waits for">),
    VFUNC("sessionRemoved", GstRTSPSessionPoolClass, session_removed, tells),
};
constexpr Subclassing subclassing{node_rtsp_session_pool_get_type, vfuncs};

}  // namespace

constexpr Table session_pool_table{"RTSPSessionPool",
                                   "gst_rtsp_session_pool_",
                                   "GstRTSPSessionPool",
                                   functions,
                                   {},
                                   kSessionPoolLock | kLastAccessLock,
                                   &subclassing};

}  // namespace rtspnode
