import type { Random } from './random.js';

/** A class, whoever may construct it. */
export type Class<T extends object = object> = NewableFunction & { readonly prototype: T };

/** Makes a value of one kind, as an application might give it. */
export type Kind = () => unknown;

/** The arguments of calls, by `Class.member` or by `member` where all classes take the same. */
export type Kinds = Readonly<Record<string, readonly Kind[]>>;

/** What makes kinds. */
export interface Makers {
  readonly random: Random;
  /** An object of that class that was met. */
  one: (type: Class) => Kind;
  orNull: (kind: Kind, probability?: number) => Kind;
  /** One of these values. */
  of: (values: Readonly<Record<string, unknown>> | readonly unknown[]) => Kind;
  integer: (from: number, to: number) => Kind;
  boolean: Kind;
}
