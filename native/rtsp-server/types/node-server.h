#pragma once
#include <gst/rtsp-server/rtsp-server.h>

namespace rtspnode {

// GstRTSPServer and GstRTSPOnvifServer with our defaults, and with the guards on each client that they create.
//
// Defaults that differ from C: address 127.0.0.1, backlog 128, content-length-limit 64 KiB, a NodeRTSPSessionPool, a
// NodeRTSPThreadPool of twice the number of processors.
template <typename Parent>
struct NodeServerOf {
  Parent parent;
  gint guards;  // atomic, a bit per Guard that is on
};

// A subclass that makes its own clients overrides make_client(): what it gives is guarded by create_client(). It may be
// a client that has stood alone so far, see calls/stand-alone.h.
template <typename ParentClass>
struct NodeServerClassOf {
  ParentClass parent_class;
  GstRTSPClient* (*make_client)(GstRTSPServer* server);
};

using NodeRTSPServer = NodeServerOf<GstRTSPServer>;
using NodeRTSPServerClass = NodeServerClassOf<GstRTSPServerClass>;
using NodeRTSPOnvifServer = NodeServerOf<GstRTSPOnvifServer>;
using NodeRTSPOnvifServerClass = NodeServerClassOf<GstRTSPOnvifServerClass>;

GType node_rtsp_server_get_type();
GType node_rtsp_onvif_server_get_type();

// Null of a server of another type.
gint* GuardsOf(GstRTSPServer* server);

}  // namespace rtspnode
