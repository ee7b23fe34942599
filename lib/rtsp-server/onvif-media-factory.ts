import { overridesSince, registerClass } from '../gobject/object.js';
import { type Awaitable, chainUp, isInOverride } from '../gobject/overrides.js';
import { c } from '../native.js';
import type { RTSPContext } from './context.js';
import { RTSPMediaFactory, type RTSPMediaFactoryEvents } from './media-factory.js';
import type { RTSPOnvifMedia } from './onvif-media.js';
import './onvif-media.js';

/**
 * Makes `RTSPOnvifMedia`: to those who require it with a backchannel, which nobody shares. Of an `RTSPOnvifServer`.
 *
 * Its transport mode is PLAY, its media are `RTSPOnvifMedia` or of a subclass of that.
 *
 * @see GstRTSPOnvifMediaFactory
 */
export class RTSPOnvifMediaFactory<
  E extends RTSPMediaFactoryEvents = RTSPMediaFactoryEvents,
> extends RTSPMediaFactory<E> {
  /**
   * Makes the elements of a backchannel's launch line and looks whether clients can send to them. Nothing is started. An
   * addition to the C library.
   *
   * @throws GError that says what is wrong, in GStreamer's own words where they are its.
   */
  static checkBackchannelLaunch(launch: string): Promise<void> {
    return c.node_rtsp_onvif_media_factory_check_backchannel_launch(launch) as Promise<void>;
  }

  /**
   * What takes the packets that a client sends, as a launch line in parentheses: its element `depay_backchannel` has a
   * pad `sink` whose RTP caps say everything, one set of them for each codec: `media`, `payload`, `clock-rate` and
   * `encoding-name`. Its sinks have `async=false`, since nothing arrives before the medium plays. Null (default): there
   * is no backchannel. Launch lines are code: never put into them what a stranger may choose.
   *
   * @see gst_rtsp_onvif_media_factory_set_backchannel_launch
   */
  get backchannelLaunch(): string | null {
    return c.gst_rtsp_onvif_media_factory_get_backchannel_launch(this) as string | null;
  }
  set backchannelLaunch(launch: string | null) {
    c.gst_rtsp_onvif_media_factory_set_backchannel_launch(this, launch);
  }

  /**
   * The `backchannelBandwidth` of its media, 0 to 4294967295. Default: 0, the SDP says nothing.
   *
   * @throws TypeError (setter) for another number.
   * @see gst_rtsp_onvif_media_factory_set_backchannel_bandwidth
   */
  get backchannelBandwidth(): number {
    return c.gst_rtsp_onvif_media_factory_get_backchannel_bandwidth(this) as number;
  }
  set backchannelBandwidth(bandwidth: number) {
    c.gst_rtsp_onvif_media_factory_set_backchannel_bandwidth(this, bandwidth);
  }

  /** Whether clients may require a replay: its media are recordings, which can be sought in. Default: false. @see gst_rtsp_onvif_media_factory_set_replay_support */
  get replaySupport(): boolean {
    return c.gst_rtsp_onvif_media_factory_has_replay_support(this) as boolean;
  }
  set replaySupport(replaySupport: boolean) {
    c.gst_rtsp_onvif_media_factory_set_replay_support(this, replaySupport);
  }

  /**
   * Whether clients may require a backchannel. C's own implementation answers whether there is a `backchannelLaunch`.
   *
   * Override it, for media whose `createElement()` makes the backchannel; C waits for the answer. `super` gives a value.
   *
   * @see gst_rtsp_onvif_media_factory_has_backchannel_support
   */
  hasBackchannelSupport(): Awaitable<boolean> {
    if (isInOverride(this, 'hasBackchannelSupport')) return chainUp(this, 'hasBackchannelSupport', []) as boolean;
    return c.gst_rtsp_onvif_media_factory_has_backchannel_support(this) as boolean;
  }

  /**
   * Whether the request requires a backchannel that the running handler or override is asked about: one of
   * `createElement()` then makes a bin that has one, see `RTSPOnvifMedia.collectBackchannel()`. Elsewhere: false.
   *
   * It is known at once: nothing is waited for.
   *
   * @see gst_rtsp_onvif_media_factory_requires_backchannel
   */
  requiresBackchannel(): Promise<boolean> {
    return c.node_rtsp_onvif_media_factory_requires_backchannel(this) as Promise<boolean>;
  }

  /**
   * Makes the backchannel's stream of a medium that is being constructed, whether the client requires it or not. C's own
   * implementation does what `media.collectBackchannel()` does.
   *
   * Override it, for a backchannel that is known later: answer true, and call `media.collectBackchannel()` before the
   * medium is prepared, at the latest in a handler of `media-configure`. False is a `media-error`, and 503 for the client.
   * C waits for the answer. With GStreamer 1.26 or newer: before, an object of a class that overrides it cannot be made,
   * which is an UnsupportedError.
   *
   * @see GstRTSPOnvifMediaFactoryClass.create_backchannel_stream
   */
  protected createBackchannelStream(media: RTSPOnvifMedia, context: RTSPContext): Awaitable<boolean> {
    return chainUp(this, 'createBackchannelStream', [media, context]) as Promise<boolean>;
  }
}

registerClass('GstRTSPOnvifMediaFactory', RTSPOnvifMediaFactory, c.node_rtsp_onvif_media_factory_new);
overridesSince(RTSPOnvifMediaFactory, { createBackchannelStream: '1.26' });
