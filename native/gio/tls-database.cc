#include "gio/tls-database.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace rtspnode {

GTlsDatabase* node_tls_database_new_from_file(const gchar* path, GError** error) {
  if (!g_tls_backend_supports_tls(g_tls_backend_get_default())) {
    g_set_error_literal(error, G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE,
                        "GLib has no TLS; on Debian and Ubuntu: apt-get install glib-networking");
    return nullptr;
  }
  // GIO is critical of a relative path.
  gchar* absolute = g_canonicalize_filename(path, nullptr);
  GTlsDatabase* database = g_tls_file_database_new(absolute, error);
  g_free(absolute);
  return database;
}

GTlsDatabase* node_tls_database_new_from_pem(const gchar* pem, GError** error) {
  // A file without certificates is a database of none.
  GTlsCertificate* first = g_tls_certificate_new_from_pem(pem, -1, error);
  if (!first) return nullptr;
  g_object_unref(first);
  const int file = memfd_create("rtsp-authorities", MFD_CLOEXEC);
  const size_t length = std::strlen(pem);
  if (file < 0 || write(file, pem, length) != static_cast<ssize_t>(length)) {
    g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno), "no file in memory: %s", g_strerror(errno));
    if (file >= 0) close(file);
    return nullptr;
  }
  gchar* path = g_strdup_printf("/proc/self/fd/%d", file);
  GTlsDatabase* database = node_tls_database_new_from_file(path, error);
  g_free(path);
  if (database) {
    g_object_set_data_full(G_OBJECT(database), "rtspnode-file", GINT_TO_POINTER(file),
                           [](gpointer data) { close(GPOINTER_TO_INT(data)); });
  } else {
    close(file);
  }
  return database;
}

}  // namespace rtspnode
