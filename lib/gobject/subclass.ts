import { native, type NativeFunction } from '../native.js';
import { UnsupportedError } from './unsupported.js';

/** The library's own classes, by their prototypes: the name of the native type that each stands for. */
const libraryTypes = new Map<object, string>();

/** What constructs the instances of those that may be constructed, by their prototypes; exported to be measured. */
export const nativeConstructors = new Map<object, NativeFunction>();

/** The native numbers of the application's classes; 0: they override nothing of C's. */
const numbers = new WeakMap<object, number>();

/** All of these, by their numbers, and the library's own by the names of their native types. */
const classes = new Map<number | string, unknown>();

/** The application's class of that number, else the library's of that native type. */
export function classOf(number: number, typeName: string): unknown {
  return classes.get(number) ?? classes.get(typeName);
}

/**
 * Makes the class stand for the native type of that name.
 *
 * @param construct - The native constructor, which gets the object and what the class gives to `super()`; none where the
 * library alone makes instances.
 */
export function registerClass(typeName: string, constructor: { prototype: object }, construct?: NativeFunction): void {
  libraryTypes.set(constructor.prototype, typeName);
  if (construct) nativeConstructors.set(constructor.prototype, construct);
  classes.set(typeName, constructor);
  native.registerClass(typeName, constructor);
}

/** Virtual methods that older libraries do not have: their versions, by their classes' prototypes and their names. */
const newer = new Map<object, Readonly<Record<string, string>>>();

/** Has subclasses refused that define these methods where the installed library is too old for them. */
export function overridesSince(constructor: { prototype: object }, versions: Readonly<Record<string, string>>): void {
  newer.set(constructor.prototype, versions);
}

/** The prototype of the library's class that this one is, or is a subclass of. */
function libraryPrototypeOf({ prototype }: { prototype: object }): object | null {
  let at: object | null = prototype;
  while (at !== null && !libraryTypes.has(at)) at = Object.getPrototypeOf(at) as object | null;
  return at;
}

/** The name of the native type of the library's class that this one is, or is a subclass of; empty for others. */
export function libraryTypeOf(constructor: { prototype: object }): string {
  const prototype = libraryPrototypeOf(constructor);
  return (prototype && libraryTypes.get(prototype)) ?? '';
}

/**
 * The native constructor of the library's class that this one is, or is a subclass of.
 *
 * @throws TypeError where there is none.
 */
export function nativeConstructorOf(constructor: { name: string; prototype: object }): NativeFunction {
  const prototype = libraryPrototypeOf(constructor);
  const construct = prototype && nativeConstructors.get(prototype);
  if (construct) return construct;
  throw new TypeError(`${constructor.name} cannot be constructed: the library makes its instances`);
}

/**
 * The native number of a class, for `useSubclass()`; 0 for a class of the library's, and for one that overrides nothing
 * of C's. A subclass gets a native type when this is called first, with the virtual methods that it and the classes
 * between it and the library's have.
 *
 * @param always - One that overrides nothing gets a type, too: C is to make its objects.
 * @throws TypeError for an override of a method that must never wait for JavaScript; UnsupportedError for one that the
 * installed library does not have.
 */
export function subclassNumber(constructor: { name: string; prototype: object }, always = false): number {
  const { prototype } = constructor;
  if (libraryTypes.has(prototype)) return 0;
  const known = numbers.get(prototype);
  if (known !== undefined && (known !== 0 || !always)) return known;
  const { name } = constructor;
  const methods = new Set<string>();
  let at: object | null = prototype;
  for (; at !== null && !libraryTypes.has(at); at = Object.getPrototypeOf(at) as object | null) {
    for (const [method, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (typeof value === 'function' && method !== 'constructor') methods.add(method);
    }
  }
  for (; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    for (const [method, version] of Object.entries(newer.get(at) ?? {})) {
      if (!methods.has(method)) continue;
      const type = libraryTypes.get(at);
      if (native.virtualMethods().some((entry) => entry.type === type && entry.method === method)) continue;
      throw new UnsupportedError(`an override of ${name}.${method}()`, version);
    }
  }
  const typeName = libraryTypeOf(constructor);
  const number = typeName === '' ? 0 : native.defineSubclass(typeName, constructor, name, [...methods], always);
  numbers.set(prototype, number);
  if (number !== 0) classes.set(number, constructor);
  return number;
}
