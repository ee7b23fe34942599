#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <memory>

#include "rtsp-server/media-gate.h"

namespace rtspnode {

// While it lives no request that concerns the media is handled. In the handler of a request, whose thread may have the
// lock, it goes through the media's gate instead: the PLAY or RECORD of another client that is inside is waited for.
// What an application does to a media's state goes between two requests: PLAY asserts that the pipeline which it has
// completed is there until the response is made (get_rates), and reads streams that must not leave their bin meanwhile.
class BetweenRequests {
 public:
  explicit BetweenRequests(GstRTSPMedia* media);
  ~BetweenRequests();
  BetweenRequests(const BetweenRequests&) = delete;
  BetweenRequests& operator=(const BetweenRequests&) = delete;

 private:
  GstRTSPMedia* media_ = nullptr;
  std::unique_ptr<MediaGate::Change> change_;
};

}  // namespace rtspnode
