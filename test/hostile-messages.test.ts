import assert from 'node:assert/strict';

import {
  type RTSPHeadersInit,
  RTSPMessage,
  RTSPMethod,
  type RTSPMethodName,
  RTSPTransportMode,
  type RTSPMedia,
  serve,
} from '../lib/index.js';
import { DirectClient } from './clients/direct-client.js';
import { RtspClient } from './clients/rtsp-client.js';
import { eventually, withDeadline } from './helpers/deadline.js';
import { toneAndPicture } from './helpers/lines.js';

/** Numbers that look random and are the same each time. */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  bytes(length: number): Buffer {
    return Buffer.from(Array.from({ length }, () => this.below(256)));
  }
}

const base = 'rtsp://127.0.0.1/test';
const uris = [
  base,
  `${base}/`,
  `${base}/stream=0`,
  `${base}/stream=99`,
  '*',
  'rtsp://',
  '/',
  'x',
  'rtspt://[::1',
  base.repeat(500),
];
const methods = Object.keys(RTSPMethod).filter((name) => name !== 'INVALID') as RTSPMethodName[];
const values = [
  '',
  ' ',
  ';',
  ',',
  '-',
  '=',
  '"',
  '%',
  '0',
  '-1',
  '1',
  '99999999999999999999',
  '\u0001',
  '\u007f',
  '\u00ff\u0080',
  '\u{1f600}',
  'npt=-',
  'npt=now-',
  'npt=1-0',
  'npt=0-1e400',
  'clock=19970101T000000Z-',
  'smpte=0:0:0-',
  'RTP/AVP/TCP;interleaved=0-1',
  'RTP/AVP/TCP;unicast;interleaved=254-255',
  'RTP/AVP;unicast;client_port=0-0',
  'RTP/AVP;multicast',
  ';;;=;,',
  'application/sdp',
  'Basic',
  'Digest username=',
  'Basic ====',
  'x'.repeat(70_000),
];
const names = [
  'CSeq',
  'Session',
  'Transport',
  'Range',
  'Scale',
  'Speed',
  'Content-Type',
  'Content-Length',
  'Require',
  'Proxy-Require',
  'Authorization',
  'Accept',
  'Blocksize',
  'Seek-Style',
  'Rate-Control',
  'KeyMgmt',
  'Date',
  'X-Other',
  'If-Modified-Since',
  'Pipelined-Requests',
  'x-Accept-Retransmit',
  'RTP-Info',
  'RTCP-Interval',
  'Connection',
  'Content-Base',
];
const sdps = [
  '',
  '\n',
  'v=0',
  'v=0\r\n',
  'v=0\r\nm=',
  'v=0\r\no=\r\ns=\r\nt=\r\nm=\r\n',
  'v=0\r\nm=video 0 RTP/AVP 96\r\na=\r\n',
  'v=0\r\no=- 1 1 IN IP4 0\r\ns=-\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96\r\na=control\r\n',
  'v=0\r\no=- 1 1 IN IP4 0\r\ns=-\r\nt=0 0\r\nm=video 0 RTP/AVP 96\r\na=rtpmap:96 H264/90000\r\na=fmtp:96\r\na=control:stream=0\r\n',
  'v=0\r\no=- 1 1 IN IP4 0\r\ns=-\r\nt=0 0\r\nm=audio 0 RTP/AVP 0\r\na=control:stream=0\r\n',
  'v=0\r\no=- 1 1 IN IP4 0\r\ns=-\r\nt=0 0\r\nm=video 0 RTP/SAVP 96\r\na=rtpmap:96 H264/90000\r\na=key-mgmt:mikey AAA\r\n',
  'v=0\r\n'.concat('m=video 0 RTP/AVP 96\r\n'.repeat(2000)),
  'v=0\r\n'.concat('a=x\r\n'.repeat(100_000)),
  'x'.repeat(3_000_000),
];

function randomMessage(dice: Dice, session: string): RTSPMessage {
  const headers: [string, string][] = [['CSeq', String(dice.below(1000))]];
  if (dice.below(2) === 0) headers.push(['Session', session]);
  for (let i = dice.below(4); i > 0; i--) headers.push([dice.of(names), dice.of(values)]);
  const body = dice.of([null, null, dice.of(sdps), dice.bytes(dice.below(3000))]);
  switch (dice.below(8)) {
    case 0:
      return RTSPMessage.data(dice.below(256), dice.bytes(dice.of([0, 1, 2, 12, 100])));
    case 1:
      return RTSPMessage.data(dice.below(4), dice.bytes(dice.of([0, 1, 2, 11, 12, 28, 2000, 65535])));
    case 2:
      return RTSPMessage.response(100 + dice.below(500), headers, body);
    default:
      return RTSPMessage.request(dice.of(methods), dice.of(uris), headers as RTSPHeadersInit, body);
  }
}

describe('a client that is given hostile messages', () => {
  const seeds = Number(process.env.HOSTILE_SEEDS ?? 4);
  const first = Number(process.env.HOSTILE_FIRST ?? 1);
  for (let seed = first; seed < first + seeds; seed++) {
    it(`answers, and goes on, round ${seed}`, async function () {
      this.timeout(120_000);
      const dice = new Dice(seed);
      const direct = new DirectClient(toneAndPicture);
      if (dice.below(2) === 0) {
        direct.factory.transportMode = RTSPTransportMode.PLAY | RTSPTransportMode.RECORD;
      }
      direct.client.on('send-message', (context, message) => {
        if (dice.below(4) !== 0) return;
        // What comes back to C is as odd.
        message.headers.set(dice.of(names), dice.of(values));
        if (message.status !== null && dice.below(4) === 0) message.body = dice.bytes(dice.below(100));
        if (dice.below(4) === 0) context.response?.headers.append(dice.of(names), dice.of(values));
      });
      await direct.client.setSendFunc((_, message, close) => direct.take(message, close), {
        delivery: dice.below(2) === 0 ? 'strict' : 'queued',
      });
      if (dice.below(3) !== 0) {
        await direct.request(RTSPMethod.DESCRIBE).catch(() => null);
        await direct.setUp(0).catch(() => null);
        if (dice.below(2) === 0) await direct.play().catch(() => null);
      }
      for (let i = 0; i < 60; i++) {
        const message = randomMessage(dice, direct.session);
        await withDeadline(
          direct.client.handleMessage(message),
          30_000,
          `${message.type} ${message.method} ${message.uri?.slice(0, 100)}`,
        ).catch((error: unknown) => {
          if (!/closed/.test(String(error))) throw error;
        });
      }
      await direct.client.close();
    });
  }

  it('takes data for streams whose pipeline is gone', async () => {
    const direct = new DirectClient(toneAndPicture);
    await direct.client.setSendFunc((_, message, close) => direct.take(message, close));
    await direct.request(RTSPMethod.DESCRIBE);
    await direct.setUp(0);
    await direct.play();
    await direct.reach(10);
    const transport = await direct.client.getStreamTransport(0);
    assert.ok(transport);
    const [session] = await direct.client.sessionFilter();
    const media = session.getMedia('/test').media?.media;
    assert.ok(media);
    await media.unprepare();
    for (const channel of [0, 1]) await direct.client.handleMessage(RTSPMessage.data(channel, Buffer.alloc(20, 0x80)));
    await direct.client.close();
  });

  it('keeps nothing of the frames that come for a pipeline which is gone', async () => {
    const direct = new DirectClient(toneAndPicture);
    await direct.client.setSendFunc((_, message) => direct.take(message));
    await direct.request(RTSPMethod.DESCRIBE);
    await direct.setUp(0);
    await direct.play();
    const [session] = await direct.client.sessionFilter();
    const media = session.getMedia('/test').media?.media;
    assert.ok(media);
    await media.unprepare();
    const frame = RTSPMessage.data(0, Buffer.alloc(60_000, 0x80));
    const send = async (count: number) => {
      for (let i = 0; i < count; i++) await direct.client.handleMessage(frame);
    };
    await send(100);
    const before = process.memoryUsage.rss();
    await send(3000);
    const grown = (process.memoryUsage.rss() - before) / 2 ** 20;
    assert.ok(grown < 90, `${Math.round(grown)} of 172 MB are left`);
    await direct.client.close();
  });

  it('takes frames from a peer whose pipeline is gone, and closes its connection', async () => {
    await using server = await serve({ port: 0, mounts: { '/test': { launch: toneAndPicture } } });
    let media: RTSPMedia | null = null;
    server.on('client-connected', (client) => {
      client.on('play-request', (context) => {
        media = context.media;
      });
    });
    using peer = await RtspClient.connect(server.url('/test'));
    const { media: streams } = await peer.describe();
    const { session } = await peer.setupTcp(streams[0]?.control ?? '', [0, 1]);
    await peer.play(session);
    await eventually(() => media !== null, 5000, 'play-request');
    // With what it still sends unread, it may be reset.
    const closed = new Promise((resolve) => peer.socket.once('close', resolve));
    const frame = Buffer.concat([Buffer.from([0x24, 0, 0, 20]), Buffer.alloc(20, 0x80)]);
    const sending = setInterval(() => peer.socket.write(frame), 1);
    try {
      await (media as RTSPMedia | null)?.unprepare();
      await withDeadline(closed, 5000, 'the end of the connection');
    } finally {
      clearInterval(sending);
    }
  });
});
