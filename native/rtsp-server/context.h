#pragma once
#include <gst/rtsp-server/rtsp-server.h>

#include <memory>

#include "marshal/registry.h"

namespace rtspnode {

// What a handler sees of a GstRTSPContext: taken when the signal is emitted, since C goes on with the original while
// JavaScript reads. Its objects stay valid; the context itself is over when the handler has settled.
class ContextLease final : public Lease {
 public:
  explicit ContextLease(const GstRTSPContext& context);
  ~ContextLease() override;
  const char* class_name() const override { return "GstRTSPContext"; }

  static std::shared_ptr<Lease> From(gconstpointer context);

  // A copy whose pointers are references of its own; what it does not copy is null.
  GstRTSPContext held{};

 private:
  void Release() override;
};

// Function for the facade: contextField(context, name).
void ExportContext(Registry& registry, napi_value exports);

}  // namespace rtspnode
