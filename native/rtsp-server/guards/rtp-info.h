#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// After a seek upstream's RTP-Info has one stream at its place and another one too far behind, by as much as was
// sought: of a stream that waits for PLAY, rtp_pad_blocking() keeps the stream time for a running time, and
// gst_rtsp_session_media_get_rtpinfo() compares that with the running times of streams whose sink has a packet already.
// Players would begin with sound and picture out of step. For the response to a PLAY, before it is sent: writes the
// header anew, with the running times that the payloaders tell. Leaves it as it is where one cannot.
void CorrectRtpInfo(GstRTSPSessionMedia* media, GstRTSPMessage* response);

}  // namespace rtspnode
