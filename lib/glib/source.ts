import type { EventEmitter } from 'node:events';

import { setCallback } from '../gobject/callbacks.js';
import { describe, HandlerError, promised, report, type Target } from '../gobject/handlers.js';
import { Boxed, registerClass } from '../gobject/object.js';
import { c, native } from '../native.js';
import type { MainContext } from './main-context.js';

/**
 * What a source calls. `false`, plain or from a Promise, destroys the source; `true` and nothing keep it.
 *
 * @see GSourceFunc
 */
export type SourceCallback<T> = Callback<T>['call'];

/** A method, so that a `Source` of a subclass is one of its class: functions are not taken for each other then. */
interface Callback<T> {
  call(object: T): boolean | void | Promise<boolean | void>;
}

let made = 0;

/**
 * Something that happens again and again. It calls its callback while it is attached and not destroyed; an attached
 * source does not keep the process alive.
 *
 * @typeParam T - The object that the callback gets.
 * @see GSource
 */
export class Source<T = unknown> extends Boxed {
  #target!: T & Target;
  #event = '';
  #slot = '';
  #callback: SourceCallback<T> | null = null;

  /** @internal The source that `make` gives, whose callback is called `event` and is called through that slot. */
  static of<T extends object>(target: T, event: string, make: (slot: string) => unknown): Source<T> {
    const slot = `${event} ${++made}`;
    const source = make(slot) as Source<T>;
    source.#target = target as T & Target;
    source.#event = event;
    source.#slot = slot;
    return source;
  }

  /**
   * Sets what is called, in place of what was set before; null takes it off. A source without a callback is destroyed
   * when its time comes.
   *
   * C does not wait for the answer. A callback that throws, or answers with another value, keeps the source, and
   * `handler-error` of the object tells, or of its server.
   *
   * @see g_source_set_callback
   */
  setCallback(callback: SourceCallback<T> | null): this {
    if (callback !== null && typeof callback !== 'function') {
      throw new TypeError('Source.setCallback(): callback must be a function or null');
    }
    this.#callback = callback;
    return this;
  }

  /**
   * Begins, on the thread of that context: its time is looked for there, and the callback runs on the JavaScript thread.
   * The source keeps the context's thread until it is destroyed; on the context of an `RTSPThread` it is not called any
   * more once that thread has ended.
   *
   * @param context - Default, and null: `MainContext.default()`.
   * @throws GError when it is attached already, or destroyed.
   * @see g_source_attach
   */
  attach(context?: MainContext | null): this {
    c.node_source_attach(this, context);
    // Until it is destroyed the object holds it.
    setCallback(this.#target, this.#slot, () => this.#call());
    return this;
  }

  /** Ends it; the callback is not called any more. Again it does nothing. @see g_source_destroy */
  destroy(): void {
    c.node_source_destroy(this);
    setCallback(this.#target, this.#slot, null);
  }

  /** Whether it has ended. @see g_source_is_destroyed */
  get destroyed(): boolean {
    return c.node_source_is_destroyed(this) as boolean;
  }

  #call(): void {
    // Posted before it was destroyed.
    if (this.destroyed) return;
    if (!this.#callback) {
      this.destroy();
      return;
    }
    try {
      const answer: unknown = this.#callback(this.#target);
      const later = promised(answer);
      if (later) {
        later.then(
          (value) => this.#answered(value),
          (error: unknown) => this.#failed(error),
        );
      } else {
        this.#answered(answer);
      }
    } catch (error) {
      this.#failed(error);
    }
  }

  #answered(value: unknown): void {
    if (value === false) {
      this.destroy();
    } else if (value !== true && value !== undefined && value !== null) {
      const text = `${this.#event}: the answer must be a boolean, not ${typeof value}`;
      this.#report(new HandlerError(text, this.#event));
    }
  }

  #failed(error: unknown): void {
    this.#report(describe(this.#event, error));
  }

  #report(error: HandlerError): void {
    report(this.#target, this.#event, native.serverOf(this.#target) as EventEmitter | null, error);
  }
}

registerClass('NodeSource', Source);
