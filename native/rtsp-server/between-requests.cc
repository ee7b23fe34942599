#include "rtsp-server/between-requests.h"

namespace rtspnode {

BetweenRequests::BetweenRequests(GstRTSPMedia* media) {
  // The thread of a request may have the lock of its media already, and the context does not tell: PAUSE and TEARDOWN
  // set no media in it, DESCRIBE and SETUP lock before they do. It is not recursive.
  if (gst_rtsp_context_get_current()) return;
  media_ = static_cast<GstRTSPMedia*>(g_object_ref(media));
  gst_rtsp_media_lock(media_);
}

BetweenRequests::~BetweenRequests() {
  if (!media_) return;
  gst_rtsp_media_unlock(media_);
  g_object_unref(media_);
}

}  // namespace rtspnode
