#include "gio/tls-connection.h"

#include "marshal/errors.h"
#include "marshal/primitive.h"
#include "runtime/reaper.h"

namespace rtspnode {

TlsConnectionLease::TlsConnectionLease(GTlsConnection* connection) {
  if (GTlsCertificate* certificate = g_tls_connection_get_certificate(connection)) {
    certificate_ = G_TLS_CERTIFICATE(g_object_ref(certificate));
  }
  GIOStream* stream = nullptr;
  g_object_get(connection, "base-io-stream", &stream, nullptr);
  GSocketAddress* address = nullptr;
  if (G_IS_SOCKET_CONNECTION(stream)) {
    address = g_socket_connection_get_remote_address(G_SOCKET_CONNECTION(stream), nullptr);
  }
  if (G_IS_INET_SOCKET_ADDRESS(address)) {
    auto* inet = G_INET_SOCKET_ADDRESS(address);
    gchar* text = g_inet_address_to_string(g_inet_socket_address_get_address(inet));
    address_ = text;
    port_ = g_inet_socket_address_get_port(inet);
    g_free(text);
  }
  g_clear_object(&address);
  g_clear_object(&stream);
}

TlsConnectionLease::~TlsConnectionLease() {
  if (certificate_ != nullptr) Reaper::Instance().Unref(certificate_);
}

std::shared_ptr<Lease> TlsConnectionLease::From(gconstpointer connection, const std::shared_ptr<Lease>&) {
  return std::make_shared<TlsConnectionLease>(G_TLS_CONNECTION(connection));
}

napi_value TlsConnectionLease::Lend(Registry& registry, const std::shared_ptr<Lease>&) {
  napi_env env = registry.env();
  napi_value result;
  Check(env, napi_create_object(env, &result));
  const auto set = [&](const char* name, napi_value value) {
    Check(env, napi_set_named_property(env, result, name, value));
  };
  set("remoteAddress", address_.empty() ? Null(env) : MakeString(env, address_.c_str()));
  set("remotePort", address_.empty() ? Null(env) : Primitive<guint>::ToJs(env, port_));
  set("certificate", registry.Wrap(reinterpret_cast<GObject*>(certificate_), Transfer::None));
  return result;
}

}  // namespace rtspnode
