import assert from 'node:assert/strict';
import { once } from 'node:events';
import { closeSync, constants, openSync } from 'node:fs';
import { connect, type Socket } from 'node:net';

import {
  type GError,
  type RTSPMedia,
  RTSPMediaFactory,
  RTSPServer,
  RTSPThreadPool,
  RTSPTransportMode,
  serve,
} from '../lib/index.js';
import { probe } from './clients/players.js';
import { askFor } from './clients/requests.js';
import { RtspClient } from './clients/rtsp-client.js';
import { isServed, setUp } from './clients/viewer.js';
import { eventually, withDeadline } from './helpers/deadline.js';
import { blocked, feed, letGo, makeFifo, sips, soundOf } from './helpers/fifo.js';
import { tone } from './helpers/lines.js';

/** As many may be blocked per factory. */
const most = 8;

const linesOf = (fifo: string) => `( filesrc location=${fifo} ! h264parse ! rtph264pay name=pay0 )`;

async function describe503(url: string): Promise<void> {
  using client = await RtspClient.connect(url);
  assert.equal((await client.request('DESCRIBE', { deadline: 5000 })).status, 503);
}

async function nextError(
  server: RTSPServer,
): Promise<{ message: string; debug: string | null; media: RTSPMedia | null }> {
  const [, error, debug, media] = (await withDeadline(once(server, 'media-error'), 5000, 'media-error')) as [
    string,
    GError,
    string | null,
    RTSPMedia | null,
  ];
  return { message: error.message, debug, media };
}

describe('a pipeline that blocks in a change of its state', () => {
  it('is given up in time, and the others on its client thread are served', async () => {
    const fifo = makeFifo();
    const server = await serve({
      port: 0,
      mounts: { '/blocked': { launch: linesOf(fifo), prepareTimeout: 200 }, '/tone': tone },
    });
    const pool = new RTSPThreadPool();
    pool.maxThreads = 1;
    server.threadPool = pool;
    for (let round = 1; round <= most; round++) {
      const told = nextError(server);
      await describe503(server.url('/blocked'));
      const { message, debug, media } = await told;
      assert.match(message, /^filesrc\d+ did not become PAUSED within 0\.2 s$/);
      assert.match(debug ?? '', /GstFileSrc:filesrc/);
      assert.notEqual(media, null);
      assert.equal(blocked(), round);
    }
    // As many threads hang as are allowed to.
    const told = nextError(server);
    await describe503(server.url('/blocked'));
    assert.deepEqual(await told, { message: '8 pipelines of the factory are blocked', debug: null, media: null });
    assert.equal(blocked(), 8);
    assert.equal((await probe(server.url('/tone'))).streams.length, 1);

    const closing = performance.now();
    await server.close();
    assert.ok(performance.now() - closing < 5000);
    await letGo(fifo);
  });

  it('starts again when what blocked it has gone', async () => {
    const fifo = makeFifo();
    await using server = await serve({
      port: 0,
      mounts: { '/a': { launch: `( filesrc location=${fifo} ! rtpgstpay name=pay0 )`, prepareTimeout: 200 } },
    });
    for (let round = 0; round < most; round++) await describe503(server.url('/a'));
    await letGo(fifo);
    using client = await RtspClient.connect(server.url('/a'));
    const writer = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
    try {
      const told = nextError(server);
      // It opens; nothing is written.
      assert.equal((await client.request('DESCRIBE', { deadline: 5000 })).status, 503);
      assert.match((await told).message, /^No data arrived within 0\.2 s: filesrc\d+ produces no data$/);
    } finally {
      closeSync(writer);
    }
  });

  it('is interrupted where it waits for a host that does not answer', async () => {
    // Nobody accepts from it: when its queue is full, connections get no answer.
    const silent = new RTSPServer();
    silent.address = '127.0.0.1';
    silent.service = '0';
    silent.backlog = 1;
    // It closes when nobody refers to it any more.
    const socket = await silent.createSocket();
    const { localAddress } = socket;
    assert.ok(localAddress);
    const waiting: Socket[] = [];
    try {
      for (let i = 0; i < 8; i++) waiting.push(connect(localAddress.port, localAddress.address).on('error', () => {}));
      await eventually(() => waiting.some((socket) => !socket.connecting), 5000, 'a connection');
      const launch = `( tcpclientsrc host=127.0.0.1 port=${localAddress.port} ! h264parse ! rtph264pay name=pay0 )`;
      await using server = await serve({ port: 0, mounts: { '/a': { launch, prepareTimeout: 300 } } });
      const told = nextError(server);
      await describe503(server.url('/a'));
      assert.match((await told).message, /^tcpclientsrc\d+ did not become PAUSED within 0\.3 s$/);
      await eventually(() => blocked() === 0, 5000, 'the end of the start');
      assert.equal(socket.closed, false);
    } finally {
      for (const connection of waiting) connection.destroy();
    }
  });

  it('ends a recording whose file cannot be opened', async () => {
    const fifo = makeFifo();
    const factory = new RTSPMediaFactory();
    factory.launch = `( rtpL16depay name=depay0 ! filesink location=${fifo} )`;
    factory.transportMode = RTSPTransportMode.RECORD;
    factory.prepareTimeout = 300;
    await using server = await serve({ port: 0, mounts: { '/record': factory } });
    using client = await RtspClient.connect(server.url('/record'));
    assert.equal((await askFor(client, 'ANNOUNCE')).status, 200);
    const setup = await askFor(client, 'SETUP');
    assert.equal(setup.status, 200);
    const told = nextError(server);
    const session = setup.headers.get('session')?.split(';')[0] ?? '';
    // Upstream answers whatever the state that the pipeline has got to; the client is closed next.
    assert.equal((await askFor(client, 'RECORD', session)).status, 200);
    assert.match((await told).message, /^filesink\d+ did not become READY within 0\.3 s$/);
    await withDeadline(client.closed, 5000, 'the end of the connection');
    await letGo(fifo);
  });

  const waiting: [string, string][] = [
    ['in its start', '( filesrc location=FIFO ! h264parse ! rtph264pay name=pay0 )'],
    [
      'for its first data',
      '( appsrc caps=video/x-h264,stream-format=byte-stream,alignment=au ! rtph264pay name=pay0 )',
    ],
  ];
  for (const [where, launch] of waiting) {
    it(`does not hold up a server that closes while it waits ${where}`, async () => {
      const fifo = makeFifo();
      const factory = new RTSPMediaFactory();
      factory.launch = launch.replace('FIFO', fifo);
      const server = await serve({ port: 0, mounts: { '/a': factory } });
      const errors: unknown[] = [];
      server.on('media-error', (...args) => errors.push(args));
      const constructed = once(factory, 'media-configure');
      using client = await RtspClient.connect(server.url('/a'));
      const answer = client.request('DESCRIBE', { deadline: 15_000 }).then(
        ({ status }) => status,
        () => null,
      );
      await withDeadline(constructed, 5000, 'the media');
      // Of its own ten seconds it takes next to nothing.
      await withDeadline(server.close(), 5000, 'close()');
      assert.ok([503, null].includes(await answer));
      assert.deepEqual(errors, []);
      await letGo(fifo);
    });
  }

  it('holds up close() for ten seconds at most: it warns, the port is free, and the rest stops behind it', async function () {
    this.timeout(60_000);
    // Each takes three seconds, and they share a thread.
    const fifos = Array.from({ length: 6 }, makeFifo);
    const descriptors = fifos.map(feed);
    const warnings: string[] = [];
    const note = (warning: Error) => warnings.push(`${warning.name}: ${warning.message}`);
    process.on('warning', note);
    try {
      const mounts = Object.fromEntries(fifos.map((fifo, i) => [`/${i}`, soundOf(fifo)]));
      const server = await serve({ port: 0, mounts });
      server.on('media-error', () => undefined);
      const pool = new RTSPThreadPool();
      pool.maxThreads = 1;
      server.threadPool = pool;
      const viewings = await Promise.all(Object.keys(mounts).map((at) => setUp(server.url(at))));
      const ends = Promise.all(viewings.map(({ client }) => client.closed));
      await Promise.all(viewings.map(({ client, session }) => client.play(session)));
      await Promise.all(viewings.flatMap(({ streams }) => streams.map((sound) => sound.reach(sips))));
      const port = server.boundPort;

      await withDeadline(server.close(), 15_000, 'close()');
      await eventually(() => warnings.length > 0, 1000, 'a warning');
      assert.deepEqual(warnings, [
        'RTSPServer: a client has not stopped in time; it goes on stopping in the background',
      ]);
      assert.ok(blocked() > 0);
      assert.equal(server.listening, false);
      const next = await serve({ port, mounts: { '/tone': tone } });
      await isServed(next.url('/tone'));
      await next.close();

      descriptors.splice(0).forEach(closeSync);
      await withDeadline(ends, 5000, 'the ends of the connections');
      await eventually(() => blocked() === 0, 5000, 'the ends of the pipelines');
      // It had not stopped until then.
      await eventually(
        () =>
          server.attach().then(
            () => true,
            () => false,
          ),
        5000,
        'it to listen again',
      );
      await server.close();
      assert.equal(warnings.length, 1);
    } finally {
      process.off('warning', note);
      descriptors.forEach(closeSync);
    }
  });
});
