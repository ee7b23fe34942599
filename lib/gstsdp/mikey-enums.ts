/** Kinds of MIKEY messages. @see GstMIKEYType */
export const MIKEYType = {
  /** None of these. @see GST_MIKEY_TYPE_INVALID */
  INVALID: -1,
  /** Begins with a key that both have. @see GST_MIKEY_TYPE_PSK_INIT */
  PSK_INIT: 0,
  /** Answers that. @see GST_MIKEY_TYPE_PSK_VERIFY */
  PSK_VERIFY: 1,
  /** Begins with a public key. @see GST_MIKEY_TYPE_PK_INIT */
  PK_INIT: 2,
  /** Answers that. @see GST_MIKEY_TYPE_PK_VERIFY */
  PK_VERIFY: 3,
  /** Begins an exchange of Diffie and Hellman. @see GST_MIKEY_TYPE_DH_INIT */
  DH_INIT: 4,
  /** Answers that. @see GST_MIKEY_TYPE_DH_RESP */
  DH_RESP: 5,
  /** Tells what was wrong. @see GST_MIKEY_TYPE_ERROR */
  ERROR: 6,
} as const;
export type MIKEYType = (typeof MIKEYType)[keyof typeof MIKEYType];

/** Kinds of payloads. @see GstMIKEYPayloadType */
export const MIKEYPayloadType = {
  /** None: no other payload follows. @see GST_MIKEY_PT_LAST */
  LAST: 0,
  /** Keys, encrypted or not, with a checksum. @see GST_MIKEY_PT_KEMAC */
  KEMAC: 1,
  /** The key of an envelope, encrypted with a public key. @see GST_MIKEY_PT_PKE */
  PKE: 2,
  /** A number of Diffie and Hellman. @see GST_MIKEY_PT_DH */
  DH: 3,
  /** A signature of the message. @see GST_MIKEY_PT_SIGN */
  SIGN: 4,
  /** When it was made. @see GST_MIKEY_PT_T */
  T: 5,
  /** Who made it. @see GST_MIKEY_PT_ID */
  ID: 6,
  /** A certificate. @see GST_MIKEY_PT_CERT */
  CERT: 7,
  /** The hash of a certificate. @see GST_MIKEY_PT_CHASH */
  CHASH: 8,
  /** The checksum of an answer. @see GST_MIKEY_PT_V */
  V: 9,
  /** A policy: how it is encrypted. @see GST_MIKEY_PT_SP */
  SP: 10,
  /** Random bytes. @see GST_MIKEY_PT_RAND */
  RAND: 11,
  /** What was wrong. @see GST_MIKEY_PT_ERR */
  ERR: 12,
  /** A key, within `KEMAC`. @see GST_MIKEY_PT_KEY_DATA */
  KEY_DATA: 20,
  /** An extension of whatever kind. @see GST_MIKEY_PT_GEN_EXT */
  GEN_EXT: 21,
} as const;
export type MIKEYPayloadType = (typeof MIKEYPayloadType)[keyof typeof MIKEYPayloadType];

/** Kinds of times. @see GstMIKEYTSType */
export const MIKEYTSType = {
  /** 8 bytes: seconds since 1900 in UTC, and fractions of one. @see GST_MIKEY_TS_TYPE_NTP_UTC */
  NTP_UTC: 0,
  /** 8 bytes: the same in another time. @see GST_MIKEY_TS_TYPE_NTP */
  NTP: 1,
  /** 4 bytes. @see GST_MIKEY_TS_TYPE_COUNTER */
  COUNTER: 2,
} as const;
export type MIKEYTSType = (typeof MIKEYTSType)[keyof typeof MIKEYTSType];

/** Kinds of keys. @see GstMIKEYKeyDataType */
export const MIKEYKeyDataType = {
  /** Other keys are made of it. @see GST_MIKEY_KD_TGK */
  TGK: 0,
  /** It encrypts. @see GST_MIKEY_KD_TEK */
  TEK: 2,
} as const;
export type MIKEYKeyDataType = (typeof MIKEYKeyDataType)[keyof typeof MIKEYKeyDataType];

/** What a parameter of a security policy for SRTP sets. @see GstMIKEYSecSRTP */
export const MIKEYSecSRTP = {
  /** How it is encrypted: one of MIKEYEncAlg. @see GST_MIKEY_SP_SRTP_ENC_ALG */
  ENC_ALG: 0,
  /** How long the key for that is, in bytes. @see GST_MIKEY_SP_SRTP_ENC_KEY_LEN */
  ENC_KEY_LEN: 1,
  /** How packets are signed: one of MIKEYMacAlg. @see GST_MIKEY_SP_SRTP_AUTH_ALG */
  AUTH_ALG: 2,
  /** How long the key for that is, in bytes. @see GST_MIKEY_SP_SRTP_AUTH_KEY_LEN */
  AUTH_KEY_LEN: 3,
  /** How long the salt is, in bytes. @see GST_MIKEY_SP_SRTP_SALT_KEY_LEN */
  SALT_KEY_LEN: 4,
  /** How the keys of a session are made of the master key. @see GST_MIKEY_SP_SRTP_PRF */
  PRF: 5,
  /** After how many packets they are made anew: a power of two. @see GST_MIKEY_SP_SRTP_KEY_DERIV_RATE */
  KEY_DERIV_RATE: 6,
  /** Whether RTP is encrypted: 0 or 1. @see GST_MIKEY_SP_SRTP_SRTP_ENC */
  SRTP_ENC: 7,
  /** Whether RTCP is encrypted: 0 or 1. @see GST_MIKEY_SP_SRTP_SRTCP_ENC */
  SRTCP_ENC: 8,
  /** Whether error correction comes before encryption. @see GST_MIKEY_SP_SRTP_FEC_ORDER */
  FEC_ORDER: 9,
  /** Whether RTP is signed: 0 or 1. @see GST_MIKEY_SP_SRTP_SRTP_AUTH */
  SRTP_AUTH: 10,
  /** How long the signature of a packet is, in bytes. @see GST_MIKEY_SP_SRTP_AUTH_TAG_LEN */
  AUTH_TAG_LEN: 11,
  /** How many bytes stand before the part that is encrypted. @see GST_MIKEY_SP_SRTP_SRTP_PREFIX_LEN */
  SRTP_PREFIX_LEN: 12,
  /** How long the signature is that GCM makes, in bytes. @see GST_MIKEY_SP_SRTP_AEAD_AUTH_TAG_LEN */
  AEAD_AUTH_TAG_LEN: 20,
} as const;
export type MIKEYSecSRTP = (typeof MIKEYSecSRTP)[keyof typeof MIKEYSecSRTP];

/** Algorithms that encrypt; the value of a parameter `ENC_ALG`. @see GstMIKEYEncAlg */
export const MIKEYEncAlg = {
  /** Not encrypted. @see GST_MIKEY_ENC_NULL */
  NULL: 0,
  /** AES in counter mode, with a key of 128 bits. @see GST_MIKEY_ENC_AES_CM_128 */
  AES_CM_128: 1,
  /** AES's way of wrapping keys, with a key of 128 bits. @see GST_MIKEY_ENC_AES_KW_128 */
  AES_KW_128: 2,
  /** AES in Galois counter mode, with a key of 128 bits. @see GST_MIKEY_ENC_AES_GCM_128 */
  AES_GCM_128: 6,
} as const;
export type MIKEYEncAlg = (typeof MIKEYEncAlg)[keyof typeof MIKEYEncAlg];

/** Algorithms that authenticate; the value of a parameter `AUTH_ALG`. @see GstMIKEYMacAlg */
export const MIKEYMacAlg = {
  /** Not signed. @see GST_MIKEY_MAC_NULL */
  NULL: 0,
  /** HMAC with SHA-1, 160 bits of it. @see GST_MIKEY_MAC_HMAC_SHA_1_160 */
  HMAC_SHA_1_160: 1,
} as const;
export type MIKEYMacAlg = (typeof MIKEYMacAlg)[keyof typeof MIKEYMacAlg];
