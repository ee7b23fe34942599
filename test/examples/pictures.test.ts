import assert from 'node:assert/strict';

import { decodeFrames, rtspsrcFrames } from '../clients/players.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { deferred, withDeadline } from '../helpers/deadline.js';
import { exampleCommand, withExample } from '../helpers/example.js';
import { run } from '../helpers/process.js';

const camera = '( videotestsrc is-live=true ! x264enc tune=zerolatency key-int-max=10 ! rtph264pay name=pay0 pt=96 )';
const pictureAndTone = [
  ['video', 'H264'],
  ['audio', 'PCMA'],
];

/** What the streams are: media and encoding. */
async function streamsOf(url: string): Promise<string[][]> {
  using client = await RtspClient.connect(url);
  const { media } = await client.describe();
  return media.map(({ media: kind, attributes }) => [kind, attributes.get('rtpmap')?.[0].split(/[ /]/)[1] ?? '']);
}

/** The brightness of each of the first pictures, 0 to 255, in their order. */
async function brightnessOf(url: string, pictures: number): Promise<number[]> {
  const input = [
    '-v',
    'error',
    '-nostdin',
    '-rtsp_transport',
    'tcp',
    '-analyzeduration',
    '0',
    '-i',
    url,
    '-frames:v',
    String(pictures),
  ];
  const measure = ['-fps_mode', 'passthrough', '-vf', 'signalstats,metadata=print:key=lavfi.signalstats.YAVG:file=-'];
  const exit = await run('ffmpeg', [...input, ...measure, '-f', 'null', '-']);
  assert.equal(exit.code, 0, exit.stderr);
  return [...exit.stdout.matchAll(/YAVG=([\d.]+)/g)].slice(0, pictures).map(([, value]) => Number(value));
}

describe('the example', () => {
  it('readme serves one moving picture to all who watch', async () => {
    await withExample('readme', [], async ({ url }) => {
      const watched = await Promise.all([decodeFrames(url, 5), decodeFrames(url, 5, { transport: 'udp' })]);
      for (const { frames, distinctFrames, stderr } of watched)
        assert.deepEqual([frames, distinctFrames], [5, 5], stderr);
      using one = await RtspClient.connect(url);
      using other = await RtspClient.connect(url);
      const ssrcs = [];
      for (const client of [one, other]) {
        const [media] = (await client.describe()).media;
        const { transport, session, rtp } = await client.setupTcp(media.control, [0, 1]);
        await client.play(session);
        await rtp.reach(1);
        ssrcs.push(/ssrc=(\w+)/.exec(transport)?.[1]);
      }
      assert.ok(ssrcs[0]);
      assert.equal(ssrcs[0], ssrcs[1]);
    });
  });

  it('launch serves a launch line, with RTCP or without', async () => {
    const serverPorts = async (...args: string[]) =>
      withExample('launch', [...args, camera], async ({ url }) => {
        using client = await RtspClient.connect(url);
        const [media] = (await client.describe()).media;
        const { transport, session, rtp } = await client.setupUdp(media.control);
        await client.play(session);
        await rtp.reception.reach(5);
        const { frames, stderr } = await decodeFrames(url, 5, { transport: 'udp' });
        assert.equal(frames, 5, stderr);
        return /server_port=([\d-]+)/.exec(transport)?.[1]?.split('-').length;
      });
    assert.deepEqual(await Promise.all([serverPorts(), serverPorts('--disable-rtcp')]), [2, 1]);
  });

  it('launch says what is wrong with a launch line', async () => {
    const [command = '', ...args] = exampleCommand('launch', [
      '--port',
      '0',
      '( videotestsrc ! nosuchelement name=pay0 )',
    ]);
    const exit = await run(command, args);
    assert.equal(exit.code, 1);
    assert.match(exit.stderr, /^\/test: no element "nosuchelement" at character \d+: /);
  });

  it('video serves a picture and a tone', async () => {
    await withExample('video', [], async ({ url }) => {
      assert.deepEqual(await streamsOf(url), pictureAndTone);
      const { frames, stderr } = await rtspsrcFrames(url, 10);
      assert.equal(frames, 10, stderr);
    });
  });

  it('video-rtx sends a packet again that a client has lost', async () => {
    await withExample('video-rtx', [], async ({ url }) => {
      using client = await RtspClient.connect(url);
      const [media] = (await client.describe()).media;
      assert.ok(media);
      assert.equal(media.protocol, 'RTP/AVPF');
      const [, rtxType] = /^(\d+) rtx\/90000$/m.exec(media.attributes.get('rtpmap')?.join('\n') ?? '') ?? [];
      assert.ok(rtxType, 'a payload type of RTX');
      assert.ok(media.attributes.get('fmtp')?.includes(`${rtxType} apt=96;rtx-time=400`));

      const setup = await client.request('SETUP', {
        uri: `${url}/${media.control}`,
        headers: { Transport: 'RTP/AVPF/TCP;unicast;interleaved=0-1' },
      });
      assert.equal(setup.status, 200);
      const session = setup.headers.get('session')?.split(';')[0] ?? '';
      let lost: Buffer | undefined;
      const again = deferred<Buffer>();
      client.on('data', (channel, packet) => {
        if (channel !== 0) return;
        if (payloadTypeOf(packet) === Number(rtxType)) again.resolve(packet);
        if (payloadTypeOf(packet) !== 96 || lost) return;
        lost = packet;
        client.sendData(1, negativeAcknowledgement(packet));
      });
      await client.play(session);
      const packet = await withDeadline(again.promise, 10_000, 'a packet that is sent again');
      assert.ok(lost);
      // RFC 4588: the original sequence number, and what followed it.
      assert.deepEqual(packet.subarray(12), Buffer.concat([lost.subarray(2, 4), lost.subarray(12)]));

      const source = ['do-retransmission=true'];
      const { frames, stderr } = await rtspsrcFrames(url, 5, { transport: 'udp', source });
      assert.equal(frames, 5, stderr);
    });
  });

  it('video-disconnect ends everybody’s view, and there is nothing to see any more', async () => {
    await withExample('video-disconnect', ['--seconds', '3'], async ({ url, process: example }) => {
      using viewer = await RtspClient.connect(url);
      const [media] = (await viewer.describe()).media;
      const { session, rtp } = await viewer.setupTcp(media.control, [0, 1]);
      await viewer.play(session);
      await rtp.reach(1);
      const endless = decodeFrames(url, 1000);
      await withDeadline(viewer.closed, 10_000, 'the end');
      await example.waitForLine(/^everybody is gone$/);
      const { frames, timedOut, stderr } = await endless;
      assert.ok(frames > 0 && frames < 1000 && !timedOut, `${frames} pictures\n${stderr}`);
      using late = await RtspClient.connect(url);
      assert.equal((await late.request('DESCRIBE')).status, 404);
    });
  });

  it('appsrc shows black and white in turn, twice a second', async () => {
    await withExample('appsrc', [], async ({ url }) => {
      const brightness = await brightnessOf(url, 4);
      assert.equal(brightness.length, 4);
      const [dark, bright] = [Math.min(...brightness), Math.max(...brightness)];
      assert.ok(dark < 40 && bright > 200, brightness.join());
      for (const [i, value] of brightness.entries()) {
        assert.equal(value > 100, (brightness[0] ?? 0) > 100 === (i % 2 === 0), brightness.join());
      }
    });
  });

  it('appsrc2 hands pictures and sound from one pipeline to another', async () => {
    await withExample('appsrc2', [], async ({ url }) => {
      assert.deepEqual(await streamsOf(url), [
        ['video', 'H264'],
        ['audio', 'L24'],
      ]);
      const [pictures, sound] = await Promise.all([decodeFrames(url, 10), decodeFrames(url, 10, { stream: 'a:0' })]);
      assert.deepEqual([pictures.frames, sound.frames], [10, 10], pictures.stderr + sound.stderr);
      assert.ok(pictures.distinctFrames > 5);
    });
  });
});

function payloadTypeOf(packet: Buffer): number {
  return packet.readUInt8(1) & 0x7f;
}

/** RTCP that says that this packet was lost: an empty receiver report, and feedback as in RFC 4585, section 6.2.1. */
function negativeAcknowledgement(packet: Buffer): Buffer {
  const rtcp = Buffer.alloc(24);
  rtcp.writeUInt32BE(0x80c90001, 0);
  rtcp.writeUInt32BE(0x12345678, 4);
  rtcp.writeUInt32BE(0x81cd0003, 8);
  rtcp.writeUInt32BE(0x12345678, 12);
  packet.copy(rtcp, 16, 8, 12);
  packet.copy(rtcp, 20, 2, 4);
  return rtcp;
}
