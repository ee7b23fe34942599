import { RTSPMethod } from './enums.js';
import { RTSPHeaders } from './headers.js';

/** The kinds of messages, each at its number in C. @see GstRTSPMsgType */
export const types = ['invalid', 'request', 'response', 'http-request', 'http-response', 'data'] as const;

/**
 * What a message is: a request or a response of RTSP, one of HTTP (a tunnel's), or data that travels interleaved with
 * them.
 *
 * @see GstRTSPMsgType
 */
export type RTSPMessageType = Exclude<(typeof types)[number], 'invalid'>;

/** The protocol's version: RTSP 1.0 or 2.0, and 1.1 for HTTP. @see GstRTSPVersion */
export type RTSPVersion = '1.0' | '1.1' | '2.0';

/** How each version is written in C. */
export const versions: Readonly<Record<RTSPVersion, number>> = { '1.0': 0x10, '1.1': 0x11, '2.0': 0x20 };

/** Begins an interleaved frame. */
export const dollar = 0x24;

/** What a message is made of. */
export interface Parts {
  type: RTSPMessageType;
  /** The method of a request, the status of a response, the channel of data. */
  number: number;
  /** The URI of a request, the reason of a response. */
  text: string;
  version: RTSPVersion;
  /** Made when they are asked for: data has none, and there may be very much of it. */
  headers?: RTSPHeaders;
  body: Buffer | null;
}

/** Cuts bytes into messages, and reads these. */
export class MessageReader {
  readonly #headerLimit: number;
  readonly #bodyLimit: number;
  #chunks: Buffer[] = [];
  #length = 0;
  /** How many bytes the message that has begun needs at least. */
  #needed = 1;
  #failure: Error | null = null;

  constructor(headerLimit: number, bodyLimit: number) {
    this.#headerLimit = headerLimit;
    this.#bodyLimit = bodyLimit;
  }

  /** How many bytes of a message that is not complete have arrived. */
  get pending(): number {
    return this.#length;
  }

  /** Gives the messages that the bytes complete. Throws for what is no RTSP, or too long, then and ever after. */
  push(bytes: Uint8Array): Parts[] {
    if (this.#failure) throw this.#failure;
    const messages: Parts[] = [];
    if (bytes.length > 0) this.#chunks.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    this.#length += bytes.length;
    try {
      while (this.#length > 0 && this.#length >= this.#needed) {
        const message = this.#next(this.#gather());
        if (message === null) break;
        messages.push(message);
      }
    } catch (error) {
      this.#failure = error as Error;
      this.#chunks = [];
      this.#length = 0;
      throw error;
    }
    return messages;
  }

  #gather(): Buffer {
    if (this.#chunks.length > 1) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0] ?? Buffer.alloc(0);
  }

  #take(bytes: Buffer, end: number): void {
    this.#chunks = end < bytes.length ? [bytes.subarray(end)] : [];
    this.#length = bytes.length - end;
    this.#needed = 1;
  }

  #await(bytes: Buffer, needed: number): boolean {
    this.#needed = needed;
    return bytes.length < needed;
  }

  #next(bytes: Buffer): Parts | null {
    return bytes[0] === dollar ? this.#nextData(bytes) : this.#nextMessage(bytes);
  }

  #nextData(bytes: Buffer): Parts | null {
    if (this.#await(bytes, 4) || this.#await(bytes, 4 + bytes.readUInt16BE(2))) return null;
    const end = 4 + bytes.readUInt16BE(2);
    this.#take(bytes, end);
    return { type: 'data', number: bytes.readUInt8(1), text: '', version: '1.0', body: bytes.subarray(4, end) };
  }

  #nextMessage(bytes: Buffer): Parts | null {
    let start = 0;
    // Empty lines before a start line are allowed, and used as a keep-alive.
    while (bytes[start] === 0x0d || bytes[start] === 0x0a) start++;
    if (start > 0) {
      this.#take(bytes, start);
      bytes = bytes.subarray(start);
    }
    const headEnd = endOfHead(bytes, this.#headerLimit);
    if (headEnd === null) {
      if (bytes.length > this.#headerLimit) throw new Error(`the headers exceed ${this.#headerLimit} bytes`);
      this.#needed = bytes.length + 1;
      return null;
    }
    const [startLine = '', ...lines] = bytes.toString('utf8', 0, headEnd).trimEnd().split(/\r?\n/);
    const parts = parseStartLine(startLine);
    parseHeaders(lines, (parts.headers = new RTSPHeaders()));
    const length = bodyLength(parts, parts.headers);
    if (length > this.#bodyLimit) throw new Error(`a body of ${length} bytes exceeds ${this.#bodyLimit} bytes`);
    if (this.#await(bytes, headEnd + length)) return null;
    if (length > 0) parts.body = bytes.subarray(headEnd, headEnd + length);
    this.#take(bytes, headEnd + length);
    return parts;
  }
}

/** Behind the empty line that ends the headers; null when it is not there within the limit. */
function endOfHead(bytes: Buffer, limit: number): number | null {
  for (let feed = bytes.indexOf(0x0a); feed >= 0 && feed <= limit; feed = bytes.indexOf(0x0a, feed + 1)) {
    if (bytes[feed + 1] === 0x0a) return feed + 2;
    if (bytes[feed + 1] === 0x0d && bytes[feed + 2] === 0x0a) return feed + 3;
  }
  return null;
}

function parseStartLine(line: string): Parts {
  const response = /^(RTSP|HTTP)\/(1\.0|1\.1|2\.0) ([1-5]\d\d)(?: (.*))?$/.exec(line);
  if (response) {
    const [, protocol, version, status, reason = ''] = response;
    const type = protocol === 'RTSP' ? 'response' : 'http-response';
    return { type, number: Number(status), text: reason, version: version as RTSPVersion, body: null };
  }
  const request = /^([A-Za-z_-]+) (\S+) (RTSP|HTTP)\/(1\.0|1\.1|2\.0)$/.exec(line);
  if (request) {
    const [, name = '', uri = '', protocol, version] = request;
    const type = protocol === 'RTSP' ? 'request' : 'http-request';
    const number = Object.hasOwn(RTSPMethod, name) ? RTSPMethod[name as keyof typeof RTSPMethod] : RTSPMethod.INVALID;
    return { type, number, text: uri, version: version as RTSPVersion, body: null };
  }
  throw new Error(`no start line of RTSP: ${JSON.stringify(line.slice(0, 80))}`);
}

function parseHeaders(lines: readonly string[], headers: RTSPHeaders): void {
  const unfolded: string[] = [];
  for (const line of lines) {
    // A line that begins with a space goes on with the one before (RFC 2326, 4.2).
    if (/^[ \t]/.test(line) && unfolded.length > 0) unfolded.push(`${unfolded.pop() ?? ''} ${line.trim()}`);
    else unfolded.push(line);
  }
  for (const line of unfolded) {
    const colon = line.indexOf(':');
    if (colon < 0) throw new Error(`no header: ${JSON.stringify(line.slice(0, 80))}`);
    headers.append(line.slice(0, colon), line.slice(colon + 1));
  }
}

function bodyLength({ type, number }: Parts, headers: RTSPHeaders): number {
  // The data of an HTTP tunnel has no end.
  if (type === 'http-request' && number === RTSPMethod.POST && headers.has('x-sessioncookie')) return 0;
  const [length = '0', ...others] = new Set(headers.getAll('Content-Length'));
  if (others.length > 0 || !/^\d{1,15}$/.test(length)) throw new Error(`no length of a body: ${length}`);
  return Number(length);
}
