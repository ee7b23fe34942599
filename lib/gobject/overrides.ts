import type { EventEmitter } from 'node:events';

import { Hook, native } from '../native.js';
import {
  type Call,
  currentOverride,
  endCall,
  HandlerError,
  promised,
  report,
  runInCall,
  settleWith,
  type Target,
  tell,
  thrown,
} from './handlers.js';

/** What an override answers: a value, or the Promise of one. */
export type Awaitable<T> = T | Promise<T>;

/** How a method's arguments and answer differ from what C has: it returns several values by pointers. */
interface Adapter {
  /** From C's arguments those of the method. */
  given?: (args: unknown[]) => unknown[];
  /** From the method's answer C's result, with the values behind it. */
  answered: (answer: unknown, given: unknown[]) => unknown;
}

const adapters = new Map<string, Adapter>();

/** Makes the virtual method of that name travel another way than its C function does. */
export function adaptOverride(method: string, adapter: Adapter): void {
  adapters.set(method, adapter);
}

/**
 * C's own implementation of a virtual method, for `super`. Only in an override, until it has answered.
 *
 * @throws Error elsewhere; in an override that has called it before; TypeError for objects that are not those which the
 * override was given.
 */
export function chainUp(target: object, method: string, args: unknown[]): unknown {
  return native.chain(target, method, args);
}

/** Whether the running code belongs to this object's override of that method, which C waits for. */
export function isInOverride(target: object, method: string): boolean {
  const override = currentOverride();
  return override?.target === target && override.method === method;
}

native.setHook(Hook.Override, dispatch);

function dispatch(
  target: Target,
  method: string,
  event: string,
  args: unknown[],
  number: number,
  server: EventEmitter | null,
  atOnce: boolean,
): void {
  const adapter = adapters.get(method);
  const given = adapter?.given?.(args) ?? args;
  const answerOf = (value: unknown) => (adapter ? adapter.answered(value, given) : value);
  const invoke = () =>
    (target as unknown as Record<string, ((...args: unknown[]) => unknown) | undefined>)[method]?.(...given);
  if (number === 0) {
    tell(invoke, target, event, [], server);
    return;
  }
  const call: Call = { number, args: given, override: { target, method } };
  let answered: unknown;
  try {
    answered = runInCall(call, invoke);
  } catch (error) {
    thrown(target, event, call, server, error);
    return;
  }
  const later = atOnce ? promised(answered) : undefined;
  if (later) {
    later.catch(() => undefined);
    endCall(call);
    native.settleThrown(number);
    const why = new TypeError(`it was called within a call of JavaScript's, which cannot wait for a Promise`);
    report(target, event, server, new HandlerError(`${event}: ${why.message}`, event, { cause: why }));
    return;
  }
  settleWith(target, event, call, server, answered, answerOf);
}
