#include "rtsp-server/media-gate.h"

#include <utility>

namespace rtspnode {

namespace {

constexpr gint64 kPatience = G_TIME_SPAN_SECOND;
// A preroll has a limit of its own.
constexpr gint64 kPlayPatience = 10 * G_TIME_SPAN_SECOND;

GQuark GateQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-media-gate");
  return quark;
}

}  // namespace

bool MediaGate::Enter(Visitor visitor) {
  Lock lock(mutex_);
  if (changes_ > 0) return false;
  (visitor == Visitor::Play ? plays_ : moments_)++;
  return true;
}

bool MediaGate::EnterAfterChanges(Visitor visitor) {
  const gint64 deadline = g_get_monotonic_time() + kPlayPatience;
  Lock lock(mutex_);
  while (changes_ > 0 && left_.WaitUntil(lock, deadline)) {
  }
  lock.Release();
  return Enter(visitor);
}

void MediaGate::Leave(Visitor visitor) {
  Lock lock(mutex_);
  (visitor == Visitor::Play ? plays_ : moments_)--;
  left_.Broadcast();
}

bool MediaGate::IsChanging() {
  Lock lock(mutex_);
  return changes_ > 0;
}

MediaGate::Change::Change(std::shared_ptr<MediaGate> gate, bool awaits_play, bool plays_itself)
    : gate_(std::move(gate)) {
  Lock lock(gate_->mutex_);
  Begin(lock, awaits_play, plays_itself);
}

std::unique_ptr<MediaGate::Change> MediaGate::Change::UnlessPlayed(const std::shared_ptr<MediaGate>& gate,
                                                                   bool plays_itself) {
  Lock lock(gate->mutex_);
  if (gate->plays_ > (plays_itself ? 1 : 0)) return nullptr;
  return std::unique_ptr<Change>(new Change(gate, lock));
}

void MediaGate::Change::Begin(Lock& lock, bool awaits_play, bool plays_itself) {
  const int own_plays = plays_itself ? 1 : 0;
  const gint64 deadline = g_get_monotonic_time() + (awaits_play ? kPlayPatience : kPatience);
  gate_->changes_++;
  while ((gate_->moments_ > 0 || (awaits_play && gate_->plays_ > own_plays)) &&
         gate_->left_.WaitUntil(lock, deadline)) {
  }
}

MediaGate::Change::~Change() {
  Lock lock(gate_->mutex_);
  gate_->changes_--;
  gate_->left_.Broadcast();
}

std::shared_ptr<MediaGate> GateOf(GstRTSPStream* stream) {
  auto* gate = static_cast<std::shared_ptr<MediaGate>*>(g_object_get_qdata(G_OBJECT(stream), GateQuark()));
  return gate ? *gate : nullptr;
}

void SetGate(GstRTSPStream* stream, const std::shared_ptr<MediaGate>& gate) {
  g_object_set_qdata_full(G_OBJECT(stream), GateQuark(), new std::shared_ptr<MediaGate>(gate),
                          [](gpointer data) { delete static_cast<std::shared_ptr<MediaGate>*>(data); });
}

}  // namespace rtspnode
