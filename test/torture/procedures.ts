import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket as NetSocket } from 'node:net';

import {
  ElementFactory,
  Event,
  Format,
  GstBuffer,
  parseLaunch,
  Pipeline,
  RTSPAddressPool,
  RTSPClient,
  RTSPFilterResult,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPOnvifMedia,
  RTSPOnvifMediaFactory,
  RTSPServer,
  RTSPSession,
  RTSPSessionPool,
  RTSPStream,
  RTSPStreamTransport,
  RTSPThreadPool,
  RTSPThreadType,
  RTSPTransport,
  RTSPUrl,
  SDPMessage,
  SeekFlags,
  SocketFamily,
  State,
  Structure,
} from '../../lib/index.js';
import { loudspeaker, tone } from '../helpers/lines.js';
import { type Callbacks, deliveries } from './callbacks.js';
import type { Objects } from './objects.js';
import type { Random } from './random.js';
import type { Scene } from './scene.js';

/**
 * Calls that belong together: what one of them begins another one has to end, or it would go on when everybody has left.
 * Random calls meet their objects meanwhile.
 */
export class Procedures {
  readonly #random: Random;
  readonly #objects: Objects;
  readonly #scene: Scene;
  readonly #callbacks: Callbacks;

  constructor(random: Random, scene: Scene, callbacks: Callbacks) {
    this.#random = random;
    this.#scene = scene;
    this.#callbacks = callbacks;
    this.#objects = scene.objects;
  }

  /** Each thread that is taken runs on until it is given up. */
  async thread(): Promise<void> {
    const pool = this.#objects.pick(RTSPThreadPool) ?? new RTSPThreadPool();
    const thread = await pool.getThread(RTSPThreadType.MEDIA);
    if (!thread) return;
    this.#objects.meet(thread.context);
    if (thread.type === RTSPThreadType.MEDIA && thread.reuse()) thread.stop();
    thread.stop();
  }

  medium(): Promise<void> {
    return this.#play(RTSPMedia);
  }

  onvifMedium(): Promise<void> {
    return this.#play(RTSPOnvifMedia);
  }

  /** Without a factory. */
  async #make(type: typeof RTSPMedia, launch: string): Promise<RTSPMedia> {
    const media = new type(await parseLaunch(launch));
    this.#objects.meet(media);
    await media.collectStreams();
    await media.takePipeline(new Pipeline());
    return media;
  }

  /** A medium without a factory runs on until it is unprepared. */
  async #play(type: typeof RTSPMedia): Promise<void> {
    const media = await this.#make(type, tone);
    if (media instanceof RTSPOnvifMedia) {
      media.backchannelBandwidth = this.#random.integer(0, 64);
      await media.collectBackchannel();
    }
    try {
      await media.prepare();
      await media.setupSdp(new SDPMessage(), { isIpv6: false, serverIp: '127.0.0.1' });
      await media.getStatus();
    } finally {
      await media.unprepare();
    }
  }

  /** A medium that posts an error as soon as it has data. */
  async failing(): Promise<void> {
    const media = await this.#make(RTSPMedia, tone.replace('!', '! identity error-after=1 !'));
    try {
      await media.prepare();
      await media.getStatus();
    } finally {
      await media.unprepare();
    }
  }

  /** A shared factory keeps what it has constructed until that is unprepared. */
  async constructed(): Promise<void> {
    const factory = this.#random.chance(0.5) ? new RTSPMediaFactory() : new RTSPOnvifMediaFactory();
    if (factory instanceof RTSPOnvifMediaFactory) {
      factory.backchannelLaunch = this.#random.chance(0.5) ? loudspeaker : null;
      factory.backchannelBandwidth = this.#random.integer(0, 64);
    }
    factory.launch = tone;
    factory.shared = this.#random.chance(0.5);
    const media = await factory.construct(new RTSPUrl('rtsp://127.0.0.1:8554/constructed'));
    if (!media) return;
    this.#objects.meet(media);
    try {
      await media.prepare();
    } finally {
      await media.unprepare();
    }
  }

  /** What a stream of one's own has joined it must leave. */
  async stream(): Promise<void> {
    const pipeline = new Pipeline();
    const bin = await parseLaunch(`${tone.slice(1, -1).replace('pay0', 'pay')} rtpbin name=rtpbin`);
    pipeline.add(bin);
    const [payloader, rtpbin] = [bin.getByName('pay'), bin.getByName('rtpbin')];
    const pad = payloader?.getStaticPad('src');
    if (!payloader || !rtpbin || !pad) throw new Error('the line has changed');
    const stream = new RTSPStream(this.#random.integer(0, 3), payloader, pad);
    const transport = RTSPTransport.parse('RTP/AVP;unicast;destination=127.0.0.1;client_port=5000-5001');
    stream.allocateUdpSockets(SocketFamily.IPV4, transport, true);
    await stream.joinBin(bin, rtpbin, State.NULL);
    try {
      await stream.completeStream(transport);
      const receiver = new RTSPStreamTransport(stream, transport);
      await stream.addTransport(receiver);
      // It is taken away at the first packet.
      await receiver.setCallbacks(() => false, null, { delivery: 'queued' });
      await receiver.sendRtp(new GstBuffer(Buffer.alloc(20, 0x80)));
      await this.#send(stream);
      await pipeline.setState(State.PLAYING);
      await stream.removeTransport(receiver);
    } finally {
      await pipeline.setState(State.NULL);
      await stream.leaveBin(bin, rtpbin);
    }
  }

  /** To functions that no player would hear anything from. */
  async #send(stream: RTSPStream): Promise<void> {
    for (const delivery of deliveries) {
      const transport = new RTSPStreamTransport(stream, RTSPTransport.parse('RTP/AVP/TCP;unicast;interleaved=0-1'));
      const [rtp, rtcp, rtpList, rtcpList] = ['rtp', 'rtcp', 'rtp-list', 'rtcp-list'].map((name) =>
        this.#callbacks.send(`${name} (${delivery})`),
      );
      await transport.setCallbacks(rtp, rtcp, { delivery });
      await transport.setListCallbacks(rtpList, rtcpList, { delivery });
      await this.#sendOver(transport);
    }
  }

  async #sendOver(transport: RTSPStreamTransport): Promise<void> {
    const packet = new GstBuffer(Buffer.from('80c90001deadbeef', 'hex'));
    await transport.sendRtp(packet);
    await transport.sendRtcp(packet);
    await transport.sendRtpList([packet, packet]);
    await transport.sendRtcpList([packet]);
  }

  /** A pipeline with one who changes it: two at a time may wait for each other, in C as well. */
  async pipeline(): Promise<void> {
    const pipeline = new Pipeline();
    const source = await ElementFactory.make('audiotestsrc', null, { 'is-live': this.#random.chance(0.5) });
    const sink = await ElementFactory.make('fakesink', null, { sync: true });
    pipeline.add(source, sink);
    await source.link(sink);
    try {
      for (let i = this.#random.integer(1, 4); i > 0; i--) {
        await pipeline.setState(this.#random.pick([State.READY, State.PAUSED, State.PLAYING]));
      }
      await pipeline.setState(State.PLAYING);
      await sink.syncStateWithParent();
      await pipeline.getState(1_000_000_000n);
      // Against the stream: what goes with it waits for the streaming thread.
      await sink.sendEvent(Event.custom('upstream', new Structure('torture')));
      await pipeline.seek(
        this.#random.pick([1, 2]),
        Format.TIME,
        SeekFlags.FLUSH,
        BigInt(this.#random.integer(0, 1000)),
      );
    } finally {
      await pipeline.setState(State.NULL);
    }
  }

  /** Node's end of a connection, which the server takes over. */
  async transfer(): Promise<void> {
    const listener = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const far = connect((listener.address() as AddressInfo).port, '127.0.0.1');
    far.on('error', () => undefined);
    try {
      const [near] = (await once(listener, 'connection')) as [NetSocket];
      await this.#scene.server.transferConnection(near);
      far.write('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n');
    } finally {
      far.end();
      far.resume();
      listener.close();
    }
  }

  /** A socket that is given up after it was made. */
  async cancelled(): Promise<void> {
    const server = new RTSPServer();
    server.service = '0';
    const controller = new AbortController();
    const socket = server.createSocket({ signal: controller.signal });
    controller.abort();
    await socket.catch(() => undefined);
    await server.createSocket().then(({ localAddress }) => localAddress);
  }

  /** What nobody else forgets: the session that a client no longer watches ends with its pool. */
  async forgotten(): Promise<void> {
    for (const client of this.#objects.all(RTSPClient)) {
      if ((await client.sessionFilter()).length === 0) continue;
      await client.sessionFilter(() => RTSPFilterResult.REMOVE);
      return;
    }
  }

  /** The filters of all that are known, some of which have nothing to filter. */
  async filtered(): Promise<void> {
    const filter = (name: string) => this.#callbacks.filter(name);
    await this.#scene.server.clientFilter(filter('client-filter'));
    await this.#scene.sessionPool.filter(filter('session-pool-filter'));
    for (const client of this.#objects.all(RTSPClient)) await client.sessionFilter(filter('client-session-filter'));
    for (const session of this.#objects.all(RTSPSession)) await session.filter(filter('session-filter'));
    for (const stream of this.#objects.all(RTSPStream)) await stream.transportFilter(filter('transport-filter'));
  }

  /** Of a pool that has some: those that random calls fill are empty soon. */
  addresses(): Promise<void> {
    const pool = new RTSPAddressPool();
    pool.addRange('224.3.0.1', '224.3.0.9', 5000, 5009, 1);
    this.#objects.meet([pool.acquireAddress(0, 2), pool.acquireAddress(0, 2)]);
    return Promise.resolve();
  }

  /** What the application sends beside what the pipeline does: that is how lists of RTCP come about. */
  async sent(): Promise<void> {
    for (const transport of this.#objects.all<RTSPStreamTransport>(RTSPStreamTransport))
      await this.#sendOver(transport);
  }

  /** Of properties whose setters tell nobody. */
  notified(): Promise<void> {
    for (const media of this.#objects.all(RTSPMedia)) media.setProperty('latency', this.#random.integer(0, 500));
    for (const pool of this.#objects.all(RTSPSessionPool)) pool.setProperty('max-sessions', 0);
    return Promise.resolve();
  }
}
