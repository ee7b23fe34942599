import { GObject, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import { pemText } from './pem.js';

/**
 * Authorities whose certificates are trusted.
 *
 * @see GTlsDatabase
 */
export class TlsDatabase extends GObject {
  /**
   * Reads the authorities' certificates from a file.
   *
   * @param path - A file of PEM text.
   * @throws GError (the Promise rejects) when it cannot be read, or GLib has no TLS (package `glib-networking`).
   * @see g_tls_file_database_new
   */
  static fromFile(path: string): Promise<TlsDatabase> {
    return c.node_tls_database_new_from_file(path) as Promise<TlsDatabase>;
  }

  /**
   * Takes the authorities' certificates from text. An addition to GIO.
   *
   * @param pem - PEM text, also as it was read from a file: in a `Buffer`.
   * @throws GError (the Promise rejects) when it has no certificate, or GLib has no TLS (package `glib-networking`).
   */
  static async fromPem(pem: string | Uint8Array): Promise<TlsDatabase> {
    return c.node_tls_database_new_from_pem(pemText(pem, 'TlsDatabase.fromPem()')) as Promise<TlsDatabase>;
  }
}

registerClass('GTlsDatabase', TlsDatabase);
