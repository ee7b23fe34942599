import type { MainContext } from '../glib/main-context.js';
import { Source, type SourceCallback } from '../glib/source.js';
import { GObject, type GObjectEvents, registerClass } from '../gobject/object.js';
import { type Awaitable, chainUp } from '../gobject/overrides.js';
import { c, native } from '../native.js';
import { filter, type RTSPFilterFunc, type RTSPFilterOptions } from './filter.js';
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
  public constructor() {
    super();
  }

  /**
   * How many sessions there may be, 0 to 4294967295; 0 (default): any number.
   *
   * @throws TypeError (setter) for another number.
   * @see gst_rtsp_session_pool_set_max_sessions
   */
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
   * Ends a session. Its media stop, on the thread of the client that owns it, between two requests, and a client that
   * has some of them over its RTSP connection is closed. Resolves when that is done; in a handler, whose thread may be
   * that one, at once.
   *
   * @returns Whether it was there.
   * @throws Error in the handlers of `new-stream`, `media-constructed` and `media-configure`: it would wait for them.
   * GError (domain `g-io-error-quark`, code 24; the Promise rejects) when the client's thread is busy for ten seconds: the
   * session is out of the pool, and its media stop when that thread is free.
   * @see gst_rtsp_session_pool_remove
   */
  remove(session: RTSPSession): Promise<boolean> {
    return c.node_rtsp_session_pool_remove(this, session) as Promise<boolean>;
  }

  /**
   * Asks about each session. `REMOVE` does what `remove()` does. The handler runs on the JavaScript thread, and no
   * lock is held meanwhile; the Promise waits for the handlers' Promises, each at most its `timeout`, and for what
   * `REMOVE` does. It does not reject for a handler that throws: `handler-error` tells.
   *
   * @param handler - Without one all are in the result.
   * @returns The sessions that the handler answered `REF` for.
   * @throws GError (domain `g-io-error-quark`, code 24; the Promise rejects) when a client's thread is busy for ten seconds:
   * what `REMOVE` does there happens when it is free.
   * @see gst_rtsp_session_pool_filter
   */
  filter(handler?: RTSPFilterFunc<this, RTSPSession> | null, options?: RTSPFilterOptions): Promise<RTSPSession[]> {
    return filter(
      {
        event: 'RTSPSessionPoolFilterFunc',
        container: this,
        elements: c.node_rtsp_session_pool_filter(this) as RTSPSession[],
        remove: (session) => this.remove(session),
      },
      handler,
      options,
    );
  }

  /**
   * A source that calls its callback when sessions have expired. They are removed whatever it answers, by a thread of
   * the library's and perhaps before JavaScript gets the call; it is called at most four times a second.
   *
   * @example
   * ```ts
   * const source = pool.createWatch().setCallback((pool) => console.log(pool.nSessions)).attach();
   * ```
   * @see gst_rtsp_session_pool_create_watch
   */
  createWatch(): Source<this> {
    return Source.of(this, 'RTSPSessionPoolFunc', (slot) => native.createPoolWatch(this, slot));
  }

  /**
   * Calls back when sessions have expired: `createWatch()`, with its callback, attached to that context. An addition to
   * the C library.
   *
   * @param context - Default, and null: `MainContext.default()`.
   */
  watch(callback: SourceCallback<this>, context?: MainContext | null): Source<this> {
    return this.createWatch().setCallback(callback).attach(context);
  }

  /**
   * A new session's number: 1 to 255 letters, digits and `-_.+$`. One that is taken already is asked for again, up to a
   * hundred times; null: there is no session, the client is answered 503. Make it unguessable.
   *
   * Override it; C waits for the answer, in a request's handling and in `create()`. @see GstRTSPSessionPoolClass.create_session_id
   */
  protected createSessionId(): Awaitable<string | null> {
    return chainUp(this, 'createSessionId', []) as string | null;
  }

  /** A session has ended. Override it; C does not wait. @see GstRTSPSessionPoolClass.session_removed */
  protected sessionRemoved(_session: RTSPSession): Awaitable<void> {
    // C's own part has run by now.
  }
}

registerClass('GstRTSPSessionPool', RTSPSessionPool, c.node_rtsp_session_pool_new);
