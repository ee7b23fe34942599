import { type GObjectEvents, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import type { Bus } from './bus.js';
import type { Clock } from './clock.js';
import { Bin, type BinEvents, type SignalHandler } from './element.js';

/**
 * A bin that runs by itself: it has a clock and a bus. Who starts one must hold it: one that nobody holds any more is
 * stopped when the garbage collector finds it.
 *
 * @see GstPipeline
 */
export class Pipeline<E extends GObjectEvents = BinEvents & Record<string, SignalHandler>> extends Bin<E> {
  /** @param name - Null for a name that is made up. @see gst_pipeline_new */
  constructor(name: string | null = null) {
    super(name);
  }

  /** Where its elements post their messages. @see gst_pipeline_get_bus */
  get bus(): Bus {
    return c.node_pipeline_get_bus(this) as Bus;
  }

  /**
   * The clock that it uses, or is going to. Waits for a change of its state that is under way.
   *
   * @see gst_pipeline_get_pipeline_clock
   */
  getPipelineClock(): Promise<Clock> {
    return c.gst_pipeline_get_pipeline_clock(this) as Promise<Clock>;
  }

  /**
   * Gives its elements this clock now. Waits for a change of its state that is under way.
   *
   * @returns Whether all of them take it.
   * @see gst_pipeline_set_clock
   */
  setClock(clock: Clock | null): Promise<boolean> {
    return c.gst_pipeline_set_clock(this, clock) as Promise<boolean>;
  }

  /** From the next start on it uses this clock, and no other; null: none at all. @see gst_pipeline_use_clock */
  useClock(clock: Clock | null): void {
    c.gst_pipeline_use_clock(this, clock);
  }

  /** From the next start on it chooses a clock by itself, which is the default. @see gst_pipeline_auto_clock */
  autoClock(): void {
    c.gst_pipeline_auto_clock(this);
  }

  /** By how much its data is late, in nanoseconds; null: what the elements need, which is the default. @see gst_pipeline_get_latency */
  get latency(): bigint | null {
    return c.gst_pipeline_get_latency(this) as bigint | null;
  }

  /**
   * Sets `latency`, and tells the elements of it: it waits for them, and for the threads on which their streams run.
   *
   * @see gst_pipeline_set_latency
   */
  setLatency(latency: bigint | null): Promise<void> {
    return c.gst_pipeline_set_latency(this, latency) as Promise<void>;
  }

  /** How long it waits when it starts, in nanoseconds, as an unsigned integer of 64 bits. Default: 0n. @see gst_pipeline_get_delay */
  get delay(): bigint {
    return c.gst_pipeline_get_delay(this) as bigint;
  }
  set delay(delay: bigint) {
    c.gst_pipeline_set_delay(this, delay);
  }
}

registerClass('GstPipeline', Pipeline, c.gst_pipeline_new);
