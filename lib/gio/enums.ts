/**
 * Whether a client must show a certificate.
 *
 * @see GTlsAuthenticationMode
 */
export const TlsAuthenticationMode = {
  /** Clients are asked for no certificate. @see G_TLS_AUTHENTICATION_NONE */
  NONE: 0,
  /** Clients are asked for one, and need not have it. @see G_TLS_AUTHENTICATION_REQUESTED */
  REQUESTED: 1,
  /** Only clients that have one are let in. @see G_TLS_AUTHENTICATION_REQUIRED */
  REQUIRED: 2,
} as const;

/** One of TlsAuthenticationMode. */
export type TlsAuthenticationMode = (typeof TlsAuthenticationMode)[keyof typeof TlsAuthenticationMode];

/**
 * What is wrong with a certificate, as bits.
 *
 * @see GTlsCertificateFlags
 */
export const TlsCertificateFlags = {
  /** Nobody that is known has signed it. @see G_TLS_CERTIFICATE_UNKNOWN_CA */
  UNKNOWN_CA: 1,
  /** It is that of somebody else. @see G_TLS_CERTIFICATE_BAD_IDENTITY */
  BAD_IDENTITY: 2,
  /** Its time has not come yet. @see G_TLS_CERTIFICATE_NOT_ACTIVATED */
  NOT_ACTIVATED: 4,
  /** Its time is over. @see G_TLS_CERTIFICATE_EXPIRED */
  EXPIRED: 8,
  /** It was called back. @see G_TLS_CERTIFICATE_REVOKED */
  REVOKED: 16,
  /** It is signed in a way that is not safe any more. @see G_TLS_CERTIFICATE_INSECURE */
  INSECURE: 32,
  /** Something else is wrong with it. @see G_TLS_CERTIFICATE_GENERIC_ERROR */
  GENERIC_ERROR: 64,
} as const;

/** One or several of TlsCertificateFlags, combined with `|`; 0: nothing is wrong. */
export type TlsCertificateFlags = number;
