import { adviseOnErrors, GError } from '../gobject/error.js';
import { packageOfElement } from './element-packages.js';

/**
 * A launch line that cannot be mounted. The message has GStreamer's own words, shows the place, and says what to
 * install where an element is missing.
 */
export class LaunchError extends Error {
  override readonly name = 'LaunchError';

  /**
   * @param message - What is wrong with the line, in whole sentences.
   * @param options - `cause`: the error that GStreamer reported.
   */
  constructor(
    message: string,
    /** The launch line. */
    readonly launch: string,
    /** Where in the line, in characters from 0; null when GStreamer does not say and it cannot be told. */
    readonly position: number | null,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What parseLaunch() says of a line, with the place and what to do. */
export function explainLaunch(launch: string, cause: unknown): LaunchError {
  const said = cause instanceof GError ? cause.message : String(cause);
  const position = findPlace(launch, said);
  const missing = /^no element "([^"]+)"$/.exec(said)?.[1];
  const advice = advise(missing === undefined ? [] : [missing]);
  return new LaunchError(`${said}${showPlace(launch, position)}${advice}`, launch, position, { cause });
}

function findPlace(launch: string, said: string): number | null {
  if (said === 'syntax error') return findSyntaxError(launch);
  // The name that GStreamer quotes: of an element, a property, caps.
  const name = /"([^"]+)"/.exec(said)?.[1] ?? /could not link (\w+?)\d* to/.exec(said)?.[1];
  const found = name === undefined ? -1 : launch.indexOf(name);
  return found < 0 ? null : found;
}

/** GStreamer says no more than «syntax error»: nearly always a bracket, or a link that leads nowhere. */
function findSyntaxError(launch: string): number | null {
  const open: number[] = [];
  let link: number | null = null;
  let quoted: number | null = null;
  for (let i = 0; i < launch.length; i++) {
    const character = launch.charAt(i);
    if (character === '\\') {
      i++;
    } else if (character === '"') {
      quoted = quoted === null ? i : null;
    } else if (quoted !== null || /\s/.test(character)) {
      continue;
    } else if (character === '(') {
      open.push(i);
    } else if (character === ')') {
      if (link !== null || open.pop() === undefined) return link ?? i;
    } else if (character === '!') {
      if (link !== null) return i;
      link = i;
      continue;
    }
    link = null;
  }
  return quoted ?? link ?? open.at(0) ?? null;
}

function showPlace(launch: string, position: number | null): string {
  if (position === null) return '';
  const from = Math.max(0, position - 20);
  const to = Math.min(launch.length, position + 30);
  const before = `${from > 0 ? '…' : ''}${launch.slice(from, position)}`;
  const after = `${launch.slice(position, to)}${to < launch.length ? '…' : ''}`;
  return ` at character ${position + 1}: ${before}»${after}`;
}

/** Which packages have elements that are not installed. */
function advise(elements: readonly string[]): string {
  const clauses = elements.map((element) => {
    const which = elements.length === 1 ? 'it' : element;
    const name = packageOfElement(element);
    if (name === null) return `; no package is known to have ${which}: is the name right?`;
    return `; ${which} is in the package ${name}: apt-get install ${name}`;
  });
  return clauses.join('');
}

// The addon's own words, for lines that are parsed when a client asks.
adviseOnErrors('gst_parse_error', (said) => {
  const found =
    /^The launch line needs .* not installed: (.+)$/.exec(said) ?? /^The element (.+) is not installed$/.exec(said);
  return advise(found?.[1].split(', ') ?? []);
});
