#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// RFC 7273: the offset between a stream's timestamps and the clock that its SDP names. Who asked before anybody played
// was told one that is wrong by how long a live source had taken to start, and was out of step with all who came later:
// gst_rtsp_sdp_make_media() takes the time from gst_rtsp_stream_get_rtpinfo(), see FindTimestampOffset().

// For an SDP that upstream has just written, media.lock held.
void CorrectMediaClocks(GstRTSPMedia* media, GstSDPMessage* sdp);

}  // namespace rtspnode
