#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// With a reference. Upstream is critical of a media that is not prepared.
GstRTSPSessionMedia* node_rtsp_session_manage_media(GstRTSPSession* session, const gchar* path, GstRTSPMedia* media,
                                                    GError** error);
// Whether the session has other media. The media stops at once, whoever holds it.
gboolean node_rtsp_session_release_media(GstRTSPSession* session, GstRTSPSessionMedia* media, GError** error);
// All of them, with a reference to each.
GList* node_rtsp_session_filter(GstRTSPSession* session);

}  // namespace rtspnode
