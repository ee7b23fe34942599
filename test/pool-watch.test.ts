import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import { GError, type HandlerError, RTSPFilterResult, RTSPSessionPool, serve, type Source } from '../lib/index.js';
import { native } from '../lib/native.js';
import { RtspClient } from './clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { areCollected } from './helpers/garbage.js';
import { tone } from './helpers/lines.js';
import { projectRoot, run } from './helpers/process.js';
import { assertSame } from './helpers/same.js';

/** A session that expires in a second. */
function addShortSession(pool: RTSPSessionPool) {
  const session = pool.create();
  assert.ok(session);
  session.timeout = 1;
  session.setProperty('extra-timeout', 0);
  return session;
}

async function collect(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    assert.ok(globalThis.gc, 'run with --expose-gc');
    globalThis.gc();
    await sleep(10);
  }
}

describe('the watch of a session pool', () => {
  it('calls back when a session has expired that came later than it, and the session is removed', async () => {
    const pool = new RTSPSessionPool();
    const called = deferred<unknown[]>();
    const source = pool.watch((...args) => called.resolve(args));
    assert.equal(source.destroyed, false);
    addShortSession(pool);
    assertSame(await withDeadline(called.promise, 4000, 'the callback'), [pool]);
    await eventually(() => pool.nSessions === 0, 2000, 'no session');
    assert.equal(source.destroyed, false);
    source.destroy();
    assert.equal(source.destroyed, true);
    source.destroy();
  });

  it('is called for each session that expires, and not in a busy loop, while one that never does is there', async () => {
    const pool = new RTSPSessionPool();
    let calls = 0;
    const source = pool.watch(async () => {
      calls++;
      await new Promise(() => {});
    });
    for (let i = 0; i < 10; i++) {
      const endless = pool.create();
      assert.ok(endless);
      endless.timeout = 0;
    }
    addShortSession(pool);
    await eventually(() => calls > 0, 4000, 'the first call');
    const before = calls;
    addShortSession(pool);
    await eventually(() => calls > before, 4000, 'the second call');
    await eventually(() => pool.nSessions === 10, 2000, 'the others only');
    assert.ok(calls < 10, `${calls} calls`);
    source.destroy();
  });

  it('is not called in a busy loop while the client of an expired session keeps its thread', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const pool = server.sessionPool;
    assert.ok(pool);
    const held = deferred();
    server.on('client-connected', (client) => {
      client.on('new-session', (session) => {
        session.timeout = 1;
        session.setProperty('extra-timeout', 0);
      });
      client.on('pre-get-parameter-request', () => held.promise, { timeout: 10_000 });
    });
    using peer = await RtspClient.connect(server.url('/tone'));
    await peer.describe();
    await peer.setupUdp('stream=0');
    let calls = 0;
    const source = pool.watch(() => {
      calls++;
    });
    const answered = peer.request('GET_PARAMETER');
    const begin = performance.now();
    await eventually(() => calls >= 4, 8000, 'four calls');
    const seconds = (performance.now() - begin) / 1000;
    assert.ok(calls <= 2 + 4 * seconds, `${calls} calls in ${seconds} s`);
    assert.equal(pool.nSessions, 1);
    held.resolve();
    await answered;
    await eventually(() => pool.nSessions === 0, 4000, 'the end of the session');
    source.destroy();
  });

  for (const [how, answer] of [
    ['plain', false],
    ['by a Promise', sleep(20, false)],
  ] as const) {
    it(`ends when its callback answers false, ${how}`, async () => {
      const pool = new RTSPSessionPool();
      const source = pool.watch(() => answer);
      addShortSession(pool);
      await eventually(() => source.destroyed, 4000, 'the end of the source');
    });
  }

  it('ends when its time comes and it has no callback', async () => {
    const pool = new RTSPSessionPool();
    const source = pool.createWatch().attach();
    const other = pool.watch(() => assert.fail('it was taken off'));
    other.setCallback(null);
    addShortSession(pool);
    await eventually(() => source.destroyed && other.destroyed, 4000, 'the end of the sources');
  });

  it('calls the callback that was set last, and none any more when it is destroyed', async () => {
    const pool = new RTSPSessionPool();
    const called = deferred();
    let wrong = 0;
    const source = pool.watch(() => {
      wrong++;
    });
    const other = pool.watch(() => {
      wrong++;
    });
    other.destroy();
    source.setCallback(() => called.resolve());
    addShortSession(pool);
    await withDeadline(called.promise, 4000, 'the callback');
    source.destroy();
    assert.equal(wrong, 0);
  });

  it('can be given another callback while the one before is at work, whose answer still counts', async () => {
    const pool = new RTSPSessionPool();
    const calls: string[] = [];
    const later = deferred<boolean>();
    const source = pool.watch(() => {
      calls.push('first');
      source.setCallback(() => {
        calls.push('second');
        source.setCallback(async () => {
          calls.push('third');
          return true;
        });
        return true;
      });
      return later.promise;
    });
    for (let i = 1; i <= 4; i++) {
      addShortSession(pool);
      await eventually(() => calls.length >= i, 4000, `call ${i}`);
    }
    assert.deepEqual(calls.slice(0, 4), ['first', 'second', 'third', 'third']);
    assert.equal(source.destroyed, false);
    later.resolve(false);
    await eventually(() => source.destroyed, 1000, 'the end of the source');
  });

  it('leaves nothing behind after 1,000 callbacks of one source, and of a source each', async () => {
    const pool = new RTSPSessionPool();
    const captured: WeakRef<object>[] = [];
    const capture = () => {
      const big = { bytes: new Uint8Array(10_000) };
      captured.push(new WeakRef(big));
      return () => big.bytes.length > 0;
    };
    const source = pool.watch(capture());
    for (let i = 0; i < 1000; i++) source.setCallback(capture());
    const called = deferred();
    source.setCallback(() => called.resolve());
    addShortSession(pool);
    await withDeadline(called.promise, 4000, 'the callback');
    const sources: WeakRef<object>[] = [];
    const watchOnce = () => {
      const other = pool.watch(capture());
      sources.push(new WeakRef(other));
      other.destroy();
    };
    for (let i = 0; i < 1000; i++) watchOnce();
    await areCollected(captured);
    await areCollected(sources);
    assert.equal(source.destroyed, false);
    source.destroy();
  });

  it('goes on when its callback throws or answers nonsense, and tells', async () => {
    const pool = new RTSPSessionPool();
    const told: string[] = [];
    pool.on('handler-error', (error: HandlerError, event, object) => {
      assert.equal(event, 'RTSPSessionPoolFunc');
      assert.equal(object, pool);
      told.push(error.message);
    });
    const bad: (() => unknown)[] = [
      () => {
        throw new Error('first');
      },
      () => Promise.reject(new Error('second')),
      () => 0,
    ];
    const source = pool.watch(() => bad.shift()?.() as boolean);
    for (let i = 1; bad.length > 0; i++) {
      addShortSession(pool);
      await eventually(() => told.length === i, 4000, `error ${i}`);
    }
    assert.deepEqual(told, [
      'RTSPSessionPoolFunc: the handler threw: first',
      'RTSPSessionPoolFunc: the handler threw: second',
      'RTSPSessionPoolFunc: the answer must be a boolean, not number',
    ]);
    assert.equal(source.destroyed, false);
    source.destroy();
  });

  it('tells the server whose pool it is, where nobody listens to the pool, and the one that took it last', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    await using other = await serve({ port: 0, mounts: { '/tone': tone } });
    const pool = server.sessionPool;
    assert.ok(pool);
    for (const one of [server, other]) {
      one.sessionPool = pool;
      const told = once(one, 'handler-error');
      const source = pool.watch(() => {
        throw new Error('on purpose');
      });
      addShortSession(pool);
      const [error, event, object] = (await withDeadline(told, 4000, 'handler-error')) as [
        HandlerError,
        string,
        object,
      ];
      assert.equal(error.message, 'RTSPSessionPoolFunc: the handler threw: on purpose');
      assertSame([event, object], ['RTSPSessionPoolFunc', pool]);
      source.destroy();
    }
  });

  it("tells its pool's server also of a handler of session-removed that throws, whichever thread removes", async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const pool = server.sessionPool;
    assert.ok(pool);
    pool.once('session-removed', () => {
      throw new Error('on purpose');
    });
    const told = once(server, 'handler-error');
    addShortSession(pool);
    const [error, event] = (await withDeadline(told, 6000, 'handler-error')) as [HandlerError, string];
    assert.equal(error.message, 'session-removed: the handler threw: on purpose');
    assert.equal(event, 'session-removed');
  });

  it('refuses what it cannot do', () => {
    const pool = new RTSPSessionPool();
    const source = pool.createWatch();
    assert.throws(() => source.setCallback(3 as never), TypeError);
    source.attach();
    assert.throws(() => source.attach(), GError);
    source.destroy();
    assert.throws(() => source.attach(), GError);
    const unattached = pool.createWatch();
    unattached.destroy();
    assert.equal(unattached.destroyed, true);
    assert.throws(() => unattached.attach(), GError);
    assert.throws(() => new (source.constructor as new () => Source)(), TypeError);
  });

  it('stays while it is attached, and leaves nothing behind when it is destroyed', async () => {
    native.track();
    const registry = new FinalizationRegistry<string>((what) => gone.add(what));
    const gone = new Set<string>();
    let calls = 0;
    const make = () => {
      const pool = new RTSPSessionPool();
      const source = pool.watch((of) => {
        assert.equal(of, pool);
        calls++;
        return source.destroyed;
      });
      registry.register(pool, 'pool');
      registry.register(source, 'source');
      return new WeakRef(pool);
    };
    // In a function of its own: closures of one scope keep each other's variables.
    const makeUnattached = () => {
      const unattached = new RTSPSessionPool();
      unattached.createWatch().setCallback(() => unattached.nSessions > 0);
      registry.register(unattached, 'unattached');
    };
    const pools = native.statistics().instances['NodeRTSPSessionPool'] || 0;
    const ref = make();
    makeUnattached();
    await eventually(
      async () => {
        await collect();
        return gone.has('unattached');
      },
      5000,
      'the end of the source that was not attached',
    );
    assert.deepEqual([...gone], ['unattached']);
    // The answer, false, destroys the source.
    (() => addShortSession(ref.deref() as RTSPSessionPool))();
    await eventually(() => calls > 0, 4000, 'the callback');
    await eventually(
      async () => {
        await collect();
        return gone.size === 3 && (native.statistics().instances['NodeRTSPSessionPool'] || 0) <= pools;
      },
      8000,
      () => `the end of all (${[...gone].join()})`,
    );
  });

  it('does not keep the process alive', async () => {
    const script = `
      const { RTSPSessionPool } = require('./dist/index.js');
      const pool = new RTSPSessionPool();
      pool.watch(() => {});
      pool.create();`;
    const exit = await run(process.execPath, ['-e', script], { cwd: projectRoot, deadline: 10_000 });
    assert.equal(exit.code, 0, exit.stderr);
  });

  it('does no harm when its worker ends before the session expires', async () => {
    const worker = new Worker(
      `const { parentPort } = require('node:worker_threads');
       const { RTSPSessionPool } = require('./dist/index.js');
       const pool = new RTSPSessionPool();
       const session = pool.create();
       session.timeout = 1;
       session.setProperty('extra-timeout', 0);
       pool.watch(() => {});
       parentPort.postMessage('ready');
       setInterval(() => {}, 1000);`,
      { eval: true },
    );
    await new Promise((resolve) => worker.once('message', resolve));
    await worker.terminate();
    // This one is dispatched after that one would have been.
    const pool = new RTSPSessionPool();
    const called = deferred();
    const source = pool.watch(() => called.resolve());
    addShortSession(pool);
    await withDeadline(called.promise, 4000, 'the callback');
    source.destroy();
    await pool.filter(() => RTSPFilterResult.REMOVE);
  });
});
