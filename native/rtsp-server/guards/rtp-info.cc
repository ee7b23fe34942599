#include "rtsp-server/guards/rtp-info.h"

#include <algorithm>
#include <vector>

#include "rtsp-server/guards/header.h"
#include "rtsp-server/timestamp-offset.h"
#include "rtsp-server/types/node-media.h"

namespace rtspnode {

namespace {

struct Start {
  GstRTSPStreamTransport* transport;
  guint seqnum;
  guint timestamp;
  guint clock_rate;
  gint64 running_time;
};

// Where the media is about now. Timestamps wrap around after some hours: each stands for the running time that is
// nearest to this one.
GstClockTime FindRunningTime(GstRTSPMedia* media) {
  GstElement* pipeline = RefPipeline(media);
  if (!pipeline) return 0;
  const GstClockTime time = GST_STATE(pipeline) == GST_STATE_PLAYING ? gst_element_get_current_running_time(pipeline)
                                                                     : gst_element_get_start_time(pipeline);
  gst_object_unref(pipeline);
  return GST_CLOCK_TIME_IS_VALID(time) ? time : 0;
}

gint64 ToRunningTime(guint32 ticks, guint clock_rate, GstClockTime near_time) {
  const guint64 near_ticks = gst_util_uint64_scale(near_time, clock_rate, GST_SECOND);
  const auto later = static_cast<gint32>(ticks - static_cast<guint32>(near_ticks));
  return static_cast<gint64>(gst_util_uint64_scale(near_ticks, GST_SECOND, clock_rate)) +
         later * static_cast<gint64>(GST_SECOND) / clock_rate;
}

bool FindStart(GstRTSPStreamTransport* transport, GstClockTime near_time, std::vector<Start>& starts) {
  GstRTSPStream* stream = gst_rtsp_stream_transport_get_stream(transport);
  if (!gst_rtsp_stream_is_sender(stream)) return true;
  Start start{transport, 0, 0, 0, 0};
  GstClockTime unused;
  const std::optional<guint32> offset = FindTimestampOffset(stream);
  if (!gst_rtsp_stream_get_rtpinfo(stream, &start.timestamp, &start.seqnum, &start.clock_rate, &unused) ||
      start.clock_rate == 0 || !gst_rtsp_stream_transport_get_url(transport) || !offset) {
    return false;
  }
  start.running_time = ToRunningTime(start.timestamp - *offset, start.clock_rate, near_time);
  starts.push_back(start);
  return true;
}

std::vector<Start> FindStarts(GstRTSPSessionMedia* media) {
  std::vector<Start> starts;
  const GstClockTime near_time = FindRunningTime(gst_rtsp_session_media_get_media(media));
  GPtrArray* transports = gst_rtsp_session_media_get_transports(media);
  for (guint i = 0; i < transports->len; i++) {
    auto* transport = static_cast<GstRTSPStreamTransport*>(g_ptr_array_index(transports, i));
    if (!transport || FindStart(transport, near_time, starts)) continue;
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
