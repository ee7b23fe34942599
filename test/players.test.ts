import assert from 'node:assert/strict';
import { once } from 'node:events';

import { type RTSPServer, serve } from '../lib/index.js';
import { testPicture } from '../lib/test-picture.js';
import { decodeFrames, type PlayerTransport, probe, rtspsrcFrames } from './clients/players.js';
import { testMovie, testMovieFacts } from './helpers/media.js';

const twoStreams = `( videotestsrc is-live=true ! video/x-raw,width=320,height=180,framerate=30/1
  ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=15 ! rtph264pay name=pay0 pt=96 config-interval=1
  audiotestsrc is-live=true ! audio/x-raw,rate=8000,channels=1 ! alawenc ! rtppcmapay name=pay1 pt=8 )`;

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

  for (const transport of transports) {
    it(`find the test picture and its tone, over ${transport}`, async () => {
      const { code, streams, stderr } = await probe(server.url('/test'), { transport });
      assert.equal(code, 0, stderr);
      const video = streams.find(({ type }) => type === 'video');
      assert.deepEqual([video?.codec, video?.width, video?.height, video?.frameRate], ['h264', 640, 480, 25]);
      assert.equal(streams.find(({ type }) => type === 'audio')?.codec, 'aac');
    });

    it(`decode 50 frames of the test picture, which moves, over ${transport}`, async () => {
      const { frames, distinctFrames, stderr } = await decodeFrames(server.url('/test'), 50, { transport });
      assert.equal(frames, 50, stderr);
      assert.ok(distinctFrames > 40, `${distinctFrames} pictures differ`);
    });

    it(`find both streams of a movie, over ${transport}`, async () => {
      const { code, streams, stderr } = await probe(server.url('/movie'), { transport });
      assert.equal(code, 0, stderr);
      const video = streams.find(({ type }) => type === 'video');
      assert.deepEqual(
        [video?.codec, video?.width, video?.height, video?.frameRate],
        ['h264', testMovieFacts.width, testMovieFacts.height, testMovieFacts.frameRate],
      );
      assert.equal(streams.find(({ type }) => type === 'audio')?.codec, 'aac');
    });

    it(`decode 50 frames of a movie, over ${transport}`, async () => {
      const { frames, stderr } = await decodeFrames(server.url('/movie'), 50, { transport });
      assert.equal(frames, 50, stderr);
    });

    it(`find and decode the two streams of a launch line, over ${transport}`, async () => {
      const { streams, stderr } = await probe(server.url('/two'), { transport });
      assert.deepEqual(streams.map(({ codec }) => codec).sort(), ['h264', 'pcm_alaw'], stderr);
      const [video, audio] = await Promise.all([
        decodeFrames(server.url('/two'), 50, { transport }),
        decodeFrames(server.url('/two'), 50, { transport, stream: 'a:0' }),
      ]);
      assert.deepEqual([video.frames, audio.frames], [50, 50], video.stderr + audio.stderr);
    });

    it(`of GStreamer's own kind decode each mount, over ${transport}`, async () => {
      for (const path of ['/test', '/movie', '/two']) {
        const { frames, stderr } = await rtspsrcFrames(server.url(path), 50, { transport });
        assert.ok(frames >= 50, `${path}: ${frames} frames\n${stderr}`);
      }
    });

    it(`ten at a time share one pipeline, over ${transport}`, async () => {
      const factory = server.mountPoints?.match('/test').factory;
      let pipelines = 0;
      const count = () => {
        pipelines++;
      };
      factory?.on('media-configure', count);
      const all = await Promise.all(
        Array.from({ length: 10 }, () => decodeFrames(server.url('/test'), 50, { transport, deadline: 50_000 })),
      );
      factory?.off('media-configure', count);
      assert.deepEqual(
        all.map(({ frames }) => frames),
        Array<number>(10).fill(50),
        all.map(({ stderr }) => stderr).join(''),
      );
      assert.equal(pipelines, 1);
    });
  }

  it('are told when there is nothing at a path', async () => {
    const { code, status } = await probe(server.url('/nothing'));
    assert.notEqual(code, 0);
    assert.equal(status, 404);
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
