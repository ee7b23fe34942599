import type { SDPMessage } from '../gstsdp/sdp-message.js';

/**
 * What an SDP says of the server.
 *
 * @see GstSDPInfo
 */
export interface SDPInfo {
  /** Whether the server's address is one of IPv6. @see GstSDPInfo.is_ipv6 */
  readonly isIpv6: boolean;
  /** The server's address. @see GstSDPInfo.server_ip */
  readonly serverIp: string;
}

/** C changes an SDP in place: a call that runs on another thread changes a copy, which is put in its place. */
export async function changeSdp(sdp: SDPMessage, changed: Promise<SDPMessage | null>): Promise<boolean> {
  const result = await changed;
  if (result !== null) sdp.assign(result);
  return result !== null;
}
