import { headerName, type RTSPHeaderField } from './header-field.js';

/** What headers can be made of: names with a value or several, or pairs in the order in which they are sent. */
export type RTSPHeadersInit =
  RTSPHeaders | Iterable<readonly [string, string]> | Readonly<Record<string, string | readonly string[]>>;

/** The name of a header: as it is sent, or as the C library numbers those that it knows. @see gst_rtsp_header_as_text */
export type RTSPHeaderName = string | RTSPHeaderField;

type Entry = readonly [name: string, value: string];

const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const breaking = /[\r\n\0]/;

/** Makes headers of the lines that native code writes, unread until somebody asks for them. */
export let headersOf: (lines: string) => RTSPHeaders;
/** The headers as lines, each with its end. */
export let linesOf: (headers: RTSPHeaders) => string;
/** Whether they were changed since `headersOf()` made them. */
export let isChanged: (headers: RTSPHeaders) => boolean;

/**
 * The headers of a message: an ordered list of names and values, in which a name may stand more than once. Like the
 * `Headers` of `fetch()`, except that names keep their spelling and iteration keeps the order of the message.
 *
 * Names are compared without regard to case.
 *
 * @example
 * ```ts
 * const headers = new RTSPHeaders({ CSeq: '2', Accept: 'application/sdp' });
 * headers.append('Require', 'com.example.one');
 * headers.get('cseq'); // '2'
 * ```
 * @see GstRTSPMessage
 */
export class RTSPHeaders implements Iterable<[string, string]> {
  #entries: Entry[] | null = [];
  #lines = '';
  #changed = false;

  static {
    headersOf = (lines) => {
      const headers = new RTSPHeaders();
      headers.#entries = null;
      headers.#lines = lines;
      return headers;
    };
    linesOf = (headers) => headers.#entries?.map(([name, value]) => `${name}: ${value}\r\n`).join('') ?? headers.#lines;
    isChanged = (headers) => headers.#changed;
  }

  /**
   * Headers without a message. An addition to the C library.
   *
   * @param init - What is in them at first; default: nothing.
   * @throws TypeError for a name that is no token of RTSP, and for a value with a line break or a NUL.
   */
  constructor(init: RTSPHeadersInit = {}) {
    if (isIterable(init)) {
      for (const [name, value] of init) this.append(name, value);
    } else {
      for (const [name, values] of Object.entries(init)) {
        for (const value of typeof values === 'string' ? [values] : values) this.append(name, value);
      }
    }
  }

  /** How many there are, each repetition counted. An addition to the C library. */
  get size(): number {
    return this.#read().length;
  }

  /** The value of that header, those of a repeated one joined by `, `; null when there is none. @see gst_rtsp_message_get_header_by_name */
  get(name: RTSPHeaderName): string | null {
    const values = this.getAll(name);
    return values.length === 0 ? null : values.join(', ');
  }

  /** The values of that header, in order; empty when there is none. @see gst_rtsp_message_get_header_by_name */
  getAll(name: RTSPHeaderName): string[] {
    const wanted = checkName(name).toLowerCase();
    return this.#read()
      .filter(([other]) => other.toLowerCase() === wanted)
      .map(([, value]) => value);
  }

  /** Whether there is such a header. @see gst_rtsp_message_get_header_by_name */
  has(name: RTSPHeaderName): boolean {
    return this.getAll(name).length > 0;
  }

  /**
   * Gives that header this value alone: in the place of the first of that name, else at the end. An addition to the C
   * library.
   *
   * @throws TypeError for a name that is no token, and for a value with a line break or a NUL.
   */
  set(name: RTSPHeaderName, value: string): void {
    const entry = entryOf(name, value);
    const wanted = entry[0].toLowerCase();
    const entries = this.#read();
    const place = entries.findIndex(([other]) => other.toLowerCase() === wanted);
    const others = entries.filter(([other], index) => index === place || other.toLowerCase() !== wanted);
    if (place < 0) others.push(entry);
    else others[place] = entry;
    this.#entries = others;
    this.#changed = true;
  }

  /**
   * Adds a header at the end, also when there is one of that name.
   *
   * @throws TypeError for a name that is no token, and for a value with a line break or a NUL.
   * @see gst_rtsp_message_add_header_by_name
   */
  append(name: RTSPHeaderName, value: string): void {
    this.#read().push(entryOf(name, value));
    this.#changed = true;
  }

  /** Removes the headers of that name. @returns Whether there were any. @see gst_rtsp_message_remove_header_by_name */
  delete(name: RTSPHeaderName): boolean {
    const wanted = checkName(name).toLowerCase();
    const entries = this.#read();
    const others = entries.filter(([other]) => other.toLowerCase() !== wanted);
    if (others.length === entries.length) return false;
    this.#entries = others;
    this.#changed = true;
    return true;
  }

  /** Names and values, in the order of the message. An addition to the C library. */
  entries(): IterableIterator<[string, string]> {
    return this.#read()
      .map(([name, value]): [string, string] => [name, value])
      .values();
  }

  /** The names, as they are spelled; a repeated one comes repeatedly. An addition to the C library. */
  keys(): IterableIterator<string> {
    return this.#read()
      .map(([name]) => name)
      .values();
  }

  /** The values, in the order of the message. An addition to the C library. */
  values(): IterableIterator<string> {
    return this.#read()
      .map(([, value]) => value)
      .values();
  }

  /** The same as `entries()`. */
  [Symbol.iterator](): IterableIterator<[string, string]> {
    return this.entries();
  }

  #read(): Entry[] {
    this.#entries ??= this.#lines
      .split('\r\n')
      .filter((line) => line !== '')
      .map((line): Entry => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1).trim()];
      });
    return this.#entries;
  }
}

function isIterable(init: RTSPHeadersInit): init is Iterable<readonly [string, string]> {
  return Symbol.iterator in init;
}

function checkName(name: RTSPHeaderName): string {
  if (typeof name === 'number') return headerName(name);
  if (typeof name !== 'string' || !token.test(name)) {
    throw new TypeError(`the name of a header must be a token, not ${JSON.stringify(name)}`);
  }
  return name;
}

function entryOf(field: RTSPHeaderName, value: string): Entry {
  const name = checkName(field);
  return [name, checkValue(name, value)];
}

function checkValue(name: string, value: string): string {
  if (typeof value !== 'string' || breaking.test(value)) {
    throw new TypeError(`the value of ${name} must be a string without line breaks and NUL characters`);
  }
  return value.trim();
}
