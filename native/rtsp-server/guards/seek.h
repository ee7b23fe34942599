#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// Where the seek of a PLAY request may go.

// Whether the media is live: it has no position and no end, and could not seek when it had been prepared. The latter is
// start_preroll()'s word; gst_rtsp_media_seekable() says something else later, since with the first PLAY
// check_seekable() asks the pipeline, and a live test source claims that it can. The flush then stops it for good. The
// former alone is true of what waits with a packet that has no time, such as the caps of rtpgstpay. Takes state_lock,
// media.lock and the streams' locks.
bool IsLive(GstRTSPMedia* media);

// The headers are known to be well formed. 200, or 457 for a seek that upstream could not survive:
// gst_segment_do_seek() is critical of a beginning after the end, and behind the media's end there is nothing that
// prerolls, so that the client's thread would wait 20 s. An open Range after one with an end gets the media's end,
// since the earlier end would stay in force. A media that can't seek ignores its Range. Takes state_lock, media.lock
// and the streams' locks.
//
// Backwards it is from the later time to the earlier one: upstream swaps them for the seek. What is not said of them
// gets what is meant, the position and the media's beginning, since the seek would keep those of an earlier one.
GstRTSPStatusCode SettleRange(GstRTSPMessage* request, GstRTSPMedia* media, bool changes_rate);
GstRTSPStatusCode SettleBackwards(GstRTSPMessage* request, GstRTSPMedia* media);

}  // namespace rtspnode
