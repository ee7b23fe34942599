#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include "marshal/signal.h"

namespace rtspnode {

EmissionContext DescribeRtspEmission(gpointer instance);

}  // namespace rtspnode
