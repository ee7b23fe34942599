import type { GError } from '../gobject/error.js';
import type { Structure } from './structure.js';

/**
 * A message from a pipeline's bus, copied.
 *
 * @see GstMessage
 */
export interface Message {
  /** The name of its type, for example `error`, `warning`, `state-changed` or `eos`. @see GST_MESSAGE_TYPE_NAME */
  readonly type: string;
  /** When it was posted, in nanoseconds of the process's clock; null when unknown. @see GST_MESSAGE_TIMESTAMP */
  readonly timestamp: bigint | null;
  /** The name of the element that posted it; null when unknown. @see GST_MESSAGE_SRC_NAME */
  readonly sourceName: string | null;
  /** The place of that element in its pipeline; null when unknown. @see gst_object_get_path_string */
  readonly sourcePath: string | null;
  /** The number that messages about the same thing share. @see gst_message_get_seqnum */
  readonly seqnum: number;
  /** What it tells, by names that its type documents; null for nothing. @see gst_message_get_structure */
  readonly structure: Structure | null;
  /** What went wrong, for the types `error`, `warning` and `info`; else null. @see gst_message_parse_error */
  readonly error: GError | null;
  /** What the element adds for its developers; null when it adds nothing. @see gst_message_parse_error */
  readonly debug: string | null;
}
