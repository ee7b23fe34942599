import { GObject, registerClass } from '../gobject/object.js';
import { type Awaitable, chainUp, isInOverride } from '../gobject/overrides.js';
import type { RTSPUrl } from '../gstrtsp/url.js';
import { c } from '../native.js';
import type { RTSPMediaFactory } from './media-factory.js';

/**
 * Which factory makes the media of which path.
 *
 * @see GstRTSPMountPoints
 */
export class RTSPMountPoints extends GObject {
  public constructor() {
    super();
  }

  /**
   * Mounts a factory; one that was there is replaced, for new clients.
   *
   * @param path - Begins with a slash.
   * @throws TypeError for another path.
   * @see gst_rtsp_mount_points_add_factory
   */
  addFactory(path: string, factory: RTSPMediaFactory): void {
    c.gst_rtsp_mount_points_add_factory(this, path, factory);
  }

  /** Takes a factory away; who plays it goes on. @see gst_rtsp_mount_points_remove_factory */
  removeFactory(path: string): void {
    c.gst_rtsp_mount_points_remove_factory(this, path);
  }

  /**
   * The factory whose path is the longest beginning of this one.
   *
   * @returns The factory, or null, and how many characters of the path it stands for.
   * @see gst_rtsp_mount_points_match
   */
  match(path: string): { factory: RTSPMediaFactory | null; matched: number } {
    const [factory, matched] = c.gst_rtsp_mount_points_match(this, path) as [RTSPMediaFactory | null, number];
    return { factory, matched: factory === null ? 0 : matched };
  }

  /**
   * The path that a URL asks for: of its mount, and what follows. DESCRIBE and ANNOUNCE look there; see
   * `RTSPClient.makePathFromUri()` for the other requests.
   *
   * Override it; C waits for the answer. It begins with a slash; null: there is no such path.
   *
   * @see gst_rtsp_mount_points_make_path
   */
  makePath(url: RTSPUrl): Awaitable<string | null> {
    if (isInOverride(this, 'makePath')) return chainUp(this, 'makePath', [url]) as string | null;
    return c.gst_rtsp_mount_points_make_path(this, url) as string | null;
  }
}

registerClass('GstRTSPMountPoints', RTSPMountPoints, c.node_rtsp_mount_points_new);
