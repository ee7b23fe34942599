import { setTimeout as sleep } from 'node:timers/promises';

/** What is awaited, or a function that says so when the deadline has passed and more is known. */
export type Awaited = string | (() => string);

/** Something did not happen in time. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';

  constructor(what: Awaited, ms: number) {
    super(`not within ${ms} ms: ${typeof what === 'string' ? what : what()}`);
  }
}

/** A promise whose ends are in the caller's hands. */
export interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T | PromiseLike<T>) => void;
  readonly reject: (reason: Error) => void;
}

/** Makes a promise that is settled from outside. */
export function deferred<T = void>(): Deferred<T> {
  let resolve!: Deferred<T>['resolve'];
  let reject!: Deferred<T>['reject'];
  const promise = new Promise<T>((fulfil, fail) => {
    resolve = fulfil;
    reject = fail;
  });
  return { promise, resolve, reject };
}

/** Settles as `promise` does, or rejects with a {@link DeadlineError} after `ms` milliseconds. */
export async function withDeadline<T>(promise: PromiseLike<T>, ms: number, what: Awaited): Promise<T> {
  const late = deferred<never>();
  const timer = setTimeout(() => {
    late.reject(new DeadlineError(what, ms));
  }, ms);
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

const longestPause = 50;

/**
 * Resolves as soon as `predicate` answers true; asks again after short pauses, and rejects with a
 * {@link DeadlineError} when it has not within `ms` milliseconds. For states that announce themselves by no event.
 */
export async function eventually(
  predicate: () => boolean | Promise<boolean>,
  ms: number,
  what: Awaited,
): Promise<void> {
  const end = performance.now() + ms;
  for (let pause = 1; ; pause = Math.min(2 * pause, longestPause)) {
    const remaining = end - performance.now();
    if (await withDeadline(Promise.resolve(predicate()), Math.max(remaining, 1), what)) return;
    if (remaining <= 0) throw new DeadlineError(what, ms);
    await sleep(pause);
  }
}
