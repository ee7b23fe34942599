#include "rtsp-server/between-requests.h"

namespace rtspnode {

BetweenRequests::BetweenRequests(GstRTSPMedia* media) {
  // The thread of a request with a media has the lock of that one already, and two that wait for each other's would
  // wait for ever. That of a request without one has none.
  const GstRTSPContext* context = gst_rtsp_context_get_current();
  if (context && context->media) return;
  media_ = static_cast<GstRTSPMedia*>(g_object_ref(media));
  gst_rtsp_media_lock(media_);
}

BetweenRequests::~BetweenRequests() {
  if (!media_) return;
  gst_rtsp_media_unlock(media_);
  g_object_unref(media_);
}

}  // namespace rtspnode
