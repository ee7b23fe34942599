import { type GObjectEvents, registerClass } from '../gobject/object.js';
import { c, native } from '../native.js';
import type { Bus } from './bus.js';
import type { Caps } from './caps.js';
import type { Clock } from './clock.js';
import type { Format, StateChangeReturn } from './enums.js';
import type { Event } from './event.js';
import { GstObject } from './object.js';
import type { Pad } from './pad.js';
import type { State } from './state.js';

/** Events of every element. C waits for none of these. */
export interface ElementEvents extends GObjectEvents {
  /** It has a new pad. @see GstElement::pad-added */
  'pad-added': (pad: Pad) => unknown;
  /** A pad is gone. @see GstElement::pad-removed */
  'pad-removed': (pad: Pad) => unknown;
  /** It makes no more pads by itself. @see GstElement::no-more-pads */
  'no-more-pads': () => unknown;
}

/**
 * The handler of a signal that only the element's own type knows: of whatever arguments that has. What they are is not
 * checked by the compiler.
 *
 * @see GCallback
 */
export type SignalHandler = { handle(...args: unknown[]): unknown }['handle'];

/** What `element.getState()` tells. @see gst_element_get_state */
export interface StateReport {
  /** How the last change went. */
  result: StateChangeReturn;
  /** The state now. */
  state: State;
  /** The state to which it goes; `VOID_PENDING` for none. */
  pending: State;
}

const fiveSeconds = 5_000_000_000n;

/**
 * An element of a pipeline. Its properties are read and set by name, with `getProperty()` and `setProperty()`.
 *
 * All signals of its type are events, under their own names. What a handler gets is what C gives, as {@link Value};
 * `undefined` stands for what JavaScript has no form for. For the answer of a signal that has one C waits, for at most
 * 5 s or the `timeout` of the registration; nothing, or an answer of the wrong type, is the type's default: 0, false,
 * null.
 *
 * @example
 * ```ts
 * const source = await ElementFactory.make('appsrc', 'camera', { format: 'time', 'is-live': true });
 * source.on('need-data', async () => {
 *   await source.signal('push-buffer', new GstBuffer(await nextFrame()));
 * });
 * ```
 * @see GstElement
 */
export class Element<E extends GObjectEvents = ElementEvents & Record<string, SignalHandler>> extends GstObject<E> {
  /**
   * Calls an action signal, for example `push-buffer` of an appsrc or `try-pull-sample` of an appsink. Several calls
   * keep their order. One that waits for long occupies a thread of the library's own meanwhile.
   *
   * @returns What the signal returns; undefined for nothing.
   * @throws TypeError for a name that is none of an action signal; the Promise rejects with one for other arguments
   * than the signal takes.
   * @see g_signal_emit_by_name
   */
  signal(name: string, ...args: readonly unknown[]): Promise<unknown> {
    return native.emit(this, name, args);
  }

  /**
   * Changes its state.
   *
   * @returns `ASYNC` when the change is still under way; see `getState()`.
   * @throws GError (the Promise rejects) when it cannot: the pipeline's bus tells why. Error in the handler of a signal
   * that keeps one of the pipeline's threads.
   * @see gst_element_set_state
   */
  setState(state: State): Promise<StateChangeReturn> {
    return c.node_element_set_state(this, state) as Promise<StateChangeReturn>;
  }

  /**
   * Its state, when the change that is under way has ended.
   *
   * @param timeout - How long to wait for that, in nanoseconds, at most ten minutes.
   * @throws Error where `setState()` does.
   * @see gst_element_get_state
   */
  async getState(timeout: bigint = fiveSeconds): Promise<StateReport> {
    const [result, state, pending] = (await c.gst_element_get_state(this, timeout)) as [
      StateChangeReturn,
      State,
      State,
    ];
    return { result, state, pending };
  }

  /**
   * Brings it to the state of its bin. Waits for a change of its state that is under way.
   *
   * @returns Whether that was possible.
   * @see gst_element_sync_state_with_parent
   */
  syncStateWithParent(): Promise<boolean> {
    return c.gst_element_sync_state_with_parent(this) as Promise<boolean>;
  }

  /**
   * The position, in nanoseconds for `Format.TIME`; null when it is not known, as in any other format before the sources
   * have settled what data they make. Waits for the elements behind it, which are asked.
   *
   * @see gst_element_query_position
   */
  async queryPosition(format: Format): Promise<bigint | null> {
    const [known, position] = (await c.node_element_query_position(this, format)) as [boolean, bigint];
    return known ? position : null;
  }

  /**
   * The duration, in nanoseconds for `Format.TIME`; null when it is not known, as `queryPosition()`. Waits for the
   * elements before it, which are asked.
   *
   * @see gst_element_query_duration
   */
  async queryDuration(format: Format): Promise<bigint | null> {
    const [known, duration] = (await c.node_element_query_duration(this, format)) as [boolean, bigint];
    return known ? duration : null;
  }

  /**
   * Goes to another position, or another speed.
   *
   * @param rate - 1 for normal speed; negative backwards; never 0.
   * @param flags - One or several of `SeekFlags`; `INSTANT_RATE_CHANGE` without positions and without `FLUSH`.
   * @param start - Null: as it is.
   * @param stop - Null: as it is.
   * @returns Whether that was possible.
   * @throws Error where `setState()` does.
   * @see gst_element_seek
   */
  seek(
    rate: number,
    format: Format,
    flags: number,
    start: bigint | null,
    stop: bigint | null = null,
  ): Promise<boolean> {
    return c.node_element_seek(this, rate, format, flags, start ?? -1n, stop ?? -1n) as Promise<boolean>;
  }

  /** Sends an event. @returns Whether it was taken. @throws Error where `setState()` does. @see gst_element_send_event */
  sendEvent(event: Event): Promise<boolean> {
    return c.gst_element_send_event(this, event) as Promise<boolean>;
  }

  /**
   * Links it to another element of the same bin, or of one in the same pipeline, by pads that fit. Waits
   * for the elements, which are asked what fits.
   *
   * @returns Whether that was possible.
   * @throws GError (the Promise rejects) when they are in no bin together.
   * @see gst_element_link
   */
  link(other: Element): Promise<boolean> {
    return this.linkPads(null, other, null);
  }

  /**
   * Links these pads, by name; null: any that fits. See `link()`. It waits for the same.
   *
   * @see gst_element_link_pads
   */
  linkPads(pad: string | null, other: Element, otherPad: string | null): Promise<boolean> {
    return c.node_element_link_pads(this, pad, other, otherPad) as Promise<boolean>;
  }

  /**
   * Links them where the data is as these caps say. See `link()`. It waits for the same.
   *
   * @see gst_element_link_filtered
   */
  linkFiltered(other: Element, caps: Caps | null): Promise<boolean> {
    return c.node_element_link_filtered(this, other, caps) as Promise<boolean>;
  }

  /**
   * Unlinks all pads between them. Waits for the data that is on its way between them.
   *
   * @see gst_element_unlink
   */
  unlink(other: Element): Promise<void> {
    return c.node_element_unlink(this, other) as Promise<void>;
  }

  /** The pad of that name that it has; null when there is none. @see gst_element_get_static_pad */
  getStaticPad(name: string): Pad | null {
    return c.gst_element_get_static_pad(this, name) as Pad | null;
  }

  /** All its pads. @see gst_element_iterate_pads */
  get pads(): Pad[] {
    return c.node_element_get_pads(this) as Pad[];
  }

  /**
   * Has it make a pad.
   *
   * @param name - Of a template of it, for example `src_%u`, or of the pad.
   * @returns Null when there is no such template.
   * @throws GError (the Promise rejects) when it has a pad of that name already.
   * @see gst_element_request_pad_simple
   */
  requestPad(name: string): Promise<Pad | null> {
    return c.node_element_request_pad(this, name) as Promise<Pad | null>;
  }

  /** Gives a pad back. @throws GError (the Promise rejects) when it is none of `requestPad()`. @see gst_element_release_request_pad */
  releaseRequestPad(pad: Pad): Promise<void> {
    return c.node_element_release_request_pad(this, pad) as Promise<void>;
  }

  /**
   * Adds a ghost pad to a bin.
   *
   * @throws GError (the Promise rejects) when it is of an element already, or there is one of that name, for any other
   * pad, and for an element that is no bin.
   * @see gst_element_add_pad
   */
  addPad(pad: Pad): Promise<void> {
    return c.node_element_add_pad(this, pad) as Promise<void>;
  }

  /** Takes a pad of a bin away. @throws GError (the Promise rejects) when it is not of this element, or that is no bin. @see gst_element_remove_pad */
  removePad(pad: Pad): Promise<void> {
    return c.node_element_remove_pad(this, pad) as Promise<void>;
  }

  /**
   * Says that it makes no more pads: those that wait for them go on, as a medium does that waits for the pads of a bin
   * `dynpay0`.
   *
   * @see gst_element_no_more_pads
   */
  noMorePads(): Promise<void> {
    return c.gst_element_no_more_pads(this) as Promise<void>;
  }

  /** The bus of its pipeline; null when it is in none. @see gst_element_get_bus */
  getBus(): Bus | null {
    return c.gst_element_get_bus(this) as Bus | null;
  }

  /** The clock that it runs by; null before it runs. @see gst_element_get_clock */
  getClock(): Clock | null {
    return c.gst_element_get_clock(this) as Clock | null;
  }

  /** The time of the clock when its running time was 0, in nanoseconds. @see gst_element_get_base_time */
  get baseTime(): bigint | null {
    return c.gst_element_get_base_time(this) as bigint | null;
  }

  /** The running time when it was last paused, in nanoseconds; null when it keeps its own. @see gst_element_get_start_time */
  get startTime(): bigint | null {
    return c.gst_element_get_start_time(this) as bigint | null;
  }

  /** The running time, in nanoseconds; null when it has no clock. @see gst_element_get_current_running_time */
  get currentRunningTime(): bigint | null {
    return c.gst_element_get_current_running_time(this) as bigint | null;
  }
}

/** Makes elements. @see GstElementFactory */
export const ElementFactory = {
  /**
   * Makes an element. It runs on a thread of the library's own, since it may load plugins.
   *
   * @param factory - The element's kind, for example `appsrc`.
   * @param name - Its name; null for one that is made up.
   * @param properties - What it is set to: see `setProperty()`.
   * @throws GError (the Promise rejects; domain `gst_parse_error`) when there is no such element; TypeError for a
   * property that does not exist or fit.
   * @see gst_element_factory_make
   */
  async make(
    factory: string,
    name: string | null = null,
    properties: Readonly<Record<string, unknown>> = {},
  ): Promise<Element> {
    const element = (await c.node_element_factory_make(factory, name)) as Element;
    for (const [property, value] of Object.entries(properties)) element.setProperty(property, value);
    return element;
  },
} as const;

/** Events of every bin. C waits for none of these. */
export interface BinEvents extends ElementEvents {
  /** An element was added. @see GstBin::element-added */
  'element-added': (element: Element) => unknown;
  /** An element was removed. @see GstBin::element-removed */
  'element-removed': (element: Element) => unknown;
  /** An element was added to this bin, or to one inside it. @see GstBin::deep-element-added */
  'deep-element-added': (bin: Bin, element: Element) => unknown;
  /** An element was removed from this bin, or from one inside it. @see GstBin::deep-element-removed */
  'deep-element-removed': (bin: Bin, element: Element) => unknown;
}

/**
 * An element that contains elements.
 *
 * @see GstBin
 */
export class Bin<E extends GObjectEvents = BinEvents & Record<string, SignalHandler>> extends Element<E> {
  /** @param name - Null for a name that is made up. @see gst_bin_new */
  constructor(name: string | null = null) {
    super(name);
  }

  /**
   * Adds elements.
   *
   * @throws GError when one is in a bin already, or the bin has one of that name.
   * @see gst_bin_add
   */
  add(...elements: readonly Element[]): void {
    for (const element of elements) c.node_bin_add(this, element);
  }

  /** Removes an element, which goes on as it is. @throws GError when it is not in this bin. @see gst_bin_remove */
  remove(element: Element): void {
    c.node_bin_remove(this, element);
  }

  /** The element of that name in this bin or in a bin inside it; null when there is none. @see gst_bin_get_by_name */
  getByName(name: string): Element | null {
    return c.gst_bin_get_by_name(this, name) as Element | null;
  }

  /** The elements in this bin, the newest first. @see gst_bin_iterate_elements */
  iterateElements(): Element[] {
    return c.node_bin_iterate_elements(this) as Element[];
  }

  /**
   * The elements in this bin and in all bins inside it. Waits for changes of the bins that are under way.
   *
   * @see gst_bin_iterate_recurse
   */
  iterateRecurse(): Promise<Element[]> {
    return c.node_bin_iterate_recurse(this) as Promise<Element[]>;
  }
}

registerClass('GstElement', Element);
registerClass('GstBin', Bin, c.gst_bin_new);
