import { AsyncLocalStorage } from 'node:async_hooks';
import type { EventEmitter } from 'node:events';

import { Combine, Hook, native } from '../native.js';

/** Why a handler's answer was not used: the default answer was given instead. */
export class HandlerError extends Error {
  override readonly name = 'HandlerError';

  /**
   * @param message - Names the event, and says what was wrong.
   * @param options - `cause`: what the handler threw.
   */
  constructor(
    message: string,
    /** The event whose handler failed. */
    readonly event: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

type Listener = (...args: unknown[]) => unknown;

/** What the dispatcher needs of an object that native code calls. */
export interface Target extends NodeJS.EventEmitter {
  combineOf(event: string): Combine;
}

/** A call of a handler, as long as it has not settled. */
export interface Call {
  /** The native thread that waits for this call serves the code in it; 0 when nobody waits. */
  readonly number: number;
  args: readonly unknown[];
  override?: Override | undefined;
  /** What the thread is in the middle of, once somebody has asked. */
  surroundings?: object | null;
}

/** An override of a virtual method that C has called. */
interface Override {
  readonly target: object;
  readonly method: string;
}

/** The call to which the running code belongs, also after an `await`. */
const calls = new AsyncLocalStorage<Call>();
/** The outcome of handlers that give no answer, when one of them threw. */
const failed = Symbol('failed');

/** Runs the handler of a call: what it calls is served by the native thread that waits for it. */
export function runInCall<T>(call: Call, handler: () => T): T {
  return calls.run(call, handler);
}

/** The call has settled. What its handler has begun and is not over, a timer or a connection, keeps nothing of it. */
export function endCall(call: Call): void {
  call.args = [];
  call.override = undefined;
  call.surroundings = null;
}

/** The override to which the running code belongs; undefined outside of overrides that C waits for. */
export function currentOverride(): Override | undefined {
  return calls.getStore()?.override;
}

native.setHook(Hook.CurrentCall, () => calls.getStore()?.number ?? 0);
native.setHook(Hook.Dispatch, dispatch);
native.setHook(Hook.Expired, expired);

/** What the handler was called with to which the running code belongs; empty outside of handlers. */
export function currentArguments(): readonly unknown[] {
  return calls.getStore()?.args ?? [];
}

/** What the native thread is in the middle of that waits for the running handler, where the arguments do not tell; else null. */
export function currentSurroundings(): object | null {
  const call = calls.getStore();
  if (!call) return null;
  call.surroundings ??= native.surroundings();
  return call.surroundings;
}

function dispatch(target: Target, event: string, args: unknown[], number: number, server: EventEmitter | null): void {
  const listeners = target.rawListeners(event) as Listener[];
  if (number === 0) {
    const call: Call = { number: calls.getStore()?.number ?? 0, args };
    const unsettled = runInCall(call, () => tellAll(listeners, target, event, args, server));
    if (unsettled.length === 0) endCall(call);
    else void Promise.all(unsettled).then(() => endCall(call));
    return;
  }
  const call: Call = { number, args };
  let answered: unknown;
  try {
    answered = runInCall(call, () => answer(listeners, target, event, args, server));
  } catch (error) {
    thrown(target, event, call, server, error);
    return;
  }
  settleWith(target, event, call, server, answered);
}

/** Hands what a handler has answered, or will, on to the thread that waits for it; as `answerOf` makes it of that. */
export function settleWith(
  target: Target,
  event: string,
  call: Call,
  server: EventEmitter | null,
  answered: unknown,
  answerOf = (value: unknown) => value,
): void {
  const end = (value: unknown) => {
    let answer: unknown;
    try {
      answer = answerOf(value);
    } catch (error) {
      thrown(target, event, call, server, error);
      return;
    }
    settle(target, event, call, server, answer);
  };
  const later = promised(answered);
  if (later) later.then(end, (error: unknown) => thrown(target, event, call, server, error));
  else end(answered);
}

/** Emits an event that JavaScript itself makes: its handlers may be `async`, and fail, like those of C's signals. */
export function emitTold(target: Target, event: string, args: unknown[], server: EventEmitter | null): void {
  tellAll(target.rawListeners(event) as Listener[], target, event, args, server);
}

/** Gives those that are not over yet. */
function tellAll(
  listeners: readonly Listener[],
  target: Target,
  event: string,
  args: unknown[],
  server: EventEmitter | null,
): PromiseLike<void>[] {
  const unsettled: PromiseLike<void>[] = [];
  for (const listener of listeners) {
    const told = tell(listener, target, event, args, server);
    if (told) unsettled.push(told);
  }
  return unsettled;
}

/** Nobody waits: a failing handler does not keep the others from being told. Gives a Promise where the handler does. */
export function tell(
  listener: Listener,
  target: Target,
  event: string,
  args: unknown[],
  server: EventEmitter | null,
): PromiseLike<void> | undefined {
  const fail = (error: unknown) => report(target, event, server, describe(event, error));
  try {
    return promised(listener.apply(target, args))?.then(() => undefined, fail);
  } catch (error) {
    fail(error);
  }
  return undefined;
}

/** Asks one handler after the other, each when the one before has answered. */
function answer(listeners: Listener[], target: Target, event: string, args: unknown[], server: EventEmitter | null) {
  const combine = target.combineOf(event);
  let last: unknown;
  let index = 0;
  const decides = (value: unknown): boolean => {
    if (value === undefined || value === null) return false;
    last = value;
    return (combine === Combine.Refusal && value !== 200) || (combine === Combine.True && value === true);
  };
  const goOn = (): unknown => {
    while (index < listeners.length) {
      const listener = listeners[index++];
      if (combine === Combine.All) {
        const told = prepare(listener, target, event, args, server);
        if (told === failed) last = failed;
        else if (told) return told.then((outcome) => ((last = outcome ?? last), goOn()));
      } else {
        const value = listener.apply(target, args);
        const later = promised(value);
        if (later) return later.then((settled) => (decides(settled) ? last : goOn()));
        if (decides(value)) return last;
      }
    }
    return last;
  };
  return goOn();
}

/** C waits, but for no answer: like tell(), and gives what to wait for, and whether it failed. */
function prepare(listener: Listener, target: Target, event: string, args: unknown[], server: EventEmitter | null) {
  const fail = (error: unknown): typeof failed => {
    report(target, event, server, describe(event, error));
    return failed;
  };
  try {
    return promised(listener.apply(target, args))?.then(() => undefined, fail);
  } catch (error) {
    return fail(error);
  }
}

function settle(target: Target, event: string, call: Call, server: EventEmitter | null, value: unknown): void {
  endCall(call);
  if (value === failed) {
    native.settleThrown(call.number);
    return;
  }
  const problem = native.settle(call.number, value);
  if (problem !== null) report(target, event, server, new HandlerError(`${event}: ${problem}`, event));
}

/** Says that there will be no answer. */
export function thrown(target: Target, event: string, call: Call, server: EventEmitter | null, error: unknown): void {
  endCall(call);
  native.settleThrown(call.number);
  report(target, event, server, describe(event, error));
}

function expired(target: Target, event: string, timeout: number, server: EventEmitter | null, hurried: boolean): void {
  const from = hurried ? ' after it has called close(), which waits for its thread' : '';
  const text = `${event}: the handler has not answered within ${timeout} ms${from}`;
  report(target, event, server, new HandlerError(text, event));
}

/** Why a handler that threw gave no answer. */
export function describe(event: string, error: unknown): HandlerError {
  const text = error instanceof Error ? error.message : String(error);
  return new HandlerError(`${event}: the handler threw: ${text}`, event, { cause: error });
}

/** To whoever listens, the object first, then its server; else to the process as a warning. */
export function report(target: Target, event: string, server: EventEmitter | null, error: HandlerError): void {
  for (const emitter of [target, server]) {
    if (emitter && emitter.listenerCount('handler-error') > 0) {
      emitter.emit('handler-error', error, event, target);
      return;
    }
  }
  const cause = error.cause instanceof Error ? error.cause.stack : undefined;
  process.emitWarning(error.message, { type: error.name, ...(cause === undefined ? {} : { detail: cause }) });
}

/** What a handler has answered as a Promise, if it is one, or something like one, whose then() may do as it likes. */
export function promised(value: unknown): Promise<unknown> | undefined {
  const isThenable =
    typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function';
  return isThenable ? Promise.resolve(value) : undefined;
}
