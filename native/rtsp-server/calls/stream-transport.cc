#include "rtsp-server/calls/stream-transport.h"

#include <gio/gio.h>

#include <utility>

#include "gst/keep.h"
#include "rtsp-server/calls/stream.h"
#include "rtsp-server/send/transport-send.h"
#include "rtsp-server/stream-check.h"
#include "runtime/lock.h"

namespace rtspnode {

namespace {

bool MayChange(GstRTSPStreamTransport* transport, GError** error) {
  if (!IsActive(transport)) return true;
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_BUSY, "the transport is active: packets are sent by it");
  return false;
}

// A client's connection counts what is under way on each channel of a SETUP, and asserts that there is a counter; and
// its PLAY relies on what it has completed the stream for.
bool KeepsCarrier(GstRTSPStreamTransport* transport, const GstRTSPTransport* value, GError** error) {
  if (!IsOfConnection(transport)) return true;
  const GstRTSPTransport* before = gst_rtsp_stream_transport_get_transport(transport);
  const bool same_channels =
      value->interleaved.min == before->interleaved.min && value->interleaved.max == before->interleaved.max;
  // What the peer sends is marked with it.
  const bool has_address = value->destination && g_hostname_is_ip_address(value->destination);
  if (has_address && value->lower_transport == before->lower_transport &&
      (same_channels || value->lower_transport != GST_RTSP_LOWER_TRANS_TCP)) {
    return true;
  }
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                      "the transport was set up by its client: the lower transport and the channels stay, and it "
                      "needs an IP address as destination");
  return false;
}

// Upstream frees what a request may be reading. Here the values of what is there are replaced, and what they point to
// is kept as long as the transport lives.
struct Former {
  ~Former() {
    g_slist_free_full(urls, [](gpointer url) { gst_rtsp_url_free(static_cast<GstRTSPUrl*>(url)); });
    g_slist_free_full(transports,
                      [](gpointer transport) { gst_rtsp_transport_free(static_cast<GstRTSPTransport*>(transport)); });
  }

  GSList* urls = nullptr;
  GSList* transports = nullptr;
};

Mutex& FormerMutex() {
  static auto* mutex = new Mutex;
  return *mutex;
}

// With FormerMutex().
Former* FormerOf(GstRTSPStreamTransport* transport) {
  static const GQuark quark = g_quark_from_static_string("rtspnode-former");
  auto* former = static_cast<Former*>(g_object_get_qdata(G_OBJECT(transport), quark));
  if (former) return former;
  former = new Former;
  g_object_set_qdata_full(G_OBJECT(transport), quark, former, [](gpointer data) { delete static_cast<Former*>(data); });
  return former;
}

void Overwrite(GstRTSPStreamTransport* transport, const GstRTSPUrl* value) {
  GstRTSPUrl* made = gst_rtsp_url_copy(value);
  Lock lock(FormerMutex());
  std::swap(*const_cast<GstRTSPUrl*>(gst_rtsp_stream_transport_get_url(transport)), *made);
  Former* former = FormerOf(transport);
  former->urls = g_slist_prepend(former->urls, made);
}

// The length of interleaved data has 16 bits, and is cut without a word.
constexpr gsize kMostData = G_MAXUINT16;
// Upstream has a message for each on its stack.
constexpr guint kMostInList = 1024;

bool IsSendable(GstBuffer* buffer, GError** error) {
  if (gst_buffer_get_size(buffer) <= kMostData) return true;
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "interleaved data has at most 65535 bytes");
  return false;
}

bool IsSendable(GstBufferList* list, GError** error) {
  const guint length = gst_buffer_list_length(list);
  if (length == 0 || length > kMostInList) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "1 to 1024 buffers are sent as one");
    return false;
  }
  for (guint i = 0; i < length; i++) {
    if (!IsSendable(gst_buffer_list_get(list, i), error)) return false;
  }
  return true;
}

// Its functions have the bare address of the client that has set it up.
template <typename Buffers>
gboolean Send(GstRTSPStreamTransport* transport, Buffers* buffers,
              gboolean (*send)(GstRTSPStreamTransport*, Buffers*)) {
  const auto client = Reaped(RefTransportClient(transport));
  const bool can = client ? !HasEnded(transport) : !IsOfConnection(transport);
  return can && send(transport, buffers);
}

}  // namespace

GstRTSPStreamTransport* node_rtsp_stream_transport_new(GstRTSPStream* stream, GstRTSPTransport* transport) {
  return gst_rtsp_stream_transport_new(stream, transport);
}

void node_rtsp_stream_transport_set_transport(GstRTSPStreamTransport* transport, GstRTSPTransport* value,
                                              GError** error) {
  if (!MayChange(transport, error) || !KeepsCarrier(transport, value, error)) {
    gst_rtsp_transport_free(value);
    return;
  }
  Lock lock(FormerMutex());
  std::swap(*const_cast<GstRTSPTransport*>(gst_rtsp_stream_transport_get_transport(transport)), *value);
  Former* former = FormerOf(transport);
  former->transports = g_slist_prepend(former->transports, value);
}

void node_rtsp_stream_transport_set_url(GstRTSPStreamTransport* transport, const GstRTSPUrl* url, GError** error) {
  if (!MayChange(transport, error)) return;
  if (!gst_rtsp_stream_transport_get_url(transport)) {
    gst_rtsp_stream_transport_set_url(transport, url);
  } else if (url) {
    Overwrite(transport, url);
  } else {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "PLAY needs the URL: it can be replaced only");
  }
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

GstFlowReturn node_rtsp_stream_transport_recv_data(GstRTSPStreamTransport* transport, guint channel,
                                                   GstBuffer* buffer) {
  GstRTSPStream* stream = gst_rtsp_stream_transport_get_stream(transport);
  const GstRTSPRange channels = gst_rtsp_stream_transport_get_transport(transport)->interleaved;
  if (channel == static_cast<guint>(channels.min)) return node_rtsp_stream_recv_rtp(stream, buffer);
  if (channel == static_cast<guint>(channels.max)) return node_rtsp_stream_recv_rtcp(stream, buffer);
  // Upstream keeps it, and frees it never.
  gst_buffer_unref(buffer);
  return GST_FLOW_NOT_LINKED;
}

gboolean node_rtsp_stream_transport_send_rtp(GstRTSPStreamTransport* transport, GstBuffer* buffer, GError** error) {
  return IsSendable(buffer, error) && Send(transport, buffer, gst_rtsp_stream_transport_send_rtp);
}
gboolean node_rtsp_stream_transport_send_rtcp(GstRTSPStreamTransport* transport, GstBuffer* buffer, GError** error) {
  return IsSendable(buffer, error) && Send(transport, buffer, gst_rtsp_stream_transport_send_rtcp);
}
gboolean node_rtsp_stream_transport_send_rtp_list(GstRTSPStreamTransport* transport, GstBufferList* list,
                                                  GError** error) {
  return IsSendable(list, error) && Send(transport, list, gst_rtsp_stream_transport_send_rtp_list);
}
gboolean node_rtsp_stream_transport_send_rtcp_list(GstRTSPStreamTransport* transport, GstBufferList* list,
                                                   GError** error) {
  return IsSendable(list, error) && Send(transport, list, gst_rtsp_stream_transport_send_rtcp_list);
}

}  // namespace rtspnode
