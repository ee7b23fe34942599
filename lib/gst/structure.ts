import { Boxed, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import type { Value } from './values.js';

/** The fields of a structure. @see gst_structure_foreach */
export type Fields = Readonly<Record<string, Value>>;

/**
 * A name and named values, for example a media type with its properties. It never changes: `with()` and `without()`
 * give others.
 *
 * @example
 * ```ts
 * const structure = new Structure('video/x-raw', { width: 320, height: 240, framerate: new Fraction(25) });
 * structure.get('width'); // 320
 * Structure.parse('video/x-raw, width=(int)320').toString();
 * ```
 * @see GstStructure
 */
export class Structure extends Boxed {
  /**
   * @param name - Letters, digits and `/-_.:+`; the first is a letter.
   * @param fields - The values by their names, which are of the same characters.
   * @throws TypeError for another name, and for a value without a type of its own.
   * @see gst_structure_new
   */
  constructor(name: string, fields: Fields = {}) {
    super(name, fields);
  }

  /**
   * Reads the text of a structure, as `toString()` writes it.
   *
   * @throws GError (domain `g-io-error-quark`) for what is none: a range that is empty, a type that is unknown, …
   * @see gst_structure_from_string
   */
  static parse(text: string): Structure {
    return c.node_structure_from_string(text) as Structure;
  }

  /** Its name. @see gst_structure_get_name */
  get name(): string {
    return c.gst_structure_get_name(this) as string;
  }

  /** The names of its fields, in their order. @see gst_structure_nth_field_name */
  get fieldNames(): string[] {
    return c.node_structure_get_field_names(this) as string[];
  }

  /** The value of a field; undefined when there is none. @see gst_structure_get_value */
  get(field: string): Value | undefined {
    return c.gst_structure_get_value(this, field) as Value | undefined;
  }

  /** All its fields. @see gst_structure_foreach */
  get fields(): Record<string, Value> {
    return Object.fromEntries(this.fieldNames.map((name) => [name, this.get(name) ?? null]));
  }

  /**
   * A copy with these fields, too. A number for a field that was an unsigned or a real number stays one.
   *
   * @see gst_structure_set
   */
  with(fields: Fields): Structure {
    return c.node_structure_with_fields(this, fields) as Structure;
  }

  /** A copy without that field. @see gst_structure_remove_field */
  without(field: string): Structure {
    return c.node_structure_without_field(this, field) as Structure;
  }

  /** Whether the other has the same name and fields. @see gst_structure_is_equal */
  isEqual(other: Structure): boolean {
    return c.gst_structure_is_equal(this, other) as boolean;
  }

  /** As text. @see gst_structure_to_string */
  override toString(): string {
    return c.gst_structure_to_string(this) as string;
  }
}

registerClass('GstStructure', Structure, c.node_structure_new);
