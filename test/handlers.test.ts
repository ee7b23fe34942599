import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  Bin,
  type GObject,
  type HandlerError,
  RTSPClient,
  type RTSPServer,
  RTSPStatusCode,
  serve,
} from '../lib/index.js';
import { native } from '../lib/native.js';
import { askFor, requests, serveRequests } from './clients/requests.js';
import { RtspClient } from './clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { isCollected } from './helpers/garbage.js';
import { tone } from './helpers/lines.js';

const serveTone = () => serve({ port: 0, mounts: { '/tone': { launch: tone, shared: true } } });

/** Calls `install` with each client before its first request. */
function onEachClient(server: RTSPServer, install: (client: RTSPClient) => void): void {
  server.on('client-connected', install);
}

function collectErrors(emitter: GObject): HandlerError[] {
  const errors: HandlerError[] = [];
  emitter.on('handler-error', (error) => errors.push(error));
  return errors;
}

describe('a pre-request handler', () => {
  for (const { method, event, before, status } of requests) {
    const at = method === 'ANNOUNCE' || method === 'RECORD' ? '/record' : '/tone';

    it(`refuses ${method} with whatever status it answers, plain or promised, and lets it pass with 200 or nothing`, async () => {
      await using server = await serveRequests();
      let answer: () => unknown = () => undefined;
      let told = 0;
      onEachClient(server, (client) => {
        client.on(event, () => answer() as undefined);
        client.on(event.replace('pre-', '') as 'options-request', () => told++);
      });
      using client = await RtspClient.connect(server.url(at));
      let session: string | undefined;
      for (const needed of before) {
        const response = await askFor(client, needed, session);
        assert.equal(response.status, 200, needed);
        session ??= response.headers.get('session')?.split(';')[0];
      }
      for (const refusal of [302, 401, 403, 404, 453, 500, 503, 551]) {
        answer = () => refusal;
        assert.equal((await askFor(client, method, session)).status, refusal);
        answer = async () => {
          await sleep(1);
          return refusal;
        };
        assert.equal((await askFor(client, method, session)).status, refusal);
        // No Promise, but what may be awaited like one.
        answer = () => ({ then: (resolve: (status: number) => void) => void setTimeout(resolve, 1, refusal) });
        assert.equal((await askFor(client, method, session)).status, refusal);
      }
      // An ANNOUNCE that was not refused stays in the client; one is enough.
      const passes = before.length > 0 || method === 'ANNOUNCE' ? [200] : [200, undefined, null];
      for (const pass of passes) {
        answer = async () => pass;
        assert.equal((await askFor(client, method, session)).status, status);
      }
      // Of those that were refused nothing was told.
      await eventually(
        () => told >= passes.length,
        5000,
        () => `${passes.length} requests to be told of, not ${told}`,
      );
      assert.equal(told, passes.length);
      assert.equal((await askFor(client, 'OPTIONS')).status, 200);
    });
  }

  it('that throws or rejects answers 500, and the client tells', async () => {
    await using server = await serveTone();
    const ofServer = collectErrors(server);
    const ofClient: HandlerError[] = [];
    const cause = new Error('on purpose');
    onEachClient(server, (client) => {
      client.on('handler-error', (error, event, object) => {
        assert.equal(event, error.event);
        assert.equal(object, client);
        ofClient.push(error);
      });
      client.on('pre-options-request', () => {
        throw cause;
      });
      client.on('pre-describe-request', () => Promise.reject(cause));
    });
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('OPTIONS')).status, 500);
    assert.equal((await client.request('DESCRIBE')).status, 500);
    assert.deepEqual(
      ofClient.map((error) => [error.name, error.message, error.event, error.cause]),
      [
        ['HandlerError', 'pre-options-request: the handler threw: on purpose', 'pre-options-request', cause],
        ['HandlerError', 'pre-describe-request: the handler threw: on purpose', 'pre-describe-request', cause],
      ],
    );
    assert.equal(ofServer.length, 0);
  });

  it('that fails is told of by the server, when nobody listens on the client', async () => {
    await using server = await serveTone();
    const told = once(server, 'handler-error');
    let object: RTSPClient | undefined;
    onEachClient(server, (client) => {
      object = client;
      client.on('pre-options-request', () => {
        throw new Error('on purpose');
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('OPTIONS')).status, 500);
    const [error, event, from] = (await withDeadline(told, 5000, 'handler-error')) as [
      HandlerError,
      string,
      RTSPClient,
    ];
    assert.match(error.message, /on purpose/);
    assert.equal(event, 'pre-options-request');
    assert.equal(from, object);
  });

  it('that fails warns the process, when nobody listens at all', async () => {
    await using server = await serveTone();
    onEachClient(server, (client) => {
      client.on('pre-options-request', () => {
        throw new Error('unheard');
      });
    });
    const warned = once(process, 'warning') as Promise<[Error]>;
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('OPTIONS')).status, 500);
    const [warning] = await withDeadline(warned, 5000, 'the warning');
    assert.equal(warning.name, 'HandlerError');
    assert.equal(warning.message, 'pre-options-request: the handler threw: unheard');
  });

  it('that does not answer in time lets the request pass, and is told of: by the server and by the registration', async () => {
    await using server = await serveTone();
    server.handlerTimeout = 50;
    const errors = collectErrors(server);
    const never = () => new Promise<undefined>(() => undefined);
    onEachClient(server, (client) => {
      client.on('pre-options-request', never);
      client.on('pre-describe-request', never, { timeout: 80 });
      client.on('pre-setup-request', () => sleep(150), { timeout: 10_000 });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('OPTIONS')).status, 200);
    await client.describe();
    assert.equal((await askFor(client, 'SETUP')).status, 200);
    assert.deepEqual(
      errors.map((error) => error.message),
      [
        'pre-options-request: the handler has not answered within 50 ms',
        'pre-describe-request: the handler has not answered within 80 ms',
      ],
    );
  });

  it('that answers too late is not heard', async () => {
    await using server = await serveTone();
    const errors = collectErrors(server);
    const late = deferred();
    onEachClient(server, (client) => {
      client.on(
        'pre-options-request',
        async () => {
          await sleep(100);
          late.resolve();
          return RTSPStatusCode.FORBIDDEN;
        },
        { timeout: 20 },
      );
    });
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('OPTIONS')).status, 200);
    await late.promise;
    await sleep(0);
    assert.equal(errors.length, 1);
    assert.equal(native.statistics().asks, 0);
  });

  it('that answers with something else lets the request pass, and is told of', async () => {
    await using server = await serveTone();
    const errors = collectErrors(server);
    const wrong = ['403', 199, 600, 100, 0, -1, 403.5, Number.NaN, true, {}, [403], 403n, Symbol('403'), () => 403];
    let answer: unknown;
    onEachClient(server, (client) => client.on('pre-options-request', () => answer as undefined));
    using client = await RtspClient.connect(server.url('/tone'));
    for (answer of wrong) assert.equal((await client.request('OPTIONS')).status, 200);
    assert.equal(errors.length, wrong.length);
    assert.equal(
      errors[0]?.message,
      'pre-options-request: the answer must be an RTSP status code from 200 to 599, not a string',
    );
  });

  it('is asked in the order of registration; the first refusal counts, the others are not asked', async () => {
    await using server = await serveTone();
    const order: string[] = [];
    onEachClient(server, (client) => {
      client.on('pre-options-request', async () => {
        await sleep(10);
        order.push('second');
      });
      client.on('pre-options-request', async () => {
        order.push('third');
        return RTSPStatusCode.FORBIDDEN;
      });
      client.on('pre-options-request', () => {
        order.push('never');
        return 404;
      });
      client.prependListener('pre-options-request', () => {
        order.push('first');
        return 200;
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('OPTIONS')).status, 403);
    assert.deepEqual(order, ['first', 'second', 'third']);
  });

  it('does not keep other clients waiting', async () => {
    await using server = await serveTone();
    const go = deferred();
    const asked = deferred();
    onEachClient(server, (client) => {
      client.once('pre-options-request', async () => {
        asked.resolve();
        await go.promise;
      });
    });
    using patient = await RtspClient.connect(server.url('/tone'));
    const answer = patient.request('OPTIONS');
    await asked.promise;
    using other = await RtspClient.connect(server.url('/tone'));
    await other.describe();
    go.resolve();
    assert.equal((await answer).status, 200);
  });
});

describe('a check-requirements handler', () => {
  const require = { headers: { Require: 'com.example.one, com.example.two' } };

  it('is missing: whatever is required is not supported', async () => {
    await using server = await serveTone();
    using client = await RtspClient.connect(server.url('/tone'));
    const response = await client.request('OPTIONS', require);
    assert.equal(response.status, 551);
    assert.equal(response.headers.get('unsupported'), 'com.example.one, com.example.two');
  });

  it('says which of the options are not supported', async () => {
    await using server = await serveTone();
    const asked: string[][] = [];
    let answer = '';
    onEachClient(server, (client) =>
      client.on('check-requirements', async (_context, options) => {
        asked.push(options);
        return answer;
      }),
    );
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('OPTIONS', require)).status, 200);
    answer = 'com.example.two';
    const response = await client.request('OPTIONS', require);
    assert.equal(response.status, 551);
    assert.equal(response.headers.get('unsupported'), 'com.example.two');
    assert.deepEqual(asked, Array(2).fill(['com.example.one', 'com.example.two']));
  });
});

describe("a server's handlerTimeout", () => {
  it('is a whole number of milliseconds, 1 to 2147483647; another is refused, and the former stays in force', async () => {
    await using server = await serveTone();
    for (const good of [1, 2 ** 31 - 1, 50]) {
      server.handlerTimeout = good;
      assert.equal(server.handlerTimeout, good);
    }
    assert.throws(() => (server.handlerTimeout = 0), { name: 'RangeError' });
    for (const bad of [
      -1,
      0.5,
      1.5,
      Number.NaN,
      Infinity,
      -Infinity,
      2 ** 31,
      2 ** 32 + 50,
      '50',
      50n,
      null,
      undefined,
    ]) {
      assert.throws(() => (server.handlerTimeout = bad as number), { name: 'TypeError' }, String(bad));
    }
    assert.equal(server.handlerTimeout, 50);
    const errors = collectErrors(server);
    onEachClient(server, (client) => client.on('pre-options-request', () => new Promise(() => undefined)));
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('OPTIONS')).status, 200);
    assert.deepEqual(
      errors.map(({ message }) => message),
      ['pre-options-request: the handler has not answered within 50 ms'],
    );
  });
});

describe('a handler', () => {
  it('of client-connected may take its time: the first request waits', async () => {
    await using server = await serveTone();
    server.on('client-connected', async (client) => {
      assert.ok(client instanceof RTSPClient);
      assert.equal(client.remoteAddress, '127.0.0.1');
      await sleep(50);
      client.on('pre-options-request', () => 403);
    });
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('OPTIONS')).status, 403);
  });

  it('of client-connected that does not answer keeps its own server from accepting, and no other', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    await using other = await serve({ port: 0, mounts: { '/tone': tone } });
    const [asked, answer] = [deferred(), deferred()];
    const park = () => {
      asked.resolve();
      return answer.promise;
    };
    server.once('client-connected', park, { timeout: 60_000 });
    using first = await RtspClient.connect(server.url('/tone'));
    await withDeadline(asked.promise, 5000, 'client-connected');
    // The system takes its connection; nobody reads it.
    using second = await RtspClient.connect(server.url('/tone'));
    let answered = false;
    const asking = second.request('OPTIONS').finally(() => (answered = true));
    for (let i = 0; i < 3; i++) {
      using client = await RtspClient.connect(other.url('/tone'));
      assert.equal((await client.request('OPTIONS', { deadline: 10_000 })).status, 200);
    }
    assert.deepEqual([server.stats().waiting, answered], [1, false]);
    answer.resolve();
    assert.equal((await first.request('OPTIONS')).status, 200);
    assert.equal((await asking).status, 200);
  });

  it('of new-session configures the session before its answer leaves', async () => {
    await using server = await serveTone();
    onEachClient(server, (client) =>
      client.on('new-session', async (session) => {
        await sleep(20);
        session.timeout = 17;
      }),
    );
    using client = await RtspClient.connect(server.url('/tone'));
    const response = await askFor(client, 'SETUP');
    assert.match(response.headers.get('session') ?? '', /^[\w-]{24};timeout=17$/);
  });

  it('of media-configure changes the pipeline before it starts', async () => {
    await using server = await serveTone();
    const factory = server.mountPoints?.match('/tone').factory;
    factory?.on('media-configure', async (media) => {
      await sleep(20);
      const { element } = media;
      assert.ok(element instanceof Bin);
      element.getByName('pay0')?.setProperty('pt', 101);
    });
    using client = await RtspClient.connect(server.url('/tone'));
    assert.deepEqual((await client.describe()).media[0]?.payloadTypes, [101]);
  });

  it('is told of what has happened, in order', async () => {
    await using server = await serveTone();
    const events: string[] = [];
    const closed = deferred();
    onEachClient(server, (client) => {
      for (const event of [
        'options-request',
        'describe-request',
        'setup-request',
        'play-request',
        'pause-request',
        'teardown-request',
      ] as const) {
        client.on(event, (context) => events.push(`${event} ${context.uri?.abspath}`));
      }
      client.on('closed', () => {
        events.push('closed');
        closed.resolve();
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    await client.request('OPTIONS');
    await client.describe();
    const { session } = await client.setupTcp('stream=0', [0, 1]);
    await client.play(session);
    await askFor(client, 'PAUSE', session);
    await client.teardown(session);
    client.destroy();
    await withDeadline(closed.promise, 5000, 'closed');
    assert.deepEqual(events, [
      'options-request /tone',
      'describe-request /tone',
      'setup-request /tone/stream=0',
      'play-request /tone',
      'pause-request /tone',
      'teardown-request /tone',
      'closed',
    ]);
  });

  it('that is taken off is called no more, and one for once is called once', async () => {
    await using server = await serveTone();
    const calls: string[] = [];
    const takenOff = () => {
      calls.push('off');
    };
    const taken = deferred<RTSPClient>();
    onEachClient(server, (client) => {
      client.once('pre-options-request', () => {
        calls.push('once');
        return 403;
      });
      client.on('pre-options-request', takenOff);
      client.on('pre-describe-request', () => {
        calls.push('describe');
      });
      client.on('pre-setup-request', () => {
        calls.push('setup');
      });
      taken.resolve(client);
    });
    using client = await RtspClient.connect(server.url('/tone'));
    const ask = async () => {
      calls.length = 0;
      const statuses = [
        await client.request('OPTIONS'),
        await client.request('DESCRIBE'),
        await askFor(client, 'SETUP'),
      ];
      return statuses.map(({ status }) => status);
    };
    assert.deepEqual(await ask(), [403, 200, 200]);
    assert.deepEqual(calls, ['once', 'describe', 'setup']);
    assert.deepEqual(await ask(), [200, 200, 200]);
    assert.deepEqual(calls, ['off', 'describe', 'setup']);
    const object = await taken.promise;
    object.off('pre-options-request', takenOff);
    object.removeAllListeners('pre-describe-request');
    assert.deepEqual(await ask(), [200, 200, 200]);
    assert.deepEqual(calls, ['setup']);
    object.removeAllListeners();
    assert.deepEqual(await ask(), [200, 200, 200]);
    assert.deepEqual(calls, []);
  });

  it('of notify is told the name of the property that has changed', async () => {
    await using server = await serveTone();
    const changed: string[] = [];
    const two = deferred();
    server.on('notify::backlog', (property) => {
      changed.push(property);
      if (changed.length === 2) two.resolve();
    });
    server.setProperty('backlog', 7);
    server.setProperty('content-length-limit', 5000);
    server.setProperty('backlog', 8);
    await withDeadline(two.promise, 5000, 'two notifications');
    assert.deepEqual(changed, ['backlog', 'backlog']);
    assert.equal(server.backlog, 8);
  });

  it('may be awaited with events.once', async () => {
    await using server = await serveTone();
    const connected = once(server, 'client-connected') as Promise<[RTSPClient]>;
    using client = await RtspClient.connect(server.url('/tone'));
    const [object] = await withDeadline(connected, 5000, 'client-connected');
    assert.ok(object instanceof RTSPClient);
    const closed = once(object, 'closed');
    client.destroy();
    await withDeadline(closed, 5000, 'closed');
  });

  it('is not registered with a timeout that is none', async () => {
    await using server = await serveTone();
    const register = ['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'] as const;
    const wrong = [0, -1, 1.5, Number.NaN, Infinity, -Infinity, 2 ** 32, '50', 50n];
    for (const method of register) {
      for (const timeout of wrong) {
        assert.throws(
          () => server[method]('client-connected', () => assert.fail(method), { timeout: timeout as number }),
          {
            name: 'TypeError',
            message: `timeout must be an integer from 1 to 4294967295, not ${String(timeout)}`,
          },
        );
      }
    }
    assert.equal(server.listenerCount('client-connected'), 0);
    server.on('client-connected', () => undefined, { timeout: 2 ** 32 - 1 });
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('OPTIONS')).status, 200);
  });

  it('that is none is not registered', async () => {
    await using server = await serveTone();
    for (const listener of [undefined, null, 'x', {}]) {
      assert.throws(() => server.on('client-connected', listener as never), TypeError);
    }
    assert.equal(server.listenerCount('client-connected'), 0);
  });

  it('of an event that the library does not have is kept, as by every EventEmitter, for whoever emits it', async () => {
    await using server = await serveTone();
    const emitter = server as NodeJS.EventEmitter;
    const told: unknown[] = [];
    emitter.on('nonsense', (...args: unknown[]) => told.push(...args));
    emitter.emit('nonsense', 1, 2);
    assert.deepEqual(told, [1, 2]);
  });

  it('that has begun what goes on for long keeps nothing by that of what it was about', async () => {
    await using server = await serveTone();
    const begun = new Map<string, NodeJS.Timeout>();
    const gone = new Map<string, WeakRef<object>>();
    const goOn = (name: string) => {
      begun.set(
        name,
        setInterval(() => undefined, 60_000),
      );
    };
    server.on('client-connected', (client) => {
      goOn('client-connected');
      gone.set('the client', new WeakRef(client));
      client.on('pre-options-request', async (context) => {
        goOn('pre-options-request');
        gone.set('its context', new WeakRef(context));
        gone.set('its URL', new WeakRef(context.uri as object));
        await sleep(1);
        goOn('pre-options-request, later');
      });
      client.on('new-session', () => {
        goOn('new-session');
        throw new Error('on purpose');
      });
      client.on('handler-error', () => undefined);
      client.on('closed', () => goOn('closed'));
      client.on('teardown-request', async () => {
        await sleep(1);
        goOn('teardown-request, which tells');
      });
      client.on('setup-request', async ({ session, transport }) => {
        gone.set('the session', new WeakRef(session as object));
        gone.set('the transport', new WeakRef(transport as object));
        await transport?.setCallbacks(() => goOn('a strict send function'), null, { delivery: 'strict' });
      });
    });
    const peer = await RtspClient.connect(server.url('/tone'));
    await peer.request('OPTIONS');
    await peer.describe();
    const { session } = await peer.setupTcp('stream=0', [0, 1]);
    await peer.play(session);
    await eventually(() => begun.has('a strict send function'), 5000, 'a packet');
    await peer.teardown(session);
    peer.destroy();
    try {
      await eventually(
        () => begun.size === 7,
        5000,
        () => [...begun.keys()].join(),
      );
      for (const [what, object] of gone) await isCollected(object, 5000, `the end of ${what}`);
    } finally {
      for (const timer of begun.values()) clearInterval(timer);
    }
  });

  it('leaves no question open', async () => {
    await eventually(
      () => native.statistics().asks === 0,
      5000,
      () => `${native.statistics().asks} questions are open`,
    );
  });
});
