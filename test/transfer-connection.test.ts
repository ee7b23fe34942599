import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer as createHttpServer, get } from 'node:http';
import { type AddressInfo, connect, createServer, Socket } from 'node:net';
import path from 'node:path';
import { TLSSocket } from 'node:tls';

import { RTSPClient, RTSPServer, serve } from '../lib/index.js';
import { decodeFrames, probe } from './clients/players.js';
import { RtspClient } from './clients/rtsp-client.js';
import { isServed } from './clients/viewer.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone, toneAndPicture } from './helpers/lines.js';
import { socketCount } from './helpers/proc.js';
import { temporaryFolder } from './helpers/temporary.js';

/** What accepts connections for an RTSP server. */
interface Door extends AsyncDisposable {
  readonly port: number;
  url(path: string): string;
}

/** Listens, and does this with each connection and the first that it says. */
async function open(accept: (socket: Socket, first: Buffer) => void): Promise<Door> {
  const listener = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', (first) => {
      accept(socket, first);
    });
  });
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const { port } = listener.address() as AddressInfo;
  return {
    port,
    url: (path) => `rtsp://127.0.0.1:${port}${path}`,
    async [Symbol.asyncDispose]() {
      listener.close();
      await once(listener, 'close');
    },
  };
}

/** Two ends of a connection. */
async function pair(): Promise<[near: Socket, far: Socket]> {
  const listener = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const far = connect((listener.address() as AddressInfo).port, '127.0.0.1');
  const [near] = (await once(listener, 'connection')) as [Socket];
  listener.close();
  far.on('error', () => undefined);
  return [near, far];
}

describe('a connection that Node has accepted', function () {
  this.timeout(60_000);

  it('is served: HTTP and RTSP share a port', async () => {
    await using server = await serve({ port: 0, mounts: { '/test': toneAndPicture } });
    const web = createHttpServer((_request, response) => response.end('a page'));
    const transferred: boolean[] = [];
    await using door = await open((socket, first) => {
      if (/^\S+ \S+ HTTP\//.test(first.toString('latin1'))) {
        socket.unshift(first);
        web.emit('connection', socket);
      } else {
        void server.transferConnection(socket, undefined, undefined, first).then((well) => transferred.push(well));
      }
    });
    const page = async () => {
      const response = deferred<string>();
      get({ port: door.port, host: '127.0.0.1', path: '/', agent: false }, (message) => {
        message.setEncoding('utf8').on('data', response.resolve);
      }).on('error', response.reject);
      return withDeadline(response.promise, 5000, 'the page');
    };
    assert.equal(await page(), 'a page');
    const { code, streams, stderr } = await probe(door.url('/test'));
    assert.equal(code, 0, stderr);
    assert.deepEqual(streams.map(({ type }) => type).sort(), ['audio', 'video']);
    for (const transport of ['tcp', 'udp'] as const) {
      const played = await decodeFrames(door.url('/test'), 10, { transport });
      assert.equal(played.code, 0, played.stderr);
    }
    assert.equal(await page(), 'a page');
    assert.ok(transferred.length >= 3 && transferred.every(Boolean));
    web.close();
  });

  it('may be one that an HTTP server has given back, for its upgrade', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const web = createHttpServer((_request, response) => response.end('a page'));
    web.on('upgrade', (_request, socket: Socket, head: Buffer) => {
      socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: rtsp\r\n\r\n', () => {
        void server.transferConnection(socket, undefined, undefined, head);
      });
    });
    await once(web.listen(0, '127.0.0.1'), 'listening');
    const { port } = web.address() as AddressInfo;
    // What the client says right behind its request has been read by the HTTP server.
    for (const early of [false, true]) {
      const far = connect(port, '127.0.0.1').setEncoding('latin1');
      let heard = '';
      far.on('data', (text: string) => (heard += text));
      const options = `OPTIONS rtsp://127.0.0.1:${port}/tone RTSP/1.0\r\nCSeq: 7\r\n\r\n`;
      far.write(`GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: rtsp\r\n\r\n${early ? options : ''}`);
      await eventually(() => heard.includes('101 Switching'), 5000, 'the upgrade');
      if (!early) far.write(options);
      await eventually(
        () => /RTSP\/1\.0 200 OK\r\nCSeq: 7\r\n/.test(heard),
        5000,
        () => `an answer: ${heard}`,
      );
      far.destroy();
    }
    web.close();
  });

  it("is its peer's for the client, and ends for the peer when the client is closed", async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    await using door = await open((socket, first) => {
      const { remotePort } = socket;
      server.once('client-connected', (client) => {
        assert.deepEqual([client.connection?.address, client.connection?.port], ['127.0.0.1', remotePort]);
        connected.resolve(client);
      });
      void server.transferConnection(socket, undefined, undefined, first);
      assert.equal(socket.destroyed, true);
    });
    const connected = deferred<RTSPClient>();
    using player = await RtspClient.connect(door.url('/tone'));
    const { media } = await player.describe();
    const { session, rtp } = await player.setupTcp(media[0].control, [0, 1]);
    await player.play(session);
    await rtp.reach(20);
    const client = await connected.promise;
    await client.close();
    await withDeadline(player.closed, 5000, 'the end of the connection');
  });

  it('may have said more than was read, and goes to a client of our own', async () => {
    class Client extends RTSPClient {}
    class Server extends RTSPServer {
      override createClient(): RTSPClient {
        return new Client();
      }
    }
    await using server = new Server();
    server.service = '0';
    // Without threads, requests are handled by the server's own.
    const { threadPool } = server;
    threadPool.maxThreads = 0;
    await server.attach();
    const [near, far] = await pair();
    const request = (number: number) => `OPTIONS * RTSP/1.0\r\nCSeq: ${number}\r\n\r\n`;
    far.write(request(2));
    // It is in the socket's buffer, and not read.
    await once(near, 'readable');
    assert.ok(near.readableLength > 0);
    const said: string[] = [];
    far.setEncoding('utf8').on('data', (text: string) => said.push(...(text.match(/CSeq: \d/g) ?? [])));
    const connected = deferred<RTSPClient>();
    server.once('client-connected', connected.resolve);
    assert.equal(await server.transferConnection(near, '192.0.2.7', 7, Buffer.from(request(1))), true);
    far.write(request(3));
    await eventually(() => said.length === 3, 5000, 'three answers');
    assert.deepEqual(said, ['CSeq: 1', 'CSeq: 2', 'CSeq: 3']);
    assert.ok((await connected.promise) instanceof Client);
    assert.deepEqual((await connected.promise).connection?.address, '192.0.2.7');
    far.destroy();
    await eventually(() => server.stats().clients === 0, 5000, 'the client to go');
  });

  it('is closed when it cannot be served', async () => {
    const idle = new RTSPServer();
    const [near, far] = await pair();
    const ended = once(far.resume(), 'close');
    await assert.rejects(idle.transferConnection(near), { name: 'GError', message: /does not listen/ });
    await withDeadline(ended, 5000, 'the end of the connection');
    class Server extends RTSPServer {
      override createClient(): null {
        return null;
      }
    }
    await using server = new Server();
    server.service = '0';
    await server.attach();
    for (const first of [Buffer.from('OPTIONS'), Buffer.from('OPTIONS\0*')]) {
      const [refused, peer] = await pair();
      const over = once(peer.resume(), 'close');
      const transfer = server.transferConnection(refused, undefined, undefined, first);
      if (first.includes(0)) await assert.rejects(transfer, /NUL/);
      else assert.equal(await transfer, false);
      await withDeadline(over, 5000, 'the end of the connection');
    }
  });

  it("stays Node's when it is none that can be given away", async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const transfer =
      (socket: unknown, ...more: unknown[]) =>
      () =>
        server.transferConnection(socket as Socket, ...(more as [string]));
    assert.throws(transfer({}), TypeError);
    assert.throws(transfer(new Socket()), /not connected/);
    const [near, far] = await pair();
    assert.throws(transfer(new TLSSocket(near)), TypeError);
    assert.throws(transfer(near, '1.2.3.4', 1, 'text'), TypeError);
    assert.throws(transfer(near, 'nowhere'), TypeError);
    far.destroy();
    near.destroy();
    assert.throws(transfer(near), /not connected/);
    // Over a name in the file system.
    const name = path.join(temporaryFolder(), 'socket');
    const listener = createServer().listen(name);
    const local = connect(name);
    await once(local, 'connect');
    await assert.rejects(transfer(local)(), { name: 'TypeError', message: /TCP/ });
    listener.close();
  });

  it('leaves no descriptor behind, and goes with the server', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    await using door = await open((socket, first) => {
      void server.transferConnection(socket, undefined, undefined, first);
    });
    const options = async () => {
      using client = await RtspClient.connect(door.url('/tone'));
      assert.equal((await client.request('OPTIONS')).status, 200);
    };
    await options();
    await eventually(() => server.stats().clients === 0, 5000, 'the client to go');
    const before = socketCount();
    for (let i = 0; i < 50; i++) await options();
    await eventually(() => server.stats().clients === 0 && socketCount() <= before, 5000, 'all descriptors');
    using client = await RtspClient.connect(door.url('/tone'));
    await client.describe();
    await server.close();
    await withDeadline(client.closed, 5000, 'the end of the connection');
    await using next = await serve({ port: 0, mounts: { '/tone': tone } });
    await isServed(next.url('/tone'));
  });
});
