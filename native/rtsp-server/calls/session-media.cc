#include "rtsp-server/calls/session-media.h"

#include <gio/gio.h>

#include "rtsp-server/between-requests.h"
#include "rtsp-server/calls/stream-transport.h"
#include "rtsp-server/kept-transports.h"
#include "rtsp-server/living-clients.h"
#include "rtsp-server/slow-transports.h"
#include "rtsp-server/stream-check.h"

namespace rtspnode {

namespace {

// Stands for "some URL of this server": the application knows the real one.
constexpr const char* kSomeUrl = "rtsp://127.0.0.1/";

void GiveUrl(GstRTSPStreamTransport* transport) {
  GstRTSPUrl* url = nullptr;
  if (gst_rtsp_url_parse(kSomeUrl, &url) != GST_RTSP_OK) return;
  gst_rtsp_stream_transport_set_url(transport, url);
  gst_rtsp_url_free(url);
}

}  // namespace

GstRTSPStreamTransport* node_rtsp_session_media_get_transport(GstRTSPSessionMedia* media, guint index) {
  GPtrArray* transports = gst_rtsp_session_media_get_transports(media);
  GstRTSPStreamTransport* transport =
      index < transports->len ? gst_rtsp_session_media_get_transport(media, index) : nullptr;
  if (transport) g_object_ref(transport);
  g_ptr_array_unref(transports);
  return transport;
}

GPtrArray* node_rtsp_session_media_get_transports(GstRTSPSessionMedia* media) {
  const guint streams = gst_rtsp_media_n_streams(gst_rtsp_session_media_get_media(media));
  GPtrArray* places = gst_rtsp_session_media_get_transports(media);
  GPtrArray* transports = g_ptr_array_new_with_free_func([](gpointer transport) {
    if (transport) g_object_unref(transport);
  });
  for (guint i = 0; i < MIN(places->len, streams); i++) {
    g_ptr_array_add(transports, node_rtsp_session_media_get_transport(media, i));
  }
  g_ptr_array_unref(places);
  return transports;
}

GstRTSPStreamTransport* node_rtsp_session_media_set_transport(GstRTSPSessionMedia* media, GstRTSPStream* stream,
                                                              GstRTSPTransport* transport, GError** error) {
  BetweenRequests exclusively(gst_rtsp_session_media_get_media(media));
  const guint index = gst_rtsp_stream_get_index(stream);
  GstRTSPStreamTransport* old = node_rtsp_session_media_get_transport(media, index);
  GstRTSPStreamTransport* result = nullptr;
  if (gst_rtsp_media_get_stream(gst_rtsp_session_media_get_media(media), index) != stream) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "the stream is not one of this media's");
  } else if (!CanCarry(stream, transport, error)) {
    // PLAY would trust it.
  } else if (old) {
    GError* refused = nullptr;
    node_rtsp_stream_transport_set_transport(old, transport, &refused);
    if (!refused) return old;
    g_propagate_error(error, refused);
    g_object_unref(old);
    return nullptr;
  } else {
    result = gst_rtsp_session_media_set_transport(media, stream, transport);
    NoteSetUp(stream);
    WatchTransportsOf(media);
    GiveUrl(result);
    return GST_RTSP_STREAM_TRANSPORT(g_object_ref(result));
  }
  gst_rtsp_transport_free(transport);
  g_clear_object(&old);
  return nullptr;
}

gboolean node_rtsp_session_media_set_state(GstRTSPSessionMedia* media, GstState state) {
  BetweenRequests exclusively(gst_rtsp_session_media_get_media(media));
  // It does not count among those that have the media prepared, which this would stop for them.
  if (!IsUngivenSessionMedia(G_OBJECT(media))) return FALSE;
  GPtrArray* transports = gst_rtsp_session_media_get_transports(media);
  LivingClients clients(transports);
  g_ptr_array_unref(transports);
  if (state == GST_STATE_PLAYING && clients.HaveEnded()) return FALSE;
  if (state != GST_STATE_PLAYING) ForgetTransports(media);
  const gboolean done = gst_rtsp_session_media_set_state(media, state);
  clients.RemoveEnded();
  return done;
}

gboolean node_rtsp_session_media_alloc_channels(GstRTSPSessionMedia* media, gint* min, gint* max) {
  GstRTSPRange range = {-1, -1};
  const gboolean allocated = gst_rtsp_session_media_alloc_channels(media, &range);
  *min = range.min;
  *max = range.max;
  return allocated;
}

}  // namespace rtspnode
