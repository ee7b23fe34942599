#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <memory>
#include <vector>

#include "runtime/lock.h"

namespace rtspnode {

// What a media's streams are, for who must not take media.lock.
class StreamList {
 public:
  StreamList() = default;
  ~StreamList();
  StreamList(const StreamList&) = delete;
  StreamList& operator=(const StreamList&) = delete;

  void Add(GstRTSPStream* stream);
  void Remove(GstRTSPStream* stream);
  // The newest one of that number, with a reference; null when there is none.
  GstRTSPStream* Ref(guint index);

 private:
  Mutex mutex_;  // a leaf
  std::vector<GstRTSPStream*> streams_;
};

// gst_rtsp_stream_join_bin() holds stream.lock while rtpbin asks for elements, for retransmission and error correction,
// and upstream's handlers of these questions take media.lock: whoever has that one and goes through the streams (most
// setters of a media) would wait for the other for ever. Here the questions are answered in upstream's place, with what
// it would have answered, and without that lock. Before upstream connects its own handlers.
void AnswerRtpbin(GstElement* rtpbin, GstRTSPMedia* media, const std::shared_ptr<StreamList>& streams);

bool IsRtpbin(gpointer instance);
// Whether a media has it.
bool IsOfMedia(GstElement* rtpbin);

}  // namespace rtspnode
