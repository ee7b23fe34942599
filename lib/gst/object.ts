import { GObject, type GObjectEvents, registerClass } from '../gobject/object.js';
import { c } from '../native.js';

/**
 * An object of GStreamer's: it has a name and may have a parent.
 *
 * @see GstObject
 */
export class GstObject<E extends GObjectEvents = GObjectEvents> extends GObject<E> {
  /** Its name; unique within its parent. @see gst_object_get_name */
  get name(): string | null {
    return c.gst_object_get_name(this) as string | null;
  }

  /** What contains it; null for nothing. @see gst_object_get_parent */
  get parent(): GstObject | null {
    return c.gst_object_get_parent(this) as GstObject | null;
  }

  /** Its place in the pipeline, for example `/GstPipeline:media-pipeline/GstBin:bin0`. @see gst_object_get_path_string */
  get path(): string {
    return c.gst_object_get_path_string(this) as string;
  }
}

registerClass('GstObject', GstObject);
