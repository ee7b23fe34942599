import { GObject, type GObjectEvents, registerClass } from '../gobject/object.js';
import { RTSPTransport } from '../gstrtsp/transport.js';
import type { RTSPUrl } from '../gstrtsp/url.js';
import { c } from '../native.js';
import type { RTSPStream } from './stream.js';

/** Events of a stream's transport. */
export interface RTSPStreamTransportEvents extends GObjectEvents {
  /** `timedOut` has changed. Only with GStreamer 1.28 or newer. C does not wait. */
  'notify::timed-out': (property: string) => void;
}

/**
 * How one viewer gets one stream.
 *
 * @see GstRTSPStreamTransport
 */
export class RTSPStreamTransport<E extends RTSPStreamTransportEvents = RTSPStreamTransportEvents> extends GObject<E> {
  /**
   * @param stream - The stream that is sent.
   * @param transport - How it is sent; copied.
   * @see gst_rtsp_stream_transport_new
   */
  constructor(stream: RTSPStream, transport: RTSPTransport) {
    super(c.node_rtsp_stream_transport_new, stream, transport);
  }

  /** The stream. @see gst_rtsp_stream_transport_get_stream */
  get stream(): RTSPStream {
    return c.gst_rtsp_stream_transport_get_stream(this) as RTSPStream;
  }

  /**
   * How it is sent: a copy. Setting it throws a GError while the transport is active.
   * @see gst_rtsp_stream_transport_get_transport
   */
  get transport(): RTSPTransport {
    return new RTSPTransport(c.gst_rtsp_stream_transport_get_transport(this) as Partial<RTSPTransport>);
  }
  set transport(transport: RTSPTransport) {
    c.node_rtsp_stream_transport_set_transport(this, transport);
  }

  /**
   * The URL that the client used in SETUP. Setting it throws a GError while the transport is active.
   * @see gst_rtsp_stream_transport_get_url
   */
  get url(): RTSPUrl | null {
    return c.gst_rtsp_stream_transport_get_url(this) as RTSPUrl | null;
  }
  set url(url: RTSPUrl | null) {
    c.node_rtsp_stream_transport_set_url(this, url);
  }

  /** Whether nothing has been heard of the receiver for too long. @see gst_rtsp_stream_transport_is_timed_out */
  get timedOut(): boolean {
    return c.gst_rtsp_stream_transport_is_timed_out(this) as boolean;
  }
  set timedOut(timedOut: boolean) {
    c.gst_rtsp_stream_transport_set_timed_out(this, timedOut);
  }

  /**
   * What stands in the `RTP-Info` header for it; null when that cannot be told.
   *
   * @param startTime - The running time to which the RTP time refers, in nanoseconds; null: that of the last packet.
   * @see gst_rtsp_stream_transport_get_rtpinfo
   */
  getRtpinfo(startTime: bigint | null): string | null {
    return c.node_rtsp_stream_transport_get_rtpinfo(this, startTime) as string | null;
  }

  /**
   * Adds it to its stream, which then sends to it, or takes it away.
   *
   * @returns Whether it is active now, or was until now.
   * @throws GError (the Promise rejects) when the stream is in no pipeline, or cannot send so.
   * @see gst_rtsp_stream_transport_set_active
   */
  setActive(active: boolean): Promise<boolean> {
    return c.node_rtsp_stream_transport_set_active(this, active) as Promise<boolean>;
  }
}

registerClass('GstRTSPStreamTransport', RTSPStreamTransport);
