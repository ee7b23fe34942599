import { type Combine, Combine as Combines, Hook, native } from '../native.js';
import { Emitter, type Handler } from './emitter.js';
import type { HandlerError } from './handlers.js';
import { nativeConstructorOf, overridesSince, registerClass, subclassNumber } from './subclass.js';
import { requireEvent } from './unsupported.js';
import './error.js';
import './handlers.js';
import './overrides.js';

/** Events of every object. */
export interface GObjectEvents {
  /**
   * A handler of this object (or, on a server, of one of its clients) threw, answered with a value of the wrong type,
   * or did not answer in time. The default answer was given. Without a listener the process warns. An addition to GLib.
   */
  'handler-error': (error: HandlerError, event: string, object: GObject) => void;
  /** A property has changed; the argument is its name. C does not wait. */
  [notify: `notify::${string}`]: (property: string) => void;
}

/** How a handler is registered. */
export interface HandlerOptions {
  /**
   * How long the native thread waits for this event's handlers, in milliseconds, 1 to 4294967295. Default: the
   * server's `handlerTimeout`. The newest registration of an event decides.
   */
  timeout?: number;
}

const longestTimeout = 0xffffffff;

interface Connection {
  handler: number;
  combine: Combine;
  timeout: number;
}

/**
 * An object of GLib's. There is one JavaScript object for each native one: `===` holds, and listeners and properties
 * stay as long as either side is alive.
 *
 * Signals are events, under their documented names. C waits for the handlers of some of them, plain or `async`; each
 * event's documentation says so.
 *
 * @typeParam E - The events of the class, by name.
 * @see GObject
 */
export class GObject<E extends GObjectEvents = GObjectEvents> extends Emitter<E> {
  /** Made with the first one: most objects have none. */
  #connections: Map<string, Connection> | undefined;

  /**
   * Called by a class's own constructor.
   *
   * @param args - What the native constructor of the class takes.
   * @see g_object_new_with_properties
   */
  protected constructor(...args: unknown[]) {
    super();
    if (native.adopt(this)) return;
    const construct = nativeConstructorOf(new.target);
    native.useSubclass(subclassNumber(new.target));
    construct(this, ...args);
  }

  /** The name of the native type. @see G_OBJECT_TYPE_NAME */
  get typeName(): string {
    return native.typeName(this) ?? '';
  }

  /**
   * Reads a property by its documented name.
   *
   * @throws TypeError for a name that is none; Error for a property whose getter waits for other threads.
   * @see g_object_get_property
   */
  getProperty(name: string): unknown {
    return native.getProperty(this, name);
  }

  /**
   * Sets a property by its documented name.
   *
   * @throws TypeError for a name that is none, or a value that the property does not take; Error for a property that an
   * accessor sets, which the message names.
   * @see g_object_set_property
   */
  setProperty(name: string, value: unknown): void {
    native.setProperty(this, name, value);
  }

  /**
   * Calls the handler for this event. The first handler of a signal connects it: without one, C is not slowed down.
   *
   * @throws UnsupportedError for an event of a newer GStreamer than the installed one; TypeError for a timeout that is
   * none. The handler is not registered then.
   */
  override on<K extends keyof E & string>(event: K, listener: Handler<E, K>, options?: HandlerOptions): this {
    this.#check(event, options);
    super.on(event, listener);
    return this.#connect(event, options);
  }

  /** The same as `on()`. */
  override addListener<K extends keyof E & string>(event: K, listener: Handler<E, K>, options?: HandlerOptions): this {
    return this.on(event, listener, options);
  }

  /** Like `on()`, before the handlers that are there. */
  override prependListener<K extends keyof E & string>(
    event: K,
    listener: Handler<E, K>,
    options?: HandlerOptions,
  ): this {
    this.#check(event, options);
    super.prependListener(event, listener);
    return this.#connect(event, options);
  }

  /** Like `on()`, for the next time only. */
  override once<K extends keyof E & string>(event: K, listener: Handler<E, K>, options?: HandlerOptions): this {
    this.#check(event, options);
    super.once(event, listener);
    return this.#connect(event, options);
  }

  /** Like `once()`, before the handlers that are there. */
  override prependOnceListener<K extends keyof E & string>(
    event: K,
    listener: Handler<E, K>,
    options?: HandlerOptions,
  ): this {
    this.#check(event, options);
    super.prependOnceListener(event, listener);
    return this.#connect(event, options);
  }

  /** Removes a handler. The last one of a signal disconnects it. */
  override removeListener<K extends keyof E & string>(event: K, listener: Handler<E, K>): this {
    super.removeListener(event, listener);
    return this.#disconnectUnused(event);
  }

  /** The same as `removeListener()`. */
  override off<K extends keyof E & string>(event: K, listener: Handler<E, K>): this {
    return this.removeListener(event, listener);
  }

  /** Removes all handlers, or all of one event. */
  override removeAllListeners(event?: keyof E & string): this {
    if (event === undefined) {
      super.removeAllListeners();
      for (const connected of this.#connections?.keys() ?? []) this.#disconnectUnused(connected);
      return this;
    }
    super.removeAllListeners(event);
    return this.#disconnectUnused(event);
  }

  /** @internal How the answers of this event's handlers are combined. */
  combineOf(event: string): Combine {
    return this.#connections?.get(event)?.combine ?? Combines.All;
  }

  /** Before there is a handler: what is refused leaves none. */
  #check(event: string, options?: HandlerOptions): void {
    requireEvent(this, event);
    const timeout = options?.timeout;
    if (timeout !== undefined && !(Number.isInteger(timeout) && timeout >= 1 && timeout <= longestTimeout)) {
      throw new TypeError(`timeout must be an integer from 1 to ${longestTimeout}, not ${String(timeout)}`);
    }
  }

  #connect(event: string, options?: HandlerOptions): this {
    const connection = this.#connections?.get(event);
    const timeout = options?.timeout ?? connection?.timeout ?? 0;
    if (connection?.timeout === timeout) return this;
    const made = native.connect(this, event, timeout);
    if (!made) return this;
    if (connection) native.disconnect(this, connection.handler);
    this.#connections ??= new Map<string, Connection>();
    this.#connections.set(event, { ...made, timeout });
    return this;
  }

  #disconnectUnused(event: string): this {
    const connection = this.#connections?.get(event);
    if (connection && this.listenerCount(event as keyof E & string) === 0) {
      this.#connections?.delete(event);
      native.disconnect(this, connection.handler);
    }
    return this;
  }
}

/**
 * A value of GLib's that is copied, not shared.
 *
 * @see g_boxed_copy
 */
export abstract class Boxed {
  /** Tells such values from other objects; for the compiler alone. C has no such field. */
  declare protected readonly isBoxed: true;

  /**
   * Called by a class's own constructor. C has no such function.
   *
   * @param args - What the native constructor of the class takes.
   */
  protected constructor(...args: unknown[]) {
    if (!native.adopt(this)) nativeConstructorOf(new.target)(this, ...args);
  }
}

/** What lives as long as what contains it, by that: so the garbage collector sees cycles that go through both. */
const contents = new WeakMap<object, Set<object>>();

native.setHook(Hook.Contain, (container: object, content: object, contained: boolean) => {
  let all = contents.get(container);
  if (!all) contents.set(container, (all = new Set()));
  if (contained) all.add(content);
  else all.delete(content);
});

export { overridesSince, registerClass };

registerClass('GObject', GObject);
