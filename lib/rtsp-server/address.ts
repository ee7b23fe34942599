import { Boxed, registerClass } from '../gobject/object.js';
import { c } from '../native.js';

/**
 * An address with its ports, from a pool. It belongs to whoever acquired it until `free()`, or until the garbage collector
 * takes it: then it is the pool's again.
 *
 * @see GstRTSPAddress
 */
export class RTSPAddress extends Boxed implements Disposable {
  /** The IP address. @see GstRTSPAddress.address */
  get address(): string {
    return c.node_rtsp_address_get_address(this) as string;
  }

  /** The first port. @see GstRTSPAddress.port */
  get port(): number {
    return c.node_rtsp_address_get_port(this) as number;
  }

  /** How many ports belong to it, one after the other. @see GstRTSPAddress.n_ports */
  get nPorts(): number {
    return c.node_rtsp_address_get_n_ports(this) as number;
  }

  /** The time to live of a multicast address; 0 of a unicast one. @see GstRTSPAddress.ttl */
  get ttl(): number {
    return c.node_rtsp_address_get_ttl(this) as number;
  }

  /** The same address; it belongs to no pool. @see gst_rtsp_address_copy */
  copy(): RTSPAddress {
    return c.gst_rtsp_address_copy(this) as RTSPAddress;
  }

  /** Gives it back to its pool. What it was can still be read. @see gst_rtsp_address_free */
  free(): void {
    c.node_rtsp_address_free(this);
  }

  /** The same as `free()`, for `using`. */
  [Symbol.dispose](): void {
    this.free();
  }
}

registerClass('GstRTSPAddress', RTSPAddress);
