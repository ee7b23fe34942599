/**
 * Status codes of RTSP responses. A handler that allows a request answers OK.
 *
 * @see GstRTSPStatusCode
 */
export const RTSPStatusCode = {
  /** No status: of a message that has none. @see GST_RTSP_STS_INVALID */
  INVALID: 0,
  /** The request is well so far; the rest may come. @see GST_RTSP_STS_CONTINUE */
  CONTINUE: 100,
  /** It is done. @see GST_RTSP_STS_OK */
  OK: 200,
  /** What was to be recorded has a place now. @see GST_RTSP_STS_CREATED */
  CREATED: 201,
  /** It is recorded, and there may not be room enough to the end. @see GST_RTSP_STS_LOW_ON_STORAGE */
  LOW_ON_STORAGE: 250,
  /** There are several places; one is to be chosen. @see GST_RTSP_STS_MULTIPLE_CHOICES */
  MULTIPLE_CHOICES: 300,
  /** It is elsewhere, from now on. @see GST_RTSP_STS_MOVED_PERMANENTLY */
  MOVED_PERMANENTLY: 301,
  /** It is elsewhere this time. @see GST_RTSP_STS_MOVE_TEMPORARILY */
  MOVE_TEMPORARILY: 302,
  /** The answer is to be fetched elsewhere. @see GST_RTSP_STS_SEE_OTHER */
  SEE_OTHER: 303,
  /** What the client has is still right. @see GST_RTSP_STS_NOT_MODIFIED */
  NOT_MODIFIED: 304,
  /** It is to be had by the proxy that `Location` names. @see GST_RTSP_STS_USE_PROXY */
  USE_PROXY: 305,
  /**
   * It is elsewhere this time, and is to be asked for by the same method. C's name for it is of GStreamer 1.24.
   *
   * @see GST_RTSP_STS_REDIRECT_TEMPORARILY
   */
  REDIRECT_TEMPORARILY: 307,
  /**
   * It is elsewhere from now on, and is to be asked for by the same method. C's name for it is of GStreamer 1.24.
   *
   * @see GST_RTSP_STS_REDIRECT_PERMANENTLY
   */
  REDIRECT_PERMANENTLY: 308,
  /** The request cannot be understood. @see GST_RTSP_STS_BAD_REQUEST */
  BAD_REQUEST: 400,
  /** Who asks must say who he is, as `WWW-Authenticate` tells. @see GST_RTSP_STS_UNAUTHORIZED */
  UNAUTHORIZED: 401,
  /** It has to be paid for. @see GST_RTSP_STS_PAYMENT_REQUIRED */
  PAYMENT_REQUIRED: 402,
  /** Who asks may not, whoever he is. @see GST_RTSP_STS_FORBIDDEN */
  FORBIDDEN: 403,
  /** There is no such mount. @see GST_RTSP_STS_NOT_FOUND */
  NOT_FOUND: 404,
  /** Not this method here. @see GST_RTSP_STS_METHOD_NOT_ALLOWED */
  METHOD_NOT_ALLOWED: 405,
  /** Not in a form that the client accepts. @see GST_RTSP_STS_NOT_ACCEPTABLE */
  NOT_ACCEPTABLE: 406,
  /** The proxy wants to know who asks. @see GST_RTSP_STS_PROXY_AUTH_REQUIRED */
  PROXY_AUTH_REQUIRED: 407,
  /** The request did not come in time. @see GST_RTSP_STS_REQUEST_TIMEOUT */
  REQUEST_TIMEOUT: 408,
  /** It was here, and will not be again. @see GST_RTSP_STS_GONE */
  GONE: 410,
  /** The body needs a `Content-Length`. @see GST_RTSP_STS_LENGTH_REQUIRED */
  LENGTH_REQUIRED: 411,
  /** A condition in the request's headers does not hold. @see GST_RTSP_STS_PRECONDITION_FAILED */
  PRECONDITION_FAILED: 412,
  /** The body is too long. @see GST_RTSP_STS_REQUEST_ENTITY_TOO_LARGE */
  REQUEST_ENTITY_TOO_LARGE: 413,
  /** The URL is too long. @see GST_RTSP_STS_REQUEST_URI_TOO_LARGE */
  REQUEST_URI_TOO_LARGE: 414,
  /** The body is of a kind that is not known here. @see GST_RTSP_STS_UNSUPPORTED_MEDIA_TYPE */
  UNSUPPORTED_MEDIA_TYPE: 415,
  /** A parameter is not known here. @see GST_RTSP_STS_PARAMETER_NOT_UNDERSTOOD */
  PARAMETER_NOT_UNDERSTOOD: 451,
  /** There is no such conference. @see GST_RTSP_STS_CONFERENCE_NOT_FOUND */
  CONFERENCE_NOT_FOUND: 452,
  /** The network has no room for it. @see GST_RTSP_STS_NOT_ENOUGH_BANDWIDTH */
  NOT_ENOUGH_BANDWIDTH: 453,
  /** There is no such session, or it has ended. @see GST_RTSP_STS_SESSION_NOT_FOUND */
  SESSION_NOT_FOUND: 454,
  /** Not now: say PLAY before SETUP. @see GST_RTSP_STS_METHOD_NOT_VALID_IN_THIS_STATE */
  METHOD_NOT_VALID_IN_THIS_STATE: 455,
  /** A header cannot be followed for this medium. @see GST_RTSP_STS_HEADER_FIELD_NOT_VALID_FOR_RESOURCE */
  HEADER_FIELD_NOT_VALID_FOR_RESOURCE: 456,
  /** The range is not within the medium. @see GST_RTSP_STS_INVALID_RANGE */
  INVALID_RANGE: 457,
  /** The parameter cannot be set. @see GST_RTSP_STS_PARAMETER_IS_READONLY */
  PARAMETER_IS_READONLY: 458,
  /** This URL is for single streams. @see GST_RTSP_STS_AGGREGATE_OPERATION_NOT_ALLOWED */
  AGGREGATE_OPERATION_NOT_ALLOWED: 459,
  /** This URL is for all streams together. @see GST_RTSP_STS_ONLY_AGGREGATE_OPERATION_ALLOWED */
  ONLY_AGGREGATE_OPERATION_ALLOWED: 460,
  /** None of the transports that the client offers can be had. @see GST_RTSP_STS_UNSUPPORTED_TRANSPORT */
  UNSUPPORTED_TRANSPORT: 461,
  /** Nothing can be sent to the client's address. @see GST_RTSP_STS_DESTINATION_UNREACHABLE */
  DESTINATION_UNREACHABLE: 462,
  /** The keys for an encrypted stream cannot be used. @see GST_RTSP_STS_KEY_MANAGEMENT_FAILURE */
  KEY_MANAGEMENT_FAILURE: 463,
  /** The server has failed. @see GST_RTSP_STS_INTERNAL_SERVER_ERROR */
  INTERNAL_SERVER_ERROR: 500,
  /** The server does not know the method. @see GST_RTSP_STS_NOT_IMPLEMENTED */
  NOT_IMPLEMENTED: 501,
  /** What this server asks itself has answered with nonsense. @see GST_RTSP_STS_BAD_GATEWAY */
  BAD_GATEWAY: 502,
  /** It cannot be done at present: say the medium could not be started. @see GST_RTSP_STS_SERVICE_UNAVAILABLE */
  SERVICE_UNAVAILABLE: 503,
  /** What this server asks itself has not answered in time. @see GST_RTSP_STS_GATEWAY_TIMEOUT */
  GATEWAY_TIMEOUT: 504,
  /** Another version of RTSP. @see GST_RTSP_STS_RTSP_VERSION_NOT_SUPPORTED */
  RTSP_VERSION_NOT_SUPPORTED: 505,
  /** The request requires an option that is not known here. @see GST_RTSP_STS_OPTION_NOT_SUPPORTED */
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
  /** None of these. @see GST_RTSP_INVALID */
  INVALID: 0,
  /** Asks for the SDP of a medium. @see GST_RTSP_DESCRIBE */
  DESCRIBE: 1,
  /** Gives the SDP of what is to be recorded. @see GST_RTSP_ANNOUNCE */
  ANNOUNCE: 2,
  /** Asks for parameters; with none it keeps a session alive. @see GST_RTSP_GET_PARAMETER */
  GET_PARAMETER: 4,
  /** Asks for the methods there are. @see GST_RTSP_OPTIONS */
  OPTIONS: 8,
  /** Stops for a while. @see GST_RTSP_PAUSE */
  PAUSE: 16,
  /** Starts what was set up. @see GST_RTSP_PLAY */
  PLAY: 32,
  /** Starts to send to the server. @see GST_RTSP_RECORD */
  RECORD: 64,
  /** Comes from the server: the client is to go elsewhere. @see GST_RTSP_REDIRECT */
  REDIRECT: 128,
  /** Agrees on the transport of a stream. @see GST_RTSP_SETUP */
  SETUP: 256,
  /** Sets a parameter. @see GST_RTSP_SET_PARAMETER */
  SET_PARAMETER: 512,
  /** Ends a session, or one of its streams. @see GST_RTSP_TEARDOWN */
  TEARDOWN: 1024,
  /** HTTP's: the half of a tunnel that carries what the server sends. @see GST_RTSP_GET */
  GET: 2048,
  /** HTTP's: the half of a tunnel that carries what the client sends. @see GST_RTSP_POST */
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
  /** None. @see GST_RTSP_LOWER_TRANS_UNKNOWN */
  UNKNOWN: 0,
  /** A pair of UDP ports for each stream. @see GST_RTSP_LOWER_TRANS_UDP */
  UDP: 1,
  /** UDP to a multicast address. @see GST_RTSP_LOWER_TRANS_UDP_MCAST */
  UDP_MCAST: 2,
  /** In the RTSP connection itself, interleaved. @see GST_RTSP_LOWER_TRANS_TCP */
  TCP: 4,
  /** In the RTSP connection, which is tunnelled through HTTP. @see GST_RTSP_LOWER_TRANS_HTTP */
  HTTP: 16,
  /** In the RTSP connection, which is encrypted. @see GST_RTSP_LOWER_TRANS_TLS */
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
  /** None. @see GST_RTSP_PROFILE_UNKNOWN */
  UNKNOWN: 0,
  /** RTP as it is (RFC 3551). @see GST_RTSP_PROFILE_AVP */
  AVP: 1,
  /** Encrypted: SRTP (RFC 3711). @see GST_RTSP_PROFILE_SAVP */
  SAVP: 2,
  /** With feedback at once (RFC 4585). @see GST_RTSP_PROFILE_AVPF */
  AVPF: 4,
  /** Encrypted, and with feedback at once (RFC 5124). @see GST_RTSP_PROFILE_SAVPF */
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
  /** Nothing is asked. @see GST_RTSP_AUTH_NONE */
  NONE: 0,
  /** User and password, readable on their way. @see GST_RTSP_AUTH_BASIC */
  BASIC: 1,
  /** A proof that the password is known, which is not sent itself. @see GST_RTSP_AUTH_DIGEST */
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
  /** It is done. @see GST_RTSP_OK */
  OK: 0,
  /** It is done, and the peer points elsewhere. With GStreamer 1.24 or newer. @see GST_RTSP_OK_REDIRECT */
  OK_REDIRECT: 1,
  /** Something else failed. @see GST_RTSP_ERROR */
  ERROR: -1,
  /** An argument is not right. @see GST_RTSP_EINVAL */
  EINVAL: -2,
  /** It was interrupted. @see GST_RTSP_EINTR */
  EINTR: -3,
  /** There is no memory for it. @see GST_RTSP_ENOMEM */
  ENOMEM: -4,
  /** The host's name is not known. @see GST_RTSP_ERESOLV */
  ERESOLV: -5,
  /** It is not implemented. @see GST_RTSP_ENOTIMPL */
  ENOTIMPL: -6,
  /** The system refused it. @see GST_RTSP_ESYS */
  ESYS: -7,
  /** What came cannot be understood. @see GST_RTSP_EPARSE */
  EPARSE: -8,
  /** Windows: the network could not be started. @see GST_RTSP_EWSASTART */
  EWSASTART: -9,
  /** Windows: its network is too old. @see GST_RTSP_EWSAVERSION */
  EWSAVERSION: -10,
  /** The peer has ended the connection. @see GST_RTSP_EEOF */
  EEOF: -11,
  /** The network has failed. @see GST_RTSP_ENET */
  ENET: -12,
  /** It is no IP address. @see GST_RTSP_ENOTIP */
  ENOTIP: -13,
  /** It took too long. @see GST_RTSP_ETIMEOUT */
  ETIMEOUT: -14,
  /** A tunnel's GET came first. @see GST_RTSP_ETGET */
  ETGET: -15,
  /** A tunnel's POST came first. @see GST_RTSP_ETPOST */
  ETPOST: -16,
  /** No result: behind the last one. @see GST_RTSP_ELAST */
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
  /** None of these. @see GST_RTSP_STATE_INVALID */
  INVALID: 0,
  /** Nothing is set up. @see GST_RTSP_STATE_INIT */
  INIT: 1,
  /** It is set up, and neither plays nor records. @see GST_RTSP_STATE_READY */
  READY: 2,
  /** It goes to another position. @see GST_RTSP_STATE_SEEKING */
  SEEKING: 3,
  /** It plays. @see GST_RTSP_STATE_PLAYING */
  PLAYING: 4,
  /** It records. @see GST_RTSP_STATE_RECORDING */
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
  /** Hours, minutes, seconds and frames, of which a second has 30. @see GST_RTSP_RANGE_SMPTE */
  SMPTE: 0,
  /** The same with 29.97 frames a second: two numbers are left out in most minutes. @see GST_RTSP_RANGE_SMPTE_30_DROP */
  SMPTE_30_DROP: 1,
  /** The same with 25 frames a second. @see GST_RTSP_RANGE_SMPTE_25 */
  SMPTE_25: 2,
  /** Seconds from the beginning: normal play time. @see GST_RTSP_RANGE_NPT */
  NPT: 3,
  /** The time of day, in UTC. @see GST_RTSP_RANGE_CLOCK */
  CLOCK: 4,
} as const;

/** One of RTSPRangeUnit. */
export type RTSPRangeUnit = (typeof RTSPRangeUnit)[keyof typeof RTSPRangeUnit];

/**
 * What a host is an address of.
 *
 * @see GstRTSPFamily
 */
export const RTSPFamily = {
  /** None of these. @see GST_RTSP_FAM_NONE */
  NONE: 0,
  /** An address of IPv4, or a name. @see GST_RTSP_FAM_INET */
  INET: 1,
  /** An address of IPv6. @see GST_RTSP_FAM_INET6 */
  INET6: 2,
} as const;

/** One of RTSPFamily. */
export type RTSPFamily = (typeof RTSPFamily)[keyof typeof RTSPFamily];
