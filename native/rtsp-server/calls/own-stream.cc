#include "rtsp-server/calls/own-stream.h"

#include <gio/gio.h>

#include <memory>
#include <string>
#include <vector>

#include "gst/pad-request.h"
#include "rtsp-server/media-element.h"
#include "rtsp-server/media-gate.h"
#include "rtsp-server/multicast-ports.h"
#include "rtsp-server/rtpbin-requests.h"
#include "rtsp-server/stream-formats.h"
#include "runtime/lock.h"
#include "runtime/reaper.h"

namespace rtspnode {

namespace {

enum class Phase { Made, Joining, Joined, Leaving, Left };

// Of a stream that JavaScript has made.
struct Own {
  Mutex mutex;
  Phase phase = Phase::Made;
  GstBin* bin = nullptr;  // with a reference, while it is joined
  GstElement* rtpbin = nullptr;
};

GQuark OwnQuark() {
  static const GQuark quark = g_quark_from_static_string("rtspnode-own-stream");
  return quark;
}

bool Refuse(GError** error, GIOErrorEnum code, const gchar* why) {
  g_set_error_literal(error, G_IO_ERROR, code, why);
  return false;
}

Own* FindOwn(GstRTSPStream* stream, GError** error) {
  auto* own = static_cast<Own*>(g_object_get_qdata(G_OBJECT(stream), OwnQuark()));
  if (!own) Refuse(error, G_IO_ERROR_NOT_SUPPORTED, "a media does that for its streams");
  return own;
}

bool Sends(GstRTSPStream* stream) {
  GstPad* pad = gst_rtsp_stream_get_srcpad(stream);
  if (!pad) return false;
  gst_object_unref(pad);
  return true;
}

bool IsUsable(GstElement* rtpbin, GError** error) {
  return (IsRtpbin(rtpbin) && !IsOfMedia(rtpbin)) ||
         Refuse(error, G_IO_ERROR_INVALID_ARGUMENT, "the element is no rtpbin, or that of a media");
}

bool IsIn(GstElement* element, GstBin* bin) {
  GstObject* parent = gst_object_get_parent(GST_OBJECT(element));
  if (!parent) return false;
  gst_object_unref(parent);
  return parent == GST_OBJECT(bin);
}

bool HasEncryption(GstRTSPStream* stream, GError** error) {
  const bool encrypts = (gst_rtsp_stream_get_profiles(stream) & (GST_RTSP_PROFILE_SAVP | GST_RTSP_PROFILE_SAVPF)) != 0;
  return !encrypts || (IsInstalled("srtpenc", error) && IsInstalled("srtpdec", error));
}

// All that gst_rtsp_stream_join_bin() requests.
std::vector<std::string> PadNames(GstRTSPStream* stream) {
  const std::string index = std::to_string(gst_rtsp_stream_get_index(stream));
  return {(Sends(stream) ? "send_rtp_sink_" : "recv_rtp_sink_") + index, "send_rtcp_src_" + index,
          "recv_rtcp_sink_" + index};
}

bool Join(GstRTSPStream* stream, GstBin* bin, GstElement* rtpbin, GstState state, GError** error) {
  const std::vector<std::string> names = PadNames(stream);
  const PadRequest request(rtpbin, names);
  if (!request.Allowed(error)) return false;
  if (gst_rtsp_stream_join_bin(stream, bin, rtpbin, state)) return true;
  // Upstream forgets the pad that it could not link.
  if (GstPad* pad = gst_element_get_static_pad(rtpbin, names.front().c_str())) {
    gst_element_release_request_pad(rtpbin, pad);
    gst_object_unref(pad);
  }
  return Refuse(error, G_IO_ERROR_FAILED, "the pad of the stream cannot be linked to rtpbin");
}

// They have the stream as an argument, without a reference.
void Disconnect(GstRTSPStream* stream, gpointer emitter) {
  g_signal_handlers_disconnect_matched(emitter, G_SIGNAL_MATCH_DATA, 0, 0, nullptr, nullptr, stream);
}

bool HasTransports(GstRTSPStream* stream) {
  GList* transports = gst_rtsp_stream_transport_filter(stream, nullptr, nullptr);
  const bool any = transports != nullptr;
  g_list_free_full(transports, [](gpointer one) { Reaper::Instance().Unref(one); });
  return any;
}

bool Leave(GstRTSPStream* stream, GstBin* bin, GstElement* rtpbin, GError** error) {
  if (HasTransports(stream)) {
    return Refuse(error, G_IO_ERROR_BUSY, "the stream has transports: remove them before it leaves");
  }
  GObject* session = gst_rtsp_stream_get_rtpsession(stream);
  if (!gst_rtsp_stream_leave_bin(stream, bin, rtpbin)) {
    g_object_unref(session);
    return Refuse(error, G_IO_ERROR_FAILED, "the stream cannot leave");
  }
  Disconnect(stream, rtpbin);
  Disconnect(stream, session);
  g_object_unref(session);
  return true;
}

// One element of a kind for each stream, which would forget the one before. None of this takes stream.lock: rtpbin asks
// for elements while it is held.
template <typename Make>
GstElement* MakeOnce(GstRTSPStream* stream, const gchar* factory, GError** error, Make&& make) {
  if (!FindOwn(stream, error) || !IsInstalled(factory, error)) return nullptr;
  gchar* name = g_strconcat("rtspnode-requested-", factory, nullptr);
  const GQuark quark = g_quark_from_string(name);
  g_free(name);
  if (!g_object_replace_qdata(G_OBJECT(stream), quark, nullptr, stream, nullptr, nullptr)) {
    Refuse(error, G_IO_ERROR_EXISTS, "the stream has made its element already");
    return nullptr;
  }
  const FormatsUse use(stream);
  GstElement* element = make();
  if (!element) g_object_set_qdata(G_OBJECT(stream), quark, nullptr);
  // Upstream has a reference of its own, and leaves the element floating.
  return element ? GST_ELEMENT(gst_object_ref_sink(element)) : nullptr;
}

bool HasStorage(GstElement* rtpbin, guint session, GError** error) {
  GObject* storage = nullptr;
  g_signal_emit_by_name(rtpbin, "get-internal-storage", session, &storage);
  if (!storage) return Refuse(error, G_IO_ERROR_NOT_FOUND, "rtpbin has no such session");
  g_object_unref(storage);
  return true;
}

}  // namespace

GstRTSPStream* node_rtsp_stream_new(guint index, GstElement* payloader, GstPad* pad, GError** error) {
  if (GST_PAD_DIRECTION(pad) == GST_PAD_UNKNOWN) {
    Refuse(error, G_IO_ERROR_INVALID_ARGUMENT, "the pad has no direction");
    return nullptr;
  }
  if (GST_PAD_IS_SRC(pad) && !CheckPayloads(payloader, error)) return nullptr;
  GstRTSPStream* stream = gst_rtsp_stream_new(index, payloader, pad);
  g_object_set_qdata_full(G_OBJECT(stream), OwnQuark(), new Own, [](gpointer own) { delete static_cast<Own*>(own); });
  SetGate(stream, std::make_shared<MediaGate>());
  return stream;
}

gboolean node_rtsp_stream_join_bin(GstRTSPStream* stream, GstBin* bin, GstElement* rtpbin, GstState state,
                                   GError** error) {
  Own* own = FindOwn(stream, error);
  if (!own || !IsUsable(rtpbin, error)) return FALSE;
  if (!IsIn(rtpbin, bin)) return Refuse(error, G_IO_ERROR_INVALID_ARGUMENT, "rtpbin is not in the bin");
  if (!HasEncryption(stream, error)) return FALSE;
  const MediaGate::Change change(GateOf(stream));
  {
    Lock lock(own->mutex);
    if (own->phase != Phase::Made) {
      return Refuse(error, G_IO_ERROR_EXISTS, "a stream joins a bin once: make another one");
    }
    own->phase = Phase::Joining;
  }
  const bool joined = Join(stream, bin, rtpbin, state, error);
  Lock lock(own->mutex);
  own->phase = joined ? Phase::Joined : Phase::Made;
  if (!joined) return FALSE;
  own->bin = GST_BIN(gst_object_ref(bin));
  own->rtpbin = GST_ELEMENT(gst_object_ref(rtpbin));
  g_object_ref(stream);
  return TRUE;
}

gboolean node_rtsp_stream_leave_bin(GstRTSPStream* stream, GstBin* bin, GstElement* rtpbin, GError** error) {
  Own* own = FindOwn(stream, error);
  if (!own) return FALSE;
  const MediaGate::Change change(GateOf(stream), true);
  {
    Lock lock(own->mutex);
    if (own->phase != Phase::Joined) return TRUE;
    if (own->bin != bin || own->rtpbin != rtpbin) {
      return Refuse(error, G_IO_ERROR_INVALID_ARGUMENT, "the stream is in another bin, or with another rtpbin");
    }
    own->phase = Phase::Leaving;
  }
  const bool left = Leave(stream, bin, rtpbin, error);
  Lock lock(own->mutex);
  own->phase = left ? Phase::Left : Phase::Joined;
  if (!left) return FALSE;
  g_clear_object(&own->bin);
  g_clear_object(&own->rtpbin);
  // The caller has one more.
  g_object_unref(stream);
  return TRUE;
}

gboolean node_rtsp_stream_allocate_udp_sockets(GstRTSPStream* stream, GSocketFamily family, GstRTSPTransport* transport,
                                               gboolean use_client_settings, GError** error) {
  if (family != G_SOCKET_FAMILY_IPV4 && family != G_SOCKET_FAMILY_IPV6) {
    return Refuse(error, G_IO_ERROR_INVALID_ARGUMENT, "the sockets are of IPv4 or IPv6");
  }
  switch (transport->lower_transport) {
    case GST_RTSP_LOWER_TRANS_UDP:
      break;
    case GST_RTSP_LOWER_TRANS_UDP_MCAST:
      // Upstream would forget the one that it has.
      if (use_client_settings && HasChosenMulticastAddress(stream)) {
        return Refuse(error, G_IO_ERROR_EXISTS, "the stream has a multicast address already");
      }
      if (!CanBindMulticastAddress(stream)) return FALSE;
      break;
    default:
      return Refuse(error, G_IO_ERROR_INVALID_ARGUMENT, "the transport must be UDP or UDP_MCAST");
  }
  return gst_rtsp_stream_allocate_udp_sockets(stream, family, transport, use_client_settings);
}

GstElement* node_rtsp_stream_request_aux_sender(GstRTSPStream* stream, guint session, GError** error) {
  if (!Sends(stream)) {
    Refuse(error, G_IO_ERROR_NOT_SUPPORTED, "the stream is received");
    return nullptr;
  }
  return MakeOnce(stream, "rtprtxsend", error, [&] { return gst_rtsp_stream_request_aux_sender(stream, session); });
}

GstElement* node_rtsp_stream_request_aux_receiver(GstRTSPStream* stream, guint session, GError** error) {
  return MakeOnce(stream, "rtprtxreceive", error,
                  [&] { return gst_rtsp_stream_request_aux_receiver(stream, session); });
}

GstElement* node_rtsp_stream_request_ulpfec_decoder(GstRTSPStream* stream, GstElement* rtpbin, guint session,
                                                    GError** error) {
  if (!IsUsable(rtpbin, error) || !HasStorage(rtpbin, session, error)) return nullptr;
  return MakeOnce(stream, "rtpulpfecdec", error,
                  [&] { return gst_rtsp_stream_request_ulpfec_decoder(stream, rtpbin, session); });
}

GstElement* node_rtsp_stream_request_ulpfec_encoder(GstRTSPStream* stream, guint session, GError** error) {
  return MakeOnce(stream, "rtpulpfecenc", error,
                  [&] { return gst_rtsp_stream_request_ulpfec_encoder(stream, session); });
}

}  // namespace rtspnode
