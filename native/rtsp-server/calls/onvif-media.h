#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// Only before the media is prepared: a stream that is added later never joins its pipeline. Asked again, upstream takes
// apart what it has made.
gboolean node_rtsp_onvif_media_collect_backchannel(GstRTSPOnvifMedia* media, GError** error);

}  // namespace rtspnode
