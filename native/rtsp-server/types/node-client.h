#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// GstRTSPClient that looks at the media once more before SETUP makes it a part of the session.
//
// A subclass that configures the media itself overrides configure_media(), not configure_client_media(): that look
// comes behind it.
struct NodeRTSPClient {
  GstRTSPClient parent;
};

struct NodeRTSPClientClass {
  GstRTSPClientClass parent_class;
  gboolean (*configure_media)(GstRTSPClient* client, GstRTSPMedia* media, GstRTSPStream* stream,
                              GstRTSPContext* context);
};

GType node_rtsp_client_get_type();

}  // namespace rtspnode
