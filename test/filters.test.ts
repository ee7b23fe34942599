import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  type HandlerError,
  type RTSPClient,
  RTSPFilterResult,
  type RTSPMedia,
  RTSPServer,
  type RTSPSession,
  type RTSPSessionMedia,
  RTSPSessionPool,
  type RTSPStream,
  type RTSPStreamTransport,
  serve,
} from '../lib/index.js';
import { type Reception, RtspClient } from './clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { areCollected } from './helpers/garbage.js';
import { tone } from './helpers/lines.js';
import { assertSame, assertSameMembers } from './helpers/same.js';

const { REMOVE, KEEP, REF } = RTSPFilterResult;
const serveTone = () => serve({ port: 0, mounts: { '/tone': tone } });
/** The players of /tone have one stream, each with a transport in it. */
const serveShared = () => serve({ port: 0, mounts: { '/tone': { launch: tone, shared: true }, '/other': tone } });

interface Player extends Disposable {
  peer: RtspClient;
  client: RTSPClient;
  session: RTSPSession;
  sessionMedia: RTSPSessionMedia;
  media: RTSPMedia;
  stream: RTSPStream;
  reception: Reception;
}

/** What a player has in common with another one: nothing, unless it says so. */
interface Shared {
  player?: Player;
  session?: RTSPSession;
  mount?: string;
}

async function connect(server: RTSPServer): Promise<Pick<Player, 'peer' | 'client'>> {
  const connected = once(server, 'client-connected') as Promise<[RTSPClient]>;
  const peer = await RtspClient.connect(server.url('/tone'));
  const [client] = await withDeadline(connected, 5000, 'client-connected');
  await peer.describe();
  return { peer, client };
}

async function play(server: RTSPServer, transport: 'tcp' | 'udp' = 'tcp', shared: Shared = {}): Promise<Player> {
  const { peer, client } = shared.player ?? (await connect(server));
  const mount = shared.mount ?? '/tone';
  const uri = server.url(mount);
  const control = `${uri}/stream=0`;
  const id = shared.session?.sessionId;
  const setup = await (transport === 'tcp' ? peer.setupTcp(control, [0, 1], id) : peer.setupUdp(control, id));
  assert.equal((await peer.request('PLAY', { uri, headers: { Session: setup.session } })).status, 200);
  const reception = 'socket' in setup.rtp ? setup.rtp.reception : setup.rtp;
  await reception.reach(2);
  const session = server.sessionPool?.find(setup.session);
  assert.ok(session);
  const sessionMedia = session.getMedia(mount).media;
  assert.ok(sessionMedia);
  const media = sessionMedia.media;
  const stream = media.getStream(0);
  assert.ok(stream);
  return { peer, client, session, sessionMedia, media, stream, reception, [Symbol.dispose]: () => peer.destroy() };
}

async function playsOn(reception: Reception): Promise<void> {
  await reception.reach(reception.rtpPackets + 10);
}

/** Resolves when no packet has come for a while. */
async function fallsSilent(reception: Reception): Promise<void> {
  let packets = -1;
  let since = 0;
  await eventually(
    () => {
      if (packets !== reception.rtpPackets) {
        packets = reception.rtpPackets;
        since = performance.now();
      }
      return performance.now() - since > 400;
    },
    5000,
    'silence',
  );
}

async function isAlive({ peer }: Player): Promise<void> {
  assert.equal((await peer.request('OPTIONS')).status, 200);
}

/** Each of the five, with its container, the one element that a player puts into it, and who puts a second one there. */
type Handler = (container: unknown, element: unknown) => RTSPFilterResult | void | Promise<RTSPFilterResult | void>;
const filters: {
  name: string;
  event: string;
  container: (server: RTSPServer, player: Player) => object;
  element: (player: Player) => object | Promise<object | null>;
  second: (server: RTSPServer, player: Player) => Promise<Player>;
  run: (server: RTSPServer, player: Player, handler?: Handler | null, timeout?: number) => Promise<unknown[]>;
}[] = [
  {
    name: 'server.clientFilter()',
    event: 'RTSPServerClientFilterFunc',
    container: (server) => server,
    element: ({ client }) => client,
    second: (server) => play(server),
    run: (server, _, handler, timeout) => server.clientFilter(handler, timeout ? { timeout } : undefined),
  },
  {
    name: 'client.sessionFilter()',
    event: 'RTSPClientSessionFilterFunc',
    container: (_, { client }) => client,
    element: ({ session }) => session,
    second: (server, player) => play(server, 'udp', { player }),
    run: (_, { client }, handler, timeout) => client.sessionFilter(handler, timeout ? { timeout } : undefined),
  },
  {
    name: 'session.filter()',
    event: 'RTSPSessionFilterFunc',
    container: (_, { session }) => session,
    element: ({ sessionMedia }) => sessionMedia,
    second: (server, player) => play(server, 'udp', { player, session: player.session, mount: '/other' }),
    run: (_, { session }, handler, timeout) => session.filter(handler, timeout ? { timeout } : undefined),
  },
  {
    name: 'pool.filter()',
    event: 'RTSPSessionPoolFilterFunc',
    container: (server) => server.sessionPool as object,
    element: ({ session }) => session,
    second: (server) => play(server),
    run: async (server, _, handler, timeout) =>
      (await server.sessionPool?.filter(handler, timeout ? { timeout } : undefined)) ?? [],
  },
  {
    name: 'stream.transportFilter()',
    event: 'RTSPStreamTransportFilterFunc',
    container: (_, { stream }) => stream,
    element: ({ sessionMedia }) => sessionMedia.getTransport(0),
    second: (server) => play(server),
    run: (_, { stream }, handler, timeout) => stream.transportFilter(handler, timeout ? { timeout } : undefined),
  },
];

for (const { name, event, container, element, second, run } of filters) {
  describe(name, () => {
    /** Two players whose elements are in the same container. */
    async function playTwo(server: RTSPServer) {
      const player = await play(server);
      const other = await second(server, player);
      const [one, two] = [await element(player), await element(other)];
      assert.ok(one && two && one !== two);
      const end = () => {
        for (const { peer } of [player, other]) peer.destroy();
      };
      return { player, other, one, two, [Symbol.dispose]: end };
    }

    it('gives every element without a handler', async () => {
      await using server = await serveShared();
      using both = await playTwo(server);
      const { player, one, two } = both;
      assertSameMembers(await run(server, player), [one, two]);
      assertSameMembers(await run(server, player, null), [one, two]);
    });

    it('calls its handler at once for each, and gives those it answers REF for, plain or by a Promise', async () => {
      await using server = await serveShared();
      using both = await playTwo(server);
      const { player, other, one, two } = both;
      const calls: unknown[][] = [];
      const answered = run(server, player, (...args) => {
        calls.push(args);
        return args[1] === two ? REF : KEEP;
      });
      assertSameMembers(
        calls.map(([, asked]) => asked),
        [one, two],
      );
      for (const args of calls) assertSame(args, [container(server, player), args[1]]);
      assertSame(await answered, [two]);
      assertSame(await run(server, player, (_, asked) => Promise.resolve(asked === one ? REF : KEEP)), [one]);
      assertSameMembers(await run(server, player, (_, asked) => (asked === one ? REF : Promise.resolve(REF))), [
        one,
        two,
      ]);
      assertSame(await run(server, player, () => KEEP), []);
      assertSame(await run(server, player, () => undefined), []);
      assertSame(await run(server, player, async () => {}), []);
      assertSameMembers(await run(server, player), [one, two]);
      for (const { reception } of [player, other]) await playsOn(reception);
    });

    it('keeps an element whose handler throws, answers nonsense or never, and tells', async () => {
      await using server = await serveShared();
      using both = await playTwo(server);
      const { player, other, one, two } = both;
      const told: string[] = [];
      const target = container(server, player) as RTSPClient;
      target.on('handler-error', (error: HandlerError, of) => {
        assert.equal(of, event);
        assert.equal(error.event, event);
        told.push(error.message);
      });
      const bad: (() => unknown)[] = [
        () => {
          throw new Error('first');
        },
        () => Promise.reject(new Error('second')),
        () => 3,
        () => 'REMOVE',
        () => Promise.resolve({}),
        () => new Promise<void>(() => {}),
        () => ({
          then() {
            throw new Error('third');
          },
        }),
      ];
      for (const fail of bad) {
        const handler = (_: unknown, asked: unknown) => (asked === one ? fail() : REF);
        assertSame(await run(server, player, handler as Handler, 20), [two]);
      }
      assert.deepEqual(
        told.map((message) => message.slice(event.length + 2)),
        [
          'the handler threw: first',
          'the handler threw: second',
          'the answer must be one of RTSPFilterResult, not 3',
          'the answer must be one of RTSPFilterResult, not string',
          'the answer must be one of RTSPFilterResult, not object',
          'the handler has not answered within 20 ms',
          'the handler threw: third',
        ],
      );
      assertSameMembers(await run(server, player), [one, two]);
      for (const { reception } of [player, other]) await playsOn(reception);
    });

    it('tells the server that its handler has thrown, where nobody listens to the container', async () => {
      await using server = await serveTone();
      using player = await play(server);
      const told = once(server, 'handler-error');
      const failing: Handler = () => {
        throw new Error('on purpose');
      };
      await run(server, player, failing);
      const [error, of, target] = (await withDeadline(told, 2000, 'handler-error')) as [HandlerError, string, object];
      assert.equal(error.message, `${event}: the handler threw: on purpose`);
      assertSame([of, target], [event, container(server, player)]);
    });

    it('refuses what is no function, and no time', async () => {
      await using server = await serveTone();
      using player = await play(server);
      await assert.rejects(run(server, player, 7 as unknown as Handler), TypeError);
      await assert.rejects(
        run(server, player, () => KEEP, -1),
        TypeError,
      );
    });

    it('has removed what its handler answers REMOVE for when it resolves, and nothing else', async () => {
      await using server = await serveShared();
      for (const answer of [REMOVE, Promise.resolve(REMOVE)]) {
        using both = await playTwo(server);
        const { player, one, two } = both;
        assertSame(await run(server, player, (_, asked) => (asked === two ? answer : KEEP)), []);
        assertSame(await run(server, player), [one]);
        await playsOn(player.reception);
        assertSame(await run(server, player, () => answer), []);
        assertSame(await run(server, player), []);
      }
    });

    it('asks another handler while that of an earlier call is at work, and each call gets its own answers', async () => {
      await using server = await serveShared();
      using both = await playTwo(server);
      const { player, one, two } = both;
      const asked: string[] = [];
      const later = deferred<RTSPFilterResult>();
      const within: Promise<unknown[]>[] = [];
      const first = run(server, player, (_, of) => {
        asked.push('first');
        if (of === two) return KEEP;
        within.push(
          run(server, player, (_container, which) => {
            asked.push('within');
            return which === two ? REF : KEEP;
          }),
        );
        return later.promise;
      });
      const next = run(server, player, () => {
        asked.push('second');
        return KEEP;
      });
      const order = asked.join();
      assert.ok(
        ['first,within,within,first', 'first,first,within,within'].some((begin) => order.startsWith(begin)),
        order,
      );
      assert.deepEqual(asked.slice(4), ['second', 'second']);
      assertSame(await next, []);
      const [inner = []] = await Promise.all(within);
      assertSame(inner, [two]);
      later.resolve(REF);
      assertSame(await first, [one]);
      const removals = [run(server, player, () => REMOVE), run(server, player, () => Promise.resolve(REMOVE))];
      assertSame(await Promise.all(removals), [[], []]);
      assertSame(await run(server, player), []);
    });

    it('leaves nothing behind after 1,000 handlers', async () => {
      await using server = await serveTone();
      using player = await play(server);
      let errors = 0;
      (container(server, player) as RTSPClient).on('handler-error', () => errors++);
      const captured: WeakRef<object>[] = [];
      const answers: ((big: { bytes: Uint8Array }) => unknown)[] = [
        ({ bytes }) => (bytes.length > 0 ? REF : KEEP),
        ({ bytes }) => Promise.resolve(bytes.length > 0 ? REF : KEEP),
        ({ bytes }) => new Promise(() => bytes.length),
        ({ bytes }) => {
          throw new Error(String(bytes.length));
        },
      ];
      for (let i = 0; i < 1000; i++) {
        const big = { bytes: new Uint8Array(10_000) };
        captured.push(new WeakRef(big));
        const referenced = await run(server, player, () => answers[i % 4]?.(big) as RTSPFilterResult, 1);
        assert.equal(referenced.length, i % 4 < 2 ? 1 : 0);
      }
      assert.equal(errors, 500);
      await areCollected(captured);
      await playsOn(player.reception);
    });

    it('does not block when a handler that a thread waits for removes', async () => {
      await using server = await serveTone();
      using player = await play(server);
      let done: unknown;
      player.client.on('pre-get-parameter-request', async () => {
        done = await run(server, player, () => REMOVE);
      });
      const answered = await Promise.race([player.peer.request('GET_PARAMETER').catch(() => null), player.peer.closed]);
      assert.ok(answered === null || 'status' in answered || answered instanceof Error);
      await eventually(() => Array.isArray(done), 4000, 'the filter to resolve');
      await eventually(async () => (await run(server, player)).length === 0, 4000, 'the removal');
    });
  });
}

describe('a filter of many', () => {
  it('does with each what is answered for it, while its handlers call what else there is', async () => {
    const pool = new RTSPSessionPool();
    const sessions = Array.from({ length: 30 }, () => pool.create() as RTSPSession);
    const answers = new Map(sessions.map((session, i) => [session, [REMOVE, KEEP, REF][i % 3] ?? KEEP]));
    const asked: RTSPSession[] = [];
    const referenced = await pool.filter(async (of, session) => {
      asked.push(session);
      assert.equal(of.find(session.sessionId), session);
      const answer = answers.get(session);
      const { nSessions } = of;
      if (session === sessions[0]) assert.equal((await of.filter(() => REF)).length, nSessions);
      if (asked.length % 2 === 0) await sleep(asked.length % 5);
      return answer;
    });
    const those = (answer: RTSPFilterResult) => sessions.filter((session) => answers.get(session) === answer);
    assertSameMembers(asked, sessions);
    assertSameMembers(referenced, those(REF));
    assertSameMembers(await pool.filter(), [...those(REF), ...those(KEEP)]);
  });

  it('waits for Promises as long as a new server would, where there is none', async () => {
    const pool = new RTSPSessionPool();
    assert.ok(pool.create());
    const told = once(pool, 'handler-error');
    const begin = performance.now();
    const filtered = pool.filter(() => new Promise<void>(() => undefined));
    assertSame(await filtered, []);
    assert.ok(performance.now() - begin >= 4990);
    const [error] = (await withDeadline(told, 2000, 'handler-error')) as [HandlerError];
    assert.match(error.message, /within 5000 ms$/);
    assert.equal(new RTSPServer().handlerTimeout, 5000);
  });

  it('waits for Promises as long as the server says', async () => {
    await using server = await serveTone();
    using player = await play(server);
    server.handlerTimeout = 50;
    const told = once(server, 'handler-error');
    assertSame(await server.clientFilter(() => new Promise<void>(() => undefined)), []);
    const [error] = (await withDeadline(told, 2000, 'handler-error')) as [HandlerError];
    assert.match(error.message, /within 50 ms$/);
    await isAlive(player);
  });
});

describe('REMOVE', () => {
  it('of a client closes its connection', async () => {
    await using server = await serveTone();
    const player = await play(server);
    const closed = once(player.client, 'closed');
    await server.clientFilter(() => REMOVE);
    await withDeadline(closed, 2000, 'closed');
    await withDeadline(player.peer.closed, 2000, 'the end of the connection');
  });

  it('of a client has taken it out of its server when it is done, whatever the peer is sending', async () => {
    await using server = await serveTone();
    for (let i = 0; i < 20; i++) {
      using peer = await RtspClient.connect(server.url('/tone'));
      await peer.request('OPTIONS');
      const requests = 'OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n'.repeat(200);
      peer.socket.write(requests);
      await server.clientFilter(() => REMOVE);
      assertSame(await server.clientFilter(), []);
    }
  });

  it("of a client's session leaves the session in the pool, playing, also after its connection", async () => {
    await using server = await serveTone();
    const player = await play(server, 'udp');
    await player.client.sessionFilter(() => REMOVE);
    assert.equal(server.sessionPool?.find(player.session.sessionId), player.session);
    await playsOn(player.reception);
    await isAlive(player);
    const closed = once(player.client, 'closed');
    player.peer.socket.destroy();
    await withDeadline(closed, 5000, 'closed');
    await playsOn(player.reception);
    assert.equal(server.sessionPool.nSessions, 1);
    await server.sessionPool.filter(() => REMOVE);
    await fallsSilent(player.reception);
    player.peer.destroy();
  });

  for (const stopOnDisconnect of [true, false]) {
    it(`does no harm to a client with drop-backlog off, stop-on-disconnect ${stopOnDisconnect ? 'on' : 'off'}`, async () => {
      await using server = await serveTone();
      const { factory } = server.mountPoints?.match('/tone') ?? {};
      assert.ok(factory);
      factory.stopOnDisconnect = stopOnDisconnect;
      using player = await play(server, 'udp');
      player.client.dropBacklog = false;
      await player.client.sessionFilter(() => REMOVE);
      await playsOn(player.reception);
      assert.equal(player.client.dropBacklog, false);

      using other = await play(server, 'udp');
      other.client.dropBacklog = false;
      await server.sessionPool?.filter(() => REMOVE);
      await fallsSilent(other.reception);
      await isAlive(other);
      assert.deepEqual(await other.client.sessionFilter(), []);
    });
  }

  for (const transport of ['tcp', 'udp'] as const) {
    it(`of a session's medium stops it, over ${transport}, whoever holds it`, async () => {
      await using server = await serveTone();
      using player = await play(server, transport);
      const stopped = once(player.media, 'unprepared');
      await player.session.filter(() => REMOVE);
      await withDeadline(stopped, 2000, 'unprepared');
      assert.deepEqual(player.session.getMedia('/tone'), { media: null, matched: 0 });
      await fallsSilent(player.reception);
      if (transport === 'tcp') await withDeadline(player.peer.closed, 2000, 'the end of the connection');
      else await isAlive(player);
    });

    it(`of a session stops its media, over ${transport}`, async () => {
      await using server = await serveTone();
      using player = await play(server, transport);
      const removed = once(server.sessionPool as NonNullable<RTSPServer['sessionPool']>, 'session-removed');
      const stopped = once(player.media, 'unprepared');
      await server.sessionPool?.filter(() => REMOVE);
      assert.equal(server.sessionPool?.nSessions, 0);
      assert.deepEqual(await player.session.filter(), []);
      assertSame(await withDeadline(removed, 2000, 'session-removed'), [player.session]);
      await withDeadline(stopped, 2000, 'unprepared');
      await fallsSilent(player.reception);
    });

    it(`of a transport ends its packets, over ${transport}, and neither connection nor session`, async () => {
      await using server = await serveTone();
      using player = await play(server, transport);
      const transports: RTSPStreamTransport[] = [];
      await player.stream.transportFilter((_stream, one) => {
        transports.push(one);
        return REMOVE;
      });
      await fallsSilent(player.reception);
      await isAlive(player);
      assert.equal(server.sessionPool?.nSessions, 1);
      const [one] = transports;
      assert.ok(one);
      assert.equal(one.stream, player.stream);
      assert.equal(await one.setActive(true), true);
      await playsOn(player.reception);
    });
  }
});
