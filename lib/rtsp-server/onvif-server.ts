import { registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import { RTSPServer, type RTSPServerEvents } from './server.js';
import './onvif-client.js';

/**
 * A server whose clients may speak ONVIF: its connections are handled by an `RTSPOnvifClient` each. Everything else is
 * as in `RTSPServer`; mount an `RTSPOnvifMediaFactory` where there is a backchannel, or a recording.
 *
 * @example
 * ```ts
 * const server = new RTSPOnvifServer();
 * const factory = new RTSPOnvifMediaFactory();
 * factory.launch = '( videotestsrc is-live=true ! x264enc tune=zerolatency ! rtph264pay name=pay0 )';
 * factory.backchannelLaunch =
 *   '( capsfilter caps="application/x-rtp, media=audio, payload=0, clock-rate=8000, encoding-name=PCMU" ' +
 *   'name=depay_backchannel ! rtppcmudepay ! mulawdec ! audioconvert ! audioresample ! pulsesink async=false )';
 * await mount(server, '/camera', factory);
 * await server.attach();
 * ```
 * @see GstRTSPOnvifServer
 */
export class RTSPOnvifServer<E extends RTSPServerEvents = RTSPServerEvents> extends RTSPServer<E> {}

registerClass('GstRTSPOnvifServer', RTSPOnvifServer, c.node_rtsp_onvif_server_new);
