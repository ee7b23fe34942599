import assert from 'node:assert/strict';
import { AsyncResource } from 'node:async_hooks';
import { once } from 'node:events';

import { type HandlerError, type RTSPMessage, RTSPMethod, type RTSPStream, type SendOptions } from '../lib/index.js';
import { native } from '../lib/native.js';
import { DirectClient } from './clients/direct-client.js';
import { eventually, withDeadline } from './helpers/deadline.js';
import { toneAndPicture } from './helpers/lines.js';

/** Keeps the event loop from everything else. */
function block(ms: number): void {
  const end = Date.now() + ms;
  while (Date.now() < end);
}

function fail(): never {
  throw new Error('on purpose');
}

async function play(direct: DirectClient): Promise<void> {
  assert.equal((await direct.request(RTSPMethod.DESCRIBE)).status, 200);
  assert.equal((await direct.setUp(0)).status, 200);
  assert.equal((await direct.setUp(1)).status, 200);
  assert.equal((await direct.play()).status, 200);
}

/** A call that takes the stream's lock, from within a handler: how long it took, and whether it was refused. */
class Visits {
  longest = 0;
  refused = 0;
  made = 0;
  seen = 0;

  make(stream: RTSPStream): void {
    const begin = Date.now();
    this.made++;
    try {
      this.seen = stream.profiles;
    } catch (error) {
      assert.match(String(error), /its delivery is strict/);
      this.refused++;
    }
    this.longest = Math.max(this.longest, Date.now() - begin);
  }
}

describe('while a thread waits strictly, with its locks', () => {
  /** A client whose first stream somebody is about to stop: he has its lock, and waits for the sending thread. */
  async function contend(
    before: SendOptions,
    handle: (stream: RTSPStream, direct: DirectClient) => void,
    now: (set: (options: SendOptions) => Promise<void>) => Promise<void> | null,
  ): Promise<void> {
    const direct = new DirectClient(toneAndPicture);
    let stream: RTSPStream | null = null;
    const handler = (message: Parameters<DirectClient['take']>[0]) => {
      direct.take(message);
      if (stream && message.channel === 0) handle(stream, direct);
    };
    await direct.client.setSendFunc((_, message) => handler(message), before);
    await play(direct);
    await direct.reach(20);
    const transport = await direct.client.getStreamTransport(0);
    assert.ok(transport);
    stream = transport.stream;
    block(200);
    const changed = now((options) => direct.client.setSendFunc((_, message) => handler(message), options));
    block(200);
    const stopped = transport.setActive(false);
    block(200);
    await changed;
    await withDeadline(stopped, 5000, 'the end of the stream');
    await direct.client.close();
  }

  const strict: SendOptions = { delivery: 'strict', timeout: 3000 };

  it('what was queued before is delivered first, and its handlers do not wait for that thread', async () => {
    const visits = new Visits();
    await contend(
      { delivery: 'queued' },
      (stream) => visits.make(stream),
      (set) => set(strict),
    );
    assert.ok(visits.made > 0);
    assert.ok(visits.longest < 1500, `${visits.longest} ms`);
  });

  it('a handler does not wait for it that has just made its delivery queued', async () => {
    const visits = new Visits();
    const done = { now: false };
    await contend(
      strict,
      (stream, direct) => {
        if (!done.now) return;
        done.now = false;
        void direct.client.setSendFunc((_, message) => direct.take(message), { delivery: 'queued' });
        visits.make(stream);
      },
      () => {
        done.now = true;
        return null;
      },
    );
    assert.equal(visits.made, 1);
    assert.ok(visits.longest < 1500, `${visits.longest} ms`);
  });

  it('a handler does not wait for it outside of its asynchronous context either', async () => {
    const visits = new Visits();
    const outside = new AsyncResource('test');
    await contend(
      strict,
      (stream) => outside.runInAsyncScope(() => visits.make(stream)),
      () => null,
    );
    assert.ok(visits.refused > 0);
    assert.ok(visits.longest < 1500, `${visits.longest} ms`);
  });
});

describe('a strict handler', () => {
  it('can be replaced from within, and nothing is lost', async () => {
    const direct = new DirectClient(toneAndPicture);
    let replaced = 0;
    const set = (number: number): Promise<void> =>
      direct.client.setSendFunc(
        (_, message, close) => {
          direct.take(message, close);
          if (message.data === null || number >= 20) return;
          replaced = number + 1;
          changes.push(set(number + 1));
        },
        { delivery: number % 2 === 0 ? 'strict' : 'queued' },
      );
    const changes: Promise<void>[] = [];
    await set(0);
    await play(direct);
    await direct.reach(60);
    await Promise.all(changes);
    assert.equal(replaced, 20);
    assert.equal(direct.gaps, 0);
    assert.equal((await direct.teardown()).status, 200);
  });

  for (const [how, listener] of [
    ['throws', () => fail()],
    ['rejects', async () => fail()],
  ] as const) {
    it(`refuses, though the listener of send-refused ${how}`, async () => {
      const direct = new DirectClient(toneAndPicture);
      const errors: HandlerError[] = [];
      direct.client.on('handler-error', (error) => errors.push(error));
      direct.client.on('send-refused', listener);
      const closed = once(direct.client as NodeJS.EventEmitter, 'closed');
      await direct.client.setSendFunc(
        (_, message, close) => {
          if (message.data !== null) return false;
          direct.take(message, close);
          return true;
        },
        { delivery: 'strict' },
      );
      await play(direct);
      await withDeadline(closed, 5000, 'closed');
      assert.match(errors[0]?.message ?? '', /^send-refused: the handler threw: on purpose$/);
    });
  }

  it('of an environment that ends holds up nobody', async () => {
    // See process.test.ts for the process's end.
    const { Worker } = await import('node:worker_threads');
    const source = `
      const { register } = require('tsx/cjs/api');
      register();
      const { parentPort } = require('node:worker_threads');
      const { DirectClient } = require(${JSON.stringify(require.resolve('./clients/direct-client.ts'))});
      const { RTSPMethod } = require(${JSON.stringify(require.resolve('../lib/index.ts'))});
      const { toneAndPicture } = require(${JSON.stringify(require.resolve('./helpers/lines.ts'))});
      setInterval(() => undefined, 1000); // a client keeps no event loop alive
      (async () => {
        const direct = new DirectClient(toneAndPicture);
        await direct.client.setSendFunc((client, message, close) => {
          direct.take(message, close);
          if (message.data !== null && direct.packets === 30) {
            parentPort.postMessage('strict');
            const end = Date.now() + 20000;
            while (Date.now() < end);
          }
        }, { delivery: 'strict', timeout: 20000 });
        await direct.request(RTSPMethod.DESCRIBE);
        await direct.setUp(0);
        await direct.play();
      })();`;
    for (let i = 0; i < 3; i++) {
      const worker = new Worker(source, { eval: true });
      worker.on('error', (error) => assert.fail(error));
      await withDeadline(once(worker, 'message'), 20_000, 'a strict call');
      const begin = Date.now();
      await worker.terminate();
      assert.ok(Date.now() - begin < 3000, `${Date.now() - begin} ms`);
    }
  });
});

describe('strict handlers that are asked without a pause', () => {
  it('leave room for what else JavaScript waits for', async () => {
    const clients = Array.from({ length: 3 }, () => new DirectClient(toneAndPicture));
    let asked = 0;
    for (const direct of clients) {
      await direct.client.setSendFunc(
        (_, message, close) => {
          direct.take(message, close);
          if (message.data === null) return;
          asked++;
          block(30);
        },
        { delivery: 'strict' },
      );
      await play(direct);
    }
    await eventually(() => asked > 30, 5000, 'questions');
    const [{ client }] = clients;
    const calls = Array.from({ length: 10 }, () => client.sessionFilter());
    assert.equal((await withDeadline(Promise.all(calls), 3000, 'the calls')).length, 10);
    for (const direct of clients) await direct.client.close();
  });
});

describe('a strict registration', () => {
  it('is none any more when its handler is taken off', async () => {
    const direct = new DirectClient(toneAndPicture);
    const set = (handler: ((message: RTSPMessage) => void) | null): Promise<void> =>
      direct.client.setSendFunc(handler && ((_, message) => handler(message)), { delivery: 'strict' });
    const nobodyAsks = () => {
      global.gc?.(); // what other tests have left
      return !native.statistics().askedNow;
    };
    await eventually(nobodyAsks, 10_000, 'the end of the strict clients before');
    await set((message) => direct.take(message));
    assert.equal(native.statistics().askedNow, true);
    await play(direct);
    const transport = await direct.client.getStreamTransport(0);
    assert.ok(transport);
    const packets: number[] = [];
    await transport.setCallbacks((buffer) => (packets.push(buffer.size), true), null, { delivery: 'strict' });
    await eventually(() => packets.length >= 5, 5000, 'five packets');
    await transport.setCallbacks(null, null);
    assert.equal(native.statistics().askedNow, true);
    await set(null);
    // A thread may be asking yet.
    await eventually(() => !native.statistics().askedNow, 5000, 'the end of all questions');
    await direct.client.close();
  });

  it('lets its questions gather in its queue, and no further, while the event loop is blocked', async () => {
    const direct = new DirectClient(toneAndPicture);
    const errors: HandlerError[] = [];
    direct.client.on('handler-error', (error) => errors.push(error));
    const options: SendOptions = { delivery: 'strict', timeout: 1, queueLength: 8 };
    await direct.client.setSendFunc((_, message) => direct.take(message), options);
    await play(direct);
    await direct.reach(20);
    const before = errors.length;
    block(1000);
    await direct.reach(direct.packets + 20);
    const { delivered, dropped } = direct.client.sendStatistics;
    assert.ok(dropped >= 20, `${dropped} dropped`);
    assert.ok(delivered >= direct.packets);
    assert.ok(errors.length > before);
    assert.match(errors[0]?.message ?? '', /has not answered in time$/);
    await direct.client.close();
  });
});

describe('a queue of one packet', () => {
  it('delivers lists that are longer, one at a time', async () => {
    const direct = new DirectClient(
      `( videotestsrc is-live=true ! video/x-raw,format=UYVY,width=320,height=240,framerate=25/1
        ! rtpvrawpay name=pay0 pt=96 )`,
    );
    for (const whenFull of ['drop-oldest', 'drop-newest'] as const) {
      let longest = 0;
      await direct.client.setSendMessagesFunc(
        (_, messages, close) => {
          for (const message of messages) direct.take(message, close);
          longest = Math.max(longest, messages.length);
        },
        { queueLength: 1, whenFull },
      );
      if (direct.session === '') {
        await direct.request(RTSPMethod.DESCRIBE);
        await direct.setUp(0);
        await direct.play();
      }
      await eventually(() => longest > 1, 5000, `a list, ${whenFull}`);
    }
    await direct.teardown();
  });
});
