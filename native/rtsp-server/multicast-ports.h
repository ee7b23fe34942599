#pragma once
#include <gst/rtsp-server/rtsp-server.h>

// A stream that has a multicast address before it has the sockets for it is the death of gst_rtsp_stream_allocate_
// udp_sockets() where a port of that address is odd or in use: the address is freed and still used, or an assertion
// fails. SETUP makes the sockets, and the address comes before when it is asked for, or described to players of a
// medium that is sent by multicast only.
namespace rtspnode {

// The application has asked for an address of the stream.
void NoteMulticastAddress(GstRTSPStream* stream);
bool HasChosenMulticastAddress(GstRTSPStream* stream);

// Before the sockets are made: whether the stream has no address yet, or has sockets, or may bind its ports.
bool CanBindMulticastAddress(GstRTSPStream* stream);

}  // namespace rtspnode
