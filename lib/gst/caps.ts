import { Boxed, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import { Structure } from './structure.js';
import type { Fields } from './structure.js';

/**
 * What media can be: alternatives of a media type with its properties. They never change; each method gives others.
 *
 * @example
 * ```ts
 * const caps = new Caps('video/x-raw, format=(string){ I420, NV12 }, width=(int)[ 16, 4096 ]');
 * caps.canIntersect(Caps.simple('video/x-raw', { width: 320 })); // true
 * ```
 * @see GstCaps
 */
export class Caps extends Boxed {
  /**
   * @param text - As GStreamer writes it, for example `audio/x-raw, rate=(int)48000`; `ANY` for anything.
   * @throws GError (domain `g-io-error-quark`) for a text of no caps.
   * @see gst_caps_from_string
   */
  public constructor(text: string) {
    super(text);
  }

  /** Caps of one media type. @see gst_caps_new_simple */
  static simple(mediaType: string, fields: Fields = {}): Caps {
    return Caps.of(new Structure(mediaType, fields));
  }

  /** Caps of this alternative alone. @see gst_caps_new_full */
  static of(structure: Structure): Caps {
    return c.node_caps_new_full(structure) as Caps;
  }

  /** Caps that fit everything. @see gst_caps_new_any */
  static any(): Caps {
    return c.gst_caps_new_any() as Caps;
  }

  /** Caps that fit nothing. @see gst_caps_new_empty */
  static empty(): Caps {
    return c.gst_caps_new_empty() as Caps;
  }

  /** How many alternatives there are. @see gst_caps_get_size */
  get size(): number {
    return c.gst_caps_get_size(this) as number;
  }

  /** The alternative of that index, from 0; null when there is none. @see gst_caps_get_structure */
  getStructure(index: number): Structure | null {
    return c.node_caps_get_structure(this, index) as Structure | null;
  }

  /** What the alternative of that index asks of memory, for example `memory:SystemMemory`; null when there is none. @see gst_caps_get_features */
  getFeatures(index: number): string | null {
    return c.node_caps_get_features(this, index) as string | null;
  }

  /** Whether they fit everything. @see gst_caps_is_any */
  get isAny(): boolean {
    return c.gst_caps_is_any(this) as boolean;
  }

  /** Whether they fit nothing. @see gst_caps_is_empty */
  get isEmpty(): boolean {
    return c.gst_caps_is_empty(this) as boolean;
  }

  /** Whether there is one alternative, and nothing in it is left open. @see gst_caps_is_fixed */
  get isFixed(): boolean {
    return c.gst_caps_is_fixed(this) as boolean;
  }

  /** Whether both mean the same. @see gst_caps_is_equal */
  isEqual(other: Caps): boolean {
    return c.gst_caps_is_equal(this, other) as boolean;
  }

  /** Whether all that fits these fits the others. @see gst_caps_is_subset */
  isSubset(superset: Caps): boolean {
    return c.gst_caps_is_subset(this, superset) as boolean;
  }

  /** Whether something fits both. @see gst_caps_can_intersect */
  canIntersect(other: Caps): boolean {
    return c.gst_caps_can_intersect(this, other) as boolean;
  }

  /** What fits both. @see gst_caps_intersect */
  intersect(other: Caps): Caps {
    return c.gst_caps_intersect(this, other) as Caps;
  }

  /** What fits one of both. @see gst_caps_merge */
  merge(other: Caps): Caps {
    return c.gst_caps_merge(this, other) as Caps;
  }

  /**
   * What fits these and not the others.
   *
   * @throws GError where these fit everything, and the others something.
   * @see gst_caps_subtract
   */
  subtract(subtrahend: Caps): Caps {
    return c.node_caps_subtract(this, subtrahend) as Caps;
  }

  /** The same with an alternative for each element of a list. @see gst_caps_normalize */
  normalize(): Caps {
    return c.gst_caps_normalize(this) as Caps;
  }

  /** The same with as few alternatives as possible. @see gst_caps_simplify */
  simplify(): Caps {
    return c.gst_caps_simplify(this) as Caps;
  }

  /**
   * The first alternative with nothing left open.
   *
   * @throws GError for caps that fit everything, or nothing.
   * @see gst_caps_fixate
   */
  fixate(): Caps {
    return c.node_caps_fixate(this) as Caps;
  }

  /** As text. @see gst_caps_to_string */
  override toString(): string {
    return c.gst_caps_to_string(this) as string;
  }
}

registerClass('GstCaps', Caps, c.node_caps_new);
