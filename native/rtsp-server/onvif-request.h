#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// gst_rtsp_onvif_media_factory reads the headers of the request that a media is made for, and looks for it in the
// current context without asking whether there is any: while this lives there is one, without headers if need be.
class OnvifRequest {
 public:
  OnvifRequest();
  ~OnvifRequest();
  OnvifRequest(const OnvifRequest&) = delete;
  OnvifRequest& operator=(const OnvifRequest&) = delete;

 private:
  bool pushed_ = false;
  GstRTSPMessage message_{};
  GstRTSPContext context_{};
};

// Whether the request that is being handled requires a backchannel.
gboolean node_rtsp_onvif_media_factory_requires_backchannel(GstRTSPOnvifMediaFactory* factory);

}  // namespace rtspnode
