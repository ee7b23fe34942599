import assert from 'node:assert/strict';

import { RTSP_ONVIF_BACKCHANNEL_REQUIREMENT, RTSP_ONVIF_REPLAY_REQUIREMENT } from '../../lib/index.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { deferred, withDeadline } from '../helpers/deadline.js';
import { exampleCommand, withExample } from '../helpers/example.js';
import { testMovie } from '../helpers/media.js';
import { startProcess } from '../helpers/process.js';

/** Of ONVIF's header extension: when a frame was taken, in seconds since 1900, and whether a recording ends with it. */
interface FrameTime {
  readonly seconds: number;
  readonly ends: boolean;
}

const extensionOfOnvif = 0xabac;

function timeOf(packet: Buffer): FrameTime | null {
  const [first] = packet;
  if ((first & 0x10) === 0 || packet.readUInt16BE(12) !== extensionOfOnvif) return null;
  const seconds = packet.readUInt32BE(16) + packet.readUInt32BE(20) / 2 ** 32;
  return { seconds, ends: (packet.readUInt8(24) & 0x40) !== 0 };
}

/** An RTP packet of 20 ms of G.711 sound. */
function soundPacket(sequence: number): Buffer {
  const packet = Buffer.alloc(12 + 160, 0x10);
  packet.writeUInt16BE(0x8000, 0);
  packet.writeUInt16BE(sequence, 2);
  packet.writeUInt32BE(sequence * 160, 4);
  packet.writeUInt32BE(0x12345678, 8);
  return packet;
}

describe('the example', () => {
  it('onvif-server replays what was taken between two times, and tells of each frame when that was', async () => {
    const replay = { Require: RTSP_ONVIF_REPLAY_REQUIREMENT };
    await withExample('onvif-server', ['--start', '2026-11-24T12:00:00Z', await testMovie()], async ({ url }) => {
      using client = await RtspClient.connect(url);
      const [media] = (await client.describe(replay)).media;
      const { session, rtp } = await client.setupTcp(media.control, [0, 1], undefined, replay);
      const start = (Date.parse('2026-11-24T12:00:00Z') - Date.parse('1900-01-01T00:00:00Z')) / 1000;
      const times: FrameTime[] = [];
      const ended = deferred();
      rtp.on('packet', (packet) => {
        const time = timeOf(packet);
        if (!time) return;
        times.push({ ...time, seconds: time.seconds - start });
        if (time.ends) ended.resolve();
      });
      const range = 'clock=20261124T120001Z-20261124T120003Z';
      const played = await client.play(session, { ...replay, Range: range, 'Rate-Control': 'no' });
      assert.equal(played.headers.get('rate-control'), 'no');
      assert.match(
        played.headers.get('range') ?? '',
        /^clock=20261124T12000[01](\.\d+)?Z-20261124T12000[34](\.\d+)?Z$/,
      );
      await withDeadline(ended.promise, 15_000, () => `the last frame, after ${times.length}`);
      const seconds = times.map((time) => time.seconds);
      // It begins with a key frame, of which there are two a second.
      const [first, last] = [Math.min(...seconds), Math.max(...seconds)];
      assert.ok(first > 0.4 && first < 1.1 && last > 2.8 && last < 3.1, `${first} to ${last}`);
      assert.deepEqual(
        seconds,
        [...seconds].sort((one, other) => one - other),
      );
    });
  });

  it('onvif-client plays a recording, and does what it is told', async () => {
    await withExample('onvif-server', [await testMovie()], async ({ url }) => {
      const options = ['--video-sink', 'fakesink', '--range', '19000101T000001Z-19000101T000003Z'];
      const [command = '', ...args] = exampleCommand('onvif-client', [...options, url]);
      const player = startProcess(command, args, { input: true });
      try {
        await player.waitForLine(/at 1900-01-01T00:00:0[01]\.\d+Z$/);
        player.write('range: 19000101T000003Z-19000101T000004Z\n');
        await player.waitForLine(/at 1900-01-01T00:00:0[23]\.\d+Z$/);
        player.write('speed: nothing\n');
        await player.waitForLine(/no speed: nothing$/);
        player.write('help\n');
        await player.waitForLine(/^rate-control: show each frame/);
        player.write(null);
        const exit = await player.endWithin(10_000);
        assert.equal(exit.code, 0, exit.stderr);
      } finally {
        player.killGroup();
      }
    });
  });

  it('onvif-backchannel hears who talks to the camera', async () => {
    const backchannel = { Require: RTSP_ONVIF_BACKCHANNEL_REQUIREMENT };
    await withExample('onvif-backchannel', [], async ({ url, process: example }) => {
      using player = await RtspClient.connect(url);
      assert.equal((await player.describe()).media.length, 2);
      using client = await RtspClient.connect(url);
      const [picture, , back] = (await client.describe(backchannel)).media;
      assert.ok(back.attributes.has('sendonly'));
      const { session, rtp } = await client.setupTcp(picture.control, [0, 1], undefined, backchannel);
      await client.setupTcp(back.control, [2, 3], session, backchannel);
      await client.play(session, backchannel);
      await rtp.reach(1);
      for (let i = 0; i < 20; i++) client.sendData(2, soundPacket(i));
      await example.waitForLine(/^somebody begins to talk$/);
      await client.teardown(session);
      const [, bytes] = await example.waitForLine(/^somebody has talked: (\d+) bytes of sound$/);
      // Two bytes a sample, 160 samples a packet.
      assert.ok(Number(bytes) > 0 && Number(bytes) % 320 === 0, bytes);
    });
  });
});
