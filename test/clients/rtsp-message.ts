/** Headers by lower-case name; values of a header that came more than once are joined by ', '. */
export type RtspHeaders = ReadonlyMap<string, string>;

export interface RtspResponse {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
  readonly headers: RtspHeaders;
  readonly body: Buffer;
}

export interface RtspRequest {
  readonly kind: 'request';
  readonly method: string;
  readonly uri: string;
  readonly headers: RtspHeaders;
  readonly body: Buffer;
}

/** An interleaved frame: `$`, channel, length, payload. */
export interface RtspData {
  readonly kind: 'data';
  readonly channel: number;
  readonly payload: Buffer;
}

export type RtspItem = RtspResponse | RtspRequest | RtspData;

const dollar = 0x24;
const carriageReturn = 0x0d;
const lineFeed = 0x0a;

/** Cuts what arrives on an RTSP connection into messages and interleaved frames. */
export class RtspParser {
  #rest: Buffer = Buffer.alloc(0);

  /** Takes the next bytes and returns what they complete. Throws on what is not RTSP. */
  push(bytes: Buffer): RtspItem[] {
    this.#rest = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    const items: RtspItem[] = [];
    for (let item = this.#next(); item !== null; item = this.#next()) items.push(item);
    return items;
  }

  #next(): RtspItem | null {
    return this.#rest[0] === dollar ? this.#nextData() : this.#nextMessage();
  }

  #nextData(): RtspData | null {
    if (this.#rest.length < 4) return null;
    const end = 4 + this.#rest.readUInt16BE(2);
    if (this.#rest.length < end) return null;
    const item: RtspData = { kind: 'data', channel: this.#rest.readUInt8(1), payload: this.#rest.subarray(4, end) };
    this.#rest = this.#rest.subarray(end);
    return item;
  }

  #nextMessage(): RtspRequest | RtspResponse | null {
    let start = 0;
    // Empty lines before a start line are allowed, and used as a keep-alive.
    while (this.#rest[start] === carriageReturn || this.#rest[start] === lineFeed) start += 1;
    const headEnd = this.#rest.indexOf('\r\n\r\n', start);
    if (headEnd < 0) return null;
    const [startLine = '', ...headerLines] = this.#rest.toString('latin1', start, headEnd).split('\r\n');
    const headers = parseHeaders(headerLines);
    const bodyStart = headEnd + 4;
    const bodyEnd = bodyStart + Number(headers.get('content-length') ?? 0);
    if (this.#rest.length < bodyEnd) return null;
    const body = this.#rest.subarray(bodyStart, bodyEnd);
    this.#rest = this.#rest.subarray(bodyEnd);
    return { ...parseStartLine(startLine), headers, body };
  }
}

function parseStartLine(
  line: string,
): Pick<RtspResponse, 'kind' | 'status' | 'reason'> | Pick<RtspRequest, 'kind' | 'method' | 'uri'> {
  const response = /^RTSP\/\d\.\d (\d{3}) ?(.*)$/.exec(line);
  if (response !== null) {
    const [, status, reason = ''] = response;
    return { kind: 'response', status: Number(status), reason };
  }
  const request = /^(\S+) (\S+) RTSP\/\d\.\d$/.exec(line);
  if (request !== null) {
    const [, method = '', uri = ''] = request;
    return { kind: 'request', method, uri };
  }
  throw new Error(`not an RTSP start line: ${JSON.stringify(line)}`);
}

function parseHeaders(lines: readonly string[]): RtspHeaders {
  const headers = new Map<string, string>();
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (colon < 0) throw new Error(`not an RTSP header: ${JSON.stringify(line)}`);
    const name = line.slice(0, colon).trim().toLowerCase();
    const value = line.slice(colon + 1).trim();
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return headers;
}

/** The bytes of a message; Content-Length is added when there is a body. */
export function formatMessage(
  startLine: string,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer = '',
): Buffer {
  const bytes = Buffer.from(body);
  const all = bytes.length > 0 ? { 'Content-Length': String(bytes.length), ...headers } : headers;
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${startLine}\r\n${lines.join('')}\r\n`), bytes]);
}

/** The bytes of a request for a tunnel, on the first one of its two connections. */
export function formatTunnelRequest(path: string, cookie = String(Math.random())): Buffer {
  return formatMessage(`GET ${path} HTTP/1.0`, { 'X-SessionCookie': cookie });
}

/** The bytes of an interleaved frame. */
export function formatData(channel: number, payload: Buffer): Buffer {
  const head = Buffer.from([dollar, channel, payload.length >> 8, payload.length & 0xff]);
  return Buffer.concat([head, payload]);
}
