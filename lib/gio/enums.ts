/**
 * Whether a client must show a certificate.
 *
 * @see GTlsAuthenticationMode
 */
export const TlsAuthenticationMode = {
  NONE: 0,
  REQUESTED: 1,
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
  UNKNOWN_CA: 1,
  BAD_IDENTITY: 2,
  NOT_ACTIVATED: 4,
  EXPIRED: 8,
  REVOKED: 16,
  INSECURE: 32,
  GENERIC_ERROR: 64,
} as const;

/** One or several of TlsCertificateFlags, combined with `|`; 0: nothing is wrong. */
export type TlsCertificateFlags = number;
