import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';

import {
  Bin,
  type Element,
  type GObject,
  type RTSPClient,
  RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPMessage,
  type RTSPServer,
  RTSPTimeRange,
  serve,
  type Structure,
} from '../../lib/index.js';
import { decodeFrames, probe } from '../clients/players.js';
import { isRtcp, type Reception, type RtspClient } from '../clients/rtsp-client.js';
import type { RtspResponse } from '../clients/rtsp-message.js';
import { type Over, setUp } from '../clients/viewer.js';
import { eventually } from '../helpers/deadline.js';
import { smallPicture } from '../helpers/lines.js';
import { testMovie, testMovieFacts } from '../helpers/media.js';
import { Recording } from '../helpers/recording.js';

/** One stream of a film, with the times of its packets in seconds: of the stream's clock, and of this process's. */
class Track {
  readonly times: { media: number; wall: number }[] = [];
  /** When each picture was whole, in seconds of this process. */
  readonly pictures: number[] = [];
  /** RTP timestamps and NTP times, in seconds, of its sender reports. */
  readonly reports: { rtp: number; ntp: number }[] = [];

  constructor(
    readonly rtp: Reception,
    rtcp: Reception,
    readonly clockRate: number,
  ) {
    rtp.on('packet', (packet) => {
      if (isRtcp(packet)) return;
      const wall = performance.now() / 1000;
      this.times.push({ media: packet.readUInt32BE(4) / clockRate, wall });
      if (packet.readUInt8(1) >= 0x80) this.pictures.push(wall);
    });
    rtcp.on('packet', (packet) => {
      if (packet.readUInt8(1) !== 200) return;
      const ntp = packet.readUInt32BE(8) + packet.readUInt32BE(12) / 2 ** 32;
      this.reports.push({ ntp, rtp: packet.readUInt32BE(16) / clockRate });
    });
  }

  get last(): number {
    return this.times.at(-1)?.media ?? NaN;
  }
}

interface Film {
  client: RtspClient;
  session: string;
  video: Track;
  audio: Track;
  tracks: readonly Track[];
}

/** Sets a film up that has a picture and a sound. */
async function open(url: string, over?: Over): Promise<Film> {
  const { client, session, streams, rtcp, media } = await setUp(url, over);
  const tracks = media.map(({ clockRate }, i) => new Track(streams[i], rtcp[i], clockRate));
  const video = tracks.find(({ clockRate }) => clockRate === 90_000);
  const audio = tracks.find((track) => track !== video);
  assert.ok(video && audio);
  return { client, session, video, audio, tracks };
}

/** The times at which the streams of the response begin, in the order of the tracks. */
function beginnings(response: RtspResponse, tracks: readonly Track[]): number[] {
  const times = [...(response.headers.get('rtp-info') ?? '').matchAll(/rtptime=(\d+)/g)].map(([, time]) =>
    Number(time),
  );
  assert.equal(times.length, tracks.length, response.headers.get('rtp-info'));
  return tracks.map(({ clockRate }, i) => (times[i] ?? NaN) / clockRate);
}

/** Where the response begins, in seconds. */
function beginning(response: RtspResponse): number {
  const range = response.headers.get('range') ?? '';
  const npt = /^npt=([\d.]+)-/.exec(range);
  if (npt) return Number(npt[1]);
  if (range.startsWith('clock=')) {
    const { start } = RTSPTimeRange.parse(range);
    return start instanceof Date ? (start.getTime() - Recording.begins) / 1000 : NaN;
  }
  const [, rate = '29.97', seconds, frames = '0'] = /^smpte(?:-(25))?=0:00:(\d+)(?::([\d.]+))?-/.exec(range) ?? [];
  return Number(seconds) + Number(frames) / Number(rate);
}

describe('a live medium of two streams', () => {
  it('has one running time for both in RTP-Info: for who is the first to play, and for who comes later', async () => {
    const factory = new RTSPMediaFactory();
    factory.shared = true;
    factory.launch = `(
      videotestsrc is-live=true ! video/x-raw,format=UYVY,width=32,height=32 ! rtpvrawpay name=pay0 pt=96
      audiotestsrc is-live=true samplesperbuffer=480 ! audio/x-raw,rate=48000,channels=1 ! rtpL16pay name=pay1 pt=97 )`;
    const payloaders: Element[] = [];
    factory.on('media-configure', ({ element }) => {
      for (const name of ['pay0', 'pay1'])
        payloaders.push((element instanceof Bin ? element.getByName(name) : null) ?? assert.fail());
    });
    await using server = await serve({ port: 0, mounts: { '/live': factory } });
    const clients: RtspClient[] = [];
    for (let i = 0; i < 2; i++) {
      const { client, session, streams } = await setUp(server.url('/live'));
      clients.push(client);
      const response = await client.play(session);
      const timestamps = [...(response.headers.get('rtp-info') ?? '').matchAll(/rtptime=(\d+)/g)];
      const seconds = timestamps.map(([, timestamp], at) => {
        const { fields } = payloaders[at]?.getProperty('stats') as Structure;
        return ((Number(timestamp) - Number(fields['timestamp-offset'])) >>> 0) / Number(fields['clock-rate']);
      });
      assert.equal(seconds.length, 2);
      assert.ok(Math.abs(seconds[0] - seconds[1]) < 50e-6, seconds.join(' and '));
      // Three seconds, before the other one comes.
      if (clients.length === 1) await streams[1]?.reach(300);
    }
    for (const client of clients) client.destroy();
  });
});

describe('a film', function () {
  this.timeout(60_000);
  let server: RTSPServer;

  before(async () => {
    const file = await testMovie();
    const recording = new RTSPMediaFactoryURI();
    recording.uri = pathToFileURL(file).href;
    recording.mediaClass = Recording;
    server = await serve({ port: 0, mounts: { '/film': { file }, '/recording': recording } });
  });
  after(() => server.close());

  async function play(
    headers: Record<string, string>,
    over?: Over,
    path = '/film',
  ): Promise<{ film: Film; response: RtspResponse }> {
    const film = await open(server.url(path), over);
    const response = await film.client.play(film.session, headers);
    return { film, response };
  }

  for (const [range, from, over] of [
    ['npt=0-', 0, 'tcp'],
    ['npt=2-', 2, 'tcp'],
    ['npt=2-', 2, 'udp'],
    ['npt=00:00:01.5-', 1.5, 'tcp'],
    ['smpte=00:00:02-', 2, 'tcp'],
    ['smpte-25=00:00:01:12-', 1.48, 'udp'],
    ['clock=20261124T190407Z-', 2, 'tcp'],
    ['clock=20261124T190406.5Z-', 1.5, 'udp'],
  ] as const) {
    it(`begins where a Range says, and its packets do: ${range} over ${over.toUpperCase()}`, async () => {
      const { film, response } = await play({ Range: range }, over, range.startsWith('clock') ? '/recording' : '/film');
      await Promise.all(film.tracks.map(({ rtp }) => rtp.reach(5)));
      const begins = beginning(response);
      // At the key frame before, twice a second.
      assert.ok(begins <= from + 0.01 && begins > from - 0.6, response.headers.get('range') ?? '');
      const starts = beginnings(response, film.tracks);
      for (const [i, { times }] of film.tracks.entries()) {
        const late = (times[0]?.media ?? NaN) - (starts[i] ?? NaN);
        assert.ok(late >= -0.001 && late < 0.1, `the first packet of stream ${i} is ${late} s behind its RTP-Info`);
      }
      film.client.destroy();
    });
  }

  it('begins at the place itself, and not at a key frame, with Seek-Style: RAP', async () => {
    for (const [headers, begins] of [
      [{}, 1.44],
      [{ 'Seek-Style': 'RAP' }, 1.7],
    ] as const) {
      const { film, response } = await play({ Range: 'npt=1.7-', ...headers });
      assert.ok(Math.abs(beginning(response) - begins) < 0.005, response.headers.get('range'));
      assert.equal(response.headers.get('seek-style'), 'Seek-Style' in headers ? 'RAP' : undefined);
      await film.video.rtp.reach(1);
      film.client.destroy();
    }
  });

  it('ends where a Range says, and at its end', async () => {
    for (const [range, seconds] of [
      ['npt=1-2', 1],
      ['npt=2-', testMovieFacts.seconds - 2],
    ] as const) {
      const { film, response } = await play({ Range: range });
      const start = beginnings(response, film.tracks)[film.tracks.indexOf(film.video)] ?? NaN;
      const bye = new Promise((resolve) => film.client.received(1).on('packet', resolve));
      await eventually(
        () => film.video.last - start > seconds - 0.2,
        10_000,
        () => `${seconds} s, ${film.video.last - start} s came`,
      );
      await bye;
      assert.ok(film.video.last - start < seconds + 0.6, `${range}: ${film.video.last - start} s`);
      film.client.destroy();
    }
  });

  it('does not come backwards', async () => {
    const film = await open(server.url('/film'));
    const refused: Record<string, string>[] = [
      { Scale: '-1' },
      { Speed: '-1' },
      { Scale: '-2', Range: 'npt=3-1' },
      { Range: 'npt=3-1' },
    ];
    for (const headers of refused) {
      const { status } = await film.client.request('PLAY', { headers: { Session: film.session, ...headers } });
      assert.equal(status, 400, JSON.stringify(headers));
    }
    const response = await film.client.play(film.session, { Range: 'npt=0-' });
    assert.equal(beginning(response), 0);
    film.client.destroy();
  });

  it('has no time of day: a Range of clock times is told so', async () => {
    const film = await open(server.url('/film'));
    const headers = { Session: film.session, Range: 'clock=20260101T000000Z-' };
    const { status } = await film.client.request('PLAY', { headers });
    assert.equal(status, 457);
    film.client.destroy();
  });

  for (const [header, rate] of [
    ['Speed', 2],
    ['Speed', 0.5],
    ['Scale', 2],
  ] as const) {
    it(`comes at another pace, and says at which: ${header}: ${rate}`, async () => {
      const { film, response } = await play({ Range: 'npt=0-', [header]: String(rate) });
      const [speed, scale] = ['speed', 'scale'].map((name) => Number(response.headers.get(name) ?? 1));
      assert.equal(speed * scale, rate);
      const { pictures } = film.video;
      // What comes first comes at once.
      const enough = () => (pictures.at(-1) ?? 0) - (pictures[3] ?? Infinity) > 0.6;
      await eventually(enough, 10_000, 'pictures for 0.6 s');
      const pace = (pictures.length - 4) / ((pictures.at(-1) ?? 0) - (pictures[3] ?? 0)) / testMovieFacts.frameRate;
      assert.ok(pace > rate * 0.7 && pace < rate * 1.4, `${pace} s of media in a second`);
      // The time of RTP is that of the clock, at any pace.
      for (const [track, lasts] of [
        [film.video, 1 / testMovieFacts.frameRate],
        [film.audio, 1024 / testMovieFacts.sampleRate],
      ] as const) {
        const times = [...new Set(track.times.map(({ media }) => media))];
        assert.ok(times.length > 8);
        for (const [i, time] of times.slice(1).entries()) {
          assert.ok(
            Math.abs(time - (times[i] ?? NaN) - lasts / rate) < 2.5 / track.clockRate,
            `packet ${i + 1}: ${time}`,
          );
        }
      }
      film.client.destroy();
    });
  }

  /** What the server sends a client in between, of its own. */
  function sendBetween(client: RTSPClient): void {
    let sending = false;
    client.on('send-message', async () => {
      if (sending) return;
      sending = true;
      await client.sendMessage(RTSPMessage.request('OPTIONS', '*', { CSeq: '5' }));
      sending = false;
    });
  }

  for (const [what, over, plays, between] of [
    ['', 'tcp', 1, false],
    [', over UDP', 'udp', 1, false],
    [', also when it was played twice', 'tcp', 2, false],
    [', also when it was played twice over UDP', 'udp', 2, false],
    [', also when something else was sent with what answers the second PLAY', 'tcp', 2, true],
  ] as const) {
    it(`stands still while it is paused, and goes on where it was${what}`, async () => {
      if (between) server.once('client-connected', sendBetween);
      const { film, response } = await play({ Range: 'npt=0-' }, over);
      const start = beginnings(response, film.tracks)[film.tracks.indexOf(film.video)] ?? NaN;
      await film.video.rtp.reach(30);
      for (let i = 1; i < plays; i++) await film.client.play(film.session);
      await film.video.rtp.reach(film.video.rtp.rtpPackets + 5);
      const { status } = await film.client.request('PAUSE', { headers: { Session: film.session } });
      assert.equal(status, 200);
      const paused = { packets: film.video.rtp.rtpPackets, at: film.video.last };
      // Longer than it may be further on at last, by a request that is answered over the same connection.
      for (let i = 0; i < 100; i++) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        await film.client.request('OPTIONS');
      }
      assert.ok(film.video.rtp.rtpPackets - paused.packets <= 2, 'nothing comes');
      const resumed = await film.client.play(film.session);
      await film.video.rtp.reach(paused.packets + 20);
      const next = film.video.times[paused.packets]?.media ?? NaN;
      assert.ok(next - paused.at > -0.05 && next - paused.at < 0.6, `${next - paused.at} s further on`);
      const at = beginning(resumed) - (paused.at - start);
      assert.ok(Math.abs(at) < 0.7, `${resumed.headers.get('range') ?? ''} after ${paused.at - start} s`);
      assert.equal(film.video.rtp.gaps, 0);
      film.client.destroy();
    });
  }
});

// Each transport has a sink of its own, that comes with the first one who plays over it.
describe('a shared film', () => {
  it('begins where RTP-Info says, for who plays over TCP when others, over UDP, too, have left', async () => {
    await using server = await serve({ port: 0, mounts: { '/film': { file: await testMovie(), shared: true } } });
    for (let round = 0; round < 5; round++) {
      const others: Film[] = [];
      for (const over of ['tcp', 'udp'] as const) {
        const other = await open(server.url('/film'), over);
        await other.client.play(other.session);
        for (const { rtp } of other.tracks) await rtp.reach(2);
        others.push(other);
      }
      const film = await open(server.url('/film'));
      for (const { client, session } of others) {
        await client.teardown(session);
        client.destroy();
      }
      const begins = beginnings(await film.client.play(film.session, { Range: 'npt=2-' }), film.tracks);
      for (const { rtp } of film.tracks) await rtp.reach(1);
      for (const [i, { times }] of film.tracks.entries()) {
        // Some may have gone by while the answer was on its way.
        const late = times[0].media - begins[i];
        assert.ok(late >= 0 && late < 1, `${late} s`);
      }
      await film.client.teardown(film.session);
      film.client.destroy();
    }
  });
});

describe('sound and picture', function () {
  this.timeout(30_000);

  it('have the same time of the wall clock for the same moment, by their sender reports', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = `( videotestsrc ! video/x-raw,width=64,height=64,framerate=25/1 ! x264enc tune=zerolatency
      ! rtph264pay name=pay0 pt=96  audiotestsrc samplesperbuffer=160 ! audio/x-raw,rate=8000,channels=1
      ! rtpL16pay name=pay1 pt=97 )`;
    factory.on('media-configure', (media) => {
      media.on('new-state', () => {
        for (let i = 0; i < media.nStreams; i++) {
          const session: GObject | null | undefined = media.getStream(i)?.rtpsession;
          // So that reports come at once; 5 s by default.
          session?.setProperty('rtcp-min-interval', 100_000_000n);
        }
      });
    });
    await using server = await serve({ port: 0, mounts: { '/film': factory } });
    const film = await open(server.url('/film'));
    const response = await film.client.play(film.session, { Range: 'npt=0-' });
    const starts = beginnings(response, film.tracks);
    await eventually(() => film.tracks.every(({ reports }) => reports.length >= 2), 20_000, 'sender reports');
    const walls = film.tracks.map(({ reports }, i) => {
      const report = reports.at(-1);
      assert.ok(report);
      return report.ntp - report.rtp + (starts[i] ?? NaN);
    });
    const apart = Math.abs((walls[0] ?? NaN) - (walls[1] ?? NaN));
    assert.ok(apart < 0.02, `${apart} s apart`);
    film.client.destroy();
  });
});

describe('dynpay0', function () {
  this.timeout(60_000);

  it('is what a URI is served by, whose streams are found while it starts: a film, or another server', async () => {
    await using origin = await serve({ port: 0, mounts: { '/picture': { launch: smallPicture, shared: true } } });
    const uri = origin.url('/picture');
    await using server = await serve({ port: 0, mounts: { '/relay': { uri, shared: true } } });
    const factory = server.mountPoints?.match('/relay').factory;
    const found = new Promise<string>((resolve) => {
      factory?.on('media-configure', (media) => media.on('new-stream', (stream) => resolve(stream.control)));
    });
    const players = [
      decodeFrames(server.url('/relay'), 30),
      decodeFrames(server.url('/relay'), 30, { transport: 'udp' }),
    ];
    for (const { frames, stderr } of await Promise.all(players)) assert.equal(frames, 30, stderr);
    assert.equal(await found, 'stream=0');
  });

  it('must have a payloader behind each of its pads: else its viewers get an error, and media-error says why', async () => {
    await using origin = await serve({ port: 0, mounts: { '/picture': { launch: smallPicture, shared: true } } });
    const launch = `( rtspsrc name=dynpay0 location=${origin.url('/picture')} )`;
    await using server = await serve({ port: 0, mounts: { '/relay': launch } });
    const errors: string[] = [];
    server.on('media-error', (path, { message }) => errors.push(`${path}: ${message}`));
    const { status } = await probe(server.url('/relay'));
    assert.equal(status, 503);
    assert.equal(errors.length, 1);
    assert.match(errors[0], /^\/relay: dynpay0 has no RTP payloader for its pad recv_rtp_src_0_/);
  });
});
