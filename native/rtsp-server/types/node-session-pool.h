#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// GstRTSPSessionPool with unguessable session ids: upstream's come from g_random_int_range(), whose state a client can
// work out from a few ids.
struct NodeRTSPSessionPool {
  GstRTSPSessionPool parent;
};

struct NodeRTSPSessionPoolClass {
  GstRTSPSessionPoolClass parent_class;
};

GType node_rtsp_session_pool_get_type();

}  // namespace rtspnode
