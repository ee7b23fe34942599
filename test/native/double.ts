import { GObject, type GObjectEvents, registerClass } from '../../lib/gobject/object.js';
import { c } from '../../lib/native.js';

export interface TestDoubleEvents extends GObjectEvents {
  /** C waits for an integer: -1 by default, -1000 when the handler threw. */
  ask: (value: number) => unknown;
  tell: (value: number) => unknown;
  /** An object that has no owner yet but the double. */
  show: (object: GObject) => void;
  /** C waits, for nothing in particular. */
  configure: () => unknown;
}

/** The native test double: it calls from threads of its own, with locks held that its functions need. */
export class TestDouble extends GObject<TestDoubleEvents> {
  public constructor() {
    super();
  }

  static get alive(): number {
    return c.test_double_alive() as number;
  }
  /** The kernel's number of the thread that gave up the last reference to a double last. */
  static get finalizer(): number {
    return c.test_double_finalizer() as number;
  }

  start(threads: number, count: number): void {
    c.test_double_start(this, threads, count);
  }
  flood(threads: number, count: number): void {
    c.test_double_flood(this, threads, count);
  }
  join(): Promise<bigint> {
    return c.test_double_join(this) as Promise<bigint>;
  }
  ask(value: number): Promise<number> {
    return c.test_double_ask(this, value) as Promise<number>;
  }
  /** Asks on the JavaScript thread. */
  askHere(value: number): number {
    return c.test_double_ask_here(this, value) as number;
  }
  configure(): Promise<void> {
    return c.test_double_configure(this) as Promise<void>;
  }
  lockedSum(): Promise<bigint> {
    return c.test_double_locked_sum(this) as Promise<bigint>;
  }
  before(): Promise<void> {
    return c.test_double_before(this) as Promise<void>;
  }
  thread(): Promise<number> {
    return c.test_double_thread(this) as Promise<number>;
  }
  get asker(): number {
    return c.test_double_asker(this) as number;
  }
  sleep(milliseconds: number): Promise<void> {
    return c.test_double_sleep(this, milliseconds) as Promise<void>;
  }
  fail(): Promise<void> {
    return c.test_double_fail(this) as Promise<void>;
  }
  churn(other: TestDouble, times: number): Promise<void> {
    return c.test_double_churn(this, other, times) as Promise<void>;
  }
  keep(other: TestDouble): void {
    c.test_double_keep(this, other);
  }
  kept(): TestDouble | null {
    return c.test_double_kept(this) as TestDouble | null;
  }
  drop(): void {
    c.test_double_drop(this);
  }
  show(): Promise<void> {
    return c.test_double_show(this) as Promise<void>;
  }
  /** Whether the object that was shown is the double's still; it is given up. */
  takeShown(): boolean {
    return c.test_double_take_shown(this) as boolean;
  }
  tellAndDrop(other: TestDouble): Promise<void> {
    return c.test_double_tell_and_drop(this, other) as Promise<void>;
  }
  make(): TestDouble {
    return c.test_double_make(this) as TestDouble;
  }
}

registerClass('TestDouble', TestDouble, c.test_double_new);
