import { c } from '../native.js';
import type { Bin } from './element.js';

/**
 * Makes the elements of a launch line, in one bin. Nothing is started. It runs on a thread of the library's own, since
 * it may load plugins.
 *
 * Launch lines are code: never put into them what a stranger may choose.
 *
 * @throws GError of the domain `gst_parse_error`, with GStreamer's own message: a line that does not parse, an element
 * that is not installed, a property that does not exist, pads that do not fit.
 * @see gst_parse_launch_full
 */
export function parseLaunch(description: string): Promise<Bin> {
  return c.node_gst_parse_launch(description) as Promise<Bin>;
}
