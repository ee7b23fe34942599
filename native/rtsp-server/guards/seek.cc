#include "rtsp-server/guards/seek.h"

#include <stdlib.h>

#include "rtsp-server/guards/header.h"
#include "rtsp-server/guards/range.h"
#include "rtsp-server/types/node-media.h"

namespace rtspnode {

namespace {

constexpr gint64 kTolerance = GST_MSECOND;
constexpr GstClockTime kMargin = GST_SECOND;
// For a media that does not know how long it is: thirty years.
constexpr double kFarAwaySeconds = 1e9;

struct Extent {
  GstClockTime begin = GST_CLOCK_TIME_NONE;
  GstClockTime end = GST_CLOCK_TIME_NONE;
};

// From where to where the media plays at present, as far as it knows.
Extent CurrentExtent(GstRTSPMedia* media) {
  Extent extent;
  gchar* text = gst_rtsp_media_get_range_string(media, TRUE, GST_RTSP_RANGE_NPT);
  GstRTSPTimeRange* range;
  if (text && gst_rtsp_range_parse(text, &range) == GST_RTSP_OK) {
    gst_rtsp_range_get_times(range, &extent.begin, &extent.end);
    gst_rtsp_range_free(range);
  }
  g_free(text);
  return extent;
}

GstClockTime QueryDuration(GstRTSPMedia* media) {
  const guint count = gst_rtsp_media_n_streams(media);
  gint64 longest = -1;
  for (guint i = 0; i < count; i++) {
    GstRTSPStream* stream = gst_rtsp_media_get_stream(media, i);
    GstPad* pad = stream ? gst_rtsp_stream_get_srcpad(stream) : nullptr;
    if (!pad) continue;
    gint64 duration;
    if (gst_pad_query_duration(pad, GST_FORMAT_TIME, &duration)) longest = MAX(longest, duration);
    gst_object_unref(pad);
  }
  return longest < 0 ? GST_CLOCK_TIME_NONE : longest;
}

bool Convert(GstRTSPMedia* media, GstRTSPTimeRange* range, GstRTSPRangeUnit unit) {
  GstRTSPMediaClass* klass = GST_RTSP_MEDIA_GET_CLASS(media);
  return klass->convert_range && klass->convert_range(media, range, unit);
}

void SetEnd(GstRTSPMessage* request, GstRTSPMedia* media, GstRTSPTimeRange range, GstRTSPRangeUnit unit,
            double seconds) {
  range.max.type = GST_RTSP_TIME_SECONDS;
  range.max.seconds = seconds;
  if (!Convert(media, &range, unit)) return;
  gst_rtsp_message_remove_header(request, GST_RTSP_HDR_RANGE, -1);
  gst_rtsp_message_take_header(request, GST_RTSP_HDR_RANGE, gst_rtsp_range_to_string(&range));
}

// "now-20", which rtspsrc sends, and "-20". For "now" upstream keeps the beginning of what plays, for no beginning it
// takes the position, which moves on until then.
GstRTSPStatusCode SettleEnd(GstRTSPMedia* media, GstRTSPTimeType begin, GstClockTime end) {
  if (!GST_CLOCK_TIME_IS_VALID(end)) return GST_RTSP_STS_OK;
  const Extent extent = CurrentExtent(media);
  const bool unchanged = GST_CLOCK_TIME_IS_VALID(extent.end) && llabs(GST_CLOCK_DIFF(end, extent.end)) < kTolerance;
  if (unchanged || !GST_CLOCK_TIME_IS_VALID(extent.begin)) return GST_RTSP_STS_OK;
  const GstClockTime margin = begin == GST_RTSP_TIME_NOW ? 0 : kMargin;
  return end > extent.begin + margin ? GST_RTSP_STS_OK : GST_RTSP_STS_INVALID_RANGE;
}

GstRTSPStatusCode Settle(GstRTSPMessage* request, GstRTSPMedia* media, const GstRTSPTimeRange& asked) {
  GstRTSPTimeRange range = asked;
  // Upstream does not seek either when it can't convert.
  if (!Convert(media, &range, GST_RTSP_RANGE_NPT)) return GST_RTSP_STS_OK;
  GstClockTime begin;
  GstClockTime end;
  gst_rtsp_range_get_times(&range, &begin, &end);
  if (!GST_CLOCK_TIME_IS_VALID(begin)) return SettleEnd(media, range.min.type, end);
  const GstClockTime duration = QueryDuration(media);
  if (begin > 0 && begin >= duration) return GST_RTSP_STS_INVALID_RANGE;
  if (GST_CLOCK_TIME_IS_VALID(end)) return begin < end ? GST_RTSP_STS_OK : GST_RTSP_STS_INVALID_RANGE;

  const GstClockTime earlier_end = CurrentExtent(media).end;
  if (!GST_CLOCK_TIME_IS_VALID(earlier_end)) return GST_RTSP_STS_OK;
  if (!GST_CLOCK_TIME_IS_VALID(duration)) {
    SetEnd(request, media, range, asked.unit, kFarAwaySeconds);
  } else if (earlier_end + kTolerance < duration) {
    SetEnd(request, media, range, asked.unit, static_cast<double>(duration) / GST_SECOND);
  }
  return GST_RTSP_STS_OK;
}

// The range that the media is to run through backwards; g_free() it.
gchar* CloseBackwards(GstRTSPMessage* request, GstRTSPMedia* media) {
  const gchar* text = FindHeader(request, GST_RTSP_HDR_RANGE);
  if (!text) {
    const Extent extent = CurrentExtent(media);
    const GstClockTime from = GST_CLOCK_TIME_IS_VALID(extent.begin) ? extent.begin : 0;
    gchar seconds[G_ASCII_DTOSTR_BUF_SIZE];
    g_ascii_formatd(seconds, sizeof seconds, "%.9f", static_cast<double>(from) / GST_SECOND);
    return g_strconcat("npt=", seconds, "-0", nullptr);
  }
  const bool is_open = g_str_has_suffix(text, "-");
  return g_strconcat(text, !is_open ? "" : g_str_has_prefix(text, "npt=") ? "0" : "0:00:00", nullptr);
}

}  // namespace

bool IsLive(GstRTSPMedia* media) {
  if (CouldSeek(media)) return false;
  const Extent extent = CurrentExtent(media);
  return !GST_CLOCK_TIME_IS_VALID(extent.begin) && !GST_CLOCK_TIME_IS_VALID(extent.end);
}

GstRTSPStatusCode SettleRange(GstRTSPMessage* request, GstRTSPMedia* media, bool changes_rate) {
  if (gst_rtsp_media_seekable(media) <= 0) return GST_RTSP_STS_OK;
  const gchar* text = FindHeader(request, GST_RTSP_HDR_RANGE);
  if (!text) {
    if (!changes_rate) return GST_RTSP_STS_OK;
    const Extent extent = CurrentExtent(media);
    const bool at_end = GST_CLOCK_TIME_IS_VALID(extent.begin) && extent.begin >= extent.end;
    return at_end ? GST_RTSP_STS_INVALID_RANGE : GST_RTSP_STS_OK;
  }
  GstRTSPTimeRange* range;
  if (gst_rtsp_range_parse(text, &range) != GST_RTSP_OK) return GST_RTSP_STS_BAD_REQUEST;
  const GstRTSPStatusCode status = Settle(request, media, *range);
  gst_rtsp_range_free(range);
  return status;
}

GstRTSPStatusCode SettleBackwards(GstRTSPMessage* request, GstRTSPMedia* media) {
  if (gst_rtsp_media_seekable(media) <= 0) return GST_RTSP_STS_OK;
  gchar* text = CloseBackwards(request, media);
  GstRTSPTimeRange* range = nullptr;
  if (!IsSaneRange(text, true) || gst_rtsp_range_parse(text, &range) != GST_RTSP_OK) {
    const bool was_given = FindHeader(request, GST_RTSP_HDR_RANGE);
    g_free(text);
    return was_given ? GST_RTSP_STS_BAD_REQUEST : GST_RTSP_STS_INVALID_RANGE;
  }
  gst_rtsp_message_remove_header(request, GST_RTSP_HDR_RANGE, -1);
  gst_rtsp_message_take_header(request, GST_RTSP_HDR_RANGE, text);
  GstClockTime begin = GST_CLOCK_TIME_NONE;
  GstClockTime end = GST_CLOCK_TIME_NONE;
  const bool converted = Convert(media, range, GST_RTSP_RANGE_NPT);
  if (converted) gst_rtsp_range_get_times(range, &begin, &end);
  gst_rtsp_range_free(range);
  // Upstream does not seek either when it can't convert.
  if (!converted) return GST_RTSP_STS_OK;
  const bool leads_somewhere = GST_CLOCK_TIME_IS_VALID(begin) && end < begin && end < QueryDuration(media);
  return leads_somewhere ? GST_RTSP_STS_OK : GST_RTSP_STS_INVALID_RANGE;
}

}  // namespace rtspnode
