/**
 * What `RTSPAuth.check()` checks.
 *
 * @see GST_RTSP_AUTH_CHECK_URL
 */
export const RTSPAuthCheck = {
  /** Whether the connection may be made at all; only a subclass that overrides the check is asked this. */
  CONNECT: 'auth.check.connect',
  /** Whether the URL may be used: always, unless a subclass in C says otherwise. */
  URL: 'auth.check.url',
  /** Whether the user may know of the factory. */
  MEDIA_FACTORY_ACCESS: 'auth.check.media.factory.access',
  /** Whether the user may use the factory's media. */
  MEDIA_FACTORY_CONSTRUCT: 'auth.check.media.factory.construct',
  /** Whether the user may choose the destination of what is sent. */
  TRANSPORT_CLIENT_SETTINGS: 'auth.check.transport.client-settings',
} as const;

/** One of RTSPAuthCheck. */
export type RTSPAuthCheck = (typeof RTSPAuthCheck)[keyof typeof RTSPAuthCheck];

/**
 * The state of a medium.
 *
 * @see GstRTSPMediaStatus
 */
export const RTSPMediaStatus = {
  UNPREPARED: 0,
  UNPREPARING: 1,
  PREPARING: 2,
  PREPARED: 3,
  SUSPENDED: 4,
  ERROR: 5,
} as const;

/** One of RTSPMediaStatus. */
export type RTSPMediaStatus = (typeof RTSPMediaStatus)[keyof typeof RTSPMediaStatus];

/**
 * What happens to a pipeline that nobody plays after DESCRIBE or SETUP.
 *
 * @see GstRTSPSuspendMode
 */
export const RTSPSuspendMode = {
  NONE: 0,
  PAUSE: 1,
  RESET: 2,
} as const;

/** One of RTSPSuspendMode. */
export type RTSPSuspendMode = (typeof RTSPSuspendMode)[keyof typeof RTSPSuspendMode];

/**
 * Whether a mount is played from or recorded to.
 *
 * @see GstRTSPTransportMode
 */
export const RTSPTransportMode = {
  PLAY: 1,
  RECORD: 2,
} as const;

/** One or several of RTSPTransportMode, combined with `|`. */
export type RTSPTransportMode = number;

/**
 * Whether the SDP announces the clock of the RTP timestamps (RFC 7273).
 *
 * @see GstRTSPPublishClockMode
 */
export const RTSPPublishClockMode = {
  NONE: 0,
  CLOCK: 1,
  CLOCK_AND_OFFSET: 2,
} as const;

/** One of RTSPPublishClockMode. */
export type RTSPPublishClockMode = (typeof RTSPPublishClockMode)[keyof typeof RTSPPublishClockMode];

/**
 * What an address must be that is taken from a pool.
 *
 * @see GstRTSPAddressFlags
 */
export const RTSPAddressFlags = {
  NONE: 0,
  IPV4: 1,
  IPV6: 2,
  EVEN_PORT: 4,
  MULTICAST: 8,
  UNICAST: 16,
} as const;

/** One or several of RTSPAddressFlags, combined with `|`. */
export type RTSPAddressFlags = number;

/**
 * Why an address could not be reserved.
 *
 * @see GstRTSPAddressPoolResult
 */
export const RTSPAddressPoolResult = {
  /** It could. */
  OK: 0,
  /** It is no address. */
  EINVAL: -1,
  /** Somebody has it. */
  ERESERVED: -2,
  /** It is not in the pool. */
  ERANGE: -3,
  ELAST: -4,
} as const;

/** One of RTSPAddressPoolResult. */
export type RTSPAddressPoolResult = (typeof RTSPAddressPoolResult)[keyof typeof RTSPAddressPoolResult];

/** Every IPv4 address of this machine, for a pool. @see GST_RTSP_ADDRESS_POOL_ANY_IPV4 */
export const RTSP_ADDRESS_POOL_ANY_IPV4 = '0.0.0.0';
/** Every IPv6 address of this machine, for a pool. @see GST_RTSP_ADDRESS_POOL_ANY_IPV6 */
export const RTSP_ADDRESS_POOL_ANY_IPV6 = '::';
/** Field of a token that holds the role of its owner. @see GST_RTSP_TOKEN_MEDIA_FACTORY_ROLE */
export const RTSP_TOKEN_MEDIA_FACTORY_ROLE = 'media.factory.role';
/** Field of a token that allows its owner to choose the transport's destination. @see GST_RTSP_TOKEN_TRANSPORT_CLIENT_SETTINGS */
export const RTSP_TOKEN_TRANSPORT_CLIENT_SETTINGS = 'transport.client-settings';
/** Permission to see that a mount is there. @see GST_RTSP_PERM_MEDIA_FACTORY_ACCESS */
export const RTSP_PERM_MEDIA_FACTORY_ACCESS = 'media.factory.access';
/** Permission to play or record a mount. @see GST_RTSP_PERM_MEDIA_FACTORY_CONSTRUCT */
export const RTSP_PERM_MEDIA_FACTORY_CONSTRUCT = 'media.factory.construct';
/** What a request has as `Require` that is to have a backchannel. @see GST_RTSP_ONVIF_BACKCHANNEL_REQUIREMENT */
export const RTSP_ONVIF_BACKCHANNEL_REQUIREMENT = 'www.onvif.org/ver20/backchannel';
/** What a request has as `Require` that is for a recording. @see GST_RTSP_ONVIF_REPLAY_REQUIREMENT */
export const RTSP_ONVIF_REPLAY_REQUIREMENT = 'onvif-replay';
