import { Boxed, registerClass } from '../gobject/object.js';
import type { Structure } from '../gst/structure.js';
import { c } from '../native.js';

/**
 * What an authenticated user may do: named strings and booleans. The library itself looks at
 * `media.factory.role` and `transport.client-settings`.
 *
 * Whoever is given a token keeps it as it is then: later changes make a copy.
 *
 * @example
 * ```ts
 * auth.addBasic(RTSPAuth.makeBasic('admin', 'secret'), new RTSPToken({ 'media.factory.role': 'admin' }));
 * ```
 * @see GstRTSPToken
 */
export class RTSPToken extends Boxed {
  /** @param fields - The token's fields. @see gst_rtsp_token_new */
  constructor(fields: Readonly<Record<string, string | boolean>> = {}) {
    super();
    for (const [field, value] of Object.entries(fields)) {
      if (typeof value === 'boolean') this.setBool(field, value);
      else this.setString(field, value);
    }
  }

  /** All its fields. @see gst_rtsp_token_get_structure */
  get structure(): Structure {
    return c.gst_rtsp_token_get_structure(this) as Structure;
  }

  /** The string in that field; null when there is none. @see gst_rtsp_token_get_string */
  getString(field: string): string | null {
    return c.gst_rtsp_token_get_string(this, field) as string | null;
  }

  /** Sets a field to a string. @see gst_rtsp_token_set_string */
  setString(field: string, value: string): void {
    c.gst_rtsp_token_set_string(this, field, value);
  }

  /** Whether that field is true. @see gst_rtsp_token_is_allowed */
  isAllowed(field: string): boolean {
    return c.gst_rtsp_token_is_allowed(this, field) as boolean;
  }

  /** Sets a field to a boolean. @see gst_rtsp_token_set_bool */
  setBool(field: string, value: boolean): void {
    c.gst_rtsp_token_set_bool(this, field, value);
  }
}

registerClass('GstRTSPToken', RTSPToken, c.gst_rtsp_token_new_empty);
