#pragma once
#include <gst/gst.h>

namespace rtspnode {

// In 1.24 rtpsession keeps its lock while it pushes the end of a stream's RTCP. A sink that is on its way down takes
// that as what it prerolls with, and waits; the session, which is next on the way down, waits for its lock: the
// pipeline never stops. Another thread pushes the event here. For an rtpbin that has just been made.
void PushRtcpEosApart(GstElement* rtpbin);

}  // namespace rtspnode
