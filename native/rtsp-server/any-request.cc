#include "rtsp-server/any-request.h"

namespace rtspnode {

AnyRequest::AnyRequest() {
  const GstRTSPContext* current = gst_rtsp_context_get_current();
  if (current && current->request) return;
  if (current) context_ = *current;
  context_.request = &message_;
  gst_rtsp_context_push_current(&context_);
  pushed_ = true;
}

AnyRequest::~AnyRequest() {
  if (pushed_) gst_rtsp_context_pop_current(&context_);
}

gboolean node_rtsp_onvif_media_factory_requires_backchannel(GstRTSPOnvifMediaFactory* factory) {
  const AnyRequest request;
  return gst_rtsp_onvif_media_factory_requires_backchannel(GST_RTSP_MEDIA_FACTORY(factory),
                                                           gst_rtsp_context_get_current());
}

}  // namespace rtspnode
