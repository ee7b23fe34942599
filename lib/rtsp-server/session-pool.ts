import { GObject, type GObjectEvents, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import type { RTSPSession } from './session.js';

/** Events of a session pool. */
export interface RTSPSessionPoolEvents extends GObjectEvents {
  /** A session has ended. C does not wait. @see GstRTSPSessionPool::session-removed */
  'session-removed': (session: RTSPSession) => unknown;
}

/**
 * The sessions of one or several servers. A listening server removes the expired ones by itself, every two seconds.
 *
 * @see GstRTSPSessionPool
 */
export class RTSPSessionPool<E extends RTSPSessionPoolEvents = RTSPSessionPoolEvents> extends GObject<E> {
  constructor() {
    super(c.node_rtsp_session_pool_new);
  }

  /** How many sessions there may be; 0 (default): any number. @see gst_rtsp_session_pool_set_max_sessions */
  get maxSessions(): number {
    return c.gst_rtsp_session_pool_get_max_sessions(this) as number;
  }
  set maxSessions(sessions: number) {
    c.gst_rtsp_session_pool_set_max_sessions(this, sessions);
  }

  /** How many there are. @see gst_rtsp_session_pool_get_n_sessions */
  get nSessions(): number {
    return c.gst_rtsp_session_pool_get_n_sessions(this) as number;
  }

  /** A new session with a random number of at least 128 bits; null when the pool is full. @see gst_rtsp_session_pool_create */
  create(): RTSPSession | null {
    return c.gst_rtsp_session_pool_create(this) as RTSPSession | null;
  }

  /** The session of that number; null when there is none. @see gst_rtsp_session_pool_find */
  find(sessionId: string): RTSPSession | null {
    return c.gst_rtsp_session_pool_find(this, sessionId) as RTSPSession | null;
  }

  /**
   * Removes the sessions that have expired; their media stops.
   *
   * @returns How many.
   * @throws Error in the handlers of `new-stream`, `media-constructed` and `media-configure`: it would wait for them.
   * @see gst_rtsp_session_pool_cleanup
   */
  cleanup(): Promise<number> {
    return c.gst_rtsp_session_pool_cleanup(this) as Promise<number>;
  }

  /**
   * Ends a session; its media stops.
   *
   * @returns Whether it was there.
   * @throws Error in the handlers of `new-stream`, `media-constructed` and `media-configure`: it would wait for them.
   * @see gst_rtsp_session_pool_remove
   */
  remove(session: RTSPSession): Promise<boolean> {
    return c.gst_rtsp_session_pool_remove(this, session) as Promise<boolean>;
  }
}

registerClass('GstRTSPSessionPool', RTSPSessionPool);
