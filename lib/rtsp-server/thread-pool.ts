import { GObject, registerClass } from '../gobject/object.js';
import { c } from '../native.js';

/**
 * The threads that handle requests.
 *
 * @see GstRTSPThreadPool
 */
export class RTSPThreadPool extends GObject {
  constructor() {
    super(c.node_rtsp_thread_pool_new);
  }

  /**
   * How many threads handle requests: 0 uses the server's own, -1 gives each client one. Default: 1 in a new pool,
   * twice the number of processors in the pool of a new server.
   *
   * @see gst_rtsp_thread_pool_set_max_threads
   */
  get maxThreads(): number {
    return c.gst_rtsp_thread_pool_get_max_threads(this) as number;
  }
  set maxThreads(threads: number) {
    c.gst_rtsp_thread_pool_set_max_threads(this, threads);
  }
}

registerClass('GstRTSPThreadPool', RTSPThreadPool);
