#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <vector>

namespace rtspnode {

// The clients of transports that JavaScript activates, which stay until it has been seen that none has ended meanwhile.
// A transport over a connection sends by functions that hold its client's address, and JavaScript may hold the
// transport for longer.
class LivingClients {
 public:
  // Of those that are there; null among the transports stands for none.
  explicit LivingClients(GPtrArray* transports);
  ~LivingClients();
  LivingClients(const LivingClients&) = delete;
  LivingClients& operator=(const LivingClients&) = delete;

  bool HaveEnded() const;
  // Takes the transports whose client has ended out of their streams.
  void RemoveEnded();

 private:
  std::vector<GstRTSPStreamTransport*> transports_;
  std::vector<GstRTSPClient*> clients_;
};

}  // namespace rtspnode
