import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { RtspClient, RtspStatusError } from '../clients/rtsp-client.js';
import { formatTunnelRequest } from '../clients/rtsp-message.js';
import { parseSdp, recordingOffer } from '../clients/sdp.js';
import { DeadlineError, withDeadline } from '../helpers/deadline.js';
import { longestRequest } from './patience.js';
import type { Random } from './random.js';
import { Tally } from './statistics.js';

const parameters = { 'Content-Type': 'text/parameters' };

export interface Mounts {
  play: readonly string[];
  record: string;
}

/** A server. */
export interface Place {
  /** Its URL, without a path. */
  readonly base: string;
  readonly mounts: Mounts;
}

/** A mount of a server. */
interface Destination {
  readonly base: string;
  readonly path: string;
  readonly record: boolean;
}

const overs = ['UDP', 'TCP'] as const;
type Over = (typeof overs)[number];

/** What at least one player must have been granted. */
const deeds = ['PLAY', 'PAUSE', 'PLAY with Range', 'TEARDOWN'] as const;

/** The players: each plays one visit after the other, half of them over UDP. */
export class Clients {
  readonly statuses = new Tally();
  readonly ends = new Tally();
  readonly failures: string[] = [];
  readonly packets: Record<Over, number> = { UDP: 0, TCP: 0 };
  /** Of the requests, which were answered 200, and how often. */
  readonly granted = new Tally();
  /** What each player does now, and since when, by its number. */
  readonly doing = new Map<number, string>();
  /** Is called when a client waits for long, before it gives up. */
  onSilence: (what: string) => void = () => undefined;
  readonly #random: Random;
  readonly #places: readonly Place[];
  readonly #unvisited: Destination[] = [];
  readonly #answered: () => void;
  /** The longest silence of the server that a client bears, in ms: all the others may be before it, on one thread. */
  readonly longestSilence: number;
  #stopped = false;

  /**
   * @param places - The first is visited most.
   * @param count - How many clients the server has.
   */
  constructor(random: Random, places: readonly Place[], count: number, answered: () => void) {
    this.longestSilence = count * longestRequest;
    this.#random = random;
    this.#places = places;
    for (const { base, mounts } of places) {
      this.#unvisited.push(...mounts.play.map((path) => ({ base, path, record: false })));
      this.#unvisited.push({ base, path: mounts.record, record: true });
    }
    this.#answered = answered;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** One client's life. */
  async run(number: number): Promise<void> {
    const random = this.#random.fork();
    while (!this.#stopped) {
      const { base, path, record } = this.#unvisited.pop() ?? this.#choose(random);
      const visit = new Visit(random, `${base}${path}`, number % 2 === 0, this, (what) =>
        this.doing.set(number, `${what} since ${new Date().toISOString()}`),
      );
      try {
        await visit.run(record);
      } catch (error) {
        this.#note(error);
        visit.end('fin');
      }
      this.packets[visit.over] += visit.packets;
      await sleep(random.integer(0, 100));
    }
    this.doing.delete(number);
  }

  #choose(random: Random): Destination {
    const { base, mounts } = random.chance(0.6) ? this.#places[0] : random.pick(this.#places);
    const record = random.chance(0.06);
    return { base, path: record ? mounts.record : random.pick(mounts.play), record };
  }

  get stopped(): boolean {
    return this.#stopped;
  }

  count(status: number, deed?: string): void {
    this.statuses.add(String(status));
    if (status === 200 && deed !== undefined) this.granted.add(deed);
    this.#answered();
  }

  /** What no player has got, or was granted. */
  get missing(): string[] {
    return [
      ...overs.filter((over) => this.packets[over] === 0).map((over) => `no packet has come over ${over}`),
      ...deeds.filter((deed) => this.granted.get(deed) === 0).map((deed) => `no ${deed} was answered 200`),
    ];
  }

  #note(error: unknown): void {
    if (error instanceof DeadlineError) this.failures.push(`a client: ${error.message}`);
    // Refused by a status, or the server has closed the connection: as some handler, or some call, wanted.
    const kind = error instanceof RtspStatusError ? 'refused' : error instanceof DeadlineError ? 'silence' : 'closed';
    this.ends.add(kind);
  }
}

/** From a connection's beginning to its end. */
class Visit {
  packets = 0;
  #client!: RtspClient;
  #session: string | undefined;
  readonly #random: Random;
  readonly #url: string;
  readonly #overTcp: boolean;
  readonly #owner: Clients;
  readonly #tell: (what: string) => void;

  /** @param tell - Is told what is being done. */
  constructor(random: Random, url: string, overTcp: boolean, owner: Clients, tell: (what: string) => void) {
    this.#tell = tell;
    this.#random = random;
    this.#url = url;
    this.#overTcp = overTcp;
    this.#owner = owner;
  }

  async run(record: boolean): Promise<void> {
    if (this.#random.chance(0.05)) await this.#beginTunnel();
    this.#tell(`connect ${this.#url}`);
    this.#client = await RtspClient.connect(this.#url, this.#owner.longestSilence);
    if (record) await this.#record();
    else await this.#play();
    const how = this.#random.weighted([
      [5, 'teardown'],
      [2, 'fin'],
      [2, 'rst'],
      [1, 'silent'],
    ] as const);
    if (how === 'teardown') await this.#request('TEARDOWN');
    this.#owner.ends.add(how);
    this.#tell(`end ${how}`);
    if (how === 'silent') {
      // It hears nothing any more, either: what is sent to it stays in the server.
      this.#client.socket.pause();
      for (let i = 0; i < 30 && !this.#owner.stopped; i++) await sleep(100);
    }
    this.end(how === 'rst' ? 'rst' : 'fin');
  }

  get over(): Over {
    return this.#overTcp ? 'TCP' : 'UDP';
  }

  end(how: 'fin' | 'rst'): void {
    (this.#client as RtspClient | undefined)?.destroy(how);
  }

  /** The first one of a tunnel's two connections; the second one never comes. */
  async #beginTunnel(): Promise<void> {
    const { protocol, hostname, port, pathname } = new URL(this.#url);
    if (protocol !== 'rtsp:') return;
    this.#tell(`tunnel ${this.#url}`);
    const socket = connect(Number(port), hostname);
    try {
      const answered = new Promise((resolve) => {
        for (const event of ['data', 'close', 'error']) socket.once(event, resolve);
      });
      socket.write(formatTunnelRequest(pathname, String(this.#random.integer(0, 1e9))));
      await withDeadline(answered, this.#owner.longestSilence, 'the answer to the request for a tunnel');
    } finally {
      socket.destroy();
    }
  }

  async #play(): Promise<void> {
    const random = this.#random;
    if (random.chance(0.2)) this.#respond();
    if (random.chance(0.3)) await this.#request('OPTIONS', random.chance(0.3) ? { Require: 'com.example.one' } : {});
    // Without a backchannel, though /onvif has one: the library leaks a pad with each, and so what JavaScript has met.
    const description = await this.#request('DESCRIBE', { Accept: 'application/sdp' });
    if (description !== 200) return;
    for (const [index, control] of this.#controls.entries()) {
      if (index > 0 && random.chance(0.1)) continue;
      await this.#setUp(control, index);
    }
    if (this.#session === undefined) return;
    await this.#request('PLAY');
    for (let actions = random.integer(0, 8); actions > 0 && !this.#owner.stopped; actions--) await this.#act();
  }

  async #act(): Promise<void> {
    const random = this.#random;
    const range = () => `npt=${random.integer(0, 8)}-${random.chance(0.3) ? random.integer(9, 12) : ''}`;
    await random.weighted<() => Promise<unknown>>([
      [6, () => sleep(random.integer(0, 400))],
      [3, () => this.#request('PAUSE')],
      [3, () => this.#request('PLAY')],
      [3, () => this.#request('PLAY', { Range: range() })],
      [1, () => this.#request('PLAY', { Scale: random.pick(['2', '0.5', '-1', 'nan']) })],
      [1, () => this.#request('PLAY', { 'Rate-Control': random.pick(['yes', 'no', 'x']), Range: range() })],
      [1, () => this.#request('PLAY', { Frames: random.pick(['intra', 'intra/100', 'predicted', 'x']) })],
      [2, () => this.#request('GET_PARAMETER')],
      [1, () => this.#request('GET_PARAMETER', parameters, undefined, 'volume\r\n')],
      [1, () => this.#request('SET_PARAMETER', parameters, undefined, 'volume: 1\r\n')],
      [1, () => this.#request('OPTIONS')],
      [1, () => this.#request('DESCRIBE', { Accept: 'application/sdp' })],
      [1, async () => this.#control(random.integer(0, 5))],
    ])();
  }

  /** As if the server had asked something. */
  #respond(): void {
    this.#client.socket.write('RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n');
  }

  /** What comes over the connection that is no request: RTCP, and what should not be. */
  #control(channel: number): void {
    this.#client.sendData(channel, Buffer.from('80c90001deadbeef', 'hex'));
    this.#client.sendData(channel, Buffer.from('800000010000000012345678ffffffff', 'hex'));
  }

  async #setUp(control: string, index: number): Promise<void> {
    const profile = this.#url.endsWith('/srtp') && this.#random.chance(0.5) ? 'SAVP' : 'AVP';
    if (this.#overTcp) {
      const channels = [2 * index, 2 * index + 1] as const;
      const transport = `RTP/${profile}/TCP;unicast;interleaved=${channels.join('-')}`;
      this.#client.received(channels[0]).on('packet', () => (this.packets += 1));
      await this.#request('SETUP', { Transport: transport }, this.#resolve(control));
      return;
    }
    this.#tell(`SETUP of ${control} ${this.#describe}`);
    try {
      const setup = await this.#client.setupUdp(this.#resolve(control), this.#session);
      this.#owner.count(200, 'SETUP');
      this.#session = setup.session;
      setup.rtp.reception.on('packet', () => (this.packets += 1));
    } catch (error) {
      if (!(error instanceof RtspStatusError)) throw error;
      this.#owner.count(error.status);
    }
  }

  async #record(): Promise<void> {
    const announced = await this.#request(
      'ANNOUNCE',
      { 'Content-Type': 'application/sdp' },
      this.#url,
      recordingOffer(),
    );
    if (announced !== 200) return;
    const transport = 'RTP/AVP/TCP;unicast;interleaved=0-1;mode=record';
    await this.#request('SETUP', { Transport: transport }, `${this.#url}/stream=0`);
    if (this.#session === undefined || (await this.#request('RECORD')) !== 200) return;
    for (let i = 0; i < 20; i++) {
      const packet = Buffer.alloc(12 + 160);
      packet.writeUInt16BE(0x8060, 0);
      packet.writeUInt16BE(i, 2);
      packet.writeUInt32BE(i * 80, 4);
      this.#client.sendData(0, packet);
      await sleep(10);
    }
  }

  /** The streams that the last DESCRIBE has told of. */
  #controls: string[] = [];
  #contentBase = '';

  async #request(
    method: string,
    headers: Record<string, string> = {},
    uri = this.#url,
    body?: string,
  ): Promise<number> {
    const session: Record<string, string> = this.#session === undefined ? {} : { Session: this.#session };
    const options = { uri, headers: { ...session, ...headers } };
    const before = this.#client.socket.bytesRead;
    this.#tell(`${method} ${uri} ${this.#describe}`);
    const tell = () => {
      const bytes = this.#client.socket.bytesRead - before;
      this.#owner.onSilence(`${method} ${uri} ${this.#describe}, ${bytes} bytes since`);
    };
    const timer = setTimeout(tell, 0.8 * this.#owner.longestSilence);
    const request = this.#client.request(method, body === undefined ? options : { ...options, body });
    const response = await request.finally(() => clearTimeout(timer));
    this.#owner.count(response.status, 'Range' in headers ? `${method} with Range` : method);
    this.#tell(`${response.status} for ${method} ${uri} ${this.#describe}`);
    this.#session ??= response.headers.get('session')?.split(';')[0];
    if (method === 'DESCRIBE' && response.status === 200) {
      this.#contentBase = response.headers.get('content-base') ?? `${this.#url}/`;
      this.#controls = parseSdp(response.body.toString()).media.map(({ control }) => control);
    }
    return response.status;
  }

  get #describe(): string {
    const { localPort } = this.#client.socket;
    return `(over ${this.over}, from port ${localPort ?? 'none'}, session ${this.#session ?? 'none'})`;
  }

  #resolve(control: string): string {
    if (control.includes('://')) return control;
    return this.#contentBase.endsWith('/') ? this.#contentBase + control : `${this.#contentBase}/${control}`;
  }
}
