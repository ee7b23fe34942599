#include "rtsp-server/unused-streams.h"

#include "rtsp-server/stream-pads.h"

namespace rtspnode {

namespace {

GQuark DiscardingQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-discarding");
  return quark;
}

// On the streaming thread.
GstPadProbeReturn DiscardUntilLinked(GstPad* pad, GstPadProbeInfo*, gpointer) {
  return gst_pad_is_linked(pad) ? GST_PAD_PROBE_REMOVE : GST_PAD_PROBE_DROP;
}

void ForgetProbe(gpointer pad) { g_object_set_qdata(G_OBJECT(pad), DiscardingQuark(), nullptr); }

}  // namespace

void DiscardUnusedStreams(GstRTSPMedia* media) {
  const guint count = gst_rtsp_media_n_streams(media);
  for (guint i = 0; i < count; i++) {
    GstRTSPStream* stream = gst_rtsp_media_get_stream(media, i);
    GstPad* pad = stream ? FindExitPad(media, stream) : nullptr;
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
