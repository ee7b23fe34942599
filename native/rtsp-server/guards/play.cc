#include "rtsp-server/guards/play.h"

#include <math.h>
#include <string.h>

#include <algorithm>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "gst/keep.h"
#include "rtsp-server/descriptors.h"
#include "rtsp-server/each.h"
#include "rtsp-server/guards/header.h"
#include "rtsp-server/guards/onvif.h"
#include "rtsp-server/guards/range.h"
#include "rtsp-server/guards/seek.h"
#include "rtsp-server/stream-check.h"
#include "rtsp-server/stream-pads.h"
#include "rtsp-server/types/node-media.h"

namespace rtspnode {

namespace {

// Whose activation is about to be counted twice, see NoteActive().
thread_local std::vector<std::shared_ptr<GstRTSPStreamTransport>> counted;

// Faster or slower than this is no speed that a media plays at, and far from where a segment's arithmetic ends.
constexpr double kMaxRate = 100;
constexpr double kMinRate = 1 / kMaxRate;

bool IsSaneRate(double rate) { return fabs(rate) >= kMinRate && fabs(rate) <= kMaxRate; }

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

GstRTSPFilterResult LookForOthers(GstRTSPStream*, GstRTSPStreamTransport* transport, gpointer others) {
  auto** other = static_cast<GstRTSPStreamTransport**>(others);
  if (transport != other[0]) other[1] = transport;
  return GST_RTSP_FILTER_KEEP;
}

// Whether a media is shared and plays for somebody outside of this session's part of it.
bool PlaysForOthers(GstRTSPMedia* media, GstRTSPSessionMedia* part) {
  if (!gst_rtsp_media_is_shared(media)) return false;
  const guint count = gst_rtsp_media_n_streams(media);
  for (guint i = 0; i < count; i++) {
    GstRTSPStream* stream = gst_rtsp_media_get_stream(media, i);
    if (!stream) continue;
    GstRTSPStreamTransport* own_and_other[] = {gst_rtsp_session_media_get_transport(part, i), nullptr};
    Each(gst_rtsp_stream_transport_filter, stream, LookForOthers, own_and_other);
    if (own_and_other[1]) return true;
  }
  return false;
}

// gst_rtsp_media_complete_pipeline() takes the part to have a place for each stream of the media. A source that adds
// pads while it seeks makes the media grow.
bool HasGrown(GstRTSPMedia* media, GstRTSPSessionMedia* part) {
  GPtrArray* places = gst_rtsp_session_media_get_transports(part);
  const bool grown = gst_rtsp_media_n_streams(media) > places->len;
  g_ptr_array_unref(places);
  return grown;
}

// Only to a client that speaks ONVIF does the header `Frames` mean anything.
bool SeeksFrames(GstRTSPContext* context) {
  return GST_IS_RTSP_ONVIF_CLIENT(context->client) && WantsCertainFrames(context->request);
}

GstRTSPStatusCode CheckPlayHeaders(GstRTSPContext* context, bool may_run_backwards) {
  GstRTSPMessage* request = context->request;
  double scale = 1;
  double speed = 1;
  if (!ReadRate(request, GST_RTSP_HDR_SCALE, &scale) || !ReadRate(request, GST_RTSP_HDR_SPEED, &speed) || speed < 0 ||
      !IsSaneRate(scale * speed) || (scale < 0 && !may_run_backwards)) {
    return GST_RTSP_STS_BAD_REQUEST;
  }
  CutRangeTime(request);
  if (scale < 0) return SettleBackwards(request, context->media);
  const gchar* range = FindHeader(request, GST_RTSP_HDR_RANGE);
  if (range && !IsSaneRange(range, false)) return GST_RTSP_STS_BAD_REQUEST;
  return SettleRange(request, context->media, scale * speed != 1 || SeeksFrames(context));
}

constexpr GstRTSPHeaderField kSeekFields[] = {GST_RTSP_HDR_FRAMES, GST_RTSP_HDR_RANGE, GST_RTSP_HDR_SCALE,
                                              GST_RTSP_HDR_SPEED};

bool MaySeek(GstRTSPMessage* request) {
  return std::any_of(std::begin(kSeekFields), std::end(kSeekFields),
                     [request](GstRTSPHeaderField field) { return FindHeader(request, field) != nullptr; });
}

void DropSeek(GstRTSPMessage* request) {
  for (const GstRTSPHeaderField field : kSeekFields) gst_rtsp_message_remove_header(request, field, -1);
}

}  // namespace

GstRTSPStatusCode CheckPlay(GstRTSPContext* context, bool may_seek_shared, bool may_run_backwards) {
  if (!HasSpareDescriptors() || HasFailed(context->media) || HasGrown(context->media, context->sessmedia)) {
    return GST_RTSP_STS_SERVICE_UNAVAILABLE;
  }
  const bool is_onvif = GST_IS_RTSP_ONVIF_CLIENT(context->client);
  if (is_onvif && !AreSaneReplayHeaders(context->request)) return GST_RTSP_STS_BAD_REQUEST;
  const bool is_live = IsLive(context->media);
  // All viewers of the media are looked at to know: only where it matters, for a crowd joins one by one.
  const bool matters = !may_seek_shared && (is_onvif || (!is_live && MaySeek(context->request)));
  const bool is_others = matters && PlaysForOthers(context->media, context->sessmedia);
  if (is_others || is_live) DropSeek(context->request);
  if (is_others && is_onvif) KeepRateControl(context->request, context->media);
  return CheckPlayHeaders(context, may_run_backwards);
}

bool IsRunning(GstRTSPMedia* media) {
  if (gst_rtsp_media_get_status(media) == GST_RTSP_MEDIA_STATUS_SUSPENDED &&
      (IsReset(media) || gst_rtsp_media_get_suspend_mode(media) == GST_RTSP_SUSPEND_MODE_RESET)) {
    return true;
  }
  const guint count = gst_rtsp_media_n_streams(media);
  for (guint i = 0; i < count; i++) {
    GstRTSPStream* stream = gst_rtsp_media_get_stream(media, i);
    GstPad* entry = stream ? FindEntryPad(media, stream) : nullptr;
    if (!entry) continue;
    const bool active = GST_PAD_IS_ACTIVE(entry);
    gst_object_unref(entry);
    if (!active) return false;
  }
  return true;
}

double SeekRate(GstRTSPContext* context) {
  if (gst_rtsp_media_seekable(context->media) <= 0) return 1;
  double rate = 1;
  for (const GstRTSPHeaderField field : {GST_RTSP_HDR_SCALE, GST_RTSP_HDR_SPEED}) {
    // To the last bit what upstream reads.
    if (const gchar* text = FindHeader(context->request, field)) rate *= g_ascii_strtod(text, nullptr);
  }
  return rate;
}

void PauseToSeek(GstRTSPContext* context) {
  if (gst_rtsp_session_media_get_rtsp_state(context->sessmedia) != GST_RTSP_STATE_PLAYING) return;
  const gchar* range = FindHeader(context->request, GST_RTSP_HDR_RANGE);
  const bool seeks = (range && !g_str_equal(range, "npt=now-")) || FindHeader(context->request, GST_RTSP_HDR_SCALE) ||
                     FindHeader(context->request, GST_RTSP_HDR_SPEED) || SeeksFrames(context);
  if (!seeks) return;
  gst_rtsp_session_media_set_state(context->sessmedia, GST_STATE_PAUSED);
  // That leaves the pipeline of a media alone which others hold, too; if nobody does, it has suspended the media.
  if (gst_rtsp_media_is_shared(context->media) &&
      gst_rtsp_media_get_status(context->media) != GST_RTSP_MEDIA_STATUS_SUSPENDED &&
      !PlaysForOthers(context->media, context->sessmedia)) {
    gst_rtsp_media_set_pipeline_state(context->media, GST_STATE_PAUSED);
  }
}

void NoteActive(GstRTSPContext* context) {
  counted.clear();
  if (gst_rtsp_session_media_get_rtsp_state(context->sessmedia) != GST_RTSP_STATE_PLAYING) return;
  GPtrArray* transports = gst_rtsp_session_media_get_transports(context->sessmedia);
  for (guint i = 0; i < transports->len; i++) {
    auto* transport = static_cast<GstRTSPStreamTransport*>(g_ptr_array_index(transports, i));
    if (transport && IsActive(transport)) counted.emplace_back(Keep(transport));
  }
  g_ptr_array_unref(transports);
}

void KeepActive(bool starts) {
  const auto is_over = [starts](const auto& transport) { return !starts || !IsActive(transport.get()); };
  counted.erase(std::remove_if(counted.begin(), counted.end(), is_over), counted.end());
}

void CountOnce(GstRTSPContext* context) {
  const auto twice = std::exchange(counted, {});
  if (twice.empty()) return;
  GPtrArray* transports = g_ptr_array_new();
  for (const auto& transport : twice) g_ptr_array_add(transports, transport.get());
  // Whatever they were counted before stands, so that the pipeline goes on.
  const bool counted_out = gst_rtsp_media_set_state(context->media, GST_STATE_PAUSED, transports);
  g_ptr_array_unref(transports);
  if (!counted_out) return;
  for (const auto& transport : twice) gst_rtsp_stream_transport_set_active(transport.get(), TRUE);
}

}  // namespace rtspnode
