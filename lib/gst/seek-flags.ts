/**
 * How a seek is done.
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

/** One or several of SeekFlags, combined with `|`. */
export type SeekFlags = number;
