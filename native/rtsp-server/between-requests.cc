#include "rtsp-server/between-requests.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "rtsp-server/guards/visit.h"
#include "rtsp-server/types/node-media.h"

namespace rtspnode {

namespace {

// That this thread has locked: an override that C calls meanwhile may call on the same media, on this thread.
thread_local std::vector<GstRTSPMedia*> locked;

}  // namespace

BetweenRequests::BetweenRequests(GstRTSPMedia* media) {
  // The thread of a request may have the lock of its media already, and the context does not tell: PAUSE and TEARDOWN
  // set no media in it, DESCRIBE and SETUP lock before they do. It is not recursive.
  if (gst_rtsp_context_get_current()) {
    if (auto gate = GateOf(media)) {
      const bool plays_itself = PlaysInside(gate.get());
      change_ = std::make_unique<MediaGate::Change>(std::move(gate), true, plays_itself);
    }
    return;
  }
  if (std::find(locked.begin(), locked.end(), media) != locked.end()) return;
  media_ = static_cast<GstRTSPMedia*>(g_object_ref(media));
  gst_rtsp_media_lock(media_);
  locked.push_back(media_);
}

BetweenRequests::~BetweenRequests() {
  if (!media_) return;
  locked.pop_back();
  gst_rtsp_media_unlock(media_);
  g_object_unref(media_);
}

}  // namespace rtspnode
