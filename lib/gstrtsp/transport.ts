import { c } from '../native.js';
import { RTSPLowerTrans, RTSPProfile } from './enums.js';

/**
 * What travels: RTP, or RealMedia's RDT.
 *
 * @see GstRTSPTransMode
 */
export const RTSPTransMode = {
  /** None. @see GST_RTSP_TRANS_UNKNOWN */
  UNKNOWN: 0,
  /** RTP. @see GST_RTSP_TRANS_RTP */
  RTP: 1,
  /** RealMedia's own. @see GST_RTSP_TRANS_RDT */
  RDT: 2,
} as const;

/** One of RTSPTransMode. */
export type RTSPTransMode = (typeof RTSPTransMode)[keyof typeof RTSPTransMode];

/**
 * A pair of ports or of channels.
 *
 * @see GstRTSPRange
 */
export interface RTSPRange {
  /** The first one, for RTP. @see GstRTSPRange.min */
  min: number;
  /** The last one, for RTCP; -1 when there is none. @see GstRTSPRange.max */
  max: number;
}

/**
 * How the packets of one stream travel, as the `Transport` header says it. A value: changing it changes nothing else.
 *
 * @example
 * ```ts
 * RTSPTransport.parse('RTP/AVP/TCP;unicast;interleaved=0-1').interleaved; // { min: 0, max: 1 }
 * ```
 * @see GstRTSPTransport
 */
export class RTSPTransport {
  /** What travels. Default: RTP. @see GstRTSPTransport.trans */
  trans: RTSPTransMode = RTSPTransMode.RTP;
  /** The RTP profile, one of `RTSPProfile`. Default: AVP. @see GstRTSPTransport.profile */
  profile: number = RTSPProfile.AVP;
  /** What carries it, one of `RTSPLowerTrans`. Default: UDP_MCAST. @see GstRTSPTransport.lower_transport */
  lowerTransport: number = RTSPLowerTrans.UDP_MCAST;
  /** Where it goes; an IP address. @see GstRTSPTransport.destination */
  destination: string | null = null;
  /** Where it comes from. @see GstRTSPTransport.source */
  source: string | null = null;
  /** The number of multicast layers; 0: not said. @see GstRTSPTransport.layers */
  layers = 0;
  /** Whether it is for PLAY. Default: true. @see GstRTSPTransport.mode_play */
  modePlay = true;
  /** Whether it is for RECORD. @see GstRTSPTransport.mode_record */
  modeRecord = false;
  /** Whether what is recorded is appended. @see GstRTSPTransport.append */
  append = false;
  /** The channels within the RTSP connection, 0 to 255; null: none. @see GstRTSPTransport.interleaved */
  interleaved: RTSPRange | null = null;
  /** The time to live of multicast, 0 to 255; 0: not said. @see GstRTSPTransport.ttl */
  ttl = 0;
  /** The ports of multicast, 0 to 65535; null: none. @see GstRTSPTransport.port */
  port: RTSPRange | null = null;
  /** The client's ports, 0 to 65535; null: none. @see GstRTSPTransport.client_port */
  clientPort: RTSPRange | null = null;
  /** The server's ports, 0 to 65535; null: none. @see GstRTSPTransport.server_port */
  serverPort: RTSPRange | null = null;
  /** The SSRC of the packets, 0 to 4294967295; 0: not said. @see GstRTSPTransport.ssrc */
  ssrc = 0;

  /** @param fields - Those that differ from the defaults. @see gst_rtsp_transport_new */
  constructor(fields: Partial<Omit<RTSPTransport, 'toString'>> = {}) {
    Object.assign(this, fields);
  }

  /**
   * Reads what stands in a `Transport` header: one alternative of it.
   *
   * @throws GError when it is none.
   * @see gst_rtsp_transport_parse
   */
  static parse(text: string): RTSPTransport {
    return new RTSPTransport(c.node_rtsp_transport_parse(text) as Partial<RTSPTransport>);
  }

  /**
   * What stands in a `Transport` header.
   *
   * @throws TypeError when a field is of the wrong type or range; Error when the fields make no transport.
   * @see gst_rtsp_transport_as_text
   */
  toString(): string {
    const text = c.gst_rtsp_transport_as_text(this) as string | null;
    if (text === null) throw new Error('these fields make no RTSP transport');
    return text;
  }
}
