import assert from 'node:assert/strict';
import { once } from 'node:events';

import { type RTSPClient, RTSPMedia, type RTSPServer, serve } from '../lib/index.js';
import { testPicture } from '../lib/test-picture.js';
import {
  decodeFrames,
  type Played,
  type PlayerOptions,
  type PlayerTransport,
  probe,
  publish,
  publishBySink,
  rtspsrcFrames,
} from './clients/players.js';
import { RtspClient } from './clients/rtsp-client.js';
import { tone } from './helpers/lines.js';
import { testMovie, testMovieFacts } from './helpers/media.js';

const twoStreams = `( videotestsrc is-live=true ! video/x-raw,width=320,height=180,framerate=30/1
  ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=15 ! rtph264pay name=pay0 pt=96 config-interval=1
  audiotestsrc is-live=true samplesperbuffer=160 ! audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay name=pay1 pt=8 )`;

/** What players must find at each path, and make of it. */
const mounts = {
  '/test': {
    video: { type: 'video', codec: 'h264', width: 640, height: 480, frameRate: 25 },
    audio: { type: 'audio', codec: 'aac', sampleRate: 44_100, channels: 1 },
  },
  '/movie': {
    video: {
      type: 'video',
      codec: 'h264',
      width: testMovieFacts.width,
      height: testMovieFacts.height,
      frameRate: testMovieFacts.frameRate,
    },
    audio: { type: 'audio', codec: 'aac', sampleRate: testMovieFacts.sampleRate, channels: 1 },
  },
  '/two': {
    video: { type: 'video', codec: 'h264', width: 320, height: 180, frameRate: 30 },
    audio: { type: 'audio', codec: 'pcm_alaw', sampleRate: 8000, channels: 1 },
  },
} as const;
type Path = keyof typeof mounts;

const transports: PlayerTransport[] = ['tcp', 'udp'];

describe('players', function () {
  this.timeout(60_000);
  let server: RTSPServer;

  before(async () => {
    server = await serve({
      port: 0,
      mounts: {
        '/test': { launch: testPicture, shared: true },
        '/movie': { file: await testMovie() },
        '/two': twoStreams,
      },
    });
  });
  after(() => server.close());

  async function isFound(path: Path, options: PlayerOptions): Promise<void> {
    const { code, streams, stderr } = await probe(server.url(path), options);
    assert.equal(code, 0, stderr);
    // Which of the two comes first is the pipeline's matter.
    const byType = [...streams].sort((one, other) => other.type.localeCompare(one.type));
    assert.deepEqual(byType, [mounts[path].video, mounts[path].audio]);
  }

  /** Decodes 50 frames by ffmpeg, whose report begins with what they are. */
  async function isDecoded(path: Path, options: PlayerOptions): Promise<void> {
    const { width, height } = mounts[path].video;
    const { frames, distinctFrames, stdout, stderr } = await decodeFrames(server.url(path), 50, options);
    assert.equal(frames, 50, stderr);
    assert.match(stdout, new RegExp(`^#dimensions 0: ${width}x${height}$`, 'm'));
    assert.ok(distinctFrames > 40, `${distinctFrames} pictures differ`);
  }

  async function isHeard(path: Path, options: PlayerOptions): Promise<void> {
    const { frames, stdout, stderr } = await decodeFrames(server.url(path), 50, { ...options, stream: 'a:0' });
    assert.equal(frames, 50, stderr);
    assert.match(stdout, new RegExp(`^#sample_rate 0: ${mounts[path].audio.sampleRate}$`, 'm'));
  }

  /** Decodes 50 frames by GStreamer's player, which says by which caps. */
  async function isDecodedByRtspsrc(path: Path, media: 'video' | 'audio', options: PlayerOptions): Promise<void> {
    const { frames, stdout, stderr } = await rtspsrcFrames(server.url(path), 50, { ...options, media });
    assert.ok(frames >= 50, `${path}: ${frames} frames\n${stderr}`);
    const { video, audio } = mounts[path];
    const wanted =
      media === 'video'
        ? { width: `(int)${video.width}`, height: `(int)${video.height}`, framerate: `(fraction)${video.frameRate}/1` }
        : { rate: `(int)${audio.sampleRate}`, channels: `(int)${audio.channels}` };
    // One line for each pad that they pass, and one of the sink, where they are quoted.
    const caps = stdout
      .replaceAll('\\', '')
      .split('\n')
      .filter((line) => line.includes(`${media}/x-raw, `));
    const told = caps.some((line) =>
      Object.entries(wanted).every(([name, value]) => line.includes(`${name}=${value}`)),
    );
    assert.ok(told, `${path} by ${JSON.stringify(wanted)}:\n${caps.join('\n')}`);
  }

  for (const transport of transports) {
    const names = { '/test': 'the test picture', '/movie': 'a movie', '/two': 'a launch line' } as const;
    for (const path of Object.keys(mounts) as Path[]) {
      it(`find both streams of ${names[path]}, their codecs, size and rates, over ${transport}`, () =>
        isFound(path, { transport }));

      it(`decode 50 frames of each stream of ${names[path]}, over ${transport}`, async () => {
        await Promise.all([isDecoded(path, { transport }), isHeard(path, { transport })]);
      });

      it(`of GStreamer's own kind decode both streams of ${names[path]}, over ${transport}`, async () => {
        await Promise.all([
          isDecodedByRtspsrc(path, 'video', { transport }),
          isDecodedByRtspsrc(path, 'audio', { transport }),
        ]);
      });
    }
  }

  it('of three kinds, ten at a time, over tcp and udp, share one pipeline', async () => {
    const factory = server.mountPoints?.match('/test').factory;
    assert.ok(factory);
    let constructed = 0;
    const count = () => {
      constructed++;
    };
    const played: (RTSPMedia | null)[] = [];
    const watch = (client: RTSPClient) => {
      client.on('play-request', ({ media }) => {
        played.push(media);
      });
    };
    factory.on('media-constructed', count);
    server.on('client-connected', watch);
    const deadline = 50_000;
    await Promise.all(
      transports.flatMap((transport) => [
        isFound('/test', { transport, deadline }),
        isDecoded('/test', { transport, deadline }),
        isDecoded('/test', { transport, deadline }),
        isHeard('/test', { transport, deadline }),
        isDecodedByRtspsrc('/test', 'video', { transport, deadline }),
      ]),
    );
    factory.off('media-constructed', count);
    server.off('client-connected', watch);
    assert.equal(constructed, 1);
    assert.equal(played.length, 10);
    assert.deepEqual([new Set(played).size, played[0] instanceof RTSPMedia], [1, true]);
  });

  it('are served one after the other by a mount that each has for himself', async () => {
    const factory = server.mountPoints?.match('/two').factory;
    assert.ok(factory);
    for (let i = 0; i < 2; i++) {
      const made = once(factory, 'media-configure');
      const { frames } = await decodeFrames(server.url('/two'), 10);
      assert.equal(frames, 10);
      await made;
    }
  });
});

describe('players that are refused', function () {
  this.timeout(60_000);
  let server: RTSPServer;

  before(async () => {
    server = await serve({ port: 0, auth: { user: 'user', password: 'right' }, mounts: { '/tone': tone } });
  });
  after(() => server.close());

  /** Fails unless the player said this status, and no other, and ended for that. */
  async function isTold(status: number, player: Promise<Played>): Promise<void> {
    const { code, timedOut, stderr, ...played } = await player;
    assert.ok(code !== 0 && !timedOut, stderr);
    assert.equal(played.status, status, stderr);
  }

  const as = (user: string, path: string): string => server.url(path).replace('//', `//${user}@`);
  const mistakes: [string, number, string, () => string][] = [
    ['a wrong password', 401, 'Unauthorized', () => as('user:wrong', '/tone')],
    ['no password', 401, 'Unauthorized', () => server.url('/tone')],
    ['a wrong path', 404, 'Not Found', () => as('user:right', '/nothing')],
  ];
  for (const [what, status, reason, url] of mistakes) {
    it(`for ${what} show ${status}`, async () => {
      await Promise.all([
        isTold(status, probe(url())),
        isTold(status, decodeFrames(url(), 1, { stream: 'a:0' })),
        isTold(status, rtspsrcFrames(url(), 1, { media: 'audio' })),
        isTold(status, publish(url())),
      ]);
      // rtspclientsink has no numbers for these.
      const { code, stderr } = await publishBySink(url());
      assert.notEqual(code, 0);
      assert.match(stderr, new RegExp(`^${reason}$`, 'm'));
    });
  }

  it('for a wrong method, publishing to a mount that only plays, show 405', async () => {
    const url = as('user:right', '/tone');
    await isTold(405, publish(url));
    // rtspclientsink goes on after a 405: what it shows is that its session has never come about.
    await isTold(454, publishBySink(url));
    using client = await RtspClient.connect(url);
    const headers = { 'Content-Type': 'application/sdp' };
    const sdp = 'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 0 RTP/AVP 0\r\na=control:stream=0\r\n';
    assert.equal((await client.request('ANNOUNCE', { headers, body: sdp })).status, 405);
    // The mount plays on.
    const { frames, stderr } = await decodeFrames(url, 10, { stream: 'a:0' });
    assert.equal(frames, 10, stderr);
  });
});
