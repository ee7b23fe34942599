#pragma once
#include <gst/gst.h>

namespace rtspnode {

// GstRTSPLatencyBin, which upstream puts around a backchannel so that its latency is not the pipeline's, has two leaks
// in 1.22: a reference to the element that it holds, and each LATENCY message of that, which keeps the sink that posted
// it. `held` is the element. Whether the installed library leaks is found out.
void MendLatencyBin(GstElement* bin, GstElement* held);

}  // namespace rtspnode
