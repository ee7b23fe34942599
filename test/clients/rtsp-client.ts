import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { EventEmitter, once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { deferred, withDeadline, type Deferred } from '../helpers/deadline.js';
import {
  formatData,
  formatMessage,
  RtspParser,
  type RtspItem,
  type RtspRequest,
  type RtspResponse,
} from './rtsp-message.js';
import { parseSdp, type Sdp } from './sdp.js';

const defaultDeadline = 20_000;

/** A request that was to succeed was answered with another status than 200. */
export class RtspStatusError extends Error {
  override readonly name = 'RtspStatusError';
  readonly response: RtspResponse;

  constructor(method: string, response: RtspResponse) {
    super(`${method}: ${response.status} ${response.reason}`);
    this.response = response;
  }

  get status(): number {
    return this.response.status;
  }
}

const rtpHeaderLength = 12;

/** Counts what arrives on one interleaved channel or one UDP port, and emits each packet, be it RTP, RTCP or neither. */
export class Reception extends EventEmitter<{ packet: [packet: Buffer] }> {
  rtpPackets = 0;
  rtcpPackets = 0;
  bytes = 0;
  /** How often an RTP sequence number was not its predecessor's plus one. */
  gaps = 0;
  #lastSequence: number | null = null;

  /** Resolves when at least `count` RTP packets have arrived. */
  async reach(count: number, deadline = defaultDeadline): Promise<void> {
    const reached = deferred();
    const look = (): void => {
      if (this.rtpPackets >= count) reached.resolve();
    };
    this.on('packet', look);
    look();
    try {
      await withDeadline(reached.promise, deadline, () => `${count} RTP packets (${this.rtpPackets} have arrived)`);
    } finally {
      this.off('packet', look);
    }
  }

  /** Counts a packet; called by the client that received it. */
  take(packet: Buffer): void {
    this.bytes += packet.length;
    if (isRtcp(packet)) {
      this.rtcpPackets += 1;
    } else if (packet.length >= rtpHeaderLength) {
      const sequence = packet.readUInt16BE(2);
      if (this.#lastSequence !== null && sequence !== ((this.#lastSequence + 1) & 0xffff)) this.gaps += 1;
      this.#lastSequence = sequence;
      this.rtpPackets += 1;
    }
    this.emit('packet', packet);
  }
}

/** RFC 5761, section 4: what tells RTCP from RTP is the range of the packet type. */
export function isRtcp(packet: Buffer): boolean {
  const [, type = 0] = packet;
  return type >= 192 && type <= 223;
}

/** A UDP port of the client. */
export interface UdpPort {
  readonly socket: UdpSocket;
  readonly port: number;
  readonly reception: Reception;
}

/** What a SETUP agreed on. */
export interface Setup {
  readonly response: RtspResponse;
  /** The session id, without parameters. */
  readonly session: string;
  /** The Transport header of the response. */
  readonly transport: string;
}

export interface UdpSetup extends Setup {
  readonly rtp: UdpPort;
  readonly rtcp: UdpPort;
}

export interface TcpSetup extends Setup {
  readonly rtp: Reception;
  readonly rtcp: Reception;
}

export interface RequestOptions {
  /** Default: the URL that the client is connected to. */
  readonly uri?: string;
  /** Added to, or in place of, CSeq and Authorization. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Default: '1.0'. */
  readonly version?: string;
  /** Milliseconds to wait for the response; default 20,000. */
  readonly deadline?: number;
}

/** Events of an {@link RtspClient}. */
export interface RtspClientEvents {
  /** An interleaved frame. */
  data: [channel: number, payload: Buffer];
  /** A request that the server has sent. */
  request: [request: RtspRequest];
  /** A response that no pending request has the CSeq of, such as the one to {@link RtspClient.sendRaw}. */
  response: [response: RtspResponse];
}

/** An RTSP connection that does what a test says and nothing by itself: no keep-alive, no RTCP, no TEARDOWN. */
export class RtspClient extends EventEmitter<RtspClientEvents> {
  readonly socket: Socket;
  /** The URL that was connected to, without user and password. */
  readonly url: string;
  /** Resolves when the connection has ended, to the error that ended it or to null. */
  readonly closed: Promise<Error | null>;
  readonly #authorization: string | null;
  readonly #parser = new RtspParser();
  readonly #pending = new Map<string, Deferred<RtspResponse>>();
  readonly #receptions = new Map<number, Reception>();
  readonly #udpSockets = new Set<UdpSocket>();
  #base: string;
  #lastCSeq = 0;

  /**
   * Connects; user and password in the URL are sent with every request, as Basic authorization. The deadline is that of
   * each request, too.
   */
  static async connect(url: string, deadline = defaultDeadline): Promise<RtspClient> {
    const client = new RtspClient(url, deadline);
    try {
      await withDeadline(once(client.socket, 'connect'), deadline, `a connection to ${client.url}`);
    } catch (error) {
      client.destroy();
      throw error;
    }
    return client;
  }

  private constructor(
    url: string,
    readonly deadline: number,
  ) {
    super();
    const parsed = new URL(url);
    const { username, password } = parsed;
    this.#authorization =
      username === '' ? null : `Basic ${btoa(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`)}`;
    parsed.username = '';
    parsed.password = '';
    this.url = parsed.href;
    this.#base = this.url;
    this.socket = connect({
      host: parsed.hostname.replace(/^\[|\]$/g, ''),
      port: Number(parsed.port || 554),
      noDelay: true,
    });
    const closed = deferred<Error | null>();
    this.closed = closed.promise;
    let failure: Error | null = null;
    this.socket
      .on('data', (bytes) => {
        this.#receive(bytes);
      })
      .on('error', (error) => {
        failure = error;
      })
      .once('close', () => {
        for (const response of this.#pending.values()) {
          response.reject(failure ?? new Error('the server closed the connection'));
        }
        this.#pending.clear();
        closed.resolve(failure);
      });
  }

  /** Sends a request and resolves to its response, whatever its status. */
  async request(method: string, options: RequestOptions = {}): Promise<RtspResponse> {
    this.#lastCSeq += 1;
    const headers = {
      CSeq: String(this.#lastCSeq),
      ...(this.#authorization === null ? {} : { Authorization: this.#authorization }),
      ...options.headers,
    };
    const cseq = headers.CSeq;
    const response = deferred<RtspResponse>();
    if (this.socket.destroyed) throw new Error(`${method}: the connection is closed`);
    this.#pending.set(cseq, response);
    this.sendRaw(
      formatMessage(`${method} ${options.uri ?? this.url} RTSP/${options.version ?? '1.0'}`, headers, options.body),
    );
    try {
      return await withDeadline(response.promise, options.deadline ?? this.deadline, `a response to ${method}`);
    } finally {
      this.#pending.delete(cseq);
    }
  }

  /** DESCRIBE. Like all named requests it throws an {@link RtspStatusError} on another status than 200. */
  async describe(headers: Readonly<Record<string, string>> = {}): Promise<Sdp> {
    const response = await this.#demand('DESCRIBE', { headers: { Accept: 'application/sdp', ...headers } });
    this.#base = response.headers.get('content-base') ?? this.url;
    return parseSdp(response.body.toString());
  }

  /** SETUP of the stream with this `a=control`, interleaved in the connection; without `session` in a new one. */
  async setupTcp(
    control: string,
    channels: readonly [number, number],
    session?: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<TcpSetup> {
    const setup = await this.#setup(control, `RTP/AVP/TCP;unicast;interleaved=${channels.join('-')}`, session, more);
    const [, rtp = NaN, rtcp = NaN] = (/interleaved=(\d+)-(\d+)/.exec(setup.transport) ?? []).map(Number);
    return { ...setup, rtp: this.received(rtp), rtcp: this.received(rtcp) };
  }

  /** SETUP of the stream with this `a=control`, to two new UDP ports on 127.0.0.1. */
  async setupUdp(control: string, session?: string, more: Readonly<Record<string, string>> = {}): Promise<UdpSetup> {
    const [rtp, rtcp] = await this.#bindPair();
    const setup = await this.#setup(control, `RTP/AVP;unicast;client_port=${rtp.port}-${rtcp.port}`, session, more);
    return { ...setup, rtp, rtcp };
  }

  /** PLAY of all streams of the session. */
  async play(session: string, headers: Readonly<Record<string, string>> = {}): Promise<RtspResponse> {
    return this.#demand('PLAY', { uri: this.#base, headers: { Session: session, ...headers } });
  }

  /** TEARDOWN of all streams of the session. */
  async teardown(session: string): Promise<RtspResponse> {
    return this.#demand('TEARDOWN', { uri: this.#base, headers: { Session: session } });
  }

  /** What has arrived on an interleaved channel. */
  received(channel: number): Reception {
    const reception = this.#receptions.get(channel) ?? new Reception();
    this.#receptions.set(channel, reception);
    return reception;
  }

  /** Sends bytes as they are, well-formed or not. */
  sendRaw(bytes: string | Buffer): void {
    this.socket.write(bytes);
  }

  /** Sends an interleaved frame. */
  sendData(channel: number, payload: Buffer): void {
    this.sendRaw(formatData(channel, payload));
  }

  /** Resolves to the next response that belongs to no pending {@link request}. */
  async nextResponse(deadline = defaultDeadline): Promise<RtspResponse> {
    const response = deferred<RtspResponse>();
    this.once('response', response.resolve);
    const ended = this.closed.then((error) => Promise.reject(error ?? new Error('the server closed the connection')));
    try {
      return await withDeadline(Promise.race([response.promise, ended]), deadline, 'a response');
    } finally {
      this.off('response', response.resolve);
    }
  }

  /**
   * Goes away without a TEARDOWN and closes all sockets: orderly (FIN) or by a reset (RST). While media arrives the
   * kernel resets an orderly close too, because unread data is lost by it.
   */
  destroy(how: 'fin' | 'rst' = 'fin'): void {
    if (how === 'rst') this.socket.resetAndDestroy();
    else this.socket.destroy();
    for (const socket of this.#udpSockets) socket.close();
    this.#udpSockets.clear();
  }

  [Symbol.dispose](): void {
    this.destroy();
  }

  async #demand(method: string, options: RequestOptions): Promise<RtspResponse> {
    const response = await this.request(method, options);
    if (response.status !== 200) throw new RtspStatusError(method, response);
    return response;
  }

  async #setup(
    control: string,
    transport: string,
    session?: string,
    more: Readonly<Record<string, string>> = {},
  ): Promise<Setup> {
    const headers = { Transport: transport, ...(session === undefined ? {} : { Session: session }), ...more };
    const response = await this.#demand('SETUP', { uri: this.#resolve(control), headers });
    return {
      response,
      session: response.headers.get('session')?.split(';')[0] ?? '',
      transport: response.headers.get('transport') ?? '',
    };
  }

  #resolve(control: string): string {
    if (control.includes('://')) return control;
    return this.#base.endsWith('/') ? this.#base + control : `${this.#base}/${control}`;
  }

  #receive(bytes: Buffer): void {
    let items: RtspItem[];
    try {
      items = this.#parser.push(bytes);
    } catch (error) {
      this.socket.destroy(error as Error);
      return;
    }
    for (const item of items) this.#dispatch(item);
  }

  #dispatch(item: RtspItem): void {
    if (item.kind === 'data') {
      this.received(item.channel).take(item.payload);
      this.emit('data', item.channel, item.payload);
    } else if (item.kind === 'request') {
      this.emit('request', item);
    } else {
      const pending = this.#pending.get(item.headers.get('cseq') ?? '');
      if (pending === undefined) this.emit('response', item);
      else pending.resolve(item);
    }
  }

  /** Binds an even port for RTP and the odd one above it for RTCP, as RFC 3550, section 11, asks for. */
  async #bindPair(): Promise<[UdpPort, UdpPort]> {
    for (;;) {
      const one = await this.#bind(0);
      try {
        const other = await this.#bind(one.port ^ 1);
        return one.port < other.port ? [one, other] : [other, one];
      } catch (error) {
        this.#udpSockets.delete(one.socket);
        one.socket.close();
        if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
      }
    }
  }

  async #bind(port: number): Promise<UdpPort> {
    // What comes while this event loop is busy waits in the kernel, as far as there is room.
    const socket = createSocket({ type: 'udp4', recvBufferSize: 1 << 22 });
    const reception = new Reception();
    socket.on('message', (packet) => {
      reception.take(packet);
    });
    socket.bind(port, '127.0.0.1');
    await once(socket, 'listening');
    this.#udpSockets.add(socket);
    return { socket, port: socket.address().port, reception };
  }
}
