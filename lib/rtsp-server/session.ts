import { GObject, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import { filter, type RTSPFilterFunc, type RTSPFilterOptions } from './filter.js';
import type { RTSPMedia } from './media.js';
import type { RTSPSessionMedia } from './session-media.js';

/** The process's monotonic clock, in microseconds. */
const monotonicTime = () => process.hrtime.bigint() / 1000n;

/**
 * What a client has set up; it ends with TEARDOWN, with its connection, or when nothing is heard of it.
 *
 * @see GstRTSPSession
 */
export class RTSPSession extends GObject {
  /**
   * A session of no pool; `RTSPSessionPool.create()` makes one of a pool.
   *
   * @see gst_rtsp_session_new
   */
  public constructor(sessionId: string) {
    super(sessionId);
  }

  /** The session's number, as the client knows it. @see gst_rtsp_session_get_sessionid */
  get sessionId(): string {
    return c.gst_rtsp_session_get_sessionid(this) as string;
  }

  /** What stands in the `Session` header. @see gst_rtsp_session_get_header */
  get header(): string {
    return c.gst_rtsp_session_get_header(this) as string;
  }

  /**
   * After how many seconds of silence it expires, 0 to 4294967295; 0: never. Default: 60.
   *
   * @throws TypeError (setter) for another number.
   * @see gst_rtsp_session_set_timeout
   */
  get timeout(): number {
    return c.gst_rtsp_session_get_timeout(this) as number;
  }
  set timeout(seconds: number) {
    c.gst_rtsp_session_set_timeout(this, seconds);
  }

  /** Begins its time anew. @see gst_rtsp_session_touch */
  touch(): void {
    c.gst_rtsp_session_touch(this);
  }

  /** Keeps it from expiring until `allowExpire()`. @see gst_rtsp_session_prevent_expire */
  preventExpire(): void {
    c.gst_rtsp_session_prevent_expire(this);
  }

  /** Undoes one `preventExpire()`. @see gst_rtsp_session_allow_expire */
  allowExpire(): void {
    c.gst_rtsp_session_allow_expire(this);
  }

  /**
   * Whether it has expired.
   *
   * @param now - The monotonic time, in microseconds. Default: now.
   * @see gst_rtsp_session_is_expired_usec
   */
  isExpiredUsec(now: bigint = monotonicTime()): boolean {
    return c.gst_rtsp_session_is_expired_usec(this, now) as boolean;
  }

  /** Whether the `Session` header tells the timeout also when that is the 60 seconds that clients assume. Default: false. @see GstRTSPSession:timeout-always-visible */
  get timeoutAlwaysVisible(): boolean {
    return this.getProperty('timeout-always-visible') as boolean;
  }
  set timeoutAlwaysVisible(timeoutAlwaysVisible: boolean) {
    this.setProperty('timeout-always-visible', timeoutAlwaysVisible);
  }

  /**
   * How many seconds after its timeout it really expires, 0 to 4294967295. Default: 5.
   *
   * @throws TypeError (setter) for another number.
   * @see GstRTSPSession:extra-timeout
   */
  get extraTimeout(): number {
    return this.getProperty('extra-timeout') as number;
  }
  set extraTimeout(extraTimeout: number) {
    this.setProperty('extra-timeout', extraTimeout);
  }

  /**
   * In how many milliseconds it expires; 0: it has, -1: never.
   *
   * @param now - The monotonic time, in microseconds. Default: now.
   * @see gst_rtsp_session_next_timeout_usec
   */
  nextTimeoutUsec(now: bigint = monotonicTime()): number {
    return c.gst_rtsp_session_next_timeout_usec(this, now) as number;
  }

  /**
   * The medium whose path is the longest beginning of this one.
   *
   * @returns The medium, or null, and how many characters of the path stand for it.
   * @see gst_rtsp_session_dup_media
   */
  getMedia(path: string): { media: RTSPSessionMedia | null; matched: number } {
    const [media, matched] = c.gst_rtsp_session_dup_media(this, path) as [RTSPSessionMedia | null, number];
    return { media, matched: media === null ? 0 : matched };
  }

  /**
   * Adds a medium, as SETUP does. With the session the medium goes, whoever has the result: hold it as long as it is to
   * last, or have a pool do so.
   *
   * @param path - What clients call it.
   * @param media - It must be prepared.
   * @throws GError (the Promise rejects) when it is not.
   * @see gst_rtsp_session_manage_media
   */
  manageMedia(path: string, media: RTSPMedia): Promise<RTSPSessionMedia> {
    return c.node_rtsp_session_manage_media(this, path, media) as Promise<RTSPSessionMedia>;
  }

  /**
   * Stops a medium and takes it away, on the thread of the client that owns the session, between two requests. A client
   * that has the medium over its RTSP connection is closed: it would go on sending for streams that are gone. Resolves
   * when that is done; in a handler, whose thread may be that one, at once.
   *
   * @returns Whether the session has other media.
   * @throws Error in a handler that keeps one of the pipeline's threads. GError (domain `g-io-error-quark`, code 24; the
   * Promise rejects) when the client's thread is busy for ten seconds: the medium goes when it is free.
   * @see gst_rtsp_session_release_media
   */
  releaseMedia(media: RTSPSessionMedia): Promise<boolean> {
    return c.node_rtsp_session_release_media(this, media) as Promise<boolean>;
  }

  /**
   * Asks about each medium. `REMOVE` does what `releaseMedia()` does. The handler runs on the JavaScript thread, and
   * no lock is held meanwhile; the Promise waits for the handlers' Promises, each at most its `timeout`, and for what
   * `REMOVE` does. It does not reject for a handler that throws: `handler-error` tells.
   *
   * @param handler - Without one all are in the result.
   * @returns The media that the handler answered `REF` for.
   * @throws GError (domain `g-io-error-quark`, code 24; the Promise rejects) when a client's thread is busy for ten seconds:
   * what `REMOVE` does there happens when it is free.
   * @see gst_rtsp_session_filter
   */
  filter(
    handler?: RTSPFilterFunc<this, RTSPSessionMedia> | null,
    options?: RTSPFilterOptions,
  ): Promise<RTSPSessionMedia[]> {
    return filter(
      {
        event: 'RTSPSessionFilterFunc',
        container: this,
        elements: c.node_rtsp_session_filter(this) as RTSPSessionMedia[],
        remove: (media) => this.releaseMedia(media),
      },
      handler,
      options,
    );
  }
}

registerClass('GstRTSPSession', RTSPSession, c.gst_rtsp_session_new);
