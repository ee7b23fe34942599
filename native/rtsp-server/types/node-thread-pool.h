#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// GstRTSPThreadPool that remembers on which context it put a client: closing a client from another thread while its
// own reads from the connection is a race in upstream, so what closes clients does it there (see client-context.h).
struct NodeRTSPThreadPool {
  GstRTSPThreadPool parent;
};

struct NodeRTSPThreadPoolClass {
  GstRTSPThreadPoolClass parent_class;
};

GType node_rtsp_thread_pool_get_type();

}  // namespace rtspnode
