#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include "runtime/lock.h"

namespace rtspnode {

// Between the last look at a media's status in a SETUP and its response the media stays what it is:
// gst_rtsp_session_manage_media() is critical of one that has failed, or was stopped, meanwhile. The lock that requests
// have does not keep a pipeline from failing, nor an application's handler from stopping the media.
class MediaGate {
 public:
  MediaGate() = default;
  MediaGate(const MediaGate&) = delete;
  MediaGate& operator=(const MediaGate&) = delete;

  // For a request, which calls no application until it leaves. False while the media changes: there is nothing to leave
  // then.
  bool Enter();
  void Leave();

  // While it lives the media changes. It waits for the requests that are inside, a moment at most: they may be waiting
  // for a lock of the one who changes it.
  class Change {
   public:
    explicit Change(MediaGate& gate);
    ~Change();
    Change(const Change&) = delete;
    Change& operator=(const Change&) = delete;

   private:
    MediaGate& gate_;
  };

 private:
  Mutex mutex_;
  Cond left_;
  int inside_ = 0;
  int changes_ = 0;
};

}  // namespace rtspnode
