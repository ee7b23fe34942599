#include "rtsp-server/multicast-ports.h"

#include <gio/gio.h>

#include "runtime/reaper.h"

namespace rtspnode {

namespace {

constexpr GSocketFamily kFamilies[] = {G_SOCKET_FAMILY_IPV4, G_SOCKET_FAMILY_IPV6};

GQuark ChosenQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-multicast-address");
  return quark;
}

bool HasSocket(GstRTSPStream* stream, GSocketFamily family) {
  GSocket* socket = gst_rtsp_stream_get_rtp_multicast_socket(stream, family);
  if (!socket) return false;
  Reaper::Instance().Unref(socket);
  return true;
}

// gst_rtsp_sdp_make_media() has asked for one for those that are only sent by multicast.
bool MayHaveAddress(GstRTSPStream* stream) {
  return HasChosenMulticastAddress(stream) || gst_rtsp_stream_get_protocols(stream) == GST_RTSP_LOWER_TRANS_UDP_MCAST;
}

// As the stream would bind it.
bool CanBind(GInetAddress* address, guint16 port) {
  GSocket* socket =
      g_socket_new(g_inet_address_get_family(address), G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, nullptr);
  if (!socket) return false;
  GSocketAddress* local = g_inet_socket_address_new(address, port);
  const bool bound = g_socket_bind(socket, local, FALSE, nullptr);
  g_object_unref(local);
  g_object_unref(socket);
  return bound;
}

bool CanBind(GstRTSPStream* stream, GSocketFamily family, const GstRTSPAddress* address) {
  if (address->port % 2 != 0 || address->port == G_MAXUINT16) return false;
  GInetAddress* bound_to = gst_rtsp_stream_is_bind_mcast_address(stream)
                               ? g_inet_address_new_from_string(address->address)
                               : g_inet_address_new_any(family);
  if (!bound_to) return false;
  const bool can = CanBind(bound_to, address->port) && CanBind(bound_to, address->port + 1);
  g_object_unref(bound_to);
  return can;
}

}  // namespace

void NoteMulticastAddress(GstRTSPStream* stream) { g_object_set_qdata(G_OBJECT(stream), ChosenQuark(), stream); }

bool HasChosenMulticastAddress(GstRTSPStream* stream) {
  return g_object_get_qdata(G_OBJECT(stream), ChosenQuark()) != nullptr;
}

bool CanBindMulticastAddress(GstRTSPStream* stream) {
  if (!MayHaveAddress(stream)) return true;
  for (GSocketFamily family : kFamilies) {
    if (HasSocket(stream, family)) continue;
    GstRTSPAddress* address = gst_rtsp_stream_get_multicast_address(stream, family);
    if (!address) continue;
    const bool can = CanBind(stream, family, address);
    gst_rtsp_address_free(address);
    if (!can) return false;
  }
  return true;
}

ForgottenAddresses::ForgottenAddresses(GstRTSPStream* stream)
    : stream_(stream), pool_(gst_rtsp_stream_get_address_pool(stream)) {
  if (!pool_ || !MayHaveAddress(stream)) return;
  for (gsize i = 0; i < before_.size(); i++) {
    if (!HasSocket(stream, kFamilies[i])) before_[i] = gst_rtsp_stream_get_multicast_address(stream, kFamilies[i]);
  }
}

ForgottenAddresses::~ForgottenAddresses() {
  for (GstRTSPAddress* address : before_) {
    if (address) gst_rtsp_address_free(address);
  }
  if (pool_) Reaper::Instance().Unref(pool_);
}

void ForgottenAddresses::GiveBack() {
  for (gsize i = 0; i < before_.size(); i++) {
    if (!before_[i]) continue;
    GstRTSPAddress* now = gst_rtsp_stream_get_multicast_address(stream_, kFamilies[i]);
    if (!now) continue;
    // To be freed with its place in the pool, and the reference to the pool that went with it: what upstream has
    // forgotten was no copy.
    if (now->priv != before_[i]->priv) before_[i]->pool = pool_;
    gst_rtsp_address_free(now);
  }
}

}  // namespace rtspnode
