#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// A viewer that sets up only one of a media's streams, say the picture without the sound. PLAY lets the data of all
// streams go (media_streams_set_blocked()), also of those that lead nowhere yet. Where such a stream has a source of
// its own, that source ends with an error ("not-linked"), the media's status is ERROR from then on, and nobody else can
// be served by a shared media. This discards the data of such streams until somebody sets them up.
//
// Called before PLAY lets the data go. Takes media.lock.
void DiscardUnusedStreams(GstRTSPMedia* media);

}  // namespace rtspnode
