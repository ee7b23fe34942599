#pragma once
#include <gio/gio.h>

namespace rtspnode {

// A certificate, and its private key if that stands in the text, too.
GTlsCertificate* node_tls_certificate_new_from_pem(const gchar* pem, GError** error);

gchar* node_tls_certificate_get_pem(GTlsCertificate* certificate);
// Null where GLib, or its TLS module, is older than 2.70.
gchar* node_tls_certificate_get_subject_name(GTlsCertificate* certificate);
gchar* node_tls_certificate_get_issuer_name(GTlsCertificate* certificate);

// Whether a server may speak TLS with it: GnuTLS reads the private key of a certificate without one.
bool HasPrivateKey(GTlsCertificate* certificate);

}  // namespace rtspnode
