import { Boxed, type GObject, registerClass } from '../gobject/object.js';
import { Hook, native } from '../native.js';
import { GstBuffer } from './buffer.js';
import { Sample } from './sample.js';

/** In the order of the native `ValueKind`. */
enum ValueKind {
  Typed,
  Fraction,
  IntRange,
  Int64Range,
  DoubleRange,
  FractionRange,
  List,
  FlagSet,
  Buffer,
  Sample,
}

/**
 * What a field of a structure, or an element of a list, can be. A number is a `gint` where it is an integer of that
 * size, else a `gdouble`; a bigint is a `gint64`; an array is a `GstValueArray`, and its elements are of one type. For
 * other types see {@link GValue}.
 *
 * Values that come from C are of these types, too, and may be null where C has a null.
 *
 * @see GValue
 */
export type Value =
  | boolean
  | number
  | bigint
  | string
  | Date
  | Uint8Array
  | Boxed
  | GObject
  | GstBuffer
  | Sample
  | Fraction
  | IntRange
  | Int64Range
  | DoubleRange
  | FractionRange
  | ValueList
  | FlagSet
  | GValue
  | null
  | readonly Value[];

/**
 * A value with the name of its type, for where the type that JavaScript tells is not the wanted one.
 *
 * @example
 * ```ts
 * new Structure('application/x-rtp', { ssrc: new GValue('uint', 7), gain: new GValue('double', 1) });
 * ```
 * @see GValue
 */
export class GValue {
  /**
   * Nothing is checked before the value is used: what the type does not take is a TypeError there.
   *
   * @see g_value_init
   */
  constructor(
    /**
     * For example `uint`, `double`, `uint64`, `bitmask`, or the full name of a type: `GstVideoFormat`.
     *
     * @see G_VALUE_TYPE_NAME
     */
    readonly type: string,
    /** What it holds; of an enumeration the number, or the nick. @see g_value_transform */
    readonly value: Value,
  ) {}
}

/** A quotient of integers, for example a frame rate. @see GstFraction */
export class Fraction {
  /**
   * @param numerator - -2147483647 to 2147483647.
   * @param denominator - The same, and not 0.
   * @throws TypeError for other numbers.
   * @see gst_value_set_fraction
   */
  constructor(
    /** What is divided. @see gst_value_get_fraction_numerator */
    readonly numerator: number,
    /** What it is divided by. @see gst_value_get_fraction_denominator */
    readonly denominator: number = 1,
  ) {
    const fits = (part: number) => Number.isInteger(part) && Math.abs(part) <= 0x7fffffff;
    if (!fits(numerator) || !fits(denominator) || denominator === 0) {
      throw new TypeError(`a Fraction is of integers up to 2147483647, and not by 0: ${numerator}/${denominator}`);
    }
  }

  /** As a number. @see gst_util_fraction_to_double */
  valueOf(): number {
    return this.numerator / this.denominator;
  }

  /** For example `30000/1001`. @see gst_value_serialize */
  toString(): string {
    return `${this.numerator}/${this.denominator}`;
  }
}

function checkRange<T extends number | bigint>(name: string, min: T, max: T, step: T, zero: T): void {
  if (!(min < max && step > zero && min % step === zero && max % step === zero)) {
    throw new TypeError(`${name}: from ${min} to ${max} in steps of ${step} is no range`);
  }
}

/** Integers of a range, each `step`th of them. @see GstIntRange */
export class IntRange {
  /**
   * @throws TypeError unless `min` is less than `max`, and both are multiples of `step`.
   * @see gst_value_set_int_range_step
   */
  constructor(
    /** The least, -2147483648 or more. @see gst_value_get_int_range_min */
    readonly min: number,
    /** The greatest, 2147483647 or less. @see gst_value_get_int_range_max */
    readonly max: number,
    /** The distance of two of them. @see gst_value_get_int_range_step */
    readonly step = 1,
  ) {
    const fits = (part: number) => Number.isInteger(part) && part === (part | 0);
    if (![min, max, step].every(fits)) throw new TypeError('an IntRange is of integers of 32 bits');
    checkRange('IntRange', min, max, step, 0);
  }
}

/** Integers of 64 bits of a range. @see GstInt64Range */
export class Int64Range {
  /**
   * @throws TypeError unless `min` is less than `max`, and both are multiples of `step`.
   * @see gst_value_set_int64_range_step
   */
  constructor(
    /** The least. @see gst_value_get_int64_range_min */
    readonly min: bigint,
    /** The greatest. @see gst_value_get_int64_range_max */
    readonly max: bigint,
    /** The distance of two of them. @see gst_value_get_int64_range_step */
    readonly step = 1n,
  ) {
    if (![min, max, step].every((part) => typeof part === 'bigint' && part === BigInt.asIntN(64, part))) {
      throw new TypeError('an Int64Range is of bigints of 64 bits');
    }
    checkRange('Int64Range', min, max, step, 0n);
  }
}

/** Numbers of a range. @see GstDoubleRange */
export class DoubleRange {
  /** @throws TypeError unless `min` is less than `max`. @see gst_value_set_double_range */
  constructor(
    /** The least. @see gst_value_get_double_range_min */
    readonly min: number,
    /** The greatest. @see gst_value_get_double_range_max */
    readonly max: number,
  ) {
    if (!(min < max)) throw new TypeError(`DoubleRange: from ${min} to ${max} is no range`);
  }
}

/** Fractions of a range. @see GstFractionRange */
export class FractionRange {
  /** @throws TypeError unless `min` is less than `max`. @see gst_value_set_fraction_range */
  constructor(
    /** The least. @see gst_value_get_fraction_range_min */
    readonly min: Fraction,
    /** The greatest. @see gst_value_get_fraction_range_max */
    readonly max: Fraction,
  ) {
    if (!(min instanceof Fraction && max instanceof Fraction && min.valueOf() < max.valueOf())) {
      throw new TypeError(`FractionRange: from ${String(min)} to ${String(max)} is no range`);
    }
  }
}

/** Alternatives: in caps, one of these. All of them are of one type. @see GstValueList */
export class ValueList {
  /** The alternatives. @see gst_value_list_get_value */
  readonly values: readonly Value[];

  /**
   * @param values - Copied. Of several types they are a TypeError where they are used.
   * @see gst_value_list_append_value
   */
  constructor(values: Iterable<Value>) {
    this.values = [...values];
  }

  /** Each of them. */
  [Symbol.iterator](): IterableIterator<Value> {
    return this.values.values();
  }
}

/** Flags, and which of them matter. @see GstFlagSet */
export class FlagSet {
  /** Nothing is checked before it is used. @see gst_value_set_flagset */
  constructor(
    /** The flags that are set. @see gst_value_get_flagset_flags */
    readonly flags: number,
    /** Those that are meant; all others may be anything. @see gst_value_get_flagset_mask */
    readonly mask: number,
    /** The name of the native type. @see gst_flagset_register */
    readonly type = 'GstFlagSet',
  ) {}
}

type Part = never;
const makers: readonly ((...parts: Part[]) => unknown)[] = [
  (type: string, value: Value) => new GValue(type, value),
  (numerator: number, denominator: number) => new Fraction(numerator, denominator),
  // What C has is taken as it is: there are ranges that no application can make.
  (min: number, max: number, step: number) => made(IntRange, { min, max, step }),
  (min: bigint, max: bigint, step: bigint) => made(Int64Range, { min, max, step }),
  (min: number, max: number) => made(DoubleRange, { min, max }),
  (min: Fraction, max: Fraction) => made(FractionRange, { min, max }),
  (values: Value[]) => new ValueList(values),
  (flags: number, mask: number, type: string) => new FlagSet(flags, mask, type),
  (
    data: Buffer,
    pts: bigint | null,
    dts: bigint | null,
    duration: bigint | null,
    offset: bigint | null,
    flags: number,
  ) => new GstBuffer(data, { pts, dts, duration, offset, flags }),
  (buffer: GstBuffer | null, caps: Boxed | null, info: Boxed | null) => Sample.of(buffer, caps, info),
];

function made<T extends object>(of: { readonly prototype: T }, fields: Partial<T>): T {
  return Object.assign(Object.create(of.prototype) as T, fields);
}

function take(value: unknown): unknown[] | null {
  if (value instanceof GValue) return [ValueKind.Typed, value.type, value.value];
  if (value instanceof Fraction) return [ValueKind.Fraction, value.numerator, value.denominator];
  if (value instanceof IntRange) return [ValueKind.IntRange, value.min, value.max, value.step];
  if (value instanceof Int64Range) return [ValueKind.Int64Range, value.min, value.max, value.step];
  if (value instanceof DoubleRange) return [ValueKind.DoubleRange, value.min, value.max];
  if (value instanceof FractionRange) return [ValueKind.FractionRange, value.min, value.max];
  if (value instanceof ValueList) return [ValueKind.List, value.values];
  if (value instanceof FlagSet) return [ValueKind.FlagSet, value.flags, value.mask, value.type];
  if (value instanceof GstBuffer) {
    const { data, pts, dts, duration, offset, flags } = value;
    return [ValueKind.Buffer, data, pts, dts, duration, offset, flags];
  }
  if (value instanceof Sample) return [ValueKind.Sample, value.buffer, value.caps, value.info];
  return null;
}

native.setHook(Hook.MakeValue, (kind: ValueKind, ...parts: Part[]) => makers[kind]?.(...parts));
native.setHook(Hook.TakeValue, take);

/**
 * A value of C's that has no class of its own here: it can be passed on, and nothing else.
 *
 * @see g_boxed_copy
 */
export class OpaqueBoxed extends Boxed {}

registerClass('GBoxed', OpaqueBoxed);
