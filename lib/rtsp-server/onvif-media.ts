import { registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import { RTSPMedia, type RTSPMediaEvents } from './media.js';

/**
 * A medium that may have a backchannel: a stream that clients send to while they play the others. Its SDP says
 * `sendonly` of that, and `recvonly` of the others.
 *
 * @see GstRTSPOnvifMedia
 */
export class RTSPOnvifMedia<E extends RTSPMediaEvents = RTSPMediaEvents> extends RTSPMedia<E> {
  /**
   * Makes a stream of the backchannel in its element: a bin named `onvif-backchannel`, whose pad `sink` takes RTP caps
   * that say everything. The factory has done so for its media.
   *
   * @returns Whether there was one without a stream.
   * @throws GError (the Promise rejects) when it is prepared already, or when that bin cannot be used.
   * @see gst_rtsp_onvif_media_collect_backchannel
   */
  collectBackchannel(): Promise<boolean> {
    return c.node_rtsp_onvif_media_collect_backchannel(this) as Promise<boolean>;
  }

  /**
   * The bandwidth of the backchannel, as the SDP has it (`b=AS:`, kilobits per second by RFC 4566, though the C library
   * speaks of bits); 0: it says nothing. Default: the factory's. @see gst_rtsp_onvif_media_set_backchannel_bandwidth
   */
  get backchannelBandwidth(): number {
    return c.gst_rtsp_onvif_media_get_backchannel_bandwidth(this) as number;
  }
  set backchannelBandwidth(bandwidth: number) {
    c.gst_rtsp_onvif_media_set_backchannel_bandwidth(this, bandwidth);
  }
}

registerClass('GstRTSPOnvifMedia', RTSPOnvifMedia, c.node_rtsp_onvif_media_new);
