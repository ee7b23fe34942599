#include "rtsp-server/media-gate.h"

namespace rtspnode {

namespace {

constexpr gint64 kPatience = G_TIME_SPAN_SECOND;

}  // namespace

bool MediaGate::Enter() {
  Lock lock(mutex_);
  if (changes_ > 0) return false;
  inside_++;
  return true;
}

void MediaGate::Leave() {
  Lock lock(mutex_);
  inside_--;
  left_.Broadcast();
}

MediaGate::Change::Change(MediaGate& gate) : gate_(gate) {
  const gint64 deadline = g_get_monotonic_time() + kPatience;
  Lock lock(gate_.mutex_);
  gate_.changes_++;
  while (gate_.inside_ > 0 && gate_.left_.WaitUntil(lock, deadline)) {
  }
}

MediaGate::Change::~Change() {
  Lock lock(gate_.mutex_);
  gate_.changes_--;
}

}  // namespace rtspnode
