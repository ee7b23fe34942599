/**
 * How a change of state went.
 *
 * @see GstStateChangeReturn
 */
export const StateChangeReturn = {
  /** It cannot. @see GST_STATE_CHANGE_FAILURE */
  FAILURE: 0,
  /** It is there. @see GST_STATE_CHANGE_SUCCESS */
  SUCCESS: 1,
  /** It is on its way; the bus tells when it has arrived. @see GST_STATE_CHANGE_ASYNC */
  ASYNC: 2,
  /** It is there, and has no data before it plays: it is live. @see GST_STATE_CHANGE_NO_PREROLL */
  NO_PREROLL: 3,
} as const;

/** One of StateChangeReturn. */
export type StateChangeReturn = (typeof StateChangeReturn)[keyof typeof StateChangeReturn];

/**
 * What positions are counted in.
 *
 * @see GstFormat
 */
export const Format = {
  /** What the element counts by itself: frames of a picture, samples of sound. @see GST_FORMAT_DEFAULT */
  DEFAULT: 1,
  /** Bytes. @see GST_FORMAT_BYTES */
  BYTES: 2,
  /** Nanoseconds. @see GST_FORMAT_TIME */
  TIME: 3,
  /** Buffers. @see GST_FORMAT_BUFFERS */
  BUFFERS: 4,
  /** Of the whole, 1000000 of it. @see GST_FORMAT_PERCENT */
  PERCENT: 5,
} as const;

/** One of Format. */
export type Format = (typeof Format)[keyof typeof Format];

/**
 * How to seek, as bits.
 *
 * @see GstSeekFlags
 */
export const SeekFlags = {
  /** As it comes. @see GST_SEEK_FLAG_NONE */
  NONE: 0,
  /** What is on its way is thrown away: it goes there at once. @see GST_SEEK_FLAG_FLUSH */
  FLUSH: 1 << 0,
  /** To that very position, though that takes longer. @see GST_SEEK_FLAG_ACCURATE */
  ACCURATE: 1 << 1,
  /** To a key frame near by. @see GST_SEEK_FLAG_KEY_UNIT */
  KEY_UNIT: 1 << 2,
  /** The end is told by a message, and not by an end of the stream. @see GST_SEEK_FLAG_SEGMENT */
  SEGMENT: 1 << 3,
  /** Frames may be left out when it plays fast. @see GST_SEEK_FLAG_TRICKMODE */
  TRICKMODE: 1 << 4,
  /** With `KEY_UNIT`: the key frame before. @see GST_SEEK_FLAG_SNAP_BEFORE */
  SNAP_BEFORE: 1 << 5,
  /** With `KEY_UNIT`: the key frame behind; with `SNAP_BEFORE` the nearest. @see GST_SEEK_FLAG_SNAP_AFTER */
  SNAP_AFTER: 1 << 6,
  /** Key frames only. @see GST_SEEK_FLAG_TRICKMODE_KEY_UNITS */
  TRICKMODE_KEY_UNITS: 1 << 7,
  /** No sound. @see GST_SEEK_FLAG_TRICKMODE_NO_AUDIO */
  TRICKMODE_NO_AUDIO: 1 << 8,
  /** Key frames, and those that are made of what is before them. @see GST_SEEK_FLAG_TRICKMODE_FORWARD_PREDICTED */
  TRICKMODE_FORWARD_PREDICTED: 1 << 9,
  /** The speed changes at once, where it is; not for media. @see GST_SEEK_FLAG_INSTANT_RATE_CHANGE */
  INSTANT_RATE_CHANGE: 1 << 10,
} as const;

/**
 * Which way data goes through a pad.
 *
 * @see GstPadDirection
 */
export const PadDirection = {
  /** None. @see GST_PAD_UNKNOWN */
  UNKNOWN: 0,
  /** Data comes out of it. @see GST_PAD_SRC */
  SRC: 1,
  /** Data goes into it. @see GST_PAD_SINK */
  SINK: 2,
} as const;

/** One of PadDirection. */
export type PadDirection = (typeof PadDirection)[keyof typeof PadDirection];

/**
 * Whether pads could be linked, and why not.
 *
 * @see GstPadLinkReturn
 */
export const PadLinkReturn = {
  /** They are linked. @see GST_PAD_LINK_OK */
  OK: 0,
  /** They have no bin in common. @see GST_PAD_LINK_WRONG_HIERARCHY */
  WRONG_HIERARCHY: -1,
  /** One of them is linked already. @see GST_PAD_LINK_WAS_LINKED */
  WAS_LINKED: -2,
  /** They are not a source and a sink. @see GST_PAD_LINK_WRONG_DIRECTION */
  WRONG_DIRECTION: -3,
  /** They have no format in common. @see GST_PAD_LINK_NOFORMAT */
  NOFORMAT: -4,
  /** One wants to pull data, and the other cannot give it so. @see GST_PAD_LINK_NOSCHED */
  NOSCHED: -5,
  /** One of them does not want to. @see GST_PAD_LINK_REFUSED */
  REFUSED: -6,
} as const;

/** One of PadLinkReturn. */
export type PadLinkReturn = (typeof PadLinkReturn)[keyof typeof PadLinkReturn];

/**
 * How data went on.
 *
 * @see GstFlowReturn
 */
export const FlowReturn = {
  /** It was taken. @see GST_FLOW_OK */
  OK: 0,
  /** The pad leads nowhere. @see GST_FLOW_NOT_LINKED */
  NOT_LINKED: -1,
  /** The pad takes nothing at present: it flushes, or its element is stopped. @see GST_FLOW_FLUSHING */
  FLUSHING: -2,
  /** The pad takes nothing any more: it has ended. @see GST_FLOW_EOS */
  EOS: -3,
  /** Its format was not agreed on. @see GST_FLOW_NOT_NEGOTIATED */
  NOT_NEGOTIATED: -4,
  /** An element has failed, and its message tells how. @see GST_FLOW_ERROR */
  ERROR: -5,
  /** It is not supported. @see GST_FLOW_NOT_SUPPORTED */
  NOT_SUPPORTED: -6,
} as const;

/** One of FlowReturn. */
export type FlowReturn = (typeof FlowReturn)[keyof typeof FlowReturn];
