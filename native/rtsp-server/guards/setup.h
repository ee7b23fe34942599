#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// What a SETUP request may do to a stream. Called in `pre-setup-request`, where ctx->media and ctx->stream are known
// and the transport has not been parsed yet; ctx->session is null when the request makes a new session.

// 200, or the status to refuse the request with. May remove headers that are better ignored.
GstRTSPStatusCode CheckSetup(GstRTSPContext* context);

// Whether the media is in a state in which a session can take it. gst_rtsp_session_manage_media() is critical of any
// other: of one that has failed since this client's DESCRIBE, of one to record that nobody has announced yet.
GstRTSPStatusCode CheckMediaStatus(GstRTSPMedia* media);

}  // namespace rtspnode
