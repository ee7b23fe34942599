/**
 * The states of elements and pipelines.
 *
 * @see GstState
 */
export const State = {
  /** None: no change is under way. @see GST_STATE_VOID_PENDING */
  VOID_PENDING: 0,
  /** It has nothing of what it needs. @see GST_STATE_NULL */
  NULL: 1,
  /** It has its devices and files, and no data. @see GST_STATE_READY */
  READY: 2,
  /** It has data, and waits with it. @see GST_STATE_PAUSED */
  PAUSED: 3,
  /** Its clock runs, and data flows. @see GST_STATE_PLAYING */
  PLAYING: 4,
} as const;

/** One of State. */
export type State = (typeof State)[keyof typeof State];
