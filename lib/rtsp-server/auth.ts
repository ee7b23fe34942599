import type { TlsAuthenticationMode, TlsCertificateFlags } from '../gio/enums.js';
import type { TlsCertificate } from '../gio/tls-certificate.js';
import type { TlsConnection } from '../gio/tls-connection.js';
import type { TlsDatabase } from '../gio/tls-database.js';
import { GObject, type GObjectEvents, registerClass } from '../gobject/object.js';
import { type Awaitable, chainUp } from '../gobject/overrides.js';
import { c } from '../native.js';
import type { RTSPContext } from './context.js';
import type { RTSPAuthCheck } from './enums.js';
import type { RTSPToken } from './token.js';
import '../gio/tls-certificate.js';
import '../gio/tls-database.js';

/** Events of an auth. */
export interface RTSPAuthEvents extends GObjectEvents {
  /**
   * A client shows a certificate, be it one that the database trusts or not. C waits, on the thread of GLib's default
   * context, for whether to trust it; nobody else's handshake goes on meanwhile. Default, also when the handler throws:
   * false, and the connection ends. @see GstRTSPAuth::accept-certificate
   */
  'accept-certificate': (
    connection: TlsConnection,
    certificate: TlsCertificate,
    errors: TlsCertificateFlags,
  ) => boolean | void | Promise<boolean | void>;
}

/**
 * Who may use a server: users with Basic or Digest passwords, each with a token that says what he may do.
 *
 * @see GstRTSPAuth
 */
export class RTSPAuth<E extends RTSPAuthEvents = RTSPAuthEvents> extends GObject<E> {
  public constructor() {
    super();
  }

  /** The text by which Basic authentication knows a user. @see gst_rtsp_auth_make_basic */
  static makeBasic(user: string, password: string): string {
    return c.gst_rtsp_auth_make_basic(user, password) as string;
  }

  /**
   * Whether the request that this handler belongs to may do something, by the rules of its client's `auth`; without one
   * everything is allowed but `TRANSPORT_CLIENT_SETTINGS`. It works in the handlers that C waits for, before and after an
   * `await`, as long as they have not answered.
   *
   * Where the answer is false the library has refused the request already: it has sent 401 (404 where the factory's
   * permissions hide it). Only `TRANSPORT_CLIENT_SETTINGS` sends nothing when the user is known. Whatever the request is
   * answered with after that is sent, too.
   *
   * @param check - One of `RTSPAuthCheck`, or a check of a subclass in C.
   * @throws GError outside of a handler, in those of `send-message`, and where the request has no factory yet that could
   * be checked.
   * @see gst_rtsp_auth_check
   */
  static check(check: RTSPAuthCheck | (string & Record<never, never>)): Promise<boolean> {
    return c.node_rtsp_auth_check(check) as Promise<boolean>;
  }

  /**
   * Gives the user with these credentials a token.
   *
   * @param basic - From `makeBasic()`.
   * @see gst_rtsp_auth_add_basic
   */
  addBasic(basic: string, token: RTSPToken): void {
    c.node_rtsp_auth_add_basic(this, basic, token);
  }

  /** Forgets the user with these credentials; requests that are under way go on. @see gst_rtsp_auth_remove_basic */
  removeBasic(basic: string): void {
    c.gst_rtsp_auth_remove_basic(this, basic);
  }

  /** Gives the user with this password a token, by Digest authentication (MD5). @see gst_rtsp_auth_add_digest */
  addDigest(user: string, password: string, token: RTSPToken): void {
    c.node_rtsp_auth_add_digest(this, user, password, token);
  }

  /** Forgets the user; requests that are under way go on. @see gst_rtsp_auth_remove_digest */
  removeDigest(user: string): void {
    c.node_rtsp_auth_remove_digest(this, user);
  }

  /**
   * Adds the users of a file as Apache's `htdigest` writes it; those of another realm are passed over.
   *
   * @returns Whether the file could be read.
   * @see gst_rtsp_auth_parse_htdigest
   */
  parseHtdigest(path: string, token: RTSPToken): boolean {
    return c.node_rtsp_auth_parse_htdigest(this, path, token) as boolean;
  }

  /** The token of those who give no credentials; null (default): they are asked for some. @see gst_rtsp_auth_set_default_token */
  get defaultToken(): RTSPToken | null {
    return c.gst_rtsp_auth_get_default_token(this) as RTSPToken | null;
  }
  set defaultToken(token: RTSPToken | null) {
    c.node_rtsp_auth_set_default_token(this, token);
  }

  /** One or several of `RTSPAuthMethod`. Default: `BASIC`. @see gst_rtsp_auth_set_supported_methods */
  get supportedMethods(): number {
    return c.gst_rtsp_auth_get_supported_methods(this) as number;
  }
  set supportedMethods(methods: number) {
    c.gst_rtsp_auth_set_supported_methods(this, methods);
  }

  /** The realm that players show. Set it before a server or a client is given the auth: it throws a GError then. @see gst_rtsp_auth_set_realm */
  get realm(): string | null {
    return c.gst_rtsp_auth_get_realm(this) as string | null;
  }
  set realm(realm: string) {
    c.node_rtsp_auth_set_realm(this, realm);
  }

  /**
   * The certificate of a server that is to speak TLS (`rtsps://`), with its private key; null (default): none. For
   * connections that come later. Null throws a GError when a server or a client has been given the auth, and this one a
   * certificate: give the server another auth. A certificate without its key throws one, too.
   * @see gst_rtsp_auth_set_tls_certificate
   */
  get tlsCertificate(): TlsCertificate | null {
    return c.gst_rtsp_auth_get_tls_certificate(this) as TlsCertificate | null;
  }
  set tlsCertificate(certificate: TlsCertificate | null) {
    c.node_rtsp_auth_set_tls_certificate(this, certificate);
  }

  /** The authorities that clients' certificates are checked by; null (default): none is known. @see gst_rtsp_auth_set_tls_database */
  get tlsDatabase(): TlsDatabase | null {
    return c.gst_rtsp_auth_get_tls_database(this) as TlsDatabase | null;
  }
  set tlsDatabase(database: TlsDatabase | null) {
    c.node_rtsp_auth_set_tls_database(this, database);
  }

  /**
   * Whether clients must show a certificate; `accept-certificate` decides about it. Default: `NONE`. Only with a
   * `tlsCertificate`. @see gst_rtsp_auth_set_tls_authentication_mode
   */
  get tlsAuthenticationMode(): TlsAuthenticationMode {
    return c.gst_rtsp_auth_get_tls_authentication_mode(this) as TlsAuthenticationMode;
  }
  set tlsAuthenticationMode(mode: TlsAuthenticationMode) {
    c.gst_rtsp_auth_set_tls_authentication_mode(this, mode);
  }

  /**
   * Who sends the request: finds the user's token by the headers of `context.request`, and says it with
   * `context.setToken()`. False, or no token: the client is answered 401.
   *
   * Override it; C waits for the answer. False, too, when it throws or is late. @see GstRTSPAuthClass.authenticate
   */
  protected authenticate(context: RTSPContext): Awaitable<boolean> {
    return chainUp(this, 'authenticate', [context]) as Promise<boolean>;
  }

  /**
   * Whether the request may do what `check` names. Where the answer is false, and `super.check()` has not refused, the
   * client is answered 403, or 401 without a token; for `auth.check.connect` and
   * `TRANSPORT_CLIENT_SETTINGS` nothing.
   *
   * Override it; C waits for the answer. False, too, when it throws or is late. @see GstRTSPAuthClass.check
   */
  protected check(context: RTSPContext, check: RTSPAuthCheck | (string & Record<never, never>)): Awaitable<boolean> {
    return chainUp(this, 'check', [context, check]) as Promise<boolean>;
  }

  /**
   * Adds the header `WWW-Authenticate` to `context.response`, a 401.
   *
   * Override it; C waits for the answer. @see GstRTSPAuthClass.generate_authenticate_header
   */
  protected generateAuthenticateHeader(context: RTSPContext): Awaitable<void> {
    return chainUp(this, 'generateAuthenticateHeader', [context]) as Promise<void>;
  }

  /**
   * Whether to trust a client's certificate; after the handlers of `accept-certificate`, none of which trusted it.
   *
   * Override it; C waits for the answer. False, too, when it throws or is late. @see GstRTSPAuthClass.accept_certificate
   */
  protected acceptCertificate(
    connection: TlsConnection,
    certificate: TlsCertificate,
    errors: TlsCertificateFlags,
  ): Awaitable<boolean> {
    return chainUp(this, 'acceptCertificate', [connection, certificate, errors]) as Promise<boolean>;
  }
}

registerClass('GstRTSPAuth', RTSPAuth, c.node_rtsp_auth_new);
