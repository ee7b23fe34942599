import { registerClass } from '../gobject/object.js';
import { SystemClock } from '../gst/clock.js';
import { c } from '../native.js';

/**
 * A clock that follows that of a {@link NetTimeProvider}, for example of another server.
 *
 * @see GstNetClientClock
 */
export class NetClientClock extends SystemClock {
  /**
   * Begins to follow; see `waitForSync()`. A host that does not answer is no error. Waits until the address is found.
   *
   * @param name - Null for a name that is made up.
   * @param address - The provider's address or name.
   * @param port - 1 to 65535.
   * @param baseTime - What the clock tells first, in nanoseconds. Default: 0.
   * @throws GError (the Promise rejects) for port 0, and for a name that cannot be found.
   * @see gst_net_client_clock_new
   */
  static make(name: string | null, address: string, port: number, baseTime = 0n): Promise<NetClientClock> {
    return c.node_net_client_clock_new(name, address, port, baseTime) as Promise<NetClientClock>;
  }
}

/**
 * A clock that follows a time server by NTP.
 *
 * @see GstNtpClock
 */
export class NtpClock extends NetClientClock {
  /** See {@link NetClientClock.make}; the port is 123 most often. @see gst_ntp_clock_new */
  static override make(name: string | null, address: string, port: number, baseTime = 0n): Promise<NtpClock> {
    return c.node_ntp_clock_new(name, address, port, baseTime) as Promise<NtpClock>;
  }
}

/**
 * A clock that follows the best one of a network by PTP (IEEE 1588).
 *
 * @see GstPtpClock
 */
export class PtpClock extends SystemClock {
  /**
   * Begins to follow.
   *
   * @param name - Null for a name that is made up.
   * @param domain - 0 to 255.
   * @throws GError (the Promise rejects) where PTP cannot be used: it needs a helper with rights of its own.
   * @see gst_ptp_clock_new
   */
  static make(name: string | null, domain: number): Promise<PtpClock> {
    return c.node_ptp_clock_new(name, domain) as Promise<PtpClock>;
  }
}

registerClass('GstNetClientClock', NetClientClock);
registerClass('GstNtpClock', NtpClock);
registerClass('GstPtpClock', PtpClock);
