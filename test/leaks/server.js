'use strict';
// Servers come and go, with clients that leave politely and clients that do not; then nothing may be left.
const { once } = require('node:events');
const net = require('node:net');
const { RTSPToken, serve } = require('../../build/test/lib/index.js');
const { native } = require('../../build/test/lib/native.js');
const { allGone } = require('../helpers/all-gone.cjs');

const launch = '( videotestsrc is-live=true ! video/x-raw,width=64,height=48 ! rtpvrawpay name=pay0 pt=96 )';

async function request(socket, text) {
  socket.write(`${text}\r\n\r\n`);
  const [data] = await once(socket, 'data');
  return data.toString('latin1');
}

async function visit(server, polite) {
  const socket = net.connect(server.boundPort, '127.0.0.1');
  await once(socket, 'connect');
  const url = server.url('/test');
  await request(socket, `DESCRIBE ${url} RTSP/1.0\r\nCSeq: 1\r\nAuthorization: Basic dXNlcjpwYXNz`);
  const setup = await request(
    socket,
    `SETUP ${url}/stream=0 RTSP/1.0\r\nCSeq: 2\r\nAuthorization: Basic dXNlcjpwYXNz\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1`,
  );
  const session = /Session: ([^;\s]+)/.exec(setup)[1];
  const played = await request(socket, `PLAY ${url} RTSP/1.0\r\nCSeq: 3\r\nSession: ${session}`);
  for (let i = 0; i < 3 && played.includes('200 OK'); i++) await once(socket, 'data');
  if (polite) await request(socket, `TEARDOWN ${url} RTSP/1.0\r\nCSeq: 4\r\nSession: ${session}`);
  socket.destroy();
}

async function round(i) {
  const server = await serve({
    port: 0,
    auth: { user: 'user', password: 'pass' },
    mounts: { '/test': { launch, shared: i % 2 === 0 } },
  });
  server.on('client-connected', (client) => {
    client.on('pre-play-request', async (context) => {
      await context.media.getStatus();
      new RTSPToken({ role: 'guest', allowed: true }).setString('role', 'user');
      if (i % 5 === 0) throw new Error('as it was told to');
    });
    client.on('closed', () => client.remoteAddress);
  });
  server.on('handler-error', () => undefined);
  await Promise.all([visit(server, true), visit(server, false)]);
  await server.close();
}

async function main() {
  for (let i = 0; i < 10; i++) await round(i);
  await allGone(native);
}

void main();
