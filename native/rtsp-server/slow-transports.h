#pragma once
#include <gst/rtsp-server/rtsp-server.h>

// A peer that does not read its connection holds up nobody: when ten seconds of media wait for it, and a hundred
// packets or lists of them, send_tcp_message() takes its transport out of the stream. Upstream tells nobody, and leaves
// the connection as it is, over which nothing more will come.
namespace rtspnode {

// For a class of clients: the signal by which they tell.
//   transport-dropped (GstRTSPStreamTransport*)
void InstallTransportDropped(GType client);

// PLAY was answered: the session's transports over its connection are active from now on.
void ExpectTransports(GstRTSPClient* client, GstRTSPSessionMedia* media);
// They are taken out of their streams on purpose.
void ForgetTransports(GstRTSPSessionMedia* media);
void ForgetTransports(GPtrArray* transports);
void ForgetTransport(GstRTSPStreamTransport* transport);

// Looks for those that were dropped, each client's on its own thread, where nothing changes meanwhile. To be called
// again and again: the second time that one is not found it has been dropped.
void FindDropped(GstRTSPServer* server);

}  // namespace rtspnode
