#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

gboolean node_rtsp_session_pool_remove(GstRTSPSessionPool* pool, GstRTSPSession* session, GError** error);
// All of them, with a reference to each.
GList* node_rtsp_session_pool_filter(GstRTSPSessionPool* pool);

}  // namespace rtspnode
