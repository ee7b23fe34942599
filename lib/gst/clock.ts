import { type GObjectEvents, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import { GstObject } from './object.js';

/** Events of a clock. */
export interface ClockEvents extends GObjectEvents {
  /** A clock that follows another one has found it, or lost it. C does not wait. @see GstClock::synced */
  synced: (synced: boolean) => unknown;
}

/**
 * What counts the time of pipelines, in nanoseconds.
 *
 * @see GstClock
 */
export class Clock extends GstObject<ClockEvents> {
  /** The time; null when it is not known. @see gst_clock_get_time */
  get time(): bigint | null {
    return c.gst_clock_get_time(this) as bigint | null;
  }

  /** The time before it is adjusted. @see gst_clock_get_internal_time */
  get internalTime(): bigint | null {
    return c.gst_clock_get_internal_time(this) as bigint | null;
  }

  /** How exact it is, in nanoseconds. @see gst_clock_get_resolution */
  get resolution(): bigint | null {
    return c.gst_clock_get_resolution(this) as bigint | null;
  }

  /** Whether it has found the clock that it follows, if it follows one. @see gst_clock_is_synced */
  get isSynced(): boolean {
    return c.gst_clock_is_synced(this) as boolean;
  }

  /**
   * Waits until it has found the clock that it follows.
   *
   * @param timeout - In nanoseconds, at most ten minutes.
   * @returns Whether it has.
   * @see gst_clock_wait_for_sync
   */
  waitForSync(timeout: bigint): Promise<boolean> {
    return c.gst_clock_wait_for_sync(this, timeout) as Promise<boolean>;
  }
}

/**
 * The clock of the system.
 *
 * @see GstSystemClock
 */
export class SystemClock extends Clock {
  /** The one that pipelines use where nothing else is said. @see gst_system_clock_obtain */
  static obtain(): SystemClock {
    return c.gst_system_clock_obtain() as SystemClock;
  }
}

registerClass('GstClock', Clock);
registerClass('GstSystemClock', SystemClock);
