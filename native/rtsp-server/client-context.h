#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <functional>

namespace rtspnode {

// Where a client belongs: its server, the GMainContext that its connection is watched on, and work that must run there.

// For each client that a NodeRTSPServer creates, before its first signal handler is connected: this one's handler of
// `closed` has to run before the server's. Without a server, the client stands alone.
void TrackClient(GstRTSPClient* client, GstRTSPServer* server);

bool IsTracked(GstRTSPClient* client);

// A client that stood alone is a server's from now on, before anybody else knows it.
void GiveToServer(GstRTSPClient* client, GstRTSPServer* server);

// Whether JavaScript made the client. It has no thread: the executor handles its messages, one after the other, and
// that order is what stands below for a thread of its own.
bool IsStandAlone(GstRTSPClient* client);

// The server that created the client, with a reference; null for a client of another origin, or when it has gone.
GstRTSPServer* RefServer(GstRTSPClient* client);

void RememberClientContext(GstRTSPClient* client, GMainContext* context);

// The same with the context whose source is being dispatched on the calling thread: the client's own in each of its
// request signals, the server's in manage_client() when the thread pool has no threads. What is remembered stays.
void RememberCurrentClientContext(GstRTSPClient* client);

// For HasPeer(). On the client's own thread.
void RememberSocket(GstRTSPClient* client);

// While upstream answers what it could not read, on the client's own thread: it may read no more from then on, and
// close the connection with the last reference to the client only, also where a session goes on and `closed` is not
// emitted. Whoever else holds the client would keep the peer waiting; it is told.
void TellPeerIfUnread(GstRTSPClient* client);

// Whether the connection is still there, as far as one can tell without reading from it: false once the peer has closed
// it and all it sent has been read. True while the socket is not known.
bool HasPeer(GstRTSPClient* client);

// Ends the clients of the server whose peers have gone while upstream has not noted it: client_watch_notify() does not
// emit `closed` when the client leaves a session behind that outlives the connection (UDP, stop-on-disconnect off), and
// client, server and thread hold each other for ever. The session goes on. Returns at once.
void ReleaseLostClients(GstRTSPServer* server);

// Runs the task on the client's own thread between two requests, with no lock of the library held; never at once.
// False, and the task is dropped, when the client is closed or its context is not known (a thread pool of a foreign
// type and no request yet).
bool InvokeOnClient(GstRTSPClient* client, std::function<void()> task, gint priority = G_PRIORITY_DEFAULT);

// Whether InvokeOnClient() has somewhere to run a task, and whether the calling thread is that one.
bool HasClientThread(GstRTSPClient* client);
bool IsClientThread(GstRTSPClient* client);

// gst_rtsp_client_close() unless it is closed, on the calling thread, which is the client's own or the only one.
void CloseNow(GstRTSPClient* client);

// The same of one that stands alone: ends its sessions, which would keep it for ever, and emits `closed`, which nobody
// else does. Not while it handles a message.
void CloseStandAlone(GstRTSPClient* client);

// CloseNow() or CloseStandAlone() by InvokeOnClient(), or on the executor where there is no better thread; never at
// once, for its caller may have locks. `done`, if any, runs after it, on the same thread.
void CloseOnClientThread(GstRTSPClient* client, std::function<void()> done);

// For a client that may not be attached yet: `task` runs as soon as it is, on its own thread and before its first
// request. Upstream sets the client's send function when it attaches it. The last task counts.
void RunWhenAttached(GstRTSPClient* client, std::function<void()> task);

// For a client that is not attached yet, during `client-connected`: closes it as soon as it is, before its first
// request. Upstream cannot attach a client whose connection is closed. False when the client is attached, or closed,
// already.
bool CloseWhenAttached(GstRTSPClient* client);

// For the `done` of CloseOnClientThread(): emits `closed` if upstream has not and will not any more, which is so when
// the close ran on the client's own thread.
void FinishClose(GstRTSPClient* client);

// One of the client's sessions has been removed. If it was the last one, and no other comes in the time of
// `post-session-timeout`, the client is closed.
void CloseWithoutSessions(GstRTSPClient* client);

// Whether `closed` was emitted.
bool IsClosed(GstRTSPClient* client);

}  // namespace rtspnode
