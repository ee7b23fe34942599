#include "rtsp-server/calls/stream-transport.h"

#include <gio/gio.h>

#include "rtsp-server/calls/stream.h"
#include "rtsp-server/send/transport-send.h"
#include "rtsp-server/stream-check.h"

namespace rtspnode {

namespace {

bool MayChange(GstRTSPStreamTransport* transport, GError** error) {
  if (!IsActive(transport)) return true;
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_BUSY, "the transport is active: packets are sent by it");
  return false;
}

// A client's connection counts what is under way on each channel of a SETUP, and asserts that there is a counter.
bool KeepsChannels(GstRTSPStreamTransport* transport, const GstRTSPTransport* value, GError** error) {
  if (!IsOfConnection(transport)) return true;
  const GstRTSPTransport* before = gst_rtsp_stream_transport_get_transport(transport);
  if (before->lower_transport != GST_RTSP_LOWER_TRANS_TCP) return true;
  if (value->lower_transport == GST_RTSP_LOWER_TRANS_TCP && value->interleaved.min == before->interleaved.min &&
      value->interleaved.max == before->interleaved.max) {
    return true;
  }
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                      "the transport was set up over its client's connection: its channels stay");
  return false;
}

}  // namespace

GstRTSPStreamTransport* node_rtsp_stream_transport_new(GstRTSPStream* stream, GstRTSPTransport* transport) {
  return gst_rtsp_stream_transport_new(stream, transport);
}

void node_rtsp_stream_transport_set_transport(GstRTSPStreamTransport* transport, GstRTSPTransport* value,
                                              GError** error) {
  if (MayChange(transport, error) && KeepsChannels(transport, value, error)) {
    gst_rtsp_stream_transport_set_transport(transport, value);
  } else {
    gst_rtsp_transport_free(value);
  }
}

void node_rtsp_stream_transport_set_url(GstRTSPStreamTransport* transport, const GstRTSPUrl* url, GError** error) {
  if (MayChange(transport, error)) gst_rtsp_stream_transport_set_url(transport, url);
}

gchar* node_rtsp_stream_transport_get_rtpinfo(GstRTSPStreamTransport* transport, guint64 start_time) {
  if (!gst_rtsp_stream_transport_get_url(transport)) return nullptr;
  return gst_rtsp_stream_transport_get_rtpinfo(transport, start_time);
}

gboolean node_rtsp_stream_transport_set_active(GstRTSPStreamTransport* transport, gboolean active, GError** error) {
  GstRTSPStream* stream = gst_rtsp_stream_transport_get_stream(transport);
  return active ? node_rtsp_stream_add_transport(stream, transport, error)
                : node_rtsp_stream_remove_transport(stream, transport);
}

}  // namespace rtspnode
