'use strict';
// Every callback that is registered comes and goes 1,000 times while C calls it, queued and strict; then nothing may be
// left.
const { once } = require('node:events');
const net = require('node:net');
const { setTimeout: sleep } = require('node:timers/promises');
const {
  RTSPClient,
  RTSPConnection,
  RTSPFilterResult,
  RTSPMediaFactory,
  RTSPMessage,
  RTSPMethod,
  RTSPMountPoints,
  RTSPSessionPool,
  RTSPThreadPool,
  serve,
} = require('../../build/test/lib/index.js');
const { native } = require('../../build/test/lib/native.js');
const { allGone } = require('../helpers/all-gone.cjs');

const url = 'rtsp://127.0.0.1/test';
// Each picture is a list of packets.
const launch = `( videotestsrc is-live=true pattern=blue ! video/x-raw,format=UYVY,width=160,height=120,framerate=25/1
  ! rtpvrawpay name=pay0 pt=96 )`;
const times = 1000;

/** How often C has called a handler of that name. */
const calls = new Map();
const closures = [];

/** A handler as no other one, which captures something. */
function handler(name, answer = true) {
  const captured = { bytes: new Uint8Array(1000) };
  const made = () => {
    calls.set(name, (calls.get(name) ?? 0) + captured.bytes.length / 1000);
    return answer;
  };
  closures.push(new WeakRef(made));
  return made;
}

/** Resolves when C has called a handler of that name once more. */
async function called(name) {
  const before = calls.get(name);
  const end = Date.now() + 20_000;
  while (calls.get(name) === before) {
    if (Date.now() > end) throw new Error(`nobody has called ${name}`);
    await sleep(5);
  }
}

/** What C calls while the streams of a client without a socket play. */
async function streams() {
  const client = new RTSPClient();
  const factory = new RTSPMediaFactory();
  factory.launch = launch;
  client.mountPoints = new RTSPMountPoints();
  client.mountPoints.addFactory('/test', factory);
  client.sessionPool = new RTSPSessionPool();
  client.threadPool = new RTSPThreadPool();
  client.setConnection(new RTSPConnection('127.0.0.1', 4000));
  let picture;
  client.on('setup-request', ({ transport }) => {
    picture = transport;
  });
  let answered;
  const answer = (_, message) => {
    if (message.data === null) answered(message);
  };
  const request = async (method, headers, uri = url) => {
    const response = new Promise((resolve) => (answered = resolve));
    await client.setSendFunc(answer);
    await client.handleMessage(RTSPMessage.request(method, uri, { CSeq: '1', ...headers }));
    const { status, headers: given } = await response;
    if (status !== 200) throw new Error(`${method}: ${status}`);
    return given;
  };
  const setup = await request(RTSPMethod.SETUP, { Transport: 'RTP/AVP/TCP;interleaved=0-1' }, `${url}/stream=0`);
  const Session = setup.get('Session').split(';')[0];
  await request(RTSPMethod.PLAY, { Session });
  await client.setSendFunc(null);

  for (const delivery of ['queued', 'strict']) {
    for (const set of ['setSendFunc', 'setSendMessagesFunc']) {
      for (let i = 0; i < times; i++) {
        await client[set](handler(set), { delivery });
        if (i % 100 === 0) await called(set);
        await client[set](null);
      }
    }
  }
  // From now on the client gets no more data: there is no way back.
  for (const delivery of ['queued', 'strict']) {
    for (const set of ['setCallbacks', 'setListCallbacks']) {
      for (let i = 0; i < times; i++) {
        await picture[set](handler(set), handler(set), { delivery });
        if (i % 100 === 0) await called(set);
        await picture[set](null, null);
      }
    }
  }
  // These are called when something was sent.
  await picture.setCallbacks(() => true, null);
  for (const set of ['setKeepalive', 'setMessageSent', 'setMessageSentFull']) {
    for (let i = 0; i < times; i++) {
      picture[set](handler(set));
      if (i % 100 === 0) await called(set);
      picture[set](null);
    }
  }
  await picture.setCallbacks(null, null);

  const session = client.sessionPool.find(Session);
  const { REF } = RTSPFilterResult;
  const filters = {
    'client.sessionFilter': (asked) => client.sessionFilter(asked),
    'session.filter': (asked) => session.filter(asked),
    'pool.filter': (asked) => client.sessionPool.filter(asked),
    'stream.transportFilter': (asked) => picture.stream.transportFilter(asked),
  };
  for (const [name, filter] of Object.entries(filters)) {
    for (let i = 0; i < times; i++) await filter(handler(name, i % 2 === 0 ? REF : Promise.resolve(REF)));
  }
  await request(RTSPMethod.TEARDOWN, { Session });
  await client.setSendFunc(null);
}

async function clientFilter() {
  const server = await serve({ port: 0, mounts: { '/test': { launch } } });
  const connected = once(server, 'client-connected');
  const socket = net.connect(server.boundPort, '127.0.0.1');
  await connected;
  // It is in the list a moment later.
  while ((await server.clientFilter()).length === 0) await sleep(5);
  for (let i = 0; i < times; i++) await server.clientFilter(handler('server.clientFilter', RTSPFilterResult.KEEP));
  socket.destroy();
  await server.close();
}

async function watches() {
  const pool = new RTSPSessionPool();
  const watching = pool.watch(handler('pool.watch'));
  const created = pool.createWatch().attach();
  created.setCallback(handler('createWatch'));
  const session = pool.create();
  session.timeout = 1;
  session.setProperty('extra-timeout', 0);
  const both = Promise.all([called('pool.watch'), called('createWatch')]);
  for (let i = 0; i < times; i++) {
    pool.watch(handler('pool.watch')).destroy();
    const source = pool.createWatch();
    source.setCallback(handler('createWatch'));
    if (i % 2 === 0) source.attach();
    source.setCallback(null);
    source.destroy();
  }
  await both;
  watching.destroy();
  created.destroy();
}

async function main() {
  await streams();
  await clientFilter();
  await watches();
  await allGone(native);
  const left = closures.filter((closure) => closure.deref() !== undefined).length;
  if (left > 0) throw new Error(`${left} handlers are left`);
}

void main();
