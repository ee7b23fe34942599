#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// Native handlers on every client of a NodeRTSPServer, connected before any of the application's, so that no request
// from the network can abort, crash or hang the library, and none can act on another client's session.

// What can be switched off, server by server; all is on by default. Guards against crashes always run.
enum class Guard : gint {
  // A request that names a session must come from that session's owner; to anybody else it does not exist.
  SessionOwner = 1 << 0,
  // PLAY does not seek a shared media that plays for somebody else: its Range, Scale and Speed are ignored.
  SharedSeek = 1 << 1,
  // PLAY does not run backwards (a negative Scale): upstream and elements of 1.22, the MP4 demuxer for one, are
  // critical
  // of the segments that follow from it.
  Backwards = 1 << 2,
  // What is sent over a connection leaves at once: TCP_NODELAY. For connections that come later.
  NoDelay = 1 << 3,
};

inline constexpr gint kAllGuards = static_cast<gint>(Guard::SessionOwner) | static_cast<gint>(Guard::SharedSeek) |
                                   static_cast<gint>(Guard::Backwards) | static_cast<gint>(Guard::NoDelay);

// From any thread, also while clients are connected. For a server that is not a NodeRTSPServer: nothing, and false.
void SetGuard(GstRTSPServer* server, Guard guard, bool on);
bool GetGuard(GstRTSPServer* server, Guard guard);

// Called by PrepareClient(), after TrackClient().
void ConnectGuards(GstRTSPClient* client);

// Whether the calling thread emits `send-message` for this response: who makes it anew and sends it then takes away
// what is about to be sent.
bool IsBeingSent(const GstRTSPMessage* response);

// For whatever hands an answer to one of the `pre-*-request` signals on to the library: gives the value to return, so
// that the peer gets `status`. Upstream mishandles two refusals, and gets 200 for them while the peer still gets the
// refusal: after one of `pre-options-request` it frees memory on the stack (handle_options_request()), after one of
// `pre-setup-request` it leaks the request's session, and with it in the end the pipeline (handle_setup_request(),
// sig_failed). The remaining handlers of the signal are skipped then, as after any refusal. Only while the signal is
// emitted, on the emitting thread.
GstRTSPStatusCode SafeAnswer(GstRTSPContext* context, GstRTSPStatusCode status);

// The same when the session is there already, and the transport has not been looked at.
void RefuseSetup(GstRTSPContext* context, GstRTSPStatusCode status);

}  // namespace rtspnode
