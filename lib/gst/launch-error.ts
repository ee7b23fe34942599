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
  const value = /^could not set property "([^"]+)" in element "[^"]+" to "(.*)"$/.exec(said);
  if (value) return placesOf(launch, `${quote(value[1])}\\s*=\\s*["']?${quote(value[2])}`).at(0) ?? null;
  const property = /^no property "([^"]+)" in element "(\w+?)\d*"$/.exec(said);
  if (property) {
    const [element = 0] = placesOf(launch, quote(property[2]));
    const places = placesOf(launch, `${quote(property[1])}(?=\\s*=)`);
    return places.find((place) => place > element) ?? places.at(0) ?? null;
  }
  // GStreamer numbers the elements of a kind through the life of the process: one of several cannot be told.
  const unlinked = /^could not link (\w+?)\d* to /.exec(said);
  if (unlinked) {
    const places = placesOf(launch, quote(unlinked[1]));
    return places.length === 1 ? places[0] : null;
  }
  // The name that it quotes: of an element, caps.
  const name = /"([^"]+)"/.exec(said)?.[1];
  if (name === undefined) return null;
  const [place = launch.indexOf(name)] = placesOf(launch, quote(name));
  return place < 0 ? null : place;
}

function quote(text: string): string {
  return text.replace(/[^\w\s]/g, '\\$&');
}

/** Where a pattern stands in the line, as a word, and not in a quoted value. */
function placesOf(launch: string, pattern: string): number[] {
  const quoted = [...launch.matchAll(/(?<==\s*)(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')/g)];
  const isQuoted = (at: number) => quoted.some(({ index, 0: text }) => index <= at && at < index + text.length);
  const places = [...launch.matchAll(new RegExp(`(?<![\\w-])${pattern}(?![\\w-])`, 'g'))];
  return places.map(({ index }) => index).filter((index) => !isQuoted(index));
}

/** GStreamer says no more than «syntax error»: nearly always a bracket, or a link that leads nowhere. */
function findSyntaxError(launch: string): number | null {
  const open: number[] = [];
  let link: number | null = null;
  let quoted: number | null = null;
  let mark = '';
  for (let i = 0; i < launch.length; i++) {
    const character = launch.charAt(i);
    if (character === '\\') {
      i++;
    } else if (quoted === null ? opensQuote(launch, i) : character === mark) {
      quoted = quoted === null ? i : null;
      mark = character;
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

/** An apostrophe within a word is none. */
function opensQuote(launch: string, at: number): boolean {
  const character = launch.charAt(at);
  return character === '"' || (character === "'" && (at === 0 || /[=\s(!]/.test(launch.charAt(at - 1))));
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
