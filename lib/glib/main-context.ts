import { Boxed, registerClass } from '../gobject/object.js';
import { c } from '../native.js';

/**
 * Where sources are attached, and what a server listens on. A thread of the library's iterates it: one of its own for a
 * new one. That thread lives as long as JavaScript has the object, a source is attached, or a server listens there; it
 * does not keep the process alive. A handler that C waits for on it holds up all that is attached.
 *
 * @example
 * ```ts
 * const context = new MainContext();
 * await Promise.all([cameras.attach(context), films.attach(context)]);
 * ```
 * @see GMainContext
 */
export class MainContext extends Boxed {
  /** For the compiler alone: with it no other value passes for one. C has no such field. */
  declare protected readonly isMainContext: true;

  /**
   * Starts a thread that iterates it.
   *
   * @throws GError when the system has no thread left.
   * @see g_main_context_new
   */
  public constructor() {
    super();
  }

  /**
   * The process's own. One thread iterates it from the beginning; GIO asks there whether certificates are good.
   *
   * @see g_main_context_default
   */
  static default(): MainContext {
    return c.node_main_context_default() as MainContext;
  }
}

registerClass('NodeMainContext', MainContext, c.node_main_context_new);
