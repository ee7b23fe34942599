import { type GObjectEvents, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import type { Caps } from './caps.js';
import type { Element } from './element.js';
import type { PadDirection, PadLinkReturn } from './enums.js';
import { GstObject } from './object.js';

/** Events of a pad. C waits for none of them. */
export interface PadEvents extends GObjectEvents {
  /** It was linked. @see GstPad::linked */
  linked: (peer: Pad) => unknown;
  /** It was unlinked. @see GstPad::unlinked */
  unlinked: (peer: Pad) => unknown;
}

/**
 * Where data comes into an element, or leaves it.
 *
 * @see GstPad
 */
export class Pad<E extends PadEvents = PadEvents> extends GstObject<E> {
  /** Which way data goes. @see gst_pad_get_direction */
  get direction(): PadDirection {
    return c.gst_pad_get_direction(this) as PadDirection;
  }

  /** Its element; null when it has none, or another parent. @see gst_pad_get_parent_element */
  get parentElement(): Element | null {
    return c.gst_pad_get_parent_element(this) as Element | null;
  }

  /** The pad to which it is linked; null when it is not. @see gst_pad_get_peer */
  get peer(): Pad | null {
    return c.gst_pad_get_peer(this) as Pad | null;
  }

  /** Whether it is linked. @see gst_pad_is_linked */
  get isLinked(): boolean {
    return c.gst_pad_is_linked(this) as boolean;
  }

  /** Whether it takes data. @see gst_pad_is_active */
  get isActive(): boolean {
    return c.gst_pad_is_active(this) as boolean;
  }

  /** What is added to the running time of its data, in nanoseconds, as a signed integer of 64 bits. Default: 0n. @see gst_pad_get_offset */
  get offset(): bigint {
    return c.gst_pad_get_offset(this) as bigint;
  }
  set offset(offset: bigint) {
    c.gst_pad_set_offset(this, offset);
  }

  /** What its data is at present; null before there is any. @see gst_pad_get_current_caps */
  get currentCaps(): Caps | null {
    return c.gst_pad_get_current_caps(this) as Caps | null;
  }

  /** What its kind of pads can be. @see gst_pad_get_pad_template_caps */
  get padTemplateCaps(): Caps {
    return c.gst_pad_get_pad_template_caps(this) as Caps;
  }

  /**
   * What its data can be; with a filter, of that. Waits for the elements, which are asked.
   *
   * @see gst_pad_query_caps
   */
  queryCaps(filter: Caps | null = null): Promise<Caps> {
    return c.gst_pad_query_caps(this, filter) as Promise<Caps>;
  }

  /**
   * What its data and that of its peer can be; null when it is not linked. Waits for the elements, which are asked.
   *
   * @see gst_pad_get_allowed_caps
   */
  getAllowedCaps(): Promise<Caps | null> {
    return c.gst_pad_get_allowed_caps(this) as Promise<Caps | null>;
  }

  /**
   * Whether this source pad could be linked to that sink pad. Waits for the elements, which are asked.
   *
   * @see gst_pad_can_link
   */
  canLink(sink: Pad): Promise<boolean> {
    return c.node_pad_can_link(this, sink) as Promise<boolean>;
  }

  /**
   * Links this source pad to that sink pad. Waits for the elements, which are asked.
   *
   * @returns Whether that was possible, or why not.
   * @see gst_pad_link
   */
  link(sink: Pad): Promise<PadLinkReturn> {
    return c.node_pad_link(this, sink) as Promise<PadLinkReturn>;
  }

  /**
   * Unlinks this source pad from that sink pad. Waits for the data that is on its way between them.
   *
   * @returns Whether they were linked.
   * @see gst_pad_unlink
   */
  unlink(sink: Pad): Promise<boolean> {
    return c.node_pad_unlink(this, sink) as Promise<boolean>;
  }
}

/**
 * A bin's pad that stands for one of an element inside it.
 *
 * @see GstGhostPad
 */
export class GhostPad extends Pad {
  /**
   * @param name - Null for a name that is made up.
   * @param target - A pad that is not linked.
   * @throws GError when it is.
   * @see gst_ghost_pad_new
   */
  public constructor(name: string | null, target: Pad) {
    super(name, target);
  }

  /** The pad for which it stands; null when that is gone. @see gst_ghost_pad_get_target */
  get target(): Pad | null {
    return c.node_ghost_pad_get_target(this) as Pad | null;
  }
}

registerClass('GstPad', Pad);
registerClass('GstGhostPad', GhostPad, c.node_ghost_pad_new);
