import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { type RTSPServer, serve } from '../lib/index.js';
import { RtspClient } from './clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';

const serveTone = () => serve({ port: 0, mounts: { '/tone': tone } });

/** Resolves when nobody waits any more: the answer leaves before the thread that waited is counted. */
async function settled(server: RTSPServer): Promise<ReturnType<RTSPServer['stats']>> {
  await eventually(() => server.stats().waiting === 0, 5000, 'nobody to wait');
  return server.stats();
}

describe("a server's stats", () => {
  it('are all zero before there is anybody', async () => {
    await using server = await serveTone();
    assert.deepEqual(server.stats(), {
      asks: 0,
      answered: 0,
      expired: 0,
      thrown: 0,
      waiting: 0,
      waitTotalMs: 0,
      waitMaxMs: 0,
      droppedTells: 0,
      clients: 0,
      sessions: 0,
    });
  });

  it('count no questions where nobody listens', async () => {
    await using server = await serveTone();
    using client = await RtspClient.connect(server.url('/tone'));
    await client.describe();
    assert.equal(server.stats().asks, 0);
  });

  it('count no questions where C makes no use of an answer, though its signal has one', async () => {
    await using server = await serveTone();
    const told = deferred();
    server.mountPoints?.match('/tone').factory?.once('media-constructed', (media) => {
      media.on('handle-message', () => {
        told.resolve();
        return new Promise(() => undefined);
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    await client.describe();
    await withDeadline(told.promise, 5000, 'a message');
    // That of media-constructed alone.
    assert.equal((await settled(server)).asks, 1);
  });

  it('count clients and sessions as they come and go', async () => {
    await using server = await serveTone();
    const one = await RtspClient.connect(server.url('/tone'));
    using other = await RtspClient.connect(server.url('/tone'));
    await one.describe();
    await other.describe();
    const { session } = await one.setupTcp('stream=0', [0, 1]);
    await one.play(session);
    assert.equal(server.stats().clients, 2);
    assert.equal(server.stats().sessions, 1);
    await one.teardown(session);
    await eventually(() => server.stats().sessions === 0, 5000, 'the session to go');
    one.destroy();
    await eventually(() => server.stats().clients === 1, 5000, 'the client to go');
  });

  it('tell how long threads have waited, and that one waits', async () => {
    await using server = await serveTone();
    const inside = deferred();
    const go = deferred();
    server.on('client-connected', (client) => {
      client.on('pre-options-request', () => sleep(100));
      client.on('pre-describe-request', async () => {
        inside.resolve();
        await go.promise;
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    await client.request('OPTIONS');
    const before = await settled(server);
    assert.equal(before.asks, 2);
    assert.equal(before.answered, 2);
    // Timers may be early by a millisecond.
    assert.ok(before.waitMaxMs >= 98, `${before.waitMaxMs} ms at most`);
    assert.ok(before.waitTotalMs >= before.waitMaxMs && before.waitTotalMs < before.waitMaxMs + 1000);

    const described = client.describe();
    await withDeadline(inside.promise, 5000, 'the handler');
    assert.deepEqual([server.stats().asks, server.stats().answered, server.stats().waiting], [3, 2, 1]);
    go.resolve();
    await described;
    assert.equal((await settled(server)).answered, 3);
  });

  it('tell handlers that throw, answer something else, or do not answer in time', async () => {
    await using server = await serveTone();
    const errors: string[] = [];
    server.on('handler-error', (error) => errors.push(error.event));
    server.handlerTimeout = 60;
    server.on('client-connected', (client) => {
      client.on('pre-options-request', () => {
        throw new Error('on purpose');
      });
      client.on('pre-describe-request', () => 'fine' as unknown as undefined);
      client.on('pre-setup-request', () => new Promise<undefined>(() => undefined));
      // C waits for no answer of these.
      client.on('new-session', () => Promise.reject(new Error('on purpose')));
      client.on('setup-request', () => {
        throw new Error('on purpose');
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('OPTIONS')).status, 500);
    await client.describe();
    await client.setupTcp('stream=0', [0, 1]);
    // `setup-request` comes after its answer.
    await eventually(() => server.stats().asks === 6, 5000, 'six questions');
    const stats = await settled(server);
    assert.deepEqual([stats.asks, stats.answered, stats.thrown, stats.expired], [6, 1, 4, 1]);
    assert.ok(stats.waitMaxMs >= 60);
    assert.deepEqual(errors.sort(), [
      'new-session',
      'pre-describe-request',
      'pre-options-request',
      'pre-setup-request',
      'setup-request',
    ]);
  });

  it('are of one server, and include what its factories ask', async () => {
    await using server = await serveTone();
    await using other = await serveTone();
    server.mountPoints?.match('/tone').factory?.on('media-configure', () => undefined);
    other.on('client-connected', () => undefined);
    using client = await RtspClient.connect(server.url('/tone'));
    await client.describe();
    assert.equal((await settled(server)).asks, 1);
    assert.equal(other.stats().asks, 0);
  });

  it('count the events that were lost, since nobody took them', async () => {
    await using server = await serveTone();
    let heard = 0;
    server.on('notify::backlog', () => heard++);
    const times = 70_000;
    // JavaScript takes nothing out of the queue as long as this runs.
    for (let i = 0; i < times; i++) server.setProperty('backlog', 1 + (i % 100));
    const { droppedTells } = server.stats();
    assert.ok(droppedTells > 0 && droppedTells < times, `${droppedTells} were lost`);
    await eventually(
      () => heard + droppedTells === times,
      10_000,
      () => `${times} events, ${heard} came`,
    );
  });
});
