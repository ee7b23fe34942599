#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// GstRTSPClient that looks at the media once more before SETUP makes it a part of the session.
struct NodeRTSPClient {
  GstRTSPClient parent;
};

struct NodeRTSPClientClass {
  GstRTSPClientClass parent_class;
};

GType node_rtsp_client_get_type();

}  // namespace rtspnode
