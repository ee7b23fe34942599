import type { GError } from '../gobject/error.js';
import type { Structure } from './structure.js';

/**
 * A message from a pipeline's bus, copied.
 *
 * @see GstMessage
 */
export interface Message {
  /** The name of its type, for example `error`, `warning`, `state-changed` or `eos`. */
  readonly type: string;
  /** When it was posted, in nanoseconds of the process's clock; null when unknown. */
  readonly timestamp: bigint | null;
  /** The name of the element that posted it; null when unknown. */
  readonly sourceName: string | null;
  /** The place of that element in its pipeline; null when unknown. */
  readonly sourcePath: string | null;
  /** The number that messages about the same thing share. */
  readonly seqnum: number;
  /** What it tells, by names that its type documents; null for nothing. @see gst_message_get_structure */
  readonly structure: Structure | null;
  /** What went wrong, for the types `error`, `warning` and `info`; else null. */
  readonly error: GError | null;
  /** What the element adds for its developers; null when it adds nothing. */
  readonly debug: string | null;
}
