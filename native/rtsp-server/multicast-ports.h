#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <array>

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

// Around the making of the sockets, with the medium's lock: gst_rtsp_stream_allocate_udp_sockets() forgets the address
// of a stream whose client brings its own. Such addresses go back to their pool.
class ForgottenAddresses {
 public:
  explicit ForgottenAddresses(GstRTSPStream* stream);
  ~ForgottenAddresses();
  // When the sockets were made. Where that has failed, an address that is asked for may be one that was freed.
  void GiveBack();
  ForgottenAddresses(const ForgottenAddresses&) = delete;
  ForgottenAddresses& operator=(const ForgottenAddresses&) = delete;

 private:
  GstRTSPStream* const stream_;
  GstRTSPAddressPool* const pool_;
  std::array<GstRTSPAddress*, 2> before_{};  // copies, by family
};

}  // namespace rtspnode
