import type { ArgumentEntry, CallEntry } from '../../lib/native.js';
import type { Facade, FacadeCall, Shape } from './facade.js';
import type { GirCallable, GirEnumeration, GirValue } from './gir.js';

const numbers = new Set(['gint8', 'guint8', 'gint16', 'guint16', 'gint32', 'guint32', 'gint', 'gdouble', 'gfloat']);
const sameInC: Readonly<Record<string, string>> = {
  gint: 'gint32',
  guint: 'guint32',
  GstClockTime: 'guint64',
  GstClockTimeDiff: 'gint64',
  gsize: 'guint64',
  filename: 'utf8',
};
const inC = (type: string) => sameInC[type] ?? type;

/** Whether the table converts what the introspection file names. */
function isSameType(native: ArgumentEntry, gir: GirValue, enumerations: ReadonlySet<string>): boolean {
  if (native.kind === 'other') return true;
  if (inC(native.kind) === inC(gir.type)) return true;
  // An enumeration without a GType.
  return native.kind === 'gint' && enumerations.has(gir.type.replace(/^Gst/, ''));
}

/** How a table's line disagrees with the introspection file; the keys of docs/bindings.md. */
export function disagreements(call: CallEntry, gir: GirCallable, enumerations: readonly GirEnumeration[]): string[] {
  const found: string[] = [];
  const names = new Set(enumerations.map(({ name }) => name));
  const own = call.name.startsWith('node_');
  const differs = (place: string, what: string) => found.push(`${gir.key}${place} ${what}`);
  call.arguments.forEach((native, index) => {
    const expected = gir.parameters.at(index);
    if (!expected) {
      if (!own) differs('', `has no parameter ${index}`);
      return;
    }
    // A function of our own may take something else in the place of what JavaScript does not have.
    if (own && !isSameType(native, expected, names)) return;
    const place = `(${expected.name})`;
    if (native.out !== (expected.direction === 'out')) differs(place, 'direction');
    if (!isSameType(native, expected, names)) differs(place, 'type');
    if (!native.out && native.nullable !== expected.nullable) differs(place, 'nullable');
    // What is not a pointer cannot be given away.
    if (/^(Gst|G[A-Z]|utf8)/.test(native.kind) && !names.has(expected.type.replace(/^Gst/, ''))) {
      if (native.full !== expected.full) differs(place, 'transfer');
    }
  });
  if (!own && call.arguments.length !== gir.parameters.length) differs('', 'parameters');
  if (own && !isSameType(call.result, gir.result, names)) return found;
  if (!isSameType(call.result, gir.result, names)) differs(' →', 'type');
  if (/^(Gst|G[A-Z]|utf8)/.test(call.result.kind) && !names.has(gir.result.type.replace(/^Gst/, ''))) {
    if (call.result.full !== gir.result.full && !own) differs(' →', 'transfer');
  }
  return found;
}

/** What the facade may take a value of that kind for. */
function tsKinds(kind: string, facade: Facade): readonly string[] {
  if (kind === 'none' || kind === 'other') return [];
  if (numbers.has(kind)) return ['number'];
  if (kind === 'gint64' || kind === 'guint64') return ['bigint', 'number'];
  if (kind === 'utf8') return ['string'];
  if (kind === 'gboolean') return ['boolean'];
  // A launch line makes an element of whatever kind.
  if (kind === 'GstElement') return ['Element', 'Bin'];
  const name = facade.classOfType.get(kind);
  return name ? [name] : ['number', 'GstObject', 'GObject'];
}

function fits(shape: Shape, kind: string, facade: Facade): boolean {
  const kinds = tsKinds(kind, facade);
  return kinds.length === 0 || kinds.some((name) => shape.kinds.has(name)) || shape.kinds.has('unknown');
}

const show = ({ kinds, nullable }: Shape) => [...kinds, ...(nullable ? ['null'] : [])].join(' | ');

/** How a call in the facade disagrees with the table, and with the introspection file where the function is there. */
export function misdeclarations(
  use: FacadeCall,
  call: CallEntry,
  gir: GirCallable | undefined,
  enumerations: readonly GirEnumeration[],
  facade: Facade,
): string[] {
  const found: string[] = [];
  const differs = (what: string) => found.push(`${use.place} ${use.name}: ${what}`);
  const taken = call.arguments.filter(({ out }) => !out);
  if (!use.hasSpread && use.args.length !== taken.length) differs(`${use.args.length} arguments, not ${taken.length}`);
  use.args.forEach((shape, index) => {
    const native = taken.at(index);
    if (!native || use.hasSpread) return;
    if (shape.kinds.size > 0 && !fits(shape, native.kind, facade)) {
      differs(`argument ${index} is ${show(shape)}, not ${native.kind}`);
    }
    // Times are null where there is none.
    const takesNull = native.nullable || native.kind === 'guint64' || native.kind === 'other';
    if (shape.nullable && !takesNull) differs(`argument ${index} may be null`);
    if (!shape.nullable && native.nullable) differs(`argument ${index} may not be null`);
  });
  if (call.promised !== use.promise) differs(call.promised ? 'is promised' : 'is not promised');
  const given = [call.result, ...call.arguments.filter(({ out }) => out)].filter(({ kind }) => kind !== 'none');
  if (!use.results) return found;
  if (given.length !== use.results.filter(({ kinds }) => kinds.size > 0).length) {
    differs(`${use.results.length} results, not ${given.length}`);
    return found;
  }
  use.results.forEach((shape, index) => {
    const native = given.at(index);
    if (!native) return;
    if (!fits(shape, native.kind, facade)) differs(`result ${index} is ${show(shape)}, not ${native.kind}`);
    const enumeration = enumerations.find(({ name }) => `Gst${name}` === native.kind);
    if (enumeration && !enumeration.flags && shape.anyNumber) differs(`result ${index} is any number`);
  });
  const result = use.results.at(0);
  if (result && gir && call.result.kind === gir.result.type && !['none', 'gboolean'].includes(call.result.kind)) {
    if (result.nullable !== gir.result.nullable) {
      found.push(`${gir.key} → ${gir.result.nullable ? 'nullable' : 'not nullable'}`);
    }
  }
  return found;
}
