#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// The callbacks of a stream's transport. The setters of the library take no lock: a function may be called with
// another one's data while they are at work. So each slot is set when nobody can be calling it, and then stays; which
// handler it reaches is the delivery's affair (delivery.h).

// For each transport that a SETUP of a guarded client makes, before anybody sends over it. Its session is kept alive
// natively, whatever JavaScript does.
void AdoptTransport(GstRTSPStreamTransport* transport, GstRTSPSession* session, GstRTSPClient* client);

// Whether it was set up by a SETUP.
bool IsOfConnection(GstRTSPStreamTransport* transport);
// Its client gives the session's media up. The library's own functions for sending and for its flow control, which stay
// whatever JavaScript sets, hold the client's address and abort on a channel that it has not any more.
void EndTransports(GstRTSPSessionMedia* media);
// Whether the client that has set it up has given it up, or is closed: nothing must be sent over it.
bool HasEnded(GstRTSPStreamTransport* transport);

// The client that has set it up, with a reference; null when there is none, or none any more.
GstRTSPClient* RefTransportClient(GstRTSPStreamTransport* transport);
// Whether it is sent over the connection of its client.
bool IsInterleaved(GstRTSPStreamTransport* transport);

// The server for one of whose clients the transport was set up, with a reference; null when there is none.
GstRTSPServer* RefTransportServer(GstRTSPStreamTransport* transport);

// For a transport over a connection that has become active: the stream's thread that sends may wait for the word that a
// packet was sent to somebody who has left, and would send nothing to anybody until RTCP wakes it.
void WakeSender(GstRTSPStreamTransport* transport);

// A send function of ours has taken data on this thread, and is to be told to the stream: without that it stops for
// good the first time that RTP and RTCP are ready together. The library calls the keep-alive function next, when the
// send function has returned and its locks are free; the acknowledgement happens there.
void NoteDataSent();

// Puts our send functions, single and list, into the library's slots. Takes stream.lock and the transport's backlog
// lock, since a transport that is in use is taken out of its stream meanwhile. There is no way back to the client's
// own.
void node_rtsp_stream_transport_hook_callbacks(GstRTSPStreamTransport* transport, GError** error);
// Only a transport that was made by hand lacks it: those of a SETUP have it.
void node_rtsp_stream_transport_hook_keepalive(GstRTSPStreamTransport* transport);
// For both kinds: the library's slot of the full kind belongs to its own flow control.
void node_rtsp_stream_transport_hook_message_sent(GstRTSPStreamTransport* transport);

// What C does when a send function answers false: nothing more is sent over the transport.
void node_rtsp_stream_transport_refuse(GstRTSPStreamTransport* transport);

}  // namespace rtspnode
