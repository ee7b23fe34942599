import { GObject, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import { pemText } from './pem.js';

/**
 * A certificate of TLS.
 *
 * @see GTlsCertificate
 */
export class TlsCertificate extends GObject {
  /**
   * Reads a certificate.
   *
   * @param pem - PEM text, also as it was read from a file: in a `Buffer`. A server's certificate needs its private key
   * in it, too.
   * @throws TypeError for what is neither; GError when the text is no certificate, or GLib has no TLS (package `glib-networking`).
   * @see g_tls_certificate_new_from_pem
   */
  static fromPem(pem: string | Uint8Array): TlsCertificate {
    return c.node_tls_certificate_new_from_pem(pemText(pem, 'TlsCertificate.fromPem()')) as TlsCertificate;
  }

  /** The certificate as PEM text, without its private key. @see GTlsCertificate:certificate-pem */
  get pem(): string {
    return c.node_tls_certificate_get_pem(this) as string;
  }

  /** Whom it stands for, for example `CN=camera`; null where GLib is older than 2.70. @see g_tls_certificate_get_subject_name */
  get subjectName(): string | null {
    return c.node_tls_certificate_get_subject_name(this) as string | null;
  }

  /** Who has signed it; null where GLib is older than 2.70. @see g_tls_certificate_get_issuer_name */
  get issuerName(): string | null {
    return c.node_tls_certificate_get_issuer_name(this) as string | null;
  }

  /** Whether both are the same certificate. @see g_tls_certificate_is_same */
  isSame(other: TlsCertificate): boolean {
    return c.g_tls_certificate_is_same(this, other) as boolean;
  }
}

registerClass('GTlsCertificate', TlsCertificate);
