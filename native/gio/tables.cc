#include "gio/tables.h"

#include "gio/tls-certificate.h"
#include "gio/tls-connection.h"
#include "marshal/function.h"
#include "marshal/value.h"

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

constexpr const Table* tables[] = {&certificate};

}  // namespace

std::span<const Table* const> GioTables() { return tables; }

void TeachGioValues() { TeachLease(G_TYPE_TLS_CONNECTION, TlsConnectionLease::From); }

}  // namespace rtspnode
