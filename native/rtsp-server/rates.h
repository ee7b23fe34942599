#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// Before 1.24.9, gst_rtsp_media_get_rates() aborts the process when the streams of a media that plays don't all have a
// segment with the same rates. A seek leaves them so for a moment: a flush takes a stream's segment away until its next
// data arrives, and not every stream has to have data for the media to be PREPARED again. This gives such a stream the
// rates of the others, which its own next segment replaces. Takes media.lock and the streams' locks.
void EqualizeRates(GstRTSPMedia* media);

// The rate that the PLAY on this thread seeks with, until the next call: what a stream gets when none has a segment
// yet. The one that comes first while the others are looked at is then no different.
void ExpectRate(double rate);

}  // namespace rtspnode
