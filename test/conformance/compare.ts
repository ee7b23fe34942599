import type { ArgumentEntry, CallEntry, VirtualMethodEntry } from '../../lib/native.js';
import type { Facade, FacadeCall, FacadeCallable, FacadeClass, Part, Shape } from './facade.js';
import type { GirCallable, GirProperty, GirValue } from './gir.js';

const numbers = new Set(['gint8', 'guint8', 'gint16', 'guint16', 'gint32', 'guint32', 'gint', 'guint', 'gdouble']);
const sameInC: Readonly<Record<string, string>> = {
  gint: 'gint32',
  guint: 'guint32',
  GstClockTime: 'guint64',
  GstClockTimeDiff: 'gint64',
  gsize: 'guint64',
  filename: 'utf8',
  // It has no GType: the one that ours makes for it.
  NodeSDPMedia: 'GstSDPMedia',
  // Those that GLib has would not know what keeps them.
  NodeMainContext: 'GMainContext',
  NodeSource: 'GSource',
};
const inC = (type: string) => sameInC[type] ?? type;

/** The enumerations of all namespaces, as the facade has them. */
export interface Enumerations {
  /** By GLib's name: its values; undefined for what is none. */
  valuesOf(type: string): ReadonlySet<number> | undefined;
  isFlags(type: string): boolean;
}

/** Whether the table converts what the introspection file names. */
const isSameType = (native: ArgumentEntry, gir: GirValue) => inC(native.kind) === inC(gir.type);

/** What is not a pointer cannot be given away. */
const isPointer = (kind: string, enumerations: Enumerations) =>
  /^(Gst|Node|G[A-Z]|utf8|filename|array)/.test(kind) && !enumerations.valuesOf(kind);

/** How a table's line disagrees with the introspection file, in what is given to the receiver and what comes back. */
function valuesDiffer(
  key: string,
  given: readonly ArgumentEntry[],
  result: ArgumentEntry,
  parameters: readonly GirValue[],
  gir: GirCallable,
  enumerations: Enumerations,
): string[] {
  const found: string[] = [];
  const differs = (place: string, what: string) => found.push(`${key}${place} ${what}`);
  if (given.length !== parameters.length) differs('', 'parameters');
  given.forEach((native, index) => {
    const expected = parameters.at(index);
    if (!expected) return;
    const place = `(${expected.name})`;
    if (native.out !== (expected.direction !== 'in')) differs(place, 'direction');
    if (!isSameType(native, expected)) differs(place, 'type');
    if (!native.out && native.nullable !== expected.nullable) differs(place, 'nullable');
    if (isPointer(native.kind, enumerations) && native.full !== expected.full) differs(place, 'transfer');
  });
  if (!isSameType(result, gir.result)) differs(' →', 'type');
  else if (isPointer(result.kind, enumerations) && result.full !== gir.result.full) differs(' →', 'transfer');
  return found;
}

/** How a function's line in a table disagrees with the introspection file; the keys of docs/bindings.md. */
export function disagreements(call: CallEntry, gir: GirCallable, enumerations: Enumerations): string[] {
  return valuesDiffer(gir.key, call.arguments, call.result, gir.parameters, gir, enumerations);
}

/** The same of a virtual method; of its result, which JavaScript gives, also whether it may be null. */
export function overrideDisagreements(
  method: VirtualMethodEntry,
  gir: GirCallable,
  enumerations: Enumerations,
): string[] {
  const { arguments: given, result } = method;
  const found = valuesDiffer(gir.key, given, result, gir.parameters.slice(1), gir, enumerations);
  if (result.nullable !== gir.result.nullable) {
    found.push(`${gir.key} → ${gir.result.nullable ? 'nullable' : 'not nullable'}`);
  }
  return found;
}

/** What the facade may have for values of other types than its classes. */
const others: Readonly<Partial<Record<string, readonly string[]>>> = {
  gint64: ['bigint'],
  guint64: ['bigint'],
  utf8: ['string'],
  filename: ['string'],
  gboolean: ['boolean'],
  array: ['Array', 'ReadonlyArray'],
  GList: ['Array'],
  GBytes: ['Buffer', 'Uint8Array'],
  GValue: [
    ...['GValue', 'GObject', 'Boxed', 'GstBuffer', 'Sample', 'ValueList', 'FlagSet'],
    ...['Fraction', 'IntRange', 'Int64Range', 'DoubleRange', 'FractionRange'],
    ...['string', 'number', 'bigint', 'boolean', 'Date', 'Uint8Array', 'ReadonlyArray'],
  ],
  GstStructure: ['Structure', 'Record'],
  GstMIKEYPayload: ['MIKEYPayloadKEMAC', 'MIKEYPayloadT', 'MIKEYPayloadSP', 'MIKEYPayloadRAND'],
  // A launch line makes an element of whatever kind.
  GstElement: ['Element', 'Bin'],
  // An override passes on the thread that it was given.
  GstRTSPThreadPool: ['RTSPThreadPool', 'RTSPThread'],
  // The descriptor of one.
  GSocket: ['Socket', 'number'],
  // What fails throws.
  GstSDPResult: ['void'],
};

/** What TypeScript may call a value of that type. */
function tsKinds(type: string, facade: Facade): readonly string[] {
  if (numbers.has(type)) return ['number'];
  const known = others[inC(type)] ?? others[type];
  if (known) return known;
  const bare = type.replace(/^(Gst|G(?=[A-Z]))/, '');
  return [facade.classOfType.get(type) ?? (facade.exports(type) ? type : bare)];
}

/**
 * Why TypeScript's declaration is not that of a value of the type; undefined: it is.
 *
 * @param direction - What it takes may be less than all the values of an enumeration; what comes may be any of them.
 */
export function misfit(
  shape: Shape,
  type: string,
  facade: Facade,
  enumerations: Enumerations,
  direction: 'given' | 'taken',
): string | undefined {
  const values = enumerations.valuesOf(type);
  if (values) {
    if (shape.parts.length === 0 || shape.parts.some(({ own }) => !own.includes('number')))
      return `${show(shape)}, not ${type}`;
    if (enumerations.isFlags(type)) return undefined;
    if (shape.anyNumber) return `any number, not ${type}`;
    const foreign = [...shape.numbers].filter((number) => !values.has(number));
    if (foreign.length > 0) return `${foreign.join()}, which ${type} has not`;
    const missing = [...values].filter((number) => !shape.numbers.has(number));
    return direction === 'taken' && missing.length > 0 ? `a ${type} without ${missing.join()}` : undefined;
  }
  const kinds = tsKinds(type, facade);
  // Any object: the addon looks.
  if (direction === 'given' && shape.kinds.has('unknown') && facade.classOfType.has(type)) return undefined;
  // What comes is not known to be of a class below the one that the table has.
  const isOne = ({ own, above }: Part) =>
    kinds.some((name) => own.includes(name) || (direction === 'given' && above.includes(name)));
  if (shape.parts.length > 0 ? shape.parts.every(isOne) : kinds.includes('void')) return undefined;
  return `${show(shape)}, not ${type}`;
}

const show = ({ kinds, nullable, elements }: Shape): string =>
  [...kinds, ...(elements ? [`of ${show(elements)}`] : []), ...(nullable ? ['null'] : [])].join(' | ');

/** What is in lists of which the introspection file knows nothing: those of other namespaces, and of its own mistakes. */
const elementsOf: Readonly<Partial<Record<string, string>>> = {
  node_structure_get_field_names: 'utf8',
  node_element_get_pads: 'GstPad',
  node_bin_iterate_elements: 'GstElement',
  node_bin_iterate_recurse: 'GstElement',
  node_rtsp_media_complete_pipeline: 'GstRTSPStreamTransport',
  'RTSPClient.check_requirements': 'utf8',
};
const isList = (type: string) => /^(array|GList|GstBufferList)$/.test(type);

/** How what is in a list of TypeScript's differs from what is in that of C; nothing for what is no list. */
function elementsDiffer(
  { elements }: Shape,
  type: string,
  element: string | undefined,
  facade: Facade,
  enumerations: Enumerations,
  direction: 'given' | 'taken',
): string[] {
  if (!isList(type)) return [];
  const expected = type === 'GstBufferList' ? 'GstBuffer' : element;
  const fits = elements && expected && !misfit(elements, expected, facade, enumerations, direction);
  return [...(fits ? [] : ['elements']), ...(elements?.nullable ? ['null among its elements'] : [])];
}

/** Times are null where there is none. */
const isTime = (kind: string) => inC(kind) === 'guint64';

/** What functions give where their C types say less: the class of a clock, and a number of 32 bits or null. */
const moreExactly: Readonly<Partial<Record<string, string>>> = {
  gst_system_clock_obtain: 'GstSystemClock',
  node_net_client_clock_new: 'GstNetClientClock',
  node_ntp_clock_new: 'GstNtpClock',
  node_ptp_clock_new: 'GstPtpClock',
  node_rtsp_stream_get_pt: 'guint',
  node_rtsp_stream_get_mtu: 'guint',
  node_rtsp_stream_get_current_seqnum: 'guint',
  node_rtsp_stream_get_ssrc: 'guint',
};

/** How a call in the facade disagrees with the table, and with the introspection file where the function is there. */
export function misdeclarations(
  use: FacadeCall,
  call: CallEntry,
  gir: GirCallable | undefined,
  enumerations: Enumerations,
  facade: Facade,
): string[] {
  const found: string[] = [];
  const differs = (what: string) => found.push(`${use.place} ${use.name}: ${what}`);
  /** What concerns a value of the C function, which docs/bindings.md may list. */
  const valueDiffers = (place: string, what: readonly string[]) =>
    found.push(...what.map((one) => `${gir?.key ?? use.name}${place} ${one}`));
  const known = elementsOf[call.name];
  const taken = call.arguments.filter(({ out }) => !out);
  if (!use.hasSpread && use.args.length !== taken.length) differs(`${use.args.length} arguments, not ${taken.length}`);
  use.args.forEach((shape, index) => {
    const native = taken.at(index);
    if (!native || use.hasSpread) return;
    const why = shape.kinds.size > 0 && misfit(shape, native.kind, facade, enumerations, 'given');
    if (why) differs(`argument ${index} is ${why}`);
    const expected = gir?.parameters.at(call.arguments.indexOf(native));
    const element = known ?? expected?.element;
    const elements = elementsDiffer(shape, native.kind, element, facade, enumerations, 'given');
    const isMistaken = known !== undefined && expected?.element !== undefined && known !== expected.element;
    valueDiffers(`(${expected?.name ?? index})`, [...elements, ...(isMistaken ? ['elements in the file'] : [])]);
    if (shape.nullable && !native.nullable && !isTime(native.kind)) differs(`argument ${index} may be null`);
    if (!shape.nullable && native.nullable) differs(`argument ${index} may not be null`);
  });
  const foreign = use.made && misfit(use.made, call.result.kind, facade, enumerations, 'given');
  if (foreign) differs(`constructs ${foreign}`);
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
    const why = misfit(shape, moreExactly[call.name] ?? native.kind, facade, enumerations, 'taken');
    if (why) differs(`result ${index} is ${why}`);
    const element = known ?? (native === call.result ? gir?.result.element : undefined);
    valueDiffers(' →', elementsDiffer(shape, native.kind, element, facade, enumerations, 'taken'));
    const returned = native === call.result ? undefined : gir?.parameters.at(call.arguments.indexOf(native));
    if (returned && isSameType(native, returned) && shape.nullable !== returned.nullable && !isTime(native.kind)) {
      valueDiffers(`(${returned.name})`, [returned.nullable ? 'nullable' : 'not nullable']);
    }
  });
  const result = use.results.at(0);
  const { declared } = use;
  if (result && declared && (show(declared) !== show(result) || declared.numbers.size !== result.numbers.size)) {
    differs(`declared ${show(declared)}, though it is ${show(result)}`);
  }
  if (result && gir && isSameType(call.result, gir.result) && !['none', 'gboolean'].includes(call.result.kind)) {
    if (result.nullable !== gir.result.nullable && !isTime(call.result.kind)) {
      found.push(`${gir.key} → ${gir.result.nullable ? 'nullable' : 'not nullable'}`);
    }
  }
  return found;
}

/** How a method that overrides may define disagrees with the table of virtual methods. */
export function overrideMisdeclarations(
  { parameters, result, promised }: FacadeCallable,
  method: VirtualMethodEntry,
  gir: GirCallable,
  enumerations: Enumerations,
  facade: Facade,
): string[] {
  const found: string[] = [];
  const { arguments: given, result: answer } = method;
  if (parameters.length !== given.length) return [`${gir.key} declared parameters`];
  parameters.forEach((shape, index) => {
    const native = given[index];
    const place = `${gir.key}(${gir.parameters[index + 1]?.name ?? index})`;
    if (misfit(shape, native.kind, facade, enumerations, 'taken')) found.push(`${place} declared type`);
    if (shape.isNull !== native.nullable) found.push(`${place} declared nullable`);
    const element = elementsOf[gir.key] ?? gir.parameters.at(index + 1)?.element;
    const elements = elementsDiffer(shape, native.kind, element, facade, enumerations, 'taken');
    found.push(...elements.map((one) => `${place} declared ${one}`));
  });
  if (answer.kind === 'none' ? result.kinds.size > 0 : misfit(result, answer.kind, facade, enumerations, 'given')) {
    found.push(`${gir.key} → declared type`);
  }
  if (result.isNull !== answer.nullable) found.push(`${gir.key} → declared nullable`);
  if (!promised) found.push(`${gir.key} → declared at once`);
  return found;
}

/** How a callback that TypeScript declares disagrees with the type that C has for it. */
export function callbackMisdeclarations(
  { parameters, result, promised }: FacadeCallable,
  { key, parameters: expected, result: answer }: GirCallable,
  enumerations: Enumerations,
  facade: Facade,
): string[] {
  if (parameters.length !== expected.length) return [`${key} parameters`];
  const found = expected.flatMap(({ name, type, element, nullable }, index) => {
    const shape = parameters[index];
    const elements = elementsDiffer(shape, type, element, facade, enumerations, 'taken');
    return [
      ...(misfit(shape, type, facade, enumerations, 'taken') ? [`${key}(${name}) type`] : []),
      ...(shape.isNull === nullable ? [] : [`${key}(${name}) nullable`]),
      ...elements.map((one) => `${key}(${name}) ${one}`),
    ];
  });
  // Whoever is not asked may answer whatever he likes.
  if (answer.type === 'none') return result.kinds.has('unknown') ? found : [...found, `${key} → declared type`];
  if (misfit(result, answer.type, facade, enumerations, 'given')) found.push(`${key} → declared type`);
  if (result.isNull !== answer.nullable) found.push(`${key} → declared ${result.isNull ? 'nullable' : 'not nullable'}`);
  if (!promised) found.push(`${key} → declared at once`);
  return found;
}

/**
 * How the handler of an event disagrees with the signal.
 *
 * @param answer - What the native table takes of the handler; undefined where C does not wait.
 */
export function eventMisdeclarations(
  event: FacadeCallable,
  signal: GirCallable,
  answer: string | undefined,
  enumerations: Enumerations,
  facade: Facade,
): string[] {
  const asked = answer ?? 'none';
  const found = callbackMisdeclarations(
    event,
    { ...signal, result: { ...signal.result, type: asked } },
    enumerations,
    facade,
  );
  return asked === signal.result.type ? found : [...found, `${signal.key} → answer`];
}

/** What the facade has in the place of a property: an accessor, or methods that wait. */
export interface FacadeProperty {
  readonly shape: Shape | undefined;
  readonly gettable: boolean;
  readonly settable: boolean;
}

/** How that disagrees with the property. */
export function propertyMisdeclarations(
  has: FacadeProperty,
  { key, type, readable, writable, constructOnly }: GirProperty,
  enumerations: Enumerations,
  facade: Facade,
): string[] {
  const found: string[] = [];
  if (has.gettable !== readable) found.push(`${key} ${readable ? 'readable' : 'write only'}`);
  if (has.settable !== (writable && !constructOnly)) found.push(`${key} ${has.settable ? 'read only' : 'writable'}`);
  if (!has.shape || misfit(has.shape, type, facade, enumerations, 'taken')) found.push(`${key} type`);
  return found;
}

/** How the method or the accessor that looks a newer function up disagrees with it. */
export function newerMisdeclarations(
  member: string,
  of: FacadeClass | undefined,
  { key, name, parameters, result }: GirCallable,
  enumerations: Enumerations,
  facade: Facade,
): string[] {
  const method = of?.methods.get(member.replace(/\(\)$/, ''));
  const accessor = of?.accessors.get(member);
  const taken = method?.parameters ?? (accessor && name.startsWith('set_') ? [accessor.shape] : []);
  const given = method?.result ?? (name.startsWith('set_') ? undefined : accessor?.shape);
  const expected = parameters.slice(1);
  if (taken.length !== expected.length) return [`${key} declared parameters`];
  const found = taken.flatMap((shape, index) =>
    misfit(shape, expected[index].type, facade, enumerations, 'given')
      ? [`${key}(${expected[index].name}) declared`]
      : [],
  );
  const fits = given ? !misfit(given, result.type, facade, enumerations, 'taken') : result.type === 'none';
  return fits ? found : [...found, `${key} → declared type`];
}
