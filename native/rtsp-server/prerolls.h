#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <memory>
#include <vector>

namespace rtspnode {

// The media that start for a request, whose thread waits for them: a server that closes does not.

// For the request that the calling thread handles; nothing outside of one, or of a client without a server.
void NotePreroll(GstRTSPMedia* media);
void ForgetPreroll(GstRTSPMedia* media);

std::vector<std::shared_ptr<GstRTSPMedia>> PrerollsOf(GstRTSPServer* server);

}  // namespace rtspnode
