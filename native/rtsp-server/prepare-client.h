#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// Makes a client safe to use, before anybody else knows it: mount points, tracking, guards. `server` made it, or null
// when it stands alone.
void PrepareClient(GstRTSPClient* client, GstRTSPServer* server);

// The part of it that depends on the client's mount points, when it has been given others.
void CompleteClient(GstRTSPClient* client);

}  // namespace rtspnode
