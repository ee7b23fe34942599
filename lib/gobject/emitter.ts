import { EventEmitter } from 'node:events';

type AnyHandler = (...args: never[]) => unknown;

/** The type of the handlers of one event. */
export type Handler<E, K extends keyof E> = Extract<E[K], AnyHandler>;

/** What the handlers of one event are called with. */
type Arguments<E, K extends keyof E> = Parameters<Handler<E, K>>;

/**
 * Node's `EventEmitter`, with the types of the events.
 *
 * @typeParam E - The events, by name.
 */
export interface Emitter<E> {
  /** Calls the handler for this event. */
  on<K extends keyof E & string>(event: K, listener: Handler<E, K>): this;
  /** The same as `on()`. */
  addListener<K extends keyof E & string>(event: K, listener: Handler<E, K>): this;
  /** Like `on()`, before the handlers that are there. */
  prependListener<K extends keyof E & string>(event: K, listener: Handler<E, K>): this;
  /** Like `on()`, for the next time only. */
  once<K extends keyof E & string>(event: K, listener: Handler<E, K>): this;
  /** Like `once()`, before the handlers that are there. */
  prependOnceListener<K extends keyof E & string>(event: K, listener: Handler<E, K>): this;
  /** Removes a handler. */
  removeListener<K extends keyof E & string>(event: K, listener: Handler<E, K>): this;
  /** The same as `removeListener()`. */
  off<K extends keyof E & string>(event: K, listener: Handler<E, K>): this;
  /** Removes all handlers, or all of one event. */
  removeAllListeners(event?: keyof E & string): this;
  /** Calls the handlers of this event in JavaScript; nothing is emitted in C. @returns Whether there were any. */
  emit<K extends keyof E & string>(event: K, ...args: Arguments<E, K>): boolean;
  /** How many handlers an event has, or how often it has this one. */
  listenerCount<K extends keyof E & string>(event: K, listener?: Handler<E, K>): number;
  /** The handlers of an event. */
  listeners<K extends keyof E & string>(event: K): Handler<E, K>[];
  /** The handlers of an event, with what `once()` has wrapped around its own. */
  rawListeners<K extends keyof E & string>(event: K): Handler<E, K>[];
  /** The events that have handlers. */
  eventNames(): (string | symbol)[];
  /** How many handlers an event may have before Node warns of a leak. */
  getMaxListeners(): number;
  /** Sets that number; 0: any. */
  setMaxListeners(count: number): this;
}

/** Node's class as it is: its own declarations say `any`. */
export const Emitter = EventEmitter as unknown as new <E>() => Emitter<E>;
