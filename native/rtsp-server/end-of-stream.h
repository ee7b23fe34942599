#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <memory>
#include <vector>

// A media that is to end its streams before it stops (`eos-shutdown`). gst_rtsp_media_unprepare() sends an
// end-of-stream with locks that others need, and waits without limit.
namespace rtspnode {

// Sends an end-of-stream from all sources of the media's pipeline. False when data does not flow there, or some source
// does not take it. With state_lock.
bool EndStreams(GstRTSPMedia* media);

// Upstream sends an end-of-stream of its own, and its thread would wait for a source that is still getting rid of the
// first one. While this lives the pipeline has no sources for it.
class SourcesHidden {
 public:
  explicit SourcesHidden(GstRTSPMedia* media);
  ~SourcesHidden();
  SourcesHidden(const SourcesHidden&) = delete;
  SourcesHidden& operator=(const SourcesHidden&) = delete;

 private:
  std::vector<std::shared_ptr<GstElement>> hidden_;
};

}  // namespace rtspnode
