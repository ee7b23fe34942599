import { Boxed, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import { RTSPFamily } from './enums.js';

/**
 * An RTSP URL, taken apart.
 *
 * @example
 * ```ts
 * new RTSPUrl('rtsp://user:secret@127.0.0.1:8554/camera?quality=low').abspath; // '/camera'
 * ```
 * @see GstRTSPUrl
 */
export class RTSPUrl extends Boxed {
  /**
   * @param url - For example `rtsp://127.0.0.1:8554/test`.
   * @throws GError when the text is not an RTSP URL.
   * @see gst_rtsp_url_parse
   */
  public constructor(url: string) {
    super(url);
  }

  /**
   * The lower transports that the URL's scheme allows, one or several of `RTSPLowerTrans`.
   *
   * @see GstRTSPUrl.transports
   */
  get transports(): number {
    return c.node_rtsp_url_get_transports(this) as number;
  }

  /** The host's name or address. @see GstRTSPUrl.host */
  get host(): string | null {
    return c.node_rtsp_url_get_host(this) as string | null;
  }

  /** What the host is an address of. @see GstRTSPUrl.family */
  get family(): RTSPFamily {
    // C puts those of IPv6 in brackets, and no others.
    return /^\w+:\/\/\[/.test(this.getRequestUri()) ? RTSPFamily.INET6 : RTSPFamily.INET;
  }

  /** The port, 1 to 65535; 554 when the URL names none. @see gst_rtsp_url_get_port */
  get port(): number {
    return c.node_rtsp_url_get_port(this) as number;
  }

  /** The path, with its slash. @see GstRTSPUrl.abspath */
  get abspath(): string | null {
    return c.node_rtsp_url_get_abspath(this) as string | null;
  }

  /** What follows the question mark; null without one. @see GstRTSPUrl.query */
  get query(): string | null {
    return c.node_rtsp_url_get_query(this) as string | null;
  }

  /** The user's name; null when the URL names none. @see GstRTSPUrl.user */
  get user(): string | null {
    return c.node_rtsp_url_get_user(this) as string | null;
  }

  /** The password; null when the URL has none. @see GstRTSPUrl.passwd */
  get passwd(): string | null {
    return c.node_rtsp_url_get_passwd(this) as string | null;
  }

  /** The URL as it stands in requests: without user and password. @see gst_rtsp_url_get_request_uri */
  getRequestUri(): string {
    return c.gst_rtsp_url_get_request_uri(this) as string;
  }

  /** The same as `getRequestUri()`. */
  override toString(): string {
    return this.getRequestUri();
  }
}

registerClass('GstRTSPUrl', RTSPUrl, c.node_rtsp_url_new);
