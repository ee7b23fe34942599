#include "rtsp-server/guards/setup.h"

#include "rtsp-server/descriptors.h"
#include "rtsp-server/each.h"
#include "rtsp-server/guards/key-management.h"
#include "rtsp-server/guards/transports.h"
#include "rtsp-server/send/transport-send.h"
#include "rtsp-server/stream-check.h"
#include "rtsp-server/types/node-media.h"

namespace rtspnode {

namespace {

// gst_rtsp_stream_set_mtu() hands the number to the payloader as it is. Packets that don't fit into an interleaved
// frame break the connection's framing; those that hold little more than their headers only cost.
constexpr guint64 kMinBlockSize = 256;
constexpr guint64 kMaxBlockSize = 32768;

// A server may use another size than it was asked for (RFC 2326, 12.7): odd sizes are ignored.
void DropOddBlockSize(GstRTSPMessage* request) {
  gchar* text;
  if (gst_rtsp_message_get_header(request, GST_RTSP_HDR_BLOCKSIZE, &text, 0) != GST_RTSP_OK) return;
  guint64 size;
  if (g_ascii_string_to_unsigned(text, 10, kMinBlockSize, kMaxBlockSize, &size, nullptr)) return;
  gst_rtsp_message_remove_header(request, GST_RTSP_HDR_BLOCKSIZE, -1);
}

bool NamesRangeUnit(const gchar* accepted) {
  auto* units = static_cast<GEnumClass*>(g_type_class_ref(GST_TYPE_RTSP_RANGE_UNIT));
  gchar** names = g_strsplit(accepted, ",", 0);
  bool any = false;
  for (gchar** walk = names; *walk; walk++) any |= g_enum_get_value_by_nick(units, g_strstrip(*walk)) != nullptr;
  g_strfreev(names);
  g_type_class_unref(units);
  return any;
}

// Decides about Accept-Ranges as handle_setup_request() does, which prints the whole request on standard output when
// it finds the header.
bool AcceptsOurRanges(GstRTSPMessage* request) {
  gchar* accepted;
  if (gst_rtsp_message_get_header(request, GST_RTSP_HDR_ACCEPT_RANGES, &accepted, 0) != GST_RTSP_OK) return true;
  const bool ours = NamesRangeUnit(accepted);
  gst_rtsp_message_remove_header(request, GST_RTSP_HDR_ACCEPT_RANGES, -1);
  return ours;
}

struct Part {
  GstRTSPMedia* media;
  guint stream;
  bool has_place = true;
  GstRTSPStreamTransport* transport = nullptr;
};

GstRTSPFilterResult FindTransport(GstRTSPSession*, GstRTSPSessionMedia* part, gpointer data) {
  auto& wanted = *static_cast<Part*>(data);
  if (gst_rtsp_session_media_get_media(part) != wanted.media) return GST_RTSP_FILTER_KEEP;
  GPtrArray* places = gst_rtsp_session_media_get_transports(part);
  wanted.has_place = wanted.stream < places->len;
  if (wanted.has_place) {
    wanted.transport = static_cast<GstRTSPStreamTransport*>(g_ptr_array_index(places, wanted.stream));
  }
  g_ptr_array_unref(places);
  return GST_RTSP_FILTER_KEEP;
}

// A second SETUP of a stream in the same session. gst_rtsp_stream_transport_set_transport() frees the transport that
// the streaming threads read, and update_transport() later removes what was never added when UDP and TCP change places.
// A transport over the connection keeps its old channels for ever, and every frame that the peer sends there leaks.
bool MaySetUpAgain(GstRTSPContext* context) {
  if (!context->session) return true;
  Part part = {context->media, gst_rtsp_stream_get_index(context->stream)};
  Each(gst_rtsp_session_filter, context->session, FindTransport, &part);
  // A stream that is younger than the session's part of the media has no place there for a transport.
  if (!part.has_place) return false;
  if (!part.transport) return true;
  return !IsActive(part.transport) && !IsInterleaved(part.transport);
}

}  // namespace

GstRTSPStatusCode CheckMediaStatus(GstRTSPMedia* media) {
  if (HasFailed(media)) return GST_RTSP_STS_SERVICE_UNAVAILABLE;
  switch (gst_rtsp_media_get_status(media)) {
    case GST_RTSP_MEDIA_STATUS_PREPARED:
    case GST_RTSP_MEDIA_STATUS_SUSPENDED:
      return GST_RTSP_STS_OK;
    case GST_RTSP_MEDIA_STATUS_UNPREPARED:
      return GST_RTSP_STS_METHOD_NOT_VALID_IN_THIS_STATE;
    default:
      return GST_RTSP_STS_SERVICE_UNAVAILABLE;
  }
}

GstRTSPStatusCode CheckSetup(GstRTSPContext* context) {
  // First: upstream applies it even to some of the requests that are refused, see SafeAnswer().
  DropOddBlockSize(context->request);
  if (!HasSpareDescriptors()) return GST_RTSP_STS_SERVICE_UNAVAILABLE;
  const GstRTSPStatusCode status = CheckMediaStatus(context->media);
  if (status != GST_RTSP_STS_OK) return status;
  if (!MaySetUpAgain(context)) return GST_RTSP_STS_METHOD_NOT_VALID_IN_THIS_STATE;
  if (!AcceptsOurRanges(context->request)) return GST_RTSP_STS_NOT_IMPLEMENTED;
  DropUnavailableMulticast(context);
  return CheckKeyManagement(context->request, context->stream);
}

}  // namespace rtspnode
