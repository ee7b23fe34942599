import { GObject, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import type { RTSPAddress } from './address.js';
import type { RTSPAddressPoolResult } from './enums.js';
import './address.js';

/** What became of a reservation. @see gst_rtsp_address_pool_reserve_address */
export interface RTSPAddressReservation {
  /** Why there is no address. */
  result: RTSPAddressPoolResult;
  /** The address; null unless `result` is `OK`. */
  address: RTSPAddress | null;
}

/**
 * Addresses and ports from which streams take theirs: multicast groups, and the server's own UDP ports.
 *
 * @example
 * ```ts
 * const pool = new RTSPAddressPool();
 * pool.addRange('224.3.0.1', '224.3.0.10', 5000, 5010, 16);
 * factory.addressPool = pool;
 * ```
 * @see GstRTSPAddressPool
 */
export class RTSPAddressPool extends GObject {
  /** An empty pool. @see gst_rtsp_address_pool_new */
  public constructor() {
    super();
  }

  /**
   * Adds all addresses from one to another, each with all ports from one to another.
   *
   * @param minAddress - An IP address; unicast also `RTSP_ADDRESS_POOL_ANY_IPV4` and `RTSP_ADDRESS_POOL_ANY_IPV6`.
   * @param maxAddress - The last one, of the same family; of IPv6 it differs in the last three bytes only.
   * @param minPort - 0 to 65535.
   * @param maxPort - 0 to 65535.
   * @param ttl - The time to live of multicast addresses, 1 to 255; 0 for unicast addresses.
   * @returns Whether they could be added.
   * @see gst_rtsp_address_pool_add_range
   */
  addRange(minAddress: string, maxAddress: string, minPort: number, maxPort: number, ttl: number): boolean {
    return c.node_rtsp_address_pool_add_range(this, minAddress, maxAddress, minPort, maxPort, ttl) as boolean;
  }

  /**
   * Takes an address with some ports out of the pool.
   *
   * @param flags - What it must be: one or several of `RTSPAddressFlags`.
   * @param nPorts - How many ports, one after the other, 1 to 65535.
   * @returns Null when the pool has none.
   * @see gst_rtsp_address_pool_acquire_address
   */
  acquireAddress(flags: number, nPorts: number): RTSPAddress | null {
    return c.gst_rtsp_address_pool_acquire_address(this, flags, nPorts) as RTSPAddress | null;
  }

  /**
   * Takes a certain address with certain ports out of the pool.
   *
   * @param ipAddress - The address.
   * @param port - The first port, 1 to 65535.
   * @param nPorts - How many ports, 1 to 65535.
   * @param ttl - The time to live of a multicast address, 1 to 255; 0 for a unicast address.
   * @see gst_rtsp_address_pool_reserve_address
   */
  reserveAddress(ipAddress: string, port: number, nPorts: number, ttl: number): RTSPAddressReservation {
    const [result, address] = c.gst_rtsp_address_pool_reserve_address(this, ipAddress, port, nPorts, ttl) as [
      RTSPAddressPoolResult,
      RTSPAddress | null,
    ];
    return { result, address };
  }

  /** Whether unicast addresses were added. @see gst_rtsp_address_pool_has_unicast_addresses */
  hasUnicastAddresses(): boolean {
    return c.gst_rtsp_address_pool_has_unicast_addresses(this) as boolean;
  }

  /**
   * Removes all addresses.
   *
   * @throws GError while some of them are in use.
   * @see gst_rtsp_address_pool_clear
   */
  clear(): void {
    c.node_rtsp_address_pool_clear(this);
  }

  /** The addresses that are free and those that are in use, as text for people. C prints it. @see gst_rtsp_address_pool_dump */
  dump(): string {
    return c.node_rtsp_address_pool_dump(this) as string;
  }
}

registerClass('GstRTSPAddressPool', RTSPAddressPool, c.gst_rtsp_address_pool_new);
