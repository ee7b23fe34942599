import type { MainContext } from '../glib/main-context.js';
import { Boxed, registerClass } from '../gobject/object.js';
import { c } from '../native.js';

/**
 * What a thread runs.
 *
 * @see GstRTSPThreadType
 */
export const RTSPThreadType = {
  /** The requests of clients. @see GST_RTSP_THREAD_TYPE_CLIENT */
  CLIENT: 0,
  /** The messages of a medium's pipeline. @see GST_RTSP_THREAD_TYPE_MEDIA */
  MEDIA: 1,
} as const;

/** One of RTSPThreadType. */
export type RTSPThreadType = (typeof RTSPThreadType)[keyof typeof RTSPThreadType];

/**
 * A thread of a thread pool. Overrides of the pool's methods get it, and `RTSPThreadPool.getThread()` gives it. It runs
 * until nobody uses it any more.
 *
 * @see GstRTSPThread
 */
export class RTSPThread extends Boxed {
  /** What it runs. @see GstRTSPThread.type */
  get type(): RTSPThreadType {
    return c.node_rtsp_thread_get_thread_type(this) as RTSPThreadType;
  }

  /**
   * What it iterates, until it ends. A source that is attached to it does not keep it, and is not called any more then.
   *
   * @see GstRTSPThread.context
   */
  get context(): MainContext {
    return c.node_rtsp_thread_get_context(this) as MainContext;
  }

  /**
   * Uses it once more, for somebody else: each use needs a `stop()`.
   *
   * @returns Whether that was possible: false when it has been stopped.
   * @see gst_rtsp_thread_reuse
   */
  reuse(): boolean {
    return c.node_rtsp_thread_reuse(this) as boolean;
  }

  /**
   * Gives up a use that `getThread()` or `reuse()` gave. After the last one, also of others, it ends.
   *
   * @throws GError when there is none.
   * @see gst_rtsp_thread_stop
   */
  stop(): void {
    c.node_rtsp_thread_stop(this);
  }
}

registerClass('GstRTSPThread', RTSPThread);
