import { Boxed, GObject, RTSPServer, RTSPSessionPool, RTSPTransport, Source } from '../../lib/index.js';
import { native } from '../../lib/native.js';
import type { Class } from './kinds.js';
import type { Random } from './random.js';

/** How many objects of a class are kept: enough that some are gone, and some play. */
const mostOfAClass = 12;

/** The objects that were met and may be called: some live, some are over. */
export class Objects {
  readonly #byClass = new Map<string, object[]>();
  readonly #met = new WeakSet();
  readonly #random: Random;
  /** They hold their pool until they are destroyed. */
  readonly #sources = new Set<Source>();
  /** A session in one of them keeps its client, which keeps the pool. */
  readonly #pools = new Set<WeakRef<RTSPSessionPool>>();
  /** They listen until they are closed. */
  readonly servers = new Set<RTSPServer>();
  #closed = false;
  /** Is called with each GObject that is met for the first time. */
  onMeet: (object: GObject) => void = () => undefined;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Takes up what a call or an event gave, also from within arrays. */
  meet(value: unknown): void {
    if (Array.isArray(value)) {
      for (const element of value) this.meet(element);
      return;
    }
    if (this.#closed) return;
    // Some only look like one: an override gets whatever a random call gives it.
    const isBound = (value instanceof GObject || value instanceof Boxed) && native.typeName(value) !== null;
    if (!isBound && !(value instanceof RTSPTransport)) return;
    this.#keep(value);
    if (value instanceof Source) this.#sources.add(value);
    if (value instanceof RTSPSessionPool && !this.#met.has(value))
      this.#pools.add(new WeakRef(value as RTSPSessionPool));
    if (value instanceof RTSPServer) this.servers.add(value as RTSPServer);
    if (value instanceof GObject && !this.#met.has(value)) {
      this.#met.add(value);
      this.onMeet(value as GObject);
    }
  }

  /** One that is an instance of that class; undefined when none was met. */
  pick<T extends object>(type: Class<T>): T | undefined {
    const names = this.#classes((object) => object instanceof type);
    return names.length === 0 ? undefined : (this.#random.pick(this.#byClass.get(this.#random.pick(names)) ?? []) as T);
  }

  /** One of any class. */
  any(): object | undefined {
    const names = this.#classes(() => true);
    return names.length === 0 ? undefined : this.#random.pick(this.#byClass.get(this.#random.pick(names)) ?? []);
  }

  /** All of that class. */
  all<T extends object>(type: Class<T>): T[] {
    return [...this.#byClass.values()].flat().filter((object): object is T => object instanceof type);
  }

  /** All that are still there. */
  get sessionPools(): RTSPSessionPool[] {
    return [...this.#pools].map((pool) => pool.deref()).filter((pool) => pool !== undefined);
  }

  /** Forgets all, and keeps nothing any more. */
  close(): void {
    this.#closed = true;
    this.#byClass.clear();
    for (const source of this.#sources) source.destroy();
    this.#sources.clear();
    this.servers.clear();
  }

  #keep(object: object): void {
    const name = object.constructor.name;
    const kept = this.#byClass.get(name) ?? [];
    this.#byClass.set(name, kept);
    if (kept.includes(object)) return;
    if (kept.length < mostOfAClass) kept.push(object);
    else kept[this.#random.integer(0, mostOfAClass - 1)] = object;
  }

  #classes(matches: (object: object) => boolean): string[] {
    return [...this.#byClass].filter(([, objects]) => objects.slice(0, 1).some(matches)).map(([name]) => name);
  }
}
