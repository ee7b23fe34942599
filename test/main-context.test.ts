import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import {
  GError,
  MainContext,
  RTSPAuth,
  RTSPMediaFactory,
  RTSPMountPoints,
  RTSPServer,
  RTSPSessionPool,
  RTSPThreadPool,
  RTSPThreadType,
  type Source,
  type SourceCallback,
  TlsAuthenticationMode,
  TlsCertificate,
} from '../lib/index.js';
import { RtspClient } from './clients/rtsp-client.js';
import { isServed, setUp } from './clients/viewer.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { isCollected } from './helpers/garbage.js';
import { tone } from './helpers/lines.js';
import { fileDescriptorCount, threadNames } from './helpers/proc.js';
import { startProcess } from './helpers/process.js';
import { askOverTls, makePair } from './helpers/tls.js';

function makeServer(service = '0'): RTSPServer {
  const factory = new RTSPMediaFactory();
  factory.launch = tone;
  const server = new RTSPServer();
  server.service = service;
  server.mountPoints = new RTSPMountPoints();
  server.mountPoints.addFactory('/tone', factory);
  return server;
}

async function listenOn(context: MainContext): Promise<[RTSPServer, RTSPServer]> {
  const servers: [RTSPServer, RTSPServer] = [makeServer(), makeServer()];
  await Promise.all(servers.map((server) => server.attach(context)));
  return servers;
}

const closeAll = (servers: readonly RTSPServer[]) =>
  withDeadline(Promise.all(servers.map((server) => server.close())), 10_000, 'the servers to close');

function addShortSession(pool: RTSPSessionPool): void {
  const session = pool.create();
  assert.ok(session);
  session.timeout = 1;
  session.setProperty('extra-timeout', 0);
}

/** Those of contexts that other tests of this process have left attached. */
let others = 0;
const ownThreads = () => threadNames().filter((name) => name === 'rtsp-context').length - others;

/** Waits for threads that are beginning: a thread gives itself its name. */
const threadsAre = (count: number) =>
  eventually(
    () => ownThreads() === count,
    5000,
    () => `${count} threads instead of ${ownThreads()}`,
  );

/** Waits until garbage has been collected, and no context has a thread of its own. */
const noThreads = () =>
  eventually(
    () => {
      globalThis.gc?.();
      return ownThreads() <= 0;
    },
    10_000,
    () => `the end of ${ownThreads()} threads`,
  );

// In functions of their own: what a running function has used is not collected.
const watchOn = (pool: RTSPSessionPool, callback: SourceCallback<RTSPSessionPool>) =>
  pool.watch(callback, new MainContext());

describe('a MainContext', () => {
  before(async () => {
    for (let i = 0; i < 5; i++) {
      globalThis.gc?.();
      await sleep(1);
    }
    others = ownThreads();
  });

  it('has a thread, which ends with it: a hundred that are dropped leave none, and no descriptor', async () => {
    MainContext.default();
    const descriptors = fileDescriptorCount();
    const make = async () => {
      const contexts = Array.from({ length: 100 }, () => new MainContext());
      await threadsAre(100);
      return new WeakRef(contexts[0]);
    };
    await isCollected(await make(), 5000, 'a context');
    await noThreads();
    await eventually(() => fileDescriptorCount() <= descriptors, 5000, 'the end of their descriptors');
  });

  it('has one thread for two servers, and goes on when one of them is closed', async () => {
    const context = new MainContext();
    const before = threadNames().filter((name) => name === 'rtsp-server').length;
    const [one, other] = await listenOn(context);
    await threadsAre(1);
    assert.equal(threadNames().filter((name) => name === 'rtsp-server').length, before);
    const viewer = await setUp(other.url('/tone'));
    await viewer.client.play(viewer.session);
    await viewer.streams[0]?.reach(2);
    await isServed(one.url('/tone'));
    one.service = String(one.boundPort);
    await closeAll([one]);
    await viewer.streams[0]?.reach(viewer.streams[0].rtpPackets + 10);
    await isServed(other.url('/tone'));
    // The port is free.
    await one.attach(context);
    await isServed(one.url('/tone'));
    await closeAll([one, other]);
    assert.equal(await withDeadline(viewer.client.closed, 2000, 'the end of the connection'), null);
  });

  it('is kept by a server that listens on it, and only as long', async () => {
    const server = makeServer();
    const listen = () => server.attach(new MainContext());
    await listen();
    for (let i = 0; i < 5; i++) {
      globalThis.gc?.();
      await sleep(1);
    }
    await threadsAre(1);
    await isServed(server.url('/tone'));
    await closeAll([server]);
    await noThreads();
  });

  it('may be the default one, on which a server listens and is closed', async () => {
    const servers = await listenOn(MainContext.default());
    for (const server of servers) await isServed(server.url('/tone'));
    await closeAll(servers);
    assert.equal(ownThreads(), 0);
  });

  it('may be the one on which GIO asks about certificates, also where no client has a thread of its own', async () => {
    const [own, peer] = await Promise.all([makePair('server'), makePair('camera')]);
    for (const maxThreads of [1, 0]) {
      const server = makeServer();
      server.threadPool.maxThreads = maxThreads;
      const auth = new RTSPAuth();
      auth.tlsCertificate = TlsCertificate.fromPem(own.certificate + own.key);
      auth.tlsAuthenticationMode = TlsAuthenticationMode.REQUIRED;
      let asked = 0;
      auth.on('accept-certificate', async () => ++asked > 0);
      server.auth = auth;
      await server.attach(MainContext.default());
      assert.equal(await askOverTls(server, peer), 'RTSP/1.0 200 OK');
      assert.equal(asked, 1);
      await closeAll([server]);
    }
  });

  it('lets a server close when the handler of another one has answered', async () => {
    const [one, other] = await listenOn(new MainContext());
    const asked = deferred();
    const answer = deferred();
    one.once('client-connected', async () => {
      asked.resolve();
      await answer.promise;
    });
    using viewer = await RtspClient.connect(one.url('/tone'));
    await withDeadline(asked.promise, 5000, 'client-connected');
    let closed = false;
    const closing = other.close().then(() => (closed = true));
    const spare = makeServer();
    await spare.attach();
    await spare.close();
    assert.equal(closed, false);
    answer.resolve();
    await withDeadline(closing, 5000, 'the other server to close');
    await viewer.describe();
    await isServed(one.url('/tone'));
    await closeAll([one]);
  });

  it('lets a server be closed in a handler of another one, and of its own', async () => {
    const [one, other] = await listenOn(new MainContext());
    const errors: string[] = [];
    one.on('handler-error', (error) => errors.push(error.message));
    for (const closes of [other, one]) {
      const closed = deferred();
      one.once('client-connected', async () => {
        await closes.close();
        closed.resolve();
      });
      const viewer = await RtspClient.connect(one.url('/tone'));
      await withDeadline(closed.promise, 5000, 'the server to close');
      viewer.destroy();
      assert.equal(closes.listening, false);
      if (closes === other) await isServed(one.url('/tone'));
    }
    assert.equal(errors.length, 2, errors.join('\n'));
    await noThreads();
  });

  it('dispatches what is attached to it: a new one, the default one, that of a thread', async () => {
    const threads = new RTSPThreadPool();
    const thread = await threads.getThread(RTSPThreadType.MEDIA);
    assert.ok(thread);
    const sources: Source[] = [];
    const called = [null, undefined, MainContext.default(), thread.context, new MainContext()].map((context) => {
      const pool = new RTSPSessionPool();
      const done = deferred();
      sources.push(pool.watch(() => done.resolve(), context));
      addShortSession(pool);
      return done.promise;
    });
    // Nothing but the source holds this one.
    const pool = new RTSPSessionPool();
    const done = deferred();
    sources.push(watchOn(pool, () => done.resolve()));
    globalThis.gc?.();
    addShortSession(pool);
    await withDeadline(Promise.all([...called, done.promise]), 5000, 'the callbacks');
    for (const source of sources) source.destroy();
    thread.stop();
    await noThreads();
  });

  it('bears sources that end on its thread while JavaScript ends them, or lets them go', async () => {
    const pools: RTSPSessionPool[] = [];
    const sources = Array.from({ length: 60 }, (_, i) => {
      const pool = new RTSPSessionPool();
      pools.push(pool);
      addShortSession(pool);
      return watchOn(pool, () => (i % 3 === 0 ? false : undefined));
    });
    await eventually(() => pools.some(({ nSessions }) => nSessions === 0), 5000, 'the first end of a session');
    for (const [i, source] of sources.entries()) if (i % 3 === 1) source.destroy();
    await eventually(() => pools.every(({ nSessions }, i) => i % 3 === 1 || nSessions === 0), 5000, 'all to be called');
    for (const [i, source] of sources.entries()) if (i % 3 === 2) source.destroy();
    await eventually(() => sources.every(({ destroyed }) => destroyed), 5000, 'the end of the sources');
    sources.length = 0;
    await noThreads();
  });

  it('of a thread is none that a server listens on', async () => {
    const threads = new RTSPThreadPool();
    const thread = await threads.getThread(RTSPThreadType.CLIENT);
    assert.ok(thread);
    const server = makeServer();
    await assert.rejects(server.attach(thread.context), GError);
    assert.equal(server.listening, false);
    const { context } = thread;
    thread.stop();
    // It is dispatched no more, and may be destroyed.
    new RTSPSessionPool().watch(() => assert.fail('nobody iterates it'), context).destroy();
    await server.attach();
    await server.close();
  });

  it('is nothing else: what is none is refused', async () => {
    const server = makeServer();
    const pool = new RTSPSessionPool();
    for (const wrong of [1, 'default', {}, [], pool, MainContext, Object.create(MainContext.prototype)] as never[]) {
      await assert.rejects(server.attach(wrong), TypeError);
      assert.throws(() => pool.createWatch().attach(wrong), TypeError);
    }
    assert.equal(server.listening, false);
    const source = pool.createWatch().attach(new MainContext());
    assert.throws(() => source.attach(new MainContext()), GError);
    source.destroy();
    assert.throws(() => source.attach(new MainContext()), GError);
    await noThreads();
  });

  const listening = `
    const { MainContext, RTSPServer, RTSPSessionPool } = require('./dist/index.js');
    const context = new MainContext();
    const servers = [new RTSPServer(), new RTSPServer()];
    const pool = new RTSPSessionPool();
    pool.watch(() => {}, context);
    const ready = Promise.all(servers.map((server) => {
      server.service = '0';
      return server.attach(context);
    }));`;

  it('ends with its worker, also while servers listen on it and a handler waits', async () => {
    for (const handler of ['() => undefined', '() => new Promise(() => {})']) {
      const worker = new Worker(
        `const { parentPort } = require('node:worker_threads');
         ${listening}
         ready.then(() => {
           servers[0].on('client-connected', () => {
             parentPort.postMessage('asked');
             return (${handler})();
           });
           parentPort.postMessage(servers[0].boundPort);
         });`,
        { eval: true },
      );
      const [port] = (await once(worker, 'message')) as [number];
      const asked = once(worker, 'message');
      using viewer = await RtspClient.connect(`rtsp://127.0.0.1:${port}/`);
      await asked;
      await withDeadline(worker.terminate(), 5000, 'the end of the worker');
      await withDeadline(viewer.closed, 5000, 'the end of the connection');
    }
    await noThreads();
  });

  it('lets its process end', async () => {
    const ends = {
      '': `ready.then(() => Promise.all(servers.map((server) => server.close())));`,
      'while servers listen': 'ready.then(() => process.exit());',
      'in a handler': `ready.then(() => {
        servers[0].on('client-connected', async () => process.exit());
        require('node:net').connect(servers[0].boundPort, '127.0.0.1');
      });`,
    };
    await Promise.all(
      Object.entries(ends).map(async ([when, end]) => {
        const exit = await startProcess(process.execPath, ['-e', listening + end]).endWithin(15_000);
        assert.deepEqual([exit.code, exit.signal, exit.stderr], [0, null, ''], when);
      }),
    );
  });
});
