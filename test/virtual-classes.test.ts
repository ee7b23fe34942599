import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  type Awaitable,
  Bin,
  type Element,
  type GError,
  GhostPad,
  type Message,
  parseLaunch,
  Pipeline,
  RTSPAuth,
  RTSPAuthCheck,
  RTSPClient,
  type RTSPContext,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPMessage,
  RTSPMethod,
  RTSPMountPoints,
  RTSPPermissions,
  type RTSPPlayMode,
  RTSPRangeUnit,
  RTSPResult,
  RTSPServer,
  type RTSPSession,
  RTSPSessionPool,
  RTSPStatusCode,
  type RTSPStream,
  type RTSPThread,
  RTSPThreadPool,
  RTSPThreadType,
  RTSPToken,
  type RTSPTransport,
  RTSPTransportMode,
  type RTSPUrl,
  type SDPInfo,
  type SDPMessage,
  State,
  TlsAuthenticationMode,
  TlsCertificate,
  TlsCertificateFlags,
  type TlsConnection,
} from '../lib/index.js';
import { decodeFrames, probe, rtspsrcFrames } from './clients/players.js';
import { type RequestOptions, RtspClient } from './clients/rtsp-client.js';
import { formatTunnelRequest } from './clients/rtsp-message.js';
import { recordingOffer } from './clients/sdp.js';
import { isServed, setUp } from './clients/viewer.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';
import { testMovie } from './helpers/media.js';
import { askOverTls, makePair } from './helpers/tls.js';

/** A server of this class that plays a tone, of this factory. */
async function serveWith<S extends RTSPServer = RTSPServer>(
  factory: RTSPMediaFactory = toneFactory(),
  server: S = new RTSPServer() as S,
): Promise<S> {
  server.service = '0';
  const mounts = server.mountPoints ?? new RTSPMountPoints();
  mounts.addFactory('/tone', factory);
  server.mountPoints = mounts;
  await server.attach();
  return server;
}

function toneFactory(): RTSPMediaFactory {
  const factory = new RTSPMediaFactory();
  factory.launch = tone;
  return factory;
}

/** Gives each connection a client of this class. */
function serverOf(make: () => RTSPClient): RTSPServer {
  class Server extends RTSPServer {
    override createClient(): RTSPClient {
      return make();
    }
  }
  return new Server();
}

describe('a subclass of RTSPMediaFactory', () => {
  it('makes its element for each request, of its path and query', async () => {
    const seen: string[] = [];
    class ColourFactory extends RTSPMediaFactory {
      override createElement(url: RTSPUrl): Promise<Element> {
        seen.push(`${url.abspath} ${url.query ?? ''}`);
        const width = Number(new URLSearchParams(url.query ?? '').get('width'));
        return parseLaunch(
          `( videotestsrc is-live=true ! video/x-raw,format=UYVY,width=${width},height=32,framerate=25/1 ` +
            `! rtpvrawpay name=pay0 pt=96 )`,
        );
      }
    }
    await using server = await serveWith(new ColourFactory());
    for (const width of [32, 64]) {
      const { code, streams, stderr } = await probe(`${server.url('/tone')}?width=${width}`);
      assert.equal(code, 0, stderr);
      assert.equal(streams[0]?.width, width);
    }
    assert.deepEqual([...new Set(seen)], ['/tone width=32', '/tone width=64']);
  });

  it('is asked once for a medium that clients share, by a key of its own', async () => {
    let made = 0;
    class ShareByPath extends RTSPMediaFactory {
      override genKey(url: RTSPUrl): string {
        return url.abspath ?? '';
      }
      override async createElement(url: RTSPUrl): Promise<Element | null> {
        made++;
        await sleep(1);
        return super.createElement(url);
      }
    }
    const factory = new ShareByPath();
    factory.launch = tone;
    factory.shared = true;
    await using server = await serveWith(factory);
    // By C's own key, which has the query, too, they would not share it.
    const viewings = [await setUp(server.url('/tone')), await setUp(`${server.url('/tone')}?x=1`)];
    for (const { client, session, streams } of viewings) {
      await client.play(session);
      await streams[0]?.reach(3);
    }
    assert.equal(made, 1);
    for (const { client } of viewings) client.destroy();
  });

  it('constructs and configures its media', async () => {
    const order: string[] = [];
    class Factory extends RTSPMediaFactory {
      override async construct(url: RTSPUrl): Promise<RTSPMedia | null> {
        order.push('construct');
        return super.construct(url);
      }
      override async createPipeline(media: RTSPMedia): Promise<Element | null> {
        order.push('createPipeline');
        return super.createPipeline(media);
      }
      override async configure(media: RTSPMedia): Promise<void> {
        await super.configure(media);
        order.push(`configure ${media.latency}`);
      }
      override mediaConstructed(): void {
        order.push('mediaConstructed');
      }
      override mediaConfigure(media: RTSPMedia): void {
        media.latency = 321;
        order.push('mediaConfigure');
      }
    }
    const factory = new Factory();
    factory.launch = tone;
    factory.latency = 123;
    factory.on('media-configure', () => order.push('media-configure'));
    await using server = await serveWith(factory);
    await isServed(server.url('/tone'));
    assert.deepEqual(order, [
      'construct',
      'createPipeline',
      'mediaConstructed',
      'configure 123',
      'media-configure',
      'mediaConfigure',
    ]);
  });

  it('answers 503, and emits media-error, when it makes no element, the same twice, one that has a parent, or one that cannot be served', async () => {
    let make: () => Element | null | Promise<Element | null> = () => null;
    class Factory extends RTSPMediaFactory {
      override createElement(): Element | null | Promise<Element | null> {
        return make();
      }
    }
    const factory = new Factory();
    const errors: GError[] = [];
    factory.on('media-error', (_media, error) => errors.push(error));
    await using server = await serveWith(factory);
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('DESCRIBE')).status, 503);
    make = () => parseLaunch('( fakesrc ! fakesink )');
    assert.equal((await client.request('DESCRIBE')).status, 503);
    const element = await parseLaunch(tone);
    make = () => element;
    const { client: viewer } = await setUp(server.url('/tone'));
    assert.equal((await client.request('DESCRIBE')).status, 503);
    viewer.destroy();
    const inside = await parseLaunch(tone);
    new Bin().add(inside);
    make = () => inside;
    assert.equal((await client.request('DESCRIBE')).status, 503);
    assert.deepEqual(
      errors.map(({ message }) => message.replace(/element \w+/, 'element')),
      [
        'The factory made no element',
        'There is no stream: a payloader must be named pay0 (the next ones pay1, pay2, ...)',
        ...Array<string>(2).fill('The element is part of a pipeline already: each media needs one of its own'),
      ],
    );
  });
});

describe('a subclass of RTSPMediaFactoryURI', () => {
  it('chooses the URI when it is asked for an element', async () => {
    const movie = await testMovie();
    class Library extends RTSPMediaFactoryURI {
      override createElement(url: RTSPUrl): Awaitable<Element | null> {
        this.uri = `file://${movie}`;
        return super.createElement(url);
      }
    }
    await using server = await serveWith(new Library());
    const { frames } = await decodeFrames(server.url('/tone'), 3);
    assert.ok(frames >= 3);
  });
});

describe('a subclass of RTSPMedia', () => {
  it('is what the library makes: its fields are there when its methods are asked, before and after each other', async () => {
    const seen: string[] = [];
    class Watched extends RTSPMedia {
      readonly born = 'here';
      override async prepare(thread: RTSPThread | null): Promise<boolean> {
        seen.push(`prepare ${this.born}`);
        return super.prepare(thread);
      }
      override async setupRtpbin(rtpbin: Element): Promise<boolean> {
        const well = await super.setupRtpbin(rtpbin);
        seen.push(`setupRtpbin ${rtpbin.getProperty('latency') as number} ${String(well)}`);
        return well;
      }
      override async createRtpbin(): Promise<Element | null> {
        const rtpbin = await super.createRtpbin();
        seen.push('createRtpbin');
        return rtpbin;
      }
      override async setupSdp(sdp: SDPMessage, info: SDPInfo): Promise<boolean> {
        const well = await super.setupSdp(sdp, info);
        sdp.addAttribute('made-by', info.serverIp);
        return well;
      }
      override async suspend(): Promise<boolean> {
        seen.push('suspend');
        return super.suspend();
      }
      override async unsuspend(): Promise<boolean> {
        seen.push('unsuspend');
        return super.unsuspend();
      }
      override async unprepare(): Promise<boolean> {
        seen.push('unprepare');
        return super.unprepare();
      }
      override newStream(stream: RTSPStream): void {
        seen.push(`newStream ${stream.index}`);
      }
      override prepared(): void {
        seen.push('prepared');
      }
      override unprepared(): void {
        seen.push('unprepared');
      }
    }
    const factory = toneFactory();
    factory.mediaClass = Watched;
    const media = deferred<RTSPMedia>();
    factory.on('media-configure', media.resolve);
    await using server = await serveWith(factory);
    const { client, session, streams } = await setUp(server.url('/tone'));
    const sdp = (await client.request('DESCRIBE')).body.toString();
    assert.match(sdp, /a=made-by:127\.0\.0\.1/);
    await client.play(session);
    await streams[0]?.reach(3);
    await client.teardown(session);
    client.destroy();
    assert.ok((await media.promise) instanceof Watched);
    await eventually(() => seen.includes('unprepared'), 5000, 'the end of the media');
    // The second DESCRIBE made another one.
    const first = [...new Set(seen)];
    assert.deepEqual(first.slice(0, 5), [
      'newStream 0',
      'prepare here',
      'createRtpbin',
      'setupRtpbin 200 true',
      'prepared',
    ]);
    assert.deepEqual(first.slice(5).sort(), ['suspend', 'unprepare', 'unprepared', 'unsuspend']);
  });

  it('whose prepare does not call C’s is prepared nevertheless, unless it refuses', async () => {
    let answer = true;
    class Media extends RTSPMedia {
      override prepare(): Promise<boolean> {
        return Promise.resolve(answer);
      }
    }
    const factory = toneFactory();
    factory.mediaClass = Media;
    await using server = await serveWith(factory);
    await isServed(server.url('/tone'));
    answer = false;
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('DESCRIBE')).status, 503);
    answer = true;
    await isServed(server.url('/tone'));
  });

  it('converts ranges', async () => {
    class Media extends RTSPMedia {
      override async convertRange(range: string, unit: RTSPRangeUnit): Promise<string | null> {
        assert.equal(unit, RTSPRangeUnit.NPT);
        assert.equal(await super.convertRange(range, unit), range);
        return 'npt=7-';
      }
    }
    const factory = toneFactory();
    factory.mediaClass = Media;
    await using server = await serveWith(factory);
    const { client, session } = await setUp(server.url('/tone'));
    const played = await client.play(session);
    assert.equal(played.headers.get('range'), 'npt=7-');
    client.destroy();
  });

  it('is made again for RTSPMedia itself, and for no other class', async () => {
    const factory = toneFactory();
    class Media extends RTSPMedia {}
    factory.mediaClass = Media;
    factory.mediaClass = RTSPMedia;
    const media = deferred<RTSPMedia>();
    factory.on('media-configure', media.resolve);
    await using server = await serveWith(factory);
    await isServed(server.url('/tone'));
    assert.ok(!((await media.promise) instanceof Media));
    class Pool extends RTSPSessionPool {}
    for (const wrong of [Pool, 42, null, undefined, {}, () => new Pool(), { prototype: {} }]) {
      assert.throws(() => (factory.mediaClass = wrong as never), {
        name: 'TypeError',
        message: /must be RTSPMedia or a/,
      });
    }
  });
});

describe('a subclass of RTSPServer', () => {
  it('gives connections clients of a class of its own, in the server’s service', async () => {
    class Guest extends RTSPClient {
      readonly since = Date.now();
      requests: string[] = [];
      override preOptionsRequest(context: RTSPContext): RTSPStatusCode {
        assert.equal(context.client, this);
        this.requests.push('OPTIONS');
        return RTSPStatusCode.OK;
      }
      override preDescribeRequest(context: RTSPContext) {
        this.requests.push('DESCRIBE');
        return super.preDescribeRequest(context);
      }
      override closed(): void {
        closed.resolve(this);
      }
    }
    const closed = deferred<Guest>();
    const connected: RTSPClient[] = [];
    class Server extends RTSPServer {
      override async createClient(): Promise<RTSPClient> {
        await sleep(1);
        return new Guest();
      }
      override clientConnected(client: RTSPClient): void {
        connected.push(client);
      }
    }
    await using server = await serveWith(toneFactory(), new Server());
    using client = await RtspClient.connect(server.url('/tone'));
    await client.request('OPTIONS');
    await isServed(server.url('/tone'));
    const [guest] = connected;
    assert.ok(guest instanceof Guest);
    assert.equal(guest.sessionPool, server.sessionPool);
    assert.deepEqual(guest.requests, ['OPTIONS']);
    await assert.rejects(guest.handleMessage(RTSPMessage.request('OPTIONS', '*')), /this is the client of a server/);
    client.destroy();
    const ended = [await withDeadline(closed.promise, 5000, 'the end of a client')];
    assert.ok(ended[0] instanceof Guest);
  });

  it('closes connections for which it has no client, an old one, or one that another connection has', async () => {
    const used = new RTSPClient();
    const clients: (RTSPClient | null)[] = [null, used, used];
    class Server extends RTSPServer {
      override createClient(): RTSPClient | null {
        return clients.shift() ?? null;
      }
    }
    await using server = await serveWith(toneFactory(), new Server());
    const errors: string[] = [];
    server.on('handler-error', (error) => errors.push(error.message));
    const statuses: (number | string)[] = [];
    const kept: RtspClient[] = [];
    for (let i = 0; i < 3; i++) {
      const client = await RtspClient.connect(server.url('/tone'));
      kept.push(client);
      statuses.push(
        await client.request('OPTIONS').then(
          ({ status }) => status,
          () => 'closed',
        ),
      );
    }
    // What is no answer gives way to C's own client.
    assert.deepEqual(statuses, ['closed', 200, 200]);
    assert.match(errors.join(), /Server\.createClient: the answer must be a new RTSPClient/);
    for (const client of kept) client.destroy();
  });
});

describe('a subclass of RTSPClient', () => {
  it('answers parameters', async () => {
    const volumes: string[] = [];
    class Client extends RTSPClient {
      override paramsGet(context: RTSPContext): void {
        assert.equal(context.request?.body?.toString(), 'volume\r\n');
        if (context.response) {
          context.response.headers.set('content-type', 'text/parameters');
          context.response.body = Buffer.from('volume: 11\r\n');
        }
      }
      override async paramsSet(context: RTSPContext): Promise<RTSPResult> {
        await sleep(1);
        volumes.push(context.request?.body?.toString() ?? '');
        return context.request?.body?.includes('volume') ? RTSPResult.OK : RTSPResult.EINVAL;
      }
    }
    await using server = await serveWith(
      toneFactory(),
      serverOf(() => new Client()),
    );
    using client = await RtspClient.connect(server.url('/tone'));
    const headers = { 'Content-Type': 'text/parameters' };
    const got = await client.request('GET_PARAMETER', { headers, body: 'volume\r\n' });
    assert.equal(got.status, 200);
    assert.equal(got.body.toString(), 'volume: 11\r\n');
    assert.equal((await client.request('SET_PARAMETER', { headers, body: 'volume: 3\r\n' })).status, 200);
    assert.equal((await client.request('SET_PARAMETER', { headers, body: 'treble: 3\r\n' })).status, 400);
    assert.deepEqual(volumes, ['volume: 3\r\n', 'treble: 3\r\n']);
  });

  it('refuses a stream that it does not want set up, and chooses how others are sent', async () => {
    let wanted = false;
    class Client extends RTSPClient {
      override async configureClientMedia(
        media: RTSPMedia,
        stream: RTSPStream,
        context: RTSPContext,
      ): Promise<boolean> {
        assert.equal(context.media, media);
        return wanted && (await super.configureClientMedia(media, stream, context));
      }
      override async configureClientTransport(context: RTSPContext, transport: RTSPTransport) {
        const chosen = await super.configureClientTransport(context, transport);
        if (chosen) chosen.interleaved = { min: 6, max: 7 };
        return chosen;
      }
    }
    await using server = await serveWith(
      toneFactory(),
      serverOf(() => new Client()),
    );
    using client = await RtspClient.connect(server.url('/tone'));
    const transport = 'RTP/AVP/TCP;unicast;interleaved=0-1';
    const set = () => client.request('SETUP', { uri: `${client.url}/stream=0`, headers: { Transport: transport } });
    assert.equal((await set()).status, 503);
    wanted = true;
    const response = await set();
    assert.equal(response.status, 200);
    assert.match(response.headers.get('transport') ?? '', /interleaved=6-7/);
    await client.play(response.headers.get('session')?.split(';')[0] ?? '');
    await client.received(6).reach(3);
  });

  it('changes how and with what PLAY is answered, and what it is refused with', async () => {
    const modes: RTSPPlayMode[] = [];
    class Client extends RTSPClient {
      override async adjustPlayMode(context: RTSPContext, mode: RTSPPlayMode): Promise<RTSPStatusCode | void> {
        modes.push({ ...mode });
        await super.adjustPlayMode(context, mode);
        mode.range = 'npt=1-';
        mode.enableRateControl = false;
      }
      override adjustPlayResponse(context: RTSPContext): RTSPStatusCode | void {
        context.response?.headers.set('x-played-by', 'us');
      }
      override adjustErrorCode(_context: RTSPContext, code: RTSPStatusCode): RTSPStatusCode {
        return code === RTSPStatusCode.SESSION_NOT_FOUND ? RTSPStatusCode.GONE : code;
      }
      override createSdp(media: RTSPMedia) {
        const made = super.createSdp(media) as Promise<SDPMessage | null>;
        return made.then((sdp) => {
          if (sdp) sdp.sessionName = 'of our own';
          return sdp;
        });
      }
    }
    const movie = new RTSPMediaFactoryURI();
    movie.uri = `file://${await testMovie()}`;
    await using server = await serveWith(
      movie,
      serverOf(() => new Client()),
    );
    const { client, session, streams } = await setUp(server.url('/tone'));
    assert.match((await client.request('DESCRIBE')).body.toString(), /s=of our own/);
    const played = await client.play(session, { Range: 'npt=0-' });
    assert.equal(played.headers.get('x-played-by'), 'us');
    assert.match(played.headers.get('range') ?? '', /npt=(0\.9|1)/);
    await streams[0]?.reach(3);
    assert.deepEqual(
      modes.map(({ range, rate, enableRateControl }) => [range, rate, enableRateControl]),
      [['npt=0-', 1, true]],
    );
    const refused = await client.request('PAUSE', { headers: { Session: 'nobody' } });
    assert.equal(refused.status, RTSPStatusCode.GONE);
    client.destroy();
  });

  it('has a tunnel begin with headers of its own, and is played through it', async () => {
    const asked: unknown[] = [];
    class Client extends RTSPClient {
      override async tunnelHttpResponse(request: RTSPMessage, response: RTSPMessage): Promise<void> {
        await sleep(5);
        asked.push([request.uri, response.status, response.headers.get('content-type')]);
        response.headers.set('x-camera', 'entrance');
      }
    }
    await using server = await serveWith(
      toneFactory(),
      serverOf(() => new Client()),
    );
    using raw = await RtspClient.connect(server.url('/tone'));
    const answer = once(raw.socket, 'data') as Promise<[Buffer]>;
    raw.sendRaw(formatTunnelRequest('/tone'));
    const [text] = await answer;
    assert.match(text.toString('latin1'), /^HTTP\/1\.0 200 OK\r\n[^]*x-camera: entrance\r\n/i);
    assert.deepEqual(asked, [['/tone', 200, 'application/x-rtsp-tunnelled']]);
    const { frames, stderr } = await rtspsrcFrames(server.url('/tone'), 20, { transport: 'http', media: 'audio' });
    assert.equal(frames, 20, stderr);
    assert.equal(asked.length, 2);
  });

  it('has PLAY refused when it has stopped the pipeline, which C would abort of', async () => {
    let stopsIn = '';
    const stop = async (method: string, { media }: RTSPContext): Promise<void> => {
      if (method === stopsIn) await media?.setPipelineState(State.READY);
    };
    class Client extends RTSPClient {
      override adjustPlayMode(context: RTSPContext): Promise<void> {
        return stop('adjustPlayMode', context);
      }
      override adjustPlayResponse(context: RTSPContext): Promise<void> {
        return stop('adjustPlayResponse', context);
      }
    }
    const factory = new RTSPMediaFactory();
    factory.launch = '( videotestsrc ! rtpvrawpay name=pay0 audiotestsrc ! rtpL16pay name=pay1 )';
    await using server = await serveWith(
      factory,
      serverOf(() => new Client()),
    );
    for (stopsIn of ['adjustPlayMode', 'adjustPlayResponse']) {
      const { client, session } = await setUp(server.url('/tone'));
      const { status } = await client.request('PLAY', { headers: { Session: session } });
      assert.equal(status, RTSPStatusCode.METHOD_NOT_VALID_IN_THIS_STATE);
      client.destroy();
    }
  });

  it('finds mounts by other paths than their URLs', async () => {
    class Client extends RTSPClient {
      override async makePathFromUri(uri: RTSPUrl): Promise<string> {
        return (await super.makePathFromUri(uri)).replace(/^\/old/, '/tone');
      }
    }
    class Mounts extends RTSPMountPoints {
      override makePath(url: RTSPUrl): string {
        return (url.abspath ?? '').replace(/^\/old/, '/tone');
      }
    }
    const server = serverOf(() => new Client());
    server.mountPoints = new Mounts();
    await using running = await serveWith(toneFactory(), server);
    await isServed(running.url('/old'));
  });

  it('sees what is sent, and answers requirements', async () => {
    const sent: number[] = [];
    class Client extends RTSPClient {
      override onSendMessage(_context: RTSPContext, message: RTSPMessage): void {
        sent.push(message.status ?? 0);
        message.headers.set('x-seen', 'yes');
      }
      override checkRequirements(_context: RTSPContext, options: string[]): string {
        return options.filter((option) => option !== 'com.example.known').join();
      }
    }
    await using server = await serveWith(
      toneFactory(),
      serverOf(() => new Client()),
    );
    using client = await RtspClient.connect(server.url('/tone'));
    const known = await client.request('OPTIONS', { headers: { Require: 'com.example.known' } });
    assert.equal(known.status, 200);
    assert.equal(known.headers.get('x-seen'), 'yes');
    const unknown = await client.request('OPTIONS', { headers: { Require: 'com.example.unknown' } });
    assert.equal(unknown.status, 551);
    assert.deepEqual(sent, [200, 551]);
  });
});

const announcement = { headers: { 'Content-Type': 'application/sdp' }, body: recordingOffer() };

/** Adds a mount that is recorded to. */
function withRecorder(server: RTSPServer): RTSPServer {
  const recorder = new RTSPMediaFactory();
  recorder.launch = '( rtpL16depay name=depay0 ! fakesink async=false )';
  recorder.transportMode = RTSPTransportMode.RECORD;
  server.mountPoints = new RTSPMountPoints();
  server.mountPoints.addFactory('/record', recorder);
  return server;
}

describe('a subclass of RTSPClient that is told', () => {
  it('hears of each request that was answered, after the handlers of its event', async () => {
    const told: string[] = [];
    /** What an override finds in its context. */
    const note = (client: RTSPClient, context: RTSPContext, own: Awaitable<void>): void => {
      assert.equal(context.client, client);
      assert.equal(own, undefined);
      const method = context.request?.method;
      told.push(Object.entries(RTSPMethod).find(([, bit]) => bit === method)?.[0] ?? 'a response');
    };
    class Client extends RTSPClient {
      override optionsRequest(context: RTSPContext): void {
        note(this, context, super.optionsRequest(context));
      }
      override describeRequest(context: RTSPContext): void {
        note(this, context, super.describeRequest(context));
      }
      override announceRequest(context: RTSPContext): void {
        note(this, context, super.announceRequest(context));
      }
      override playRequest(context: RTSPContext): void {
        assert.ok(context.session && context.media);
        note(this, context, super.playRequest(context));
      }
      override pauseRequest(context: RTSPContext): void {
        assert.ok(context.session);
        note(this, context, super.pauseRequest(context));
      }
      override teardownRequest(context: RTSPContext): void {
        assert.ok(context.session);
        note(this, context, super.teardownRequest(context));
      }
      override recordRequest(context: RTSPContext): void {
        assert.ok(context.session && context.media);
        note(this, context, super.recordRequest(context));
      }
      override getParameterRequest(context: RTSPContext): void {
        note(this, context, super.getParameterRequest(context));
      }
      override setParameterRequest(context: RTSPContext): void {
        note(this, context, super.setParameterRequest(context));
      }
      override handleResponse(context: RTSPContext): void {
        assert.equal(context.response?.headers.get('x-mine'), 'yes');
        note(this, context, super.handleResponse(context));
      }
    }
    const server = serverOf(() => new Client());
    const events = [
      ...(['options', 'describe', 'announce', 'play', 'pause', 'teardown', 'record'] as const),
      ...(['get-parameter', 'set-parameter'] as const),
    ].map((name) => `${name}-request` as const);
    let connected: RTSPClient | undefined;
    server.on('client-connected', (client) => {
      connected = client;
      for (const event of [...events, 'handle-response'] as const) client.on(event, () => told.push(event));
    });
    await using running = await serveWith(toneFactory(), withRecorder(server));
    /** Resolves when both have been told of the request that was just answered. */
    const heard = async (event: string, answered: string): Promise<void> => {
      await eventually(() => told.length >= 2, 5000, `${event} ${told.join()}`);
      assert.deepEqual(told.splice(0), [event, answered]);
    };

    const { client, session, streams } = await setUp(running.url('/tone'));
    await heard('describe-request', 'DESCRIBE');
    await client.request('OPTIONS');
    await heard('options-request', 'OPTIONS');
    await client.play(session);
    await heard('play-request', 'PLAY');
    await streams[0]?.reach(3);
    const headers = { Session: session, 'Content-Type': 'text/parameters' };
    await client.request('GET_PARAMETER', { headers, body: 'volume' });
    await heard('get-parameter-request', 'GET_PARAMETER');
    await client.request('SET_PARAMETER', { headers, body: 'volume: 1' });
    await heard('set-parameter-request', 'SET_PARAMETER');
    client.on('request', (request) => {
      client.sendRaw(`RTSP/1.0 200 OK\r\nCSeq: ${request.headers.get('cseq') ?? ''}\r\nX-Mine: yes\r\n\r\n`);
    });
    await connected?.sendMessage(RTSPMessage.request('OPTIONS', client.url, { CSeq: '1' }));
    await heard('handle-response', 'a response');
    await client.request('PAUSE', { headers: { Session: session } });
    await heard('pause-request', 'PAUSE');
    await client.teardown(session);
    await heard('teardown-request', 'TEARDOWN');
    client.destroy();

    using camera = await RtspClient.connect(running.url('/record'));
    assert.equal((await camera.request('ANNOUNCE', announcement)).status, 200);
    await heard('announce-request', 'ANNOUNCE');
    const transport = 'RTP/AVP/TCP;unicast;interleaved=0-1;mode=record';
    const set = await camera.request('SETUP', { uri: `${camera.url}/stream=0`, headers: { Transport: transport } });
    const recording = set.headers.get('session')?.split(';')[0] ?? '';
    assert.equal((await camera.request('RECORD', { headers: { Session: recording } })).status, 200);
    await heard('record-request', 'RECORD');
  });
});

describe('a subclass of RTSPClient that is asked', () => {
  it('lets each request pass as super says, or refuses it with a status of its own', async () => {
    const asked: string[] = [];
    const sessions: string[] = [];
    let refused = '';
    /** Refuses the request whose turn it is, and has C's own implementation answer the others. */
    const ask = async (name: string, own: () => Awaitable<RTSPStatusCode | void>): Promise<RTSPStatusCode | void> => {
      asked.push(name);
      const answer = await own();
      assert.equal(answer, RTSPStatusCode.OK);
      return name === refused ? RTSPStatusCode.NOT_ENOUGH_BANDWIDTH : answer;
    };
    class Client extends RTSPClient {
      override preOptionsRequest(context: RTSPContext) {
        return ask('OPTIONS', () => super.preOptionsRequest(context));
      }
      override preDescribeRequest(context: RTSPContext) {
        return ask('DESCRIBE', () => super.preDescribeRequest(context));
      }
      override preAnnounceRequest(context: RTSPContext) {
        return ask('ANNOUNCE', () => super.preAnnounceRequest(context));
      }
      override preSetupRequest(context: RTSPContext) {
        assert.ok(context.media && context.stream);
        return ask('SETUP', () => super.preSetupRequest(context));
      }
      override prePlayRequest(context: RTSPContext) {
        assert.ok(context.session && context.media);
        return ask('PLAY', () => super.prePlayRequest(context));
      }
      override prePauseRequest(context: RTSPContext) {
        assert.ok(context.session);
        return ask('PAUSE', () => super.prePauseRequest(context));
      }
      override preTeardownRequest(context: RTSPContext) {
        assert.ok(context.session);
        return ask('TEARDOWN', () => super.preTeardownRequest(context));
      }
      override preRecordRequest(context: RTSPContext) {
        assert.ok(context.session);
        return ask('RECORD', () => super.preRecordRequest(context));
      }
      override preGetParameterRequest(context: RTSPContext) {
        return ask('GET_PARAMETER', () => super.preGetParameterRequest(context));
      }
      override preSetParameterRequest(context: RTSPContext) {
        return ask('SET_PARAMETER', () => super.preSetParameterRequest(context));
      }
      override async newSession(session: RTSPSession): Promise<void> {
        await super.newSession(session);
        sessions.push(`new ${session.sessionId}`);
      }
      override async setupRequest(context: RTSPContext): Promise<void> {
        await super.setupRequest(context);
        sessions.push(`set up ${context.session?.sessionId}`);
      }
    }
    await using server = await serveWith(toneFactory(), withRecorder(serverOf(() => new Client())));
    /** Asks twice: it is refused, and then answered. */
    const request = async (client: RtspClient, method: string, options: RequestOptions, status = 200) => {
      refused = method;
      assert.equal((await client.request(method, options)).status, RTSPStatusCode.NOT_ENOUGH_BANDWIDTH, method);
      refused = '';
      const response = await client.request(method, options);
      assert.equal(response.status, status, method);
      assert.deepEqual(asked.splice(0), [method, method]);
      return response.headers.get('session')?.split(';')[0] ?? '';
    };
    const transport = 'RTP/AVP/TCP;unicast;interleaved=0-1';
    using viewer = await RtspClient.connect(server.url('/tone'));
    await request(viewer, 'OPTIONS', {});
    await request(viewer, 'DESCRIBE', {});
    const setup = { uri: `${viewer.url}/stream=0`, headers: { Transport: transport } };
    const session = await request(viewer, 'SETUP', setup);
    await eventually(() => sessions.length === 2, 5000, 'setupRequest()');
    assert.deepEqual(sessions, [`new ${session}`, `set up ${session}`]);
    const headers = { Session: session, 'Content-Type': 'text/parameters' };
    await request(viewer, 'PLAY', { headers: { Session: session } });
    await viewer.received(0).reach(3);
    // The library knows no parameters.
    await request(viewer, 'GET_PARAMETER', { headers, body: 'volume' }, 451);
    await request(viewer, 'SET_PARAMETER', { headers, body: 'volume: 1' }, 451);
    await request(viewer, 'PAUSE', { headers: { Session: session } });
    await request(viewer, 'TEARDOWN', { headers: { Session: session } });
    using camera = await RtspClient.connect(server.url('/record'));
    await request(camera, 'ANNOUNCE', announcement);
    const record = { uri: `${camera.url}/stream=0`, headers: { Transport: `${transport};mode=record` } };
    const recording = await request(camera, 'SETUP', record);
    await request(camera, 'RECORD', { headers: { Session: recording } });
  });
});

describe('a subclass of RTSPMedia that is told', () => {
  it('hears of its states and messages', async () => {
    const states: string[] = [];
    const messages: Message[] = [];
    class Media extends RTSPMedia {
      override targetState(state: State): void {
        void super.targetState(state);
        states.push(`target ${state}`);
      }
      override newState(state: State): void {
        void super.newState(state);
        states.push(`new ${state}`);
      }
      override handleMessage(message: Message): void {
        void super.handleMessage(message);
        messages.push(message);
      }
    }
    const factory = toneFactory();
    factory.mediaClass = Media;
    await using server = await serveWith(factory);
    const { client, session, streams } = await setUp(server.url('/tone'));
    await client.play(session);
    await streams[0]?.reach(3);
    await client.teardown(session);
    client.destroy();
    for (const state of [`target ${State.PLAYING}`, `new ${State.PLAYING}`, `target ${State.NULL}`]) {
      await eventually(
        () => states.includes(state),
        5000,
        () => `${state}; ${states.join()}`,
      );
    }
    assert.ok(messages.some(({ type, structure }) => type === 'state-changed' && structure !== null));
  });

  it('hears of a stream that goes with its pad', async () => {
    const [found, removed] = [deferred<RTSPStream>(), deferred<RTSPStream>()];
    class Media extends RTSPMedia {
      override newStream(stream: RTSPStream): void {
        found.resolve(stream);
      }
      override removedStream(stream: RTSPStream): void {
        void super.removedStream(stream);
        removed.resolve(stream);
      }
    }
    const dynamic = await parseLaunch(
      '( audiotestsrc samplesperbuffer=160 ! audio/x-raw,rate=8000,channels=1 ' +
        '! valve name=valve drop=true ! rtpL16pay name=payloader pt=96 )',
    );
    dynamic.setProperty('name', 'dynpay0');
    const bin = new Bin('element');
    bin.add(dynamic);
    const media = new Media(bin);
    await media.takePipeline(new Pipeline('pipeline'));
    await media.collectStreams();
    const valve = dynamic.getByName('valve');
    const source = dynamic.getByName('payloader')?.getStaticPad('src');
    const caps = valve?.getStaticPad('sink');
    assert.ok(valve && source && caps);
    const pad = new GhostPad('src', source);
    caps.once('notify::caps', () => {
      // Nothing may flow before it has somewhere to go.
      void dynamic.addPad(pad).then(async () => {
        await dynamic.noMorePads();
        valve.setProperty('drop', false);
      });
    });
    assert.equal(await media.prepare(), true);
    const stream = await withDeadline(found.promise, 5000, 'newStream()');
    assert.equal(media.getStream(0), stream);
    valve.setProperty('drop', true);
    await dynamic.removePad(pad);
    assert.equal(await withDeadline(removed.promise, 5000, 'removedStream()'), stream);
    assert.equal(media.nStreams, 0);
    assert.equal(await media.unprepare(), true);
  });
});

describe('a subclass of RTSPAuth', () => {
  const permit = (factory: RTSPMediaFactory) => {
    const permissions = new RTSPPermissions();
    permissions.addRole('user', { 'media.factory.access': true, 'media.factory.construct': true });
    factory.permissions = permissions;
    return factory;
  };

  it('asks asynchronously who somebody is, and what he may do', async () => {
    const users = new Map([['Basic dXNlcjpwYXNz', 'user']]);
    class Auth extends RTSPAuth {
      readonly checks: string[] = [];
      override async authenticate(context: RTSPContext): Promise<boolean> {
        await sleep(5);
        const user = users.get(context.request?.headers.get('authorization') ?? '');
        if (user !== undefined) await context.setToken(new RTSPToken({ 'media.factory.role': user }));
        return user !== undefined;
      }
      override async check(context: RTSPContext, check: string): Promise<boolean> {
        this.checks.push(check);
        return super.check(context, check);
      }
    }
    const auth = new Auth();
    const server = new RTSPServer();
    server.auth = auth;
    await using running = await serveWith(permit(toneFactory()), server);
    using stranger = await RtspClient.connect(running.url('/tone'));
    const refused = await stranger.request('DESCRIBE');
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get('www-authenticate') ?? '', /^Basic/);
    const { code, stderr } = await probe(running.url('/tone').replace('://', '://user:pass@'));
    assert.equal(code, 0, stderr);
    assert.ok(auth.checks.includes(RTSPAuthCheck.MEDIA_FACTORY_ACCESS));
  });

  it('that refuses by itself has its client told, and one that throws lets nobody in', async () => {
    let answer: () => boolean = () => false;
    class Auth extends RTSPAuth {
      override check(_context: RTSPContext, check: string): boolean {
        return check === 'auth.check.connect' || answer();
      }
      override async generateAuthenticateHeader(context: RTSPContext): Promise<void> {
        await super.generateAuthenticateHeader(context);
        context.response?.headers.append('www-authenticate', 'Bearer realm="there"');
      }
    }
    const auth = new Auth();
    const errors: string[] = [];
    auth.on('handler-error', (error) => errors.push(error.message));
    const server = new RTSPServer();
    server.auth = auth;
    await using running = await serveWith(toneFactory(), server);
    using client = await RtspClient.connect(running.url('/tone'));
    const refused = await client.request('DESCRIBE');
    assert.equal(refused.status, 401);
    assert.match(refused.headers.get('www-authenticate') ?? '', /Basic.*Bearer/s);
    answer = () => {
      throw new Error('nobody knows');
    };
    assert.equal((await client.request('DESCRIBE')).status, 401);
    assert.deepEqual(errors, ['Auth.check: the handler threw: nobody knows']);
    answer = () => true;
    assert.equal((await client.request('DESCRIBE')).status, 200);
  });
});

describe('a subclass of RTSPAuth over TLS', () => {
  it('decides about the certificate that a client shows, when its issuer is unknown', async () => {
    const [server, known, unknown] = await Promise.all(['server', 'known', 'unknown'].map((name) => makePair(name)));
    const shown: unknown[] = [];
    class Auth extends RTSPAuth {
      override async acceptCertificate(
        connection: TlsConnection,
        certificate: TlsCertificate,
        errors: number,
      ): Promise<boolean> {
        shown.push(connection.remoteAddress, certificate.subjectName, errors & TlsCertificateFlags.UNKNOWN_CA);
        assert.equal(await super.acceptCertificate(connection, certificate, errors), false);
        return certificate.isSame(TlsCertificate.fromPem(known.certificate));
      }
    }
    const auth = new Auth();
    auth.tlsCertificate = TlsCertificate.fromPem(server.certificate + server.key);
    auth.tlsAuthenticationMode = TlsAuthenticationMode.REQUIRED;
    const secure = new RTSPServer();
    secure.auth = auth;
    await using running = await serveWith(toneFactory(), secure);
    assert.equal(await askOverTls(running, known), 'RTSP/1.0 200 OK');
    assert.equal(await askOverTls(running, unknown), null);
    assert.deepEqual(
      shown,
      ['known', 'unknown'].flatMap((name) => ['127.0.0.1', `CN=${name}`, TlsCertificateFlags.UNKNOWN_CA]),
    );
  });
});

describe('a subclass of RTSPMountPoints', () => {
  it('finds a factory by a pattern, which is played', async () => {
    const asked: string[] = [];
    class Patterns extends RTSPMountPoints {
      override makePath(url: RTSPUrl): string | null {
        const path = super.makePath(url) as string;
        asked.push(path);
        return /^\/camera\/\d+$/.test(path) ? '/tone' : null;
      }
    }
    class Client extends RTSPClient {
      // The mount points are not asked about SETUP and what follows.
      override makePathFromUri(uri: RTSPUrl): string {
        return (super.makePathFromUri(uri) as string).replace(/^\/camera\/\d+/, '/tone');
      }
    }
    const server = serverOf(() => new Client());
    server.mountPoints = new Patterns();
    await using running = await serveWith(toneFactory(), server);
    const { client, session, streams } = await setUp(running.url('/camera/17'));
    await client.play(session);
    await streams[0]?.reach(3);
    assert.deepEqual(asked, ['/camera/17']);
    assert.equal((await client.request('DESCRIBE', { uri: running.url('/camera/x') })).status, 404);
    // There is such a mount, and the pattern does not let anybody ask for it.
    assert.equal((await client.request('DESCRIBE', { uri: running.url('/tone') })).status, 404);
    assert.deepEqual(asked.slice(1), ['/camera/x', '/tone']);
    client.destroy();
  });
});

describe('a subclass of RTSPSessionPool', () => {
  it('has session numbers of its own', async () => {
    let next = 1000;
    const removed = deferred<string>();
    class Pool extends RTSPSessionPool {
      override async createSessionId(): Promise<string> {
        await sleep(1);
        return `session-${next++}`;
      }
      override sessionRemoved(session: RTSPSession): void {
        removed.resolve(session.sessionId);
      }
    }
    const server = new RTSPServer();
    server.sessionPool = new Pool();
    await using running = await serveWith(toneFactory(), server);
    const { client, session, streams } = await setUp(running.url('/tone'));
    assert.equal(session, 'session-1000');
    await client.play(session);
    await streams[0]?.reach(3);
    await client.teardown(session);
    assert.equal(await withDeadline(removed.promise, 5000, 'the session to be removed'), 'session-1000');
    client.destroy();
  });

  it('answers 503 when it has none, and never sends what does not belong into a header', async () => {
    const ids: unknown[] = [null, 'a\r\nX-Evil: 1'];
    class Pool extends RTSPSessionPool {
      override createSessionId(): string | null {
        return ids.shift() as string | null;
      }
    }
    const pool = new Pool();
    const errors: string[] = [];
    pool.on('handler-error', (error) => errors.push(error.message));
    const server = new RTSPServer();
    server.sessionPool = pool;
    await using running = await serveWith(toneFactory(), server);
    using client = await RtspClient.connect(running.url('/tone'));
    const set = () =>
      client.request('SETUP', {
        uri: `${client.url}/stream=0`,
        headers: { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' },
      });
    assert.equal((await set()).status, 503);
    const response = await set();
    assert.equal(response.status, 200);
    assert.match(response.headers.get('session') ?? '', /^[\w-]{24}/);
    assert.match(errors.join(), /Pool\.createSessionId: the answer must be 1 to 255 letters/);
  });
});

describe('a subclass of RTSPThreadPool', () => {
  it('is asked for the threads of media, and may have none', async () => {
    let free = 1;
    const types: RTSPThreadType[] = [];
    class Pool extends RTSPThreadPool {
      configured = 0;
      override async getThread(type: RTSPThreadType, context: RTSPContext): Promise<RTSPThread | null> {
        types.push(type);
        return free-- > 0 ? super.getThread(type, context) : null;
      }
      override async configureThread(thread: RTSPThread, context: RTSPContext): Promise<void> {
        await super.configureThread(thread, context);
        this.configured++;
      }
    }
    const pool = new Pool();
    const server = new RTSPServer();
    server.threadPool = pool;
    await using running = await serveWith(toneFactory(), server);
    const { client, session, streams } = await setUp(running.url('/tone'));
    await client.play(session);
    await streams[0]?.reach(3);
    using other = await RtspClient.connect(running.url('/tone'));
    assert.equal((await other.request('DESCRIBE')).status, 503);
    assert.deepEqual(types, [RTSPThreadType.MEDIA, RTSPThreadType.MEDIA]);
    assert.equal(pool.configured, 1);
    client.destroy();
  });
});
