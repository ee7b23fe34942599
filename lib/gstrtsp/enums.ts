/**
 * Status codes of RTSP responses. A handler that allows a request answers OK.
 *
 * @see GstRTSPStatusCode
 */
export const RTSPStatusCode = {
  INVALID: 0,
  CONTINUE: 100,
  OK: 200,
  CREATED: 201,
  LOW_ON_STORAGE: 250,
  MULTIPLE_CHOICES: 300,
  MOVED_PERMANENTLY: 301,
  MOVE_TEMPORARILY: 302,
  SEE_OTHER: 303,
  NOT_MODIFIED: 304,
  USE_PROXY: 305,
  BAD_REQUEST: 400,
  UNAUTHORIZED: 401,
  PAYMENT_REQUIRED: 402,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  NOT_ACCEPTABLE: 406,
  PROXY_AUTH_REQUIRED: 407,
  REQUEST_TIMEOUT: 408,
  GONE: 410,
  LENGTH_REQUIRED: 411,
  PRECONDITION_FAILED: 412,
  REQUEST_ENTITY_TOO_LARGE: 413,
  REQUEST_URI_TOO_LARGE: 414,
  UNSUPPORTED_MEDIA_TYPE: 415,
  PARAMETER_NOT_UNDERSTOOD: 451,
  CONFERENCE_NOT_FOUND: 452,
  NOT_ENOUGH_BANDWIDTH: 453,
  SESSION_NOT_FOUND: 454,
  METHOD_NOT_VALID_IN_THIS_STATE: 455,
  HEADER_FIELD_NOT_VALID_FOR_RESOURCE: 456,
  INVALID_RANGE: 457,
  PARAMETER_IS_READONLY: 458,
  AGGREGATE_OPERATION_NOT_ALLOWED: 459,
  ONLY_AGGREGATE_OPERATION_ALLOWED: 460,
  UNSUPPORTED_TRANSPORT: 461,
  DESTINATION_UNREACHABLE: 462,
  KEY_MANAGEMENT_FAILURE: 463,
  INTERNAL_SERVER_ERROR: 500,
  NOT_IMPLEMENTED: 501,
  BAD_GATEWAY: 502,
  SERVICE_UNAVAILABLE: 503,
  GATEWAY_TIMEOUT: 504,
  RTSP_VERSION_NOT_SUPPORTED: 505,
  OPTION_NOT_SUPPORTED: 551,
} as const;

/** One of RTSPStatusCode. */
export type RTSPStatusCode = (typeof RTSPStatusCode)[keyof typeof RTSPStatusCode];

/**
 * The methods of RTSP requests, as bits.
 *
 * @see GstRTSPMethod
 */
export const RTSPMethod = {
  INVALID: 0,
  DESCRIBE: 1,
  ANNOUNCE: 2,
  GET_PARAMETER: 4,
  OPTIONS: 8,
  PAUSE: 16,
  PLAY: 32,
  RECORD: 64,
  REDIRECT: 128,
  SETUP: 256,
  SET_PARAMETER: 512,
  TEARDOWN: 1024,
  GET: 2048,
  POST: 4096,
} as const;

/** One or several of RTSPMethod, combined with `|`. */
export type RTSPMethod = number;

/**
 * Lower transports: how RTP travels.
 *
 * @see GstRTSPLowerTrans
 */
export const RTSPLowerTrans = {
  UNKNOWN: 0,
  UDP: 1,
  UDP_MCAST: 2,
  TCP: 4,
  HTTP: 16,
  TLS: 32,
} as const;

/** One or several of RTSPLowerTrans, combined with `|`. */
export type RTSPLowerTrans = number;

/**
 * RTP profiles: with feedback (F), secured (S).
 *
 * @see GstRTSPProfile
 */
export const RTSPProfile = {
  UNKNOWN: 0,
  AVP: 1,
  SAVP: 2,
  AVPF: 4,
  SAVPF: 8,
} as const;

/** One or several of RTSPProfile, combined with `|`. */
export type RTSPProfile = number;

/**
 * Ways to authenticate. For `supportedMethods` they are combined with `|`.
 *
 * @see GstRTSPAuthMethod
 */
export const RTSPAuthMethod = {
  NONE: 0,
  BASIC: 1,
  DIGEST: 2,
} as const;

/** One of RTSPAuthMethod. */
export type RTSPAuthMethod = (typeof RTSPAuthMethod)[keyof typeof RTSPAuthMethod];

/**
 * What became of a call.
 *
 * @see GstRTSPResult
 */
export const RTSPResult = {
  OK: 0,
  OK_REDIRECT: 1,
  ERROR: -1,
  EINVAL: -2,
  EINTR: -3,
  ENOMEM: -4,
  ERESOLV: -5,
  ENOTIMPL: -6,
  ESYS: -7,
  EPARSE: -8,
  EWSASTART: -9,
  EWSAVERSION: -10,
  EEOF: -11,
  ENET: -12,
  ENOTIP: -13,
  ETIMEOUT: -14,
  ETGET: -15,
  ETPOST: -16,
  ELAST: -17,
} as const;

/** One of RTSPResult. */
export type RTSPResult = (typeof RTSPResult)[keyof typeof RTSPResult];

/**
 * What a session does with a medium.
 *
 * @see GstRTSPState
 */
export const RTSPState = {
  INVALID: 0,
  INIT: 1,
  READY: 2,
  SEEKING: 3,
  PLAYING: 4,
  RECORDING: 5,
} as const;

/** One of RTSPState. */
export type RTSPState = (typeof RTSPState)[keyof typeof RTSPState];

/**
 * The units of time ranges.
 *
 * @see GstRTSPRangeUnit
 */
export const RTSPRangeUnit = {
  SMPTE: 0,
  SMPTE_30_DROP: 1,
  SMPTE_25: 2,
  NPT: 3,
  CLOCK: 4,
} as const;

/** One of RTSPRangeUnit. */
export type RTSPRangeUnit = (typeof RTSPRangeUnit)[keyof typeof RTSPRangeUnit];
