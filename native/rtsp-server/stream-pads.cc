#include "rtsp-server/stream-pads.h"

#include "gst/children.h"
#include "rtsp-server/rtpbin-requests.h"
#include "rtsp-server/types/node-media.h"

namespace rtspnode {

namespace {

constexpr gsize kPadNameLength = 32;

GstPad* FindRtpbinPad(GstRTSPMedia* media, GstRTSPStream* stream, const gchar* format) {
  GstElement* pipeline = RefPipeline(media);
  if (!pipeline) return nullptr;
  gchar name[kPadNameLength];
  g_snprintf(name, sizeof name, format, gst_rtsp_stream_get_index(stream));
  GstPad* pad = nullptr;
  for (const auto& child : ChildrenOf(GST_BIN(pipeline))) {
    if (!pad && IsRtpbin(child.get()) && IsOfMedia(child.get())) pad = gst_element_get_static_pad(child.get(), name);
  }
  gst_object_unref(pipeline);
  return pad;
}

}  // namespace

GstPad* FindEntryPad(GstRTSPMedia* media, GstRTSPStream* stream) {
  return FindRtpbinPad(media, stream, "send_rtp_sink_%u");
}

GstPad* FindExitPad(GstRTSPMedia* media, GstRTSPStream* stream) {
  return FindRtpbinPad(media, stream, "send_rtp_src_%u");
}

}  // namespace rtspnode
