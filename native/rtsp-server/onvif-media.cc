#include "rtsp-server/calls/onvif-media.h"

#include "marshal/function.h"
#include "rtsp-server/calls/construct.h"
#include "rtsp-server/tables.h"
#include "rtsp-server/types/node-media.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry functions[] = {
    FUNCTION(node_rtsp_onvif_media_new, constructs, names<"element">),
    FUNCTION(node_rtsp_onvif_media_collect_backchannel, promised, answers<Boolean>, locks<kMediaLock, kStreamLock>,
             joins<kMediaThread, kStreamThread>),
    FUNCTION(gst_rtsp_onvif_media_get_backchannel_bandwidth),
    FUNCTION(gst_rtsp_onvif_media_set_backchannel_bandwidth, names<"backchannelBandwidth">),
};

constexpr Subclassing subclassing{node_rtsp_onvif_media_get_type, {}, &media_subclassing};

}  // namespace

constexpr Table onvif_media_table{
    "RTSPOnvifMedia", "gst_rtsp_onvif_media_", "GstRTSPOnvifMedia", functions, {}, kOnvifMediaLock, &subclassing};

}  // namespace rtspnode
