import { c, native, type NativeFunction } from '../../lib/native.js';
import { nativeConstructors } from '../../lib/gobject/subclass.js';
import { promised } from '../../lib/gobject/handlers.js';
import { LoopDelay } from './loop-delay.js';
import { handlerTimeout } from './patience.js';
import { Progress } from './progress.js';
import { type Scheduled, Scheduling } from './scheduling.js';
import type { Watchdog } from './watchdog.js';

/**
 * How long the JS thread may sleep in one call, in ms. One that waits for a thread that waits for JavaScript sleeps until
 * that one's deadline has passed: twice as long. What C's own short locks take is nowhere near, also where those who hold
 * them have to wait for a processor.
 */
export const longestSleep = handlerTimeout / 2;
/** How long one call may be at work itself, in ms; how much the other threads want the processors is no part of it. */
export const longestWork = 150;
/**
 * From here on a call's time is looked into, in ms. C's short locks take less; that who holds one loses the processor
 * happens once in a while, and to any function.
 */
export const remarkable = 20;
/** How many calls of a function may sleep longer than that: so many, and this part of them. What does more often waits by rule. */
export const remarkableSleeps = { number: 3, part: 0.01 };
/** How long a promised call may take, in ms. */
const longestPromise = 60_000;

export interface Hold {
  name: string;
  /** Wall-clock time, in ms: the sum of the next three. */
  ms: number;
  /** How long the thread was on a processor. */
  worked: number;
  /** How long it was ready to run and had no processor. */
  starved: number;
  /** How long it waited for another thread. */
  slept: number;
  /** By how much another thread of the process was woken too late at that time. */
  noise: number;
}

/** Whether C has taken the arguments. */
const isOfArguments = (error: unknown) => error instanceof TypeError || error instanceof RangeError;

const runtime = native as unknown as Record<string, unknown>;

/** What the addon has beside bound functions. */
function runtimeFunctions(): string[] {
  const names: string[] = [];
  // They are inherited.
  for (const name in runtime) if (typeof runtime[name] === 'function') names.push(name);
  return names;
}

/**
 * Measures each call of each function of the addon, whoever makes it: how long it holds the JS thread, and whether it
 * settles.
 */
export class Measure {
  /** The bound functions. */
  readonly names = Object.keys(native.functions)
    .filter((name) => !name.startsWith('test_'))
    .sort();
  /** All that are measured. */
  readonly watched: readonly string[] = [...this.names, ...runtimeFunctions().map((name) => `native.${name}`)];
  readonly calls = new Map<string, number>(this.watched.map((name) => [name, 0]));
  readonly loopDelay = new LoopDelay();
  readonly #failures: string[] = [];
  readonly #sleeps = new Map<string, number>();
  readonly #taken = new Set<string>();
  readonly #worst: Hold[] = [];
  readonly #pending = new Map<number, { name: string; since: number; told: boolean }>();
  readonly #scheduling = new Scheduling();
  #watchdog: Watchdog | undefined;
  #serial = 0;
  #longestPromise = { name: '', ms: 0 };

  begin(watchdog: Watchdog): void {
    this.#watchdog = watchdog;
    const functions = c as Record<string, unknown>;
    const replaced = new Map<NativeFunction, NativeFunction>();
    this.watched.forEach((watched, number) => {
      const [object, name] = watched.startsWith('native.') ? [runtime, watched.slice(7)] : [functions, watched];
      const call = object[name] as NativeFunction;
      const measured = (...args: unknown[]) => this.measured(watched, number + 1, call, args);
      object[name] = measured;
      replaced.set(call, measured);
    });
    // The classes have theirs since they were registered.
    for (const [prototype, construct] of nativeConstructors) {
      nativeConstructors.set(prototype, replaced.get(construct) ?? construct);
    }
    this.loopDelay.begin();
    setInterval(() => watchdog.noise(), 100).unref();
    setInterval(() => this.#look(), 1000).unref();
  }

  /** The calls that held the JS thread longest. */
  get worst(): readonly Hold[] {
    return this.#worst;
  }

  get longestPromise(): Readonly<{ name: string; ms: number }> {
    return this.#longestPromise;
  }

  /** Functions that no call has reached with arguments that they take. */
  get neverCalled(): string[] {
    return this.names.filter((name) => !this.#taken.has(name));
  }

  /** How often bound functions were called. */
  get total(): number {
    return this.names.reduce((sum, name) => sum + (this.calls.get(name) ?? 0), 0);
  }

  /** What went wrong. */
  get failures(): string[] {
    const byRule = [...this.#sleeps].flatMap(([name, sleeps]) => {
      const calls = this.calls.get(name) ?? 0;
      if (sleeps <= remarkableSleeps.number + remarkableSleeps.part * calls) return [];
      return [`the JS thread slept for more than ${remarkable} ms in ${sleeps} of ${calls} calls of ${name}`];
    });
    return [...this.#failures, ...byRule, ...this.loopDelay.failures];
  }

  get pending(): string[] {
    return [...this.#pending.values()].map(
      ({ name, since }) => `${name} for ${Math.round(performance.now() - since)} ms`,
    );
  }

  /** Makes a call, and sees how long it takes. */
  measured(name: string, number: number, call: NativeFunction, args: unknown[]): unknown {
    const counters = this.#watchdog?.counters as Int32Array;
    const serial = ++this.#serial;
    // A call may make another one, by a handler that runs at once.
    const outer = Atomics.load(counters, Progress.RUNNING);
    Atomics.store(counters, Progress.SERIAL, serial);
    Atomics.store(counters, Progress.RUNNING, number);
    Atomics.add(counters, Progress.CALLS, 1);
    this.calls.set(name, (this.calls.get(name) ?? 0) + 1);
    const scheduled = this.#scheduling.now();
    const before = performance.now();
    try {
      const result = call(...args);
      const later = promised(result);
      if (later) this.#follow(name, serial, later);
      else this.#taken.add(name);
      return result;
    } catch (error) {
      if (!isOfArguments(error)) this.#taken.add(name);
      throw error;
    } finally {
      const ms = performance.now() - before;
      Atomics.store(counters, Progress.RUNNING, outer);
      if (ms > remarkable) this.#held(name, ms, scheduled);
    }
  }

  #held(name: string, ms: number, before: Scheduled): void {
    const now = this.#scheduling.now();
    const worked = Math.min(now.ran - before.ran, ms);
    const starved = Math.min(now.starved - before.starved, ms - worked);
    const hold = { name, ms, worked, starved, slept: ms - worked - starved, noise: this.#watchdog?.noise() ?? 0 };
    this.#worst.push(hold);
    this.#worst.sort((one, other) => other.ms - other.starved - (one.ms - one.starved));
    this.#worst.length = Math.min(this.#worst.length, 10);
    if (hold.slept > remarkable + 2 * hold.noise) this.#sleeps.set(name, (this.#sleeps.get(name) ?? 0) + 1);
    if (hold.slept > longestSleep + 2 * hold.noise) this.#failures.push(`the JS thread slept in a call: ${show(hold)}`);
    if (hold.worked > longestWork) this.#failures.push(`a call worked for too long on the JS thread: ${show(hold)}`);
  }

  #follow(name: string, serial: number, result: Promise<unknown>): void {
    const since = performance.now();
    this.#pending.set(serial, { name, since, told: false });
    const settled = (taken: boolean) => {
      if (taken) this.#taken.add(name);
      this.#pending.delete(serial);
      const ms = performance.now() - since;
      if (ms > this.#longestPromise.ms) this.#longestPromise = { name, ms };
    };
    result.then(
      () => settled(true),
      (error: unknown) => settled(!isOfArguments(error)),
    );
  }

  #look(): void {
    const now = performance.now();
    for (const pending of this.#pending.values()) {
      if (pending.told || now - pending.since < longestPromise) continue;
      pending.told = true;
      this.#failures.push(`${pending.name} has not settled within ${longestPromise} ms`);
      this.#watchdog?.show(pending.name);
    }
  }
}

export function show({ name, ms, worked, starved, slept, noise }: Hold): string {
  const parts = `worked ${worked.toFixed(1)}, without a processor ${starved.toFixed(1)}, slept ${slept.toFixed(1)}`;
  return `${name} ${ms.toFixed(1)} ms (${parts}; noise ${noise} ms)`;
}
