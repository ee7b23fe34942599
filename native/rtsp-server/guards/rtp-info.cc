#include "rtsp-server/guards/rtp-info.h"

#include <algorithm>
#include <vector>

#include "rtsp-server/guards/header.h"
#include "rtsp-server/stream-check.h"

namespace rtspnode {

namespace {

struct Start {
  GstRTSPStreamTransport* transport;
  guint seqnum;
  guint timestamp;
  guint clock_rate;
  gint64 running_time;
};

gint64 ToTime(gint64 ticks, guint clock_rate) { return ticks * static_cast<gint64>(GST_SECOND) / clock_rate; }

// The running time of a packet, by that of the packet which the payloader has made last.
bool FindRunningTime(GstRTSPStream* stream, Start& start) {
  GstElement* payloader = FindPayloader(stream);
  GstStructure* stats = nullptr;
  if (payloader && g_object_class_find_property(G_OBJECT_GET_CLASS(payloader), "stats")) {
    g_object_get(payloader, "stats", &stats, nullptr);
  }
  gst_clear_object(&payloader);
  if (!stats) return false;
  guint timestamp = 0;
  GstClockTime running_time = GST_CLOCK_TIME_NONE;
  gst_structure_get_uint(stats, "timestamp", &timestamp);
  gst_structure_get_clock_time(stats, "running-time", &running_time);
  gst_structure_free(stats);
  if (!GST_CLOCK_TIME_IS_VALID(running_time)) return false;
  // The difference of two timestamps, which wrap around.
  const auto later = static_cast<gint32>(timestamp - start.timestamp);
  start.running_time = static_cast<gint64>(running_time) - ToTime(later, start.clock_rate);
  return true;
}

bool FindStart(GstRTSPStreamTransport* transport, std::vector<Start>& starts) {
  GstRTSPStream* stream = gst_rtsp_stream_transport_get_stream(transport);
  if (!gst_rtsp_stream_is_sender(stream)) return true;
  Start start{transport, 0, 0, 0, 0};
  GstClockTime unused;
  if (!gst_rtsp_stream_get_rtpinfo(stream, &start.timestamp, &start.seqnum, &start.clock_rate, &unused) ||
      start.clock_rate == 0 || !gst_rtsp_stream_transport_get_url(transport) || !FindRunningTime(stream, start)) {
    return false;
  }
  starts.push_back(start);
  return true;
}

std::vector<Start> FindStarts(GstRTSPSessionMedia* media) {
  std::vector<Start> starts;
  GPtrArray* transports = gst_rtsp_session_media_get_transports(media);
  for (guint i = 0; i < transports->len; i++) {
    auto* transport = static_cast<GstRTSPStreamTransport*>(g_ptr_array_index(transports, i));
    if (!transport || FindStart(transport, starts)) continue;
    starts.clear();
    break;
  }
  g_ptr_array_unref(transports);
  return starts;
}

}  // namespace

void CorrectRtpInfo(GstRTSPSessionMedia* media, GstRTSPMessage* response) {
  if (!FindHeader(response, GST_RTSP_HDR_RTP_INFO)) return;
  const std::vector<Start> starts = FindStarts(media);
  // One stream alone is where its packet is.
  if (starts.size() < 2) return;
  gint64 earliest = G_MAXINT64;
  for (const Start& start : starts) earliest = std::min(earliest, start.running_time);
  GString* info = g_string_new(nullptr);
  for (const Start& start : starts) {
    const gint64 later = (start.running_time - earliest) * start.clock_rate / static_cast<gint64>(GST_SECOND);
    gchar* url = gst_rtsp_url_get_request_uri(gst_rtsp_stream_transport_get_url(start.transport));
    g_string_append_printf(info, "%surl=%s;seq=%u;rtptime=%u", info->len > 0 ? ", " : "", url, start.seqnum,
                           start.timestamp - static_cast<guint>(later));
    g_free(url);
  }
  gst_rtsp_message_remove_header(response, GST_RTSP_HDR_RTP_INFO, -1);
  gst_rtsp_message_take_header(response, GST_RTSP_HDR_RTP_INFO, g_string_free(info, FALSE));
}

}  // namespace rtspnode
