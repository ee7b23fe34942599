#pragma once
#include <gst/gst.h>

namespace rtspnode {

// Media that is recorded gets a decoder for forward error correction in each of its streams (rtpulpfecdec), and that
// one asserts that it knows the SSRC when a packet is lost. The caps that come from an SDP have none: any client that
// records could end the process by leaving a packet out. For an rtpbin that has just been made.
void GuardLostPackets(GstElement* rtpbin);

}  // namespace rtspnode
