import { GObject, type GObjectEvents, registerClass } from '../gobject/object.js';
import { eventSince } from '../gobject/unsupported.js';
import type { GstBuffer, GstBufferList } from '../gst/buffer.js';
import type { FlowReturn } from '../gst/enums.js';
import { RTSPTransport } from '../gstrtsp/transport.js';
import type { RTSPUrl } from '../gstrtsp/url.js';
import { c, Slot } from '../native.js';
import {
  type RTSPSendAnswer,
  type SendOptions,
  type SendStatistics,
  checkHandler,
  handlerOf,
  sendStatistics,
  setHandler,
  setOptions,
} from './senders.js';
import type { RTSPStream } from './stream.js';
import { type RTSPTransportStats, statsOf } from './transport-stats.js';

/** Events of a stream's transport. */
export interface RTSPStreamTransportEvents extends GObjectEvents {
  /**
   * `timedOut` has changed. C does not wait. With GStreamer 1.28 or newer: `on()` throws an UnsupportedError before.
   *
   * @see GstRTSPStreamTransport:timed-out
   */
  'notify::timed-out': (property: string) => void;
  /**
   * A send function answered false for data of this channel: nothing more is sent over the transport. C does not wait. An
   * addition to the C library.
   */
  'send-refused': (channel: number) => unknown;
}

/**
 * What `setCallbacks()` takes: it is called with each packet that the transport is to send, and its channel. False has
 * the effect that nothing more is sent over the transport. C waits for the answer only where `delivery` is `strict`, see
 * `SendOptions`.
 *
 * @see GstRTSPSendFunc
 */
export type RTSPSendFunc = (buffer: GstBuffer, channel: number) => RTSPSendAnswer;

/**
 * What `setListCallbacks()` takes: it is called with the packets that are sent together, say those of a frame, and their
 * channel. False has the effect that nothing more is sent over the transport. C waits for the answer only where `delivery`
 * is `strict`, see `SendOptions`.
 *
 * @see GstRTSPSendListFunc
 */
export type RTSPSendListFunc = (bufferList: GstBufferList, channel: number) => RTSPSendAnswer;

/**
 * What `setKeepalive()` takes: it is called when the receiver has shown that it is alive. Its answer has no effect, and C
 * does not wait.
 *
 * @see GstRTSPKeepAliveFunc
 */
export type RTSPKeepAliveFunc = () => unknown;

/**
 * What `setMessageSent()` takes: it is called when a packet, or a list of them, was sent over the RTSP connection. Its
 * answer has no effect, and C does not wait.
 *
 * @see GstRTSPMessageSentFunc
 */
export type RTSPMessageSentFunc = () => unknown;

/**
 * What `setMessageSentFull()` takes: like `RTSPMessageSentFunc`, and it is given the transport. Its answer has no effect,
 * and C does not wait.
 *
 * @see GstRTSPMessageSentFuncFull
 */
export type RTSPMessageSentFuncFull = (transport: RTSPStreamTransport) => unknown;

const sendSlots: readonly Slot[] = [Slot.Rtp, Slot.Rtcp, Slot.RtpList, Slot.RtcpList];

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
  public constructor(stream: RTSPStream, transport: RTSPTransport) {
    super(stream, transport);
  }

  /**
   * What the RTP session of its stream knows of this client: loss, jitter and round trip, as the client reports them by
   * RTCP every few seconds, and what was sent. An addition to the C library.
   *
   * @example
   * ```ts
   * const { receiver } = transport.getStats();
   * if (receiver && receiver.fractionLost > 0.1) console.log(`every tenth packet is lost, ${receiver.roundTripMs} ms away`);
   * ```
   */
  getStats(): RTSPTransportStats {
    return statsOf(this);
  }

  /** The stream. @see gst_rtsp_stream_transport_get_stream */
  get stream(): RTSPStream {
    return c.gst_rtsp_stream_transport_get_stream(this) as RTSPStream;
  }

  /**
   * How it is sent: a copy. Setting it throws a GError while the transport is active, and when it would change the lower
   * transport or the channels that a client's SETUP has agreed on, or leave such a one without an IP address.
   * @see gst_rtsp_stream_transport_get_transport
   */
  get transport(): RTSPTransport {
    return new RTSPTransport(c.gst_rtsp_stream_transport_get_transport(this) as Partial<RTSPTransport>);
  }
  set transport(transport: RTSPTransport) {
    c.node_rtsp_stream_transport_set_transport(this, transport);
  }

  /**
   * The URL that the client used in SETUP. Setting it throws a GError while the transport is active; null only where
   * there was none.
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

  /**
   * What is sent over this transport goes to these functions, packet by packet, and no more to the client's connection,
   * for which there is no way back. Set them in a handler of `setup-request`, or any time later; only transports over
   * the RTSP connection (TCP) use them. The packets that were taken are acknowledged natively.
   *
   * Answer false and, as in C, nothing more is sent over the transport (`send-refused`). Packets that have no function
   * are discarded.
   *
   * C calls them on the stream's own thread, with the transport's backlog lock held.
   *
   * @param sendRtp - Gets RTP; null unregisters.
   * @param sendRtcp - Gets RTCP; null unregisters.
   * @param options - For all send functions of this transport. Left out: those that its others have, or the defaults.
   * @throws GError (domain `g-io-error-quark`, code 24; the Promise rejects) when the client's thread is busy for ten
   * seconds: the functions are called from when it is free.
   * @see gst_rtsp_stream_transport_set_callbacks
   */
  setCallbacks(sendRtp: RTSPSendFunc | null, sendRtcp: RTSPSendFunc | null, options?: SendOptions): Promise<void> {
    return this.#setSenders([Slot.Rtp, Slot.Rtcp], [sendRtp, sendRtcp], options);
  }

  /**
   * Like `setCallbacks()`, for packets that are sent as a list: a payloader may give all those of a frame at once. A
   * list for which there is no function goes to the one of `setCallbacks()`, packet by packet.
   *
   * @param sendRtpList - Gets lists of RTP; null unregisters.
   * @param sendRtcpList - Gets what `sendRtcpList()` sends: a stream makes its RTCP one packet at a time. null unregisters.
   * @param options - As of `setCallbacks()`.
   * @throws As `setCallbacks()`.
   * @see gst_rtsp_stream_transport_set_list_callbacks
   */
  setListCallbacks(
    sendRtpList: RTSPSendListFunc | null,
    sendRtcpList: RTSPSendListFunc | null,
    options?: SendOptions,
  ): Promise<void> {
    return this.#setSenders([Slot.RtpList, Slot.RtcpList], [sendRtpList, sendRtcpList], options);
  }

  #hooked = false;

  async #setSenders(
    slots: readonly Slot[],
    handlers: readonly (RTSPSendFunc | RTSPSendListFunc | null)[],
    options: SendOptions | undefined,
  ): Promise<void> {
    slots.forEach((slot, i) => checkHandler(slot, handlers[i] ?? null));
    const any = handlers.some((handler) => handler !== null);
    const refuse = () => c.node_rtsp_stream_transport_refuse(this) as Promise<void>;
    if (any && (options !== undefined || !this.#hasOther(slots))) setOptions(this, options, refuse);
    slots.forEach((slot, i) => setHandler(this, slot, handlers[i] ?? null));
    // C's places stay taken: the next handlers take over, also within those before.
    if (!any || this.#hooked) return;
    await (c.node_rtsp_stream_transport_hook_callbacks(this) as Promise<void>);
    this.#hooked = true;
  }

  /** Whether there is a send function in another place than these. */
  #hasOther(slots: readonly Slot[]): boolean {
    return sendSlots.some((slot) => !slots.includes(slot) && handlerOf(this, slot) !== null);
  }

  /** What became of the packets that its send functions were to get. An addition to the C library. */
  get sendStatistics(): SendStatistics {
    return sendStatistics(this);
  }

  /**
   * Tells that the receiver is alive: RTCP has come from it, or over TCP something was sent to it. The session is kept
   * alive natively, whatever the function does. C does not wait.
   *
   * @param handler - null unregisters.
   * @see gst_rtsp_stream_transport_set_keepalive
   */
  setKeepalive(handler: RTSPKeepAliveFunc | null): void {
    setHandler(this, Slot.KeepAlive, handler);
    if (handler) c.node_rtsp_stream_transport_hook_keepalive(this);
  }

  /**
   * Tells that a packet, or a list of them, was sent over the RTSP connection (TCP). C does not wait.
   *
   * @param handler - null unregisters.
   * @see gst_rtsp_stream_transport_set_message_sent
   */
  setMessageSent(handler: RTSPMessageSentFunc | null): void {
    setHandler(this, Slot.MessageSent, handler);
    if (handler) c.node_rtsp_stream_transport_hook_message_sent(this);
  }

  /**
   * Like `setMessageSent()`, and the function gets the transport. It comes before the other one. The library's own flow
   * control, which has C's place for it, stays in force.
   *
   * @param handler - null unregisters.
   * @see gst_rtsp_stream_transport_set_message_sent_full
   */
  setMessageSentFull(handler: RTSPMessageSentFuncFull | null): void {
    setHandler(this, Slot.MessageSentFull, handler);
    if (handler) c.node_rtsp_stream_transport_hook_message_sent(this);
  }

  /**
   * Takes a packet that has come on one of its channels, 0 to 255. Waits for the threads that use the stream.
   *
   * @returns As `recvRtp()` and `recvRtcp()` of its stream; `NOT_LINKED` for a channel that is none of its own.
   * @see gst_rtsp_stream_transport_recv_data
   */
  recvData(channel: number, buffer: GstBuffer): Promise<FlowReturn> {
    return c.node_rtsp_stream_transport_recv_data(this, channel, buffer) as Promise<FlowReturn>;
  }

  /**
   * Sends an RTP packet over the RTSP connection, or to the function of `setCallbacks()`, beside what its stream sends.
   *
   * @param buffer - At most 65535 bytes.
   * @returns Whether it was sent: false for transports over UDP, when the client has gone, and while other data of the
   * channel waits to be sent.
   * @throws GError (the Promise rejects) for more bytes.
   * @see gst_rtsp_stream_transport_send_rtp
   */
  sendRtp(buffer: GstBuffer): Promise<boolean> {
    return c.node_rtsp_stream_transport_send_rtp(this, buffer) as Promise<boolean>;
  }

  /**
   * The same for an RTCP packet. It waits for the same.
   *
   * @see gst_rtsp_stream_transport_send_rtcp
   */
  sendRtcp(buffer: GstBuffer): Promise<boolean> {
    return c.node_rtsp_stream_transport_send_rtcp(this, buffer) as Promise<boolean>;
  }

  /**
   * The same for several RTP packets, 1 to 1024. It waits for the same.
   *
   * @see gst_rtsp_stream_transport_send_rtp_list
   */
  sendRtpList(bufferList: GstBufferList): Promise<boolean> {
    return c.node_rtsp_stream_transport_send_rtp_list(this, bufferList) as Promise<boolean>;
  }

  /**
   * The same for several RTCP packets, 1 to 1024. It waits for the same.
   *
   * @see gst_rtsp_stream_transport_send_rtcp_list
   */
  sendRtcpList(bufferList: GstBufferList): Promise<boolean> {
    return c.node_rtsp_stream_transport_send_rtcp_list(this, bufferList) as Promise<boolean>;
  }

  /**
   * Does what happens when the receiver is heard of. Waits for the threads that send over it.
   *
   * @see gst_rtsp_stream_transport_keep_alive
   */
  keepAlive(): Promise<void> {
    return c.gst_rtsp_stream_transport_keep_alive(this) as Promise<void>;
  }

  /** Does what happens when something was sent: what waits in the transport's backlog goes on. @see gst_rtsp_stream_transport_message_sent */
  messageSent(): Promise<void> {
    return c.gst_rtsp_stream_transport_message_sent(this) as Promise<void>;
  }
}

registerClass('GstRTSPStreamTransport', RTSPStreamTransport, c.node_rtsp_stream_transport_new);
eventSince(RTSPStreamTransport, 'notify::timed-out', '1.28');
