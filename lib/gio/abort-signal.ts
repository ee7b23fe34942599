/** The signal that the method was given. @throws TypeError, which names the method, for what is none. */
export function requireAbortSignal(signal: unknown, method: string): AbortSignal {
  if (signal instanceof AbortSignal) return signal;
  throw new TypeError(`${method}: signal must be an AbortSignal, not ${typeof signal}`);
}
