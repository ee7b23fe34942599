#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// A session media has a place for the transport of each stream that its media has when it is made. A source that adds
// pads later (while it seeks, or is started anew) makes the media grow, and upstream, which goes by the media's number
// of streams, is critical of that in PLAY and when the session ends. This makes places for some more; for a session
// media that has just been made.
void MakePlaces(GstRTSPSessionMedia* media);

}  // namespace rtspnode
