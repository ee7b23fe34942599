import { registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import { RTSPMediaFactory, type RTSPMediaFactoryEvents } from './media-factory.js';

/**
 * Serves whatever a URI gives: a file, a camera, another server. Streams are passed on as they are.
 *
 * @see GstRTSPMediaFactoryURI
 */
export class RTSPMediaFactoryURI<
  E extends RTSPMediaFactoryEvents = RTSPMediaFactoryEvents,
> extends RTSPMediaFactory<E> {
  /** The URI, for example `file:///srv/film.mp4`; null (default) before one is set: nothing is served. @see gst_rtsp_media_factory_uri_set_uri */
  get uri(): string | null {
    return c.gst_rtsp_media_factory_uri_get_uri(this) as string | null;
  }
  set uri(uri: string) {
    c.gst_rtsp_media_factory_uri_set_uri(this, uri);
  }

  /** Whether streams are sent in GStreamer's own RTP format, which takes every medium and only GStreamer reads. Default: false. @see GstRTSPMediaFactoryURI:use-gstpay */
  get useGstpay(): boolean {
    return this.getProperty('use-gstpay') as boolean;
  }
  set useGstpay(useGstpay: boolean) {
    this.setProperty('use-gstpay', useGstpay);
  }
}

registerClass('GstRTSPMediaFactoryURI', RTSPMediaFactoryURI, c.node_rtsp_media_factory_uri_new);
