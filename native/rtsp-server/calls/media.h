#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// Whether the media may get streams: one that comes later never joins its pipeline. An error says why not.
bool MayGetStreams(GstRTSPMedia* media, GError** error);
// Once, and not those of a factory's media.
void node_rtsp_media_collect_streams(GstRTSPMedia* media, GError** error);
GstRTSPStream* node_rtsp_media_create_stream(GstRTSPMedia* media, GstElement* payloader, GstPad* pad, GError** error);

// gst_rtsp_media_get_rates() aborts before 1.24.9 when the streams disagree: this gives the first stream's that has
// any.
gboolean node_rtsp_media_get_rates(GstRTSPMedia* media, gdouble* rate, gdouble* applied_rate);
// The transports of the media's streams, one for each stream by its index, and null for a stream that is not set up.
// Upstream reads as many of them as there are streams, and trusts each.
gboolean node_rtsp_media_complete_pipeline(GstRTSPMedia* media, GPtrArray* transports, GError** error);
gboolean node_rtsp_media_set_state(GstRTSPMedia* media, GstState state, GPtrArray* transports, GError** error);
// Not before there is a pipeline.
void node_rtsp_media_set_pipeline_state(GstRTSPMedia* media, GstState state, GError** error);
// Prerolls on a thread of this pool, or of one that all media share. Not before there is a pipeline.
gboolean node_rtsp_media_prepare(GstRTSPMedia* media, GstRTSPThreadPool* pool, GError** error);
// Without effect for a media that may not be reused.
void node_rtsp_media_set_reusable(GstRTSPMedia* media, gboolean reusable);
// The range as it stands in a header; null: where it is. An error for a range that means nothing, for a media that
// plays (see PauseToSeek()), and for a live one, which a seek would stop for good.
gboolean node_rtsp_media_seek_trickmode(GstRTSPMedia* media, const gchar* range, GstSeekFlags flags, gdouble rate,
                                        guint64 trickmode_interval, GError** error);
// False where the library does not have gst_rtsp_media_can_be_shared(), which came with 1.24.
gboolean node_rtsp_media_can_be_shared(GstRTSPMedia* media, gboolean* shared);
// gst_rtsp_media_get_dscp_qos() aborts before 1.24.13: this gives what was set last, or what the streams have.
gint node_rtsp_media_get_dscp_qos(GstRTSPMedia* media);
void node_rtsp_media_set_dscp_qos(GstRTSPMedia* media, gint dscp_qos);
// Between two requests.
void node_rtsp_media_set_suspend_mode(GstRTSPMedia* media, GstRTSPSuspendMode mode, GError** error);
gboolean node_rtsp_media_suspend(GstRTSPMedia* media);
gboolean node_rtsp_media_unsuspend(GstRTSPMedia* media);
gboolean node_rtsp_media_unprepare(GstRTSPMedia* media);

// An error for a media that has a pipeline already, and for a pipeline that is in something.
void node_rtsp_media_take_pipeline(GstRTSPMedia* media, GstPipeline* pipeline, GError** error);

// The SDP with the media's streams, a copy; null where that is not possible. An error for a media that is not prepared.
GstSDPMessage* node_rtsp_media_setup_sdp(GstRTSPMedia* media, const GstSDPMessage* sdp, GstSDPInfo* info,
                                         GError** error);
gboolean node_rtsp_media_handle_sdp(GstRTSPMedia* media, GstSDPMessage* sdp);

// Its pipeline is known to be the media's from then on: see SetGstContainer().
GstElement* node_rtsp_media_get_element(GstRTSPMedia* media);

}  // namespace rtspnode
