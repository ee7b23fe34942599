import { GObject, registerClass } from '../gobject/object.js';
import { c } from '../native.js';

/**
 * What a client has set up; it ends with TEARDOWN, with its connection, or when nothing is heard of it.
 *
 * @see GstRTSPSession
 */
export class RTSPSession extends GObject {
  /** The session's number, as the client knows it. @see gst_rtsp_session_get_sessionid */
  get sessionId(): string {
    return c.gst_rtsp_session_get_sessionid(this) as string;
  }

  /** What stands in the `Session` header. @see gst_rtsp_session_get_header */
  get header(): string {
    return c.gst_rtsp_session_get_header(this) as string;
  }

  /** After how many seconds of silence it expires; 0: never. Default: 60. @see gst_rtsp_session_set_timeout */
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
}

registerClass('GstRTSPSession', RTSPSession);
