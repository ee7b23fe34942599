#include "rtsp-server/slow-transports.h"

#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "gst/keep.h"
#include "rtsp-server/client-context.h"
#include "rtsp-server/each.h"
#include "rtsp-server/send/transport-send.h"
#include "rtsp-server/stream-check.h"
#include "runtime/lock.h"

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

// What is active at one look at all clients, or was a while ago: each stream is asked once, however many it sends to.
class Active {
 public:
  bool Has(GstRTSPStreamTransport* transport) {
    GstRTSPStream* stream = gst_rtsp_stream_transport_get_stream(transport);
    Lock lock(mutex_);
    auto [entry, is_new] = of_stream_.try_emplace(stream);
    if (is_new) entry->second = ActiveTransports(stream);
    return entry->second.count(transport) != 0;
  }

 private:
  Mutex mutex_;
  // Nobody is led to them by these: the streams may have ended since.
  std::unordered_map<gpointer, std::unordered_set<gpointer>> of_stream_;
};

struct Look {
  GstRTSPClient* client;
  Active* active;
};

void Check(const Look& look, GstRTSPStreamTransport* transport) {
  if (StateOf(transport) == kForgotten) return;
  if (look.active->Has(transport)) {
    SetState(transport, kExpected);
  } else if (StateOf(transport) == kExpected) {
    SetState(transport, kMissing);
  } else if (IsActive(transport)) {
    // Both looks were older than its PLAY, for which this thread was busy.
    SetState(transport, kExpected);
  } else {
    SetState(transport, kForgotten);
    g_signal_emit_by_name(look.client, kTransportDropped, transport);
  }
}

GstRTSPFilterResult CheckMedia(GstRTSPSession*, GstRTSPSessionMedia* media, gpointer look) {
  ForEachTransport(media,
                   [look](GstRTSPStreamTransport* transport) { Check(*static_cast<const Look*>(look), transport); });
  return GST_RTSP_FILTER_KEEP;
}

GstRTSPFilterResult CheckSession(GstRTSPClient*, GstRTSPSession* session, gpointer look) {
  Each(gst_rtsp_session_filter, session, CheckMedia, look);
  return GST_RTSP_FILTER_KEEP;
}

GstRTSPFilterResult CheckClient(GstRTSPServer*, GstRTSPClient* client, gpointer active) {
  if (StateOf(client) == kForgotten) return GST_RTSP_FILTER_KEEP;
  InvokeOnClient(client, [held = Keep(client), active = *static_cast<std::shared_ptr<Active>*>(active)] {
    Look look{held.get(), active.get()};
    Each(gst_rtsp_client_session_filter, held.get(), CheckSession, &look);
  });
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

void FindDropped(GstRTSPServer* server) {
  auto active = std::make_shared<Active>();
  Each(gst_rtsp_server_client_filter, server, CheckClient, &active);
}

}  // namespace rtspnode
