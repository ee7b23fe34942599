#include "rtsp-server/stream-formats.h"

#include <gio/gio.h>

namespace rtspnode {

namespace {

GQuark UseQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-formats-use");
  return quark;
}

bool Begin(GstRTSPStream* stream) {
  return g_object_replace_qdata(G_OBJECT(stream), UseQuark(), nullptr, stream, nullptr, nullptr);
}

void End(GstRTSPStream* stream) { g_object_set_qdata(G_OBJECT(stream), UseQuark(), nullptr); }

}  // namespace

FormatsUse::FormatsUse(GstRTSPStream* stream) : stream_(GST_RTSP_STREAM(g_object_ref(stream))) {
  while (!Begin(stream)) g_thread_yield();
}

FormatsUse::~FormatsUse() {
  End(stream_);
  g_object_unref(stream_);
}

void AddFormat(GstRTSPStream* stream, guint pt, GstCaps* caps, GError** error) {
  if (!Begin(stream)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_BUSY, "rtpbin is asking the stream for its formats");
    return;
  }
  gst_rtsp_stream_set_pt_map(stream, pt, caps);
  End(stream);
}

}  // namespace rtspnode
