#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// Upstream goes through the formats of a stream without the lock with which it adds one. One of them at a time.
class FormatsUse {
 public:
  explicit FormatsUse(GstRTSPStream* stream);
  ~FormatsUse();
  FormatsUse(const FormatsUse&) = delete;
  FormatsUse& operator=(const FormatsUse&) = delete;

 private:
  GstRTSPStream* const stream_;
};

// An error while somebody goes through the formats: he may wait for a lock of rtpbin.
void AddFormat(GstRTSPStream* stream, guint pt, GstCaps* caps, GError** error);

}  // namespace rtspnode
