import assert from 'node:assert/strict';
import path from 'node:path';

import {
  Bin,
  type Element,
  ElementFactory,
  type GError,
  GhostPad,
  type Message,
  parseLaunch,
  Pipeline,
  RTSPLowerTrans,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPRangeUnit,
  rtspSdpFromMedia,
  type RTSPStream,
  RTSPStreamTransport,
  RTSPSuspendMode,
  RTSPThreadPool,
  RTSPTimeRange,
  RTSPTransport,
  RTSPUrl,
  SDPMessage,
  SeekFlags,
  State,
} from '../../lib/index.js';
import { deferred, eventually, withDeadline } from '../helpers/deadline.js';
import { temporaryFolder } from '../helpers/temporary.js';

const url = new RTSPUrl('rtsp://localhost:8554/test');
const video = '( videotestsrc ! rtpvrawpay pt=96 name=pay0 )';
/** Seekable to any position. */
const everywhere = 2n ** 63n - 1n;
const nowhere = -1n;

const tcp = () => RTSPTransport.parse('RTP/AVP/TCP;unicast;interleaved=0-1');

async function construct(launch: string, nStreams: number, set?: (factory: RTSPMediaFactory) => void) {
  const factory = new RTSPMediaFactory();
  assert.equal(factory.shared, false);
  factory.launch = launch;
  set?.(factory);
  const media = await factory.construct(url);
  assert.ok(media);
  assert.equal(media.nStreams, nStreams);
  return media;
}

function streamOf(media: RTSPMedia, index: number): RTSPStream {
  const stream = media.getStream(index);
  assert.ok(stream);
  return stream;
}

const prepare = (media: RTSPMedia) => media.prepare(new RTSPThreadPool());

async function hasSdp(media: RTSPMedia): Promise<void> {
  const sdp = new SDPMessage();
  assert.equal(await rtspSdpFromMedia(sdp, { isIpv6: false, serverIp: '0.0.0.0' }, media), true);
  assert.match(sdp.toString(), /^m=/m);
}

async function isPrepared(media: RTSPMedia, seekable: bigint): Promise<void> {
  assert.equal(await prepare(media), true);
  await hasSdp(media);
  assert.equal(media.seekable, seekable);
}

const rangeOf = (media: RTSPMedia, play: boolean) => media.getRangeString(play, RTSPRangeUnit.NPT);

/** One of two streams goes somewhere, and both are taken to another position. */
async function seeksWithOneActiveStream(launch: string): Promise<void> {
  const media = await construct(launch, 2);
  await isPrepared(media, everywhere);

  const [active, other] = [streamOf(media, 0), streamOf(media, 1)];
  assert.equal(await active.completeStream(tcp()), true);
  assert.equal(await active.seekable(), true);
  // It has no part yet that sends it anywhere.
  assert.equal(await other.seekable(), true);

  assert.equal(await media.seek('npt=3.0-5.0'), true);
  const { start, end } = RTSPTimeRange.parse((await rangeOf(media, true)) ?? '');
  assert.deepEqual([start, end], [3, 5]);
  assert.equal(await media.unprepare(), true);
}

/** Its bins lose their pads before it stops; in C meanwhile. JavaScript would hear too late that it has to. */
class DynamicMedia extends RTSPMedia {
  readonly valves: Element[] = [];
  readonly pads = new Map<Bin, GhostPad>();
  /** How many of them lead somewhere. */
  linked = 0;

  override async unprepare(): Promise<boolean> {
    for (const valve of this.valves) valve.setProperty('drop', true);
    for (const [bin, pad] of this.pads) await bin.removePad(pad);
    this.pads.clear();
    this.linked = 0;
    return super.unprepare();
  }
}

/** A medium of its own, of bins that get a pad when their source has caps. C's test has the payloaders say so. */
async function dynamicMedia(nStreams: number): Promise<RTSPMedia> {
  const bin = new Bin('bin');
  const valves: Element[] = [];
  for (let i = 0; i < nStreams; i++) {
    const dynamic = new Bin(`dynpay${i}`);
    const source = await ElementFactory.make('videotestsrc');
    // Nothing may flow before it has somewhere to go.
    const valve = await ElementFactory.make('valve', null, { drop: true });
    const payloader = await ElementFactory.make('rtpvrawpay', null, { pt: 96 + i });
    dynamic.add(source, valve, payloader);
    assert.equal(await source.link(valve), true);
    assert.equal(await valve.link(payloader), true);
    bin.add(dynamic);
    valves.push(valve);
  }
  const media = new DynamicMedia(bin);
  media.valves.push(...valves);
  media.reusable = true;
  await media.takePipeline(new Pipeline('media-pipeline'));
  await media.collectStreams();
  for (const valve of valves) {
    const dynamic = valve.parent as Bin;
    const [caps, pad] = [
      valve.getStaticPad('sink'),
      valve.getStaticPad('src')?.peer?.parentElement?.getStaticPad('src'),
    ];
    assert.ok(caps && pad);
    const addPad = async (): Promise<void> => {
      if (caps.currentCaps === null || media.pads.has(dynamic)) return;
      const ghost = new GhostPad('src', pad);
      media.pads.set(dynamic, ghost);
      await dynamic.addPad(ghost);
      await dynamic.noMorePads();
      if (++media.linked === nStreams) for (const one of valves) one.setProperty('drop', false);
    };
    caps.on('notify::caps', () => {
      void addPad();
    });
  }
  return media;
}

/** Prepares it twice, which each time finds its streams. */
async function findsItsStreams(nStreams: number): Promise<void> {
  const media = await dynamicMedia(nStreams);
  assert.equal(media.nStreams, 0);
  for (let i = 0; i < 2; i++) {
    await isPrepared(media, everywhere);
    assert.equal(media.nStreams, nStreams);
    assert.equal(await media.unprepare(), true);
    assert.equal(media.nStreams, 0);
  }
}

/** Six seconds of moving picture and sound in an AVI, of which upstream has a file. */
async function makeAvi(): Promise<string> {
  const file = path.join(temporaryFolder(), 'upstream.avi');
  const pipeline = new Pipeline();
  const bin = await parseLaunch(
    `videotestsrc num-buffers=150 ! video/x-raw,width=32,height=32,framerate=25/1 ! jpegenc ! avimux name=mux
     ! filesink location=${file}
     audiotestsrc num-buffers=60 samplesperbuffer=800 ! audio/x-raw,rate=8000,channels=1 ! mux.`,
  );
  pipeline.add(bin);
  const ended = deferred<Message>();
  pipeline.bus.on('message::eos', ended.resolve);
  pipeline.bus.on('message::error', ended.resolve);
  await pipeline.setState(State.PLAYING);
  assert.equal((await withDeadline(ended.promise, 20_000, 'the end')).type, 'eos');
  await pipeline.setState(State.NULL);
  return file;
}

describe('upstream: media', () => {
  it('test_media_seek', async () => {
    const media = await construct(video, 1);
    assert.equal(await prepare(media), true);
    await hasSdp(media);
    const transport = tcp();
    assert.equal(transport.lowerTransport, RTSPLowerTrans.TCP);
    assert.equal(await streamOf(media, 0).completeStream(transport), true);

    assert.equal(await media.seek('npt=5.0-'), true);
    assert.equal(await rangeOf(media, false), 'npt=5-');

    assert.equal(await media.seek('npt=5.0-'), true);
    assert.deepEqual(media.getRates(), { rate: 1, appliedRate: 1 });
    assert.equal(await media.seekTrickmode('npt=5.0-', SeekFlags.NONE, 1.5, 0n), true);
    assert.deepEqual(media.getRates(), { rate: 1.5, appliedRate: 1 });
    assert.equal(await media.seekTrickmode('npt=10-5', SeekFlags.NONE, -2, 0n), true);
    assert.deepEqual(media.getRates(), { rate: -2, appliedRate: 1 });
    assert.equal(await media.unprepare(), true);
  });

  it('test_media_playback_seek_one_active_stream', () =>
    seeksWithOneActiveStream(`${video.slice(0, -1)} audiotestsrc ! audioconvert ! rtpL16pay name=pay1 )`));

  it('test_media_playback_demux_seek_one_active_stream', async () =>
    seeksWithOneActiveStream(`( filesrc location=${await makeAvi()} ! avidemux name=demux
      demux.audio_0 ! queue ! decodebin ! audioconvert ! audioresample ! rtpL16pay pt=97 name=pay1
      demux.video_0 ! queue ! decodebin ! rtpvrawpay pt=96 name=pay0 )`));

  it('test_media_seek_no_sinks', async () => {
    const media = await construct(video, 1);
    const isUnprepared = async () => {
      assert.equal(await rangeOf(media, false), null);
      // False in C.
      await assert.rejects(media.seek('npt=5.0-'), { name: 'GError' });
    };
    await isUnprepared();

    assert.equal(await prepare(media), true);
    await hasSdp(media);
    assert.equal(await rangeOf(media, false), 'npt=0-');
    assert.equal(await rangeOf(media, true), 'npt=0-');
    assert.equal(await media.seek('npt=5.0-'), false, 'no stream is complete');
    assert.equal(await media.unprepare(), true);
    await isUnprepared();
  });

  it('test_media', async () => {
    const bin = new Bin('bin');
    const source = await ElementFactory.make('videotestsrc');
    const payloader = await ElementFactory.make('rtpvrawpay', 'pay0', { pt: 96 });
    bin.add(source, payloader);
    assert.equal(await source.link(payloader), true);
    const media = new RTSPMedia(bin);
    assert.equal(media.element, bin);
  });

  it('test_media_reusable', async () => {
    for (const [launch, seekable] of [
      [video, everywhere],
      [video.replace('videotestsrc', 'videotestsrc is-live=true'), nowhere],
    ] as const) {
      const media = await construct(launch, 1);
      media.setProperty('reusable', true);
      for (let i = 0; i < 2; i++) {
        await isPrepared(media, seekable);
        assert.equal(await media.unprepare(), true);
        assert.equal(media.nStreams, 1);
      }
    }
  });

  it('test_media_prepare', async () => {
    const media = await construct(video, 1);
    await isPrepared(media, everywhere);
    assert.equal(await media.unprepare(), true);
    assert.equal(media.nStreams, 1);
    assert.equal(await prepare(media), false, 'it is not reusable');
  });

  it('test_media_shared_race_test_unsuspend_vs_set_state_null', async () => {
    const media = await construct(video, 1, (factory) => {
      factory.shared = true;
    });
    await media.setSuspendMode(RTSPSuspendMode.RESET);
    const stream = streamOf(media, 0);
    // As two clients do.
    assert.equal(await prepare(media), true);
    assert.equal(await prepare(media), true);
    assert.equal(await media.suspend(), false, 'the other one has prepared it, too');
    assert.equal(await stream.completeStream(tcp()), true);
    const transport = new RTSPStreamTransport(stream, tcp());
    const raced = await Promise.all([media.unsuspend(), media.setState(State.NULL, [transport])]);
    assert.deepEqual(raced, [true, true]);
    assert.equal(await media.unprepare(), true);
    assert.equal(await media.unprepare(), true);
  });

  it('test_media_dyn_prepare', () => findsItsStreams(1));

  it('test_media_take_pipeline', async () => {
    const media = await construct('( fakesrc ! text/plain ! rtpgstpay name=pay0 )', 1);
    // C lets go of the one that the factory gave it.
    await assert.rejects(media.takePipeline(new Pipeline('media-pipeline')), /the media has a pipeline/);
    const own = new RTSPMedia(await parseLaunch('( fakesrc ! text/plain ! rtpgstpay name=pay0 )'));
    const pipeline = new Pipeline('media-pipeline');
    await own.takePipeline(pipeline);
    assert.equal(own.element.parent, pipeline);
  });

  it('test_media_reset', async () => {
    for (const mode of [RTSPSuspendMode.NONE, RTSPSuspendMode.RESET]) {
      const media = await construct(video, 1);
      await media.setSuspendMode(mode);
      await isPrepared(media, everywhere);
      assert.equal(await media.suspend(), true);
      assert.equal(await media.unprepare(), true);
    }
  });

  it('test_media_multidyn_prepare', () => findsItsStreams(2));

  it('test_media_pipeline_error', async () => {
    // No video has such caps: the source cannot go on.
    const launch = '( videotestsrc name=src0 ! video/fail_prepare ! rtpvrawpay pt=96 name=pay0 )';
    const media = await construct(launch, 1);
    const messages: Message[] = [];
    media.on('handle-message::error', (message) => messages.push(message));
    assert.equal(await prepare(media), false);
    await eventually(() => messages.length > 0, 5000, 'the error');
    assert.deepEqual(
      messages.map(({ sourceName, error }) => [sourceName, (error as GError).domain, (error as GError).message]),
      [['src0', 'gst-stream-error-quark', 'Internal data stream error.']],
    );
    // GST_STREAM_ERROR_FAILED
    assert.equal(messages[0].error?.code, 1);
  });
});
