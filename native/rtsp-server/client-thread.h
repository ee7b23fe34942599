#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <functional>

namespace rtspnode {

// Runs the task on the client's own thread, between two requests, and returns when it has run; where there is no such
// thread (null, a client that is closed, or one without a connection) it runs at once. False, with an error that says
// so, when that thread has been at work with something else for too long: the task runs when it is free.
//
// On a thread that waits for a handler it only posts the task and returns: two such threads would wait for each other,
// and the client's own must finish its request first. Never on the JS thread.
bool RunOnClient(GstRTSPClient* client, GError** error, std::function<void()> task);

}  // namespace rtspnode
