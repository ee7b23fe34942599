import assert from 'node:assert/strict';
import { AsyncResource } from 'node:async_hooks';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  type Bin,
  type RTSPClient,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMediaStatus,
  RTSPProfile,
  type RTSPServer,
  RTSPSessionPool,
  RTSPStreamTransport,
  RTSPSuspendMode,
  RTSPTransport,
  RTSPTransportMode,
  serve,
  State,
} from '../lib/index.js';
import { RtspClient } from './clients/rtsp-client.js';
import type { RtspResponse } from './clients/rtsp-message.js';
import { recordingOffer } from './clients/sdp.js';
import { isServed, setUp } from './clients/viewer.js';
import { eventually, withDeadline } from './helpers/deadline.js';
import { tone, toneAndPicture } from './helpers/lines.js';
import { testMovie } from './helpers/media.js';

const overTcp = 'RTP/AVP/TCP;unicast;interleaved=0-1';

/** One request on a connection of its own. */
async function ask(url: string, method: string, headers: Record<string, string>, uri = url): Promise<RtspResponse> {
  using client = await RtspClient.connect(url);
  return await client.request(method, { uri, headers, deadline: 5000 });
}

const setUpWith = (url: string, headers: Record<string, string>) =>
  ask(url, 'SETUP', { Transport: overTcp, ...headers }, `${url}/stream=0`);

describe('a player of a film', function () {
  let server: RTSPServer;
  let url: string;

  before(async () => {
    server = await serve({ port: 0, mounts: { '/film': { file: await testMovie() } } });
    url = server.url('/film');
  });
  after(() => server.close());

  /** What PLAY with these headers is answered with, each time by a pipeline of its own. */
  async function play(headers: Record<string, string>): Promise<RtspResponse> {
    const { client, session } = await setUp(url);
    const response = await client.request('PLAY', { headers: { Session: session, ...headers }, deadline: 5000 });
    client.destroy();
    return response;
  }

  const noRates = [
    'nan',
    '-nan',
    'NaN(1)',
    'inf',
    '-inf',
    '0',
    '-0',
    '0.0',
    '1e308',
    '1e-300',
    '1e3',
    '101',
    '0.001',
    'x',
    '0x10',
    '1,5',
    '1.0.0',
    '1e',
    '--1',
  ];
  for (const header of ['Scale', 'Speed']) {
    it(`does not abort gst_rtsp_media_get_rates() by a ${header} that is no number, or none to play at: 400`, async () => {
      for (const rate of noRates) assert.equal((await play({ [header]: rate })).status, 400, `${header}: ${rate}`);
      // Each is sane, but not what they make together.
      assert.equal((await play({ Scale: '90', Speed: '90' })).status, 400);
      await isServed(url);
    });
  }

  it('plays faster and slower', async () => {
    for (const [header, rate] of [
      ['Scale', '2'],
      ['Scale', '0.5'],
      ['Speed', '2.0'],
      ['Speed', '+1.5'],
    ] as const) {
      assert.equal((await play({ [header]: rate })).status, 200, `${header}: ${rate}`);
    }
  });

  it('does not reach parsers and seeks of the library with a Range that is none: 400', async () => {
    const noRanges = [
      'x',
      'npt',
      'npt=',
      'npt=-',
      'npt=x-y',
      'npt=nan-',
      'npt=-nan',
      'npt=inf-',
      'npt=1e400-',
      'npt=0-nan',
      'npt=5-2',
      'npt=99999999999999999999-',
      'npt=1:2-',
      'npt=1:99:99-',
      'npt=0-1-2',
      'npt=0-1 junk',
      'smpte=',
      'smpte=x',
      'smpte=99:99:99-',
      'smpte=0:0:0:99-',
      'smpte-25=0:0:0:0.999999999999-',
      'clock=',
      'clock=x',
      'clock=18990101T000000Z-',
      'clock=20261399T999999Z-',
      'clock=20260101T000000Z',
      `npt=${'9'.repeat(5000)}-`,
      `npt=${'-'.repeat(5000)}`,
    ];
    for (const range of noRanges) {
      assert.equal((await play({ Range: range })).status, 400, `Range: ${range.slice(0, 60)}`);
    }
    await isServed(url);
  });

  it('is told at once that a Range begins behind the end: 457; the library waits 20 s there', async () => {
    for (const range of ['npt=100-', 'npt=4.5-', 'npt=1:00:00-', 'smpte=0:01:00-']) {
      assert.equal((await play({ Range: range })).status, 457, range);
    }
    await isServed(url);
  });

  it('plays the Range that it asks for', async () => {
    for (const [range, begin] of [
      ['npt=0-', 0],
      ['npt=0.000-', 0],
      ['npt=2-', 2],
      ['npt=1-3', 1],
      ['npt=0:00:02-', 2],
      ['npt=now-', 0],
    ] as const) {
      const response = await play({ Range: range });
      assert.equal(response.status, 200, range);
      const [, from] = /^npt=([\d.]+)-/.exec(response.headers.get('range') ?? '') ?? [];
      assert.ok(Math.abs(Number(from) - begin) < 0.6, `${range} became ${response.headers.get('range')}`);
    }
  });
});

describe('a viewer who joins a shared film', () => {
  /** Plays with a Range while somebody else watches, and gives where that begins. */
  async function join(server: RTSPServer): Promise<number> {
    const first = await setUp(server.url('/film'));
    await first.client.play(first.session, { Range: 'npt=0-' });
    await Promise.all(first.streams.map((reception) => reception.reach(5)));
    const second = await setUp(server.url('/film'));
    const { headers } = await second.client.play(second.session, { Range: 'npt=3.2-', Scale: '2', Speed: '2' });
    for (const { streams } of [first, second]) {
      await Promise.all(streams.map((reception) => reception.reach(reception.rtpPackets + 5)));
    }
    assert.deepEqual(
      first.streams.map(({ gaps }) => gaps),
      [0, 0],
    );
    for (const { client, session } of [first, second]) {
      await client.teardown(session);
      client.destroy();
    }
    const [, begin] = /^npt=([\d.]+)-/.exec(headers.get('range') ?? '') ?? [];
    assert.ok(begin, `Range: ${headers.get('range')}`);
    return Number(begin);
  }

  it('does not move those who watch it already: Range, Scale and Speed are ignored then', async () => {
    await using server = await serve({ port: 0, mounts: { '/film': { file: await testMovie(), shared: true } } });
    assert.equal(server.protectSharedMedia, true);
    assert.ok((await join(server)) < 2.5);
  });

  it('is on his own again when the others have gone', async () => {
    await using server = await serve({ port: 0, mounts: { '/film': { file: await testMovie(), shared: true } } });
    await join(server);
    const alone = await setUp(server.url('/film'));
    const { headers } = await alone.client.play(alone.session, { Range: 'npt=3-' });
    // The picture before that can be decoded.
    assert.match(headers.get('range') ?? '', /^npt=2\.88-/);
    alone.client.destroy();
  });
});

describe('a viewer who seeks while he does not read', () => {
  /** More than a connection that is not read can hold, and one can seek in it. */
  const flood = `( videotestsrc pattern=blue ! video/x-raw,format=UYVY,width=480,height=480,framerate=25/1
    ! rtpvrawpay name=pay0 pt=96 )`;

  it('leaves the sample that send_tcp_message() was told of: nobody waits for the next one with the lock of the stream', async () => {
    await using server = await serve({ port: 0, mounts: { '/flood': { launch: flood } } });
    const connected = once(server, 'client-connected') as Promise<[RTSPClient]>;
    const { client: peer, session, streams } = await setUp(server.url('/flood'));
    const [client] = await connected;
    await peer.play(session);
    const media = server.sessionPool?.find(session)?.getMedia('/flood').media?.media;
    const stream = media?.getStream(0);
    assert.ok(stream);
    const other = new RTSPStreamTransport(stream, RTSPTransport.parse('RTP/AVP/TCP;unicast;interleaved=4-5'));
    peer.socket.pause();
    let before = stream.currentSeqnum;
    const isFull = async () => {
      await sleep(300);
      return before === (before = stream.currentSeqnum);
    };
    await eventually(isFull, 15_000, 'the connection to be full');
    // The pipeline has been flushed by then, and does not run yet.
    const answered = once(client, 'play-request');
    let asked: Promise<unknown> | undefined;
    client.once('send-message', async () => {
      await other.setActive(true);
      await other.messageSent();
      asked = withDeadline(stream.queryPosition(), 3000, 'the lock of the stream');
      await asked;
    });
    peer.sendRaw(`PLAY ${server.url('/flood')} RTSP/1.0\r\nCSeq: 99\r\nSession: ${session}\r\nRange: npt=2-\r\n\r\n`);
    await withDeadline(answered, 5000, 'play-request');
    await asked;
    await other.setActive(false);
    peer.socket.resume();
    for (const reception of streams) await reception.reach(reception.rtpPackets + 20_000);
    peer.destroy();
  });
});

describe('the sinks of a stream', () => {
  /** What send_tcp_message() does when it was told of a sample: it waits with the lock of the stream. */
  async function pullAll(media: RTSPMedia): Promise<unknown[]> {
    const sinks = (media.element.parent as Bin).iterateElements().filter(({ name }) => name?.startsWith('appsink'));
    assert.equal(sinks.length, 2);
    return withDeadline(Promise.all(sinks.map((sink) => sink.signal('pull-sample'))), 3000, 'the sinks to answer');
  }

  it('let nobody wait for a sample that is gone when the media starts again', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': { launch: tone } } });
    const { client: peer, session } = await setUp(server.url('/tone'));
    const media = server.sessionPool?.find(session)?.getMedia('/tone').media?.media;
    assert.ok(media);
    await media.setSuspendMode(RTSPSuspendMode.RESET);
    await peer.play(session);
    await peer.request('PAUSE', { headers: { Session: session } });
    assert.equal(await media.getStatus(), RTSPMediaStatus.SUSPENDED);
    assert.equal(await media.unsuspend(), true);
    assert.deepEqual(await pullAll(media), [null, null]);
    await peer.play(session);
    await peer.received(0).reach(peer.received(0).rtpPackets + 5);
    peer.destroy();
  });
});

/** A MIKEY message: its header, and one payload after the other. */
function mikey(firstPayload: number, ...payloads: number[][]): string {
  const header = [1, 0, firstPayload, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0];
  return Buffer.from([...header, ...payloads.flat()]).toString('base64');
}

describe('the key management of SETUP', () => {
  const key = [0, 0x20, 0, 30, ...Array<number>(30).fill(7)];
  const timestamp = (next: number) => [next, 0, ...Array<number>(8).fill(1)];
  const random = (next: number) => [next, 16, ...Array<number>(16).fill(2)];
  const kemac = (...keys: number[]) => [0, 0, 0, keys.length, ...keys, 0];
  const good = mikey(5, timestamp(11), random(1), kemac(...key));
  const data = (text: string) => `prot=mikey; uri="rtsp://127.0.0.1/"; data="${text}"`;

  const garbage: [string, string][] = [
    ['a KEMAC without a key, which handle_mikey_data() dereferences', data(mikey(1, kemac()))],
    ['no KEMAC', data(mikey(5, timestamp(0)))],
    ['a Diffie-Hellman payload, which is parsed without an end', data(mikey(3, [0, 0, 0, 0, 0, 0, 0, 0]))],
    ['a signature', data(mikey(4, [0, 0, 0, 0]))],
    ['an ID', data(mikey(6, [0, 0, 0, 0]))],
    ['a certificate', data(mikey(7, [0, 0, 0, 0]))],
    ['a payload that is none', data(mikey(77, [0, 0, 0, 0]))],
    ['a key longer than the message', data(mikey(1, [0, 0, 0, 255, 0, 0x20, 255, 255, 1, 2, 3]))],
    ['a message that is cut off', data(good.slice(0, 40))],
    ['a header only', data(mikey(0))],
    ['no base64', data('%%%%')],
    ['one character', data('A')],
    ['nothing', data('')],
    ['a lone quote', 'prot=mikey; uri="; data="'],
    ['no parameters', ';;;,,,'],
  ];

  it('is left out where nothing is encrypted, so that none of it reaches the library', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    for (const [what, header] of [...garbage, ['a good one', data(good)]] as const) {
      assert.equal((await setUpWith(server.url('/tone'), { KeyMgmt: header })).status, 200, what);
    }
    await isServed(server.url('/tone'));
  });

  it('is checked where media is encrypted: 400, unless it is sound', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    factory.profiles = RTSPProfile.SAVP;
    await using server = await serve({ port: 0, mounts: { '/secret': factory, '/tone': tone } });
    const url = server.url('/secret');
    const secure = { Transport: 'RTP/SAVP/TCP;unicast;interleaved=0-1' };
    for (const [what, header] of garbage.slice(0, -1)) {
      assert.equal((await setUpWith(url, { ...secure, KeyMgmt: header })).status, 400, what);
    }
    assert.equal((await setUpWith(url, { ...secure, KeyMgmt: data(good) })).status, 200);
    await isServed(server.url('/tone'));
  });
});

describe('SETUP', () => {
  it('takes no transport that is none, and crashes by none', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const url = server.url('/tone');
    const transports: [string, number][] = [
      ['', 461],
      [',', 461],
      [';;;;', 461],
      ['RTP', 461],
      ['RTP/AVP/XYZ;unicast', 461],
      ['RTP/AVP/TCP;interleaved=', 461],
      ['RTP/AVP/TCP;unicast;interleaved=0-1,', 200],
      ['RTP/AVP/TCP;unicast;interleaved=0-1, nonsense', 200],
      ['RTP/AVP/TCP;unicast;interleaved=0-1;unknown=1', 200],
      ['RTP/SAVP/TCP;unicast;interleaved=0-1', 461],
    ];
    for (const [transport, status] of transports) {
      assert.equal((await setUpWith(url, { Transport: transport })).status, status, transport);
    }
    for (const transport of [
      // The library looks at the first one only.
      'nonsense, RTP/AVP/TCP;unicast;interleaved=0-1',
      'RTP/AVP/TCP;unicast;interleaved=300-400',
      'RTP/AVP/TCP;unicast;interleaved=-1--5',
      'RTP/AVP/TCP;unicast;interleaved=255-256',
      'RTP/AVP;unicast;client_port=0-0',
      'RTP/AVP;unicast;client_port=99999-100000',
      'RTP/AVP;unicast;client_port=5-',
      'RTP/AVP;unicast',
      'RTP/AVP;multicast;ttl=-1',
      'RTP/AVP;multicast;destination=999.999.999.999;ttl=9999',
      `RTP/AVP;unicast;client_port=${'9'.repeat(4000)}`,
      `RTP/AVP;${'unicast;'.repeat(1000)}`,
      'RTP/AVP,'.repeat(1000),
      '%n%n%n%s',
    ]) {
      const { status } = await setUpWith(url, { Transport: transport });
      assert.ok(status === 200 || (status >= 400 && status < 600), `${transport.slice(0, 60)}: ${status}`);
    }
    assert.equal((await ask(url, 'SETUP', {}, `${url}/stream=0`)).status, 461, 'no Transport at all');
    await isServed(url);
  });

  it('sends nothing to where a stranger points: destination is ignored without a permission', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const [rtp, rtcp] = [createSocket('udp4'), createSocket('udp4')];
    for (const socket of [rtp, rtcp]) {
      socket.bind(0, '127.0.0.1');
      await once(socket, 'listening');
    }
    const arrived = once(rtp, 'message');
    const ports = `${rtp.address().port}-${rtcp.address().port}`;
    using client = await RtspClient.connect(server.url('/tone'));
    const response = await client.request('SETUP', {
      uri: `${client.url}/stream=0`,
      headers: { Transport: `RTP/AVP;unicast;client_port=${ports};destination=192.0.2.1` },
    });
    assert.equal(response.status, 200);
    assert.doesNotMatch(response.headers.get('transport') ?? '', /192\.0\.2\.1/);
    await client.play(response.headers.get('session')?.split(';')[0] ?? '');
    await withDeadline(arrived, 5000, 'media at the address of the connection');
    for (const socket of [rtp, rtcp]) socket.close();
  });

  it('ignores packet sizes that no payloader makes, and says so of ranges that are not ours', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const url = server.url('/tone');
    for (const size of ['0', '1', '-1', '12', '99999999999999999999', 'x', '', '4294967295', '65536']) {
      assert.equal((await setUpWith(url, { Blocksize: size })).status, 200, size);
    }
    assert.equal((await setUpWith(url, { 'Accept-Ranges': 'npt, clock' })).status, 200);
    assert.equal((await setUpWith(url, { 'Accept-Ranges': 'furlongs' })).status, 501);
    await isServed(url);
  });

  it('of a stream that is set up already, or plays, does not free what its threads use', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const { client, session, streams } = await setUp(server.url('/tone'));
    const again = () =>
      client.request('SETUP', {
        uri: `${client.url}/stream=0`,
        headers: { Session: session, Transport: 'RTP/AVP/TCP;unicast;interleaved=4-5' },
      });
    assert.equal((await again()).status, 455);
    await client.play(session);
    await streams[0]?.reach(2);
    assert.equal((await again()).status, 455);
    await streams[0]?.reach(20);
    client.destroy();
    await isServed(server.url('/tone'));
  });

  it('of a stream or a path that is not there is answered with 404', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const url = server.url('/tone');
    for (const uri of [`${url}/stream=7`, `${url}/stream=-1`, server.url('/'), server.url('/ton/stream=0')]) {
      assert.equal((await ask(url, 'SETUP', { Transport: overTcp }, uri)).status, 404, uri);
    }
    await isServed(url);
  });
});

describe('a session that is asked for what it cannot do', () => {
  it('answers with an error, in whatever order: the server lives', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const { client, session, streams } = await setUp(server.url('/tone'));
    const request = async (method: string, headers: Record<string, string> = {}, uri?: string) =>
      (
        await client.request(method, {
          headers: { Session: session, ...headers },
          ...(uri === undefined ? {} : { uri }),
        })
      ).status;
    assert.equal(await request('PAUSE'), 455);
    assert.equal(await request('RECORD'), 405);
    assert.equal(await request('PLAY', {}, server.url('/other')), 404);
    assert.equal(await request('PLAY', {}, `${client.url}/stream=0`), 460);
    assert.equal(await request('PLAY', { Session: 'x'.repeat(10_000) }), 454);
    assert.equal(await request('PLAY', { Session: '' }), 454);
    assert.equal(await request('PLAY'), 200);
    assert.equal(await request('PLAY'), 200);
    await streams[0]?.reach(2);
    assert.equal(await request('RECORD'), 405);
    assert.equal(await request('TEARDOWN', {}, server.url('/other')), 404);
    assert.equal(await request('TEARDOWN'), 200);
    assert.equal(await request('PLAY').catch(() => 454), 454);
    client.destroy();
    await isServed(server.url('/tone'));
  });
});

describe('a client that records', () => {
  it('may lose packets: the decoder for error correction, which knows no SSRC, is not told', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = '( rtpL16depay name=depay0 ! fakesink async=false )';
    factory.transportMode = RTSPTransportMode.RECORD;
    await using server = await serve({ port: 0, mounts: { '/record': factory } });
    using client = await RtspClient.connect(server.url('/record'));
    await client.request('ANNOUNCE', { headers: { 'Content-Type': 'application/sdp' }, body: recordingOffer() });
    const setup = await client.request('SETUP', {
      uri: `${client.url}/stream=0`,
      headers: { Transport: `${overTcp};mode=record` },
    });
    const session = setup.headers.get('session')?.split(';')[0] ?? '';
    assert.equal((await client.request('RECORD', { headers: { Session: session } })).status, 200);
    // In the time of the sound; the jitter buffer gives a packet up when it is late by the medium's latency.
    for (let i = 0; i < 100; i++) {
      const sequence = i < 30 ? i : i + 10;
      const packet = Buffer.alloc(12 + 160);
      packet.writeUInt16BE(0x8060, 0);
      packet.writeUInt16BE(sequence, 2);
      packet.writeUInt32BE(sequence * 80, 4);
      packet.writeUInt32BE(0x1234, 8);
      client.sendData(0, packet);
      await sleep(10);
    }
    assert.equal((await client.request('OPTIONS')).status, 200);
  });
});

describe('a handler of a request whose thread has the lock of the media', () => {
  const requests = {
    'pre-pause-request': 'PAUSE',
    'pre-teardown-request': 'TEARDOWN',
    'pre-play-request': 'PLAY',
  } as const;
  for (const [event, method] of Object.entries(requests) as [keyof typeof requests, string][]) {
    it(`may change the state of that media: ${event}`, async () => {
      await using server = await serve({ port: 0, mounts: { '/tone': tone } });
      let changed: unknown;
      server.on('client-connected', (client) => {
        client.on(event, async ({ session }) => {
          const media = session?.getMedia('/tone').media?.media;
          changed = await media?.unsuspend();
        });
      });
      const { client, session } = await setUp(server.url('/tone'));
      if (method !== 'PLAY') await client.play(session);
      const response = await client.request(method, { headers: { Session: session }, deadline: 8000 });
      client.destroy();
      assert.deepEqual([response.status, changed], [200, true]);
    });
  }
});

describe('a media that is stopped in the middle of a SETUP', () => {
  it('is refused: a handler of new-session stops it', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    let media: RTSPMedia | undefined;
    let stopped: unknown;
    server.mountPoints?.match('/tone').factory?.on('media-configure', (made) => {
      media = made;
    });
    server.on('client-connected', (client) => {
      client.on('new-session', async () => {
        stopped = await media?.unprepare();
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    const { media: described } = await client.describe();
    const setup = await client.request('SETUP', {
      uri: `${client.url}/${described[0]?.control ?? ''}`,
      headers: { Transport: overTcp },
    });
    assert.deepEqual([stopped, setup.status], [true, 455]);
  });
});

describe('a media that the application has given up for others', () => {
  for (const [what, launch] of [
    ['can stop', toneAndPicture.replaceAll('is-live=true', 'num-buffers=5000')],
    ['is live', toneAndPicture],
  ] as const) {
    it(`is not stopped in the middle of a PLAY: one that ${what}`, async () => {
      const factory = new RTSPMediaFactory();
      factory.launch = launch;
      factory.shared = true;
      let media: RTSPMedia | undefined;
      factory.on('media-configure', (made) => {
        media = made;
      });
      await using server = await serve({ port: 0, mounts: { '/a': factory, '/tone': tone } });
      // The two clients are served side by side.
      server.threadPool.maxThreads = 2;
      // What upstream asserts is a matter of chance.
      for (let round = 0; round < 60; round++) {
        using playing = await RtspClient.connect(server.url('/a'));
        await playing.describe();
        const { session } = await playing.setupTcp('stream=0', [0, 1]);
        await playing.setupTcp('stream=1', [2, 3], session);
        await playing.play(session);
        using other = await RtspClient.connect(server.url('/a'));
        await other.describe();
        // The one that the other client has.
        await media?.unprepare();
        const plays = Array.from({ length: 30 }, () => playing.request('PLAY', { headers: { Session: session } }));
        // With it goes the last one, while there is PLAY after PLAY.
        const elsewhere = other.request('DESCRIBE', { uri: server.url('/tone') });
        const all = await withDeadline(Promise.allSettled([elsewhere, ...plays]), 10_000, 'the responses');
        assert.equal(all[0].status, 'fulfilled');
      }
      assert.equal((await ask(server.url('/a'), 'DESCRIBE', {})).status, 200);
    });
  }
});

describe('a PLAY of a medium whose payloader is linked to nothing any more', () => {
  it('does not abort the process, though rtpbin knows no rate', async () => {
    const movie = await testMovie();
    const factory = new RTSPMediaFactory();
    factory.launch = `( filesrc location=${movie} ! qtdemux name=d d.video_0 ! queue ! rtph264pay name=pay0 )`;
    let media: RTSPMedia | undefined;
    factory.on('media-configure', (made) => {
      media = made;
    });
    await using server = await serve({ port: 0, mounts: { '/film': factory, '/tone': tone } });
    using client = await RtspClient.connect(server.url('/film'));
    await client.describe();
    const { session } = await client.setupTcp('stream=0', [0, 1]);
    const pad = media?.getStream(0)?.srcpad;
    const entry = pad?.peer;
    const rtpbin = entry?.parentElement;
    assert.ok(pad && entry && rtpbin);
    assert.equal(await pad.unlink(entry), true);
    // Its pads forget what they have heard.
    await rtpbin.setState(State.READY);
    await rtpbin.setState(State.PAUSED);
    const { status } = await client.request('PLAY', { headers: { Session: session }, deadline: 10_000 });
    assert.equal(status, 200);
    await isServed(server.url('/tone'));
  });
});

describe('a PLAY of a medium whose pipeline was stopped to save what it uses', () => {
  it('does not abort the process when the medium is to be suspended in another way from now on', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    factory.suspendMode = RTSPSuspendMode.RESET;
    let media: RTSPMedia | undefined;
    factory.on('media-configure', (made) => {
      media = made;
    });
    await using server = await serve({ port: 0, mounts: { '/tone': factory } });
    const { client: peer, session } = await setUp(server.url('/tone'));
    assert.equal(await media?.getStatus(), RTSPMediaStatus.SUSPENDED);
    for (const mode of [RTSPSuspendMode.NONE, RTSPSuspendMode.PAUSE]) {
      await assert.rejects(async () => media?.setSuspendMode(mode), /has been reset/);
    }
    await media?.setSuspendMode(RTSPSuspendMode.RESET);
    await peer.play(session);
    await peer.received(0).reach(5);
    peer.destroy();
  });
});

describe('a PLAY of a medium whose pipeline its class stops', () => {
  it('does not abort the process', async () => {
    // An application's other parts are not kept from it by what the handler holds.
    const elsewhere = new AsyncResource('elsewhere');
    class Stopping extends RTSPMedia {
      override async unsuspend(): Promise<boolean> {
        const well = await super.unsuspend();
        await elsewhere.runInAsyncScope(() => (this.element.parent as Bin).setState(State.NULL));
        return well;
      }
    }
    for (const mode of Object.values(RTSPSuspendMode)) {
      const factory = new RTSPMediaFactory();
      factory.launch = tone;
      factory.mediaClass = Stopping;
      factory.suspendMode = mode;
      await using server = await serve({ port: 0, mounts: { '/stopping': factory, '/tone': tone } });
      const { client: peer, session } = await setUp(server.url('/stopping'));
      const { status } = await peer.request('PLAY', { headers: { Session: session }, deadline: 10_000 });
      assert.equal(status, 200);
      await isServed(server.url('/tone'));
      peer.destroy();
    }
  });
});

describe('a client whose mount points are taken away', () => {
  it('finds nothing, and is served again when it has some', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const connected = once(server as NodeJS.EventEmitter, 'client-connected') as Promise<[RTSPClient]>;
    using client = await RtspClient.connect(server.url('/tone'));
    const [served] = await connected;
    served.mountPoints = null;
    assert.equal((await client.request('DESCRIBE')).status, 404);
    served.mountPoints = server.mountPoints;
    assert.equal((await client.request('DESCRIBE')).status, 200);
  });

  it('keeps them where somebody would take them away as a property, so that a SETUP without a DESCRIBE is answered', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const connected = once(server as NodeJS.EventEmitter, 'client-connected') as Promise<[RTSPClient]>;
    using client = await RtspClient.connect(server.url('/tone'));
    const [served] = await connected;
    assert.throws(() => served.setProperty('mount-points', null), {
      message: 'RTSPClient.mount-points cannot be set as a property: use client.mountPoints',
    });
    assert.throws(() => server.setProperty('mount-points', null), /use server\.mountPoints$/);
    assert.throws(() => server.setProperty('session-pool', new RTSPSessionPool()), /use server\.sessionPool$/);
    assert.equal(served.getProperty('mount-points'), server.mountPoints);
    const { status } = await client.request('SETUP', {
      uri: `${server.url('/tone')}/stream=0`,
      headers: { Transport: overTcp },
    });
    assert.equal(status, 200);
  });
});
