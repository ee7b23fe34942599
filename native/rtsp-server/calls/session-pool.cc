#include "rtsp-server/calls/session-pool.h"

#include "rtsp-server/sessions.h"

namespace rtspnode {

gboolean node_rtsp_session_pool_remove(GstRTSPSessionPool* pool, GstRTSPSession* session, GError** error) {
  return RemoveFromPool(pool, session, error);
}

GList* node_rtsp_session_pool_filter(GstRTSPSessionPool* pool) {
  return gst_rtsp_session_pool_filter(pool, nullptr, nullptr);
}

}  // namespace rtspnode
