import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

import { formatData, formatMessage, type RtspItem, RtspParser } from './rtsp-message.js';

export interface RelayOptions {
  /** Whether a packet that the server sends to a client's port for RTP is lost. Default: none is. */
  readonly loses?: (packet: Buffer) => boolean;
  /** How many milliseconds later such a packet reaches the client. Default: it does so at once. */
  readonly delay?: number;
}

interface Pair {
  readonly rtp: UdpSocket;
  readonly rtcp: UdpSocket;
  readonly ports: string;
}

/** Binds an even port and the odd one above it. */
async function bindPair(): Promise<Pair> {
  for (;;) {
    const rtp = createSocket('udp4');
    rtp.bind(0, '127.0.0.1');
    await once(rtp, 'listening');
    const { port } = rtp.address();
    const rtcp = createSocket('udp4');
    rtcp.bind(port + 1, '127.0.0.1');
    const bound = await once(rtcp, 'listening').then(
      () => true,
      () => false,
    );
    if (port % 2 === 0 && bound) return { rtp, rtcp, ports: `${port}-${port + 1}` };
    rtp.close();
    rtcp.close();
  }
}

const portsIn = (transport: string, name: string) =>
  (new RegExp(`${name}=(\\d+)-(\\d+)`).exec(transport) ?? []).slice(1).map(Number);

/**
 * Stands between RTSP clients and a server, on their connections and on their UDP ports: it sees all that passes, and
 * loses or delays what it is told to.
 */
export class Relay implements AsyncDisposable {
  /** All that the server has sent as media, over UDP and over the connections. */
  readonly media: Buffer[] = [];
  /** How many packets of RTP over UDP were lost. */
  lost = 0;
  readonly #server: Server;
  readonly #sockets = new Set<Socket | UdpSocket>();

  private constructor(
    readonly to: URL,
    readonly options: RelayOptions,
  ) {
    this.#server = createServer((socket) => {
      this.#serve(socket);
    });
  }

  /** A relay to the server of this URL. */
  static async open(url: string, options: RelayOptions = {}): Promise<Relay> {
    const relay = new Relay(new URL(url), options);
    relay.#server.listen(0, '127.0.0.1');
    await once(relay.#server, 'listening');
    return relay;
  }

  /** The same URL by way of this relay. */
  get url(): string {
    const url = new URL(this.to);
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.href;
  }

  [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) {
      if ('destroy' in socket) socket.destroy();
      else socket.close();
    }
    this.#sockets.clear();
    return new Promise((resolve) => this.#server.close(() => resolve()));
  }

  #serve(client: Socket): void {
    const server = connect({ host: '127.0.0.1', port: Number(this.to.port), noDelay: true });
    for (const [from, to] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
      const parser = new RtspParser();
      // One after the other, though binding takes its time.
      let passing = Promise.resolve();
      from.on('data', (bytes) => {
        for (const item of parser.push(bytes)) {
          passing = passing.then(async () => {
            to.write(await this.#pass(item));
          });
        }
      });
    }
  }

  /** By CSeq: what the client has asked for in a SETUP, and the relay's ports in place of its own. */
  readonly #setups = new Map<string, { asked: string; near: Pair; client: number[] }>();

  async #pass(item: RtspItem): Promise<Buffer> {
    if (item.kind === 'data') {
      this.media.push(Buffer.from(item.payload));
      return formatData(item.channel, item.payload);
    }
    const headers = Object.fromEntries([...item.headers].filter(([name]) => name !== 'content-length'));
    const [transport, cseq] = [item.headers.get('transport'), item.headers.get('cseq') ?? ''];
    if (item.kind === 'request') {
      const client = portsIn(transport ?? '', 'client_port');
      if (transport !== undefined && client.length === 2) {
        const near = await bindPair();
        this.#setups.set(cseq, { asked: `client_port=${client.join('-')}`, near, client });
        headers.transport = transport.replace(/client_port=\d+-\d+/, `client_port=${near.ports}`);
      }
      return formatMessage(`${item.method} ${item.uri} RTSP/1.0`, headers, item.body);
    }
    const setup = this.#setups.get(cseq);
    const server = portsIn(transport ?? '', 'server_port');
    if (transport !== undefined && setup !== undefined && server.length === 2) {
      const far = await bindPair();
      this.#join(setup.near, far, setup.client, server);
      headers.transport = transport
        .replace(/client_port=\d+-\d+/, setup.asked)
        .replace(/server_port=\d+-\d+/, `server_port=${far.ports}`);
    }
    return formatMessage(`RTSP/1.0 ${item.status} ${item.reason}`, headers, item.body);
  }

  /** `near` are the client's ports as the server sees them, `far` the server's as the client sees them. */
  #join(near: Pair, far: Pair, client: number[], server: number[]): void {
    for (const [i, kind] of (['rtp', 'rtcp'] as const).entries()) {
      this.#sockets.add(near[kind]).add(far[kind]);
      near[kind].on('message', (packet) => {
        this.media.push(packet);
        if (kind === 'rtp' && this.options.loses?.(packet) === true) {
          this.lost += 1;
          return;
        }
        const pass = () => {
          // Not when the relay has been closed meanwhile.
          if (this.#sockets.has(far[kind])) far[kind].send(packet, client[i], '127.0.0.1');
        };
        if (kind === 'rtp' && this.options.delay !== undefined) setTimeout(pass, this.options.delay);
        else pass();
      });
      far[kind].on('message', (packet) => {
        near[kind].send(packet, server[i], '127.0.0.1');
      });
    }
  }
}
