import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import {
  type Awaitable,
  type Element,
  type HandlerError,
  type GObject,
  parseLaunch,
  RTSPContext,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMountPoints,
  RTSPServer,
  RTSPSessionPool,
  RTSPUrl,
} from '../lib/index.js';
import * as library from '../lib/index.js';
import { native } from '../lib/native.js';
import { RtspClient } from './clients/rtsp-client.js';
import { isServed, setUp } from './clients/viewer.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';
import { projectRoot } from './helpers/process.js';

async function serveWith(factory: RTSPMediaFactory): Promise<RTSPServer> {
  factory.launch = tone;
  const server = new RTSPServer();
  server.service = '0';
  const mounts = new RTSPMountPoints();
  mounts.addFactory('/tone', factory);
  server.mountPoints = mounts;
  await server.attach();
  return server;
}

function collectErrors(emitter: GObject): HandlerError[] {
  const errors: HandlerError[] = [];
  emitter.on('handler-error', (error) => errors.push(error));
  return errors;
}

/** A factory whose override is whatever the test says. */
class Factory extends RTSPMediaFactory {
  make: (url: RTSPUrl) => Awaitable<Element | null> = () => null;
  override createElement(url: RTSPUrl): Awaitable<Element | null> {
    return this.make(url);
  }
  /** What an override would call. */
  own(url: RTSPUrl): Awaitable<Element | null> {
    return super.createElement(url);
  }
  ownKey(url: RTSPUrl): Awaitable<string | null> {
    return super.genKey(url);
  }
}

const url = () => new RTSPUrl('rtsp://127.0.0.1/tone');

describe('an override', () => {
  it('may wait, and is served by the thread that waits for it', async () => {
    const factory = new Factory();
    factory.make = async () => {
      const { current } = RTSPContext;
      await sleep(20);
      assert.equal(RTSPContext.current, current);
      return parseLaunch(tone);
    };
    await using server = await serveWith(factory);
    await isServed(server.url('/tone'));
    const { answered, waitMaxMs } = server.stats();
    assert.equal(answered, 1);
    assert.ok(waitMaxMs >= 19);
  });

  it('that throws gives way to C’s own implementation, and the error is reported', async () => {
    const factory = new Factory();
    const errors = collectErrors(factory);
    await using server = await serveWith(factory);
    factory.make = () => {
      throw new RangeError('no camera');
    };
    await isServed(server.url('/tone'));
    factory.make = async () => {
      await sleep(1);
      throw new RangeError('no camera yet');
    };
    await isServed(server.url('/tone'));
    assert.deepEqual(
      errors.map(({ message, event }) => `${event} ${message}`),
      [
        'Factory.createElement Factory.createElement: the handler threw: no camera',
        'Factory.createElement Factory.createElement: the handler threw: no camera yet',
      ],
    );
    assert.ok(errors[0]?.cause instanceof RangeError);
    assert.equal(server.stats().thrown, 2);
  });

  it('that answers with something else gives way to C’s own implementation', async () => {
    const factory = new Factory();
    const errors = collectErrors(factory);
    await using server = await serveWith(factory);
    const wrong = [
      42,
      'videotestsrc',
      undefined,
      {},
      new RTSPMountPoints(),
      url(),
      Symbol('s'),
      [],
      Object.create(null),
    ];
    for (const answer of wrong) {
      factory.make = () => answer as never;
      await isServed(server.url('/tone'));
    }
    assert.equal(errors.length, wrong.length);
    for (const { message } of errors) {
      assert.match(message, /^Factory\.createElement: the answer must be GstElement|Element or null, not /);
    }
  });

  it('that never settles gives way to C’s own implementation after the handler timeout', async () => {
    const factory = new Factory();
    const errors = collectErrors(factory);
    await using server = await serveWith(factory);
    server.handlerTimeout = 100;
    factory.make = () => new Promise(() => undefined);
    await isServed(server.url('/tone'));
    assert.deepEqual(
      errors.map(({ message }) => message),
      ['Factory.createElement: the handler has not answered within 100 ms'],
    );
    assert.equal(server.stats().expired, 1);
  });

  it('that has called super and then fails leaves C with what that gave: it does not run twice', async () => {
    const made: Element[] = [];
    const factory = new Factory();
    const errors = collectErrors(factory);
    await using server = await serveWith(factory);
    server.handlerTimeout = 200;
    for (const end of ['throw', 'wait'] as const) {
      factory.make = async (asked) => {
        const element = await factory.own(asked);
        if (element) made.push(element);
        if (end === 'throw') throw new Error('after all');
        return new Promise(() => undefined);
      };
      const media = once(factory, 'media-configure') as Promise<[RTSPMedia]>;
      factory.on('media-configure', () => undefined);
      await isServed(server.url('/tone'));
      assert.equal((await media)[0].element, made.at(-1));
      factory.removeAllListeners('media-configure');
    }
    assert.equal(made.length, 2);
    assert.equal(errors.length, 2);
  });

  it('that goes on after its time has super refused', async () => {
    const factory = new Factory();
    collectErrors(factory);
    await using server = await serveWith(factory);
    server.handlerTimeout = 50;
    const late = deferred<unknown>();
    factory.make = async (asked) => {
      await sleep(300);
      late.resolve(
        Promise.resolve()
          .then(() => factory.own(asked))
          .catch((error: unknown) => error),
      );
      return null;
    };
    await isServed(server.url('/tone'));
    const error = await withDeadline(late.promise, 5000, 'the override');
    assert.match(String(error), /super\.createElement\(\), until it has answered|comes too late/);
  });

  it('reaches C’s own implementation by super, once, with a value of its own but with no other object', async () => {
    const factory = new Factory();
    const seen: unknown[] = [];
    const other = new Factory();
    factory.make = async (asked) => {
      for (const wrong of [42, null, undefined, {}, 'rtsp://127.0.0.1/']) {
        try {
          await factory.own(wrong as never);
        } catch (error) {
          seen.push(String(error));
        }
      }
      assert.throws(() => other.ownKey(asked), /is C's to call/);
      const element = await factory.own(url());
      assert.throws(() => factory.own(asked), /super\.createElement\(\) was called already/);
      return element;
    };
    await using server = await serveWith(factory);
    await isServed(server.url('/tone'));
    assert.equal(seen.length, 5);
    for (const text of seen)
      assert.match(String(text), /^TypeError: super\.createElement\(\): url must be RTSPUrl, not /);
  });

  it('is C’s to call: outside of it super throws', () => {
    assert.throws(() => new Factory().ownKey(url()), {
      name: 'Error',
      message: "Factory.genKey() is C's to call: an override may call it as super.genKey(), until it has answered",
    });
  });

  it('may ask for what would wait for its own thread, and is refused', async () => {
    const factory = new Factory();
    let refusal: unknown;
    factory.make = async (asked) => {
      try {
        await server.sessionPool?.cleanup();
      } catch (error) {
        refusal = error;
      }
      return factory.own(asked);
    };
    await using server = await serveWith(factory);
    await isServed(server.url('/tone'));
    assert.match(String(refusal), /factory\.medias_lock, which the handler of 'Factory\.createElement' holds/);
  });
});

describe('an override within a call of JavaScript’s', () => {
  class Pool extends RTSPSessionPool {
    next: () => unknown = () => 'id';
    override createSessionId(): Awaitable<string | null> {
      return this.next() as string;
    }
    own(): Awaitable<string | null> {
      return super.createSessionId();
    }
  }

  it('runs inside it, super too', () => {
    const pool = new Pool();
    pool.next = () => 'one';
    assert.equal(pool.create()?.sessionId, 'one');
    pool.next = () => `two.${(pool.own() as string).length}`;
    assert.equal(pool.create()?.sessionId, 'two.24');
    pool.next = () => null;
    assert.equal(pool.create(), null);
  });

  it('cannot answer with a Promise, and gives way to C’s own implementation when it fails', () => {
    const pool = new Pool();
    const errors = collectErrors(pool);
    pool.next = async () => 'one';
    assert.match(pool.create()?.sessionId ?? '', /^[\w-]{24}$/);
    pool.next = () => {
      throw new Error('none');
    };
    assert.match(pool.create()?.sessionId ?? '', /^[\w-]{24}$/);
    pool.next = () => Promise.reject(new Error('nobody hears this'));
    assert.match(pool.create()?.sessionId ?? '', /^[\w-]{24}$/);
    pool.next = () => 'taken';
    assert.equal(pool.create()?.sessionId, 'taken');
    assert.equal(pool.create(), null, 'the same again');
    assert.deepEqual(
      errors.map(({ message }) => message),
      [
        "Pool.createSessionId: it was called within a call of JavaScript's, which cannot wait for a Promise",
        'Pool.createSessionId: the handler threw: none',
        "Pool.createSessionId: it was called within a call of JavaScript's, which cannot wait for a Promise",
      ],
    );
  });

  it('may call the method of another object that calls it, and that of its own', () => {
    class Mounts extends RTSPMountPoints {
      calls = 0;
      override makePath(asked: RTSPUrl): string {
        this.calls++;
        return `/mine${super.makePath(asked) as string}`;
      }
    }
    const mounts = new Mounts();
    assert.equal(mounts.makePath(url()), '/mine/tone');
    assert.equal(mounts.calls, 1);
    assert.equal(RTSPMountPoints.prototype.makePath.call(mounts, url()), '/tone');
    assert.equal(mounts.calls, 1);
  });
});

describe('a public method with an override', () => {
  it('runs the override once, whether JavaScript calls it or C', async () => {
    let times = 0;
    class Media extends RTSPMedia {
      override async unprepare(): Promise<boolean> {
        times++;
        return super.unprepare();
      }
    }
    const factory = new RTSPMediaFactory();
    factory.mediaClass = Media;
    const media = deferred<RTSPMedia>();
    factory.on('media-configure', media.resolve);
    await using server = await serveWith(factory);
    const { client } = await setUp(server.url('/tone'));
    assert.equal(await (await media.promise).unprepare(), true);
    assert.equal(times, 1);
    client.destroy();
    await isServed(server.url('/tone'));
    await eventually(() => times === 2, 5000, 'the second media to end');
  });
});

describe('a subclass', () => {
  it('of a subclass has the overrides of both', async () => {
    const order: string[] = [];
    class First extends RTSPMediaFactory {
      override async createElement(asked: RTSPUrl): Promise<Element | null> {
        order.push('first');
        return super.createElement(asked);
      }
      override mediaConfigure(): void {
        order.push('configure');
      }
    }
    class Second extends First {}
    class Third extends Second {
      override async createElement(asked: RTSPUrl): Promise<Element | null> {
        order.push('third');
        return super.createElement(asked);
      }
    }
    const factory = new Third();
    assert.match(factory.typeName, /^JsThird-\d+$/);
    await using server = await serveWith(factory);
    await isServed(server.url('/tone'));
    assert.deepEqual(order, ['third', 'first', 'configure']);
  });

  it('that overrides nothing is not asked, and costs nothing', async () => {
    class Plain extends RTSPMediaFactory {
      other(): void {
        assert.fail('nobody calls it');
      }
    }
    const factory = new Plain();
    assert.equal(factory.typeName, 'NodeRTSPMediaFactory');
    await using server = await serveWith(factory);
    await isServed(server.url('/tone'));
    assert.equal(server.stats().asks, 0);
  });

  it('has a native type of its own, also when another class has the same name', () => {
    const make = () =>
      class Same extends RTSPMediaFactory {
        override mediaConfigure(): void {
          assert.fail('nobody plays it');
        }
      };
    const [one, other] = [make(), make()];
    assert.notEqual(new one().typeName, new other().typeName);
    assert.equal(new one().typeName, new one().typeName);
    assert.equal(new RTSPMediaFactory().typeName, 'NodeRTSPMediaFactory');
  });

  it('whose constructor makes other objects first is still what it is', async () => {
    class Media extends RTSPMedia {
      readonly inside: RTSPMountPoints;
      constructor(element: Element) {
        const inside = new RTSPMountPoints();
        super(element);
        this.inside = inside;
      }
    }
    const factory = new RTSPMediaFactory();
    factory.mediaClass = Media;
    const media = deferred<RTSPMedia>();
    factory.on('media-configure', media.resolve);
    await using server = await serveWith(factory);
    await isServed(server.url('/tone'));
    const made = await media.promise;
    assert.ok(made instanceof Media);
    assert.equal(made.inside.typeName, 'GstRTSPMountPoints');
    assert.match(made.typeName, /^JsMedia/);
  });

  it('whose constructor throws for an object that the library has made does not stop the library', async () => {
    class Media extends RTSPMedia {
      constructor(element: Element) {
        super(element);
        throw new Error('not born');
      }
      override async prepare(): Promise<boolean> {
        return false;
      }
    }
    const factory = new RTSPMediaFactory();
    factory.mediaClass = Media;
    await using server = await serveWith(factory);
    const warned = once(process, 'uncaughtExceptionMonitor').catch(() => undefined);
    const listeners = process.rawListeners('uncaughtException') as ((error: Error) => void)[];
    process.removeAllListeners('uncaughtException');
    const thrown: Error[] = [];
    process.on('uncaughtException', (error) => thrown.push(error));
    try {
      using client = await RtspClient.connect(server.url('/tone'));
      await client.request('DESCRIBE');
      void warned;
    } finally {
      process.removeAllListeners('uncaughtException');
      for (const listener of listeners) process.on('uncaughtException', listener);
    }
    assert.match(String(thrown[0]), /not born/);
  });

  const refused = native.virtualMethods().filter(({ refusal }) => refusal !== null);

  it('is refused what must not wait, each with its rule', () => {
    assert.deepEqual(refused.map(({ type, method }) => `${type}.${method}`).sort(), [
      'GstRTSPMedia.queryPosition',
      'GstRTSPMedia.queryStop',
      'GstRTSPSessionPool.createSession',
      'GstRTSPThreadPool.threadEnter',
      'GstRTSPThreadPool.threadLeave',
    ]);
  });

  for (const { type, method, refusal } of refused) {
    it(`of ${type} cannot override ${method}(), itself or by the class above, and is told the rule each time`, () => {
      const { [type.slice('Gst'.length)]: above } = library as unknown as Record<string, new () => GObject>;
      const define = (Class: new () => GObject): unknown =>
        type === 'GstRTSPMedia'
          ? (new RTSPMediaFactory().mediaClass = Class as unknown as typeof RTSPMedia)
          : new Class();
      class Refused extends above {
        [method](): void {
          assert.fail('nobody calls it');
        }
      }
      class Below extends Refused {}
      for (const Class of [Refused, Refused, Below, Below]) {
        const message = `${Class.name}.${method}() cannot be overridden: ${refusal}`;
        assert.throws(() => define(Class), { name: 'TypeError', message });
      }
    });
  }

  it('leaves nothing behind, of 1,000 objects', async () => {
    native.track();
    class Leaky extends RTSPMediaFactory {
      readonly self = this;
      override createElement(asked: RTSPUrl): Awaitable<Element | null> {
        return super.createElement(asked);
      }
    }
    const { typeName } = new Leaky();
    for (let i = 0; i < 1000; i++) new Leaky().on('media-configure', () => undefined);
    await eventually(
      async () => {
        globalThis.gc?.();
        await sleep(1);
        return (native.statistics().instances[typeName] ?? 0) === 0;
      },
      20_000,
      () => `${native.statistics().instances[typeName] ?? 0} objects to go`,
    );
  });
});

describe('the environment of an override', () => {
  const source = `
    const { parentPort } = require('node:worker_threads');
    const { RTSPServer, RTSPMediaFactory, RTSPMountPoints } = require(${JSON.stringify(projectRoot)});
    class Factory extends RTSPMediaFactory {
      createElement(url) {
        parentPort.postMessage('asked');
        return url.query === 'wait' ? new Promise(() => undefined) : super.createElement(url);
      }
    }
    const factory = new Factory();
    factory.launch = ${JSON.stringify(tone)};
    const server = new RTSPServer();
    server.service = '0';
    server.mountPoints = new RTSPMountPoints();
    server.mountPoints.addFactory('/tone', factory);
    server.attach().then(() => parentPort.postMessage(server.url('/tone')));
  `;

  it('may end while C waits for the override', async () => {
    for (let i = 0; i < 3; i++) {
      const worker = new Worker(source, { eval: true });
      const [address] = (await withDeadline(once(worker, 'message'), 10_000, 'the worker')) as [string];
      const asked = once(worker, 'message');
      const client = await RtspClient.connect(address);
      // C's own implementation may answer yet, before the server ends.
      const answered = client.request('DESCRIBE', { uri: `${address}?wait` }).catch(() => null);
      await withDeadline(asked, 5000, 'the override');
      await worker.terminate();
      await answered;
      await withDeadline(client.closed, 5000, 'the end of the connection');
    }
  });

  it('is each its own: the same class in a worker is another', async () => {
    const worker = new Worker(source, { eval: true });
    const [address] = (await withDeadline(once(worker, 'message'), 10_000, 'the worker')) as [string];
    const factory = new Factory();
    factory.make = (asked) => factory.own(asked);
    await using server = await serveWith(factory);
    await isServed(address);
    await isServed(server.url('/tone'));
    await worker.terminate();
    await isServed(server.url('/tone'));
  });
});
