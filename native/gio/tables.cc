#include "gio/tables.h"

#include "gio/tls-certificate.h"
#include "marshal/function.h"

namespace rtspnode {

namespace {

constexpr FunctionEntry certificate_functions[] = {
    FUNCTION(node_tls_certificate_new_from_pem, returns<full>, names<"pem">),
    FUNCTION(node_tls_certificate_get_pem, returns<full>),
    FUNCTION(node_tls_certificate_get_subject_name, returns<full>),
    FUNCTION(node_tls_certificate_get_issuer_name, returns<full>),
    FUNCTION(g_tls_certificate_is_same, names<"other">, answers<Boolean>),
};
constexpr Table certificate{"TlsCertificate", "g_tls_certificate_", "GTlsCertificate", certificate_functions, {}};

constexpr FunctionEntry connection_functions[] = {
    FUNCTION(g_tls_connection_get_certificate),
    FUNCTION(g_tls_connection_get_peer_certificate),
    FUNCTION(g_tls_connection_get_peer_certificate_errors),
};
constexpr Table connection{"TlsConnection", "g_tls_connection_", "GTlsConnection", connection_functions, {}};

constexpr const Table* tables[] = {&certificate, &connection};

}  // namespace

std::span<const Table* const> GioTables() { return tables; }

}  // namespace rtspnode
