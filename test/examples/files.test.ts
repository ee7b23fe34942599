import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { decodeFrames, probe } from '../clients/players.js';
import { type Reception, RtspClient } from '../clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from '../helpers/deadline.js';
import { withExample } from '../helpers/example.js';
import { testMovie, testMovieFacts } from '../helpers/media.js';
import { run, startProcess } from '../helpers/process.js';
import { temporaryFolder } from '../helpers/temporary.js';

const { frameRate, width, height } = testMovieFacts;
const byeType = 203;

async function codecsOf(url: string): Promise<string[]> {
  const probed = await probe(url);
  assert.equal(probed.code, 0, probed.stderr);
  return probed.streams.map(({ codec }) => codec);
}

/** The first second of the test movie. */
async function shortMovie(): Promise<string> {
  const file = path.join(temporaryFolder(), 'one-second.mp4');
  const args = ['-v', 'error', '-nostdin', '-y', '-i', await testMovie(), '-t', '1', '-c', 'copy', file];
  const exit = await run('ffmpeg', args);
  assert.equal(exit.code, 0, exit.stderr);
  return file;
}

async function oggFile(): Promise<string> {
  const file = path.join(temporaryFolder(), 'a film.ogg');
  const picture =
    'videotestsrc num-buffers=50 ! video/x-raw,width=176,height=144,framerate=25/1 ! theoraenc ! queue ! m.';
  const tone = 'audiotestsrc num-buffers=90 ! vorbisenc ! queue ! m.';
  const line = `oggmux name=m ! filesink name=file ${picture} ${tone}`.split(' ');
  const exit = await run('gst-launch-1.0', [
    '-q',
    ...line.map((word) => (word === 'name=file' ? `location=${file}` : word)),
  ]);
  assert.equal(exit.code, 0, exit.stderr);
  return file;
}

/** Plays the first stream, and gives what arrives. */
async function play(client: RtspClient): Promise<{ rtp: Reception; rtcp: Reception; ssrc: number }> {
  const [media] = (await client.describe()).media;
  const { session, rtp, rtcp, transport } = await client.setupTcp(media.control, [0, 1]);
  await client.play(session);
  return { rtp, rtcp, ssrc: parseInt(/ssrc=(\w+)/.exec(transport)?.[1] ?? '', 16) };
}

describe('the example', () => {
  it('mp4 serves a file, and prints what viewers report', async () => {
    await withExample('mp4', [await testMovie()], async ({ url, process: example }) => {
      assert.deepEqual(await codecsOf(url), ['h264', 'aac']);
      using client = await RtspClient.connect(url);
      const { rtp, ssrc } = await play(client);
      await rtp.reach(5);
      // A receiver report: 7 packets of that source have been lost.
      const report = Buffer.alloc(32);
      report.writeUInt32BE(0x81c90007, 0);
      report.writeUInt32BE(0x12345678, 4);
      report.writeUInt32BE(ssrc, 8);
      report.writeUInt32BE(7, 12);
      client.sendData(1, report);
      await example.waitForLine(/^stream 0: application\/x-rtp-source-stats, .*rb-packetslost=\(int\)7\b/);
    });
  });

  it('ogg serves a file, whatever its name', async () => {
    await withExample('ogg', [await oggFile()], async ({ url }) => {
      assert.deepEqual(await codecsOf(url), ['theora', 'vorbis']);
      const { frames, stderr } = await decodeFrames(url, 10);
      assert.equal(frames, 10, stderr);
    });
  });

  it('uri serves a file, by its name or by its URI', async () => {
    const movie = await testMovie();
    for (const what of [movie, pathToFileURL(movie).href]) {
      await withExample('uri', [what], async ({ url }) => {
        const probed = await probe(url);
        assert.deepEqual(
          probed.streams.map((stream) => [stream.codec, stream.width, stream.height]),
          [
            ['h264', width, height],
            ['aac', undefined, undefined],
          ],
          probed.stderr,
        );
      });
    }
  });

  it('sdp serves what somebody sends to this machine', async () => {
    const file = path.join(temporaryFolder(), 'camera.sdp');
    const picture = [
      '-re',
      '-f',
      'lavfi',
      '-i',
      'testsrc2=size=160x120:rate=25',
      '-c:v',
      'libx264',
      '-tune',
      'zerolatency',
    ];
    const output = [
      '-pix_fmt',
      'yuv420p',
      '-g',
      '12',
      '-f',
      'rtp',
      '-sdp_file',
      file,
      `rtp://127.0.0.1:${await freePort()}`,
    ];
    const camera = startProcess('ffmpeg', ['-v', 'error', '-nostdin', ...picture, ...output]);
    try {
      await eventually(
        () => existsSync(file),
        20_000,
        () => `an SDP file\n${camera.stderr}`,
      );
      await withExample('sdp', [file], async ({ url }) => {
        const { frames, distinctFrames, stderr } = await decodeFrames(url, 10);
        assert.deepEqual([frames, distinctFrames], [10, 10], stderr);
      });
    } finally {
      camera.killGroup();
    }
  });

  it('replay-server plays a file again and again', async () => {
    await withExample('replay-server', [await shortMovie()], async ({ url, process: example }) => {
      const { frames, stderr } = await decodeFrames(url, 2 * frameRate + 5);
      assert.equal(frames, 2 * frameRate + 5, stderr);
      await example.waitForLine(/^round 3$/);
    });
  });

  it('replay-server plays a file as often as it is told, and then says goodbye', async () => {
    await withExample('replay-server', ['--num-loops', '2', await shortMovie()], async ({ url, process: example }) => {
      using client = await RtspClient.connect(url);
      const { rtp, rtcp } = await play(client);
      const goodbye = deferred();
      rtcp.on('packet', (packet) => {
        if (typesOf(packet).includes(byeType)) goodbye.resolve();
      });
      await withDeadline(goodbye.promise, 15_000, () => `a goodbye, after ${rtp.rtpPackets} packets`);
      assert.match(example.stdout, /ready at .*\nround 2\n$/);
      assert.ok(rtp.rtpPackets >= 2 * frameRate, String(rtp.rtpPackets));
    });
  });
});

/** The types of the packets in a compound packet of RTCP. */
function typesOf(compound: Buffer): number[] {
  const types = [];
  for (let at = 0; at + 4 <= compound.length; at += 4 * (compound.readUInt16BE(at + 2) + 1))
    types.push(compound[at + 1] ?? 0);
  return types;
}

/** A UDP port that nobody has at present; even, as RTP's are. */
async function freePort(): Promise<number> {
  for (;;) {
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const { port } = socket.address();
    socket.close();
    if (port % 2 === 0) return port;
  }
}
