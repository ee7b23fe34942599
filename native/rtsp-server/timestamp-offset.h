#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <optional>

namespace rtspnode {

// What a stream's payloader has added to the running time of each packet, both in units of its clock, to make the
// packet's timestamp of it. So a timestamp tells a running time, where gst_rtsp_stream_get_rtpinfo() may tell another:
// while a stream is blocked it gives the stream time for it (rtp_pad_blocking()), and without transports what the
// payloader has as "running-time" in its statistics, which is in units of the clock for a payloader with
// perfect-rtptime, as all have by default, and not always from the beginning.
//
// None where the payloader does not tell, or makes timestamps of something else.
std::optional<guint32> FindTimestampOffset(GstRTSPStream* stream);

}  // namespace rtspnode
