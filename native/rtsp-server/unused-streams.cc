#include "rtsp-server/unused-streams.h"

namespace rtspnode {

namespace {

constexpr gsize kPadNameLength = 32;

GQuark DiscardingQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-discarding");
  return quark;
}

// On the streaming thread.
GstPadProbeReturn DiscardUntilLinked(GstPad* pad, GstPadProbeInfo*, gpointer) {
  return gst_pad_is_linked(pad) ? GST_PAD_PROBE_REMOVE : GST_PAD_PROBE_DROP;
}

void ForgetProbe(gpointer pad) { g_object_set_qdata(G_OBJECT(pad), DiscardingQuark(), nullptr); }

// The pad of rtpbin that a stream leaves by, which gst_rtsp_stream_complete_stream() links to the transports. With a
// reference; null before the media is prepared, and for a stream that is received.
GstPad* FindSendPad(GstRTSPStream* stream) {
  GstPad* source = gst_rtsp_stream_get_srcpad(stream);
  if (!source) return nullptr;
  GstPad* send = nullptr;
  GstPad* sink = gst_pad_get_peer(source);
  GstElement* rtpbin = sink ? gst_pad_get_parent_element(sink) : nullptr;
  if (rtpbin) {
    gchar name[kPadNameLength];
    g_snprintf(name, sizeof name, "send_rtp_src_%u", gst_rtsp_stream_get_index(stream));
    send = gst_element_get_static_pad(rtpbin, name);
    gst_object_unref(rtpbin);
  }
  if (sink) gst_object_unref(sink);
  gst_object_unref(source);
  return send;
}

}  // namespace

void DiscardUnusedStreams(GstRTSPMedia* media) {
  const guint count = gst_rtsp_media_n_streams(media);
  for (guint i = 0; i < count; i++) {
    GstRTSPStream* stream = gst_rtsp_media_get_stream(media, i);
    GstPad* pad = stream ? FindSendPad(stream) : nullptr;
    if (!pad) continue;
    if (!gst_pad_is_linked(pad) && !g_object_get_qdata(G_OBJECT(pad), DiscardingQuark())) {
      g_object_set_qdata(G_OBJECT(pad), DiscardingQuark(), pad);
      gst_pad_add_probe(pad, static_cast<GstPadProbeType>(GST_PAD_PROBE_TYPE_BUFFER | GST_PAD_PROBE_TYPE_BUFFER_LIST),
                        DiscardUntilLinked, pad, ForgetProbe);
    }
    gst_object_unref(pad);
  }
}

}  // namespace rtspnode
