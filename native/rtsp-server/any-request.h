#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// A media is made for a request: gst_rtsp_onvif_media_factory looks for its headers in the current context without
// asking whether there is any, and handlers are asked by its thread. While this lives there is one, without headers if
// need be.
class AnyRequest {
 public:
  AnyRequest();
  ~AnyRequest();
  AnyRequest(const AnyRequest&) = delete;
  AnyRequest& operator=(const AnyRequest&) = delete;

 private:
  bool pushed_ = false;
  GstRTSPMessage message_{};
  GstRTSPContext context_{};
};

// Whether the request that is being handled requires a backchannel.
gboolean node_rtsp_onvif_media_factory_requires_backchannel(GstRTSPOnvifMediaFactory* factory);

}  // namespace rtspnode
