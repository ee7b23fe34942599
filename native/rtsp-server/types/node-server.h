#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// GstRTSPServer with our defaults, and with the guards on each client that it creates.
//
// Defaults that differ from C: address 127.0.0.1, backlog 128, content-length-limit 64 KiB, a NodeRTSPSessionPool, a
// NodeRTSPThreadPool of twice the number of processors.
struct NodeRTSPServer {
  GstRTSPServer parent;
  gint guards;  // atomic, a bit per Guard that is on
};

// A subclass that makes its own clients overrides make_client(): what it gives is guarded by create_client(). It may be
// a client that has stood alone so far, see calls/stand-alone.h.
struct NodeRTSPServerClass {
  GstRTSPServerClass parent_class;
  GstRTSPClient* (*make_client)(GstRTSPServer* server);
};

GType node_rtsp_server_get_type();

}  // namespace rtspnode
