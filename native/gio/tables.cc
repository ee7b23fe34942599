#include "gio/tables.h"

#include "gio/socket.h"
#include "gio/tls-certificate.h"
#include "gio/tls-connection.h"
#include "gio/tls-database.h"
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

constexpr FunctionEntry database_functions[] = {
    // Files are read.
    FUNCTION(node_tls_database_new_from_file, promised, returns<full>, names<"path">, locks<>),
    FUNCTION(node_tls_database_new_from_pem, promised, returns<full>, names<"pem">, locks<>),
};
constexpr Table database{"TlsDatabase", "g_tls_database_", "GTlsDatabase", database_functions, {}};

constexpr FunctionEntry socket_functions[] = {
    FUNCTION(g_socket_get_fd),
    FUNCTION(node_socket_get_local_address, returns<full>, out<1>),
    FUNCTION(g_socket_is_closed, answers<Boolean>),
    FUNCTION(g_socket_close, answers<Boolean>),
};
constexpr Table socket{"Socket", "g_socket_", "GSocket", socket_functions, {}};

constexpr FunctionEntry cancellable_functions[] = {
    FUNCTION(g_cancellable_new, constructs),
    FUNCTION(g_cancellable_cancel),
    FUNCTION(g_cancellable_is_cancelled, answers<Boolean>),
};
constexpr Table cancellable{"Cancellable", "g_cancellable_", "GCancellable", cancellable_functions, {}};

constexpr const Table* tables[] = {&certificate, &database, &socket, &cancellable};

}  // namespace

std::span<const Table* const> GioTables() { return tables; }

void TeachGioValues() { TeachLease(G_TYPE_TLS_CONNECTION, TlsConnectionLease::From); }

}  // namespace rtspnode
