#pragma once
#include <gio/gio.h>

#include <memory>
#include <string>

#include "marshal/registry.h"

namespace rtspnode {

// A GTlsConnection as a plain object: the peer's address and port, our certificate. Never with a reference to the
// connection: GStreamer closes a socket by giving up its own, and the garbage collector would keep the peer waiting.
class TlsConnectionLease final : public Lease {
 public:
  explicit TlsConnectionLease(GTlsConnection* connection);
  ~TlsConnectionLease() override;
  TlsConnectionLease(const TlsConnectionLease&) = delete;
  TlsConnectionLease& operator=(const TlsConnectionLease&) = delete;

  static std::shared_ptr<Lease> From(gconstpointer connection, const std::shared_ptr<Lease>& before);

  napi_value Lend(Registry& registry, const std::shared_ptr<Lease>& self) override;

 private:
  void Release() override {}

  std::string address_;  // empty when it is not known
  guint16 port_ = 0;
  GTlsCertificate* certificate_ = nullptr;
};

}  // namespace rtspnode
