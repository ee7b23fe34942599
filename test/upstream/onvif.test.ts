import assert from 'node:assert/strict';

import {
  Bin,
  Caps,
  type Element,
  ElementFactory,
  GhostPad,
  GstBuffer,
  GstBufferFlags,
  RTSP_ONVIF_REPLAY_REQUIREMENT,
  type RTSPClient,
  type RTSPContext,
  RTSPMountPoints,
  RTSPOnvifClient,
  RTSPOnvifMediaFactory,
  RTSPOnvifServer,
  type RTSPPlayMode,
  type RTSPStatusCode,
  SeekFlags,
} from '../../lib/index.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from '../helpers/deadline.js';

const millisecond = 1_000_000n;
/** Of 1000 frames a second every tenth is an I frame, every fifth of the others a P frame, and the rest B frames. */
const groupOfPictures = 10;
const size = { I: 20, P: 10, B: 5 } as const;
type FrameType = keyof typeof size;

interface Frame {
  type: FrameType;
  /** In milliseconds. */
  at: number;
  /** In milliseconds. */
  duration: number;
}

function typeOf(number: number): FrameType {
  if (number % groupOfPictures === 0) return 'I';
  return number % (groupOfPictures / 2) === 0 ? 'P' : 'B';
}

/** When a clock of the first of January 1900 says so, in milliseconds. */
function timeOf(clock: string): number {
  const [, hours = '', minutes = '', seconds = ''] = /T(\d\d)(\d\d)([\d.]+)Z/.exec(clock) ?? [];
  return Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * 1000);
}

/**
 * The frames of a recording that PLAY is answered with, in their order. C's source says in its segment when it has scaled
 * the time; this one, which JavaScript feeds, leaves out what is between.
 */
function framesOf({ range, flags, rate, trickmodeInterval }: RTSPPlayMode): Frame[] {
  const [one, other] = (range ?? '').split('-').map(timeOf);
  const begin = Math.min(one, other);
  const scale = (flags & SeekFlags.TRICKMODE) !== 0 ? Math.abs(rate) : 1;
  const count = Math.abs(other - one) / scale;
  const interval = Math.max(1, Math.ceil(Number((trickmodeInterval ?? 0n) / millisecond) / groupOfPictures));
  let step = 1;
  if (flags & SeekFlags.TRICKMODE_KEY_UNITS) step = groupOfPictures * interval;
  else if (flags & SeekFlags.TRICKMODE_FORWARD_PREDICTED) step = groupOfPictures / 2;
  const frame = (number: number): Frame => ({
    type: typeOf(number),
    at: begin + number * scale,
    duration: step * scale,
  });

  const frames: Frame[] = [];
  if (rate > 0) {
    for (let number = 0; number < count; number += step) frames.push(frame(number));
    return frames;
  }
  // Backwards from group to group, each in its own order.
  const groups = Math.max(groupOfPictures, step);
  for (let group = count - groupOfPictures; group >= 0; group -= groups) {
    for (let number = group; number < group + groupOfPictures; number += step) {
      // In the middle of its time: the base class ends a stream that runs backwards when it is at its beginning.
      const { at, ...rest } = frame(number);
      frames.push({ ...rest, at: at + scale / 2 });
    }
  }
  return frames;
}

/** A source of such frames: those of the beginning first, then, when it has been taken there, those of PLAY. */
class Recording {
  /** What the next seek is for. */
  mode: RTSPPlayMode | null = null;
  #frames: Frame[] = [];
  #next = 0;
  #pushing: Promise<void> = Promise.resolve();
  #source: Element | undefined;

  async source(): Promise<Element> {
    const source = await ElementFactory.make('appsrc', null, {
      caps: new Caps('video/x-dumdum'),
      'stream-type': 1,
      format: 3,
    });
    this.#source = source;
    this.#frames = Array.from({ length: 100 }, (_, number) => ({ type: typeOf(number), at: number, duration: 1 }));
    source.on('seek-data', async () => {
      // At first it is taken to its beginning.
      if (this.mode) this.#frames = framesOf(this.mode);
      this.#next = 0;
      // What is pushed until this is answered is flushed.
      await this.#pushing;
      return true;
    });
    source.on('need-data', () => {
      const frames = this.#frames;
      this.#pushing = this.#pushing.then(() => this.#push(frames));
    });
    return source;
  }

  async #push(frames: readonly Frame[]): Promise<void> {
    for (let i = 0; i < groupOfPictures && this.#frames === frames; i++) {
      const frame = frames.at(this.#next++);
      if (!frame) {
        await this.#source?.signal('end-of-stream');
        return;
      }
      const buffer = new GstBuffer(Buffer.alloc(size[frame.type]), {
        pts: BigInt(frame.at * 1_000_000),
        duration: BigInt(frame.duration * 1_000_000),
        flags: frame.type === 'I' ? 0 : GstBufferFlags.DELTA_UNIT,
      });
      await this.#source?.signal('push-buffer', buffer);
    }
  }
}

/** Nanoseconds since 1900. */
const ntpTime = () => (BigInt(Date.now()) + 2_208_988_800_000n) * millisecond;

class RecordingFactory extends RTSPOnvifMediaFactory {
  readonly recording = new Recording();

  override async createElement(): Promise<Bin> {
    const whole = new Bin();
    const payloading = new Bin('pay0');
    const source = await this.recording.source();
    const payloader = await ElementFactory.make('rtpgstpay', null, { 'timestamp-offset': 0 });
    // In C the source tells the offset by an event.
    const timestamp = await ElementFactory.make('rtponviftimestamp', null, {
      'set-t-bit': true,
      'ntp-offset': ntpTime(),
    });
    const queue = await ElementFactory.make('queue');
    payloading.add(payloader, timestamp, queue);
    assert.ok((await payloader.link(timestamp)) && (await timestamp.link(queue)));
    const [entrance, exit] = [payloader.getStaticPad('sink'), queue.getStaticPad('src')];
    assert.ok(entrance && exit);
    await payloading.addPad(new GhostPad('sink', entrance));
    await payloading.addPad(new GhostPad('src', exit));
    whole.add(source, payloading);
    assert.ok(await source.link(payloading));
    return whole;
  }
}

async function serveRecording(): Promise<RTSPOnvifServer> {
  const factory = new RecordingFactory();
  factory.replaySupport = true;
  class Client extends RTSPOnvifClient {
    protected override async adjustPlayMode(context: RTSPContext, mode: RTSPPlayMode): Promise<RTSPStatusCode | void> {
      const status = (await super.adjustPlayMode(context, mode)) as RTSPStatusCode;
      factory.recording.mode = { ...mode };
      return status;
    }
  }
  class Server extends RTSPOnvifServer {
    protected override createClient(): RTSPClient {
      return new Client();
    }
  }
  const server = new Server();
  server.refuseReversePlay = false;
  server.service = '0';
  server.mountPoints = new RTSPMountPoints();
  server.mountPoints.addFactory('/test', factory);
  await server.attach();
  return server;
}

/** What came of an RTP packet: a frame, or an event. */
interface Packet {
  timestamp: number;
  frame: FrameType | null;
  cleanPoint: boolean;
  terminal: boolean;
}

/** Reads a packet of rtpgstpay with ONVIF's extension. */
function parse(packet: Buffer): Packet {
  assert.equal(packet[0] & 0x1f, 0x10, 'an extension, and nothing else before it');
  assert.equal(packet.readUInt16BE(12), 0xabac);
  assert.equal(packet.readUInt16BE(14), 3);
  const flags = packet[16 + 8];
  const payload = packet.subarray(16 + 3 * 4);
  assert.ok(packet[1] & 0x80, 'one packet for each frame');
  let rest = payload.subarray(8);
  const isEvent = payload[1] !== 0;
  if (!isEvent && payload[0] & 0x80) {
    // Caps come first, behind their length.
    let length = 0;
    let skip = 0;
    do length = (length << 7) | (rest[skip] & 0x7f);
    while (rest[skip++] & 0x80);
    assert.match(rest.toString('latin1', skip, skip + length), /^video\/x-dumdum/);
    rest = rest.subarray(skip + length);
  }
  const frame = (Object.keys(size) as FrameType[]).find((type) => size[type] === rest.length);
  assert.ok(isEvent || rest.length === 0 || frame, `a payload of ${rest.length} bytes`);
  return {
    timestamp: packet.readUInt32BE(4),
    frame: isEvent || !frame ? null : frame,
    cleanPoint: (flags & 0x80) !== 0,
    terminal: (flags & 0x10) !== 0,
  };
}

interface Expected {
  /** How much later an I frame is than the frame before it, and another frame, in units of 90 kHz. */
  iInterval: number;
  interval: number;
  I: number;
  P: number;
  B: number;
  /** Whether sender reports tell the time; default: yes. */
  timestamped?: boolean;
}

/** Plays a range of the recording, and compares what comes of it until its end. */
async function seek(headers: Readonly<Record<string, string>>, expected: Expected): Promise<void> {
  await using server = await serveRecording();
  using client = await RtspClient.connect(server.url('/test'));
  const { session, rtp, rtcp } = await client.setupTcp('stream=0', [0, 1]);
  const packets: Buffer[] = [];
  const reports: Buffer[] = [];
  const ended = deferred();
  rtp.on('packet', (packet) => {
    packets.push(packet);
    if (parse(packet).terminal) ended.resolve();
  });
  rtcp.on('packet', (packet) => reports.push(packet));
  await client.play(session, headers);
  await withDeadline(ended.promise, 10_000, () => `the end; ${packets.length} packets have come`);
  await eventually(() => reports.length > 0, 10_000, 'RTCP');
  await client.teardown(session);

  const frames = packets.map(parse).filter(({ frame }) => frame !== null);
  const count = (type: FrameType) => frames.filter(({ frame }) => frame === type).length;
  assert.deepEqual(
    [count('I'), count('P'), count('B'), frames.filter(({ cleanPoint }) => cleanPoint).length],
    [expected.I, expected.P, expected.B, expected.I],
  );
  for (const [i, { frame, timestamp }] of frames.slice(1).entries()) {
    const interval = (timestamp - frames[i].timestamp) | 0;
    assert.equal(interval, frame === 'I' ? expected.iInterval : expected.interval, `at frame ${i + 1}`);
  }
  const [report] = reports;
  assert.equal(report[1], 200, 'a sender report');
  const { timestamped = true } = expected;
  assert.equal(report.readBigUInt64BE(8) !== 0n, timestamped);
  assert.equal(report.readUInt32BE(16) !== 0, timestamped);
}

const forward = { Range: 'clock=19000101T010000.00Z-19000101T010000.10Z' };
const backward = { Range: 'clock=19000101T010000.10Z-19000101T010000.00Z', Scale: '-1.0' };
const laterBackward = { Range: 'clock=19000101T010001.10Z-19000101T010001.00Z', Scale: '-1.0' };
const all = { I: 10, P: 10, B: 80 };
const half = { I: 5, P: 5, B: 40 };
const intra = { I: 10, P: 0, B: 0 };
const fewIntra = { I: 5, P: 0, B: 0 };
const predicted = { I: 10, P: 10, B: 0 };

describe('upstream: onvif', () => {
  it('test_x_onvif_track', async () => {
    await using server = await serveRecording();
    using client = await RtspClient.connect(server.url('/test'));
    const { media } = await client.describe();
    assert.deepEqual(
      media.map(({ attributes }) => attributes.get('x-onvif-track')),
      [['APPLICATION000']],
    );
  });

  it('test_onvif_replay', async () => {
    await using server = await serveRecording();
    using client = await RtspClient.connect(server.url('/test'));
    const { media } = await client.describe();
    const { session } = await client.setupTcp(media[0].control, [0, 1], undefined, {
      Require: RTSP_ONVIF_REPLAY_REQUIREMENT,
    });
    await client.teardown(session);
  });

  it('test_src_seek_simple', () => seek(forward, { ...all, interval: 90, iInterval: 90 }));

  it('test_speed_trick_mode', () => seek({ ...forward, Speed: '2.0' }, { ...all, interval: 45, iInterval: 45 }));

  it('test_scale_trick_mode', () => seek({ ...forward, Scale: '2.0' }, { ...half, interval: 90, iInterval: 90 }));

  it('test_intra_frames_trick_mode', () =>
    seek({ ...forward, Frames: 'intra' }, { ...intra, interval: 900, iInterval: 900 }));

  it('test_predicted_frames_trick_mode', () =>
    seek({ ...forward, Frames: 'predicted' }, { ...predicted, interval: 450, iInterval: 450 }));

  it('test_intra_frames_with_interval_trick_mode', () =>
    seek({ ...forward, Frames: 'intra/20' }, { ...fewIntra, interval: 1800, iInterval: 1800 }));

  it('test_reverse_trick_mode', () => seek(backward, { ...all, interval: -90, iInterval: 1710 }));

  it('test_speed_reverse_trick_mode', () =>
    seek({ ...backward, Speed: '2.0' }, { ...all, interval: -45, iInterval: 855 }));

  it('test_scale_reverse_trick_mode', () =>
    seek({ ...laterBackward, Scale: '-2.0' }, { ...half, interval: -90, iInterval: 1710 }));

  it('test_intra_frames_reverse_trick_mode', () =>
    seek({ ...laterBackward, Frames: 'intra' }, { ...intra, interval: 0, iInterval: 900 }));

  it('test_predicted_frames_reverse_trick_mode', () =>
    seek({ ...laterBackward, Frames: 'predicted' }, { ...predicted, interval: -450, iInterval: 1350 }));

  it('test_intra_frames_with_interval_reverse_trick_mode', () =>
    seek({ ...laterBackward, Frames: 'intra/20' }, { ...fewIntra, interval: 0, iInterval: 1800 }));

  const unhurried = { 'Rate-Control': 'no' };

  it('test_rate_control_no_trick_mode', () =>
    seek({ ...forward, ...unhurried }, { ...all, interval: 90, iInterval: 90, timestamped: false }));

  it('test_rate_control_no_reverse_trick_mode', () =>
    seek({ ...backward, ...unhurried }, { ...all, interval: 90, iInterval: -1710, timestamped: false }));

  it('test_rate_control_no_frames_trick_mode', () =>
    seek(
      { ...forward, Frames: 'intra', ...unhurried },
      { ...intra, interval: 900, iInterval: 900, timestamped: false },
    ));
});
