import type { EventEmitter } from 'node:events';

import { describe, HandlerError, promised, report } from '../gobject/handlers.js';
import type { GObject } from '../gobject/object.js';
import { native } from '../native.js';
import { handlerTimeoutOf } from './handler-timeout.js';

/**
 * What a filter does with an element.
 *
 * @see GstRTSPFilterResult
 */
export const RTSPFilterResult = {
  /** Take it out of its container, with all that follows from it. @see GST_RTSP_FILTER_REMOVE */
  REMOVE: 0,
  /** Leave it. @see GST_RTSP_FILTER_KEEP */
  KEEP: 1,
  /** Leave it, and give it in the result. @see GST_RTSP_FILTER_REF */
  REF: 2,
} as const;

/** One of RTSPFilterResult. */
export type RTSPFilterResult = (typeof RTSPFilterResult)[keyof typeof RTSPFilterResult];

/** What the handler of a filter answers; nothing is `KEEP`. @see GstRTSPFilterResult */
export type RTSPFilterAnswer = RTSPFilterResult | void | Promise<RTSPFilterResult | void>;

/**
 * Is called once for each element, at once, one after the other; no lock is held meanwhile.
 *
 * @typeParam C - The container.
 * @typeParam T - The element.
 * @see GstRTSPServerClientFilterFunc
 */
export type RTSPFilterFunc<C, T> = (container: C, element: T) => RTSPFilterAnswer;

/** How a filter is run. */
export interface RTSPFilterOptions {
  /**
   * How long to wait for a Promise that a handler answers, in milliseconds; after that it is `KEEP`. Default: the
   * server's `handlerTimeout`, 5000 where there is no server.
   */
  timeout?: number;
}

const longestTimeout = 0x7fffffff;

/** One filter function of the library. */
interface Filter<C, T> {
  /** The C name of its handler's type. */
  readonly event: string;
  readonly container: C;
  readonly elements: readonly T[];
  readonly remove: (element: T) => Promise<unknown>;
  /** Whom else to tell that a handler has failed. Default: the server of the element or, if it has none, the container. */
  readonly server?: EventEmitter;
}

/**
 * Asks the handler about each element and does what it answers.
 *
 * @returns The elements that it answered `REF` for; all without a handler.
 * @throws TypeError (the Promise rejects) when handler or options are of the wrong type.
 */
export async function filter<C extends GObject, T extends object>(
  { event, container, elements, remove, server }: Filter<C, T>,
  handler: RTSPFilterFunc<C, T> | null | undefined,
  options: RTSPFilterOptions = {},
): Promise<T[]> {
  if (handler === undefined || handler === null) return [...elements];
  if (typeof handler !== 'function') throw new TypeError(`${event} must be a function, not ${typeof handler}`);
  const { timeout } = options;
  if (timeout !== undefined && !(Number.isInteger(timeout) && timeout >= 1 && timeout <= longestTimeout)) {
    throw new TypeError(`timeout must be an integer from 1 to ${longestTimeout}, not ${String(timeout)}`);
  }
  const serverFor = (element: T) => server ?? serverOf(element) ?? serverOf(container);
  const failed = (element: T, error: HandlerError): RTSPFilterResult => {
    report(container, event, serverFor(element), error);
    return RTSPFilterResult.KEEP;
  };
  const check = (element: T, answer: unknown): RTSPFilterResult => {
    switch (answer) {
      case undefined:
      case null:
        return RTSPFilterResult.KEEP;
      case RTSPFilterResult.REMOVE:
      case RTSPFilterResult.KEEP:
      case RTSPFilterResult.REF:
        return answer;
      default:
        return failed(
          element,
          new HandlerError(`${event}: the answer must be one of RTSPFilterResult, not ${kind(answer)}`, event),
        );
    }
  };
  const thrown = (element: T, error: unknown): RTSPFilterResult => failed(element, describe(event, error));
  const ask = (element: T): RTSPFilterResult | Promise<RTSPFilterResult> => {
    try {
      const answer: unknown = handler(container, element);
      const later = promised(answer);
      if (!later) return check(element, answer);
      const patience = timeout ?? handlerTimeoutOf(serverFor(element));
      const text = `${event}: the handler has not answered within ${patience} ms`;
      const late = () => failed(element, new HandlerError(text, event));
      return settled(
        later,
        patience,
        late,
        (value) => check(element, value),
        (error) => thrown(element, error),
      );
    } catch (error) {
      return thrown(element, error);
    }
  };
  const kept: boolean[] = [];
  const settle = async (element: T, index: number, answer: RTSPFilterResult | Promise<RTSPFilterResult>) => {
    const result = await answer;
    if (result === RTSPFilterResult.REMOVE) await remove(element);
    kept[index] = result === RTSPFilterResult.REF;
  };
  const unsettled: Promise<void>[] = [];
  // By index, since there may be ten thousand of them.
  for (let index = 0; index < elements.length; index++) {
    const element = elements[index];
    const answer = ask(element);
    // Most elements of many stay where they are: no Promise for each of them.
    if (answer === RTSPFilterResult.KEEP) continue;
    if (answer === RTSPFilterResult.REF) kept[index] = true;
    else unsettled.push(settle(element, index, answer));
  }
  await Promise.all(unsettled);
  if (kept.length === 0) return [];
  return elements.filter((_, index) => kept[index]);
}

function serverOf(object: object): EventEmitter | null {
  return native.serverOf(object) as EventEmitter | null;
}

/** What becomes of the answer: the first of its value, its error and the time's end. What comes after that is nothing. */
function settled<R>(
  answer: Promise<unknown>,
  timeout: number,
  late: () => R,
  fulfilled: (value: unknown) => R,
  rejected: (error: unknown) => R,
): Promise<R> {
  return new Promise((resolve) => {
    let over = false;
    const end = (result: () => R) => {
      if (over) return;
      over = true;
      clearTimeout(timer);
      resolve(result());
    };
    const timer = setTimeout(() => end(late), timeout);
    answer.then(
      (value) => end(() => fulfilled(value)),
      (error: unknown) => end(() => rejected(error)),
    );
  });
}

function kind(value: unknown): string {
  return typeof value === 'number' ? String(value) : typeof value;
}
