import { RTSPUrl } from './url.js';

/**
 * The peer of a client: where its responses go, and the host that media over UDP is sent to.
 *
 * The sockets are native code's. For a client that JavaScript makes, it stands in for one: whatever is sent there goes
 * nowhere.
 *
 * @see GstRTSPConnection
 */
export class RTSPConnection {
  /**
   * @param address - The peer's IP address.
   * @param port - Its port, 0 to 65535.
   * @throws TypeError for an address or a port that is none.
   * @see gst_rtsp_connection_create_from_socket
   */
  constructor(
    /** The peer's IP address. @see gst_rtsp_connection_get_ip */
    readonly address: string,
    /** The peer's port. @see gst_rtsp_connection_get_url */
    readonly port: number,
  ) {
    const { isIP } = process.getBuiltinModule('node:net');
    if (isIP(address) === 0) throw new TypeError(`an RTSPConnection needs an IP address, not ${address}`);
    if (!Number.isInteger(port) || port < 0 || port > 0xffff) {
      throw new TypeError(`a port must be an integer from 0 to 65535, not ${String(port)}`);
    }
  }

  /** The peer as a URL. @see gst_rtsp_connection_get_url */
  get url(): RTSPUrl {
    const host = this.address.includes(':') ? `[${this.address}]` : this.address;
    return new RTSPUrl(`rtsp://${host}:${this.port}`);
  }
}
