import assert from 'node:assert/strict';
import { closeSync, constants, openSync } from 'node:fs';
import { availableParallelism } from 'node:os';

import {
  parseLaunch,
  type RTSPContext,
  RTSPMediaFactory,
  RTSPMountPoints,
  RTSPServer,
  type RTSPThread,
  RTSPThreadPool,
  RTSPThreadType,
  serve,
  State,
} from '../lib/index.js';
import { isServed } from './clients/viewer.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { makeFifo } from './helpers/fifo.js';
import { tone } from './helpers/lines.js';
import { threadCount } from './helpers/proc.js';

async function serveWith(threadPool: RTSPThreadPool): Promise<RTSPServer> {
  const factory = new RTSPMediaFactory();
  factory.launch = tone;
  const server = new RTSPServer();
  server.service = '0';
  server.threadPool = threadPool;
  server.mountPoints = new RTSPMountPoints();
  server.mountPoints.addFactory('/tone', factory);
  await server.attach();
  return server;
}

describe('a thread of a pool', () => {
  it('runs until nobody uses it any more', async () => {
    const pool = new RTSPThreadPool();
    const thread = await pool.getThread(RTSPThreadType.MEDIA);
    assert.ok(thread);
    assert.equal(thread.type, RTSPThreadType.MEDIA);
    assert.equal(thread.reuse(), true);
    thread.stop();
    assert.equal(thread.reuse(), true);
    thread.stop();
    thread.stop();
    assert.equal(thread.reuse(), false);
    assert.equal(thread.reuse(), false);
    assert.throws(() => thread.stop(), /not yours to stop/);
  });

  it('for clients is the same one when there are enough, and none where none may be', async () => {
    const pool = new RTSPThreadPool();
    const one = await pool.getThread(RTSPThreadType.CLIENT);
    const other = await pool.getThread(RTSPThreadType.CLIENT);
    assert.ok(one && other);
    assert.equal(one.type, RTSPThreadType.CLIENT);
    one.stop();
    other.stop();
    assert.throws(() => one.stop(), /not yours to stop/);
    pool.maxThreads = 0;
    assert.equal(await pool.getThread(RTSPThreadType.CLIENT), null);
    await assert.rejects(async () => pool.getThread(2 as never), TypeError);
  });

  it('ends, but for those that GLib keeps for others', async () => {
    const pool = new RTSPThreadPool();
    (await pool.getThread(RTSPThreadType.MEDIA))?.stop();
    const threads: (RTSPThread | null)[] = [];
    const before = threadCount();
    for (let i = 0; i < 40; i++) threads.push(await pool.getThread(RTSPThreadType.MEDIA));
    const during = threadCount();
    // The threads of a GThreadPool stay for others a while, up to eight of them.
    assert.ok(during >= before + 25, `${before} threads, then ${during}`);
    for (const thread of threads) thread?.stop();
    await eventually(
      () => threadCount() <= during - 25,
      30_000,
      () => `${threadCount()} threads`,
    );
  });

  it('may serve several media, where an override reuses it', async () => {
    const own = new RTSPThreadPool();
    const shared = await own.getThread(RTSPThreadType.MEDIA);
    assert.ok(shared);
    class Pool extends RTSPThreadPool {
      override getThread(_type: RTSPThreadType, _context: RTSPContext | null) {
        assert.ok(shared?.reuse());
        return shared;
      }
    }
    await using server = await serveWith(new Pool());
    await isServed(server.url('/tone'));
    await isServed(server.url('/tone'));
    shared.stop();
  });

  it('that is not the override’s to give is not taken', async () => {
    const own = new RTSPThreadPool();
    const stopped = await own.getThread(RTSPThreadType.MEDIA);
    assert.ok(stopped);
    stopped.stop();
    class Pool extends RTSPThreadPool {
      override getThread(_type: RTSPThreadType, _context: RTSPContext | null) {
        return stopped;
      }
    }
    const pool = new Pool();
    const told = deferred<Error>();
    pool.on('handler-error', (error) => told.resolve(error));
    await using server = await serveWith(pool);
    await isServed(server.url('/tone'));
    assert.match(
      (await withDeadline(told.promise, 5000, 'handler-error')).message,
      /getThread\(\) or reuse\(\) has given/,
    );
  });
});

describe('calls that GStreamer does not end', () => {
  it('keep no others from their threads', async () => {
    const fifo = makeFifo();
    // More than there are threads at once.
    const pipelines = await Promise.all(
      Array.from({ length: Math.max(4, 2 * availableParallelism()) + 2 }, () =>
        parseLaunch(`filesrc location=${fifo} ! fakesink`),
      ),
    );
    let ended = 0;
    const opening = pipelines.map(async (pipeline) => {
      await pipeline.setState(State.PAUSED);
      ended++;
    });
    const server = await withDeadline(serve({ port: 0, mounts: { '/tone': tone } }), 10_000, 'the server');
    await isServed(server.url('/tone'));
    await withDeadline(server.close(), 10_000, 'its end');
    assert.equal(ended, 0);
    await eventually(
      () => {
        closeSync(openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK));
        return ended === pipelines.length;
      },
      5000,
      () => `${ended} have ended`,
    );
    await Promise.all(opening);
    for (const pipeline of pipelines) await pipeline.setState(State.NULL);
  });
});
