import { type GObjectEvents, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import { GstObject } from './object.js';

/**
 * An element of a pipeline. Its properties are read and set by name, with `getProperty()` and `setProperty()`.
 *
 * @see GstElement
 */
export class Element<E extends GObjectEvents = GObjectEvents> extends GstObject<E> {}

/**
 * An element that contains elements.
 *
 * @see GstBin
 */
export class Bin<E extends GObjectEvents = GObjectEvents> extends Element<E> {
  /** The element of that name in this bin or in a bin inside it; null when there is none. @see gst_bin_get_by_name */
  getByName(name: string): Element | null {
    return c.gst_bin_get_by_name(this, name) as Element | null;
  }
}

registerClass('GstElement', Element);
registerClass('GstBin', Bin);
