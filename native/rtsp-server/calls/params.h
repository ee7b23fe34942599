#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// For the request that the calling thread handles; an error when it handles none.
GstRTSPResult node_rtsp_params_set(GError** error);
GstRTSPResult node_rtsp_params_get(GError** error);

}  // namespace rtspnode
