/**
 * How a change of state went.
 *
 * @see GstStateChangeReturn
 */
export const StateChangeReturn = {
  FAILURE: 0,
  SUCCESS: 1,
  ASYNC: 2,
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
  DEFAULT: 1,
  BYTES: 2,
  TIME: 3,
  BUFFERS: 4,
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
  NONE: 0,
  FLUSH: 1 << 0,
  ACCURATE: 1 << 1,
  KEY_UNIT: 1 << 2,
  SEGMENT: 1 << 3,
  TRICKMODE: 1 << 4,
  SNAP_BEFORE: 1 << 5,
  SNAP_AFTER: 1 << 6,
  TRICKMODE_KEY_UNITS: 1 << 7,
  TRICKMODE_NO_AUDIO: 1 << 8,
  TRICKMODE_FORWARD_PREDICTED: 1 << 9,
  INSTANT_RATE_CHANGE: 1 << 10,
} as const;

/**
 * Which way data goes through a pad.
 *
 * @see GstPadDirection
 */
export const PadDirection = {
  UNKNOWN: 0,
  SRC: 1,
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
  OK: 0,
  WRONG_HIERARCHY: -1,
  WAS_LINKED: -2,
  WRONG_DIRECTION: -3,
  NOFORMAT: -4,
  NOSCHED: -5,
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
  OK: 0,
  NOT_LINKED: -1,
  FLUSHING: -2,
  EOS: -3,
  NOT_NEGOTIATED: -4,
  ERROR: -5,
  NOT_SUPPORTED: -6,
} as const;

/** One of FlowReturn. */
export type FlowReturn = (typeof FlowReturn)[keyof typeof FlowReturn];
