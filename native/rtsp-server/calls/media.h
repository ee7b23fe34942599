#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// gst_rtsp_media_get_rates() aborts before 1.24.9 when the streams disagree: this gives the first stream's that has
// any.
gboolean node_rtsp_media_get_rates(GstRTSPMedia* media, gdouble* rate, gdouble* applied_rate);
// The transports of the media's streams, one for each stream by its index, and null for a stream that is not set up.
// Upstream reads as many of them as there are streams, and trusts each.
gboolean node_rtsp_media_complete_pipeline(GstRTSPMedia* media, GPtrArray* transports, GError** error);
gboolean node_rtsp_media_set_state(GstRTSPMedia* media, GstState state, GPtrArray* transports, GError** error);
// Not before there is a pipeline.
void node_rtsp_media_set_pipeline_state(GstRTSPMedia* media, GstState state, GError** error);
// Between two requests.
gboolean node_rtsp_media_suspend(GstRTSPMedia* media);
gboolean node_rtsp_media_unsuspend(GstRTSPMedia* media);
gboolean node_rtsp_media_unprepare(GstRTSPMedia* media);

// An error for a media that has a pipeline already, and for a pipeline that is in something.
void node_rtsp_media_take_pipeline(GstRTSPMedia* media, GstPipeline* pipeline, GError** error);

// Its pipeline is known to be the media's from then on: see SetGstContainer().
GstElement* node_rtsp_media_get_element(GstRTSPMedia* media);

}  // namespace rtspnode
