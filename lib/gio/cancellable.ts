import { GError } from '../gobject/error.js';
import { GObject, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import { requireAbortSignal } from './abort-signal.js';

/** The number of the error in its domain. @see G_IO_ERROR_CANCELLED */
const cancelled = 19;

/**
 * What cancels an operation of GIO's. Where the library wants one, an `AbortSignal` does.
 *
 * @see GCancellable
 */
export class Cancellable extends GObject implements Disposable {
  #forget: (() => void) | undefined;

  /** @see g_cancellable_new */
  public constructor() {
    super();
  }

  /**
   * One that is cancelled when the signal aborts. It listens to the signal until it is disposed of, as by `using`. An
   * addition to GIO.
   *
   * @throws TypeError for what is no AbortSignal.
   */
  static from(signal: AbortSignal): Cancellable {
    requireAbortSignal(signal, 'Cancellable.from()');
    const cancellable = new Cancellable();
    if (signal.aborted) {
      cancellable.cancel();
      return cancellable;
    }
    const cancel = () => cancellable.cancel();
    signal.addEventListener('abort', cancel, { once: true });
    cancellable.#forget = () => signal.removeEventListener('abort', cancel);
    return cancellable;
  }

  /** Cancels what it was given to. @see g_cancellable_cancel */
  cancel(): void {
    c.g_cancellable_cancel(this);
  }

  /** Whether it was cancelled. @see g_cancellable_is_cancelled */
  get cancelled(): boolean {
    return c.g_cancellable_is_cancelled(this) as boolean;
  }

  /** What it was given to throws when it was cancelled. @see g_cancellable_set_error_if_cancelled */
  throwIfCancelled(): void {
    if (this.cancelled) throw new GError('Operation was cancelled', 'g-io-error-quark', cancelled);
  }

  /** Listens no more to the signal that it was made from. It can still be cancelled by hand. */
  [Symbol.dispose](): void {
    this.#forget?.();
    this.#forget = undefined;
  }
}

registerClass('GCancellable', Cancellable, c.g_cancellable_new);
