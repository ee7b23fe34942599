import type { TlsCertificate } from './tls-certificate.js';

/**
 * What is known of a connection with TLS, copied.
 *
 * @see GTlsConnection
 */
export interface TlsConnection {
  /** The peer's IP address; null when it is not known. @see g_socket_connection_get_remote_address */
  readonly remoteAddress: string | null;
  /** The peer's port; null when it is not known. @see g_inet_socket_address_get_port */
  readonly remotePort: number | null;
  /** The server's certificate. @see g_tls_connection_get_certificate */
  readonly certificate: TlsCertificate | null;
}
