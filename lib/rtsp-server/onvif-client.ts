import { registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import { RTSPClient, type RTSPClientEvents } from './client.js';

/**
 * A client that may speak ONVIF: it may require a backchannel or a replay of its mount's factory, and is answered 551
 * where that does not have it. PLAY may have `Frames` and `Rate-Control`; 400 for what they cannot be.
 *
 * What handlers of `check-requirements` leave unsupported is looked for here: one that knows an option of its own
 * answers with the list of all others. An override of `checkRequirements()` is asked about what they have left.
 *
 * @see GstRTSPOnvifClient
 */
export class RTSPOnvifClient<E extends RTSPClientEvents = RTSPClientEvents> extends RTSPClient<E> {}

registerClass('GstRTSPOnvifClient', RTSPOnvifClient, c.node_rtsp_onvif_client_new);
