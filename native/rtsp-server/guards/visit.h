#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include "rtsp-server/media-gate.h"

// The request that the calling thread handles goes through the gate of its media, while the application has no say.
namespace rtspnode {

// False while the media changes; with `awaits_changes` it waits until they are over. A visit that is under way ends.
bool EnterMedia(GstRTSPMedia* media, MediaGate::Visitor visitor, bool awaits_changes = false);
// Without a visit it does nothing.
void LeaveMedia();
// Whether the calling thread is inside, as one that plays: it calls the application again in some places, say to adjust
// the play mode.
bool PlaysInside(const MediaGate* gate);

}  // namespace rtspnode
