#pragma once
#include <gio/gio.h>

namespace rtspnode {

// The authorities whose certificates stand in this file.
GTlsDatabase* node_tls_database_new_from_file(const gchar* path, GError** error);
// The same for text. GIO reads files only, and reads them again later: the text stands in one that has no name, as long
// as the database lives.
GTlsDatabase* node_tls_database_new_from_pem(const gchar* pem, GError** error);

}  // namespace rtspnode
