import { native } from '../native.js';

/** The library's own classes, by their prototypes: the name of the native type that each stands for. */
const libraryTypes = new Map<object, string>();

/** The native numbers of the application's classes; 0: C has nothing to override there. */
const numbers = new WeakMap<object, number>();

/** Makes the class stand for the native type of that name. */
export function registerClass(typeName: string, constructor: { prototype: object }): void {
  libraryTypes.set(constructor.prototype, typeName);
  native.registerClass(typeName, constructor);
}

/**
 * The native number of a class, for `useSubclass()`; 0 for a class of the library's. A subclass gets a native type when
 * this is called first, with the virtual methods that it and the classes between it and the library's have.
 *
 * @throws TypeError for an override of a method that must never wait for JavaScript.
 */
export function subclassNumber(constructor: { name: string; prototype: object }): number {
  const { prototype } = constructor;
  if (libraryTypes.has(prototype)) return 0;
  const known = numbers.get(prototype);
  if (known !== undefined) return known;
  const methods = new Set<string>();
  let typeName: string | undefined;
  for (let at: object | null = prototype; at !== null; at = Object.getPrototypeOf(at) as object | null) {
    typeName = libraryTypes.get(at);
    if (typeName !== undefined) break;
    for (const [name, { value }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      if (typeof value === 'function' && name !== 'constructor') methods.add(name);
    }
  }
  const number =
    typeName === undefined ? 0 : native.defineSubclass(typeName, constructor, constructor.name, [...methods]);
  numbers.set(prototype, number);
  return number;
}
