#include "rtsp-server/guards/play.h"

#include <math.h>
#include <string.h>

#include "rtsp-server/guards/range.h"

namespace rtspnode {

namespace {

// Faster or slower than this is no speed that a media plays at, and far from where a segment's arithmetic ends.
constexpr double kMaxRate = 100;
constexpr double kMinRate = 1 / kMaxRate;

bool IsSaneRate(double rate) { return fabs(rate) >= kMinRate && fabs(rate) <= kMaxRate; }

const gchar* FindHeader(GstRTSPMessage* request, GstRTSPHeaderField field) {
  gchar* value = nullptr;
  return gst_rtsp_message_get_header(request, field, &value, 0) == GST_RTSP_OK ? value : nullptr;
}

// parse_npt_range() takes the ";time=" that may follow an open range for its end.
void CutRangeTime(GstRTSPMessage* request) {
  const gchar* text = FindHeader(request, GST_RTSP_HDR_RANGE);
  const gchar* suffix = text ? strchr(text, ';') : nullptr;
  if (!suffix) return;
  gchar* range = g_strndup(text, suffix - text);
  gst_rtsp_message_remove_header(request, GST_RTSP_HDR_RANGE, -1);
  gst_rtsp_message_take_header(request, GST_RTSP_HDR_RANGE, range);
}

// False when there is such a header and it is not sane.
bool ReadRate(GstRTSPMessage* request, GstRTSPHeaderField field, double* rate) {
  const gchar* text = FindHeader(request, field);
  return !text || (ParseDecimal(text, rate) && IsSaneRate(*rate));
}

// The media's end in nanoseconds; GST_CLOCK_TIME_NONE when it has none or does not know.
GstClockTime EndOf(GstRTSPMedia* media) {
  gchar* text = gst_rtsp_media_get_range_string(media, FALSE, GST_RTSP_RANGE_NPT);
  GstRTSPTimeRange* range;
  GstClockTime end = GST_CLOCK_TIME_NONE;
  if (text && gst_rtsp_range_parse(text, &range) == GST_RTSP_OK) {
    gst_rtsp_range_get_times(range, nullptr, &end);
    gst_rtsp_range_free(range);
  }
  g_free(text);
  return end;
}

// Nothing prerolls after such a seek, and the client's thread waits 20 s for it. What a clock's time means only the
// media knows.
bool BeginsBeyondEnd(const GstRTSPTimeRange* range, GstRTSPMedia* media) {
  GstClockTime begin;
  if (range->unit == GST_RTSP_RANGE_CLOCK || !gst_rtsp_range_get_times(range, &begin, nullptr)) return false;
  return GST_CLOCK_TIME_IS_VALID(begin) && begin > 0 && begin >= EndOf(media);
}

struct Others {
  GstRTSPStreamTransport* own;
  bool any = false;
};

GstRTSPFilterResult LookForOthers(GstRTSPStream*, GstRTSPStreamTransport* transport, gpointer data) {
  auto& others = *static_cast<Others*>(data);
  if (transport != others.own) others.any = true;
  return GST_RTSP_FILTER_KEEP;
}

}  // namespace

GstRTSPStatusCode CheckPlayHeaders(GstRTSPMessage* request, GstRTSPMedia* media) {
  double scale = 1;
  double speed = 1;
  if (!ReadRate(request, GST_RTSP_HDR_SCALE, &scale) || !ReadRate(request, GST_RTSP_HDR_SPEED, &speed) || speed < 0 ||
      !IsSaneRate(scale * speed)) {
    return GST_RTSP_STS_BAD_REQUEST;
  }
  CutRangeTime(request);
  const gchar* text = FindHeader(request, GST_RTSP_HDR_RANGE);
  if (!text) return GST_RTSP_STS_OK;
  GstRTSPTimeRange* range;
  if (!IsSaneRange(text) || gst_rtsp_range_parse(text, &range) != GST_RTSP_OK) return GST_RTSP_STS_BAD_REQUEST;
  const bool beyond = BeginsBeyondEnd(range, media);
  gst_rtsp_range_free(range);
  return beyond ? GST_RTSP_STS_INVALID_RANGE : GST_RTSP_STS_OK;
}

bool PlaysForOthers(GstRTSPMedia* media, GstRTSPSessionMedia* part) {
  if (!gst_rtsp_media_is_shared(media)) return false;
  const guint count = gst_rtsp_media_n_streams(media);
  for (guint i = 0; i < count; i++) {
    GstRTSPStream* stream = gst_rtsp_media_get_stream(media, i);
    if (!stream) continue;
    Others others = {gst_rtsp_session_media_get_transport(part, i)};
    gst_rtsp_stream_transport_filter(stream, LookForOthers, &others);
    if (others.any) return true;
  }
  return false;
}

void DropSeek(GstRTSPMessage* request) {
  gst_rtsp_message_remove_header(request, GST_RTSP_HDR_RANGE, -1);
  gst_rtsp_message_remove_header(request, GST_RTSP_HDR_SCALE, -1);
  gst_rtsp_message_remove_header(request, GST_RTSP_HDR_SPEED, -1);
}

}  // namespace rtspnode
