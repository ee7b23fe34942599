#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <memory>
#include <vector>

namespace rtspnode {

// The pools that hold sessions of a server's clients. A pool that is replaced keeps the sessions that are in it, and
// each of them its client, until it expires: somebody has to go on looking.

// A client of the server has made a session in the pool.
void NoteSessionPool(GstRTSPServer* server, GstRTSPSessionPool* pool);

// The server's own, if it has one, and the others as long as there are sessions in them.
std::vector<std::shared_ptr<GstRTSPSessionPool>> SessionPoolsOf(GstRTSPServer* server);

}  // namespace rtspnode
