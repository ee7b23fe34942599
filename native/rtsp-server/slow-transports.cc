#include "rtsp-server/slow-transports.h"

#include <memory>

#include "gst/keep.h"
#include "rtsp-server/client-context.h"
#include "rtsp-server/each.h"
#include "rtsp-server/send/transport-send.h"
#include "rtsp-server/stream-check.h"

namespace rtspnode {

namespace {

constexpr const gchar* kTransportDropped = "transport-dropped";

enum : gint { kForgotten, kExpected, kMissing };

// Of a transport: one of the above. Of a client: whether any of its transports has been expected.
GQuark ExpectedQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-expected-transport");
  return quark;
}

gint StateOf(gpointer object) { return GPOINTER_TO_INT(g_object_get_qdata(G_OBJECT(object), ExpectedQuark())); }

void SetState(gpointer object, gint state) {
  g_object_set_qdata(G_OBJECT(object), ExpectedQuark(), GINT_TO_POINTER(state));
}

template <typename Visit>
void ForEachTransport(GPtrArray* transports, Visit&& visit) {
  for (guint i = 0; i < transports->len; i++) {
    auto* transport = static_cast<GstRTSPStreamTransport*>(g_ptr_array_index(transports, i));
    if (transport) visit(transport);
  }
}

template <typename Visit>
void ForEachTransport(GstRTSPSessionMedia* media, Visit&& visit) {
  GPtrArray* transports = gst_rtsp_session_media_get_transports(media);
  ForEachTransport(transports, visit);
  g_ptr_array_unref(transports);
}

void Check(GstRTSPClient* client, GstRTSPStreamTransport* transport) {
  if (StateOf(transport) == kForgotten) return;
  if (IsActive(transport)) {
    SetState(transport, kExpected);
  } else if (StateOf(transport) == kExpected) {
    SetState(transport, kMissing);
  } else {
    SetState(transport, kForgotten);
    g_signal_emit_by_name(client, kTransportDropped, transport);
  }
}

GstRTSPFilterResult CheckMedia(GstRTSPSession*, GstRTSPSessionMedia* media, gpointer client) {
  ForEachTransport(
      media, [client](GstRTSPStreamTransport* transport) { Check(static_cast<GstRTSPClient*>(client), transport); });
  return GST_RTSP_FILTER_KEEP;
}

GstRTSPFilterResult CheckSession(GstRTSPClient* client, GstRTSPSession* session, gpointer) {
  Each(gst_rtsp_session_filter, session, CheckMedia, client);
  return GST_RTSP_FILTER_KEEP;
}

GstRTSPFilterResult CheckClient(GstRTSPServer*, GstRTSPClient* client, gpointer) {
  if (StateOf(client) == kForgotten) return GST_RTSP_FILTER_KEEP;
  const std::shared_ptr<GstRTSPClient> held = Keep(client);
  InvokeOnClient(client, [held] { Each(gst_rtsp_client_session_filter, held.get(), CheckSession, nullptr); });
  return GST_RTSP_FILTER_KEEP;
}

}  // namespace

void InstallTransportDropped(GType client) {
  g_signal_new(kTransportDropped, client, G_SIGNAL_RUN_LAST, 0, nullptr, nullptr, nullptr, G_TYPE_NONE, 1,
               GST_TYPE_RTSP_STREAM_TRANSPORT);
}

void ExpectTransports(GstRTSPClient* client, GstRTSPSessionMedia* media) {
  ForEachTransport(media, [client](GstRTSPStreamTransport* transport) {
    if (!IsInterleaved(transport)) return;
    SetState(transport, kExpected);
    SetState(client, kExpected);
    WakeSender(transport);
  });
}

void ForgetTransports(GPtrArray* transports) { ForEachTransport(transports, ForgetTransport); }

void ForgetTransports(GstRTSPSessionMedia* media) { ForEachTransport(media, ForgetTransport); }

void ForgetTransport(GstRTSPStreamTransport* transport) { SetState(transport, kForgotten); }

void FindDropped(GstRTSPServer* server) { Each(gst_rtsp_server_client_filter, server, CheckClient, nullptr); }

}  // namespace rtspnode
