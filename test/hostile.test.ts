import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';

import { type RTSPClient, type RTSPServer, serve } from '../lib/index.js';
import { formatMessage } from './clients/rtsp-message.js';
import { isServed, setUp } from './clients/viewer.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';

describe('what comes over a connection', () => {
  let server: RTSPServer;
  let url: string;

  before(async () => {
    server = await serve({ port: 0, mounts: { '/tone': { launch: tone, shared: true } } });
    url = server.url('/tone');
  });
  after(() => server.close());
  afterEach(() => isServed(url));

  const head = (line: string, ...headers: string[]) => [line, ...headers, '', ''].join('\r\n');
  const noise = Buffer.from(Array.from({ length: 20_000 }, (_, i) => (i * 7919 + (i >> 3) * 31) & 0xff));

  /** Sends it, waits for the answer if there is to be one, and until the server has given the connection up. */
  async function send(chunks: readonly (string | Buffer)[], answer?: RegExp): Promise<void> {
    const socket = connect(server.boundPort, '127.0.0.1');
    const closed = deferred();
    const answered = deferred();
    let text = '';
    socket.on('data', (data) => {
      text += data.toString('latin1');
      if (answer?.test(text)) answered.resolve();
    });
    // A reset is an answer too.
    socket.on('error', () => undefined);
    socket.once('close', () => closed.resolve());
    await once(socket, 'connect');
    for (const chunk of chunks) socket.write(chunk);
    if (answer)
      await withDeadline(answered.promise, 5000, () => `an answer like ${String(answer)}, this came: ${text}`);
    socket.end();
    await withDeadline(closed.promise, 5000, 'the connection to end');
  }

  const junk: [string, () => (string | Buffer)[], RegExp?][] = [
    ['HTTP', () => [head('GET / HTTP/1.1', 'Host: x')]],
    ['an HTTP tunnel without a cookie', () => [head('GET /tone HTTP/1.0', 'Accept: application/x-rtsp-tunnelled')]],
    ['half an HTTP tunnel', () => [head('POST /tone HTTP/1.0', 'x-sessioncookie: abc'), 'T1BUSU9OUyAqIFJUU1AvMS4w']],
    ['half an HTTP tunnel, the other half', () => [head('GET /tone HTTP/1.0', 'x-sessioncookie: abc')]],
    ['TLS', () => [Buffer.from('16030100c8010000c40303', 'hex'), noise.subarray(0, 200)]],
    ['noise', () => [noise]],
    ['zeros', () => [Buffer.alloc(100_000)]],
    ['a line of 100 KB', () => ['OPTIONS ', 'x'.repeat(100_000)]],
    ['a header of 100 KB', () => ['OPTIONS * RTSP/1.0\r\nCSeq: ', '1'.repeat(100_000)]],
    [
      'ten thousand headers',
      () => [head('OPTIONS * RTSP/1.0', 'CSeq: 1', ...Array<string>(10_000).fill('X: y'))],
      /^RTSP\/1\.0 200 /,
    ],
    [
      'ten thousand known headers',
      () => [head('OPTIONS * RTSP/1.0', ...Array<string>(10_000).fill('CSeq: 1'))],
      /^RTSP\/1\.0 200 /,
    ],
    ['a header without a colon', () => [head('OPTIONS * RTSP/1.0', 'CSeq 1')], /^RTSP\/1\.0 400 /],
    ['a version that is none', () => [head('OPTIONS * RTSP/9.9', 'CSeq: 1')]],
    ['a request line of one word', () => [head('OPTIONS', 'CSeq: 1')]],
    ['a URL that is none', () => [head('DESCRIBE ::::: RTSP/1.0', 'CSeq: 1')], /^RTSP\/1\.0 400 /],
    ['a URL of another protocol', () => [head('DESCRIBE http://h/ RTSP/1.0', 'CSeq: 1')], /^RTSP\/1\.0 400 /],
    ['a port that is none', () => [head('DESCRIBE rtsp://h:99999999999/tone RTSP/1.0', 'CSeq: 1')]],
    ['dots in the path', () => [head('DESCRIBE rtsp://h/../../tone/../../.. RTSP/1.0', 'CSeq: 1')]],
    ['formats in the path', () => [head(`DESCRIBE rtsp://h/${'%n%s%x'.repeat(100)} RTSP/1.0`, 'CSeq: 1')]],
    ['a body longer than the limit', () => [head('SET_PARAMETER * RTSP/1.0', 'CSeq: 1', 'Content-Length: 65537')]],
    ['a body of 4 GB', () => [head('SET_PARAMETER * RTSP/1.0', 'CSeq: 1', 'Content-Length: 4294967295')]],
    ['a body of less than nothing', () => [head('SET_PARAMETER * RTSP/1.0', 'CSeq: 1', 'Content-Length: -1')]],
    [
      'a body of many bytes',
      () => [head('SET_PARAMETER * RTSP/1.0', 'CSeq: 1', 'Content-Length: 9999999999999999999')],
    ],
    ['a body that does not come', () => [head('SET_PARAMETER * RTSP/1.0', 'CSeq: 1', 'Content-Length: 100'), 'x']],
    ['two lengths', () => [head('SET_PARAMETER * RTSP/1.0', 'Content-Length: 5', 'Content-Length: 0'), '12345']],
    ['a response that nobody asked for', () => [head('RTSP/1.0 200 OK', 'CSeq: 1')]],
    ['a response without a reason', () => [head('RTSP/1.0 ', 'CSeq: 1')]],
    ['media before SETUP', () => [Buffer.from('240000041122334424ff0000', 'hex'), '$'.repeat(1000)]],
    [
      'an offer that is none',
      () => [formatMessage(`ANNOUNCE rtsp://h/tone RTSP/1.0`, { 'Content-Type': 'application/sdp' }, noise)],
    ],
    ['a password that is none', () => [head('DESCRIBE rtsp://h/tone RTSP/1.0', 'Authorization: Basic', 'CSeq: 1')]],
    [
      'digests that are none',
      () =>
        ['', '=', 'username="', 'nonce=,,,', '"'.repeat(1000)].map((text) =>
          head('DESCRIBE rtsp://h/tone RTSP/1.0', `Authorization: Digest ${text}`, 'CSeq: 1'),
        ),
    ],
    ['a hundred requests at once', () => Array<string>(100).fill(head('OPTIONS * RTSP/1.0', 'CSeq: 1'))],
    ['requests byte by byte', () => head('OPTIONS * RTSP/1.0', 'CSeq: 1').split('')],
  ];

  for (const [what, chunks, answer] of junk) {
    it(`may be ${what}: the server lives, and serves the next client`, async () => {
      await send(chunks(), answer);
    });
  }

  it('may be media on channels that are none, while it plays', async () => {
    const { client, session, streams } = await setUp(url);
    await client.play(session);
    for (let channel = 0; channel < 256; channel += 5) client.sendData(channel, noise.subarray(0, channel));
    for (const rtcp of ['80c90001', '81c8ffff00000000', '80cb0000', 'bfcaffff', '81cd000300000000000000000000ffff']) {
      client.sendData(1, Buffer.from(rtcp, 'hex'));
    }
    assert.equal((await client.request('OPTIONS')).status, 200);
    await streams[0]?.reach(streams[0].rtpPackets + 10);
    client.destroy();
  });

  it('may be a flood of connections that end at once', async () => {
    let [came, went] = [0, 0];
    const count = (client: RTSPClient) => {
      came++;
      client.on('closed', () => {
        went++;
      });
    };
    server.on('client-connected', count);
    const open = async (i: number) => {
      const socket = connect(server.boundPort, '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      if (i % 3 === 0) socket.write(head(`DESCRIBE ${url} RTSP/1.0`, 'CSeq: 1'));
      if (i % 2 === 0) socket.resetAndDestroy();
      else socket.destroy();
    };
    for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 50 }, (_, i) => open(i)));
    // Those that were reset before they were accepted are not counted.
    await eventually(
      () => came > 0 && came === went,
      10_000,
      () => `${came} clients to go, ${went} went`,
    );
    server.off('client-connected', count);
  });
});
