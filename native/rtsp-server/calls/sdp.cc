#include "rtsp-server/calls/sdp.h"

#include <gio/gio.h>

#include "gstsdp/sdp.h"
#include "rtsp-server/between-requests.h"
#include "rtsp-server/media-gate.h"
#include "rtsp-server/stream-check.h"

namespace rtspnode {

namespace {

// While it is in its pipeline, which it cannot leave meanwhile.
template <typename Add>
GstSDPMessage* AddStream(const GstSDPMessage* sdp, GstRTSPStream* stream, GError** error, Add&& add) {
  const MediaGate::Visit visit(GateOf(stream));
  if (!visit.entered()) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_BUSY, "the media of the stream is about to stop");
    return nullptr;
  }
  if (!IsJoined(stream, error)) return nullptr;
  OwnSdp copy = CopySdp(sdp);
  return add(copy.get()) ? copy.release() : nullptr;
}

}  // namespace

GstSDPMessage* node_rtsp_sdp_from_media(const GstSDPMessage* sdp, GstSDPInfo* info, GstRTSPMedia* media,
                                        GError** error) {
  BetweenRequests exclusively(media);
  const GstRTSPMediaStatus status = gst_rtsp_media_get_status(media);
  if (status != GST_RTSP_MEDIA_STATUS_PREPARED && status != GST_RTSP_MEDIA_STATUS_SUSPENDED) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, "the media is not prepared");
    return nullptr;
  }
  OwnSdp copy = CopySdp(sdp);
  return gst_rtsp_sdp_from_media(copy.get(), info, media) ? copy.release() : nullptr;
}

GstSDPMessage* node_rtsp_sdp_from_stream(const GstSDPMessage* sdp, GstSDPInfo* info, GstRTSPStream* stream,
                                         GError** error) {
  return AddStream(sdp, stream, error,
                   [&](GstSDPMessage* copy) { return gst_rtsp_sdp_from_stream(copy, info, stream); });
}

GstSDPMessage* node_rtsp_sdp_make_media(const GstSDPMessage* sdp, GstSDPInfo* info, GstRTSPStream* stream,
                                        GstCaps* caps, GstRTSPProfile profile, GError** error) {
  if (!CanDescribe(caps)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                        "the caps have no media type, or a field that cannot be an attribute");
    return nullptr;
  }
  return AddStream(sdp, stream, error,
                   [&](GstSDPMessage* copy) { return gst_rtsp_sdp_make_media(copy, info, stream, caps, profile); });
}

}  // namespace rtspnode
