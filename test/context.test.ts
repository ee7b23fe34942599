import assert from 'node:assert/strict';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

import {
  type Element,
  RTSPAuth,
  RTSPAuthCheck,
  type RTSPClient,
  RTSPContext,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMediaStatus,
  RTSPMethod,
  RTSPPermissions,
  type RTSPServer,
  RTSPSession,
  RTSPSessionMedia,
  RTSPStream,
  RTSPStreamTransport,
  RTSPSuspendMode,
  RTSPToken,
  RTSPTransportMode,
  RTSPUrl,
  serve,
} from '../lib/index.js';
import { native } from '../lib/native.js';
import { askFor } from './clients/requests.js';
import { RtspClient } from './clients/rtsp-client.js';
import { setUp } from './clients/viewer.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone, toneAndPicture } from './helpers/lines.js';
import { assertSame } from './helpers/same.js';

const serveTone = () => serve({ port: 0, mounts: { '/tone': { launch: tone, shared: true } } });

/** Runs `use` inside a handler of pre-play-request, and gives what it gives. */
async function duringPlay<T>(
  server: RTSPServer,
  use: (context: RTSPContext, client: RTSPClient) => Promise<T>,
): Promise<T> {
  const outcome = deferred<T>();
  server.once('client-connected', (client) => {
    client.once('pre-play-request', async (context) => {
      await use(context, client).then(outcome.resolve, outcome.reject);
    });
  });
  using client = await RtspClient.connect(server.url('/tone'));
  await client.describe();
  const { session } = await client.setupTcp('stream=0', [0, 1]);
  const played = client.request('PLAY', { headers: { Session: session } }).catch((error: unknown) => error);
  const result = await withDeadline(outcome.promise, 15_000, 'the handler');
  await played;
  return result;
}

describe('the context of a request', () => {
  it('has the server, the client, the session and the media: the same objects as everywhere', async () => {
    await using server = await serveTone();
    const factory = server.mountPoints?.match('/tone').factory;
    let media: RTSPMedia | undefined;
    factory?.on('media-configure', (made) => {
      media = made;
    });
    let session: RTSPSession | undefined;
    server.once('client-connected', (client) => {
      client.on('new-session', (made) => {
        session = made;
      });
    });
    await duringPlay(server, async (context, client) => {
      assert.ok(context instanceof RTSPContext && context.alive);
      assert.equal(context.server, server);
      assert.equal(context.client, client);
      assert.ok(context.session instanceof RTSPSession);
      assert.equal(context.session, session);
      // C forgets it once the media is made.
      assert.equal(context.factory, null);
      assert.ok(context.media instanceof RTSPMedia);
      assert.equal(context.media, media);
      assert.equal(context.auth, null);
      assert.equal(context.token, null);
    });
  });

  it('of SETUP has the stream, its transport and the part of the session: the same objects as everywhere', async () => {
    await using server = await serveTone();
    const seen = deferred<Pick<RTSPContext, 'session' | 'media' | 'stream' | 'sessionMedia' | 'transport'>>();
    server.once('client-connected', (client) => {
      client.on('setup-request', (context) => {
        const { session, media, stream, sessionMedia, transport } = context;
        assert.equal(context.stream, stream);
        assert.equal(context.sessionMedia, sessionMedia);
        assert.equal(context.transport, transport);
        seen.resolve({ session, media, stream, sessionMedia, transport });
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    await client.describe();
    const { session: id } = await client.setupTcp('stream=0', [0, 1]);
    const { session, media, stream, sessionMedia, transport } = await withDeadline(seen.promise, 5000, 'setup-request');
    assert.ok(stream instanceof RTSPStream);
    assert.ok(sessionMedia instanceof RTSPSessionMedia);
    assert.ok(transport instanceof RTSPStreamTransport);
    assert.equal(session, server.sessionPool?.find(id));
    assert.equal(session?.getMedia('/tone').media, sessionMedia);
    assert.equal(sessionMedia.media, media);
    assert.equal(media?.getStream(0), stream);
    assert.equal(transport.stream, stream);
    assert.equal(await sessionMedia.getTransport(0), transport);
  });

  it('has the factory while access to it is checked, and forgets it when the media is made', async () => {
    const checked: unknown[][] = [];
    class Auth extends RTSPAuth {
      override check(context: RTSPContext, check: string): boolean {
        checked.push([check, context.factory, context.media]);
        return true;
      }
    }
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    await using server = await serve({ port: 0, mounts: { '/tone': factory }, auth: new Auth() });
    const asked: unknown[] = [];
    server.once('client-connected', (client) => {
      client.on('pre-describe-request', (context) => void asked.push(context.factory));
      client.on('describe-request', (context) => void asked.push(context.factory));
    });
    using client = await RtspClient.connect(server.url('/tone'));
    await client.describe();
    await eventually(() => asked.length === 2, 5000, 'describe-request');
    assert.deepEqual(asked, [null, null]);
    const { MEDIA_FACTORY_ACCESS, MEDIA_FACTORY_CONSTRUCT, CONNECT, URL } = RTSPAuthCheck;
    assertSame(checked, [
      [CONNECT, null, null],
      [URL, null, null],
      [MEDIA_FACTORY_ACCESS, factory, null],
      [MEDIA_FACTORY_CONSTRUCT, factory, null],
    ]);
  });

  it('has the URL, the method and the headers of the request', async () => {
    await using server = await serveTone();
    const asked: unknown[] = [];
    server.on('client-connected', (client) => {
      client.on('pre-describe-request', ({ uri, method, request, session, factory, media }) => {
        const headers = Object.fromEntries(request?.headers ?? []);
        asked.push([uri instanceof RTSPUrl, uri?.toString(), uri?.query, method, headers, session, factory, media]);
      });
    });
    using client = await RtspClient.connect(server.url('/tone?quality=low'));
    const headers = { Accept: 'application/sdp', 'User-Agent': 'test', 'X-Unknown': 'x', Via: 'one' };
    assert.equal((await client.request('DESCRIBE', { headers })).status, 200);
    assert.deepEqual(asked, [
      [
        true,
        server.url('/tone?quality=low'),
        'quality=low',
        RTSPMethod.DESCRIBE,
        { CSeq: '1', ...headers },
        null,
        null,
        null,
      ],
    ]);
  });

  it('has the headers of the request in their order, one that comes twice twice', async () => {
    await using server = await serveTone();
    const asked: unknown[] = [];
    server.on('client-connected', (client) => {
      client.on('pre-options-request', ({ request }) => void asked.push(...(request?.headers ?? [])));
    });
    using client = await RtspClient.connect(server.url('/tone'));
    const headers = [
      ['Via', 'RTSP/1.0 first'],
      ['CSeq', '7'],
      ['X-Unknown', 'one'],
      ['User-Agent', 'test'],
      ['Via', 'RTSP/1.0 second'],
      ['X-Unknown', 'two'],
      ['Accept-Language', 'en'],
    ];
    const lines = headers.map(([name = '', value = '']) => `${name}: ${value}\r\n`).join('');
    client.sendRaw(`OPTIONS ${server.url('/tone')} RTSP/1.0\r\n${lines}\r\n`);
    assert.equal((await client.nextResponse()).status, 200);
    assert.deepEqual(asked, headers);
  });

  it('has no URL for *', async () => {
    await using server = await serveTone();
    const asked: unknown[] = [];
    server.on('client-connected', (client) => {
      client.on('pre-options-request', ({ uri, method }) => {
        asked.push(uri, method);
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('OPTIONS', { uri: '*' })).status, 200);
    assert.deepEqual(asked, [null, RTSPMethod.OPTIONS]);
  });

  it('has the auth and the token of a user who has given a password', async () => {
    const auth = new RTSPAuth();
    const token = new RTSPToken({ 'media.factory.role': 'viewer', name: 'Ada' });
    auth.addBasic(RTSPAuth.makeBasic('ada', 'secret'), token);
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    const permissions = new RTSPPermissions();
    permissions.addRole('viewer', { 'media.factory.access': true, 'media.factory.construct': true });
    factory.permissions = permissions;
    await using server = await serve({ port: 0, mounts: { '/tone': factory }, auth });
    const asked: unknown[] = [];
    let kept: RTSPToken | null = null;
    server.on('client-connected', (client) => {
      client.on('pre-setup-request', (context) => {
        kept = context.token;
        asked.push(context.auth, context.token?.getString('name'), context.token?.getString('media.factory.role'));
      });
    });
    using client = await RtspClient.connect(server.url('/tone').replace('://', '://ada:secret@'));
    await client.setupTcp('stream=0', [0, 1]);
    assertSame(asked, [auth, 'Ada', 'viewer']);
    // A copy, which lives on.
    assert.equal((kept as RTSPToken | null)?.getString('name'), 'Ada');
  });

  it('is over when its handler has settled; what it gave lives on', async () => {
    await using server = await serveTone();
    const { context, uri, request, session, media } = await duringPlay(server, async (during) => {
      await sleep(20);
      const { alive, uri, request, session, media } = during;
      assert.equal(alive, true);
      return { context: during, uri, request, session, media };
    });
    await turn();
    assert.equal(context.alive, false);
    const over = /^the RTSPContext is over: it is alive only until the handler that got it has settled$/;
    for (const field of [
      'server',
      'client',
      'auth',
      'token',
      'uri',
      'method',
      'request',
      'response',
      'connection',
      'session',
      'factory',
      'media',
      'sessionMedia',
      'stream',
      'transport',
    ] as const) {
      assert.throws(() => context[field], { name: 'Error', message: over }, field);
    }
    assert.equal(uri?.abspath, '/tone');
    assert.equal(request?.headers.get('cseq'), '3');
    assert.match(session?.sessionId ?? '', /^[\w-]{24}$/);
    assert.equal(media?.nStreams, 1);
  });

  it('is over too for a handler that has missed its deadline', async () => {
    await using server = await serveTone();
    server.on('handler-error', () => undefined);
    const late = deferred<RTSPContext>();
    server.on('client-connected', (client) => {
      client.on(
        'pre-options-request',
        async (context) => {
          await sleep(100);
          late.resolve(context);
        },
        { timeout: 20 },
      );
    });
    using client = await RtspClient.connect(server.url('/tone'));
    await client.request('OPTIONS');
    const context = await late.promise;
    assert.equal(context.alive, false);
    assert.throws(() => context.uri, /is over/);
  });

  it('of an event that only tells is over when its handlers have returned', async () => {
    await using server = await serveTone();
    const told = deferred<{ context: RTSPContext; path: string | null | undefined }>();
    server.on('client-connected', (client) => {
      client.on('options-request', (context) => told.resolve({ context, path: context.uri?.abspath }));
    });
    using client = await RtspClient.connect(server.url('/tone'));
    await client.request('OPTIONS');
    const { context, path } = await withDeadline(told.promise, 5000, 'options-request');
    assert.equal(path, '/tone');
    assert.equal(context.alive, false);
  });

  it('is the current one also where the handler is not given it, before and after an await, and over with the handler', async () => {
    const seen: [where: string, current: RTSPContext | null, client: RTSPClient | null][] = [];
    const problems: unknown[] = [];
    async function look(where: string): Promise<void> {
      const { current } = RTSPContext;
      seen.push([where, current, current?.client ?? null]);
      try {
        assert.ok(current, where);
        assert.equal(RTSPContext.current, current);
        const { client, method, request, uri } = current;
        assert.equal(request?.uri, uri?.getRequestUri());
        assert.equal(current.response, null);
        await sleep(5);
        assert.equal(RTSPContext.current, current);
        assert.deepEqual([current.client === client, current.method], [true, method]);
      } catch (error) {
        problems.push(error);
      }
    }
    class Factory extends RTSPMediaFactory {
      override async genKey(url: RTSPUrl): Promise<string | null> {
        await look(`genKey ${url.abspath}`);
        return super.genKey(url);
      }
      override async createElement(url: RTSPUrl): Promise<Element | null> {
        await look('createElement');
        return super.createElement(url);
      }
    }
    const factory = new Factory();
    factory.launch = tone;
    factory.on('media-constructed', () => look('media-constructed'));
    factory.on('media-configure', () => look('media-configure'));
    const clients: RTSPClient[] = [];
    const accepted: boolean[] = [];
    const told: (RTSPContext | null)[] = [];
    await using server = await serve({ port: 0, mounts: { '/tone': factory } });
    server.on('client-connected', async (client) => {
      clients.push(client);
      client.on('new-session', () => look('new-session'));
      // C goes on, and handles no request.
      client.on('closed', () => told.push(RTSPContext.current));
      accepted.push(RTSPContext.current?.server === server && RTSPContext.current.client === null);
    });
    for (const each of [0, 1]) {
      using client = await RtspClient.connect(server.url('/tone'));
      await client.describe();
      await client.setupTcp('stream=0', [0, 1]);
      const wheres = ['genKey /tone', 'createElement', 'media-constructed', 'media-configure', 'new-session'];
      const here = seen.splice(0);
      for (const where of wheres)
        assert.ok(
          here.find(([at]) => at === where),
          where,
        );
      for (const [where, current, of] of here) {
        assert.ok(current instanceof RTSPContext, where);
        assert.equal(of, clients[each], where);
        assert.equal(current.alive, false, where);
        assert.throws(() => current.client, /settled|over/);
      }
    }
    assert.deepEqual(problems, []);
    assert.deepEqual(accepted, [true, true]);
    await eventually(() => told.length === 2, 5000, 'the ends');
    assert.deepEqual(told, [null, null]);
    assert.equal(RTSPContext.current, null);
  });

  it('cannot be made by an application', () => {
    assert.throws(() => new (RTSPContext as unknown as new () => RTSPContext)(), {
      name: 'TypeError',
      message: /handlers get it/,
    });
  });
});

describe('inside a handler', () => {
  it('calls that wait run on the thread that waits for it, before and after an await', async () => {
    await using server = await serveTone();
    const statuses = await duringPlay(server, async ({ media }) => {
      // Its state lock is recursive, and this thread may hold it.
      const before = await media?.getStatus();
      await sleep(20);
      return [before, ...(await Promise.all([media?.getStatus(), media?.getSuspendMode()]))];
    });
    assert.deepEqual(statuses, [RTSPMediaStatus.SUSPENDED, RTSPMediaStatus.SUSPENDED, RTSPSuspendMode.NONE]);
  });

  it('the session pool can be cleaned up', async () => {
    await using server = await serveTone();
    assert.equal(await duringPlay(server, async () => server.sessionPool?.cleanup()), 0);
  });

  it('the session of the request can be removed: the request fails, nothing hangs', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    assert.equal(await duringPlay(server, async ({ session }) => session && server.sessionPool?.remove(session)), true);
    assert.equal(server.sessionPool?.nSessions, 0);
    using next = await RtspClient.connect(server.url('/tone'));
    await next.describe();
  });

  for (const method of ['setup', 'record'] as const) {
    it(`the session can be removed before ${method} goes on with its part of a medium`, async () => {
      const recorder = new RTSPMediaFactory();
      recorder.launch = '( rtpL16depay name=depay0 ! fakesink async=false )';
      recorder.transportMode = RTSPTransportMode.RECORD;
      await using server = await serve({
        port: 0,
        mounts: { '/both': { launch: toneAndPicture, shared: true }, '/record': recorder },
      });
      const viewer = await setUp(server.url('/both'));
      server.on('client-connected', (client) => {
        client.on(`pre-${method}-request`, async ({ session }) => {
          if (!session) return;
          assert.equal((await session.filter()).length, 1);
          assert.equal(await server.sessionPool?.remove(session), true);
          // What nobody holds has gone by then.
          globalThis.gc?.();
          await eventually(() => native.statistics().reaperIdle, 5000, 'the reaper');
        });
      });
      using client = await RtspClient.connect(server.url(method === 'setup' ? '/both' : '/record'));
      if (method === 'setup') {
        const { media } = await client.describe();
        const { session } = await client.setupTcp(media[0]?.control ?? '', [0, 1]);
        const headers = { Session: session, Transport: 'RTP/AVP/TCP;unicast;interleaved=2-3' };
        const uri = `${client.url}/${media[1]?.control ?? ''}`;
        assert.ok((await client.request('SETUP', { uri, headers })).status >= 200);
      } else {
        assert.equal((await askFor(client, 'ANNOUNCE')).status, 200);
        const setup = await askFor(client, 'SETUP');
        const [session = ''] = setup.headers.get('session')?.split(';') ?? [];
        assert.equal((await askFor(client, 'RECORD', session)).status, 455);
      }
      await viewer.client.play(viewer.session);
      await viewer.streams[0].reach(5);
      viewer.client.destroy();
    });
  }

  it('the media of the request can be asked to stop: nothing hangs', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    assert.equal(typeof (await duringPlay(server, async ({ media }) => media?.unprepare())), 'boolean');
    using next = await RtspClient.connect(server.url('/tone'));
    await next.describe();
  });

  it('the client can be closed: its request is answered before', async () => {
    await using server = await serveTone();
    const closed = deferred();
    server.once('client-connected', (client) => {
      client.on('closed', () => closed.resolve());
      client.on('pre-describe-request', () => client.close());
    });
    using client = await RtspClient.connect(server.url('/tone'));
    await client.describe();
    await withDeadline(client.closed, 5000, 'the connection to end');
    await withDeadline(closed.promise, 5000, 'closed');
    using next = await RtspClient.connect(server.url('/tone'));
    await next.describe();
  });

  it('another client can be closed, whose thread waits for a handler too', async () => {
    await using server = await serveTone();
    const go = deferred();
    const waiting = deferred<RTSPClient>();
    server.once('client-connected', (first) => {
      first.on('pre-options-request', async () => {
        waiting.resolve(first);
        await go.promise;
      });
      server.once('client-connected', (second) => {
        second.on('pre-options-request', async () => {
          const closing = (await waiting.promise).close();
          go.resolve();
          await closing;
        });
      });
    });
    using one = await RtspClient.connect(server.url('/tone'));
    const lost = one.request('OPTIONS').catch(() => null);
    await waiting.promise;
    using other = await RtspClient.connect(server.url('/tone'));
    assert.equal((await other.request('OPTIONS')).status, 200);
    await withDeadline(one.closed, 5000, 'the connection to end');
    await lost;
  });

  it('other servers start and stop', async () => {
    await using server = await serveTone();
    await duringPlay(server, async () => {
      const other = await serveTone();
      using client = await RtspClient.connect(other.url('/tone'));
      await client.describe();
      await other.close();
    });
  });
});

describe('close() of the server inside a handler', () => {
  type Install = (server: RTSPServer, handler: () => unknown) => void;
  const onClient =
    (
      event: 'pre-describe-request' | 'pre-play-request' | 'new-session' | 'setup-request' | 'play-request' | 'closed',
    ): Install =>
    (server, handler) =>
      server.once('client-connected', (client) => client.once(event, handler as () => undefined));
  const onFactory =
    (event: 'media-constructed' | 'media-configure'): Install =>
    (server, handler) =>
      server.mountPoints?.match('/tone').factory?.once(event, handler);
  const places: [string, Install][] = [
    ['client-connected', (server, handler) => server.once('client-connected', handler)],
    ['media-constructed', onFactory('media-constructed')],
    ['media-configure', onFactory('media-configure')],
    ['pre-describe-request', onClient('pre-describe-request')],
    ['new-session', onClient('new-session')],
    ['setup-request', onClient('setup-request')],
    ['pre-play-request', onClient('pre-play-request')],
    ['play-request', onClient('play-request')],
    ['closed', onClient('closed')],
  ];

  for (const [event, install] of places) {
    for (const [how, handlerOf] of [
      ['awaited', (close: () => Promise<void>) => close],
      ['not awaited', (close: () => Promise<void>) => () => void close()],
      ['after a while', (close: () => Promise<void>) => () => sleep(5).then(close)],
    ] as const) {
      it(`never hangs: ${event}, ${how}`, async () => {
        const server = await serveTone();
        const url = server.url('/tone');
        // An awaited close() cuts its own handler's time short.
        server.on('handler-error', (error) => assert.match(error.message, /has not answered within/));
        const closed = deferred();
        const close = () => {
          const closing = server.close();
          closing.then(closed.resolve, closed.reject);
          return closing;
        };
        install(server, handlerOf(close));
        using bystander = await RtspClient.connect(url).catch(() => null);
        using client = await RtspClient.connect(url).catch(() => null);
        const played = (async () => {
          for (const each of [bystander, client]) {
            if (!each) continue;
            await each.describe();
            const { session } = await each.setupTcp('stream=0', [0, 1]);
            await each.play(session);
            each.destroy();
          }
        })().catch(() => undefined);
        await withDeadline(closed.promise, 5000, 'close() to resolve');
        await withDeadline(played, 5000, 'the clients to end');
        assert.equal(server.listening, false);
        assert.equal(server.boundPort, -1);
        await server.attach();
        await server.close();
      });
    }
  }
});
