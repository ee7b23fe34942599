#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <memory>
#include <vector>

namespace rtspnode {

// The pools that hold sessions of a server's clients. A pool that is replaced keeps the sessions that are in it, and
// each of them its client, until it expires: somebody has to go on looking.

// The pool becomes the server's own: what happens in it is told to that server, where no other is known. Of servers
// that share a pool it is the one that was given it last.
void SetPoolServer(GstRTSPSessionPool* pool, GstRTSPServer* server);
// With a reference; null when there is none.
GstRTSPServer* RefPoolServer(GstRTSPSessionPool* pool);

// A client of the server has made a session in the pool.
void NoteSessionPool(GstRTSPServer* server, GstRTSPSessionPool* pool);

// The server's own, if it has one, and the others as long as there are sessions in them.
std::vector<std::shared_ptr<GstRTSPSessionPool>> SessionPoolsOf(GstRTSPServer* server);

}  // namespace rtspnode
