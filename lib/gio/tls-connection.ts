import { GObject, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import type { TlsCertificateFlags } from './enums.js';
import type { TlsCertificate } from './tls-certificate.js';
import './tls-certificate.js';

/**
 * A connection with TLS, made by the server.
 *
 * @see GTlsConnection
 */
export class TlsConnection extends GObject {
  /** The server's certificate. @see g_tls_connection_get_certificate */
  get certificate(): TlsCertificate | null {
    return c.g_tls_connection_get_certificate(this) as TlsCertificate | null;
  }

  /** The peer's certificate; null until it was accepted. @see g_tls_connection_get_peer_certificate */
  get peerCertificate(): TlsCertificate | null {
    return c.g_tls_connection_get_peer_certificate(this) as TlsCertificate | null;
  }

  /** What is wrong with the peer's certificate; 0 until it was accepted. @see g_tls_connection_get_peer_certificate_errors */
  get peerCertificateErrors(): TlsCertificateFlags {
    return c.g_tls_connection_get_peer_certificate_errors(this) as number;
  }
}

registerClass('GTlsConnection', TlsConnection);
