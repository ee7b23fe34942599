#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// While it lives no request that concerns the media is handled. In the handler of a request, whose thread may have the
// lock, it does nothing.
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
};

}  // namespace rtspnode
