import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { parseXml, type XmlElement } from './xml.js';

/** A parameter or a result, as the introspection file has it. */
export interface GirValue {
  readonly name: string;
  /** GLib's name of the type: `gint`, `utf8`, `GstRTSPMedia`; `array` of what is one. */
  readonly type: string;
  /** The type of what is in a list or an array. */
  readonly element?: string;
  readonly direction: 'in' | 'out' | 'inout';
  readonly nullable: boolean;
  /** The receiver takes it over. */
  readonly full: boolean;
}

/** A function, method, constructor, signal or virtual method. */
export interface GirCallable {
  /** The C function, `Class::signal`, or `Class.virtual_method`. */
  readonly key: string;
  /** `RTSPMedia`; empty for functions of the namespace. */
  readonly owner: string;
  readonly name: string;
  /** With the object, without the GError. */
  readonly parameters: readonly GirValue[];
  readonly result: GirValue;
  readonly introspectable: boolean;
  readonly deprecated: boolean;
}

export interface GirProperty {
  /** `Class:property` */
  readonly key: string;
  readonly owner: string;
  readonly name: string;
  readonly type: string;
  readonly readable: boolean;
  /** By itself, or by a function of the same name. */
  readonly writable: boolean;
  /** Writable when the object is made only. */
  readonly constructOnly: boolean;
}

/** A public field of a record. */
export interface GirField {
  /** `Record->field` */
  readonly key: string;
  readonly owner: string;
  readonly name: string;
  readonly type: string;
}

export interface GirEnumeration {
  readonly name: string;
  readonly flags: boolean;
  readonly members: ReadonlyMap<string, number>;
}

/** What a namespace consists of. */
export interface Inventory {
  /** With their parents: `RTSPMedia` has `GObject.Object`. */
  readonly classes: ReadonlyMap<string, string>;
  readonly records: readonly string[];
  readonly fields: readonly GirField[];
  readonly functions: readonly GirCallable[];
  readonly signals: readonly GirCallable[];
  readonly virtualMethods: readonly GirCallable[];
  readonly properties: readonly GirProperty[];
  readonly enumerations: readonly GirEnumeration[];
  readonly constants: ReadonlyMap<string, string>;
  /** Types of callback functions; their parameters without the data for which JavaScript has closures. */
  readonly callbacks: readonly GirCallable[];
}

const all = (element: XmlElement, ...names: string[]) => element.children.filter(({ name }) => names.includes(name));
const first = (element: XmlElement, ...names: string[]) => all(element, ...names).at(0);
const nameOf = (element: XmlElement) => element.attributes.name ?? '';

/** `Gst.Element` is GstElement, `GObject.Object` GObject, and a name without a namespace begins with the prefix. */
function typeName(element: XmlElement | undefined, prefix: string): string {
  if (!element) return 'none';
  const type = first(element, 'type', 'array', 'varargs');
  if (!type) return 'none';
  return type.name === 'type' ? fullName(nameOf(type), prefix) : type.name;
}

function fullName(name: string, prefix: string): string {
  if (/^(GObject\.Object)$/.test(name)) return 'GObject';
  const local = /^(\w+)\.(\w+)$/.exec(name);
  if (local) return (local[1].startsWith('Gst') ? 'Gst' : 'G') + local[2];
  return /^[A-Z]/.test(name) ? `${prefix}${name}` : name;
}

/** Of a list or an array. */
function elementName(element: XmlElement | undefined, prefix: string): string | undefined {
  const list = element && first(element, 'type', 'array');
  return list && first(list, 'type') && typeName(list, prefix);
}

/** C gives an array and its length: one list. */
function withoutLengths(parameters: readonly GirValue[]): GirValue[] {
  const isLength = (index: number) => index > 0 && parameters[index].name === `n_${parameters[index - 1].name}`;
  return parameters.flatMap((parameter, index) => {
    if (isLength(index)) return [];
    const isCounted = index + 1 < parameters.length && isLength(index + 1);
    return [isCounted ? { ...parameter, type: 'array', element: parameter.type } : parameter];
  });
}

function toCallback(element: XmlElement, prefix: string): GirCallable {
  const callable = toCallable(element, '', nameOf(element), prefix);
  return { ...callable, parameters: withoutLengths(callable.parameters.filter(({ name }) => name !== 'user_data')) };
}

function toValue(element: XmlElement | undefined, prefix: string): GirValue {
  const attributes: XmlElement['attributes'] = element?.attributes ?? {};
  const isOut = attributes.direction === 'out' || attributes.direction === 'inout';
  return {
    name: attributes.name ?? '',
    type: typeName(element, prefix),
    element: elementName(element, prefix),
    direction: isOut ? (attributes.direction as 'out' | 'inout') : 'in',
    // Of what comes back, the older word says that C may be given no place for it.
    nullable: attributes.nullable === '1' || (!isOut && attributes['allow-none'] === '1'),
    full: attributes['transfer-ownership'] === 'full',
  };
}

function toCallable(element: XmlElement, owner: string, key: string, prefix: string): GirCallable {
  const parameters = first(element, 'parameters');
  return {
    key,
    owner,
    name: nameOf(element),
    parameters: parameters ? all(parameters, 'instance-parameter', 'parameter').map((one) => toValue(one, prefix)) : [],
    result: toValue(first(element, 'return-value'), prefix),
    introspectable: element.attributes.introspectable !== '0',
    deprecated: element.attributes.deprecated === '1',
  };
}

/** The folders of introspection files; what is not the same on all machines, Debian has beside the libraries. */
const folders = (process.env.XDG_DATA_DIRS ?? '/usr/local/share:/usr/share').split(':').flatMap((share) => {
  const lib = path.join(share, '../lib');
  const machines = existsSync(lib) ? readdirSync(lib).map((machine) => path.join(lib, machine)) : [];
  return [share, ...machines].map((folder) => path.join(folder, 'gir-1.0'));
});

/** Reads the installed file of a namespace of GStreamer's, or another one's. */
export function readNamespace(name: string, version = '1.0'): Inventory {
  const file = folders.map((folder) => path.join(folder, `${name}-${version}.gir`)).find((one) => existsSync(one));
  if (file === undefined) throw new Error(`${name}-${version}.gir is not installed`);
  return readGir(file);
}

/** The installed version of GStreamer, without its `1.`: 22 of 1.22. */
export const gstMinor = (): number => Number(readNamespace('Gst').constants.get('VERSION_MINOR'));

/** Reads an introspection file. */
function readGir(file: string): Inventory {
  const namespace = first(parseXml(readFileSync(file, 'utf8')), 'namespace');
  if (!namespace) throw new Error(`${file} has no namespace`);
  const prefix = namespace.attributes['c:identifier-prefixes']?.split(',')[0] ?? '';
  const classes = all(namespace, 'class');
  // The structures of classes, and what only their own C file knows, are nobody's business.
  const records = all(namespace, 'record').filter(
    ({ attributes }) => !('glib:is-gtype-struct-for' in attributes) && attributes.disguised !== '1',
  );
  const owners = [...classes, ...records, namespace];
  const ownerName = (owner: XmlElement) => (owner === namespace ? '' : nameOf(owner));
  const callables = (kind: string[], of: readonly XmlElement[], keyOf: (owner: string, member: XmlElement) => string) =>
    of.flatMap((owner) =>
      all(owner, ...kind).map((member) =>
        toCallable(member, ownerName(owner), keyOf(ownerName(owner), member), prefix),
      ),
    );
  return {
    classes: new Map(classes.map((element) => [nameOf(element), element.attributes.parent ?? ''])),
    records: records.map(nameOf),
    fields: records.flatMap((owner) =>
      all(owner, 'field')
        // What a record begins with where it is one of GStreamer's own kind.
        .filter((element) => element.attributes.readable !== '0' && nameOf(element) !== 'mini_object')
        .map((element) => ({
          key: `${nameOf(owner)}->${nameOf(element)}`,
          owner: nameOf(owner),
          name: nameOf(element),
          type: typeName(element, prefix),
        })),
    ),
    functions: callables(
      ['function', 'method', 'constructor'],
      owners,
      (_, { attributes }) => attributes['c:identifier'] ?? '',
    ),
    signals: callables(['glib:signal'], classes, (owner, member) => `${owner}::${nameOf(member)}`),
    virtualMethods: callables(['virtual-method'], classes, (owner, member) => `${owner}.${nameOf(member)}`),
    properties: classes.flatMap((owner) =>
      all(owner, 'property').map((element) => ({
        key: `${nameOf(owner)}:${nameOf(element)}`,
        owner: nameOf(owner),
        name: nameOf(element),
        type: typeName(element, prefix),
        readable: element.attributes.readable !== '0',
        writable:
          element.attributes.writable === '1' ||
          all(owner, 'method').some((method) => nameOf(method) === `set_${nameOf(element).replaceAll('-', '_')}`),
        constructOnly: element.attributes['construct-only'] === '1',
      })),
    ),
    enumerations: all(namespace, 'enumeration', 'bitfield').map((element) => ({
      name: nameOf(element),
      flags: element.name === 'bitfield',
      members: new Map(
        all(element, 'member').map((member) => [nameOf(member).toUpperCase(), Number(member.attributes.value)]),
      ),
    })),
    constants: new Map(all(namespace, 'constant').map((element) => [nameOf(element), element.attributes.value ?? ''])),
    callbacks: all(namespace, 'callback').map((one) => toCallback(one, prefix)),
  };
}
