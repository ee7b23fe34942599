import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { native } from '../lib/native.js';
import {
  type RTSPClient,
  type RTSPContext,
  type RTSPMedia,
  RTSPMediaFactory,
  type RTSPServer,
  type RTSPSession,
  RTSPSessionPool,
  type RTSPThread,
  RTSPThreadPool,
  RTSPThreadType,
  serve,
  State,
} from '../lib/index.js';
import { RtspClient } from './clients/rtsp-client.js';
import { setUp, stream, type Viewing } from './clients/viewer.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { flood, tone } from './helpers/lines.js';
import { meetAll } from './helpers/meet.js';

function collect(): void {
  assert.ok(globalThis.gc, 'run with --expose-gc');
  globalThis.gc();
}

/** How many objects live, by type, of those that JavaScript has met. */
function liveObjects(): Record<string, number> {
  const { instances } = native.statistics();
  return Object.fromEntries(Object.entries(instances).filter(([, count]) => count > 0));
}

/** Collects until no more objects live than did before. */
async function nothingLeft(before: Record<string, number>): Promise<void> {
  const more = () => Object.entries(liveObjects()).filter(([type, count]) => count > (before[type] ?? 0));
  await eventually(
    () => {
      collect();
      return more().length === 0;
    },
    20_000,
    () => `objects to go: ${JSON.stringify(more())}`,
  );
}

describe('the life of a server', () => {
  it('ends a connection that it reads no more, whoever holds the client, and its session', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    factory.stopOnDisconnect = false;
    await using server = await serve({ port: 0, mounts: { '/tone': factory } });
    const held: RTSPClient[] = [];
    server.on('client-connected', (client) => held.push(client));
    const setup = 'SETUP rtsp://127.0.0.1/tone/stream=0 RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP/TCP\r\n\r\n';
    const tooLong =
      'SET_PARAMETER rtsp://127.0.0.1/tone RTSP/1.0\r\nCSeq: 2\r\n' +
      `Content-Length: ${server.contentLengthLimit + 1}\r\n\r\n`;
    for (const before of ['', setup]) {
      for (const [sent, status] of [
        [tooLong, /RTSP\/1\.0 413/],
        ['nothing that means something\r\n\r\n', /RTSP\/1\.0 400/],
      ] as const) {
        const socket = connect({ port: server.boundPort, host: '127.0.0.1', allowHalfOpen: true });
        let received = '';
        socket.on('data', (data) => (received += String(data)));
        socket.write(before + sent);
        await withDeadline(once(socket, 'end'), 5000, 'the end of the connection');
        socket.destroy();
        assert.match(received, status);
        assert.equal(/RTSP\/1\.0 200/.test(received), before !== '');
      }
    }
    assert.equal(held.length, 4);
  });

  it('is not held up by clients that are silent, half through a request, or gone', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const open = async (...sent: string[]) => {
      const socket = connect(server.boundPort, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      for (const text of sent) socket.write(text);
      return socket;
    };
    const idle = await Promise.all([
      ...Array.from({ length: 20 }, () => open()),
      ...Array.from({ length: 20 }, () => open('OPTIONS * RTSP/1.0\r\nCSe')),
      ...Array.from({ length: 20 }, () =>
        open('ANNOUNCE rtsp://h/ RTSP/1.0\r\nCSeq: 1\r\nContent-Length: 5000\r\n\r\nv=0'),
      ),
      ...Array.from({ length: 20 }, () => open('$')),
    ]);
    for (let i = 0; i < 20; i++) (await open('OPTIONS * RTSP/1.0\r\n')).resetAndDestroy();
    using client = await stream(server.url('/tone'), 'tcp');
    await client.received(0).reach(10);
    const closed = Promise.all(idle.map((socket) => once(socket, 'close')));
    for (const socket of idle) socket.resume();
    await withDeadline(server.close(), 5000, 'the server to close');
    await withDeadline(closed, 5000, 'the connections to end');
  });

  it('ends the sessions that are its own, in a pool that another server has, too', async () => {
    const server = await serve({ port: 0, mounts: { '/tone': tone } });
    await using other = await serve({ port: 0, mounts: { '/tone': tone } });
    const pool = server.sessionPool as RTSPSessionPool;
    other.sessionPool = pool;
    using ended = await stream(server.url('/tone'), 'udp');
    using viewer = await RtspClient.connect(other.url('/tone'));
    const { media } = await viewer.describe();
    const { session, rtp } = await viewer.setupUdp(media[0].control);
    await viewer.play(session);
    await rtp.reception.reach(2);
    assert.equal(pool.nSessions, 2);
    await server.close();
    await withDeadline(ended.closed, 5000, 'its own viewer to be disconnected');
    assert.deepEqual(
      (await pool.filter()).map(({ sessionId }) => sessionId),
      [session],
    );
    await rtp.reception.reach(rtp.reception.rtpPackets + 50);
    assert.equal((await viewer.request('GET_PARAMETER', { headers: { Session: session } })).status, 200);
  });

  it('is not held up by a client that does not read, nor are those who share its pipeline', async () => {
    const server = await serve({ port: 0, mounts: { '/flood': { launch: flood, shared: true } } });
    using slow = await stream(server.url('/flood'), 'tcp');
    slow.socket.pause();
    using brisk = await stream(server.url('/flood'), 'tcp');
    // By then the paused connection has long been full: 25 pictures of 400 packets a second.
    await brisk.received(0).reach(brisk.received(0).rtpPackets + 15_000);
    assert.equal((await brisk.request('OPTIONS')).status, 200);
    await withDeadline(server.close(), 5000, 'the server to close');
    await withDeadline(brisk.closed, 5000, 'the connection to end');
  });
});

describe('the life of a client', () => {
  before(() => native.track());

  it('ends its object: 2,000 connections whose closed handlers capture the client', async function () {
    this.timeout(60_000);
    const before = liveObjects();
    await comeAndGo(20, 100);
    await nothingLeft(before);
  });

  async function comeAndGo(atOnce: number, times: number): Promise<void> {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const clients = new Set<RTSPClient>();
    let closed = 0;
    const all = deferred();
    server.on('client-connected', (client) => {
      clients.add(client);
      client.on('options-request', () => client.remoteAddress);
      client.on('closed', () => {
        clients.delete(client);
        if (++closed === atOnce * times) all.resolve();
      });
    });
    const connectOften = async () => {
      for (let i = 0; i < times; i++) {
        using client = await RtspClient.connect(server.url('/tone'));
        assert.equal((await client.request('OPTIONS')).status, 200);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, connectOften));
    await withDeadline(all.promise, 20_000, () => `${atOnce * times} closed events, ${closed} came`);
    assert.equal(clients.size, 0);
    await eventually(
      () => {
        collect();
        return !liveObjects().NodeRTSPClient;
      },
      20_000,
      () => `clients to go, ${liveObjects().NodeRTSPClient} are left`,
    );
  }

  for (const stopOnDisconnect of [true, false]) {
    const state = stopOnDisconnect ? 'on' : 'off';
    it(`ends with its connection over UDP, without TEARDOWN, and so do session and pipeline, stop-on-disconnect ${state}`, async () => {
      const before = liveObjects();
      await vanish(stopOnDisconnect);
      await nothingLeft(before);
    });
  }

  it('ends with its session that is in a pool which the server had before', async () => {
    const before = liveObjects();
    await vanish(false, (server) => {
      server.sessionPool = new RTSPSessionPool();
    });
    await nothingLeft(before);
  });

  it('ends with the server, its session in a pool which the server had before, not what else is in it', async () => {
    const before = liveObjects();
    await replacePoolAndClose();
    await nothingLeft(before);
  });

  it('ends with its connection when it is closed, over UDP too, where its session goes on', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    factory.stopOnDisconnect = false;
    await using server = await serve({ port: 0, mounts: { '/tone': factory } });
    const [connected, closed] = [deferred<RTSPClient>(), deferred()];
    server.on('client-connected', (client) => {
      client.on('closed', () => closed.resolve());
      connected.resolve(client);
    });
    using peer = await stream(server.url('/tone'), 'udp');
    await (await connected.promise).close();
    await withDeadline(peer.closed, 2000, 'the connection to end');
    await withDeadline(closed.promise, 10_000, 'the client to end');
    assert.equal(server.sessionPool?.nSessions, 1);
  });

  async function vanish(stopOnDisconnect: boolean, meanwhile?: (server: RTSPServer) => void): Promise<void> {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    factory.stopOnDisconnect = stopOnDisconnect;
    await using server = await serve({ port: 0, mounts: { '/tone': factory } });
    meetAll(server, '/tone');
    const sessions: RTSPSession[] = [];
    const [removed, unprepared, closed] = [deferred<RTSPSession>(), deferred(), deferred()];
    const pool = server.sessionPool as RTSPSessionPool;
    pool.on('session-removed', (session) => removed.resolve(session));
    factory.on('media-configure', (media) => {
      media.on('unprepared', () => unprepared.resolve());
    });
    server.on('client-connected', (client) => {
      client.on('closed', () => closed.resolve());
      client.on('new-session', (session) => {
        sessions.push(session);
        session.timeout = 1;
        session.setProperty('extra-timeout', 0);
      });
    });
    const client = await stream(server.url('/tone'), 'udp');
    assert.equal(pool.nSessions, 1);
    meanwhile?.(server);
    client.destroy();
    assert.equal(await withDeadline(removed.promise, 15_000, 'the session to end'), sessions[0]);
    // Though JavaScript still has the session.
    await withDeadline(unprepared.promise, 5000, 'the pipeline to stop');
    await withDeadline(closed.promise, 10_000, 'the client to end');
    assert.equal(pool.nSessions, 0);
  }

  async function replacePoolAndClose(): Promise<void> {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    factory.stopOnDisconnect = false;
    const server = await serve({ port: 0, mounts: { '/tone': factory } });
    const former = server.sessionPool as RTSPSessionPool;
    const client = await stream(server.url('/tone'), 'udp');
    const apart = former.create() as RTSPSession;
    server.sessionPool = new RTSPSessionPool();
    client.destroy();
    await server.close();
    assert.deepEqual(await former.filter(), [apart]);
  }

  it('loses its session when it is silent over UDP, though its connection stays', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    server.on('client-connected', (client) => {
      client.postSessionTimeout = 1;
      client.on('new-session', (session) => {
        session.timeout = 1;
        session.setProperty('extra-timeout', 0);
      });
    });
    const removed = once(server.sessionPool as RTSPSessionPool, 'session-removed');
    using client = await stream(server.url('/tone'), 'udp');
    await withDeadline(removed, 15_000, 'the session to end');
    assert.equal(server.sessionPool?.nSessions, 0);
    await withDeadline(client.closed, 15_000, 'the connection to end after it');
  });
});

describe('postSessionTimeout', () => {
  /** A player over UDP with one session, and what the server has of it. */
  async function player(server: RTSPServer, seconds: number) {
    const met = once(server, 'client-connected') as Promise<[RTSPClient]>;
    const peer = await RtspClient.connect(server.url('/tone'));
    const { media } = await peer.describe();
    const setUpAnew = async () => (await peer.setupUdp(media[0]?.control ?? '')).session;
    const session = await setUpAnew();
    const [client] = await met;
    client.postSessionTimeout = seconds;
    const closed = once(client, 'closed');
    return { peer, client, session, setUpAnew, closed, [Symbol.dispose]: () => peer.destroy() };
  }

  it('closes at once after TEARDOWN when it is 0', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    using viewer = await player(server, 0);
    const { peer, client, session, closed } = viewer;
    assert.equal(client.postSessionTimeout, 0);
    assert.equal((await peer.teardown(session)).status, 200);
    await withDeadline(closed, 10_000, 'the client to end');
    await withDeadline(peer.closed, 10_000, 'the connection to end');
  });

  it('lets a client stay that has another session in time', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    using viewer = await player(server, 1);
    const { peer, session, setUpAnew, closed } = viewer;
    await peer.teardown(session);
    const next = await setUpAnew();
    assert.equal(await Promise.race([closed.then(() => 'closed'), sleep(2500, 'stays')]), 'stays');
    await peer.teardown(next);
    await withDeadline(peer.closed, 10_000, 'the connection to end');
  });

  it('means nothing to a client that ends while its session is removed, 50 times', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const pool = server.sessionPool;
    assert.ok(pool);
    for (let i = 0; i < 50; i++) {
      const { peer, closed } = await player(server, 1);
      const removed = (await pool.filter()).map((session) => pool.remove(session));
      if (i % 2) await sleep(Math.random() * 4);
      peer.destroy();
      await Promise.all([closed, ...removed]);
    }
  });
});

describe('the life of a shared pipeline', () => {
  for (const how of ['teardown', 'fin', 'rst'] as const) {
    it(`may end (${how}) while the next viewer comes: he is served, 30 times`, async () => {
      await using server = await serve({ port: 0, mounts: { '/tone': { launch: tone, shared: true } } });
      for (let i = 0; i < 30; i++) {
        const last = await setUp(server.url('/tone'));
        await last.client.play(last.session);
        using next = await RtspClient.connect(server.url('/tone'));
        let left: Promise<unknown> | undefined;
        if (how === 'teardown') left = last.client.teardown(last.session);
        else last.client.destroy(how);
        // A SETUP without a DESCRIBE has a pipeline of its own, with those that do the same.
        if (i % 2) await next.describe();
        const { session, rtp } = await next.setupTcp('stream=0', [0, 1]);
        await next.play(session);
        await rtp.reach(1);
        await left;
        last.client.destroy();
      }
    });
  }

  // Between finding the pipeline and taking part in it a request asks for a thread.
  class Pool extends RTSPThreadPool {
    beforeNext: (() => Promise<boolean>) | undefined;
    override async getThread(type: RTSPThreadType, context: RTSPContext | null = null): Promise<RTSPThread | null> {
      const before = type === RTSPThreadType.MEDIA ? this.beforeNext : undefined;
      this.beforeNext = undefined;
      return (await before?.()) === false ? null : super.getThread(type, context);
    }
  }

  interface Watched {
    server: RTSPServer;
    pool: Pool;
    viewer: Viewing;
    /** Nobody uses the pipeline any more. */
    left: Promise<unknown>;
    /** The pipeline's. */
    ended: Promise<unknown>;
  }

  async function watched(launch = tone): Promise<Watched> {
    const server = await serve({ port: 0, mounts: { '/tone': { launch, shared: true } } });
    const pool = new Pool();
    pool.maxThreads = 4;
    server.threadPool = pool;
    const factory = server.mountPoints?.match('/tone').factory;
    assert.ok(factory);
    const made = once(factory, 'media-configure');
    const viewer = await setUp(server.url('/tone'));
    await viewer.client.play(viewer.session);
    const [media] = (await made) as [RTSPMedia];
    const left = deferred();
    media.on('target-state', (state) => {
      if (state === State.NULL) left.resolve();
    });
    return { server, pool, viewer, left: left.promise, ended: once(media, 'unprepared') };
  }

  async function leave({ viewer: { client, session }, left }: Watched, how: 'teardown' | 'fin'): Promise<true> {
    // From 1.24 on TEARDOWN waits until who has found the pipeline takes part in it.
    const patience = sleep(500);
    if (how === 'teardown') await Promise.race([client.teardown(session).catch(() => undefined), patience]);
    client.destroy('fin');
    await Promise.race([left, patience]);
    return true;
  }

  it('may take three seconds to end: who comes meanwhile waits, and is served', async () => {
    // The thread that sends sleeps after each packet, whatever else is wanted of it.
    const first = await watched(tone.replace('! rtp', '! identity sleep-time=2700000 ! rtp'));
    const { viewer, left } = first;
    await using server = first.server;
    await viewer.streams[0].reach(1);
    viewer.client.destroy('fin');
    await left;
    using next = await RtspClient.connect(server.url('/tone'));
    assert.equal((await next.request('DESCRIBE', { deadline: 10_000 })).status, 200);
  });

  for (const how of ['teardown', 'fin'] as const) {
    it(`goes on for who has found it when its last viewer leaves (${how}), and ends with him`, async () => {
      const first = await watched();
      const { pool, ended } = first;
      await using server = first.server;
      let over = false;
      void ended.then(() => (over = true));
      using next = await RtspClient.connect(server.url('/tone'));
      pool.beforeNext = () => leave(first, how);
      await next.describe();
      const { session, rtp } = await next.setupTcp('stream=0', [0, 1]);
      await next.play(session);
      await rtp.reach(20);
      assert.equal(over, false);
      await next.teardown(session);
      await withDeadline(ended, 5000, 'the pipeline to end');
    });

    it(`ends when its last viewer leaves (${how}) and who has found it is refused`, async () => {
      const first = await watched();
      const { pool, ended } = first;
      await using server = first.server;
      using next = await RtspClient.connect(server.url('/tone'));
      pool.beforeNext = () => leave(first, how).then(() => false);
      await assert.rejects(next.describe(), /503/);
      await withDeadline(ended, 5000, 'the pipeline to end');
    });

    it(`ends when its last viewer leaves (${how}) and who has found it only wanted to know of it`, async () => {
      const first = await watched();
      const { pool, ended } = first;
      await using server = first.server;
      const next = await RtspClient.connect(server.url('/tone'));
      pool.beforeNext = () => leave(first, how);
      await next.describe();
      next.destroy();
      await withDeadline(ended, 5000, 'the pipeline to end');
    });
  }
});
