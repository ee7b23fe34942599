/** Kinds of MIKEY messages. @see GstMIKEYType */
export const MIKEYType = {
  INVALID: -1,
  PSK_INIT: 0,
  PSK_VERIFY: 1,
  PK_INIT: 2,
  PK_VERIFY: 3,
  DH_INIT: 4,
  DH_RESP: 5,
  ERROR: 6,
} as const;
export type MIKEYType = (typeof MIKEYType)[keyof typeof MIKEYType];

/** Kinds of payloads. @see GstMIKEYPayloadType */
export const MIKEYPayloadType = {
  LAST: 0,
  KEMAC: 1,
  PKE: 2,
  DH: 3,
  SIGN: 4,
  T: 5,
  ID: 6,
  CERT: 7,
  CHASH: 8,
  V: 9,
  SP: 10,
  RAND: 11,
  ERR: 12,
  KEY_DATA: 20,
  GEN_EXT: 21,
} as const;
export type MIKEYPayloadType = (typeof MIKEYPayloadType)[keyof typeof MIKEYPayloadType];

/** Kinds of times. @see GstMIKEYTSType */
export const MIKEYTSType = {
  /** 8 bytes: seconds since 1900 in UTC, and fractions of one. */
  NTP_UTC: 0,
  /** 8 bytes: the same in another time. */
  NTP: 1,
  /** 4 bytes. */
  COUNTER: 2,
} as const;
export type MIKEYTSType = (typeof MIKEYTSType)[keyof typeof MIKEYTSType];

/** Kinds of keys. @see GstMIKEYKeyDataType */
export const MIKEYKeyDataType = {
  /** Other keys are made of it. */
  TGK: 0,
  /** It encrypts. */
  TEK: 2,
} as const;
export type MIKEYKeyDataType = (typeof MIKEYKeyDataType)[keyof typeof MIKEYKeyDataType];

/** What a parameter of a security policy for SRTP sets. @see GstMIKEYSecSRTP */
export const MIKEYSecSRTP = {
  ENC_ALG: 0,
  ENC_KEY_LEN: 1,
  AUTH_ALG: 2,
  AUTH_KEY_LEN: 3,
  SALT_KEY_LEN: 4,
  PRF: 5,
  KEY_DERIV_RATE: 6,
  SRTP_ENC: 7,
  SRTCP_ENC: 8,
  FEC_ORDER: 9,
  SRTP_AUTH: 10,
  AUTH_TAG_LEN: 11,
  SRTP_PREFIX_LEN: 12,
  AEAD_AUTH_TAG_LEN: 20,
} as const;
export type MIKEYSecSRTP = (typeof MIKEYSecSRTP)[keyof typeof MIKEYSecSRTP];

/** Algorithms that encrypt; the value of a parameter `ENC_ALG`. @see GstMIKEYEncAlg */
export const MIKEYEncAlg = { NULL: 0, AES_CM_128: 1, AES_KW_128: 2, AES_GCM_128: 6 } as const;
export type MIKEYEncAlg = (typeof MIKEYEncAlg)[keyof typeof MIKEYEncAlg];

/** Algorithms that authenticate; the value of a parameter `AUTH_ALG`. @see GstMIKEYMacAlg */
export const MIKEYMacAlg = { NULL: 0, HMAC_SHA_1_160: 1 } as const;
export type MIKEYMacAlg = (typeof MIKEYMacAlg)[keyof typeof MIKEYMacAlg];
