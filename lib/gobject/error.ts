import { Hook, native } from '../native.js';

/**
 * An error that GLib or GStreamer reported.
 *
 * @see GError
 */
export class GError extends Error {
  override readonly name = 'GError';

  /** @param message - What GLib or GStreamer says. @see g_error_new_literal */
  constructor(
    message: string,
    /** The error's domain, for example `gst-parse-error-quark` or `g-io-error-quark`. @see GError.domain */
    readonly domain: string,
    /** The error's number within its domain. @see GError.code */
    readonly code: number,
  ) {
    super(message);
  }

  /** Whether this is the error of that domain and number. @see g_error_matches */
  matches(domain: string, code: number): boolean {
    return this.domain === domain && this.code === code;
  }
}

const advisers = new Map<string, (message: string) => string>();

/** Has what `advise` gives for a message added to it, in the errors of that domain that the addon makes. */
export function adviseOnErrors(domain: string, advise: (message: string) => string): void {
  advisers.set(domain, advise);
}

native.setHook(Hook.MakeError, (message: string, domain: string, code: number) => {
  const advice = advisers.get(domain)?.(message) ?? '';
  return new GError(`${message}${advice}`, domain, code);
});
