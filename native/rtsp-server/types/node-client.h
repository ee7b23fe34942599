#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// Two properties that a client of ours keeps to itself, so that upstream's own stay as they are by default:
//
// - `post-session-timeout`: upstream closes the client, or starts a timer, on whichever thread removes the session,
//   though the client may be at its end, and aborts on a timer that never ran. See CloseWithoutSessions().
// - `drop-backlog`: where it is off, client_unwatch_session() hands the client to filter_session_media(), which takes
// it
//   for a gboolean and writes that. Nothing else in the library asks for it.
struct ClientState {
  // Atomic.
  gint post_session_timeout;  // in seconds
  gint drop_backlog;
};

// GstRTSPClient and GstRTSPOnvifClient that look at the media once more before SETUP makes it a part of the session.
template <typename Parent>
struct NodeClientOf {
  Parent parent;
  ClientState state;
};

// A subclass that configures the media itself overrides configure_media(), not configure_client_media(): that look
// comes behind it.
template <typename ParentClass>
struct NodeClientClassOf {
  ParentClass parent_class;
  gboolean (*configure_media)(GstRTSPClient* client, GstRTSPMedia* media, GstRTSPStream* stream,
                              GstRTSPContext* context);
};

using NodeRTSPClient = NodeClientOf<GstRTSPClient>;
using NodeRTSPClientClass = NodeClientClassOf<GstRTSPClientClass>;

// What a handler of `check-requirements` has left unsupported is asked of the ONVIF client itself: upstream forgets
// what handlers have answered.
using NodeRTSPOnvifClient = NodeClientOf<GstRTSPOnvifClient>;
using NodeRTSPOnvifClientClass = NodeClientClassOf<GstRTSPOnvifClientClass>;

GType node_rtsp_client_get_type();
GType node_rtsp_onvif_client_get_type();

}  // namespace rtspnode
