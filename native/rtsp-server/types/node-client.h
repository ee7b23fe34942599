#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// GstRTSPClient that looks at the media once more before SETUP makes it a part of the session.
//
// A subclass that configures the media itself overrides configure_media(), not configure_client_media(): that look
// comes behind it.
//
// It keeps two properties to itself, so that upstream's own stay as they are by default:
//
// - `post-session-timeout`: upstream closes the client, or starts a timer, on whichever thread removes the session,
//   though the client may be at its end, and aborts on a timer that never ran. See CloseWithoutSessions().
// - `drop-backlog`: where it is off, client_unwatch_session() hands the client to filter_session_media(), which takes it
//   for a gboolean and writes that. Nothing else in the library asks for it.
struct NodeRTSPClient {
  GstRTSPClient parent;
  // Atomic.
  gint post_session_timeout;  // in seconds
  gint drop_backlog;
};

struct NodeRTSPClientClass {
  GstRTSPClientClass parent_class;
  gboolean (*configure_media)(GstRTSPClient* client, GstRTSPMedia* media, GstRTSPStream* stream,
                              GstRTSPContext* context);
};

GType node_rtsp_client_get_type();

}  // namespace rtspnode
