#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <memory>

namespace rtspnode {

// Why a media does not preroll, for people. Takes media.lock.

// Null when nothing that waits could be found. The element has a reference.
struct Stall {
  GstElement* element = nullptr;
  gchar* text = nullptr;  // "v4l2src0 produces no data"

  Stall() = default;
  ~Stall();
  Stall(const Stall&) = delete;
  Stall& operator=(const Stall&) = delete;
};

void FindStall(GstRTSPMedia* media, Stall* stall);

// Whether a change of its state has not returned.
bool IsChangingState(GstElement* element);

// The innermost element whose change of state has not returned; empty when all have.
std::shared_ptr<GstElement> FindBlocked(GstBin* bin);

}  // namespace rtspnode
