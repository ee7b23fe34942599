import { GObject, type GObjectEvents, registerClass } from '../gobject/object.js';
import type { State } from '../gst/state.js';
import type { RTSPState } from '../gstrtsp/enums.js';
import type { RTSPRange, RTSPTransport } from '../gstrtsp/transport.js';
import { c } from '../native.js';
import type { RTSPMedia } from './media.js';
import type { RTSPStream } from './stream.js';
import type { RTSPStreamTransport } from './stream-transport.js';

/**
 * A medium within a session: which of its streams are set up, and how. When the session has given it up, a shared medium
 * may stop, whoever still has this.
 *
 * Its lock is held while a pipeline changes its state, so most of it gives a Promise.
 *
 * @see GstRTSPSessionMedia
 */
export class RTSPSessionMedia<E extends GObjectEvents = GObjectEvents> extends GObject<E> {
  /** The medium. @see gst_rtsp_session_media_get_media */
  get media(): RTSPMedia {
    return c.gst_rtsp_session_media_get_media(this) as RTSPMedia;
  }

  /**
   * Whether the path is that of this medium, or of something below it.
   *
   * @returns How many characters of the path stand for the medium; null when it is another.
   * @see gst_rtsp_session_media_matches
   */
  matches(path: string): number | null {
    const [matches, matched] = c.gst_rtsp_session_media_matches(this, path) as [boolean, number];
    return matches ? matched : null;
  }

  /**
   * The pipeline's base time, in nanoseconds; null when it is not prepared. Waits while a request of a client prepares
   * or seeks the medium.
   *
   * @see gst_rtsp_session_media_get_base_time
   */
  getBaseTime(): Promise<bigint | null> {
    return c.gst_rtsp_session_media_get_base_time(this) as Promise<bigint | null>;
  }

  /**
   * What stands in the `RTP-Info` header; null when nothing is known. Waits for the threads that send it.
   *
   * @see gst_rtsp_session_media_get_rtpinfo
   */
  getRtpinfo(): Promise<string | null> {
    return c.gst_rtsp_session_media_get_rtpinfo(this) as Promise<string | null>;
  }

  /**
   * What the session does with it. Waits for a request of the client that sets this up or plays it.
   *
   * @see gst_rtsp_session_media_get_rtsp_state
   */
  getRtspState(): Promise<RTSPState> {
    return c.gst_rtsp_session_media_get_rtsp_state(this) as Promise<RTSPState>;
  }

  /**
   * Notes what the session does with it; nothing else changes. Waits for a request of the client that sets this up or
   * plays it.
   *
   * @see gst_rtsp_session_media_set_rtsp_state
   */
  setRtspState(state: RTSPState): Promise<void> {
    return c.gst_rtsp_session_media_set_rtsp_state(this, state) as Promise<void>;
  }

  /**
   * Plays, pauses or stops it for this session.
   *
   * @returns Whether that was possible.
   * @throws Error in a handler that keeps one of the pipeline's threads.
   * @see gst_rtsp_session_media_set_state
   */
  setState(state: State): Promise<boolean> {
    return c.node_rtsp_session_media_set_state(this, state) as Promise<boolean>;
  }

  /**
   * The transport of the stream of that index; null when it is not set up. Waits for a request of the client that sets
   * this up or plays it.
   *
   * @see gst_rtsp_session_media_get_transport
   */
  getTransport(index: number): Promise<RTSPStreamTransport | null> {
    return c.node_rtsp_session_media_get_transport(this, index) as Promise<RTSPStreamTransport | null>;
  }

  /**
   * The transports of all streams, by their index; null for those that are not set up. Waits for a request of the
   * client that sets this up or plays it.
   *
   * @see gst_rtsp_session_media_get_transports
   */
  getTransports(): Promise<(RTSPStreamTransport | null)[]> {
    return c.node_rtsp_session_media_get_transports(this) as Promise<(RTSPStreamTransport | null)[]>;
  }

  /**
   * Sets a stream up, or sets it up anew. It has sockets for UDP only after a SETUP over UDP.
   *
   * @param stream - One of the medium's.
   * @param transport - Copied.
   * @throws GError (the Promise rejects) when the stream cannot send so, or its transport is active.
   * @see gst_rtsp_session_media_set_transport
   */
  setTransport(stream: RTSPStream, transport: RTSPTransport): Promise<RTSPStreamTransport> {
    return c.node_rtsp_session_media_set_transport(this, stream, transport) as Promise<RTSPStreamTransport>;
  }

  /**
   * The next two channels of the RTSP connection; null when all are taken. Waits for a request of the client that sets
   * this up or plays it.
   *
   * @see gst_rtsp_session_media_alloc_channels
   */
  async allocChannels(): Promise<RTSPRange | null> {
    const [allocated, min, max] = (await c.node_rtsp_session_media_alloc_channels(this)) as [boolean, number, number];
    return allocated ? { min, max } : null;
  }
}

registerClass('GstRTSPSessionMedia', RTSPSessionMedia);
