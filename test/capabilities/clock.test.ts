import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import {
  type Clock,
  type Element,
  NetClientClock,
  NetTimeProvider,
  NtpClock,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPPublishClockMode,
  serve,
  SystemClock,
} from '../../lib/index.js';
import { Receiver } from '../clients/receiver.js';
import { Relay } from '../clients/relay.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { eventually } from '../helpers/deadline.js';
import { tone } from '../helpers/lines.js';

const second = 1_000_000_000n;
const secondsFrom1900To1970 = 2_208_988_800;

/** Seconds of NTP, in 32 bits, and their fraction in 32 more. */
function writeNtpTime(packet: Buffer, at: number): void {
  const now = (performance.timeOrigin + performance.now()) / 1000 + secondsFrom1900To1970;
  packet.writeUInt32BE(Math.floor(now) >>> 0, at);
  packet.writeUInt32BE(Math.floor((now % 1) * 2 ** 32) >>> 0, at + 4);
}

/** An NTP server of the first stratum (RFC 5905, section 7.3) on a port of 127.0.0.1. */
async function ntpServer(): Promise<{ port: number } & Disposable> {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => {
    const answer = Buffer.alloc(48);
    answer.writeUInt8(0x24, 0);
    answer.writeUInt8(1, 1);
    answer.writeUInt8(question.readUInt8(2), 2);
    answer.write('LOCL', 12, 'latin1');
    writeNtpTime(answer, 16);
    question.copy(answer, 24, 40, 48);
    writeNtpTime(answer, 32);
    writeNtpTime(answer, 40);
    socket.send(answer, port, address);
  });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { port: socket.address().port, [Symbol.dispose]: () => socket.close() };
}

/** When each packet is to be shown, in nanoseconds of the clock. */
function showTimes(receiver: Receiver): Map<number, bigint> {
  const times = new Map<number, bigint>();
  receiver.on('buffer', ({ data, pts }) => {
    const base = receiver.pipeline.baseTime;
    if (pts !== null && base !== null) times.set(data.readUInt16BE(2), base + pts);
  });
  return times;
}

/** How far apart two receivers show the same packets at most, in milliseconds, of the last hundred that both have. */
function apart(one: Map<number, bigint>, other: Map<number, bigint>): number {
  const common = [...one.keys()].filter((number) => other.has(number)).slice(-100);
  if (common.length < 100) return Infinity;
  return Math.max(
    ...common.map((number) => Math.abs(Number((one.get(number) ?? 0n) - (other.get(number) ?? 0n))) / 1e6),
  );
}

/** What packets come late by, on one of the ways; not more than a receiver's latency. */
const delay = 100;

/**
 * Plays by three receivers. One gets its packets at once, over TCP, and another late: they are to show them in step
 * nonetheless.
 * The third gets them late and knows of no clock: it shows them late.
 */
async function playInStep(
  url: string,
  clock: Clock,
  sync: string,
  whilePlaying: () => Promise<void> = async () => undefined,
): Promise<void> {
  await using relay = await Relay.open(url, { delay });
  await using otherRelay = await Relay.open(url, { delay });
  await using first = await Receiver.make(url, `latency=300 protocols=tcp ${sync}`);
  const one = showTimes(first);
  await first.play(clock);
  await first.reach(30);
  await using late = await Receiver.make(relay.url, `latency=300 protocols=udp ${sync}`);
  await using ignorant = await Receiver.make(otherRelay.url, 'latency=300 protocols=udp');
  const [two, three] = [showTimes(late), showTimes(ignorant)];
  await Promise.all([late.play(clock), ignorant.play(clock)]);
  // The slower the machine answers, the longer their clocks take.
  await eventually(
    () => apart(one, two) < 5,
    30_000,
    () => `${apart(one, two)} ms apart`,
  );
  await whilePlaying();
  await ignorant.reach(150);
  const without = apart(one, three);
  assert.ok(without > delay / 2 && without < Infinity, `${without} ms apart without the clock`);
}

/** A medium that all share, whatever the port in their URL, which is a relay's for some. */
class SharedFactory extends RTSPMediaFactory {
  override genKey(): string {
    return 'tone';
  }
}

function toneFactory(): RTSPMediaFactory {
  const factory = new SharedFactory();
  factory.launch = tone;
  factory.shared = true;
  return factory;
}

describe('two receivers with a clock over the network', function () {
  this.timeout(60_000);

  it('show the same packet within 5 ms, by RFC 7273: the SDP names the clock, and the offset of the timestamps', async () => {
    using ntp = await ntpServer();
    const clock = await NtpClock.make('of the server', '127.0.0.1', ntp.port);
    assert.equal(await clock.waitForSync(10n * second), true);
    const factory = toneFactory();
    factory.clock = clock;
    factory.publishClockMode = RTSPPublishClockMode.CLOCK_AND_OFFSET;
    await using server = await serve({ port: 0, mounts: { '/tone': factory } });
    using client = await RtspClient.connect(server.url('/tone'));
    const offset = async () => {
      const [{ attributes } = assert.fail()] = (await client.describe()).media;
      assert.deepEqual(attributes.get('ts-refclk'), [`ntp=127.0.0.1:${ntp.port}`]);
      const [, direct] = /^direct=(\d+)$/.exec(attributes.get('mediaclk')?.[0] ?? '') ?? assert.fail();
      return Number(direct);
    };
    const before = await offset();
    await playInStep(server.url('/tone'), clock, 'rfc7273-sync=true', async () => {
      // But for what is rounded. It wraps around.
      const later = (await offset()) - before;
      assert.ok(Math.abs(later) <= 2 || Math.abs(later) >= 2 ** 32 - 2, `another offset once somebody plays: ${later}`);
    });
  });

  it('follow the clock that the server provides, and show the same packet within 5 ms by its sender reports', async () => {
    const provider = await NetTimeProvider.make(SystemClock.obtain(), '127.0.0.1', 0);
    /** Its sender reports have the clock's own time for NTP's. */
    class ClockMedia extends RTSPMedia {
      override setupRtpbin(rtpbin: Element): Promise<boolean> {
        rtpbin.setProperty('ntp-time-source', 'clock-time');
        return super.setupRtpbin(rtpbin) as Promise<boolean>;
      }
    }
    const factory = toneFactory();
    factory.mediaClass = ClockMedia;
    factory.clock = SystemClock.obtain();
    factory.on('media-configure', (media) => {
      media.on('new-state', () => media.getStream(0)?.rtpsession?.setProperty('rtcp-min-interval', 100_000_000n));
    });
    await using server = await serve({ port: 0, mounts: { '/tone': factory } });
    const clock = await NetClientClock.make('of the receivers', '127.0.0.1', provider.port);
    assert.equal(await clock.waitForSync(10n * second), true);
    const sync = 'ntp-sync=true ntp-time-source=clock-time buffer-mode=synced';
    await playInStep(server.url('/tone'), clock, sync);
  });
});
