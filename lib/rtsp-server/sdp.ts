import type { Caps } from '../gst/caps.js';
import type { RTSPProfile } from '../gstrtsp/enums.js';
import '../gstsdp/sdp-media.js';
import type { SDPMessage } from '../gstsdp/sdp-message.js';
import { c } from '../native.js';
import type { RTSPMedia } from './media.js';
import { changeSdp, type SDPInfo } from './sdp-info.js';
import type { RTSPStream } from './stream.js';

/**
 * Adds a medium to an SDP: its range, and its streams.
 *
 * @returns Whether that was possible; the SDP is as it was otherwise.
 * @throws GError (the Promise rejects) when the medium is not prepared.
 * @see gst_rtsp_sdp_from_media
 */
export function rtspSdpFromMedia(sdp: SDPMessage, info: SDPInfo, media: RTSPMedia): Promise<boolean> {
  return changeSdp(sdp, c.node_rtsp_sdp_from_media(sdp, info, media) as Promise<SDPMessage | null>);
}

/**
 * Adds a stream to an SDP, once for each of its profiles.
 *
 * @returns Whether that was possible; the SDP is as it was otherwise.
 * @throws GError (the Promise rejects) when the stream is in no pipeline.
 * @see gst_rtsp_sdp_from_stream
 */
export function rtspSdpFromStream(sdp: SDPMessage, info: SDPInfo, stream: RTSPStream): Promise<boolean> {
  return changeSdp(sdp, c.node_rtsp_sdp_from_stream(sdp, info, stream) as Promise<SDPMessage | null>);
}

/**
 * Adds a stream to an SDP for one profile, with caps that may be others than its own.
 *
 * @param caps - With `media`, `payload` and `clock-rate`.
 * @returns Whether that was possible; the SDP is as it was otherwise.
 * @throws GError (the Promise rejects) for other caps, and when the stream is in no pipeline.
 * @see gst_rtsp_sdp_make_media
 */
export function rtspSdpMakeMedia(
  sdp: SDPMessage,
  info: SDPInfo,
  stream: RTSPStream,
  caps: Caps,
  profile: RTSPProfile,
): Promise<boolean> {
  return changeSdp(sdp, c.node_rtsp_sdp_make_media(sdp, info, stream, caps, profile) as Promise<SDPMessage | null>);
}
