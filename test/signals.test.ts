import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import {
  Bin,
  Element,
  ElementFactory,
  GhostPad,
  type GObject,
  type HandlerError,
  type Message,
  type HandlerOptions,
  RTSPClient,
  RTSPContext,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPMethod,
  RTSPProfile,
  type RTSPServer,
  RTSPSession,
  RTSPStream,
  RTSPTransportMode,
  serve,
  State,
} from '../lib/index.js';
import { native } from '../lib/native.js';
import { askFor, offer, requests, serveRequests } from './clients/requests.js';
import { RtspClient } from './clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';
import { testMovie } from './helpers/media.js';
import { assertSame } from './helpers/same.js';

type Handler = (...args: unknown[]) => unknown;

function collectErrors(emitter: GObject): HandlerError[] {
  const errors: HandlerError[] = [];
  emitter.on('handler-error', (error) => errors.push(error));
  return errors;
}

/** Asks for one method after the other, with the session that came of it; gives the last status. */
async function ask(server: RTSPServer, mount: string, methods: readonly string[]): Promise<number> {
  using client = await RtspClient.connect(server.url(mount));
  let session: string | undefined;
  let status = 0;
  for (const method of methods) {
    const response =
      method === 'REQUIRE'
        ? await client.request('OPTIONS', { headers: { Require: 'com.example.one, com.example.two' } })
        : await askFor(client, method, session);
    session ??= response.headers.get('session')?.split(';')[0];
    status = response.status;
  }
  return status;
}

/** A signal that C waits for. */
interface Asking {
  type: string;
  event: string;
  /** Puts the handler where it is called next. */
  install: (server: RTSPServer, handler: Handler, options?: HandlerOptions) => void;
  /** The traffic that makes C emit it. */
  mount: string;
  methods: readonly string[];
  check: (args: readonly unknown[], server: RTSPServer) => void;
  /** The status of the last request when nobody answers, and when the handler throws. */
  unanswered: number;
  thrown: number;
  /** What is told of an answer of a wrong type; null: C has no use for any answer. */
  wrong: string | null;
}

const onClient =
  (event: string): Asking['install'] =>
  (server, handler, options) => {
    server.once('client-connected', (client) => client.once(event as 'closed', handler, options));
  };
const onFactory =
  (event: 'media-constructed' | 'media-configure'): Asking['install'] =>
  (server, handler, options) =>
    server.mountPoints?.match('/tone').factory?.once(event, handler, options);

const isContext = (context: unknown, server: RTSPServer, method: number): RTSPContext => {
  assert.ok(context instanceof RTSPContext);
  assert.equal(context, RTSPContext.current);
  assert.equal(context.server, server);
  assert.ok(context.client instanceof RTSPClient);
  assert.equal(context.method, method);
  return context;
};
const methodOf = (method: string) => RTSPMethod[method as keyof typeof RTSPMethod];

const asking: readonly Asking[] = [
  {
    type: 'GstRTSPServer',
    event: 'client-connected',
    install: (server, handler, options) => server.once('client-connected', handler, options),
    mount: '/tone',
    methods: ['OPTIONS'],
    check: (args) => {
      assert.equal(args.length, 1);
      assert.ok(args[0] instanceof RTSPClient);
      assert.equal(args[0].remoteAddress, '127.0.0.1');
    },
    unanswered: 200,
    thrown: 200,
    wrong: null,
  },
  {
    type: 'GstRTSPClient',
    event: 'new-session',
    install: onClient('new-session'),
    mount: '/tone',
    methods: ['SETUP'],
    check: (args, server) => {
      assert.equal(args.length, 1);
      assert.ok(args[0] instanceof RTSPSession);
      assert.equal(server.sessionPool?.find(args[0].sessionId), args[0]);
    },
    unanswered: 200,
    thrown: 200,
    wrong: null,
  },
  {
    type: 'GstRTSPClient',
    event: 'setup-request',
    install: onClient('setup-request'),
    mount: '/tone',
    // SETUP has been answered by then; it is the next request that waits.
    methods: ['SETUP', 'OPTIONS'],
    check: (args, server) => {
      assert.equal(args.length, 1);
      const { stream, transport, media } = isContext(args[0], server, RTSPMethod.SETUP);
      assert.equal(transport?.stream, stream);
      assert.equal(media?.getStream(0), stream);
    },
    unanswered: 200,
    thrown: 200,
    wrong: null,
  },
  ...(['media-constructed', 'media-configure'] as const).map((event): Asking => ({
    type: 'GstRTSPMediaFactory',
    event,
    install: onFactory(event),
    mount: '/tone',
    methods: ['DESCRIBE'],
    check: (args) => {
      assert.equal(args.length, 1);
      assert.ok(args[0] instanceof RTSPMedia);
      assert.equal(args[0].nStreams, 1);
    },
    unanswered: 200,
    thrown: 200,
    wrong: null,
  })),
  {
    type: 'GstRTSPMedia',
    event: 'new-stream',
    install: (server, handler, options) =>
      server.mountPoints?.match('/movie').factory?.once('media-configure', (media) => {
        // A thread of the pipeline, which belongs to no server: the medium tells.
        media.on('handler-error', (...args) => server.emit('handler-error', ...args));
        media.once('new-stream', handler, options);
      }),
    mount: '/movie',
    methods: ['DESCRIBE'],
    check: (args) => {
      assert.equal(args.length, 1);
      assert.ok(args[0] instanceof RTSPStream);
      assert.equal(args[0].control, `stream=${args[0].index}`);
    },
    unanswered: 200,
    thrown: 200,
    wrong: null,
  },
  {
    type: 'GstRTSPClient',
    event: 'check-requirements',
    install: onClient('check-requirements'),
    mount: '/tone',
    methods: ['REQUIRE'],
    check: (args, server) => {
      assert.equal(args.length, 2);
      isContext(args[0], server, RTSPMethod.OPTIONS);
      assert.deepEqual(args[1], ['com.example.one', 'com.example.two']);
    },
    unanswered: 551,
    thrown: 551,
    wrong:
      'the answer must be a comma-separated list of the unsupported options, empty when all are supported, not an object',
  },
  ...requests.map(({ method, event, before, status }): Asking => ({
    type: 'GstRTSPClient',
    event,
    install: onClient(event),
    mount: method === 'ANNOUNCE' || method === 'RECORD' ? '/record' : '/tone',
    methods: [...before, method],
    check: (args, server) => {
      assert.equal(args.length, 1);
      isContext(args[0], server, methodOf(method));
    },
    unanswered: status,
    thrown: 500,
    wrong: 'the answer must be an RTSP status code from 200 to 599, not an object',
  })),
];

/** What serves all of them. */
async function serveAll(): Promise<RTSPServer> {
  const server = await serveRequests();
  const movie = new RTSPMediaFactoryURI();
  movie.uri = pathToFileURL(await testMovie()).href;
  server.mountPoints?.addFactory('/movie', movie);
  return server;
}

describe('a signal that C waits for', function () {
  this.timeout(60_000);

  it('stands in this table, or has a test of its own', () => {
    const elsewhere: Record<string, string> = {
      'GstRTSPClient send-message': 'send-message.test.ts',
      'GstRTSPAuth accept-certificate': 'tls.test.ts',
    };
    const all = native.asks().filter(({ type, vfunc }) => !vfunc && type !== 'TestDouble');
    const here = asking.map(({ type, event }) => `${type} ${event}`);
    assert.deepEqual(
      [...new Set(all.map(({ type, signal }) => `${type} ${signal}`))].sort(),
      [...here, ...Object.keys(elsewhere)].sort(),
    );
  });

  for (const { event, install, mount, methods, check, unanswered, thrown, wrong } of asking) {
    it(`${event} gets its arguments, and C waits for its Promise`, async () => {
      await using server = await serveAll();
      const errors = collectErrors(server);
      let over = false;
      install(server, async (...args) => {
        check(args, server);
        await sleep(30);
        check(args, server);
        over = true;
      });
      assert.equal(await ask(server, mount, methods), unanswered);
      assert.deepEqual(errors, []);
      assert.ok(over, 'the request is answered when the handler has settled');
    });

    it(`${event} goes on without a handler that never settles, when its time is over, and tells`, async () => {
      await using server = await serveAll();
      const errors = collectErrors(server);
      let called = 0;
      install(
        server,
        () => {
          called++;
          return new Promise(() => undefined);
        },
        { timeout: 60 },
      );
      assert.equal(await ask(server, mount, methods), unanswered);
      assert.equal(called, 1);
      await eventually(() => errors.length > 0, 2000, 'handler-error');
      assert.deepEqual(
        errors.map(({ message }) => message),
        [`${event}: the handler has not answered within 60 ms`],
      );
      await eventually(() => server.stats().waiting === 0, 2000, 'no thread that waits');
    });

    for (const [how, fail] of [
      ['throws', () => assert.fail('on purpose')],
      ['rejects', () => Promise.reject(new Error('on purpose'))],
    ] as const) {
      it(`${event} goes on when its handler ${how}, and tells`, async () => {
        await using server = await serveAll();
        const errors = collectErrors(server);
        install(server, fail);
        assert.equal(await ask(server, mount, methods), thrown);
        await eventually(() => errors.length > 0, 2000, 'handler-error');
        assert.deepEqual(
          errors.map(({ message }) => message),
          [`${event}: the handler threw: on purpose`],
        );
      });
    }

    it(`${event} ${wrong === null ? 'makes nothing of an answer' : 'takes no answer of a wrong type, and tells'}`, async () => {
      await using server = await serveAll();
      const errors = collectErrors(server);
      for (const answer of [{}, Promise.resolve({})]) {
        install(server, () => answer);
        assert.equal(await ask(server, mount, methods), unanswered);
      }
      assert.deepEqual(
        errors.map(({ message }) => message),
        wrong === null ? [] : Array(2).fill(`${event}: ${wrong}`),
      );
    });
  }
});

/** The fields of a context that are not null, beside those that it always has. */
function fieldsOf(context: RTSPContext): string[] {
  const fields = ['session', 'factory', 'media', 'sessionMedia', 'stream', 'transport', 'response'] as const;
  return fields.filter((field) => context[field] !== null);
}

/** What is in the contexts of each request, before it is handled and when it has been. */
const contexts: Record<string, [before: string[], after: string[]]> = {
  OPTIONS: [['response'], []],
  DESCRIBE: [[], ['media']],
  SETUP: [
    ['media', 'stream'],
    ['session', 'media', 'sessionMedia', 'stream', 'transport'],
  ],
  PLAY: [
    ['session', 'media', 'sessionMedia'],
    ['session', 'media', 'sessionMedia'],
  ],
  PAUSE: [
    ['session', 'sessionMedia'],
    ['session', 'sessionMedia'],
  ],
  TEARDOWN: [
    ['session', 'sessionMedia'],
    ['session', 'sessionMedia'],
  ],
  GET_PARAMETER: [['session'], ['session']],
  SET_PARAMETER: [['session'], ['session']],
  ANNOUNCE: [['media'], ['media']],
  RECORD: [
    ['session', 'media', 'sessionMedia'],
    ['session', 'media', 'sessionMedia'],
  ],
};

describe('the events of a request', () => {
  for (const { method, event, before, status } of requests) {
    it(`${method} come once each, with the context of their request`, async () => {
      await using server = await serveRequests();
      const mount = method === 'ANNOUNCE' || method === 'RECORD' ? '/record' : '/tone';
      const calls: unknown[] = [];
      const over = deferred();
      const note =
        (which: string) =>
        (...args: unknown[]): undefined => {
          assert.equal(args.length, 1);
          const context = isContext(args[0], server, methodOf(method));
          const { uri, request } = context;
          assert.equal(request?.type, 'request');
          calls.push([which, uri?.abspath, request.method, fieldsOf(context)]);
          if (which === 'after') over.resolve();
        };
      server.on('client-connected', (client) => {
        client.on(event, note('before'));
        client.on(event.replace('pre-', '') as 'options-request', note('after'));
      });
      const errors = collectErrors(server);
      assert.equal(await ask(server, mount, [...before, method]), status);
      await withDeadline(over.promise, 5000, event.replace('pre-', ''));
      assert.deepEqual(errors, []);
      const path = method === 'SETUP' ? `${mount}/stream=0` : mount;
      assert.deepEqual(calls, [
        ['before', path, methodOf(method), contexts[method][0]],
        ['after', path, methodOf(method), contexts[method][1]],
      ]);
    });
  }
});

/** Its element gets a pad when its source has caps, and loses it when told to. */
class Dynamic extends RTSPMediaFactory {
  takeAway = (): Promise<unknown> => assert.fail('nothing was made');

  override async createElement(): Promise<Element> {
    const [bin, dynamic] = [new Bin('bin'), new Bin('dynpay0')];
    const source = await ElementFactory.make('videotestsrc', null, { 'is-live': true });
    // Nothing may flow before it has somewhere to go, or when it has not any more.
    const valve = await ElementFactory.make('valve', null, { drop: true });
    const payloader = await ElementFactory.make('rtpvrawpay', null, { pt: 96 });
    dynamic.add(source, valve, payloader);
    assert.ok((await source.link(valve)) && (await valve.link(payloader)));
    bin.add(dynamic);
    const [caps, end] = [valve.getStaticPad('sink'), payloader.getStaticPad('src')];
    assert.ok(caps && end);
    const pad = new GhostPad('src', end);
    const addPad = async (): Promise<void> => {
      if (caps.currentCaps === null || pad.parent) return;
      await dynamic.addPad(pad);
      await dynamic.noMorePads();
      valve.setProperty('drop', false);
    };
    caps.on('notify::caps', () => void addPad());
    this.takeAway = () => {
      valve.setProperty('drop', true);
      return dynamic.removePad(pad);
    };
    return bin;
  }
}

/** One, and the streams that its medium tells of. */
function dynamic() {
  const factory = new Dynamic();
  const told: unknown[][] = [];
  const media = deferred<RTSPMedia>();
  factory.on('media-configure', (made) => {
    made.on('new-stream', (...args) => void told.push(['new-stream', ...args]));
    made.on('removed-stream', (...args) => void told.push(['removed-stream', ...args]));
    media.resolve(made);
  });
  return { factory, told, media: media.promise };
}

describe('the events of a medium', () => {
  it('target-state and new-state tell each state that it is to have, and has', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    const events: unknown[][] = [];
    factory.on('media-configure', (made) => {
      for (const event of ['prepared', 'unprepared', 'target-state', 'new-state'] as const) {
        made.on(event, (...args: unknown[]) => events.push([event, ...args]));
      }
    });
    await using server = await serve({ port: 0, mounts: { '/tone': factory } });
    const steps: unknown[][][] = [];
    const step = async (done: Promise<unknown>, last: unknown[]) => {
      await done;
      await eventually(
        () => events.some((event) => JSON.stringify(event) === JSON.stringify(last)),
        5000,
        () => `${String(last)}, not ${JSON.stringify(events)}`,
      );
      steps.push(events.splice(0));
    };
    using peer = await RtspClient.connect(server.url('/tone'));
    await step(peer.describe(), ['prepared']);
    const { session } = await peer.setupTcp('stream=0', [0, 1]);
    await step(peer.play(session), ['new-state', State.PLAYING]);
    await step(askFor(peer, 'PAUSE', session), ['new-state', State.PAUSED]);
    await step(peer.play(session), ['new-state', State.PLAYING]);
    await step(peer.teardown(session), ['unprepared']);
    assert.deepEqual(steps, [
      [['target-state', State.PAUSED], ['prepared']],
      [
        ['target-state', State.PLAYING],
        ['new-state', State.PLAYING],
      ],
      [
        ['target-state', State.PAUSED],
        ['new-state', State.PAUSED],
      ],
      [
        ['target-state', State.PLAYING],
        ['new-state', State.PLAYING],
      ],
      [['target-state', State.NULL], ['unprepared'], ['new-state', State.NULL]],
    ]);
  });

  it('handle-message tells of each message of its pipeline, or of those of one type', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone.replace('audiotestsrc', 'audiotestsrc name=source');
    const all: unknown[][] = [];
    const changes: unknown[][] = [];
    factory.on('media-configure', (media) => {
      media.on('handle-message', (...args) => void all.push(args));
      media.on('handle-message::state-changed', (...args) => void changes.push(args));
    });
    await using server = await serve({ port: 0, mounts: { '/tone': factory } });
    using peer = await RtspClient.connect(server.url('/tone'));
    await peer.describe();
    const told = (events: unknown[][]) => events.map(([message]) => message as Message);
    const ofSource = (events: unknown[][]) =>
      told(events)
        .filter(({ type, sourceName }) => type === 'state-changed' && sourceName === 'source')
        .map(({ structure }) => structure?.get('new-state'));
    for (const events of [all, changes]) {
      await eventually(
        () => ofSource(events).length >= 2,
        5000,
        () => `two states, not ${JSON.stringify(ofSource(events))}`,
      );
      assert.deepEqual(ofSource(events).slice(0, 2), [State.READY, State.PAUSED]);
      assert.ok(events.every((args) => args.length === 1));
    }
    const types = (events: unknown[][]) => new Set(told(events).map(({ type }) => type));
    assert.deepEqual([...types(changes)], ['state-changed']);
    assert.ok(types(all).has('stream-status'), [...types(all)].join());
  });

  it('removed-stream tells of the stream whose pad an element takes away', async () => {
    const { factory, told, media } = dynamic();
    await using server = await serve({ port: 0, mounts: { '/dynamic': factory } });
    using peer = await RtspClient.connect(server.url('/dynamic'));
    await peer.describe();
    const stream = (await media).getStream(0);
    assert.ok(stream instanceof RTSPStream);
    await factory.takeAway();
    await eventually(() => told.length === 2, 5000, 'removed-stream');
    assertSame(told, [
      ['new-stream', stream],
      ['removed-stream', stream],
    ]);
    assert.equal((await media).nStreams, 0);
    assert.equal((await askFor(peer, 'SETUP')).status, 404);
  });

  for (const over of ['tcp', 'udp'] as const) {
    it(`removed-stream does not come of a stream that somebody watches, over ${over}: it falls silent, and ends with its medium`, async () => {
      const { factory, told, media } = dynamic();
      await using server = await serve({ port: 0, mounts: { '/dynamic': factory } });
      using peer = await RtspClient.connect(server.url('/dynamic'));
      const control = (await peer.describe()).media[0]?.control ?? '';
      const { session, rtp } = over === 'tcp' ? await peer.setupTcp(control, [0, 1]) : await peer.setupUdp(control);
      const reception = 'socket' in rtp ? rtp.reception : rtp;
      await peer.play(session);
      await reception.reach(20);
      const stream = (await media).getStream(0);
      await factory.takeAway();
      assert.equal((await askFor(peer, 'PAUSE', session)).status, 200);
      assert.equal((await askFor(peer, 'PLAY', session)).status, 200);
      // What was on its way comes yet.
      await sleep(150);
      const { rtpPackets } = reception;
      await sleep(150);
      assert.equal(reception.rtpPackets, rtpPackets);
      assert.equal((await media).getStream(0), stream);
      const ended = once(await media, 'unprepared');
      await peer.teardown(session);
      await withDeadline(ended, 5000, 'unprepared');
      assertSame(told, [['new-stream', stream]]);
      assert.equal(stream?.joinedBin, null);
    });
  }
});

/** Offers an encrypted stream, and says how only where it is received. */
function announceSecret(peer: RtspClient) {
  const body = offer.replace('RTP/AVP', 'RTP/SAVP');
  return peer.request('ANNOUNCE', { headers: { 'Content-Type': 'application/sdp' }, body });
}

describe('the events of an encrypted stream', () => {
  for (const [what, mode, events] of [
    ['is sent', RTSPTransportMode.PLAY, ['new-rtp-encoder', 'new-rtp-rtcp-decoder']],
    ['is received', RTSPTransportMode.RECORD, ['new-rtcp-encoder', 'new-rtp-rtcp-decoder']],
  ] as const) {
    it(`that ${what} are ${events.join(' and ')}, with the elements`, async () => {
      const factory = new RTSPMediaFactory();
      factory.launch = mode === RTSPTransportMode.PLAY ? tone : '( rtpL16depay name=depay0 ! fakesink async=false )';
      factory.transportMode = mode;
      factory.profiles = RTSPProfile.SAVP;
      const told: [string, string, boolean][] = [];
      factory.on('media-configure', (media) => {
        const stream = media.getStream(0);
        assert.ok(stream);
        for (const event of ['new-rtp-encoder', 'new-rtcp-encoder', 'new-rtp-rtcp-decoder'] as const) {
          stream.on(event, (...args) => {
            const [element] = args;
            assert.equal(args.length, 1);
            assert.ok(element instanceof Element);
            told.push([event, element.typeName, element === stream.srtpEncoder]);
          });
        }
      });
      await using server = await serve({ port: 0, mounts: { '/secret': factory } });
      using peer = await RtspClient.connect(server.url('/secret'));
      if (mode === RTSPTransportMode.PLAY) await peer.describe();
      else assert.equal((await announceSecret(peer)).status, 200);
      await eventually(
        () => told.length >= 2,
        5000,
        () => `two events, not ${JSON.stringify(told)}`,
      );
      assert.deepEqual(
        told.sort(),
        events
          .map((event) => (event.endsWith('encoder') ? [event, 'GstSrtpEnc', true] : [event, 'GstSrtpDec', false]))
          .sort(),
      );
    });
  }
});
