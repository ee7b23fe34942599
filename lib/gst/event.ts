import { Boxed, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import type { Structure } from './structure.js';

/**
 * What goes through a pipeline beside the data.
 *
 * @see GstEvent
 */
export class Event extends Boxed {
  /** The end of the stream. @see gst_event_new_eos */
  static eos(): Event {
    return c.gst_event_new_eos() as Event;
  }

  /** All data is dropped from here on. @see gst_event_new_flush_start */
  static flushStart(): Event {
    return c.gst_event_new_flush_start() as Event;
  }

  /** Data is taken again. @param resetTime - Whether the running time begins anew. @see gst_event_new_flush_stop */
  static flushStop(resetTime: boolean): Event {
    return c.gst_event_new_flush_stop(resetTime) as Event;
  }

  /** An event of one's own, in order with the data and down the pipeline, or up it. @see gst_event_new_custom */
  static custom(direction: 'upstream' | 'downstream', structure: Structure): Event {
    const given: string = direction;
    if (given !== 'upstream' && given !== 'downstream') {
      throw new TypeError(`Event.custom(): direction must be 'upstream' or 'downstream', not ${given}`);
    }
    return c.node_event_new_custom(given === 'upstream', structure) as Event;
  }

  /** The name of its type, for example `eos`. @see gst_event_type_get_name */
  get type(): string {
    return c.node_event_get_type_name(this) as string;
  }

  /** What it carries; null for nothing. @see gst_event_get_structure */
  get structure(): Structure | null {
    return c.gst_event_get_structure(this) as Structure | null;
  }
}

registerClass('GstEvent', Event);
