import type { Boxed } from '../gobject/object.js';
import type { GstBuffer } from './buffer.js';
import type { Caps } from './caps.js';
import type { Structure } from './structure.js';

/**
 * A buffer with its caps.
 *
 * @see GstSample
 */
export class Sample {
  /** Keeps what it is given as it is; what is set to it gets a copy of the bytes. @see gst_sample_new */
  constructor(
    /** Its bytes and their times; null for none. @see gst_sample_get_buffer */
    readonly buffer: GstBuffer | null,
    /** What they are; null when that is not known. @see gst_sample_get_caps */
    readonly caps: Caps | null = null,
    /** What else is known of them. @see gst_sample_get_info */
    readonly info: Structure | null = null,
  ) {}

  /** @internal */
  static of(buffer: GstBuffer | null, caps: Boxed | null, info: Boxed | null): Sample {
    return new Sample(buffer, caps as Caps | null, info as Structure | null);
  }
}
