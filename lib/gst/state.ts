/**
 * The states of elements and pipelines.
 *
 * @see GstState
 */
export const State = {
  VOID_PENDING: 0,
  NULL: 1,
  READY: 2,
  PAUSED: 3,
  PLAYING: 4,
} as const;

/** One of State. */
export type State = (typeof State)[keyof typeof State];
