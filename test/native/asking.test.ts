import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises';

import type { HandlerError } from '../../lib/gobject/handlers.js';
import { native } from '../../lib/native.js';
import { deferred, eventually, withDeadline } from '../helpers/deadline.js';
import { TestDouble } from './double.js';

/** The sum of 0, 1, … `count` - 1. */
const sumBelow = (count: number) => BigInt((count * (count - 1)) / 2);

function collectErrors(double: TestDouble): HandlerError[] {
  const errors: HandlerError[] = [];
  double.on('handler-error', (error) => errors.push(error));
  return errors;
}

describe('a native thread that asks', () => {
  afterEach(() => {
    assert.equal(native.statistics().asks, 0, 'no question is left open');
  });

  it('gets the plain answers of a handler, from many threads at once', async () => {
    const double = new TestDouble();
    double.on('ask', (value) => value * 2);
    double.start(8, 500);
    assert.equal(await double.join(), 8n * 2n * sumBelow(500));
  });

  it('gets the answers of an async handler', async () => {
    const double = new TestDouble();
    double.on('ask', async (value) => {
      await turn();
      return value + 1;
    });
    double.start(4, 100);
    assert.equal(await double.join(), 4n * (sumBelow(100) + 100n));
  });

  it('does not wait, and gets no answer, when nobody listens', async () => {
    const double = new TestDouble();
    double.start(4, 1000);
    assert.equal(await double.join(), 0n);
    const listener = () => 1;
    double.on('ask', listener).off('ask', listener);
    double.start(4, 1000);
    assert.equal(await double.join(), 0n);
  });

  it('gets the default answer when the handler takes too long, and the object tells', async () => {
    const double = new TestDouble();
    const errors = collectErrors(double);
    double.on('ask', () => new Promise(() => undefined), { timeout: 50 });
    assert.equal(await double.ask(1), -1);
    if (errors.length === 0) await withDeadline(once(double, 'handler-error'), 5000, 'handler-error');
    assert.match(errors[0]?.message ?? '', /^ask: the handler has not answered within 50 ms$/);
  });

  it('gets the default answer when the event loop is blocked', async () => {
    const double = new TestDouble();
    const errors = collectErrors(double);
    double.on('ask', () => 7, { timeout: 50 });
    double.start(1, 1);
    const end = Date.now() + 300;
    while (Date.now() < end);
    assert.equal(await double.join(), -1n);
    assert.equal(errors.length, 1);
  });

  it('is told late, and waits no more, when an event without an answer was not handled in time', async () => {
    const double = new TestDouble();
    const told = deferred();
    double.on('handler-error', () => undefined);
    double.on('configure', () => told.resolve(), { timeout: 20 });
    const done = double.configure();
    const end = Date.now() + 200;
    while (Date.now() < end);
    await done;
    await withDeadline(told.promise, 5000, 'the late event');
  });

  it('gets the answer for failure when the handler throws or rejects, and the cause is told', async () => {
    const double = new TestDouble();
    const errors = collectErrors(double);
    const cause = new Error('no such number');
    double.once('ask', () => {
      throw cause;
    });
    assert.equal(await double.ask(1), -1000);
    double.once('ask', () => Promise.reject(cause));
    assert.equal(await double.ask(1), -1000);
    assert.deepEqual(
      errors.map((error) => [error.event, error.cause]),
      [
        ['ask', cause],
        ['ask', cause],
      ],
    );
  });

  it('gets the default answer when the handler answers with the wrong type', async () => {
    const double = new TestDouble();
    const errors = collectErrors(double);
    for (const wrong of ['7', 1.5, Number.NaN, 2 ** 40, {}, Symbol('7'), 7n]) {
      double.once('ask', () => wrong);
      assert.equal(await double.ask(1), -1);
    }
    assert.equal(errors.length, 7);
    assert.match(errors[0]?.message ?? '', /^ask: the answer must be an integer, not a string$/);
  });

  it('warns the process when nobody listens to handler-error', async () => {
    const double = new TestDouble();
    double.once('ask', () => {
      throw new Error('unheard');
    });
    const warned = once(process, 'warning') as Promise<[Error]>;
    assert.equal(await double.ask(1), -1000);
    const [warning] = await withDeadline(warned, 5000, 'the warning');
    assert.equal(warning.name, 'HandlerError');
    assert.match(warning.message, /unheard/);
  });

  it('asks several handlers one after the other, the last one counts', async () => {
    const double = new TestDouble();
    const order: number[] = [];
    double.on('ask', async () => {
      await sleep(5);
      order.push(1);
      return 10;
    });
    double.on('ask', () => {
      order.push(2);
      return 20;
    });
    double.on('ask', async () => {
      await turn();
      order.push(3);
    });
    assert.equal(await double.ask(0), 20);
    assert.deepEqual(order, [1, 2, 3]);
  });

  it('answers in a handler that it asks again: questions nest', async () => {
    const double = new TestDouble();
    double.on('ask', async (value) => (value === 0 ? 0 : value + (await double.ask(value - 1))));
    assert.equal(await double.ask(20), 210);
  });

  it('is answered by a handler that answers while others are parked: the pool does not run dry', async () => {
    const doubles = Array.from({ length: 40 }, () => new TestDouble());
    const other = new TestDouble();
    let parked = 0;
    const all = deferred();
    for (const double of doubles) {
      double.on('ask', async (value) => {
        if (++parked === doubles.length) all.resolve();
        await all.promise;
        return value;
      });
    }
    const answers = doubles.map((double, i) => double.ask(i));
    await withDeadline(all.promise, 10_000, () => `all threads parked, ${parked} are`);
    assert.equal(typeof (await other.thread()), 'number');
    assert.deepEqual(await Promise.all(answers), [...doubles.keys()]);
  });
});

describe('a handler', () => {
  it('has its thread at its service, also after it has awaited something', async () => {
    const double = new TestDouble();
    const threads: number[] = [];
    double.on('ask', async () => {
      threads.push(double.asker, await double.thread());
      await sleep(5);
      threads.push(...(await Promise.all([double.thread(), double.thread()])));
      return 0;
    });
    double.start(1, 3);
    await double.join();
    assert.equal(threads.length, 12);
    assert.equal(new Set(threads).size, 1, 'all on the asking thread');
  });

  it('may call what needs the lock that its thread holds', async () => {
    const double = new TestDouble();
    double.on('ask', async () => Number(await double.lockedSum()) + 1);
    double.start(1, 4);
    // Each answer is the sum of those before, and one more.
    assert.equal(await double.join(), 0n + 1n + 2n + 4n + 8n);
  });

  it('does not block JavaScript that needs the same lock from elsewhere', async () => {
    const double = new TestDouble();
    const go = deferred();
    const inside = deferred();
    double.on('ask', async () => {
      inside.resolve();
      await go.promise;
      return 5;
    });
    double.start(1, 1);
    await inside.promise;
    const outside = double.lockedSum();
    await sleep(20);
    go.resolve();
    assert.equal(await outside, 5n);
  });

  it('is refused a call that would wait for its own thread, at once', async () => {
    const double = new TestDouble();
    let refusal: unknown;
    double.on('ask', () => {
      try {
        void double.fail();
      } catch (error) {
        refusal = error;
      }
      return 3;
    });
    assert.equal(await double.ask(0), 3);
    assert.equal(
      String(refusal),
      "Error: TestDouble.fail() waits for the calls that run beside JavaScript, and the handler of 'ask' keeps one of " +
        'them: call it when the handler has answered',
    );
  });

  it('is refused what takes a lock that its thread holds and could not take again, or that a waiter may hold', async () => {
    const double = new TestDouble();
    const refusals: string[] = [];
    const attempt = (call: () => Promise<unknown>) => {
      try {
        void call();
      } catch (error) {
        refusals.push(String(error));
      }
    };
    double.on('configure', async () => {
      attempt(() => double.configure());
      await turn();
      attempt(() => new TestDouble().before());
      assert.equal(typeof (await double.lockedSum()), 'bigint');
    });
    await double.configure();
    const end = ': call it when the handler has answered';
    assert.deepEqual(refusals, [
      `Error: TestDouble.configure() takes test_double.plain, which the handler of 'configure' holds${end}`,
      `Error: TestDouble.before() takes test_double.before, whose holder may wait for test_double.plain, which the handler of 'configure' holds${end}`,
    ]);
    await Promise.all([double.before(), new TestDouble().configure()]);
  });

  it('is refused, in a call that asks again, what the thread of the outer handler holds', async () => {
    const double = new TestDouble();
    let refusal: unknown;
    double.on('ask', () => {
      try {
        void double.configure();
      } catch (error) {
        refusal = error;
      }
      return 1;
    });
    double.on('configure', () => double.ask(0));
    await double.configure();
    assert.match(String(refusal), /takes test_double\.plain, which the handler of 'ask' holds/);
  });

  it('is not refused what runs beside it, unless that would wait for its thread', async () => {
    const double = new TestDouble();
    const other = new TestDouble();
    let refusal: unknown;
    double.on('ask', () => {
      try {
        void double.join();
      } catch (error) {
        refusal = error;
      }
      return 0;
    });
    await double.ask(0);
    assert.match(String(refusal), /TestDouble\.join\(\) waits for/);
    assert.equal(await other.join(), 0n);
  });

  it('inside a call that JavaScript made answers at once; the promised calls that it makes run elsewhere', async () => {
    const double = new TestDouble();
    const later = deferred<[number, number]>();
    double.on('ask', () => {
      const asker = double.asker;
      double.thread().then((elsewhere) => later.resolve([asker, elsewhere]), later.reject);
      return 6;
    });
    assert.equal(double.askHere(0), 6);
    const [asker, elsewhere] = await withDeadline(later.promise, 5000, 'the promised call');
    assert.notEqual(asker, elsewhere);
  });

  it('is forgotten when the JavaScript thread itself asks and the answer is a Promise, which may never settle', () => {
    const double = new TestDouble();
    double.on('ask', () => new Promise(() => undefined));
    assert.equal(double.askHere(0), -1);
    assert.equal(native.statistics().asks, 0);
  });

  it('goes on without its thread after the deadline: its calls run elsewhere', async () => {
    const double = new TestDouble();
    double.on('handler-error', () => undefined);
    const later = deferred<[number, number]>();
    double.on(
      'ask',
      async () => {
        const asker = double.asker;
        await sleep(150);
        later.resolve([asker, await double.thread()]);
        return 1;
      },
      { timeout: 30 },
    );
    double.start(1, 1);
    assert.equal(await double.join(), -1n);
    const [asker, elsewhere] = await withDeadline(later.promise, 5000, 'the late call');
    assert.notEqual(asker, elsewhere);
  });

  it('is not charged for the time that its calls take', async () => {
    const double = new TestDouble();
    double.on(
      'ask',
      async () => {
        await double.sleep(200);
        return 4;
      },
      { timeout: 100 },
    );
    assert.equal(await double.ask(0), 4);
  });
});

describe('a promised call', () => {
  it('keeps the order of the calls on one object, and lets those on others pass', async () => {
    const slow = new TestDouble();
    const fast = new TestDouble();
    const order: string[] = [];
    await Promise.all([
      slow.sleep(60).then(() => order.push('slow 1')),
      slow.thread().then(() => order.push('slow 2')),
      fast.thread().then(() => order.push('fast')),
    ]);
    assert.deepEqual(order, ['fast', 'slow 1', 'slow 2']);
  });

  it('rejects with the GError of the C function', async () => {
    await assert.rejects(new TestDouble().fail(), {
      name: 'GError',
      domain: 'g-io-error-quark',
      code: 0,
      message: 'failed as it was told to',
    });
  });

  it('rejects what C must not be called with, and names it', async () => {
    const double = new TestDouble();
    await assert.rejects(double.ask('1' as unknown as number), {
      name: 'TypeError',
      message: 'TestDouble.ask(): value must be an integer from -2147483648 to 2147483647, not a string',
    });
    await assert.rejects(double.churn({} as unknown as TestDouble, 1), { name: 'TypeError' });
    await assert.rejects(TestDouble.prototype.thread.call({} as unknown as TestDouble), { name: 'TypeError' });
  });
});

describe('a native thread that tells', () => {
  it('goes on at once, and JavaScript hears all of it in order', async () => {
    const double = new TestDouble();
    const heard: number[] = [];
    double.on('tell', (value) => heard.push(value));
    double.flood(1, 2000);
    await double.join();
    await withDeadline(
      (async () => {
        while (heard.length < 2000) await turn();
      })(),
      10_000,
      () => `2000 events, ${heard.length} came`,
    );
    assert.deepEqual(heard, [...Array(2000).keys()]);
  });

  it('leaves timers their turn, however much is told', async () => {
    const double = new TestDouble();
    const count = 20_000;
    let heard = 0;
    double.on('tell', () => {
      heard++;
      const end = performance.now() + 0.05;
      while (performance.now() < end);
    });
    double.flood(1, count);
    await eventually(() => heard > 0, 5000, 'the first');
    await sleep(1);
    assert.ok(heard < count, 'the timer came after all that was told');
    await eventually(() => heard === count, 20_000, 'all that was told');
  });

  it('cannot fill the memory of a process whose event loop is blocked, nor keep questions from being answered', async () => {
    const double = new TestDouble();
    let heard = 0;
    double.on('tell', () => {
      heard++;
    });
    double.on('ask', () => 1);
    const before = native.statistics().dropped;
    double.flood(4, 50_000);
    const joined = double.join();
    const end = Date.now() + 20_000;
    while (native.statistics().dropped === before && Date.now() < end);
    // What nobody waits for is bounded; a few tasks that must not be dropped may come on top.
    const { queued } = native.statistics();
    assert.ok(queued >= 65_536 && queued < 65_600, `${queued} are queued`);
    await joined;
    assert.equal(await double.ask(1), 1);
    assert.equal(native.statistics().dropped - before + heard, 200_000);
  });

  it('reports a handler that throws, and tells the others all the same', async () => {
    const double = new TestDouble();
    const errors = collectErrors(double);
    const told = deferred();
    double.on('tell', () => {
      throw new Error('first');
    });
    double.on('tell', () => Promise.reject(new Error('second')));
    double.on('tell', () => told.resolve());
    double.flood(1, 1);
    await withDeadline(told.promise, 5000, 'the third handler');
    await turn();
    assert.deepEqual(
      errors.map((error) => error.message),
      ['tell: the handler threw: first', 'tell: the handler threw: second'],
    );
  });
});
