#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// gst_rtsp_context_set_token() for the request that the calling thread handles. A context that has a token refuses: it
// was lent, and upstream would give up a reference that is not the context's. The token that is set lives until the
// same client's next request that sets one.
void node_rtsp_context_set_token(GstRTSPToken* token, GError** error);

}  // namespace rtspnode
