import type { GError } from '../gobject/error.js';
import { GObject, type GObjectEvents, registerClass } from '../gobject/object.js';
import { type Awaitable, chainUp, isInOverride } from '../gobject/overrides.js';
import { classOf, libraryTypeOf, subclassNumber } from '../gobject/subclass.js';
import { eventSince, requireProperty } from '../gobject/unsupported.js';
import type { Clock } from '../gst/clock.js';
import type { Element } from '../gst/element.js';
import '../gst/launch-error.js';
import type { RTSPUrl } from '../gstrtsp/url.js';
import { c } from '../native.js';
import type { RTSPAddressPool } from './address-pool.js';
import type { RTSPPublishClockMode, RTSPSuspendMode } from './enums.js';
import { RTSPMedia } from './media.js';
import { RTSPPermissions } from './permissions.js';

/** Events of a factory. */
export interface RTSPMediaFactoryEvents extends GObjectEvents {
  /** A medium was made. C waits, so that it can be changed before it is configured. @see GstRTSPMediaFactory::media-constructed */
  'media-constructed': (media: RTSPMedia) => unknown;
  /** A medium was made and configured. C waits. @see GstRTSPMediaFactory::media-configure */
  'media-configure': (media: RTSPMedia) => unknown;
  /**
   * The pipeline of a mount failed: its launch line, an element while it runs (the clients that play it are closed), or
   * its start, which took longer than `prepareTimeout`. An error for an element that is not installed names the package
   * that has it. `media` is null when none could be made; `debug` is what the element adds for its developers. C does not
   * wait. An addition to the C library.
   */
  'media-error': (media: RTSPMedia | null, error: GError, debug: string | null) => unknown;
}

/**
 * Makes the media of a mount when a client asks for it.
 *
 * @see GstRTSPMediaFactory
 */
export class RTSPMediaFactory<E extends RTSPMediaFactoryEvents = RTSPMediaFactoryEvents> extends GObject<E> {
  public constructor() {
    super();
  }

  /**
   * Makes the elements of a launch line and looks whether they can be served: at least one is a payloader named `pay0`,
   * `dynpay0` or `depay0`, with a pad. Nothing is started. An addition to the C library.
   *
   * @throws GError that says what is wrong, in GStreamer's own words where they are its.
   */
  static checkLaunch(launch: string): Promise<void> {
    return c.node_rtsp_media_factory_check_launch(launch) as Promise<void>;
  }

  /** The pipeline, as a launch line in parentheses: its payloaders are named `pay0`, `pay1`, … Launch lines are code: never put into them what a stranger may choose. @see gst_rtsp_media_factory_get_launch */
  get launch(): string | null {
    return c.gst_rtsp_media_factory_get_launch(this) as string | null;
  }
  set launch(launch: string) {
    c.gst_rtsp_media_factory_set_launch(this, launch);
  }

  /**
   * How long a pipeline may take to start, in milliseconds: after that the client gets its error, and `media-error` says
   * where it waits. Also how long an element may block in one change of its state, of which starting takes two. 0: 20
   * seconds, the library's own limit. Default: 10000. An addition to the C library.
   */
  get prepareTimeout(): number {
    return c.node_rtsp_media_factory_get_prepare_timeout(this) as number;
  }
  set prepareTimeout(prepareTimeout: number) {
    c.node_rtsp_media_factory_set_prepare_timeout(this, prepareTimeout);
  }

  /** Where its streams get multicast addresses and UDP ports from; null (default): the system's choice. @see gst_rtsp_media_factory_set_address_pool */
  get addressPool(): RTSPAddressPool | null {
    return c.gst_rtsp_media_factory_get_address_pool(this) as RTSPAddressPool | null;
  }
  set addressPool(pool: RTSPAddressPool | null) {
    c.gst_rtsp_media_factory_set_address_pool(this, pool);
  }

  /**
   * Adds a role to its permissions, which it gets if it has none; a role that is there is replaced.
   *
   * @param role - Letters, digits and `/-_.:+`; the first is a letter.
   * @throws TypeError for another name.
   * @see gst_rtsp_media_factory_add_role
   */
  addRole(role: string, permissions: Readonly<Record<string, boolean>>): void {
    const all = this.permissions ?? new RTSPPermissions();
    all.addRole(role, permissions);
    this.permissions = all;
  }

  /** Who may do what with the mount; null (default): everybody everything, unless the server has an `auth`. @see gst_rtsp_media_factory_get_permissions */
  get permissions(): RTSPPermissions | null {
    return c.gst_rtsp_media_factory_get_permissions(this) as RTSPPermissions | null;
  }
  set permissions(permissions: RTSPPermissions | null) {
    c.gst_rtsp_media_factory_set_permissions(this, permissions);
  }

  /** Whether all clients share one pipeline. Default: false, one for each client. @see gst_rtsp_media_factory_is_shared */
  get shared(): boolean {
    return c.gst_rtsp_media_factory_is_shared(this) as boolean;
  }
  set shared(shared: boolean) {
    c.gst_rtsp_media_factory_set_shared(this, shared);
  }

  /** Whether the media of a client stops when its connection ends without TEARDOWN. Default: true. @see gst_rtsp_media_factory_is_stop_on_disonnect */
  get stopOnDisconnect(): boolean {
    return c.gst_rtsp_media_factory_is_stop_on_disonnect(this) as boolean;
  }
  set stopOnDisconnect(stopOnDisconnect: boolean) {
    c.gst_rtsp_media_factory_set_stop_on_disconnect(this, stopOnDisconnect);
  }

  /** What happens to a pipeline that nobody plays yet. Default: NONE. @see gst_rtsp_media_factory_get_suspend_mode */
  get suspendMode(): RTSPSuspendMode {
    return c.gst_rtsp_media_factory_get_suspend_mode(this) as RTSPSuspendMode;
  }
  set suspendMode(suspendMode: RTSPSuspendMode) {
    c.gst_rtsp_media_factory_set_suspend_mode(this, suspendMode);
  }

  /** Whether a pipeline is ended by an end-of-stream. Default: false. @see gst_rtsp_media_factory_is_eos_shutdown */
  get eosShutdown(): boolean {
    return c.gst_rtsp_media_factory_is_eos_shutdown(this) as boolean;
  }
  set eosShutdown(eosShutdown: boolean) {
    c.gst_rtsp_media_factory_set_eos_shutdown(this, eosShutdown);
  }

  /** Allowed profiles, one or several of `RTSPProfile`. Default: AVP. @see gst_rtsp_media_factory_get_profiles */
  get profiles(): number {
    return c.gst_rtsp_media_factory_get_profiles(this) as number;
  }
  set profiles(profiles: number) {
    c.gst_rtsp_media_factory_set_profiles(this, profiles);
  }

  /** Allowed lower transports, one or several of `RTSPLowerTrans`. Default: UDP, UDP_MCAST and TCP. @see gst_rtsp_media_factory_get_protocols */
  get protocols(): number {
    return c.gst_rtsp_media_factory_get_protocols(this) as number;
  }
  set protocols(protocols: number) {
    c.gst_rtsp_media_factory_set_protocols(this, protocols);
  }

  /**
   * Played from, or recorded to: one or several of `RTSPTransportMode`. With RECORD among them nobody can watch: DESCRIBE
   * prepares no such medium. Default: PLAY. @see gst_rtsp_media_factory_get_transport_mode
   */
  get transportMode(): number {
    return c.gst_rtsp_media_factory_get_transport_mode(this) as number;
  }
  set transportMode(transportMode: number) {
    c.gst_rtsp_media_factory_set_transport_mode(this, transportMode);
  }

  /**
   * The size of the kernel's UDP send buffer, in bytes, 0 to 2147483647; 0: the system's choice. The kernel has a limit of
   * its own. Default: 524288.
   *
   * @throws TypeError (setter) for another number.
   * @see gst_rtsp_media_factory_get_buffer_size
   */
  get bufferSize(): number {
    return c.gst_rtsp_media_factory_get_buffer_size(this) as number;
  }
  set bufferSize(bufferSize: number) {
    c.gst_rtsp_media_factory_set_buffer_size(this, bufferSize);
  }

  /**
   * How long received media is buffered against jitter, in milliseconds, 0 to 4294967295. Default: 200.
   *
   * @throws TypeError (setter) for another number.
   * @see gst_rtsp_media_factory_get_latency
   */
  get latency(): number {
    return c.gst_rtsp_media_factory_get_latency(this) as number;
  }
  set latency(latency: number) {
    c.gst_rtsp_media_factory_set_latency(this, latency);
  }

  /**
   * How long packets are kept for retransmission, in nanoseconds, of which whole milliseconds count; 0n (default): not at
   * all. Up to 4294967295999999n: of more, and of null, which is the largest number of 64 bits, the library takes the
   * lower 32 bits of the milliseconds.
   *
   * @throws TypeError (setter) for another value.
   * @see gst_rtsp_media_factory_get_retransmission_time
   */
  get retransmissionTime(): bigint | null {
    return c.gst_rtsp_media_factory_get_retransmission_time(this) as bigint | null;
  }
  set retransmissionTime(retransmissionTime: bigint | null) {
    c.gst_rtsp_media_factory_set_retransmission_time(this, retransmissionTime);
  }

  /** Whether retransmission is asked for when recording. Default: false. @see gst_rtsp_media_factory_get_do_retransmission */
  get doRetransmission(): boolean {
    return c.gst_rtsp_media_factory_get_do_retransmission(this) as boolean;
  }
  set doRetransmission(doRetransmission: boolean) {
    c.gst_rtsp_media_factory_set_do_retransmission(this, doRetransmission);
  }

  /** The network interface of multicast; null (default): the system's choice. @see gst_rtsp_media_factory_get_multicast_iface */
  get multicastIface(): string | null {
    return c.gst_rtsp_media_factory_get_multicast_iface(this) as string | null;
  }
  set multicastIface(multicastIface: string | null) {
    c.gst_rtsp_media_factory_set_multicast_iface(this, multicastIface);
  }

  /**
   * The longest time to live of multicast that a client may ask for, in hops, 1 to 255. Default: 255.
   *
   * @throws RangeError (setter) for another number, and TypeError for what is none from 0 to 4294967295.
   * @see gst_rtsp_media_factory_set_max_mcast_ttl
   */
  get maxMcastTtl(): number {
    return c.gst_rtsp_media_factory_get_max_mcast_ttl(this) as number;
  }
  set maxMcastTtl(ttl: number) {
    if (!c.gst_rtsp_media_factory_set_max_mcast_ttl(this, ttl)) {
      throw new RangeError(`RTSPMediaFactory.maxMcastTtl must be an integer from 1 to 255, not ${ttl}`);
    }
  }

  /** Whether multicast sockets are bound to the multicast address. Default: false. @see gst_rtsp_media_factory_is_bind_mcast_address */
  get bindMcastAddress(): boolean {
    return c.gst_rtsp_media_factory_is_bind_mcast_address(this) as boolean;
  }
  set bindMcastAddress(bindMcastAddress: boolean) {
    c.gst_rtsp_media_factory_set_bind_mcast_address(this, bindMcastAddress);
  }

  /** Whether the streams have RTCP. Default: true. @see gst_rtsp_media_factory_is_enable_rtcp */
  get enableRtcp(): boolean {
    return c.gst_rtsp_media_factory_is_enable_rtcp(this) as boolean;
  }
  set enableRtcp(enableRtcp: boolean) {
    c.gst_rtsp_media_factory_set_enable_rtcp(this, enableRtcp);
  }

  /**
   * Whether somebody who joins is sent a key frame first. Default: false.
   *
   * @throws UnsupportedError before GStreamer 1.24.
   * @see gst_rtsp_media_factory_set_ensure_keyunit_on_start
   */
  get ensureKeyunitOnStart(): boolean {
    requireProperty(this, 'ensure-keyunit-on-start', 'RTSPMediaFactory.ensureKeyunitOnStart', '1.24');
    return this.getProperty('ensure-keyunit-on-start') as boolean;
  }
  set ensureKeyunitOnStart(ensureKeyunitOnStart: boolean) {
    requireProperty(this, 'ensure-keyunit-on-start', 'RTSPMediaFactory.ensureKeyunitOnStart', '1.24');
    this.setProperty('ensure-keyunit-on-start', ensureKeyunitOnStart);
  }

  /**
   * How old that key frame may be, in milliseconds, 0 to 4294967295: a new one is asked for where the last one is
   * older. Default: 100.
   *
   * @throws UnsupportedError before GStreamer 1.24.
   * @see gst_rtsp_media_factory_set_ensure_keyunit_on_start_timeout
   */
  get ensureKeyunitOnStartTimeout(): number {
    requireProperty(this, 'ensure-keyunit-on-start-timeout', 'RTSPMediaFactory.ensureKeyunitOnStartTimeout', '1.24');
    return this.getProperty('ensure-keyunit-on-start-timeout') as number;
  }
  set ensureKeyunitOnStartTimeout(milliseconds: number) {
    requireProperty(this, 'ensure-keyunit-on-start-timeout', 'RTSPMediaFactory.ensureKeyunitOnStartTimeout', '1.24');
    this.setProperty('ensure-keyunit-on-start-timeout', milliseconds);
  }

  /**
   * The DSCP of RTP packets, 0 to 63; -1 (default): the system's choice.
   *
   * @throws TypeError (setter) for another number.
   * @see gst_rtsp_media_factory_get_dscp_qos
   */
  get dscpQos(): number {
    return c.gst_rtsp_media_factory_get_dscp_qos(this) as number;
  }
  set dscpQos(dscpQos: number) {
    c.gst_rtsp_media_factory_set_dscp_qos(this, dscpQos);
  }

  /** The clock of the pipelines that it makes; null: one that they choose, which is the default. @see gst_rtsp_media_factory_get_clock */
  get clock(): Clock | null {
    return c.gst_rtsp_media_factory_get_clock(this) as Clock | null;
  }
  set clock(clock: Clock | null) {
    c.gst_rtsp_media_factory_set_clock(this, clock);
  }

  /** Whether the SDP announces the clock. Default: CLOCK. @see gst_rtsp_media_factory_get_publish_clock_mode */
  get publishClockMode(): RTSPPublishClockMode {
    return c.gst_rtsp_media_factory_get_publish_clock_mode(this) as RTSPPublishClockMode;
  }
  set publishClockMode(publishClockMode: RTSPPublishClockMode) {
    c.gst_rtsp_media_factory_set_publish_clock_mode(this, publishClockMode);
  }

  /**
   * The class of its media: the library makes one for each that it serves, and JavaScript's object for it is made of the
   * class when it is first seen, without an element, so that its fields are initialised then. Default: `RTSPMedia`, of an
   * `RTSPOnvifMediaFactory` `RTSPOnvifMedia`.
   *
   * @throws TypeError for a class of something else, and for one that overrides what cannot be overridden; GError for
   * one that is no `RTSPOnvifMedia`, where the factory is an `RTSPOnvifMediaFactory`.
   * @see gst_rtsp_media_factory_set_media_gtype
   */
  get mediaClass(): new (element: Element) => RTSPMedia {
    const [library, number] = c.node_rtsp_media_factory_get_media_gtype(this) as [string, number];
    return classOf(number, library) as new (element: Element) => RTSPMedia;
  }
  set mediaClass(mediaClass: new (element: Element) => RTSPMedia) {
    if (
      mediaClass !== RTSPMedia &&
      !((mediaClass as unknown) instanceof Function && mediaClass.prototype instanceof RTSPMedia)
    ) {
      throw new TypeError('RTSPMediaFactory.mediaClass must be RTSPMedia or a subclass of it');
    }
    c.node_rtsp_media_factory_set_media_gtype(this, subclassNumber(mediaClass, true), libraryTypeOf(mediaClass));
  }

  /**
   * What clients share a medium by, where the factory is shared: those with the same key get the same one. Null: nobody
   * shares it.
   *
   * Override it; C waits for the answer. @see GstRTSPMediaFactoryClass.gen_key
   */
  protected genKey(url: RTSPUrl): Awaitable<string | null> {
    return chainUp(this, 'genKey', [url]) as Promise<string | null>;
  }

  /**
   * The element that a medium's streams come from: a bin with payloaders `pay0`, `pay1`, …, or depayloaders `depay0`, …;
   * a new one each time. Null: the client is answered 503, and the factory emits `media-error`.
   *
   * Override it; C waits for the answer.
   *
   * @see gst_rtsp_media_factory_create_element
   * @see GstRTSPMediaFactoryClass.create_element
   *
   * @example
   * ```ts
   * class CameraFactory extends RTSPMediaFactory {
   *   override createElement(url: RTSPUrl) {
   *     const camera = Number(new URLSearchParams(url.query ?? '').get('camera'));
   *     return parseLaunch(`( v4l2src device=/dev/video${camera} ! x264enc ! rtph264pay name=pay0 )`);
   *   }
   * }
   * ```
   */
  createElement(url: RTSPUrl): Awaitable<Element | null> {
    if (!isInOverride(this, 'createElement')) {
      return c.node_rtsp_media_factory_create_element(this, url) as Promise<Element | null>;
    }
    return chainUp(this, 'createElement', [url]) as Promise<Element | null>;
  }

  /**
   * The pipeline that a medium's element is put into: a new one each time. Null: the client is answered 503, and the
   * factory emits `media-error`.
   *
   * Override it; C waits for the answer. @see GstRTSPMediaFactoryClass.create_pipeline
   */
  protected createPipeline(media: RTSPMedia): Awaitable<Element | null> {
    return chainUp(this, 'createPipeline', [media]) as Promise<Element | null>;
  }

  /**
   * A medium for that URL, made and configured, or the one that clients share; null when it cannot be made, see
   * `media-error`. As a part of serving a client it is not configured yet. A shared factory keeps it until it has been
   * prepared and unprepared.
   *
   * Override it; C waits for the answer: what `super.construct()` gives, or null, and the client is answered 503.
   *
   * @see gst_rtsp_media_factory_construct
   * @see GstRTSPMediaFactoryClass.construct
   */
  construct(url: RTSPUrl): Awaitable<RTSPMedia | null> {
    if (!isInOverride(this, 'construct')) {
      return c.node_rtsp_media_factory_construct(this, url) as Promise<RTSPMedia | null>;
    }
    return chainUp(this, 'construct', [url]) as Promise<RTSPMedia | null>;
  }

  /**
   * Gives a new medium the factory's settings.
   *
   * Override it; C waits for the answer. @see GstRTSPMediaFactoryClass.configure
   */
  protected configure(media: RTSPMedia): Awaitable<void> {
    return chainUp(this, 'configure', [media]) as Promise<void>;
  }

  /**
   * A medium was made and is not configured yet; after the handlers of `media-constructed`.
   *
   * Override it; C waits for the answer. @see GstRTSPMediaFactoryClass.media_constructed
   */
  protected mediaConstructed(media: RTSPMedia): Awaitable<void> {
    return chainUp(this, 'mediaConstructed', [media]) as Promise<void>;
  }

  /**
   * A medium was made and configured; after the handlers of `media-configure`.
   *
   * Override it; C waits for the answer. @see GstRTSPMediaFactoryClass.media_configure
   */
  protected mediaConfigure(media: RTSPMedia): Awaitable<void> {
    return chainUp(this, 'mediaConfigure', [media]) as Promise<void>;
  }
}

registerClass('GstRTSPMediaFactory', RTSPMediaFactory, c.node_rtsp_media_factory_new);
eventSince(RTSPMediaFactory, 'notify::ensure-keyunit-on-start', '1.24');
eventSince(RTSPMediaFactory, 'notify::ensure-keyunit-on-start-timeout', '1.24');
