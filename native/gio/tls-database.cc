#include "gio/tls-database.h"

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
  GFileIOStream* stream = nullptr;
  GFile* file = g_file_new_tmp("rtsp-authorities-XXXXXX.pem", &stream, error);
  if (!file) return nullptr;
  GTlsDatabase* database = nullptr;
  GOutputStream* out = g_io_stream_get_output_stream(G_IO_STREAM(stream));
  if (g_output_stream_write_all(out, pem, std::strlen(pem), nullptr, nullptr, error) &&
      g_io_stream_close(G_IO_STREAM(stream), nullptr, error)) {
    gchar* path = g_file_get_path(file);
    database = node_tls_database_new_from_file(path, error);
    g_free(path);
  }
  g_file_delete(file, nullptr, nullptr);
  g_object_unref(stream);
  g_object_unref(file);
  return database;
}

}  // namespace rtspnode
