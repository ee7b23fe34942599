import { readFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';

import { c, native, type NativeFunction } from '../../lib/native.js';
import { isThenable } from '../../lib/gobject/handlers.js';
import { Progress } from './progress.js';
import type { Watchdog } from './watchdog.js';

/**
 * How long one call may hold the JS thread, in ms, where each thread has a processor, and apart from what the machine's
 * noise explains.
 */
const longestHold = 250;
/** From here on a call's time is looked into, in ms. */
const remarkable = 20;
/** How long a promised call may take, in ms. */
const longestPromise = 60_000;

export interface Hold {
  name: string;
  /** Wall-clock time. */
  ms: number;
  /** How long the thread was ready to run meanwhile and had no processor. */
  starved: number;
  /** By how much another thread of the process was woken too late at that time. */
  noise: number;
}

/** Measures each call of each bound function, whoever makes it: how long it holds the JS thread, and whether it settles. */
export class Measure {
  readonly names = Object.keys(native.functions).sort();
  readonly calls = new Map<string, number>(this.names.map((name) => [name, 0]));
  readonly failures: string[] = [];
  readonly #worst: Hold[] = [];
  readonly #pending = new Map<number, { name: string; since: number; told: boolean }>();
  #watchdog: Watchdog | undefined;
  #serial = 0;
  #starved = 0;
  #longestPromise = { name: '', ms: 0 };

  begin(watchdog: Watchdog): void {
    this.#watchdog = watchdog;
    const functions = c as Partial<Record<string, NativeFunction>>;
    this.names.forEach((name, number) => {
      const call = functions[name];
      if (call) functions[name] = (...args) => this.#measured(name, number + 1, call, args);
    });
    setInterval(() => {
      this.#starved = starvedMs();
      watchdog.noise();
    }, 100).unref();
    setInterval(() => this.#look(), 1000).unref();
  }

  /** The calls that held the JS thread longest. */
  get worst(): readonly Hold[] {
    return this.#worst;
  }

  get longestPromise(): Readonly<{ name: string; ms: number }> {
    return this.#longestPromise;
  }

  /** Functions that no call has reached. */
  get neverCalled(): string[] {
    return this.names.filter((name) => this.calls.get(name) === 0);
  }

  get total(): number {
    return [...this.calls.values()].reduce((sum, count) => sum + count, 0);
  }

  get pending(): string[] {
    return [...this.#pending.values()].map(
      ({ name, since }) => `${name} for ${Math.round(performance.now() - since)} ms`,
    );
  }

  #measured(name: string, number: number, call: NativeFunction, args: unknown[]): unknown {
    const counters = this.#watchdog?.counters as Int32Array;
    const serial = ++this.#serial;
    // A call may make another one, by a handler that runs at once.
    const outer = Atomics.load(counters, Progress.RUNNING);
    Atomics.store(counters, Progress.SERIAL, serial);
    Atomics.store(counters, Progress.RUNNING, number);
    Atomics.add(counters, Progress.CALLS, 1);
    this.calls.set(name, (this.calls.get(name) ?? 0) + 1);
    const before = performance.now();
    try {
      const result = call(...args);
      if (isThenable(result)) this.#follow(name, serial, result);
      return result;
    } finally {
      const ms = performance.now() - before;
      Atomics.store(counters, Progress.RUNNING, outer);
      if (ms > remarkable) this.#held(name, ms);
    }
  }

  #held(name: string, ms: number): void {
    const starved = starvedMs();
    const hold = { name, ms, starved: starved - this.#starved, noise: this.#watchdog?.noise() ?? 0 };
    this.#starved = starved;
    this.#worst.push(hold);
    this.#worst.sort((one, other) => other.ms - one.ms);
    this.#worst.length = Math.min(this.#worst.length, 10);
    // Whoever holds the lock that it waits for has no more of a processor than the others.
    const contenders = Math.max(1, loadavg()[0] / availableParallelism());
    if (ms - hold.starved > longestHold * contenders + 2 * hold.noise)
      this.failures.push(`it held the JS thread: ${show(hold)}`);
  }

  #follow(name: string, serial: number, result: PromiseLike<unknown>): void {
    const since = performance.now();
    this.#pending.set(serial, { name, since, told: false });
    const settled = () => {
      this.#pending.delete(serial);
      const ms = performance.now() - since;
      if (ms > this.#longestPromise.ms) this.#longestPromise = { name, ms };
    };
    result.then(settled, settled);
  }

  #look(): void {
    const now = performance.now();
    for (const pending of this.#pending.values()) {
      if (pending.told || now - pending.since < longestPromise) continue;
      pending.told = true;
      this.failures.push(`${pending.name} has not settled within ${longestPromise} ms`);
      this.#watchdog?.show(pending.name);
    }
  }
}

export function show({ name, ms, starved, noise }: Hold): string {
  return `${name} ${ms.toFixed(1)} ms, of these ${starved.toFixed(1)} ms without a processor; noise ${noise} ms`;
}

/** How long this thread has been ready to run without a processor, in ms, since it began. */
function starvedMs(): number {
  return Number(readFileSync('/proc/self/schedstat', 'utf8').split(' ')[1]) / 1e6;
}
