import type { Socket } from '../gio/socket.js';
import type { SocketFamily } from '../gio/socket-family.js';
import type { GstBuffer } from '../gst/buffer.js';
import type { Caps } from '../gst/caps.js';
import type { FlowReturn } from '../gst/enums.js';
import { GObject, type GObjectEvents, registerClass } from '../gobject/object.js';
import type { Bin, Element, SignalHandler } from '../gst/element.js';
import type { Pad } from '../gst/pad.js';
import type { State } from '../gst/state.js';
import type { RTSPRange, RTSPTransport } from '../gstrtsp/transport.js';
import { c } from '../native.js';
import type { RTSPAddress } from './address.js';
import type { RTSPAddressPool } from './address-pool.js';
import type { RTSPPublishClockMode } from './enums.js';
import { filter, type RTSPFilterFunc, type RTSPFilterOptions } from './filter.js';
import type { RTSPStreamTransport } from './stream-transport.js';

/** Events of a stream. */
export interface RTSPStreamEvents extends GObjectEvents {
  /** An encoder of the packets was made, for SRTP. C does not wait. @see GstRTSPStream::new-rtp-encoder */
  'new-rtp-encoder': (encoder: Element) => unknown;
  /**
   * An encoder of the control packets was made, for SRTP, of a stream that is received: one that is sent has
   * `new-rtp-encoder`, and one encoder for both. C does not wait. @see GstRTSPStream::new-rtcp-encoder
   */
  'new-rtcp-encoder': (encoder: Element) => unknown;
  /** A decoder of all packets was made, for SRTP. C does not wait. @see GstRTSPStream::new-rtp-rtcp-decoder */
  'new-rtp-rtcp-decoder': (decoder: Element) => unknown;
}

/** What the next packet of a stream is, or the last one was. @see gst_rtsp_stream_get_rtpinfo */
export interface RTSPStreamRtpinfo {
  /** Its RTP time. */
  rtptime: number;
  /** Its sequence number. */
  seq: number;
  /** How fast the RTP time runs, in Hz; 0: unknown. */
  clockRate: number;
  /** Its running time, in nanoseconds; null: unknown. */
  runningTime: bigint | null;
}

/** How fast a stream plays. @see gst_rtsp_stream_get_rates */
export interface RTSPRates {
  /** How fast it is sent. */
  rate: number;
  /** How fast the elements before have made it already. */
  appliedRate: number;
}

/**
 * One stream of a medium: a picture, a sound. Media make their own; one that you make yourself joins a pipeline of yours.
 *
 * @see GstRTSPStream
 */
export class RTSPStream<E extends RTSPStreamEvents = RTSPStreamEvents> extends GObject<E> {
  /**
   * A stream without a medium.
   *
   * @param idx - Its number, which is also that of its session in rtpbin; an integer from 0.
   * @param payloader - The RTP payloader whose packets it sends, or the depayloader that gets those it receives.
   * @param pad - Where they come out, or go in: a source pad makes a stream that is sent, a sink pad one that is
   * received.
   * @throws GError for a payloader that is none.
   * @see gst_rtsp_stream_new
   */
  public constructor(idx: number, payloader: Element, pad: Pad) {
    super(idx, payloader, pad);
  }

  /** Its number within the medium, from 0. @see gst_rtsp_stream_get_index */
  get index(): number {
    return c.gst_rtsp_stream_get_index(this) as number;
  }

  /** The pad that its packets come from; null for a stream that is received. @see gst_rtsp_stream_get_srcpad */
  get srcpad(): Pad | null {
    return c.gst_rtsp_stream_get_srcpad(this) as Pad | null;
  }

  /** The pad that its packets go to; null for a stream that is sent. @see gst_rtsp_stream_get_sinkpad */
  get sinkpad(): Pad | null {
    return c.gst_rtsp_stream_get_sinkpad(this) as Pad | null;
  }

  /** The bin that it is part of; null while the medium is not prepared. @see gst_rtsp_stream_get_joined_bin */
  get joinedBin(): Bin | null {
    return c.gst_rtsp_stream_get_joined_bin(this) as Bin | null;
  }

  /** What it sends or receives; null before that is known. @see gst_rtsp_stream_get_caps */
  get caps(): Caps | null {
    return c.gst_rtsp_stream_get_caps(this) as Caps | null;
  }

  /**
   * Sets what packets of that payload type are.
   *
   * @param pt - The payload type, 0 to 127.
   * @throws GError at the moment when the pipeline reads them.
   * @see gst_rtsp_stream_set_pt_map
   */
  setPtMap(pt: number, caps: Caps): void {
    c.node_rtsp_stream_set_pt_map(this, pt, caps);
  }

  /** What names it in the SDP and in SETUP; setting null restores the default. Default: `stream=` and its index. @see gst_rtsp_stream_set_control */
  get control(): string {
    return c.gst_rtsp_stream_get_control(this) as string;
  }
  set control(control: string | null) {
    c.gst_rtsp_stream_set_control(this, control);
  }

  /** Whether that names it. @see gst_rtsp_stream_has_control */
  hasControl(control: string): boolean {
    return c.gst_rtsp_stream_has_control(this, control) as boolean;
  }

  /** The payload type of its packets; null when its payloader has none. @see gst_rtsp_stream_get_pt */
  get pt(): number | null {
    return c.node_rtsp_stream_get_pt(this) as number | null;
  }

  /** The longest packet, in bytes, from 28 to 4294967295 as a rule; null when its payloader has no limit. Default: that of the payloader, as a rule 1400. @throws RangeError for what the payloader does not take. @see gst_rtsp_stream_set_mtu */
  get mtu(): number | null {
    return c.node_rtsp_stream_get_mtu(this) as number | null;
  }
  set mtu(bytes: number) {
    if (!c.node_rtsp_stream_set_mtu(this, bytes)) throw new RangeError(`the payloader takes no mtu of ${bytes} bytes`);
  }

  /** The sequence number of the last packet; null when its payloader does not tell. @see gst_rtsp_stream_get_current_seqnum */
  get currentSeqnum(): number | null {
    return c.node_rtsp_stream_get_current_seqnum(this) as number | null;
  }

  /**
   * Sets the sequence number of the first packet, 0 to 65535.
   *
   * @throws RangeError when the payloader takes none.
   * @see gst_rtsp_stream_set_seqnum_offset
   */
  setSeqnumOffset(seqnum: number): void {
    if (!c.node_rtsp_stream_set_seqnum_offset(this, seqnum)) throw new RangeError('the payloader takes no such offset');
  }

  /** The SSRC of its packets; null while the medium is not prepared. @see gst_rtsp_stream_get_ssrc */
  get ssrc(): number | null {
    return c.node_rtsp_stream_get_ssrc(this) as number | null;
  }

  /**
   * The DSCP of its UDP packets, 0 to 63; -1 (default): the system's choice.
   *
   * @throws TypeError (setter) for another number.
   * @see gst_rtsp_stream_set_dscp_qos
   */
  get dscpQos(): number {
    return c.gst_rtsp_stream_get_dscp_qos(this) as number;
  }
  set dscpQos(dscpQos: number) {
    c.gst_rtsp_stream_set_dscp_qos(this, dscpQos);
  }

  /** Allowed profiles, one or several of `RTSPProfile`. Default: AVP; in a medium, that medium's. @see gst_rtsp_stream_set_profiles */
  get profiles(): number {
    return c.gst_rtsp_stream_get_profiles(this) as number;
  }
  set profiles(profiles: number) {
    c.gst_rtsp_stream_set_profiles(this, profiles);
  }

  /** Allowed lower transports, one or several of `RTSPLowerTrans`. Default: UDP, UDP_MCAST and TCP; in a medium, that medium's. @see gst_rtsp_stream_set_protocols */
  get protocols(): number {
    return c.gst_rtsp_stream_get_protocols(this) as number;
  }
  set protocols(protocols: number) {
    c.gst_rtsp_stream_set_protocols(this, protocols);
  }

  /**
   * The size of the kernel's UDP send buffer, in bytes, 0 to 2147483647; 0 (default): the system's choice. The kernel has a
   * limit of its own. In a medium: that medium's.
   *
   * @throws TypeError (setter) for another number.
   * @see gst_rtsp_stream_set_buffer_size
   */
  get bufferSize(): number {
    return c.gst_rtsp_stream_get_buffer_size(this) as number;
  }
  set bufferSize(bufferSize: number) {
    c.gst_rtsp_stream_set_buffer_size(this, bufferSize);
  }

  /** Whether the SDP announces the clock. Default: CLOCK. @see gst_rtsp_stream_set_publish_clock_mode */
  get publishClockMode(): RTSPPublishClockMode {
    return c.gst_rtsp_stream_get_publish_clock_mode(this) as RTSPPublishClockMode;
  }
  set publishClockMode(publishClockMode: RTSPPublishClockMode) {
    c.gst_rtsp_stream_set_publish_clock_mode(this, publishClockMode);
  }

  /** Whether it is sent at the speed of its clock. Default: true. @see gst_rtsp_stream_set_rate_control */
  get rateControl(): boolean {
    return c.gst_rtsp_stream_get_rate_control(this) as boolean;
  }
  set rateControl(rateControl: boolean) {
    c.gst_rtsp_stream_set_rate_control(this, rateControl);
  }

  /** Whether it is the client's side of a stream: UDP packets go to the server's ports. Default: false. @see gst_rtsp_stream_set_client_side */
  get clientSide(): boolean {
    return c.gst_rtsp_stream_is_client_side(this) as boolean;
  }
  set clientSide(clientSide: boolean) {
    c.gst_rtsp_stream_set_client_side(this, clientSide);
  }

  /** Whether its part of the pipeline is complete: somebody has played it. @see gst_rtsp_stream_is_complete */
  get complete(): boolean {
    return c.gst_rtsp_stream_is_complete(this) as boolean;
  }

  /** Whether it sends to somebody. @see gst_rtsp_stream_is_sender */
  get sender(): boolean {
    return c.gst_rtsp_stream_is_sender(this) as boolean;
  }

  /** Whether it receives, packets or reports. @see gst_rtsp_stream_is_receiver */
  get receiver(): boolean {
    return c.gst_rtsp_stream_is_receiver(this) as boolean;
  }

  /** Whether its data waits for somebody to play it. @see gst_rtsp_stream_is_blocking */
  get blocking(): boolean {
    return c.gst_rtsp_stream_is_blocking(this) as boolean;
  }

  /** Holds its data back, or lets it go. @see gst_rtsp_stream_set_blocked */
  setBlocked(blocked: boolean): boolean {
    return c.gst_rtsp_stream_set_blocked(this, blocked) as boolean;
  }

  /** Lets its data go when somebody is linked to it. @see gst_rtsp_stream_unblock_linked */
  unblockLinked(): boolean {
    return c.gst_rtsp_stream_unblock_linked(this) as boolean;
  }

  /** Lets control packets go that were held back until it plays. @see gst_rtsp_stream_unblock_rtcp */
  unblockRtcp(): void {
    c.gst_rtsp_stream_unblock_rtcp(this);
  }

  /**
   * Its RTP session, with statistics among its properties, and GStreamer's own signals; null while the medium is not
   * prepared.
   *
   * @example
   * ```ts
   * stream.rtpsession?.on('on-ssrc-active', (source) => {
   *   if (source instanceof GObject) console.log(String(source.getProperty('stats')));
   * });
   * ```
   * @see gst_rtsp_stream_get_rtpsession
   */
  get rtpsession(): GObject<GObjectEvents & Record<string, SignalHandler>> | null {
    return c.gst_rtsp_stream_get_rtpsession(this) as GObject<GObjectEvents & Record<string, SignalHandler>> | null;
  }

  /** What encrypts it; null when it is not encrypted. @see gst_rtsp_stream_get_srtp_encoder */
  get srtpEncoder(): Element | null {
    return c.node_rtsp_stream_get_srtp_encoder(this) as Element | null;
  }

  /** What its next packet is, or its last one was; null when that cannot be told. @see gst_rtsp_stream_get_rtpinfo */
  getRtpinfo(): RTSPStreamRtpinfo | null {
    const [known, rtptime, seq, clockRate, runningTime] = c.gst_rtsp_stream_get_rtpinfo(this) as [
      boolean,
      number,
      number,
      number,
      bigint | null,
    ];
    return known ? { rtptime, seq, clockRate, runningTime } : null;
  }

  /** How fast it plays; null before it has data. @see gst_rtsp_stream_get_rates */
  getRates(): RTSPRates | null {
    const [known, rate, appliedRate] = c.gst_rtsp_stream_get_rates(this) as [boolean, number, number];
    return known ? { rate, appliedRate } : null;
  }

  /** The server's UDP ports for it; null when it has none. @see gst_rtsp_stream_get_server_port */
  getServerPort(family: SocketFamily): RTSPRange | null {
    const [min, max] = c.node_rtsp_stream_get_server_port(this, family) as [number, number];
    return min === 0 ? null : { min, max: max === 0 ? -1 : max };
  }

  /** The network interface of multicast; null (default): the system's choice. @see gst_rtsp_stream_set_multicast_iface */
  get multicastIface(): string | null {
    return c.gst_rtsp_stream_get_multicast_iface(this) as string | null;
  }
  set multicastIface(multicastIface: string | null) {
    c.gst_rtsp_stream_set_multicast_iface(this, multicastIface);
  }

  /** The multicast addresses that it sends to: `address:port`, with commas between. @see gst_rtsp_stream_get_multicast_client_addresses */
  get multicastClientAddresses(): string {
    return c.gst_rtsp_stream_get_multicast_client_addresses(this) as string;
  }

  /**
   * Adds a multicast address to those that clients may choose.
   *
   * @param rtpPort - 0 to 65535.
   * @param rtcpPort - 0 to 65535.
   * @returns Whether it is a multicast address, and the stream has sockets for it.
   * @see gst_rtsp_stream_add_multicast_client_address
   */
  addMulticastClientAddress(destination: string, rtpPort: number, rtcpPort: number, family: SocketFamily): boolean {
    return c.gst_rtsp_stream_add_multicast_client_address(this, destination, rtpPort, rtcpPort, family) as boolean;
  }

  /** Where it gets multicast addresses and UDP ports from; null (default): the system's choice. @see gst_rtsp_stream_set_address_pool */
  get addressPool(): RTSPAddressPool | null {
    return c.gst_rtsp_stream_get_address_pool(this) as RTSPAddressPool | null;
  }
  set addressPool(pool: RTSPAddressPool | null) {
    c.gst_rtsp_stream_set_address_pool(this, pool);
  }

  /**
   * Its multicast address: taken from the address pool when it has none yet.
   *
   * @returns A copy; null when there is no pool, or the pool has none.
   * @see gst_rtsp_stream_get_multicast_address
   */
  getMulticastAddress(family: SocketFamily): RTSPAddress | null {
    return c.node_rtsp_stream_get_multicast_address(this, family) as RTSPAddress | null;
  }

  /**
   * Makes that its multicast address.
   *
   * @param address - An address of the address pool.
   * @param port - The first port, 1 to 65535.
   * @param nPorts - How many ports, 1 to 65535.
   * @param ttl - The time to live, 1 to 255.
   * @returns A copy; null when there is no pool, the pool does not have it, or the stream has another one.
   * @see gst_rtsp_stream_reserve_address
   */
  reserveAddress(address: string, port: number, nPorts: number, ttl: number): RTSPAddress | null {
    return c.node_rtsp_stream_reserve_address(this, address, port, nPorts, ttl) as RTSPAddress | null;
  }

  /** The UDP socket of its packets; null when it has none. @see gst_rtsp_stream_get_rtp_socket */
  getRtpSocket(family: SocketFamily): Socket | null {
    return c.node_rtsp_stream_get_rtp_socket(this, family) as Socket | null;
  }

  /** The UDP socket of its control packets; null when it has none. @see gst_rtsp_stream_get_rtcp_socket */
  getRtcpSocket(family: SocketFamily): Socket | null {
    return c.node_rtsp_stream_get_rtcp_socket(this, family) as Socket | null;
  }

  /** The multicast socket of its packets; null when it has none. @see gst_rtsp_stream_get_rtp_multicast_socket */
  getRtpMulticastSocket(family: SocketFamily): Socket | null {
    return c.node_rtsp_stream_get_rtp_multicast_socket(this, family) as Socket | null;
  }

  /** The multicast socket of its control packets; null when it has none. @see gst_rtsp_stream_get_rtcp_multicast_socket */
  getRtcpMulticastSocket(family: SocketFamily): Socket | null {
    return c.node_rtsp_stream_get_rtcp_multicast_socket(this, family) as Socket | null;
  }

  /**
   * The longest time to live of multicast that a client may ask for, in hops, 1 to 255. Default: 255.
   *
   * @throws RangeError (setter) for another number, and TypeError for what is none from 0 to 4294967295.
   * @see gst_rtsp_stream_set_max_mcast_ttl
   */
  get maxMcastTtl(): number {
    return c.gst_rtsp_stream_get_max_mcast_ttl(this) as number;
  }
  set maxMcastTtl(ttl: number) {
    if (!c.gst_rtsp_stream_set_max_mcast_ttl(this, ttl)) {
      throw new RangeError(`RTSPStream.maxMcastTtl must be an integer from 1 to 255, not ${ttl}`);
    }
  }

  /** Whether a client may ask for that time to live, 0 to 255. @see gst_rtsp_stream_verify_mcast_ttl */
  verifyMcastTtl(ttl: number): boolean {
    return c.gst_rtsp_stream_verify_mcast_ttl(this, ttl) as boolean;
  }

  /** Whether multicast sockets are bound to the multicast address. Default: false. @see gst_rtsp_stream_set_bind_mcast_address */
  get bindMcastAddress(): boolean {
    return c.gst_rtsp_stream_is_bind_mcast_address(this) as boolean;
  }
  set bindMcastAddress(bindMcastAddress: boolean) {
    c.gst_rtsp_stream_set_bind_mcast_address(this, bindMcastAddress);
  }

  /** How long packets are kept for retransmission, in nanoseconds, as an unsigned integer of 64 bits; 0n (default): not at all. @see gst_rtsp_stream_set_retransmission_time */
  get retransmissionTime(): bigint | null {
    return c.gst_rtsp_stream_get_retransmission_time(this) as bigint | null;
  }
  set retransmissionTime(retransmissionTime: bigint | null) {
    c.gst_rtsp_stream_set_retransmission_time(this, retransmissionTime);
  }

  /** The payload type of retransmitted packets, 0 to 127. Default: 0; in a medium a free one. @see gst_rtsp_stream_set_retransmission_pt */
  get retransmissionPt(): number {
    return c.gst_rtsp_stream_get_retransmission_pt(this) as number;
  }
  set retransmissionPt(retransmissionPt: number) {
    c.gst_rtsp_stream_set_retransmission_pt(this, retransmissionPt);
  }

  /** The payload type of error correction, 0 to 127. Default: 0, there is none. @see gst_rtsp_stream_set_ulpfec_pt */
  get ulpfecPt(): number {
    return c.gst_rtsp_stream_get_ulpfec_pt(this) as number;
  }
  set ulpfecPt(ulpfecPt: number) {
    c.gst_rtsp_stream_set_ulpfec_pt(this, ulpfecPt);
  }

  /** How much error correction is added, in percent of the packets, 0 to 100. Default: 0. @see gst_rtsp_stream_set_ulpfec_percentage */
  get ulpfecPercentage(): number {
    return c.gst_rtsp_stream_get_ulpfec_percentage(this) as number;
  }
  set ulpfecPercentage(ulpfecPercentage: number) {
    c.gst_rtsp_stream_set_ulpfec_percentage(this, ulpfecPercentage);
  }

  /**
   * Takes the keys of a client's `KeyMgmt` header.
   *
   * @returns Whether they are usable.
   * @see gst_rtsp_stream_handle_keymgmt
   */
  handleKeymgmt(keymgmt: string): boolean {
    return c.node_rtsp_stream_handle_keymgmt(this, keymgmt) as boolean;
  }

  /**
   * Sets the key that packets of one sender are decrypted with, for a stream of a secure profile that receives.
   *
   * @param ssrc - Whose packets they are, 0 to 4294967295.
   * @param crypto - Caps with `srtp-key`, `srtp-cipher`, `srtp-auth`, `srtcp-cipher` and `srtcp-auth`; null forgets the
   * key.
   * @throws GError for caps that are anything or nothing.
   * @see gst_rtsp_stream_update_crypto
   */
  updateCrypto(ssrc: number, crypto: Caps | null): boolean {
    return c.node_rtsp_stream_update_crypto(this, ssrc, crypto) as boolean;
  }

  /**
   * Takes an RTP packet as if its sender had sent it over TCP; one that receives over UDP only passes it over. Waits
   * for the threads that use the stream.
   *
   * @returns `OK`; `NOT_LINKED` for a stream that is in no pipeline or does not receive; else what its pipeline says.
   * @see gst_rtsp_stream_recv_rtp
   */
  recvRtp(buffer: GstBuffer): Promise<FlowReturn> {
    return c.node_rtsp_stream_recv_rtp(this, buffer) as Promise<FlowReturn>;
  }

  /**
   * The same for an RTCP packet, also of a stream that sends. It waits for the same.
   *
   * @see gst_rtsp_stream_recv_rtcp
   */
  recvRtcp(buffer: GstBuffer): Promise<FlowReturn> {
    return c.node_rtsp_stream_recv_rtcp(this, buffer) as Promise<FlowReturn>;
  }

  /** Whether mode, profile and lower transport are allowed. @see gst_rtsp_stream_is_transport_supported */
  isTransportSupported(transport: RTSPTransport): boolean {
    return c.gst_rtsp_stream_is_transport_supported(this, transport) as boolean;
  }

  /**
   * Sends to that transport, too.
   *
   * @param transport - One of this stream's.
   * @returns Whether it sends to it now.
   * @throws GError (the Promise rejects) when the stream is in no pipeline, or cannot send so.
   * @see gst_rtsp_stream_add_transport
   */
  addTransport(transport: RTSPStreamTransport): Promise<boolean> {
    return c.node_rtsp_stream_add_transport(this, transport) as Promise<boolean>;
  }

  /**
   * Sends to that transport no more. Waits for the threads that send to it.
   *
   * @returns Whether it did.
   * @see gst_rtsp_stream_remove_transport
   */
  removeTransport(transport: RTSPStreamTransport): Promise<boolean> {
    return c.node_rtsp_stream_remove_transport(this, transport) as Promise<boolean>;
  }

  /**
   * Asks about each transport that it sends to now. `REMOVE`: it sends to that transport no more; the client's
   * connection and session stay.
   *
   * The handler runs on the JavaScript thread, and no lock is held meanwhile; the Promise waits for the handlers'
   * Promises, each at most its `timeout`, and for what `REMOVE` does. It does not reject for a handler that throws:
   * `handler-error` tells.
   *
   * @param handler - Without one all are in the result.
   * @returns The transports that the handler answered `REF` for.
   * @see gst_rtsp_stream_transport_filter
   */
  transportFilter(
    handler?: RTSPFilterFunc<this, RTSPStreamTransport> | null,
    options?: RTSPFilterOptions,
  ): Promise<RTSPStreamTransport[]> {
    return filter(
      {
        event: 'RTSPStreamTransportFilterFunc',
        container: this,
        elements: c.node_rtsp_stream_transport_filter(this) as RTSPStreamTransport[],
        remove: (transport) => this.removeTransport(transport),
      },
      handler,
      options,
    );
  }

  /**
   * Completes its part of the pipeline for that transport, as PLAY does.
   *
   * @returns Whether that was possible.
   * @throws GError (the Promise rejects) when the stream is in no pipeline, or cannot send so.
   * @see gst_rtsp_stream_complete_stream
   */
  completeStream(transport: RTSPTransport): Promise<boolean> {
    return c.node_rtsp_stream_complete_stream(this, transport) as Promise<boolean>;
  }

  /**
   * Makes a stream of your own a part of a bin: it is linked to rtpbin, in a session of its number. Until it leaves, it
   * stays, and the bin with it. A stream joins one bin in its life. While rtpbin asks handlers of yours in this call, the
   * stream is locked: they may call its `request…()` functions, and nothing else of it.
   *
   * @param bin - With rtpbin in it.
   * @param rtpbin - An element of the factory `rtpbin`, without a session of that number.
   * @param state - Of the elements that it adds later.
   * @returns True.
   * @throws GError (the Promise rejects) for the stream of a medium, which joins by itself; when it has joined before; for
   * an rtpbin that is elsewhere or has such a session; when its pad cannot be linked; when it is to be encrypted and the
   * elements for that are not installed.
   * @see gst_rtsp_stream_join_bin
   */
  joinBin(bin: Bin, rtpbin: Element, state: State): Promise<boolean> {
    return c.node_rtsp_stream_join_bin(this, bin, rtpbin, state) as Promise<boolean>;
  }

  /**
   * Takes a stream of your own, and all elements that it has added, out of the bin that it has joined.
   *
   * @returns True, also when it was in none.
   * @throws GError (the Promise rejects) for the stream of a medium; for another bin or rtpbin; while it has transports.
   * @see gst_rtsp_stream_leave_bin
   */
  leaveBin(bin: Bin, rtpbin: Element): Promise<boolean> {
    return c.node_rtsp_stream_leave_bin(this, bin, rtpbin) as Promise<boolean>;
  }

  /**
   * Makes the UDP sockets for that transport, as SETUP does: for unicast with ports of the system's or of the address
   * pool, for multicast with an address of the address pool.
   *
   * @param transport - `UDP` or `UDP_MCAST`.
   * @param useClientSettings - For multicast: the transport's own destination and ports, in place of the address pool's.
   * @returns Whether there are such sockets now. False when the address pool has none, or the ports are in use.
   * @throws GError for another family than IPv4 and IPv6, for another transport, and for client settings of a stream whose
   * multicast address was asked for already.
   * @see gst_rtsp_stream_allocate_udp_sockets
   */
  allocateUdpSockets(family: SocketFamily, transport: RTSPTransport, useClientSettings: boolean): boolean {
    return c.node_rtsp_stream_allocate_udp_sockets(this, family, transport, useClientSettings) as boolean;
  }

  /**
   * Makes what sends packets again that a client misses: the answer to rtpbin's `request-aux-sender`. Of a stream of your
   * own, and once.
   *
   * @param sessid - The number of rtpbin's session.
   * @throws GError (the Promise rejects) for the stream of a medium, for one that is received, for a second call, and
   * where the element is not installed.
   * @see gst_rtsp_stream_request_aux_sender
   */
  requestAuxSender(sessid: number): Promise<Element> {
    return c.node_rtsp_stream_request_aux_sender(this, sessid) as Promise<Element>;
  }

  /**
   * Makes what takes packets that are sent again: the answer to rtpbin's `request-aux-receiver`. Of a stream of your own,
   * and once.
   *
   * @param sessid - The number of rtpbin's session.
   * @throws GError (the Promise rejects) for the stream of a medium, for a second call, and where the element is not
   * installed.
   * @see gst_rtsp_stream_request_aux_receiver
   */
  requestAuxReceiver(sessid: number): Promise<Element> {
    return c.node_rtsp_stream_request_aux_receiver(this, sessid) as Promise<Element>;
  }

  /**
   * Makes what repairs lost packets with those of ULP FEC: the answer to rtpbin's `request-fec-decoder`. Of a stream of
   * your own, and once.
   *
   * @param rtpbin - An element of the factory `rtpbin`.
   * @param sessid - The number of its session, which must be there.
   * @throws GError (the Promise rejects) for the stream of a medium, for a second call, for another element, without such
   * a session, and where the element is not installed.
   * @see gst_rtsp_stream_request_ulpfec_decoder
   */
  requestUlpfecDecoder(rtpbin: Element, sessid: number): Promise<Element> {
    return c.node_rtsp_stream_request_ulpfec_decoder(this, rtpbin, sessid) as Promise<Element>;
  }

  /**
   * Makes what adds packets of ULP FEC: the answer to rtpbin's `request-fec-encoder`. Of a stream of your own, and once.
   *
   * @param sessid - The number of rtpbin's session.
   * @returns Null while `ulpfecPercentage` is 0.
   * @throws GError (the Promise rejects) for the stream of a medium, for a second call, and where the element is not
   * installed.
   * @see gst_rtsp_stream_request_ulpfec_encoder
   */
  requestUlpfecEncoder(sessid: number): Promise<Element | null> {
    return c.node_rtsp_stream_request_ulpfec_encoder(this, sessid) as Promise<Element | null>;
  }

  /**
   * Where it is, in nanoseconds; null when that cannot be told. Waits for the elements of its pipeline, which are
   * asked.
   *
   * @see gst_rtsp_stream_query_position
   */
  async queryPosition(): Promise<bigint | null> {
    const [known, position] = (await c.gst_rtsp_stream_query_position(this)) as [boolean, bigint];
    return known && position >= 0n ? position : null;
  }

  /**
   * Where it ends, in nanoseconds; null when that cannot be told, as of a live source. Waits for the elements of its
   * pipeline, which are asked.
   *
   * @see gst_rtsp_stream_query_stop
   */
  async queryStop(): Promise<bigint | null> {
    const [known, stop] = (await c.gst_rtsp_stream_query_stop(this)) as [boolean, bigint];
    return known && stop >= 0n ? stop : null;
  }

  /**
   * Whether one can seek in it. Waits for the elements of its pipeline, which are asked.
   *
   * @see gst_rtsp_stream_seekable
   */
  seekable(): Promise<boolean> {
    return c.gst_rtsp_stream_seekable(this) as Promise<boolean>;
  }
}

registerClass('GstRTSPStream', RTSPStream, c.node_rtsp_stream_new);
