import { GObject, registerClass } from '../gobject/object.js';
import { c } from '../native.js';

/**
 * What cancels an operation of GIO's. Where the library wants one, an `AbortSignal` does.
 *
 * @see GCancellable
 */
export class Cancellable extends GObject {
  /** @see g_cancellable_new */
  constructor() {
    super(c.g_cancellable_new);
  }

  /** One that is cancelled when the signal aborts. An addition to GIO. */
  static from(signal: AbortSignal): Cancellable {
    const cancellable = new Cancellable();
    if (signal.aborted) cancellable.cancel();
    else signal.addEventListener('abort', () => cancellable.cancel(), { once: true });
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
}

registerClass('GCancellable', Cancellable);
