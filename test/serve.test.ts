import assert from 'node:assert/strict';
import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { mount, RTSPMediaFactory, RTSPMountPoints, RTSPServer, type RTSPUrl, serve } from '../lib/index.js';
import { probe } from './clients/players.js';
import { RtspClient } from './clients/rtsp-client.js';
import { setUp } from './clients/viewer.js';
import { deferred, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';
import { testMovie } from './helpers/media.js';
import { processorCount } from './helpers/proc.js';

async function isServed(url: string): Promise<void> {
  const client = await RtspClient.connect(url);
  try {
    assert.ok((await client.describe()).media.length > 0);
  } finally {
    client.destroy();
  }
}

describe('serve()', () => {
  it('resolves to an RTSPServer that serves at once, on a free port', async () => {
    const server = await serve({ port: 0, mounts: { '/tone': tone } });
    assert.ok(server instanceof RTSPServer);
    assert.ok(server.listening && server.boundPort > 0);
    assert.equal(server.url('/tone'), `rtsp://127.0.0.1:${server.boundPort}/tone`);
    await isServed(server.url('/tone'));
    await server.close();
    assert.equal(server.listening, false);
    assert.throws(() => server.url('/tone'), /only while it listens/);
  });

  it('mounts launch lines, media files, URIs and factories', async () => {
    const movie = await testMovie();
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    await using server = await serve({
      port: 0,
      mounts: {
        '/launch': { launch: tone },
        '/file': { file: path.relative(process.cwd(), movie) },
        '/uri': { uri: pathToFileURL(movie).href, shared: true },
        '/factory': factory,
      },
    });
    for (const at of ['/launch', '/file', '/uri', '/factory']) await isServed(server.url(at));
    assert.equal(server.mountPoints?.match('/factory').factory, factory);
    assert.equal(server.mountPoints.match('/uri').factory?.shared, true);
  });

  it('serves a file whose name has spaces, quotes and signs', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'served-'));
    const file = path.join(folder, `a "film" of 100% & more #1 ö.mp4`);
    await symlink(await testMovie(), file);
    await using server = await serve({ port: 0, mounts: { '/film': { file } } });
    const { streams } = await probe(server.url('/film'));
    assert.deepEqual(streams.map(({ codec }) => codec).sort(), ['aac', 'h264']);
    await rm(folder, { recursive: true });
  });

  it('takes port 8554 when it is told of none', async () => {
    const said = await serve({ mounts: {} }).then(
      async (server) => {
        const { boundPort } = server;
        await server.close();
        return `it listens on port ${boundPort}`;
      },
      (error: unknown) => String(error),
    );
    // Somebody else may have it.
    assert.match(
      said,
      /^it listens on port 8554$|^GError: Cannot listen on 127\.0\.0\.1 port 8554: the port is in use$/,
    );
  });

  it('listens again on the same port after close(), and closing twice is closing once', async () => {
    const server = await serve({ port: 0, mounts: { '/tone': tone } });
    const port = server.boundPort;
    await Promise.all([server.close(), server.close()]);
    await server.close();
    for (let i = 0; i < 3; i++) {
      server.service = String(port);
      await server.attach();
      assert.equal(server.boundPort, port);
      await isServed(server.url('/tone'));
      await server.close();
    }
  });

  it('closes at the end of the block that uses it', async () => {
    let port: number;
    {
      await using server = await serve({ port: 0, mounts: { '/tone': tone } });
      port = server.boundPort;
    }
    await using again = await serve({ port, mounts: { '/tone': tone } });
    await isServed(again.url('/tone'));
  });

  const events = ['client-connected', 'media-configure', 'pre-setup-request', 'pre-play-request'] as const;
  for (const event of events) {
    it(`is closed in a handler of ${event} that waits for that, and says how long the handler had`, async () => {
      for (const [timeout, said] of [
        [undefined, '250 ms after it has called close(), which waits for its thread'],
        [40, '40 ms'],
      ] as const) {
        const server = await serve({ port: 0, mounts: { '/tone': tone } });
        const errors: string[] = [];
        server.on('handler-error', ({ message }) => errors.push(message));
        const closed = deferred();
        const close = async () => {
          await server.close();
          closed.resolve();
        };
        const options = timeout === undefined ? {} : { timeout };
        if (event === 'client-connected') server.on(event, close, options);
        else if (event === 'media-configure') server.mountPoints?.match('/tone').factory?.on(event, close, options);
        else server.on('client-connected', (client) => client.on(event, close, options));
        // The server leaves the player in the midst of it.
        const play = async () => {
          const { client, session } = await setUp(server.url('/tone'));
          await client.play(session);
        };
        const played = play().catch(() => undefined);
        await withDeadline(closed.promise, 5000, 'the server to close');
        await played;
        assert.deepEqual(errors, [`${event}: the handler has not answered within ${said}`]);
      }
    });
  }

  it('refuses to listen twice', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    await assert.rejects(server.attach(), /listens already/);
    await isServed(server.url('/tone'));
  });

  it('runs several servers side by side, on IPv6 too', async () => {
    await using first = await serve({ port: 0, mounts: { '/tone': tone } });
    await using second = await serve({ port: 0, mounts: { '/tone': tone } });
    await using third = await serve({ port: 0, address: '::1', mounts: { '/tone': tone } });
    assert.match(third.url('/tone'), /^rtsp:\/\/\[::1\]:\d+\/tone$/);
    await Promise.all([first, second, third].map((server) => isServed(server.url('/tone'))));
  });

  it('names every address by one that reaches it', async () => {
    await using server = await serve({ port: 0, address: '0.0.0.0', mounts: { '/tone': tone } });
    assert.match(server.url('/tone'), /^rtsp:\/\/127\.0\.0\.1:/);
    await isServed(server.url('/tone'));
  });

  it('has the documented defaults', () => {
    const server = new RTSPServer();
    assert.equal(server.address, '127.0.0.1');
    assert.equal(server.service, '8554');
    assert.equal(server.backlog, 128);
    assert.equal(server.contentLengthLimit, 65536);
    assert.equal(server.threadPool.maxThreads, 2 * processorCount());
    assert.equal(server.handlerTimeout, 5000);
    assert.deepEqual([server.protectSessions, server.protectSharedMedia, server.refuseReversePlay], [true, true, true]);
    assert.equal(new RTSPMediaFactory().prepareTimeout, 10_000);
    const ids = new Set(Array.from({ length: 100 }, () => server.sessionPool?.create()?.sessionId));
    assert.equal(ids.size, 100);
    for (const id of ids) assert.match(id ?? '', /^[\w-]{22,}$/);
  });
});

describe('mount()', () => {
  it('adds, replaces and removes while the server listens', async () => {
    await using server = await serve({ port: 0, mounts: {} });
    await mount(server, '/tone', tone);
    await isServed(server.url('/tone'));
    const other = await mount(server, '/tone', { launch: tone, shared: true });
    assert.equal(server.mountPoints?.match('/tone').factory, other);
    await isServed(server.url('/tone'));
    server.mountPoints.removeFactory('/tone');
    await assert.rejects(isServed(server.url('/tone')), /404/);
  });

  it('refuses a path that no client can reach, and names one that can be', async () => {
    await using server = await serve({ port: 0, mounts: {} });
    const paths: [string, string][] = [
      ['/my film', '/my%20film'],
      ['/a?b', '/a%3Fb'],
      ['/slash/', '/slash'],
      ['//two//slashes', '/two/slashes'],
    ];
    for (const [at, instead] of paths) {
      // The mount points themselves take it: nobody gets there.
      const factory = new RTSPMediaFactory();
      factory.launch = tone;
      server.mountPoints?.addFactory(at, factory);
      for (const url of [at, encodeURI(at)]) assert.notEqual((await probe(server.url(url))).code, 0, url);
      await assert.rejects(mount(server, at, tone), ({ name, message }: Error) => {
        assert.equal(name, 'TypeError');
        assert.ok(message.startsWith(`no client can reach a mount at "${at}": `), message);
        assert.ok(message.endsWith(`; mount it at "${instead}"`), message);
        return true;
      });
      await mount(server, instead, tone);
      const { code, stderr } = await probe(server.url(instead));
      assert.equal(code, 0, stderr);
    }
  });

  it('takes every path that a client can reach', async () => {
    await using server = await serve({ port: 0, mounts: {} });
    for (const at of ['/', "/it's", '/100%', '/a#b', '/ö/a:b@c']) {
      await mount(server, at, tone);
      const { code, stderr } = await probe(server.url(at));
      assert.equal(code, 0, stderr);
    }
  });

  it('leaves paths to mount points that make them of URLs in their own way', async () => {
    class Decoding extends RTSPMountPoints {
      override makePath(url: RTSPUrl): string {
        return decodeURIComponent(url.abspath ?? '');
      }
    }
    await using server = await serve({ port: 0, mounts: {} });
    server.mountPoints = new Decoding();
    await mount(server, '/my film', tone);
    await isServed(server.url('/my%20film'));
  });
});
