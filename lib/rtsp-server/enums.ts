/**
 * What `RTSPAuth.check()` checks.
 *
 * @see GST_RTSP_AUTH_CHECK_URL
 */
export const RTSPAuthCheck = {
  /**
   * Whether the connection may be made at all; only a subclass that overrides the check is asked this.
   *
   * @see GST_RTSP_AUTH_CHECK_CONNECT
   */
  CONNECT: 'auth.check.connect',
  /** Whether the URL may be used: always, unless a subclass in C says otherwise. @see GST_RTSP_AUTH_CHECK_URL */
  URL: 'auth.check.url',
  /** Whether the user may know of the factory. @see GST_RTSP_AUTH_CHECK_MEDIA_FACTORY_ACCESS */
  MEDIA_FACTORY_ACCESS: 'auth.check.media.factory.access',
  /** Whether the user may use the factory's media. @see GST_RTSP_AUTH_CHECK_MEDIA_FACTORY_CONSTRUCT */
  MEDIA_FACTORY_CONSTRUCT: 'auth.check.media.factory.construct',
  /** Whether the user may choose the destination of what is sent. @see GST_RTSP_AUTH_CHECK_TRANSPORT_CLIENT_SETTINGS */
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
  /** Its pipeline is stopped. @see GST_RTSP_MEDIA_STATUS_UNPREPARED */
  UNPREPARED: 0,
  /** Its pipeline is about to stop. @see GST_RTSP_MEDIA_STATUS_UNPREPARING */
  UNPREPARING: 1,
  /** Its pipeline is about to start. @see GST_RTSP_MEDIA_STATUS_PREPARING */
  PREPARING: 2,
  /** It is ready, or plays. @see GST_RTSP_MEDIA_STATUS_PREPARED */
  PREPARED: 3,
  /** It was ready, and rests as its suspend mode says. @see GST_RTSP_MEDIA_STATUS_SUSPENDED */
  SUSPENDED: 4,
  /** Its pipeline has failed. @see GST_RTSP_MEDIA_STATUS_ERROR */
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
  /** It goes on. @see GST_RTSP_SUSPEND_MODE_NONE */
  NONE: 0,
  /** It pauses, and keeps what it has. @see GST_RTSP_SUSPEND_MODE_PAUSE */
  PAUSE: 1,
  /** It stops, and starts again for PLAY. @see GST_RTSP_SUSPEND_MODE_RESET */
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
  /** Clients watch it. @see GST_RTSP_TRANSPORT_MODE_PLAY */
  PLAY: 1,
  /** Clients send to it. @see GST_RTSP_TRANSPORT_MODE_RECORD */
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
  /** Nothing about the clock. @see GST_RTSP_PUBLISH_CLOCK_MODE_NONE */
  NONE: 0,
  /** The clock. @see GST_RTSP_PUBLISH_CLOCK_MODE_CLOCK */
  CLOCK: 1,
  /** The clock, and which of its times the timestamps begin with. @see GST_RTSP_PUBLISH_CLOCK_MODE_CLOCK_AND_OFFSET */
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
  /** Any. @see GST_RTSP_ADDRESS_FLAG_NONE */
  NONE: 0,
  /** One of IPv4. @see GST_RTSP_ADDRESS_FLAG_IPV4 */
  IPV4: 1,
  /** One of IPv6. @see GST_RTSP_ADDRESS_FLAG_IPV6 */
  IPV6: 2,
  /** Its first port is even, as RTP has it. @see GST_RTSP_ADDRESS_FLAG_EVEN_PORT */
  EVEN_PORT: 4,
  /** One of multicast. @see GST_RTSP_ADDRESS_FLAG_MULTICAST */
  MULTICAST: 8,
  /** One of a single host. @see GST_RTSP_ADDRESS_FLAG_UNICAST */
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
  /** It could. @see GST_RTSP_ADDRESS_POOL_OK */
  OK: 0,
  /** It is no address. @see GST_RTSP_ADDRESS_POOL_EINVAL */
  EINVAL: -1,
  /** Somebody has it. @see GST_RTSP_ADDRESS_POOL_ERESERVED */
  ERESERVED: -2,
  /** It is not in the pool. @see GST_RTSP_ADDRESS_POOL_ERANGE */
  ERANGE: -3,
  /** No result: behind the last one. @see GST_RTSP_ADDRESS_POOL_ELAST */
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
