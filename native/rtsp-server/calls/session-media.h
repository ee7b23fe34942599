#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// With a reference; null when the stream is not set up, and when there is none of that number: upstream is critical of
// that.
GstRTSPStreamTransport* node_rtsp_session_media_get_transport(GstRTSPSessionMedia* media, guint index);
// Of the media's streams, with a reference to each; null for those that are not set up.
GPtrArray* node_rtsp_session_media_get_transports(GstRTSPSessionMedia* media);
// With a reference. A new transport gets a URL, for upstream is critical in PLAY of one without.
GstRTSPStreamTransport* node_rtsp_session_media_set_transport(GstRTSPSessionMedia* media, GstRTSPStream* stream,
                                                              GstRTSPTransport* transport, GError** error);
// Between two requests.
gboolean node_rtsp_session_media_set_state(GstRTSPSessionMedia* media, GstState state);
gboolean node_rtsp_session_media_alloc_channels(GstRTSPSessionMedia* media, gint* min, gint* max);

}  // namespace rtspnode
