#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// What a PLAY request may ask for. Called in `pre-play-request`, where upstream has not looked at the headers yet and
// has not changed anything: a PLAY that fails later leaves its transports in the streams and counts them out twice.

// 200, or the status to refuse the request with: Scale and Speed that are not sane numbers, a Range that is not well
// formed or begins where the media has ended. gst_rtsp_range_get_times() is critical of negative numbers and of dates that don't exist,
// gst_rtsp_media_get_rates() aborts on rates that don't equal themselves.
GstRTSPStatusCode CheckPlayHeaders(GstRTSPMessage* request, GstRTSPMedia* media);

// Whether a media is shared and plays for somebody outside of this session's part of it.
bool PlaysForOthers(GstRTSPMedia* media, GstRTSPSessionMedia* part);

// Removes what would make PLAY seek.
void DropSeek(GstRTSPMessage* request);

}  // namespace rtspnode
