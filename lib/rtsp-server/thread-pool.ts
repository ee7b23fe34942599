import { GObject, registerClass } from '../gobject/object.js';
import { type Awaitable, chainUp, isInOverride } from '../gobject/overrides.js';
import { c } from '../native.js';
import type { RTSPContext } from './context.js';
import type { RTSPThread, RTSPThreadType } from './thread.js';
import './thread.js';

/**
 * The threads that handle requests.
 *
 * @see GstRTSPThreadPool
 */
export class RTSPThreadPool extends GObject {
  public constructor() {
    super();
  }

  /**
   * How many threads handle requests, up to 2147483647: 0 uses the server's own, -1, or less, gives each client one.
   * Default: 1 in a new pool, twice the number of processors in the pool of a new server.
   *
   * @see gst_rtsp_thread_pool_set_max_threads
   */
  get maxThreads(): number {
    return c.gst_rtsp_thread_pool_get_max_threads(this) as number;
  }
  set maxThreads(threads: number) {
    c.gst_rtsp_thread_pool_set_max_threads(this, threads);
  }

  /**
   * A thread, which runs from then on, for as long as it is used: call `stop()`. Null: there is none, as for clients where
   * `maxThreads` is 0.
   *
   * Override it, to choose the threads of media; C waits for the answer, and null means that the client is answered 503.
   * C takes a use of what it answers, `reuse()` keeps another one. A client's thread is made without asking.
   *
   * @see gst_rtsp_thread_pool_get_thread
   * @see GstRTSPThreadPoolClass.get_thread
   */
  getThread(type: RTSPThreadType, context: RTSPContext | null = null): Awaitable<RTSPThread | null> {
    if (isInOverride(this, 'getThread')) {
      return chainUp(this, 'getThread', [type, context]) as Promise<RTSPThread | null>;
    }
    return c.node_rtsp_thread_pool_get_thread(this, type) as Promise<RTSPThread | null>;
  }

  /**
   * A thread for a medium was made and has not begun yet.
   *
   * Override it; C waits for the answer. @see GstRTSPThreadPoolClass.configure_thread
   */
  protected configureThread(thread: RTSPThread, context: RTSPContext): Awaitable<void> {
    return chainUp(this, 'configureThread', [thread, context]) as Promise<void>;
  }
}

registerClass('GstRTSPThreadPool', RTSPThreadPool, c.node_rtsp_thread_pool_new);
