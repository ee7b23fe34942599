#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include "rtsp-server/digest.h"

namespace rtspnode {

// GstRTSPAuth with Digest authentication of our own, see digest.h.
struct NodeRTSPAuth {
  GstRTSPAuth parent;
  Digest* digest;
};

struct NodeRTSPAuthClass {
  GstRTSPAuthClass parent_class;
};

GType node_rtsp_auth_get_type();

// Null of an auth of another type.
Digest* DigestOf(GstRTSPAuth* auth);

}  // namespace rtspnode
