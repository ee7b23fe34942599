import assert from 'node:assert/strict';
import path from 'node:path';

import {
  Bin,
  type Element,
  FlowReturn,
  GhostPad,
  mount,
  RTSP_ONVIF_BACKCHANNEL_REQUIREMENT,
  RTSP_ONVIF_REPLAY_REQUIREMENT,
  type RTSPMediaFactory,
  RTSPOnvifMediaFactory,
  RTSPOnvifServer,
  type RTSPUrl,
  Sample,
} from '../../lib/index.js';
import { type Reception, RtspClient } from '../clients/rtsp-client.js';
import { eventually } from '../helpers/deadline.js';
import { tone } from '../helpers/lines.js';
import { run } from '../helpers/process.js';
import { soundPacket } from '../helpers/sound.js';
import { temporaryFolder } from '../helpers/temporary.js';

type Over = 'tcp' | 'udp';

async function serveOnvif(factory: RTSPMediaFactory): Promise<RTSPOnvifServer> {
  const server = new RTSPOnvifServer();
  server.service = '0';
  await mount(server, '/camera', factory);
  await server.attach();
  return server;
}

/** A stream that is set up: what comes, and how to send. */
interface Stream {
  session: string;
  rtp: Reception;
  rtcp: Reception;
  send: (packet: Buffer) => void;
}

async function setUp(
  client: RtspClient,
  over: Over,
  control: string,
  channel: number,
  headers: Readonly<Record<string, string>>,
  inSession?: string,
): Promise<Stream> {
  if (over === 'tcp') {
    const { session, rtp, rtcp } = await client.setupTcp(control, [channel, channel + 1], inSession, headers);
    return { session, rtp, rtcp, send: (packet) => client.sendData(channel, packet) };
  }
  const { session, rtp, rtcp, transport } = await client.setupUdp(control, inSession, headers);
  const port = Number(/server_port=(\d+)-/.exec(transport)?.[1]);
  const send = (packet: Buffer) => rtp.socket.send(packet, port, '127.0.0.1');
  return { session, rtp: rtp.reception, rtcp: rtcp.reception, send };
}

describe('the backchannel', function () {
  this.timeout(60_000);

  for (const over of ['tcp', 'udp'] as const) {
    it(`over ${over} takes each packet of a client to a handler in JavaScript, as it was sent`, async () => {
      const factory = new RTSPOnvifMediaFactory();
      factory.launch = tone;
      factory.backchannelLaunch = `( capsfilter name=depay_backchannel
        caps="application/x-rtp, media=audio, payload=0, clock-rate=8000, encoding-name=PCMU"
        ! rtppcmudepay ! appsink name=heard emit-signals=true sync=false async=false )`;
      const heard: Buffer[] = [];
      factory.on('media-configure', (media) => {
        const sink = media.element instanceof Bin ? media.element.getByName('heard') : null;
        sink?.on('new-sample', async () => {
          const sample = await sink.signal('pull-sample');
          if (sample instanceof Sample && sample.buffer) heard.push(sample.buffer.data);
          return FlowReturn.OK;
        });
      });
      await using server = await serveOnvif(factory);
      using client = await RtspClient.connect(server.url('/camera'));
      const headers = { Require: RTSP_ONVIF_BACKCHANNEL_REQUIREMENT };
      const [camera, loudspeaker] = (await client.describe(headers)).media;
      assert.ok(loudspeaker.attributes.has('sendonly'));
      const { session, rtp } = await setUp(client, over, camera.control, 0, headers);
      const back = await setUp(client, over, loudspeaker.control, 2, headers, session);
      await client.play(session, headers);
      await rtp.reach(2);
      const sent = Array.from({ length: 50 }, (_, number) => number);
      for (const number of sent) back.send(soundPacket(number, number));
      await eventually(
        () => heard.length >= sent.length,
        10_000,
        () => `${sent.length} packets, not ${heard.length}`,
      );
      assert.deepEqual(
        heard.map((sound) => [...new Set(sound), sound.length]),
        sent.map((number) => [number, 160]),
      );
      // Nothing comes of it on the way back, and the camera goes on.
      assert.equal(back.rtp.rtpPackets, 0);
      await rtp.reach(rtp.rtpPackets + 5);
      await client.teardown(session);
    });
  }
});

const frameRate = 25;
const frameCount = 100;
/** Each twelfth frame is a key frame. */
const keyFrames = Array.from({ length: frameCount }, (_, frame) => frame).filter((frame) => frame % 12 === 0);

/** Makes a movie of so few bytes that all of it fits where a socket keeps what has come. */
async function smallMovie(): Promise<string> {
  const file = path.join(temporaryFolder(), 'onvif.mp4');
  const picture = `testsrc2=size=64x64:rate=${frameRate}`;
  const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-bf', '0', '-g', '12'];
  const args = ['-f', 'lavfi', '-i', picture, '-frames:v', String(frameCount), ...h264, file];
  const { code, stderr } = await run('ffmpeg', ['-v', 'error', '-nostdin', '-y', ...args]);
  assert.equal(code, 0, stderr);
  return file;
}

const start = Date.parse('2026-11-24T12:00:00Z') - Date.parse('1900-01-01T00:00:00Z');

/** Marks each packet with the time of its frame. */
class Recording extends RTSPOnvifMediaFactory {
  override async createElement(url: RTSPUrl): Promise<Element | null> {
    const element = await super.createElement(url);
    const payloading = element instanceof Bin ? element.getByName('pay0') : null;
    const times = payloading instanceof Bin ? payloading.getByName('times') : null;
    const exit = times?.getStaticPad('src');
    if (!(payloading instanceof Bin) || !times || !exit) return null;
    times.setProperty('ntp-offset', BigInt(start) * 1_000_000n);
    await payloading.addPad(new GhostPad('src', exit));
    return element;
  }
}

/** Of ONVIF's header extension: which frame of the movie a packet belongs to, and two of the flags. */
function markOf(packet: Buffer): { frame: number; isKey: boolean; isLast: boolean } {
  assert.equal(packet.readUInt8(0) & 0x10, 0x10, 'a header extension');
  assert.deepEqual([packet.readUInt16BE(12), packet.readUInt16BE(14)], [0xabac, 3]);
  const seconds = packet.readUInt32BE(16) + packet.readUInt32BE(20) / 2 ** 32;
  const flags = packet.readUInt8(24);
  return {
    frame: Math.round((seconds - start / 1000) * frameRate * 1000) / 1000,
    isKey: (flags & 0x80) !== 0,
    isLast: (flags & 0x10) !== 0,
  };
}

describe('a replay', function () {
  this.timeout(60_000);
  let server: RTSPOnvifServer;

  before(async () => {
    const factory = new Recording();
    factory.launch = `( filesrc location=${await smallMovie()} ! qtdemux ! queue ! h264parse name=frames
      ( name=pay0 rtph264pay name=payload pt=96 config-interval=-1 ! rtponviftimestamp name=times set-t-bit=true )
      frames. ! payload. )`;
    factory.replaySupport = true;
    server = await serveOnvif(factory);
  });
  after(() => server.close());

  interface Played {
    /** The numbers of the frames that came, each once its last packet had come. */
    frames: number[];
    /** The numbers of those with a packet that says that it can be decoded by itself. */
    keys: number[];
    /** The numbers of those with a packet that says that nothing follows. */
    last: number[];
    /** Whether the sender's report at the end says what time it was. */
    reportsTime: boolean;
    /** What the response says. */
    controlled: string | undefined;
    /** Milliseconds until the end. */
    took: number;
  }

  async function play(over: Over, headers: Readonly<Record<string, string>>): Promise<Played> {
    const replay = { Require: RTSP_ONVIF_REPLAY_REQUIREMENT };
    using client = await RtspClient.connect(server.url('/camera'));
    const [media] = (await client.describe(replay)).media;
    const { session, rtp, rtcp } = await setUp(client, over, media.control, 0, replay);
    const frames: number[] = [];
    const [keys, last] = [new Set<number>(), new Set<number>()];
    rtp.on('packet', (packet) => {
      const { frame, isKey, isLast } = markOf(packet);
      if (isKey) keys.add(frame);
      if (isLast) last.add(frame);
      if (packet.readUInt8(1) & 0x80) frames.push(frame);
    });
    // Goodbye, behind a report.
    let report: Buffer | undefined;
    rtcp.on('packet', (packet) => {
      if (packet.includes(Buffer.from([0x81, 203]))) report = packet;
    });
    const from = performance.now();
    const response = await client.play(session, { ...replay, Range: 'npt=0-', ...headers });
    // Over UDP the report comes by a socket of its own, and may be early.
    await eventually(
      () => report !== undefined && last.size > 0,
      20_000,
      () => `the end, after ${frames.length} frames`,
    );
    const took = performance.now() - from;
    await client.teardown(session);
    assert.equal(report?.[1], 200, 'a sender report');
    assert.equal(rtp.gaps, 0);
    const reportsTime = report.readBigUInt64BE(8) !== 0n;
    return {
      frames,
      keys: [...keys],
      last: [...last],
      reportsTime,
      controlled: response.headers.get('rate-control'),
      took,
    };
  }

  for (const over of ['tcp', 'udp'] as const) {
    it(`over ${over} tells of each packet what time it was, and has its own time or none, as Rate-Control says`, async () => {
      const all = Array.from({ length: frameCount }, (_, frame) => frame);
      const [inTime, free] = [await play(over, { 'Rate-Control': 'yes' }), await play(over, { 'Rate-Control': 'no' })];
      for (const { frames, keys, last } of [inTime, free]) {
        assert.deepEqual([frames, keys, last], [all, keyFrames, [frameCount - 1]]);
      }
      assert.deepEqual([inTime.controlled, free.controlled], ['yes', 'no']);
      assert.deepEqual([inTime.reportsTime, free.reportsTime], [true, false]);
      const least = ((frameCount - 1) / frameRate) * 1000 - 500;
      assert.ok(inTime.took >= least, `${inTime.took} ms`);
      // Nobody knows how fast a client reads over UDP.
      if (over === 'udp') assert.ok(free.took >= least, `${free.took} ms`);
      else assert.ok(free.took < inTime.took, `${free.took} ms, and ${inTime.took} in its own time`);
    });

    it(`over ${over} is of key frames where Frames says so, or of some of them`, async () => {
      const intra = await play(over, { 'Rate-Control': 'no', Frames: 'intra' });
      assert.deepEqual([intra.frames, intra.keys, intra.last], [keyFrames, keyFrames, [96]]);
      const few = await play(over, { 'Rate-Control': 'no', Frames: 'intra/1000' });
      assert.deepEqual([few.frames, few.keys, few.last], [[0, 36, 72], [0, 36, 72], [72]]);
    });
  }
});
