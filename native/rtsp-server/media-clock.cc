#include "rtsp-server/media-clock.h"

#include "rtsp-server/timestamp-offset.h"

namespace rtspnode {

namespace {

constexpr gchar kMediaClock[] = "mediaclk";

GstSDPMedia* FindMedia(GstSDPMessage* sdp, GstRTSPStream* stream) {
  gchar* control = gst_rtsp_stream_get_control(stream);
  GstSDPMedia* found = nullptr;
  for (guint i = 0; i < gst_sdp_message_medias_len(sdp) && !found; i++) {
    auto* media = const_cast<GstSDPMedia*>(gst_sdp_message_get_media(sdp, i));
    if (g_strcmp0(gst_sdp_media_get_attribute_val(media, "control"), control) == 0) found = media;
  }
  g_free(control);
  return found;
}

GstClockTime BaseTimeOf(GstRTSPStream* stream) {
  GstBin* bin = gst_rtsp_stream_get_joined_bin(stream);
  if (!bin) return GST_CLOCK_TIME_NONE;
  const GstClockTime time = gst_element_get_base_time(GST_ELEMENT(bin));
  gst_object_unref(bin);
  return time;
}

void SetOffset(GstSDPMedia* media, guint32 offset) {
  for (guint i = 0; i < gst_sdp_media_attributes_len(media); i++) {
    const GstSDPAttribute* old = gst_sdp_media_get_attribute(media, i);
    if (g_strcmp0(old->key, kMediaClock) != 0 || !g_str_has_prefix(old->value, "direct=")) continue;
    gchar* value = g_strdup_printf("direct=%u", offset);
    GstSDPAttribute attribute;
    gst_sdp_attribute_set(&attribute, kMediaClock, value);
    g_free(value);
    gst_sdp_media_replace_attribute(media, i, &attribute);
  }
}

void Correct(GstRTSPStream* stream, GstSDPMessage* sdp) {
  // Once somebody plays, upstream has both from one packet.
  if (!gst_rtsp_stream_is_sender(stream) || !gst_rtsp_stream_is_blocking(stream) ||
      gst_rtsp_stream_get_publish_clock_mode(stream) != GST_RTSP_PUBLISH_CLOCK_MODE_CLOCK_AND_OFFSET) {
    return;
  }
  GstSDPMedia* media = FindMedia(sdp, stream);
  const std::optional<guint32> offset = FindTimestampOffset(stream);
  const GstClockTime base_time = BaseTimeOf(stream);
  guint clock_rate = 0;
  if (!media || !offset || !GST_CLOCK_TIME_IS_VALID(base_time) ||
      !gst_rtsp_stream_get_rtpinfo(stream, nullptr, nullptr, &clock_rate, nullptr)) {
    return;
  }
  // As upstream counts, one less than the timestamp at the clock's epoch.
  SetOffset(media, *offset - static_cast<guint32>(gst_util_uint64_scale(base_time, clock_rate, GST_SECOND)) - 1);
}

}  // namespace

void CorrectMediaClocks(GstRTSPMedia* media, GstSDPMessage* sdp) {
  for (guint i = 0; i < gst_rtsp_media_n_streams(media); i++) Correct(gst_rtsp_media_get_stream(media, i), sdp);
}

}  // namespace rtspnode
