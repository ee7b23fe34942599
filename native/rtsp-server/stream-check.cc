#include "rtsp-server/stream-check.h"

#include <gio/gio.h>

#include <cstring>

#include "rtsp-server/send/transport-send.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

bool Fail(GError** error, const char* text) {
  g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_FAILED, text);
  return false;
}

using GetSocket = GSocket* (*)(GstRTSPStream*, GSocketFamily);

bool HasSocket(GstRTSPStream* stream, GetSocket get) {
  for (GSocketFamily family : {G_SOCKET_FAMILY_IPV4, G_SOCKET_FAMILY_IPV6}) {
    GSocket* socket = get(stream, family);
    if (!socket) continue;
    g_object_unref(socket);
    return true;
  }
  return false;
}

bool IsSendable(const GstRTSPTransport* transport, const GstRTSPRange& ports) {
  return transport->destination && g_hostname_is_ip_address(transport->destination) && ports.min >= 0;
}

}  // namespace

bool IsPayloader(GstElement* element) {
  const gchar* klass = gst_element_class_get_metadata(GST_ELEMENT_GET_CLASS(element), GST_ELEMENT_METADATA_KLASS);
  return klass && std::strstr(klass, "Payloader") && std::strstr(klass, "RTP");
}

GstElement* FindPayloaderInBin(GstBin* bin, GstPad* pad) {
  gchar* name = gst_object_get_name(GST_OBJECT(pad));
  gchar* of_pad = g_strdup_printf("pay_%s", name);
  g_free(name);
  GstElement* found = nullptr;
  for (const gchar* candidate : {static_cast<const gchar*>("pay"), static_cast<const gchar*>(of_pad)}) {
    if (found) break;
    found = gst_bin_get_by_name(bin, candidate);
    if (found && !IsPayloader(found)) g_clear_pointer(&found, gst_object_unref);
  }
  g_free(of_pad);
  if (found) return found;
  GstIterator* iterator = gst_bin_iterate_recurse(bin);
  GValue item = G_VALUE_INIT;
  while (!found && gst_iterator_next(iterator, &item) == GST_ITERATOR_OK) {
    auto* element = static_cast<GstElement*>(g_value_get_object(&item));
    if (IsPayloader(element)) found = GST_ELEMENT(gst_object_ref(element));
    g_value_unset(&item);
  }
  gst_iterator_free(iterator);
  return found;
}

bool IsJoined(GstRTSPStream* stream, GError** error) {
  GstBin* bin = gst_rtsp_stream_get_joined_bin(stream);
  if (!bin) return Fail(error, "the stream is not part of a pipeline: its media is not prepared");
  Reaper::Instance().Unref(bin);
  return true;
}

bool CanCarry(GstRTSPStream* stream, const GstRTSPTransport* transport, GError** error) {
  switch (transport->lower_transport) {
    case GST_RTSP_LOWER_TRANS_TCP:
      return true;
    case GST_RTSP_LOWER_TRANS_UDP:
      if (!IsSendable(transport,
                      gst_rtsp_stream_is_client_side(stream) ? transport->server_port : transport->client_port)) {
        return Fail(error, "a UDP transport needs an IP address as destination, and ports");
      }
      return HasSocket(stream, gst_rtsp_stream_get_rtp_socket) || Fail(error, "the stream has no UDP sockets");
    case GST_RTSP_LOWER_TRANS_UDP_MCAST:
      if (!IsSendable(transport, transport->port)) {
        return Fail(error, "a multicast transport needs an IP address as destination, and ports");
      }
      return HasSocket(stream, gst_rtsp_stream_get_rtp_multicast_socket) ||
             Fail(error, "the stream has no multicast sockets");
    default:
      return Fail(error, "a stream is sent over UDP, UDP_MCAST or TCP");
  }
}

bool CanActivate(GstRTSPStream* stream, GstRTSPStreamTransport* transport, GError** error) {
  if (gst_rtsp_stream_transport_get_stream(transport) != stream) {
    return Fail(error, "the transport belongs to another stream");
  }
  if (IsInterleaved(transport) && HasEnded(transport)) {
    return Fail(error, "the client that has set the transport up does not have it any more");
  }
  return IsJoined(stream, error) && CanCarry(stream, gst_rtsp_stream_transport_get_transport(transport), error);
}

std::unordered_set<gpointer> ActiveTransports(GstRTSPStream* stream) {
  std::unordered_set<gpointer> active;
  GList* transports = gst_rtsp_stream_transport_filter(stream, nullptr, nullptr);
  for (const GList* node = transports; node; node = node->next) active.insert(node->data);
  g_list_free_full(transports, [](gpointer one) { Reaper::Instance().Unref(one); });
  return active;
}

bool IsActive(GstRTSPStreamTransport* transport) {
  return ActiveTransports(gst_rtsp_stream_transport_get_stream(transport)).count(transport) != 0;
}

GstElement* FindPayloader(GstRTSPStream* stream) {
  GstPad* outer = gst_rtsp_stream_get_srcpad(stream);
  if (!outer) outer = gst_rtsp_stream_get_sinkpad(stream);
  if (!outer) return nullptr;
  GstPad* pad = GST_IS_GHOST_PAD(outer) ? gst_ghost_pad_get_target(GST_GHOST_PAD(outer)) : nullptr;
  if (!pad) pad = GST_PAD(gst_object_ref(outer));
  gst_object_unref(outer);
  GstElement* element = gst_pad_get_parent_element(pad);
  if (element && GST_IS_BIN(element)) {
    GstElement* inner = FindPayloaderInBin(GST_BIN(element), pad);
    if (inner) {
      gst_object_unref(element);
      element = inner;
    }
  }
  gst_object_unref(pad);
  return element;
}

}  // namespace rtspnode
