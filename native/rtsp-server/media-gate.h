#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <memory>

#include "runtime/lock.h"

namespace rtspnode {

// Who goes through it finds the media as it was when he looked at it: gst_rtsp_session_manage_media(), say, is critical
// of a media that has failed, or was stopped, since SETUP has looked at its status, gst_rtsp_stream_add_transport() of
// a stream that has left its pipeline. The lock that requests have does not keep a pipeline from failing, nor an
// application's handler from stopping the media.
class MediaGate {
 public:
  MediaGate() = default;
  MediaGate(const MediaGate&) = delete;
  MediaGate& operator=(const MediaGate&) = delete;

  enum class Visitor {
    Moment,  // waits for nothing that others could hold for long
    Play,    // may preroll inside, and needs the media's own locks
  };

  // For who calls no application until he leaves. False while the media changes: there is nothing to leave then.
  bool Enter(Visitor visitor);
  // The same for who can not turn back: waits until nothing changes any more.
  bool EnterAfterChanges(Visitor visitor);
  void Leave(Visitor visitor);
  bool IsChanging();

  // Enter() and Leave() for a moment. Nothing is done for null.
  class Visit {
   public:
    explicit Visit(const std::shared_ptr<MediaGate>& gate)
        : gate_(gate), entered_(!gate || gate->Enter(Visitor::Moment)) {}
    ~Visit() {
      if (gate_ && entered_) gate_->Leave(Visitor::Moment);
    }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;
    bool entered() const { return entered_; }

   private:
    const std::shared_ptr<MediaGate> gate_;
    const bool entered_;
  };

  // While it lives the media changes. It waits for those who are inside, but not for long: they may be waiting for a
  // lock of the one who changes it. For a Play only when asked to, by who has none of the media's locks, and not for
  // the caller's own.
  class Change {
   public:
    explicit Change(std::shared_ptr<MediaGate> gate, bool awaits_play = false, bool plays_itself = false);
    // Null, at once, when there is a Play inside, but for the caller's own.
    static std::unique_ptr<Change> UnlessPlayed(const std::shared_ptr<MediaGate>& gate, bool plays_itself);
    ~Change();
    Change(const Change&) = delete;
    Change& operator=(const Change&) = delete;

   private:
    Change(const std::shared_ptr<MediaGate>& gate, Lock& lock) : gate_(gate) { Begin(lock, false, false); }
    void Begin(Lock& lock, bool awaits_play, bool plays_itself);

    const std::shared_ptr<MediaGate> gate_;
  };

 private:
  Mutex mutex_;
  Cond left_;
  int moments_ = 0;
  int plays_ = 0;
  int changes_ = 0;
};

// The gate of the stream's media; null when it is not known.
std::shared_ptr<MediaGate> GateOf(GstRTSPStream* stream);
void SetGate(GstRTSPStream* stream, const std::shared_ptr<MediaGate>& gate);

}  // namespace rtspnode
