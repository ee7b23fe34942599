#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <functional>
#include <memory>
#include <string>

#include "gstrtsp/message.h"
#include "marshal/registry.h"

namespace rtspnode {

// What a handler sees of a GstRTSPContext: taken when the signal is emitted, since C goes on with the original while
// JavaScript reads. Its objects stay valid; the context itself is over when the handler has settled.
class ContextLease final : public Lease {
 public:
  explicit ContextLease(const GstRTSPContext& context);
  ~ContextLease() override;
  ContextLease(const ContextLease&) = delete;
  ContextLease& operator=(const ContextLease&) = delete;

  static std::shared_ptr<Lease> From(gconstpointer context, const std::shared_ptr<Lease>& before);
  // Of the request that the calling thread handles; null when it handles none.
  static std::shared_ptr<Lease> OfThread();

  napi_value Lend(Registry& registry, const std::shared_ptr<Lease>& self) override;
  // What handlers have changed of the response; the request is only for reading, since handle_setup_request() keeps
  // pointers into its headers.
  void Collect(Registry& registry) override { response->Collect(registry); }
  void WriteBack(gpointer original) override;
  std::function<void()> Retake(gconstpointer original) override;
  bool TellsSurroundings() const override { return true; }

  // A copy whose pointers are references of its own; what it does not copy is null.
  GstRTSPContext held{};
  std::shared_ptr<MessageLease> request;
  std::shared_ptr<MessageLease> response;
  std::string peer;  // the connection's address; empty without one
  guint16 peer_port = 0;

 private:
  void Release() override;
  void Drop();
};

// The message of `send-message`, which the handler may change. Most often it is the context's response.
std::shared_ptr<Lease> LendSentMessage(gconstpointer message, const std::shared_ptr<Lease>& context);

// Function for the facade: contextField(context, name).
void ExportContext(Registry& registry, napi_value exports);

}  // namespace rtspnode
