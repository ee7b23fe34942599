#include "gio/tls-certificate.h"

namespace rtspnode {

namespace {

gchar* StringProperty(GTlsCertificate* certificate, const gchar* name) {
  gchar* text = nullptr;
  if (g_object_class_find_property(G_OBJECT_GET_CLASS(certificate), name)) {
    g_object_get(certificate, name, &text, nullptr);
  }
  return text;
}

}  // namespace

GTlsCertificate* node_tls_certificate_new_from_pem(const gchar* pem, GError** error) {
  // Without a module of GIO there is a type for certificates that GLib is critical of.
  if (!g_tls_backend_supports_tls(g_tls_backend_get_default())) {
    g_set_error_literal(error, G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE,
                        "GLib has no TLS; on Debian and Ubuntu: apt-get install glib-networking");
    return nullptr;
  }
  return g_tls_certificate_new_from_pem(pem, -1, error);
}

gchar* node_tls_certificate_get_pem(GTlsCertificate* certificate) {
  return StringProperty(certificate, "certificate-pem");
}

gchar* node_tls_certificate_get_subject_name(GTlsCertificate* certificate) {
  return StringProperty(certificate, "subject-name");
}

gchar* node_tls_certificate_get_issuer_name(GTlsCertificate* certificate) {
  return StringProperty(certificate, "issuer-name");
}

bool HasPrivateKey(GTlsCertificate* certificate) {
  GParamSpec* spec = g_object_class_find_property(G_OBJECT_GET_CLASS(certificate), "private-key");
  // GLib before 2.70 does not tell.
  if (!spec || (spec->flags & G_PARAM_READABLE) == 0) return true;
  GByteArray* key = nullptr;
  g_object_get(certificate, "private-key", &key, nullptr);
  if (!key) return false;
  g_byte_array_unref(key);
  return true;
}

}  // namespace rtspnode
