#include "rtsp-server/calls/stream.h"

#include <gio/gio.h>

#include <memory>
#include <optional>

#include "gst/keep.h"
#include "rtsp-server/guards/key-management.h"
#include "rtsp-server/kept-transports.h"
#include "rtsp-server/media-gate.h"
#include "rtsp-server/multicast-ports.h"
#include "rtsp-server/send/transport-send.h"
#include "rtsp-server/slow-transports.h"
#include "rtsp-server/stream-check.h"
#include "rtsp-server/stream-formats.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

gint64 GetNumber(GstRTSPStream* stream, const char* name) {
  gint64 number = -1;
  GstElement* payloader = FindPayloader(stream);
  if (!payloader) return number;
  GParamSpec* spec = g_object_class_find_property(G_OBJECT_GET_CLASS(payloader), name);
  if (spec && spec->value_type == G_TYPE_UINT) {
    guint value;
    g_object_get(payloader, name, &value, nullptr);
    number = value;
  }
  Reaper::Instance().Unref(payloader);
  return number;
}

// Within the property's range: GObject would bend the value and warn.
template <typename Spec, typename Value>
gboolean SetNumber(GstRTSPStream* stream, const char* name, GType type, Value value) {
  GstElement* payloader = FindPayloader(stream);
  if (!payloader) return FALSE;
  GParamSpec* spec = g_object_class_find_property(G_OBJECT_GET_CLASS(payloader), name);
  const bool fits = spec && spec->value_type == type && value >= reinterpret_cast<Spec*>(spec)->minimum &&
                    value <= reinterpret_cast<Spec*>(spec)->maximum;
  if (fits) g_object_set(payloader, name, value, nullptr);
  Reaper::Instance().Unref(payloader);
  return fits;
}

gboolean RefuseWhileStopping(GError** error) {
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_BUSY, "the media of the stream is about to stop");
  return FALSE;
}

// 0 without a socket; takes the reference.
gint PortOf(GSocket* socket) {
  if (!socket) return 0;
  gint port = 0;
  if (GSocketAddress* address = g_socket_get_local_address(socket, nullptr)) {
    port = g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(address));
    g_object_unref(address);
  }
  Reaper::Instance().Unref(socket);
  return port;
}

using GetSocket = GSocket* (*)(GstRTSPStream*, GSocketFamily);

// Upstream is critical of other families.
GSocket* SocketOf(GstRTSPStream* stream, GSocketFamily family, GetSocket get) {
  return family == G_SOCKET_FAMILY_IPV4 || family == G_SOCKET_FAMILY_IPV6 ? get(stream, family) : nullptr;
}

// Upstream is critical of a stream that is in no pipeline, or leaves it meanwhile.
GstFlowReturn Receive(GstRTSPStream* stream, GstBuffer* buffer, gboolean receives,
                      GstFlowReturn (*receive)(GstRTSPStream*, GstBuffer*)) {
  const MediaGate::Visit visit(GateOf(stream));
  if (visit.entered() && receives && IsJoined(stream, nullptr)) return receive(stream, buffer);
  gst_buffer_unref(buffer);
  return GST_FLOW_NOT_LINKED;
}

}  // namespace

gint64 node_rtsp_stream_get_pt(GstRTSPStream* stream) { return GetNumber(stream, "pt"); }
gint64 node_rtsp_stream_get_mtu(GstRTSPStream* stream) { return GetNumber(stream, "mtu"); }
gint64 node_rtsp_stream_get_current_seqnum(GstRTSPStream* stream) { return GetNumber(stream, "seqnum"); }

gboolean node_rtsp_stream_set_mtu(GstRTSPStream* stream, guint mtu) {
  return SetNumber<GParamSpecUInt>(stream, "mtu", G_TYPE_UINT, mtu);
}

gboolean node_rtsp_stream_set_seqnum_offset(GstRTSPStream* stream, guint16 seqnum) {
  return SetNumber<GParamSpecInt>(stream, "seqnum-offset", G_TYPE_INT, gint{seqnum});
}

gint64 node_rtsp_stream_get_ssrc(GstRTSPStream* stream) {
  GObject* session = IsJoined(stream, nullptr) ? gst_rtsp_stream_get_rtpsession(stream) : nullptr;
  if (!session) return -1;
  guint ssrc = 0;
  g_object_get(session, "internal-ssrc", &ssrc, nullptr);
  Reaper::Instance().Unref(session);
  return ssrc;
}

// gst_rtsp_stream_get_server_port() is a critical of a stream that another thread takes out of its pipeline meanwhile.
void node_rtsp_stream_get_server_port(GstRTSPStream* stream, gint* min, gint* max, GSocketFamily family) {
  *min = *max = 0;
  if ((family != G_SOCKET_FAMILY_IPV4 && family != G_SOCKET_FAMILY_IPV6) || !IsJoined(stream, nullptr)) return;
  *min = PortOf(gst_rtsp_stream_get_rtp_socket(stream, family));
  *max = PortOf(gst_rtsp_stream_get_rtcp_socket(stream, family));
}

GSocket* node_rtsp_stream_get_rtp_socket(GstRTSPStream* stream, GSocketFamily family) {
  return SocketOf(stream, family, gst_rtsp_stream_get_rtp_socket);
}
GSocket* node_rtsp_stream_get_rtcp_socket(GstRTSPStream* stream, GSocketFamily family) {
  return SocketOf(stream, family, gst_rtsp_stream_get_rtcp_socket);
}
GSocket* node_rtsp_stream_get_rtp_multicast_socket(GstRTSPStream* stream, GSocketFamily family) {
  return SocketOf(stream, family, gst_rtsp_stream_get_rtp_multicast_socket);
}
GSocket* node_rtsp_stream_get_rtcp_multicast_socket(GstRTSPStream* stream, GSocketFamily family) {
  return SocketOf(stream, family, gst_rtsp_stream_get_rtcp_multicast_socket);
}

GstRTSPAddress* node_rtsp_stream_get_multicast_address(GstRTSPStream* stream, GSocketFamily family) {
  NoteMulticastAddress(stream);
  return gst_rtsp_stream_get_multicast_address(stream, family);
}

GstRTSPAddress* node_rtsp_stream_reserve_address(GstRTSPStream* stream, const gchar* address, guint port, guint n_ports,
                                                 guint ttl) {
  NoteMulticastAddress(stream);
  return gst_rtsp_stream_reserve_address(stream, address, port, n_ports, ttl);
}

void node_rtsp_stream_set_pt_map(GstRTSPStream* stream, guint pt, GstCaps* caps, GError** error) {
  AddFormat(stream, pt, caps, error);
}

// gst_rtsp_stream_get_srtp_encoder() gives what was freed when the stream has left its pipeline.
GstElement* node_rtsp_stream_get_srtp_encoder(GstRTSPStream* stream) {
  GstBin* bin = gst_rtsp_stream_get_joined_bin(stream);
  if (!bin) return nullptr;
  gchar* name = g_strdup_printf("srtpenc_%u", gst_rtsp_stream_get_index(stream));
  GstElement* encoder = gst_bin_get_by_name(bin, name);
  g_free(name);
  Reaper::Instance().Unref(bin);
  return encoder;
}

gboolean node_rtsp_stream_add_transport(GstRTSPStream* stream, GstRTSPStreamTransport* transport, GError** error) {
  const MediaGate::Visit visit(GateOf(stream));
  if (!visit.entered()) return RefuseWhileStopping(error);
  // The thread that sends may call it from now on.
  const auto client = Reaped(RefTransportClient(transport));
  if (!CanActivate(stream, transport, error)) return FALSE;
  const gboolean added = ActivateTransport(transport);
  // Its client may have ended meanwhile, and found nothing to stop.
  const bool stays = CanActivate(stream, transport, error);
  if (!stays) node_rtsp_stream_remove_transport(stream, transport);
  return stays && added;
}

gboolean node_rtsp_stream_remove_transport(GstRTSPStream* stream, GstRTSPStreamTransport* transport) {
  if (gst_rtsp_stream_transport_get_stream(transport) != stream) return FALSE;
  ForgetTransport(transport);
  const MediaGate::Visit visit(GateOf(stream));
  const bool removed =
      visit.entered() && IsJoined(stream, nullptr) && gst_rtsp_stream_remove_transport(stream, transport);
  LetTransportGo(transport);
  return removed;
}

gboolean node_rtsp_stream_complete_stream(GstRTSPStream* stream, GstRTSPTransport* transport, GError** error) {
  const std::shared_ptr<MediaGate> gate = GateOf(stream);
  // PLAY asserts that the streams which are complete agree on their rates, and has seen to it for those that were.
  std::optional<MediaGate::Change> change;
  if (gate) change.emplace(gate, true);
  if (!IsJoined(stream, error) || !CanCarry(stream, transport, error)) return FALSE;
  if (transport->lower_transport == GST_RTSP_LOWER_TRANS_TCP) NoteInterleaved(stream);
  return gst_rtsp_stream_complete_stream(stream, transport);
}

gboolean node_rtsp_stream_handle_keymgmt(GstRTSPStream* stream, const gchar* keymgmt) {
  return IsSaneKeyManagement(keymgmt) && gst_rtsp_stream_handle_keymgmt(stream, keymgmt);
}

gboolean node_rtsp_stream_update_crypto(GstRTSPStream* stream, guint ssrc, GstCaps* crypto, GError** error) {
  if (crypto && (gst_caps_is_any(crypto) || gst_caps_is_empty(crypto))) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                        "caps that are anything or nothing have no key");
    return FALSE;
  }
  return gst_rtsp_stream_update_crypto(stream, ssrc, crypto);
}

GstFlowReturn node_rtsp_stream_recv_rtp(GstRTSPStream* stream, GstBuffer* buffer) {
  // Upstream keeps what comes for a stream that does not receive, and frees it never.
  return Receive(stream, buffer, gst_rtsp_stream_is_receiver(stream), gst_rtsp_stream_recv_rtp);
}

GstFlowReturn node_rtsp_stream_recv_rtcp(GstRTSPStream* stream, GstBuffer* buffer) {
  // rtpbin is critical of one without memory. It passes over all that is no RTCP.
  if (gst_buffer_get_size(buffer) == 0) {
    gst_buffer_unref(buffer);
    return GST_FLOW_OK;
  }
  return Receive(stream, buffer, TRUE, gst_rtsp_stream_recv_rtcp);
}

GList* node_rtsp_stream_transport_filter(GstRTSPStream* stream) {
  return gst_rtsp_stream_transport_filter(stream, nullptr, nullptr);
}

}  // namespace rtspnode
