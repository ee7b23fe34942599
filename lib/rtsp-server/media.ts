import { GObject, type GObjectEvents, registerClass } from '../gobject/object.js';
import { eventSince, requireProperty, UnsupportedError } from '../gobject/unsupported.js';
import type { Clock } from '../gst/clock.js';
import type { Element } from '../gst/element.js';
import { SeekFlags } from '../gst/enums.js';
import type { Message } from '../gst/message.js';
import type { Pipeline } from '../gst/pipeline.js';
import type { Pad } from '../gst/pad.js';
import type { State } from '../gst/state.js';
import type { NetTimeProvider } from '../gstnet/time-provider.js';
import type { RTSPRangeUnit } from '../gstrtsp/enums.js';
import { RTSPTimeRange } from '../gstrtsp/time-range.js';
import { adaptOverride, type Awaitable, chainUp, isInOverride } from '../gobject/overrides.js';
import type { SDPMessage } from '../gstsdp/sdp-message.js';
import { c } from '../native.js';
import type { RTSPAddressPool } from './address-pool.js';
import type { RTSPMediaStatus, RTSPPublishClockMode, RTSPSuspendMode } from './enums.js';
import type { RTSPPermissions } from './permissions.js';
import { changeSdp, type SDPInfo } from './sdp-info.js';
import type { RTSPRates, RTSPStream } from './stream.js';
import type { RTSPStreamTransport } from './stream-transport.js';
import type { RTSPThreadPool } from './thread-pool.js';
import type { RTSPThread } from './thread.js';

// C changes these in place: its answer is whether it has, and what came of it.
adaptOverride('convertRange', { answered: (into) => (into === null ? [false] : [true, into]) });
adaptOverride('setupSdp', { answered: (well, [sdp]) => (well === true ? [true, sdp] : well) });

async function firstOf(changed: unknown): Promise<string | null> {
  const [well, value] = (await changed) as [boolean, string];
  return well ? value : null;
}

/** Events of a medium. */
export interface RTSPMediaEvents extends GObjectEvents {
  /** A stream was added. C waits. @see GstRTSPMedia::new-stream */
  'new-stream': (stream: RTSPStream) => unknown;
  /**
   * A stream was removed: an element named `dynpay0`, … has taken its pad away. One that a client has set up stays, silent,
   * until its medium stops. C does not wait. @see GstRTSPMedia::removed-stream
   */
  'removed-stream': (stream: RTSPStream) => unknown;
  /** The pipeline has started. C does not wait. @see GstRTSPMedia::prepared */
  prepared: () => unknown;
  /** The pipeline has stopped. C does not wait. @see GstRTSPMedia::unprepared */
  unprepared: () => unknown;
  /** The pipeline is to change its state. C does not wait. @see GstRTSPMedia::target-state */
  'target-state': (state: State) => unknown;
  /** The pipeline has changed its state. C does not wait. @see GstRTSPMedia::new-state */
  'new-state': (state: State) => unknown;
  /** The pipeline has posted a message. C does not wait. @see GstRTSPMedia::handle-message */
  'handle-message': (message: Message) => unknown;
  /** The pipeline has posted a message of that type, for example `handle-message::error`. C does not wait. */
  [message: `handle-message::${string}`]: (message: Message) => unknown;
}

/**
 * A pipeline that is served, and its streams. Factories make it: it begins with what its factory has of the properties
 * below, and where that was not changed, or there is no factory, with their defaults.
 *
 * @see GstRTSPMedia
 */
export class RTSPMedia<E extends RTSPMediaEvents = RTSPMediaEvents> extends GObject<E> {
  /**
   * A medium without a factory, that nobody is served with until a session manages it. Its streams come from
   * `collectStreams()` or `createStream()`, its pipeline from `takePipeline()`; then `prepare()` starts it.
   *
   * @param element - A bin with payloaders, of which each medium needs one of its own.
   * @throws GError for one that has a place already, or is no bin.
   * @see gst_rtsp_media_new
   */
  public constructor(element: Element) {
    super(element);
  }

  /**
   * Makes a stream of each payloader named `pay0`, `pay1`, … and depayloader named `depay0`, … in its element, and looks
   * for others where an element is named `dynpay0`, …
   *
   * @throws GError (the Promise rejects) when it has streams already, is prepared, or when there are none to be found;
   * a factory has done so for its media.
   * @see gst_rtsp_media_collect_streams
   */
  collectStreams(): Promise<void> {
    return c.node_rtsp_media_collect_streams(this) as Promise<void>;
  }

  /**
   * Makes a stream of one pad.
   *
   * @param payloader - An RTP payloader in its element, whose packets they are; of a stream that is received, the
   * depayloader.
   * @param pad - In its element and not linked: where the packets come out, or go in.
   * @throws GError (the Promise rejects) for what is not so, and when the medium is prepared already.
   * @see gst_rtsp_media_create_stream
   */
  createStream(payloader: Element, pad: Pad): Promise<RTSPStream> {
    return c.node_rtsp_media_create_stream(this, payloader, pad) as Promise<RTSPStream>;
  }

  /** The element that the factory made. @see gst_rtsp_media_get_element */
  get element(): Element {
    return c.node_rtsp_media_get_element(this) as Element;
  }

  /** How many streams it has. @see gst_rtsp_media_n_streams */
  get nStreams(): number {
    return c.gst_rtsp_media_n_streams(this) as number;
  }

  /** The stream of that index, from 0; null when there is none. @see gst_rtsp_media_get_stream */
  getStream(index: number): RTSPStream | null {
    return c.gst_rtsp_media_get_stream(this, index) as RTSPStream | null;
  }

  /** The stream of that name in the SDP, for example `stream=0`; null when there is none. @see gst_rtsp_media_find_stream */
  findStream(control: string): RTSPStream | null {
    return c.gst_rtsp_media_find_stream(this, control) as RTSPStream | null;
  }

  /** How fast it plays: what the first stream that has data tells; null when none has. @see gst_rtsp_media_get_rates */
  getRates(): RTSPRates | null {
    const [known, rate, appliedRate] = c.node_rtsp_media_get_rates(this) as [boolean, number, number];
    return known ? { rate, appliedRate } : null;
  }

  /** How far it can be seeked, in nanoseconds: 0n to the beginning only, -1n not at all, more up to that position. @see gst_rtsp_media_seekable */
  get seekable(): bigint {
    return c.gst_rtsp_media_seekable(this) as bigint;
  }

  /** Where its streams get multicast addresses and UDP ports from; null (default): the system's choice. @see gst_rtsp_media_set_address_pool */
  get addressPool(): RTSPAddressPool | null {
    return c.gst_rtsp_media_get_address_pool(this) as RTSPAddressPool | null;
  }
  set addressPool(pool: RTSPAddressPool | null) {
    c.gst_rtsp_media_set_address_pool(this, pool);
  }

  /**
   * The DSCP of its UDP packets, 0 to 63; -1 (default): the system's choice.
   *
   * @throws TypeError (setter) for another number.
   * @see gst_rtsp_media_set_dscp_qos
   */
  get dscpQos(): number {
    return c.node_rtsp_media_get_dscp_qos(this) as number;
  }
  set dscpQos(dscpQos: number) {
    c.node_rtsp_media_set_dscp_qos(this, dscpQos);
  }

  /**
   * Starts its pipeline, as DESCRIBE and SETUP do. Each time needs an `unprepare()`.
   *
   * It may be overridden; C waits for the answer, and false means that it cannot be started. Else C's own implementation
   * runs, too, after the override when that has not called it.
   *
   * @param thread - Whose threads handle its messages. Default: one of the library's own. What an override is given is
   * the thread itself.
   * @returns Whether it has started.
   * @throws GError (the Promise rejects) when it has no pipeline yet.
   * @see gst_rtsp_media_prepare
   */
  prepare(thread: RTSPThreadPool | RTSPThread | null = null): Promise<boolean> {
    if (isInOverride(this, 'prepare')) return chainUp(this, 'prepare', [thread]) as Promise<boolean>;
    return c.node_rtsp_media_prepare(this, thread) as Promise<boolean>;
  }

  /**
   * Goes to another position, as PLAY with `Range` does. For everybody who watches. A medium that plays is paused first,
   * by `setPipelineState(State.PAUSED)`.
   *
   * @param range - As in the `Range` header, for example `npt=5-10`, or an `RTSPTimeRange`: of seconds, of a film's frames,
   * or of `Date`s, which the medium's `convertRange()` has to know the place of; null: where it is.
   * @param flags - One or several of `SeekFlags`, but not `INSTANT_RATE_CHANGE`.
   * @returns Whether that was done: the medium is complete, and can be seeked.
   * @throws GError (the Promise rejects) for a range that means nothing, when it is not prepared, and when it plays or is live.
   * @see gst_rtsp_media_seek_full
   */
  seek(range: string | RTSPTimeRange | null, flags: number = SeekFlags.NONE): Promise<boolean> {
    return this.seekTrickmode(range, flags, 1, 0n);
  }

  /**
   * Like `seek()`, and changes the speed. Waits as `seek()`, on a thread of the library's own, until the medium is
   * there.
   *
   * @param rate - How fast it plays then: 1 as usual, less than 0 backwards, never 0; from -1000 to 1000.
   * @param trickmodeInterval - How far the frames are apart when only key frames are shown, in nanoseconds; 0n: as they
   * come.
   * @throws GError (the Promise rejects) as `seek()`; TypeError for a rate of 0, or flags that are none.
   * @see gst_rtsp_media_seek_trickmode
   */
  seekTrickmode(
    range: string | RTSPTimeRange | null,
    flags: number,
    rate: number,
    trickmodeInterval: bigint,
  ): Promise<boolean> {
    const text = range instanceof RTSPTimeRange ? range.toString() : range;
    return c.node_rtsp_media_seek_trickmode(this, text, flags, rate, trickmodeInterval) as Promise<boolean>;
  }

  /** The permissions of its factory; null (default) where that has none. `RTSPAuth` asks the factory. @see gst_rtsp_media_get_permissions */
  get permissions(): RTSPPermissions | null {
    return c.gst_rtsp_media_get_permissions(this) as RTSPPermissions | null;
  }
  set permissions(permissions: RTSPPermissions | null) {
    c.gst_rtsp_media_set_permissions(this, permissions);
  }

  /** Whether several clients share it. Default: false. @see gst_rtsp_media_is_shared */
  get shared(): boolean {
    return c.gst_rtsp_media_is_shared(this) as boolean;
  }
  set shared(shared: boolean) {
    c.gst_rtsp_media_set_shared(this, shared);
  }

  /**
   * Whether another client may share it now.
   *
   * @throws UnsupportedError (the Promise rejects) before GStreamer 1.24.
   * @see gst_rtsp_media_can_be_shared
   */
  canBeShared(): Promise<boolean> {
    return (c.node_rtsp_media_can_be_shared(this) as Promise<[boolean, boolean]>).then(([supported, shared]) => {
      if (!supported) throw new UnsupportedError('RTSPMedia.canBeShared()', '1.24');
      return shared;
    });
  }

  /**
   * Whether it can be prepared again after it was unprepared. Default: false. Once it has sent over a client's
   * connection it cannot, and this is false from its end on, whatever is set; and what handlers of `media-configure`
   * set has no effect: a mount makes a new medium for viewers who come later, since the library's streams can be used
   * once only.
   *
   * @see gst_rtsp_media_is_reusable
   */
  get reusable(): boolean {
    return c.gst_rtsp_media_is_reusable(this) as boolean;
  }
  set reusable(reusable: boolean) {
    c.node_rtsp_media_set_reusable(this, reusable);
  }

  /** Whether it stops when the client's connection ends without TEARDOWN. Default: true. @see gst_rtsp_media_is_stop_on_disconnect */
  get stopOnDisconnect(): boolean {
    return c.gst_rtsp_media_is_stop_on_disconnect(this) as boolean;
  }
  set stopOnDisconnect(stopOnDisconnect: boolean) {
    c.gst_rtsp_media_set_stop_on_disconnect(this, stopOnDisconnect);
  }

  /** Whether it is ended by an end-of-stream. Default: false. @see gst_rtsp_media_is_eos_shutdown */
  get eosShutdown(): boolean {
    return c.gst_rtsp_media_is_eos_shutdown(this) as boolean;
  }
  set eosShutdown(eosShutdown: boolean) {
    c.gst_rtsp_media_set_eos_shutdown(this, eosShutdown);
  }

  /**
   * Whether somebody who joins is sent a key frame first. What is set while the medium is suspended, as it is from
   * DESCRIBE to PLAY, counts from the next time on. Default: false.
   *
   * @throws UnsupportedError before GStreamer 1.24.
   * @see gst_rtsp_media_set_ensure_keyunit_on_start
   */
  get ensureKeyunitOnStart(): boolean {
    requireProperty(this, 'ensure-keyunit-on-start', 'RTSPMedia.ensureKeyunitOnStart', '1.24');
    return this.getProperty('ensure-keyunit-on-start') as boolean;
  }
  set ensureKeyunitOnStart(ensureKeyunitOnStart: boolean) {
    requireProperty(this, 'ensure-keyunit-on-start', 'RTSPMedia.ensureKeyunitOnStart', '1.24');
    this.setProperty('ensure-keyunit-on-start', ensureKeyunitOnStart);
  }

  /**
   * How old that key frame may be, in milliseconds, 0 to 4294967295: a new one is asked for where the last one is
   * older. Default: 100.
   *
   * @throws UnsupportedError before GStreamer 1.24.
   * @see gst_rtsp_media_set_ensure_keyunit_on_start_timeout
   */
  get ensureKeyunitOnStartTimeout(): number {
    requireProperty(this, 'ensure-keyunit-on-start-timeout', 'RTSPMedia.ensureKeyunitOnStartTimeout', '1.24');
    return this.getProperty('ensure-keyunit-on-start-timeout') as number;
  }
  set ensureKeyunitOnStartTimeout(milliseconds: number) {
    requireProperty(this, 'ensure-keyunit-on-start-timeout', 'RTSPMedia.ensureKeyunitOnStartTimeout', '1.24');
    this.setProperty('ensure-keyunit-on-start-timeout', milliseconds);
  }

  /** Whether it provides its clock over the network. Default: false. @see gst_rtsp_media_use_time_provider */
  get timeProvider(): boolean {
    return c.gst_rtsp_media_is_time_provider(this) as boolean;
  }
  set timeProvider(on: boolean) {
    c.gst_rtsp_media_use_time_provider(this, on);
  }

  /** Whether multicast sockets are bound to the multicast address. Default: false. @see gst_rtsp_media_is_bind_mcast_address */
  get bindMcastAddress(): boolean {
    return c.gst_rtsp_media_is_bind_mcast_address(this) as boolean;
  }
  set bindMcastAddress(bindMcastAddress: boolean) {
    c.gst_rtsp_media_set_bind_mcast_address(this, bindMcastAddress);
  }

  /** Whether all its streams are recorded. @see gst_rtsp_media_is_receive_only */
  get receiveOnly(): boolean {
    return c.gst_rtsp_media_is_receive_only(this) as boolean;
  }

  /** Whether at least one stream sends. @see gst_rtsp_media_has_completed_sender */
  get hasCompletedSender(): boolean {
    return c.gst_rtsp_media_has_completed_sender(this) as boolean;
  }

  /** Allowed profiles, one or several of `RTSPProfile`. Default: AVP. @see gst_rtsp_media_get_profiles */
  get profiles(): number {
    return c.gst_rtsp_media_get_profiles(this) as number;
  }
  set profiles(profiles: number) {
    c.gst_rtsp_media_set_profiles(this, profiles);
  }

  /** Allowed lower transports, one or several of `RTSPLowerTrans`. Default: UDP, UDP_MCAST and TCP. @see gst_rtsp_media_get_protocols */
  get protocols(): number {
    return c.gst_rtsp_media_get_protocols(this) as number;
  }
  set protocols(protocols: number) {
    c.gst_rtsp_media_set_protocols(this, protocols);
  }

  /**
   * Played from, or recorded to: one or several of `RTSPTransportMode`. With RECORD among them nobody can watch: DESCRIBE
   * prepares no such medium. Default: PLAY. @see gst_rtsp_media_get_transport_mode
   */
  get transportMode(): number {
    return c.gst_rtsp_media_get_transport_mode(this) as number;
  }
  set transportMode(transportMode: number) {
    c.gst_rtsp_media_set_transport_mode(this, transportMode);
  }

  /**
   * The size of the kernel's UDP send buffer, in bytes, 0 to 2147483647; 0: the system's choice. The kernel has a limit of
   * its own. Default: 524288.
   *
   * @throws TypeError (setter) for another number.
   * @see gst_rtsp_media_get_buffer_size
   */
  get bufferSize(): number {
    return c.gst_rtsp_media_get_buffer_size(this) as number;
  }
  set bufferSize(bufferSize: number) {
    c.gst_rtsp_media_set_buffer_size(this, bufferSize);
  }

  /**
   * How long received media is buffered against jitter, in milliseconds, 0 to 4294967295. Default: 200 from a factory, 0
   * without one: C's property has 200 for its default, and C's constructor does not set it.
   *
   * @throws TypeError (setter) for another number.
   * @see gst_rtsp_media_get_latency
   */
  get latency(): number {
    return c.gst_rtsp_media_get_latency(this) as number;
  }
  set latency(latency: number) {
    c.gst_rtsp_media_set_latency(this, latency);
  }

  /**
   * How long packets are kept for retransmission, in nanoseconds, of which whole milliseconds count; 0n (default): not at
   * all. Up to 4294967295999999n: of more, and of null, which is the largest number of 64 bits, the library takes the
   * lower 32 bits of the milliseconds.
   *
   * @throws TypeError (setter) for another value.
   * @see gst_rtsp_media_get_retransmission_time
   */
  get retransmissionTime(): bigint | null {
    return c.gst_rtsp_media_get_retransmission_time(this) as bigint | null;
  }
  set retransmissionTime(retransmissionTime: bigint | null) {
    c.gst_rtsp_media_set_retransmission_time(this, retransmissionTime);
  }

  /** Whether retransmission is asked for when recording. Default: false. @see gst_rtsp_media_get_do_retransmission */
  get doRetransmission(): boolean {
    return c.gst_rtsp_media_get_do_retransmission(this) as boolean;
  }
  set doRetransmission(doRetransmission: boolean) {
    c.gst_rtsp_media_set_do_retransmission(this, doRetransmission);
  }

  /** The network interface of multicast; null (default): the system's choice. @see gst_rtsp_media_get_multicast_iface */
  get multicastIface(): string | null {
    return c.gst_rtsp_media_get_multicast_iface(this) as string | null;
  }
  set multicastIface(multicastIface: string | null) {
    c.gst_rtsp_media_set_multicast_iface(this, multicastIface);
  }

  /**
   * The longest time to live of multicast that a client may ask for, in hops, 1 to 255. Default: 255.
   *
   * @throws RangeError (setter) for another number, and TypeError for what is none from 0 to 4294967295.
   * @see gst_rtsp_media_set_max_mcast_ttl
   */
  get maxMcastTtl(): number {
    return c.gst_rtsp_media_get_max_mcast_ttl(this) as number;
  }
  set maxMcastTtl(ttl: number) {
    if (!c.gst_rtsp_media_set_max_mcast_ttl(this, ttl)) {
      throw new RangeError(`RTSPMedia.maxMcastTtl must be an integer from 1 to 255, not ${ttl}`);
    }
  }

  /** Whether it is sent at the speed of its clock. PLAY turns it on again. Default: true. @see gst_rtsp_media_get_rate_control */
  get rateControl(): boolean {
    return c.gst_rtsp_media_get_rate_control(this) as boolean;
  }
  set rateControl(rateControl: boolean) {
    c.gst_rtsp_media_set_rate_control(this, rateControl);
  }

  /** Whether the SDP announces the clock. Default: CLOCK. @see gst_rtsp_media_get_publish_clock_mode */
  get publishClockMode(): RTSPPublishClockMode {
    return c.gst_rtsp_media_get_publish_clock_mode(this) as RTSPPublishClockMode;
  }
  set publishClockMode(publishClockMode: RTSPPublishClockMode) {
    c.gst_rtsp_media_set_publish_clock_mode(this, publishClockMode);
  }

  /**
   * Its state; while it is being prepared this waits, at most 20 s.
   *
   * @throws Error in a handler of `new-stream` that keeps one of the pipeline's threads.
   * @see gst_rtsp_media_get_status
   */
  getStatus(): Promise<RTSPMediaStatus> {
    return c.gst_rtsp_media_get_status(this) as Promise<RTSPMediaStatus>;
  }

  /**
   * The pipeline's base time, in nanoseconds; null when it is not prepared. Waits while a request of a client prepares
   * or seeks the medium.
   *
   * @see gst_rtsp_media_get_base_time
   */
  getBaseTime(): Promise<bigint | null> {
    return c.gst_rtsp_media_get_base_time(this) as Promise<bigint | null>;
  }

  /**
   * The pipeline's clock; null when it is not prepared. Waits while a request of a client prepares or seeks the
   * medium.
   *
   * @see gst_rtsp_media_get_clock
   */
  getClock(): Promise<Clock | null> {
    return c.gst_rtsp_media_get_clock(this) as Promise<Clock | null>;
  }

  /** Sets the clock that the pipeline uses from its next start on; null: one that it chooses. @see gst_rtsp_media_set_clock */
  setClock(clock: Clock | null): void {
    c.gst_rtsp_media_set_clock(this, clock);
  }

  /**
   * Gives its clock to the network, from the first call on. Waits while a request of a client prepares or seeks the
   * medium.
   *
   * @param address - Of this host; null for all.
   * @param port - 0 to 65535; 0 lets the system choose.
   * @returns Null when `timeProvider` is off, it is not prepared, or the port cannot be bound.
   * @see gst_rtsp_media_get_time_provider
   */
  getTimeProvider(address: string | null, port: number): Promise<NetTimeProvider | null> {
    return c.gst_rtsp_media_get_time_provider(this, address, port) as Promise<NetTimeProvider | null>;
  }

  /**
   * Has it play in this pipeline, to which its element is added. The factories do that for the media that they make.
   *
   * @throws GError (the Promise rejects) when it has a pipeline already.
   * @see gst_rtsp_media_take_pipeline
   */
  takePipeline(pipeline: Pipeline): Promise<void> {
    return c.node_rtsp_media_take_pipeline(this, pipeline) as Promise<void>;
  }

  /**
   * What stands in the `Range` header; null when it is not prepared, or has no range in that unit. Waits while a
   * request of a client prepares or seeks the medium.
   *
   * @param play - Whether it is for a response to PLAY, which tells where it plays now.
   * @see gst_rtsp_media_get_range_string
   */
  getRangeString(play: boolean, unit: RTSPRangeUnit): Promise<string | null> {
    return c.gst_rtsp_media_get_range_string(this, play, unit) as Promise<string | null>;
  }

  /**
   * Suspends it, as its suspend mode says, unless somebody plays it.
   *
   * It may be overridden; C waits for the answer. Unless that is false C's own implementation runs, too, after the
   * override when that has not called it.
   *
   * @returns Whether it is suspended, or needs not be.
   * @see gst_rtsp_media_suspend
   */
  suspend(): Promise<boolean> {
    if (isInOverride(this, 'suspend')) return chainUp(this, 'suspend', []) as Promise<boolean>;
    return c.node_rtsp_media_suspend(this) as Promise<boolean>;
  }

  /**
   * Undoes `suspend()`. It may be overridden, as `suspend()`. Waits until its pipeline has started again.
   *
   * @returns Whether that was possible.
   * @throws Error where `unprepare()` does.
   * @see gst_rtsp_media_unsuspend
   */
  unsuspend(): Promise<boolean> {
    if (isInOverride(this, 'unsuspend')) return chainUp(this, 'unsuspend', []) as Promise<boolean>;
    return c.node_rtsp_media_unsuspend(this) as Promise<boolean>;
  }

  /**
   * Plays, pauses or stops it for some transports.
   *
   * @param transports - Of the medium's own streams.
   * @returns Whether that was possible.
   * @throws GError (the Promise rejects) when a transport is not one of this medium's, or cannot be sent to.
   * @see gst_rtsp_media_set_state
   */
  setState(state: State, transports: (RTSPStreamTransport | null)[]): Promise<boolean> {
    return c.node_rtsp_media_set_state(this, state, transports) as Promise<boolean>;
  }

  /**
   * Sets the state of its pipeline; `NULL` unprepares it.
   *
   * @throws GError (the Promise rejects) when it is not prepared.
   * @see gst_rtsp_media_set_pipeline_state
   */
  setPipelineState(state: State): Promise<void> {
    return c.node_rtsp_media_set_pipeline_state(this, state) as Promise<void>;
  }

  /**
   * Completes its pipeline for these transports, as PLAY does.
   *
   * @param transports - By the index of their stream; null, or nothing, for a stream that is not set up.
   * @returns Whether that was possible.
   * @throws GError (the Promise rejects) when one is not a transport of its stream, or cannot be sent to.
   * @see gst_rtsp_media_complete_pipeline
   */
  completePipeline(transports: (RTSPStreamTransport | null)[]): Promise<boolean> {
    return c.node_rtsp_media_complete_pipeline(this, transports) as Promise<boolean>;
  }

  /**
   * What happens to it while nobody plays it.
   *
   * @throws Error in a handler of `new-stream` that keeps one of the pipeline's threads, and in `media-constructed` and
   * `media-configure` of another medium.
   * @see gst_rtsp_media_get_suspend_mode
   */
  getSuspendMode(): Promise<RTSPSuspendMode> {
    return c.gst_rtsp_media_get_suspend_mode(this) as Promise<RTSPSuspendMode>;
  }

  /**
   * Sets what happens to it while nobody plays it. While it is prepared nothing changes.
   *
   * @throws GError for another mode than `RESET` while it is suspended by that: it must be started anew.
   * @throws Error where `getSuspendMode()` does.
   * @see gst_rtsp_media_set_suspend_mode
   */
  setSuspendMode(mode: RTSPSuspendMode): Promise<void> {
    return c.node_rtsp_media_set_suspend_mode(this, mode) as Promise<void>;
  }

  /**
   * Stops it, when its last user does so.
   *
   * It may be overridden; C waits for the answer. C's own implementation runs, too, after the override when that has not
   * called it.
   *
   * @throws Error in the handlers of `new-stream`, `media-constructed` and `media-configure`: it would wait for them.
   * @see gst_rtsp_media_unprepare
   */
  unprepare(): Promise<boolean> {
    if (isInOverride(this, 'unprepare')) return chainUp(this, 'unprepare', []) as Promise<boolean>;
    return c.node_rtsp_media_unprepare(this) as Promise<boolean>;
  }

  /**
   * Adds its streams to an SDP. False: that cannot be done.
   *
   * It may be overridden, as `prepare()`; C waits for the answer. `sdp` is what DESCRIBE is answered with.
   *
   * @throws GError (the Promise rejects) when it is not prepared.
   * @see gst_rtsp_media_setup_sdp
   */
  setupSdp(sdp: SDPMessage, info: SDPInfo): Promise<boolean> {
    if (isInOverride(this, 'setupSdp')) {
      const answer = chainUp(this, 'setupSdp', [sdp, info]) as Promise<[boolean, SDPMessage]>;
      return changeSdp(
        sdp,
        answer.then(([well, changed]) => (well ? changed : null)),
      );
    }
    return changeSdp(sdp, c.node_rtsp_media_setup_sdp(this, sdp, info) as Promise<SDPMessage | null>);
  }

  /**
   * Sets its streams up for what a recording client announces. False: they do not fit, or a key of it cannot be used.
   *
   * It may be overridden, as `prepare()`; C waits for the answer, and what is answered false is refused.
   *
   * @see gst_rtsp_media_handle_sdp
   */
  handleSdp(sdp: SDPMessage): Promise<boolean> {
    if (isInOverride(this, 'handleSdp')) return chainUp(this, 'handleSdp', [sdp]) as Promise<boolean>;
    return c.node_rtsp_media_handle_sdp(this, sdp) as Promise<boolean>;
  }

  /**
   * Converts a range, which is written as in the header `Range`, into another unit; null: that cannot be done.
   *
   * Override it; C waits for the answer. @see GstRTSPMediaClass.convert_range
   */
  protected convertRange(range: string, unit: RTSPRangeUnit): Awaitable<string | null> {
    return firstOf(chainUp(this, 'convertRange', [range, unit]));
  }

  /**
   * The medium's `rtpbin`, a new one; null: the medium cannot be started.
   *
   * Override it; C waits for the answer. @see GstRTSPMediaClass.create_rtpbin
   */
  protected createRtpbin(): Awaitable<Element | null> {
    return chainUp(this, 'createRtpbin', []) as Promise<Element | null>;
  }

  /**
   * Sets its `rtpbin` up. False: the medium cannot be started. Else C's own implementation runs, too, after the override
   * when that has not called it.
   *
   * Override it; C waits for the answer. @see GstRTSPMediaClass.setup_rtpbin
   */
  protected setupRtpbin(rtpbin: Element): Awaitable<boolean> {
    return chainUp(this, 'setupRtpbin', [rtpbin]) as Promise<boolean>;
  }

  /**
   * A stream was added; after the handlers of `new-stream`.
   *
   * Override it; C waits for the answer. @see GstRTSPMediaClass.new_stream
   */
  protected newStream(stream: RTSPStream): Awaitable<void> {
    return chainUp(this, 'newStream', [stream]) as Promise<void>;
  }

  /** A stream was removed. Override it; C does not wait. @see GstRTSPMediaClass.removed_stream */
  protected removedStream(_stream: RTSPStream): Awaitable<void> {
    // C's own part has run by now.
  }

  /** The pipeline has started. Override it; C does not wait. @see GstRTSPMediaClass.prepared */
  protected prepared(): Awaitable<void> {
    // C's own part has run by now.
  }

  /** The pipeline has stopped. Override it; C does not wait. @see GstRTSPMediaClass.unprepared */
  protected unprepared(): Awaitable<void> {
    // C's own part has run by now.
  }

  /** The pipeline is to change its state. Override it; C does not wait. @see GstRTSPMediaClass.target_state */
  protected targetState(_state: State): Awaitable<void> {
    // C's own part has run by now.
  }

  /** The pipeline has changed its state. Override it; C does not wait. @see GstRTSPMediaClass.new_state */
  protected newState(_state: State): Awaitable<void> {
    // C's own part has run by now.
  }

  /** The pipeline has posted a message, and the library has handled it. Override it; C does not wait. @see GstRTSPMediaClass.handle_message */
  protected handleMessage(_message: Message): Awaitable<void> {
    // C's own part has run by now.
  }
}

registerClass('GstRTSPMedia', RTSPMedia, c.node_rtsp_media_new);
eventSince(RTSPMedia, 'notify::ensure-keyunit-on-start', '1.24');
eventSince(RTSPMedia, 'notify::ensure-keyunit-on-start-timeout', '1.24');
