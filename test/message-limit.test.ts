import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

import { type RTSPServer, serve } from '../lib/index.js';
import { askFor, serveRequests } from './clients/requests.js';
import { RtspClient } from './clients/rtsp-client.js';
import { formatMessage, formatTunnelRequest } from './clients/rtsp-message.js';
import { isServed, setUp } from './clients/viewer.js';
import { deferred, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';
import { sanitized } from './helpers/memory.js';
import { residentBytes } from './helpers/proc.js';

const start = 'OPTIONS * RTSP/1.0\r\nCSeq: 11\r\n';
const headers = 'X: y\r\n'.repeat(10_000);

async function open(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

/** Writes the same again and again, as fast as it is taken, until the connection has ended; no longer than that may take. */
async function flood(socket: Socket, text: string): Promise<void> {
  const ended = deferred();
  // A reset is what a connection that is not read ends with.
  socket.on('error', () => undefined);
  socket.once('close', () => ended.resolve());
  const write = () => {
    while (!socket.destroyed && socket.write(text));
  };
  socket.on('drain', write).resume();
  write();
  try {
    await withDeadline(ended.promise, 10_000, 'the connection to end');
  } finally {
    socket.destroy();
  }
}

/** A connection whose headers never end is cut: connections have been looked at. */
async function isLookedAt(server: RTSPServer): Promise<void> {
  const socket = await open(server.boundPort);
  socket.write(start);
  await flood(socket, headers);
}

async function record(server: RTSPServer): Promise<RtspClient> {
  const client = await RtspClient.connect(server.url('/record'));
  await askFor(client, 'ANNOUNCE');
  const setup = await askFor(client, 'SETUP');
  const session = setup.headers.get('session')?.split(';')[0];
  assert.equal((await askFor(client, 'RECORD', session)).status, 200);
  return client;
}

describe('a message without an end', () => {
  let server: RTSPServer;

  before(async () => {
    server = await serveRequests();
  });
  after(() => server.close());

  const ways: [string, () => Promise<Socket>, string, string][] = [
    ['from a stranger', () => open(server.boundPort), start, headers],
    [
      'in a tunnel',
      async () => {
        const [get, post] = [await open(server.boundPort), await open(server.boundPort)];
        post.once('close', () => get.destroy());
        get.write(formatTunnelRequest('/tone', 'endless'));
        await once(get, 'data');
        get.resume();
        post.write('POST /tone HTTP/1.0\r\nx-sessioncookie: endless\r\n\r\n');
        return post;
      },
      btoa(start),
      btoa(headers),
    ],
    [
      'from somebody who plays over his connection',
      async () => {
        const { client, session } = await setUp(server.url('/tone'));
        await client.play(session);
        return client.socket;
      },
      start,
      headers,
    ],
    ['from somebody who records over his connection', async () => (await record(server)).socket, start, headers],
  ];

  for (const [what, come, first, more] of ways) {
    it(`${what} ends with the connection, and leaves the memory alone`, async () => {
      const before = residentBytes();
      let most = before;
      const watch = setInterval(() => {
        most = Math.max(most, residentBytes());
      }, 50);
      try {
        const socket = await come();
        socket.write(first);
        await flood(socket, more);
      } finally {
        clearInterval(watch);
      }
      assert.ok(sanitized || most - before < 100 * 2 ** 20, `${(most - before) / 2 ** 20} MiB more`);
      await isServed(server.url('/tone'));
    });
  }

  it('is not one whose body is as long as may be, and comes slowly', async () => {
    await using patient = await serve({ port: 0, mounts: { '/tone': { launch: tone } } });
    patient.contentLengthLimit = 4 << 20;
    using client = await RtspClient.connect(patient.url('/tone'));
    const request = formatMessage('SET_PARAMETER * RTSP/1.0', { CSeq: '1' }, 'x'.repeat(4 << 20));
    client.sendRaw(request.subarray(0, -1));
    for (let i = 0; i < 2; i++) await isLookedAt(server);
    client.sendRaw(request.subarray(-1));
    await client.nextResponse();
  });

  it('is not what somebody sends who records over his connection', async () => {
    using client = await record(server);
    const packet = Buffer.alloc(1400);
    packet.set([0x80, 96]);
    let sent = 0;
    const looking = { done: false };
    const looked = isLookedAt(server).then(() => {
      looking.done = true;
    });
    while (!looking.done || sent < 4 << 20) {
      packet.writeUInt16BE((sent / packet.length) & 0xffff, 2);
      client.sendData(0, packet);
      sent += packet.length;
      if (client.socket.writableNeedDrain) await once(client.socket, 'drain');
    }
    await looked;
    assert.equal((await client.request('OPTIONS')).status, 200);
  });
});
