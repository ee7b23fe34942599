import { Hook, native } from '../native.js';
import { RTSPMethod, RTSPStatusCode } from './enums.js';
import { headersOf, isChanged, linesOf, RTSPHeaders, type RTSPHeadersInit } from './headers.js';
import {
  dollar,
  MessageReader,
  type Parts,
  type RTSPMessageType,
  type RTSPVersion,
  types,
  versions,
} from './message-reader.js';

export type { RTSPMessageType, RTSPVersion };

/** The name of a method. */
export type RTSPMethodName = Exclude<keyof typeof RTSPMethod, 'INVALID'>;

/** What a body can be made of; a string is sent as UTF-8. */
export type RTSPBody = string | Uint8Array | null;

const longestData = 0xffff;

/** What was changed of a message, as bits, for native code. */
const Changed = { START_LINE: 1, HEADERS: 2, BODY: 4 } as const;

let make: (parts: Parts) => RTSPMessage;
let encode: (message: RTSPMessage) => unknown[];

/**
 * A message of RTSP: a request, a response, or data. It is plain data: what native code gives is a copy, and where a
 * handler's changes reach the original its documentation says so.
 *
 * The text of start lines and headers is UTF-8; bytes that are none become U+FFFD.
 *
 * @example
 * ```ts
 * const request = RTSPMessage.request('OPTIONS', 'rtsp://127.0.0.1/', { CSeq: '1' });
 * await client.handleMessage(request);
 * ```
 * @see GstRTSPMessage
 */
export class RTSPMessage {
  readonly #parts: Parts;
  #changed = 0;

  static {
    make = (parts) => new RTSPMessage(parts);
    encode = (message) => {
      const { type, number, text, version, body } = message.#parts;
      const { headers } = message;
      const changed = message.#changed | (isChanged(headers) ? Changed.HEADERS : 0);
      return [types.indexOf(type), number, text, versions[version], linesOf(headers), body, changed];
    };
  }

  private constructor(parts: Parts) {
    this.#parts = parts;
  }

  /**
   * Makes a request.
   *
   * @param method - One of `RTSPMethod`, or its name.
   * @param uri - The URL, or `*`.
   * @throws TypeError for a method that is none, for a URI with spaces, and for what headers don't take.
   * @see gst_rtsp_message_new_request
   */
  static request(method: RTSPMethod | RTSPMethodName, uri: string, headers?: RTSPHeadersInit, body: RTSPBody = null) {
    const number = typeof method === 'string' ? RTSPMethod[method] : method;
    return RTSPMessage.#of('request', checkMethod(number), checkUri(uri), headers, body);
  }

  /**
   * Makes a response.
   *
   * @param status - One of `RTSPStatusCode`, or another number from 100 to 599.
   * @param reason - The text behind the status. Default: the documented one.
   * @throws TypeError for a status that is none, and for what headers don't take.
   * @see gst_rtsp_message_new_response
   */
  static response(status: number, headers?: RTSPHeadersInit, body: RTSPBody = null, reason?: string): RTSPMessage {
    const text = checkReason(reason ?? reasonOf(checkStatus(status)));
    return RTSPMessage.#of('response', checkStatus(status), text, headers, body);
  }

  /**
   * Makes the response to a request: with its `CSeq` and the id of its session, before the headers that are given.
   *
   * @throws TypeError for a message that is no request, and like `response()`.
   * @see gst_rtsp_message_new_response
   */
  static responseTo(
    request: RTSPMessage,
    status: number,
    headers?: RTSPHeadersInit,
    body: RTSPBody = null,
    reason?: string,
  ): RTSPMessage {
    const response = RTSPMessage.response(status, undefined, body, reason);
    const parts = response.#parts;
    parts.version = request.version ?? '1.0';
    if (request.type === 'http-request') {
      parts.type = 'http-response';
    } else if (request.type === 'request') {
      const cseq = request.headers.getAll('CSeq').at(0);
      const session = request.headers.getAll('Session').at(0);
      if (cseq !== undefined) response.headers.append('CSeq', cseq);
      if (session !== undefined) response.headers.append('Session', session.replace(/;.*/, '').trim());
    } else {
      throw new TypeError(`a response answers a request, not ${request.type}`);
    }
    for (const [name, value] of new RTSPHeaders(headers)) response.headers.append(name, value);
    return response;
  }

  /**
   * Makes data that travels on the connection, between requests and responses.
   *
   * @param channel - 0 to 255.
   * @param bytes - At most 65535.
   * @throws TypeError for another channel, and for more bytes.
   * @see gst_rtsp_message_new_data
   */
  static data(channel: number, bytes: Uint8Array): RTSPMessage {
    if (!Number.isInteger(channel) || channel < 0 || channel > 255) {
      throw new TypeError(`a channel must be an integer from 0 to 255, not ${String(channel)}`);
    }
    return new RTSPMessage({ type: 'data', number: channel, text: '', version: '1.0', body: checkBody('data', bytes) });
  }

  /**
   * Reads one whole message, as it is sent.
   *
   * @throws Error when the bytes are none, not all of one, or more than one.
   * @see gst_rtsp_connection_receive
   */
  static parse(bytes: Uint8Array): RTSPMessage {
    const parser = new RTSPMessageParser();
    const messages = parser.push(bytes);
    const message = messages.at(0);
    if (message === undefined) throw new Error('the message is not complete');
    if (messages.length > 1 || parser.pending > 0) throw new Error('bytes follow the message');
    return message;
  }

  static #of(
    type: RTSPMessageType,
    number: number,
    text: string,
    headers: RTSPHeadersInit | undefined,
    body: RTSPBody,
  ): RTSPMessage {
    const parts: Parts = { type, number, text, version: '1.0', headers: new RTSPHeaders(headers), body: null };
    parts.body = checkBody(type, body);
    return new RTSPMessage(parts);
  }

  /** What it is; never changes. @see gst_rtsp_message_get_type */
  get type(): RTSPMessageType {
    return this.#parts.type;
  }

  /**
   * The method of a request, one of `RTSPMethod`; `INVALID` for one that the library does not know. Else null.
   *
   * @see gst_rtsp_message_parse_request
   */
  get method(): RTSPMethod | null {
    return this.#isRequest() ? this.#parts.number : null;
  }
  set method(method: RTSPMethod) {
    if (!this.#isRequest()) throw this.#lacks('a method');
    this.#parts.number = checkMethod(method);
    this.#changed |= Changed.START_LINE;
  }

  /** The URI of a request; else null. @see gst_rtsp_message_parse_request */
  get uri(): string | null {
    return this.#isRequest() ? this.#parts.text : null;
  }
  set uri(uri: string) {
    if (!this.#isRequest()) throw this.#lacks('a URI');
    this.#parts.text = checkUri(uri);
    this.#changed |= Changed.START_LINE;
  }

  /**
   * The status of a response, 100 to 599; else null. Setting it sets the reason to the documented one, too.
   *
   * @see gst_rtsp_message_parse_response
   */
  get status(): number | null {
    return this.#isResponse() ? this.#parts.number : null;
  }
  set status(status: number) {
    if (!this.#isResponse()) throw this.#lacks('a status');
    this.#parts.number = checkStatus(status);
    this.#parts.text = reasonOf(status);
    this.#changed |= Changed.START_LINE;
  }

  /** The text behind the status of a response; else null. @see gst_rtsp_message_parse_response */
  get reason(): string | null {
    return this.#isResponse() ? this.#parts.text : null;
  }
  set reason(reason: string) {
    if (!this.#isResponse()) throw this.#lacks('a reason');
    this.#parts.text = checkReason(reason);
    this.#changed |= Changed.START_LINE;
  }

  /** The protocol's version; null for data. Default: `1.0`. @see gst_rtsp_message_parse_request */
  get version(): RTSPVersion | null {
    return this.#parts.type === 'data' ? null : this.#parts.version;
  }
  set version(version: RTSPVersion) {
    if (this.#parts.type === 'data') throw this.#lacks('a version');
    if (!Object.hasOwn(versions, version)) throw new TypeError(`there is no version ${version}`);
    this.#parts.version = version;
    this.#changed |= Changed.START_LINE;
  }

  /** The headers; data has none. @see gst_rtsp_message_get_header */
  get headers(): RTSPHeaders {
    return (this.#parts.headers ??= new RTSPHeaders());
  }

  /**
   * The body; null without one, and for data. To change it, assign a new one: what is written into the buffer does not
   * count. `Content-Length` follows by itself when the message is sent. @see gst_rtsp_message_set_body
   */
  get body(): Buffer | null {
    return this.#parts.type === 'data' ? null : this.#parts.body;
  }
  set body(body: RTSPBody) {
    if (this.#parts.type === 'data') throw this.#lacks('a body');
    this.#parts.body = checkBody(this.#parts.type, body);
    this.#changed |= Changed.BODY;
  }

  /** The channel of data; else null. @see gst_rtsp_message_parse_data */
  get channel(): number | null {
    return this.#parts.type === 'data' ? this.#parts.number : null;
  }

  /** The bytes of data; else null. @see gst_rtsp_message_get_body */
  get data(): Buffer | null {
    return this.#parts.type === 'data' ? (this.#parts.body ?? Buffer.alloc(0)) : null;
  }

  /**
   * The message as it is sent: with a `Content-Length` that fits the body, or as an interleaved frame.
   *
   * @throws Error for a request whose method the library does not know.
   * @see gst_rtsp_connection_send
   */
  toBytes(): Buffer {
    const { type, number, text, version } = this.#parts;
    const body = this.#parts.body ?? Buffer.alloc(0);
    if (type === 'data') return Buffer.concat([Buffer.of(dollar, number, body.length >> 8, body.length & 0xff), body]);
    const protocol = `${type.startsWith('http') ? 'HTTP' : 'RTSP'}/${version}`;
    const start = this.#isRequest() ? `${methodName(number)} ${text} ${protocol}` : `${protocol} ${number} ${text}`;
    const sent = new RTSPHeaders(this.headers);
    sent.delete('Content-Length');
    if (body.length > 0) sent.append('Content-Length', String(body.length));
    return Buffer.concat([Buffer.from(`${start}\r\n${linesOf(sent)}\r\n`), body]);
  }

  #isRequest(): boolean {
    return this.#parts.type === 'request' || this.#parts.type === 'http-request';
  }

  #isResponse(): boolean {
    return this.#parts.type === 'response' || this.#parts.type === 'http-response';
  }

  #lacks(what: string): TypeError {
    return new TypeError(`a message of type ${this.#parts.type} has not ${what}`);
  }
}

/** Limits of a parser. */
export interface RTSPMessageParserOptions {
  /** The longest start line and headers of a message, in bytes. Default: 65536. */
  headerLimit?: number;
  /** The longest body, in bytes. Default: 1048576. */
  bodyLimit?: number;
}

/**
 * Cuts what arrives on a connection into messages.
 *
 * @example
 * ```ts
 * const parser = new RTSPMessageParser();
 * socket.on('data', (bytes) => {
 *   for (const message of parser.push(bytes)) console.log(message.type);
 * });
 * ```
 * @see gst_rtsp_connection_receive
 */
export class RTSPMessageParser {
  readonly #reader: MessageReader;

  /**
   * A parser without a connection. An addition to the C library.
   *
   * @param options - Its limits.
   */
  constructor({ headerLimit = 65_536, bodyLimit = 1_048_576 }: RTSPMessageParserOptions = {}) {
    this.#reader = new MessageReader(headerLimit, bodyLimit);
  }

  /** How many bytes of a message that is not complete have arrived. An addition to the C library. */
  get pending(): number {
    return this.#reader.pending;
  }

  /**
   * Takes the next bytes.
   *
   * @returns The messages that they complete; they may share the bytes' memory.
   * @throws Error for what is no RTSP, or exceeds a limit, now and whenever more bytes are given.
   * @see gst_rtsp_connection_receive
   */
  push(bytes: Uint8Array): RTSPMessage[] {
    return this.#reader.push(bytes).map(make);
  }
}

function checkMethod(method: number): number {
  if (method === RTSPMethod.INVALID || !Object.values<number>(RTSPMethod).includes(method)) {
    throw new TypeError(`a method must be one of RTSPMethod, not ${String(method)}`);
  }
  return method;
}

function methodName(method: number): string {
  const [name] = Object.entries(RTSPMethod).find(([, number]) => number === method && number !== 0) ?? [];
  if (name === undefined) throw new Error('the method of this request is not known');
  return name;
}

function checkUri(uri: string): string {
  if (typeof uri !== 'string' || !/^[^\s\0-\x20\x7f]+$/.test(uri)) {
    throw new TypeError(`a URI must be a string without spaces and control characters, not ${JSON.stringify(uri)}`);
  }
  return uri;
}

function checkStatus(status: number): number {
  if (!Number.isInteger(status) || status < 100 || status > 599) {
    throw new TypeError(`a status must be an integer from 100 to 599, not ${String(status)}`);
  }
  return status;
}

function checkReason(reason: string): string {
  if (typeof reason !== 'string' || /[\r\n\0]/.test(reason)) {
    throw new TypeError('a reason must be a string without line breaks and NUL characters');
  }
  return reason;
}

/** `NOT_FOUND` is `Not Found`. */
function reasonOf(status: number): string {
  const [name = 'Unknown'] = Object.entries(RTSPStatusCode).find(([, number]) => number === status) ?? [];
  const word = (text: string) =>
    /^(OK|URI|RTSP)$/.test(text) ? text : `${text.charAt(0)}${text.slice(1).toLowerCase()}`;
  return name.split('_').map(word).join(' ');
}

function checkBody(type: RTSPMessageType, body: RTSPBody): Buffer | null {
  if (body === null) return null;
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
    throw new TypeError('a body must be a string, a Uint8Array or null');
  }
  const bytes = toBuffer(body);
  if (type === 'data' && bytes.length > longestData) {
    throw new TypeError(`data has at most ${longestData} bytes, not ${bytes.length}`);
  }
  return bytes;
}

function toBuffer(body: string | Uint8Array): Buffer {
  if (typeof body === 'string') return Buffer.from(body);
  return Buffer.isBuffer(body) ? body : Buffer.from(body.buffer, body.byteOffset, body.byteLength);
}

native.setHook(
  Hook.MakeMessage,
  (type: number, number: number, text: string, version: number, lines: string, body: Buffer | null) => {
    const [name = '1.0'] = Object.entries(versions).find(([, known]) => known === version) ?? [];
    const parts = { number, text, version: name as RTSPVersion, headers: headersOf(lines), body };
    return make({ type: types[type] as RTSPMessageType, ...parts });
  },
);

native.setHook(Hook.EncodeMessage, (value: unknown) => (value instanceof RTSPMessage ? encode(value) : null));
