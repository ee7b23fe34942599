'use strict';
// Workers serve and stream: some are terminated in the midst of it, some while a thread waits for their handler, some end
// by themselves. Then nothing may be left.
const { once } = require('node:events');
const net = require('node:net');
const path = require('node:path');
const { isMainThread, parentPort, Worker, workerData } = require('node:worker_threads');
const { RTSPFilterResult, serve } = require('../../build/test/lib/index.js');
const { native } = require('../../build/test/lib/native.js');
const { allGone } = require('../helpers/all-gone.cjs');

const launch = '( videotestsrc is-live=true ! video/x-raw,width=64,height=48 ! rtpvrawpay name=pay0 pt=96 )';

/** Resolves to the head of the response, before which there may be data. */
async function request(socket, text) {
  socket.write(`${text}\r\n\r\n`);
  for (let received = ''; ;) {
    const [data] = await once(socket, 'data');
    received += data.toString('latin1');
    const [head] = /RTSP\/1\.0 \d+[^]*?\r\n\r\n/.exec(received) ?? [];
    if (head) return head;
  }
}

/** A client that plays, or waits for the answer to PLAY. */
async function play({ port, url }, answered) {
  const socket = net.connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const setup = await request(
    socket,
    `SETUP ${url}/stream=0 RTSP/1.0\r\nCSeq: 1\r\nTransport: RTP/AVP/TCP;unicast;interleaved=0-1`,
  );
  const session = /Session: ([^;\s]+)/.exec(setup)[1];
  const played = request(socket, `PLAY ${url} RTSP/1.0\r\nCSeq: 2\r\nSession: ${session}`);
  if (!answered) return socket;
  const head = await played;
  if (!head.includes('200 OK')) throw new Error(`the worker does not serve: ${head}`);
  for (let i = 0; i < 3; i++) await once(socket, 'data');
  return socket;
}

/** What each kind of worker ends with. */
const codes = { streams: 1, parked: 1, throws: 1, closes: 0, abandons: 0 };

async function work() {
  const server = await serve({ port: 0, mounts: { '/test': { launch, shared: workerData === 'streams' } } });
  server.on('client-connected', (client) => {
    client.on('pre-play-request', async (context) => {
      await context.media.getStatus();
      if (workerData !== 'parked') return;
      parentPort.postMessage('parked');
      await new Promise(() => undefined);
    });
    client.on('play-request', ({ session }) => session.sessionId);
    client.on('closed', () => client.remoteAddress);
  });
  parentPort.postMessage({ port: server.boundPort, url: server.url('/test') });
  await once(parentPort, 'message');
  if (workerData === 'throws') throw new Error('as it was told to');
  await server.clientFilter(() => RTSPFilterResult.REF);
  // Its handlers, the clients' wrappers and its promised calls are all there at the end.
  if (workerData === 'abandons') process.exit(0);
  await server.close();
  parentPort.close();
}

async function end(kind) {
  const worker = new Worker(path.join(__dirname, 'worker.js'), { workerData: kind });
  const exited = new Promise((resolve) => worker.once('exit', resolve));
  if (kind === 'throws') worker.on('error', () => undefined);
  const [served] = await once(worker, 'message');
  const parked = kind === 'parked' ? once(worker, 'message') : undefined;
  const answered = kind !== 'parked';
  const sockets = await Promise.all([play(served, answered), play(served, answered)]);
  await parked;
  const closed = Promise.all(sockets.map((socket) => once(socket, 'close')));
  if (kind === 'streams' || kind === 'parked') void worker.terminate();
  else worker.postMessage('end');
  const code = await exited;
  if (code !== codes[kind]) throw new Error(`${kind}: it ended with code ${code}`);
  await closed;
}

async function main() {
  for (let i = 0; i < 5; i++) await Promise.all(Object.keys(codes).map(end));
  await allGone(native);
}

void (isMainThread ? main() : work());
