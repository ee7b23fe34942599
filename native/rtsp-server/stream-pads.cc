#include "rtsp-server/stream-pads.h"

namespace rtspnode {

namespace {

constexpr gsize kPadNameLength = 32;

}  // namespace

GstPad* FindEntryPad(GstRTSPStream* stream) {
  GstPad* source = gst_rtsp_stream_get_srcpad(stream);
  if (!source) return nullptr;
  GstPad* entry = gst_pad_get_peer(source);
  gst_object_unref(source);
  return entry;
}

GstPad* FindExitPad(GstRTSPStream* stream) {
  GstPad* entry = FindEntryPad(stream);
  if (!entry) return nullptr;
  GstPad* exit = nullptr;
  GstElement* rtpbin = gst_pad_get_parent_element(entry);
  if (rtpbin) {
    gchar name[kPadNameLength];
    g_snprintf(name, sizeof name, "send_rtp_src_%u", gst_rtsp_stream_get_index(stream));
    exit = gst_element_get_static_pad(rtpbin, name);
    gst_object_unref(rtpbin);
  }
  gst_object_unref(entry);
  return exit;
}

}  // namespace rtspnode
