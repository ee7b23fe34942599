#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// Each gives the SDP with what it adds, a copy; null where that is not possible. An error for a stream that is in no
// pipeline, whose clock upstream would read.
GstSDPMessage* node_rtsp_sdp_from_media(const GstSDPMessage* sdp, GstSDPInfo* info, GstRTSPMedia* media,
                                        GError** error);
GstSDPMessage* node_rtsp_sdp_from_stream(const GstSDPMessage* sdp, GstSDPInfo* info, GstRTSPStream* stream,
                                         GError** error);
// An error, too, for caps that cannot describe it.
GstSDPMessage* node_rtsp_sdp_make_media(const GstSDPMessage* sdp, GstSDPInfo* info, GstRTSPStream* stream,
                                        GstCaps* caps, GstRTSPProfile profile, GError** error);

}  // namespace rtspnode
