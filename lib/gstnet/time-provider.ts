import { GObject, registerClass } from '../gobject/object.js';
import type { Clock } from '../gst/clock.js';
import { c } from '../native.js';

/**
 * Gives the time of a clock to others on the network, as long as it lives.
 *
 * @see GstNetTimeProvider
 */
export class NetTimeProvider extends GObject {
  /**
   * Begins to give the time.
   *
   * @param clock - Whose time it is.
   * @param address - Of this host; null for all.
   * @param port - 0 to 65535; 0 lets the system choose.
   * @throws GError (the Promise rejects) when it cannot be bound.
   * @see gst_net_time_provider_new
   */
  static make(clock: Clock, address: string | null, port: number): Promise<NetTimeProvider> {
    return c.node_net_time_provider_new(clock, address, port) as Promise<NetTimeProvider>;
  }

  /** The clock whose time it gives. @see GstNetTimeProvider:clock */
  get clock(): Clock {
    return this.getProperty('clock') as Clock;
  }

  /** Its address. @see GstNetTimeProvider:address */
  get address(): string {
    return this.getProperty('address') as string;
  }

  /** Its port. @see GstNetTimeProvider:port */
  get port(): number {
    return this.getProperty('port') as number;
  }

  /** Whether it answers. @see GstNetTimeProvider:active */
  get active(): boolean {
    return this.getProperty('active') as boolean;
  }
  set active(active: boolean) {
    this.setProperty('active', active);
  }
}

registerClass('GstNetTimeProvider', NetTimeProvider);
