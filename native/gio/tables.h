#pragma once
#include <gio/gio.h>

#include <span>

#include "marshal/convert.h"
#include "marshal/table.h"

namespace rtspnode {

RTSPNODE_OBJECT(GCancellable, g_cancellable_get_type);
RTSPNODE_OBJECT(GSocket, g_socket_get_type);
RTSPNODE_OBJECT(GTlsDatabase, g_tls_database_get_type);
RTSPNODE_OBJECT(GTlsCertificate, g_tls_certificate_get_type);
RTSPNODE_ENUM(GTlsAuthenticationMode, g_tls_authentication_mode_get_type);

std::span<const Table* const> GioTables();
void TeachGioValues();

}  // namespace rtspnode
