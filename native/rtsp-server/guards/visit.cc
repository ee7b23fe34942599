#include "rtsp-server/guards/visit.h"

#include <memory>
#include <utility>

#include "rtsp-server/types/node-media.h"

namespace rtspnode {

namespace {

struct Entered {
  std::shared_ptr<MediaGate> gate;
  MediaGate::Visitor visitor = MediaGate::Visitor::Moment;
};

thread_local Entered entered;

}  // namespace

bool EnterMedia(GstRTSPMedia* media, MediaGate::Visitor visitor, bool awaits_changes) {
  LeaveMedia();
  std::shared_ptr<MediaGate> gate = GateOf(media);
  if (!gate) return true;
  if (!(awaits_changes ? gate->EnterAfterChanges(visitor) : gate->Enter(visitor))) return false;
  entered = {std::move(gate), visitor};
  return true;
}

void LeaveMedia() {
  const std::shared_ptr<MediaGate> gate = std::exchange(entered.gate, nullptr);
  if (gate) gate->Leave(entered.visitor);
}

bool PlaysInside(const MediaGate* gate) {
  return entered.gate.get() == gate && entered.visitor == MediaGate::Visitor::Play;
}

}  // namespace rtspnode
