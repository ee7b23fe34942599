import assert from 'node:assert/strict';

import type { RTSPClient } from '../lib/index.js';
import {
  Bin,
  type Element,
  FlowReturn,
  GhostPad,
  type GError,
  mount,
  parseLaunch,
  RTSP_ONVIF_BACKCHANNEL_REQUIREMENT,
  RTSP_ONVIF_REPLAY_REQUIREMENT,
  type RTSPContext,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMethod,
  RTSPOnvifClient,
  RTSPOnvifMedia,
  RTSPOnvifMediaFactory,
  RTSPOnvifServer,
  RTSPServer,
  RTSPTransportMode,
  Sample,
} from '../lib/index.js';
import { native } from '../lib/native.js';
import { RtspClient } from './clients/rtsp-client.js';
import type { RtspResponse } from './clients/rtsp-message.js';
import type { SdpMedia } from './clients/sdp.js';
import { isServed, setUp } from './clients/viewer.js';
import { gstMinor } from './conformance/gir.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { loudspeaker as silentLoudspeaker, tone } from './helpers/lines.js';
import { movieWithBFrames, testMovie, testMovieFacts } from './helpers/media.js';
import { settle } from './helpers/memory.js';
import { soundPacket } from './helpers/sound.js';

const withBackchannel = { Require: RTSP_ONVIF_BACKCHANNEL_REQUIREMENT };
const withReplay = { Require: RTSP_ONVIF_REPLAY_REQUIREMENT };

/** What a client sends comes out of `heard`, decoded. */
const loudspeaker = silentLoudspeaker.replace('fakesink', 'appsink emit-signals=true');

function cameraFactory(factory = new RTSPOnvifMediaFactory()): RTSPOnvifMediaFactory {
  factory.launch = tone;
  factory.backchannelLaunch = loudspeaker;
  return factory;
}

async function serveOnvif(
  factories: Readonly<Record<string, RTSPMediaFactory>>,
  server: RTSPServer = new RTSPOnvifServer(),
): Promise<RTSPServer> {
  server.service = '0';
  for (const [path, factory] of Object.entries(factories)) await mount(server, path, factory);
  await server.attach();
  return server;
}

function named(media: RTSPMedia, name: string): Element {
  assert.ok(media.element instanceof Bin);
  const element = media.element.getByName(name);
  assert.ok(element);
  return element;
}

const isBackchannel = ({ attributes }: SdpMedia) => attributes.has('sendonly');

/** The first sample that the loudspeaker of a medium hears. */
function listen(media: RTSPMedia, heard: (sample: Sample) => void): void {
  const sink = named(media, 'heard');
  sink.on('new-sample', async () => {
    const sample = await sink.signal('pull-sample');
    if (sample instanceof Sample) heard(sample);
    return FlowReturn.OK;
  });
}

/** Speaks into the backchannel of a mount until its medium has heard it. */
async function speak(url: string, factory: RTSPMediaFactory): Promise<Sample> {
  const heard = deferred<Sample>();
  const onConfigure = (media: RTSPMedia) => {
    listen(media, heard.resolve);
  };
  factory.on('media-configure', onConfigure);
  using client = await RtspClient.connect(url);
  const sdp = await client.describe(withBackchannel);
  const back = sdp.media.find(isBackchannel);
  const picture = sdp.media.find((media) => !isBackchannel(media));
  assert.ok(back && picture);
  const { session, rtp } = await client.setupTcp(picture.control, [0, 1], undefined, withBackchannel);
  await client.setupTcp(back.control, [2, 3], session, withBackchannel);
  await client.play(session, withBackchannel);
  await rtp.reach(2);
  for (let i = 0; i < 20; i++) client.sendData(2, soundPacket(i, 0x10));
  const sample = await withDeadline(heard.promise, 10_000, 'a sound');
  await rtp.reach(rtp.rtpPackets + 2);
  await client.teardown(session);
  factory.off('media-configure', onConfigure);
  return sample;
}

async function statusOf(url: string, headers: Readonly<Record<string, string>>): Promise<[number, string | undefined]> {
  using client = await RtspClient.connect(url);
  const response = await client.request('DESCRIBE', { headers });
  return [response.status, response.headers.get('unsupported')];
}

/** What `media-error` says when somebody asks for a backchannel, which is answered 503. */
async function complaint(factory: RTSPMediaFactory): Promise<string> {
  const told = deferred<GError>();
  factory.once('media-error', (_media, error) => {
    told.resolve(error);
  });
  await using server = await serveOnvif({ '/camera': factory });
  server.on('media-error', () => undefined);
  assert.equal((await statusOf(server.url('/camera'), withBackchannel))[0], 503);
  return (await withDeadline(told.promise, 5000, 'media-error')).message;
}

describe('an RTSPOnvifServer', () => {
  it('has the defaults and guards of an RTSPServer, and clients that speak ONVIF', async () => {
    const server = new RTSPOnvifServer();
    assert.ok(server instanceof RTSPServer);
    assert.equal(server.typeName, native.typeName(server));
    assert.deepEqual(
      [server.address, server.backlog, server.contentLengthLimit, server.threadPool.maxThreads],
      [new RTSPServer().address, 128, 65_536, new RTSPServer().threadPool.maxThreads],
    );
    assert.deepEqual([server.protectSessions, server.protectSharedMedia, server.refuseReversePlay], [true, true, true]);
    server.protectSessions = false;
    assert.equal(server.protectSessions, false);
    const connected = deferred<RTSPClient>();
    server.once('client-connected', connected.resolve);
    await serveOnvif({ '/tone': cameraFactory() }, server);
    await isServed(server.url('/tone'));
    const client = await connected.promise;
    assert.ok(client instanceof RTSPOnvifClient);
    // C's own implementation forgets it.
    assert.equal(client.contentLengthLimit, 65_536);
    await server.close();
  });

  it('may make clients of a subclass', async () => {
    const asked: string[][] = [];
    class Client extends RTSPOnvifClient {
      override async checkRequirements(context: RTSPContext, options: string[]) {
        asked.push(options);
        return super.checkRequirements(
          context,
          options.filter((option) => option !== 'mine'),
        );
      }
    }
    class Server extends RTSPOnvifServer {
      override createClient() {
        return new Client();
      }
    }
    await using server = await serveOnvif({ '/tone': cameraFactory() }, new Server());
    assert.deepEqual(await statusOf(server.url('/tone'), { Require: 'mine' }), [200, undefined]);
    assert.deepEqual(await statusOf(server.url('/tone'), { Require: 'other, mine' }), [551, 'other']);
    assert.deepEqual(asked, [['mine'], ['other', 'mine']]);
  });

  it('answers 551 where a mount has not what is required', async () => {
    const silent = new RTSPOnvifMediaFactory();
    silent.launch = tone;
    const plain = new RTSPMediaFactory();
    plain.launch = tone;
    const recording = cameraFactory();
    recording.replaySupport = true;
    await using server = await serveOnvif({ '/silent': silent, '/plain': plain, '/recording': recording });
    for (const path of ['/silent', '/plain']) {
      for (const Require of [RTSP_ONVIF_BACKCHANNEL_REQUIREMENT, RTSP_ONVIF_REPLAY_REQUIREMENT]) {
        assert.deepEqual(await statusOf(server.url(path), { Require }), [551, Require], path);
      }
    }
    assert.deepEqual(await statusOf(server.url('/recording'), withReplay), [200, undefined]);
    const both = `${RTSP_ONVIF_BACKCHANNEL_REQUIREMENT}, ${RTSP_ONVIF_REPLAY_REQUIREMENT}`;
    assert.deepEqual(await statusOf(server.url('/recording'), { Require: both }), [200, undefined]);
    assert.deepEqual(await statusOf(server.url('/recording'), { Require: 'com.example' }), [551, 'com.example']);
    assert.equal((await statusOf(server.url('/nowhere'), withBackchannel))[0], 404);
  });

  it('asks ONVIF about what handlers of check-requirements leave', async () => {
    await using server = await serveOnvif({ '/tone': cameraFactory() });
    server.on('client-connected', (client) => {
      client.on('check-requirements', (_context, options) => options.filter((option) => option !== 'mine').join(','));
    });
    const url = server.url('/tone');
    assert.deepEqual(await statusOf(url, { Require: 'mine' }), [200, undefined]);
    assert.deepEqual(await statusOf(url, { Require: `mine, ${RTSP_ONVIF_BACKCHANNEL_REQUIREMENT}` }), [200, undefined]);
    assert.deepEqual(await statusOf(url, { Require: 'mine, others' }), [551, 'others']);
  });

  it('bears a requirement of a request that is for no mount', async () => {
    await using server = await serveOnvif({ '/tone': cameraFactory() });
    using client = await RtspClient.connect(server.url('/tone'));
    const ask = async (Require: string) => (await client.request('OPTIONS', { uri: '*', headers: { Require } })).status;
    assert.equal(await ask(RTSP_ONVIF_BACKCHANNEL_REQUIREMENT), 200);
    assert.equal(await ask('com.example'), 551);
  });
});

describe('the backchannel', () => {
  it('takes what a client sends while it plays', async () => {
    const factory = cameraFactory();
    factory.backchannelBandwidth = 64;
    await using server = await serveOnvif({ '/camera': factory });
    {
      using client = await RtspClient.connect(server.url('/camera'));
      const described = await client.describe(withBackchannel);
      assert.deepEqual(
        described.media.map(({ media, payloadTypes, attributes }) => [
          media,
          payloadTypes,
          attributes.has('recvonly'),
          attributes.has('sendonly'),
          attributes.get('x-onvif-track'),
        ]),
        [
          ['audio', [96], true, false, ['AUDIO000']],
          ['audio', [0], false, true, ['AUDIO001']],
        ],
      );
      const plain = await RtspClient.connect(server.url('/camera'));
      assert.equal((await plain.describe()).media.length, 1);
      plain.destroy();
    }
    const sample = await speak(server.url('/camera'), factory);
    assert.equal(sample.caps?.getStructure(0)?.name, 'audio/x-raw');
    assert.equal(sample.caps.getStructure(0)?.get('rate'), 8000);
    assert.ok((sample.buffer?.size ?? 0) > 0);
  });

  it('is nobody else’s, though the factory is shared', async () => {
    const factory = cameraFactory();
    factory.shared = true;
    const made: RTSPMedia[] = [];
    factory.on('media-constructed', (media) => made.push(media));
    await using server = await serveOnvif({ '/camera': factory });
    const viewers = [await setUp(server.url('/camera')), await setUp(server.url('/camera'))];
    assert.equal(made.length, 1);
    await speak(server.url('/camera'), factory);
    await speak(server.url('/camera'), factory);
    assert.equal(made.length, 3);
    for (const { client } of viewers) client.destroy();
  });

  it('needs not be set up by who requires it', async () => {
    await using server = await serveOnvif({ '/camera': cameraFactory() });
    using client = await RtspClient.connect(server.url('/camera'));
    const { media } = await client.describe(withBackchannel);
    const { session, rtp } = await client.setupTcp(media[0]?.control ?? '', [0, 1]);
    await client.play(session);
    await rtp.reach(3);
  });

  it('of a bin that an override makes is found', async () => {
    class Factory extends RTSPOnvifMediaFactory {
      override hasBackchannelSupport() {
        return true;
      }
      override async createElement() {
        const bin = await parseLaunch(tone);
        assert.ok(bin instanceof Bin);
        if (!(await this.requiresBackchannel())) return bin;
        const back = await parseLaunch(loudspeaker.replace('name=depay_backchannel', 'name=entrance'));
        assert.ok(back instanceof Bin);
        return addBackchannel(bin, back);
      }
    }
    const factory = new Factory();
    assert.equal(await factory.requiresBackchannel(), false);
    await using server = await serveOnvif({ '/camera': factory });
    await isServed(server.url('/camera'));
    assert.ok(await speak(server.url('/camera'), factory));
  });

  it('is made by an override of createBackchannelStream() where the library has that, which is refused elsewhere', async () => {
    class Factory extends RTSPOnvifMediaFactory {
      readonly asked: unknown[] = [];
      override hasBackchannelSupport() {
        return true;
      }
      override createElement() {
        return parseLaunch(tone);
      }
      override async createBackchannelStream(media: RTSPOnvifMedia, context: RTSPContext) {
        this.asked.push([media instanceof RTSPOnvifMedia, context.request?.method]);
        if (!(await this.requiresBackchannel())) return super.createBackchannelStream(media, context);
        const back = await parseLaunch(loudspeaker.replace('name=depay_backchannel', 'name=entrance'));
        assert.ok(back instanceof Bin && media.element instanceof Bin);
        await addBackchannel(media.element, back);
        return media.collectBackchannel();
      }
    }
    class Below extends Factory {}
    if (gstMinor() < 26) {
      for (const Class of [Factory, Below, Below]) {
        const feature = `an override of ${Class.name}.createBackchannelStream()`;
        assert.throws(() => new Class(), { name: 'UnsupportedError', feature, version: '1.26' });
      }
      return;
    }
    const factory = new Below();
    await using server = await serveOnvif({ '/camera': factory });
    await isServed(server.url('/camera'));
    assert.ok(await speak(server.url('/camera'), factory));
    assert.deepEqual(factory.asked.at(-1), [true, RTSPMethod.DESCRIBE]);
    class Refusing extends RTSPOnvifMediaFactory {
      override createBackchannelStream() {
        return false;
      }
    }
    assert.match(await complaint(cameraFactory(new Refusing())), /No stream was made of the backchannel/);
  });

  it('that cannot be used is a media-error, and 503', async () => {
    const wrong: [launch: string, message: RegExp][] = [
      ['( none )', /none/],
      ['( fakesink )', /no element depay_backchannel/],
      ['( fakesrc name=depay_backchannel ! fakesink )', /no free pad 'sink'/],
      ['( fakesrc ! identity name=depay_backchannel ! fakesink )', /no free pad 'sink'/],
      ['( identity name=depay_backchannel ! fakesink async=false )', /does not say what it receives/],
      [loudspeaker.replace('payload=0, ', ''), /does not say what it receives/],
      ['((((', /syntax|./],
    ];
    for (const [launch, message] of wrong) {
      const factory = cameraFactory();
      factory.backchannelLaunch = launch;
      assert.match(await complaint(factory), message, launch);
      await assert.rejects(RTSPOnvifMediaFactory.checkBackchannelLaunch(launch), message);
    }
    await RTSPOnvifMediaFactory.checkBackchannelLaunch(loudspeaker);
  });

  it('that an override says there is, and does not make, is a media-error, and 503', async () => {
    class Factory extends RTSPOnvifMediaFactory {
      override hasBackchannelSupport() {
        return true;
      }
    }
    const missing = new Factory();
    missing.launch = tone;
    assert.match(await complaint(missing), /no launch line for the backchannel/);
    class Forgetful extends Factory {
      override createElement() {
        return parseLaunch(tone);
      }
    }
    assert.match(await complaint(new Forgetful()), /no onvif-backchannel/);
  });

  it('goes with its medium', async () => {
    native.track();
    const factory = cameraFactory();
    const count = () => {
      const { instances } = native.statistics();
      return ['GstPipeline', 'GstBin', 'GstAppSink', 'NodeRTSPOnvifMedia'].map((type) => instances[type] ?? 0);
    };
    // Those of the tests that were run before in this process.
    await settle();
    const before = count();
    await using server = await serveOnvif({ '/camera': factory });
    await speak(server.url('/camera'), factory);
    assert.ok(count().some((number, i) => number > (before[i] ?? 0)));
    for (let i = 0; i < 5; i++) await speak(server.url('/camera'), factory);
    await eventually(
      () => {
        globalThis.gc?.();
        return count().every((number, i) => number <= (before[i] ?? 0));
      },
      10_000,
      () => `before ${before.join()}, now ${count().join()}`,
    );
  });
});

/** Puts a backchannel into a bin, under the name and with the pad that the library looks for. */
async function addBackchannel<B extends Pick<Bin, 'add'>>(bin: B, back: Bin): Promise<B> {
  back.setProperty('name', 'onvif-backchannel');
  const entrance = back.getByName('entrance')?.getStaticPad('sink');
  assert.ok(entrance);
  await back.addPad(new GhostPad('sink', entrance));
  bin.add(back);
  return bin;
}

describe('an RTSPOnvifMediaFactory', () => {
  it('makes RTSPOnvifMedia, or those of a subclass', async () => {
    class Media extends RTSPOnvifMedia {}
    const factory = cameraFactory();
    factory.backchannelBandwidth = 64_000;
    const made: RTSPMedia[] = [];
    factory.on('media-configure', (media) => made.push(media));
    await using server = await serveOnvif({ '/camera': factory });
    await statusOf(server.url('/camera'), {});
    factory.mediaClass = Media;
    await statusOf(server.url('/camera'), withBackchannel);
    factory.mediaClass = RTSPOnvifMedia;
    await statusOf(server.url('/camera'), {});
    assert.deepEqual(
      made.map(({ constructor }) => constructor),
      [RTSPOnvifMedia, Media, RTSPOnvifMedia],
    );
    const [media] = made;
    assert.ok(media instanceof RTSPOnvifMedia);
    assert.equal(media.backchannelBandwidth, 64_000);
    media.backchannelBandwidth = 32_000;
    assert.equal(media.backchannelBandwidth, 32_000);
    using client = await RtspClient.connect(server.url('/camera'));
    await client.describe();
    await assert.rejects((made.at(-1) as RTSPOnvifMedia).collectBackchannel(), /prepared already/);
    assert.throws(() => (factory.mediaClass = RTSPMedia), /RTSPOnvifMedia/);
    assert.throws(() => (factory.mediaClass = class extends RTSPMedia {}), /RTSPOnvifMedia/);
    assert.equal(factory.mediaClass, RTSPOnvifMedia);
    new RTSPMediaFactory().mediaClass = RTSPOnvifMedia;
  });

  it('collects the backchannel of its media itself, once', async () => {
    const factory = cameraFactory();
    const found = deferred<unknown>();
    factory.on('media-constructed', async (media) => {
      assert.ok(media instanceof RTSPOnvifMedia);
      found.resolve([media.nStreams, await media.collectBackchannel(), media.nStreams]);
    });
    await using server = await serveOnvif({ '/camera': factory });
    await statusOf(server.url('/camera'), withBackchannel);
    assert.deepEqual(await withDeadline(found.promise, 5000, 'the medium'), [2, false, 2]);
  });

  it('says why it serves nothing but what is played', async () => {
    const factory = cameraFactory();
    factory.transportMode = RTSPTransportMode.RECORD;
    assert.match(await complaint(factory), /transport mode must be PLAY/);
  });

  it('tells what it supports', () => {
    const factory = new RTSPOnvifMediaFactory();
    assert.deepEqual(
      [factory.backchannelLaunch, factory.backchannelBandwidth, factory.replaySupport, factory.hasBackchannelSupport()],
      [null, 0, false, false],
    );
    factory.backchannelLaunch = loudspeaker;
    factory.replaySupport = true;
    assert.deepEqual([factory.replaySupport, factory.hasBackchannelSupport()], [true, true]);
    factory.backchannelLaunch = null;
    assert.equal(factory.hasBackchannelSupport(), false);
  });

  it('may be mounted on an RTSPServer, where nobody can require anything', async () => {
    await using server = await serveOnvif({ '/camera': cameraFactory() }, new RTSPServer());
    await isServed(server.url('/camera'));
    assert.equal((await statusOf(server.url('/camera'), withBackchannel))[0], 551);
  });
});

describe('a replay', () => {
  const seconds = testMovieFacts.seconds;
  const frames = seconds * testMovieFacts.frameRate;
  let movieFactory: RTSPOnvifMediaFactory;
  let server: RTSPServer;

  before(async () => {
    movieFactory = new RTSPOnvifMediaFactory();
    movieFactory.launch = `( filesrc location=${await testMovie()} ! qtdemux name=movie
      movie.video_0 ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )`;
    movieFactory.replaySupport = true;
    const picture = new RTSPOnvifMediaFactory();
    picture.launch = `( videotestsrc pattern=ball ! video/x-raw,format=UYVY,width=32,height=32,framerate=25/1
      ! rtpvrawpay name=pay0 pt=96 mtu=4000 )`;
    picture.replaySupport = true;
    picture.shared = true;
    server = await serveOnvif({ '/movie': movieFactory, '/picture': picture });
  });

  after(() => server.close());

  /** Plays once and counts the pictures, of which each ends with a marked packet, until no more come. */
  async function play(
    path: string,
    headers: Readonly<Record<string, string>>,
  ): Promise<{ pictures: number; shown: string[]; response: RtspResponse; took: number }> {
    using client = await RtspClient.connect(server.url(path));
    const { media } = await client.describe(withReplay);
    const { session, rtp, rtcp } = await client.setupTcp(media[0]?.control ?? '', [0, 1], undefined, withReplay);
    const shown: string[] = [];
    const ended = deferred();
    rtp.on('packet', (packet) => {
      // Behind the headers of RTP and, of raw pictures, the extended sequence number.
      if (packet[1] & 0x80) shown.push(packet.subarray(14).toString('base64'));
    });
    // Goodbye, with the end of the stream.
    rtcp.on('packet', (packet) => {
      if (packet.includes(Buffer.from([0x81, 203]))) ended.resolve();
    });
    const start = performance.now();
    const response = await client.play(session, { ...withReplay, ...headers });
    await withDeadline(ended.promise, 10_000, () => `the end; ${shown.length} pictures have come`);
    const took = performance.now() - start;
    await client.teardown(session);
    return { pictures: shown.length, shown, response, took };
  }

  it('without rate control is as fast as it can be', async () => {
    const { pictures, took, response } = await play('/movie', { 'Rate-Control': 'no', Range: 'npt=0-' });
    assert.equal(response.headers.get('rate-control'), 'no');
    assert.ok(pictures >= frames - 1, `${pictures} pictures`);
    assert.ok(took < (seconds * 1000) / 2, `${took} ms`);
  });

  it('of key frames only leaves the others out', async () => {
    const { pictures } = await play('/movie', { 'Rate-Control': 'no', Range: 'npt=0-', Frames: 'intra' });
    assert.ok(pictures >= 4 && pictures <= Math.ceil(frames / 12) + 1, `${pictures} pictures`);
    const fewer = await play('/movie', { 'Rate-Control': 'no', Range: 'npt=0-', Frames: 'intra/1000' });
    assert.ok(fewer.pictures > 0 && fewer.pictures < pictures, `${fewer.pictures} pictures`);
    const all = await play('/movie', { 'Rate-Control': 'no', Range: 'npt=0-', Frames: 'predicted' });
    assert.ok(all.pictures >= frames - 1, `${all.pictures} pictures`);
  });

  it('of predicted frames leaves those out that no others need', async () => {
    const { file, types } = await movieWithBFrames();
    assert.ok(types.B > 20, JSON.stringify(types));
    const factory = new RTSPOnvifMediaFactory();
    factory.launch = `( filesrc location=${file} ! qtdemux ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )`;
    factory.replaySupport = true;
    await mount(server, '/b-frames', factory);
    const all = await play('/b-frames', { 'Rate-Control': 'no', Range: 'npt=0-' });
    assert.equal(all.pictures, types.I + types.P + types.B);
    const some = await play('/b-frames', { 'Rate-Control': 'no', Range: 'npt=0-', Frames: 'predicted' });
    assert.equal(some.pictures, types.I + types.P);
  });

  it('runs backwards where the server allows it, from the later time to the earlier one', async () => {
    const backwards = { 'Rate-Control': 'no', Range: 'npt=2-1', Scale: '-1.0' };
    await assert.rejects(play('/picture', backwards), /400/);
    server.refuseReversePlay = false;
    const { shown: backward } = await play('/picture', backwards);
    assert.ok(backward.length >= 24 && backward.length <= 26, `${backward.length} pictures`);
    const { shown: forward } = await play('/picture', { 'Rate-Control': 'no', Range: 'npt=1-2' });
    // They differ in what is the last and the first one.
    const common = backward.filter((picture) => forward.includes(picture));
    assert.ok(common.length >= 24);
    assert.deepEqual(common, forward.filter((picture) => backward.includes(picture)).reverse());
    // To its beginning.
    assert.ok((await play('/picture', { ...backwards, Range: 'npt=1-' })).pictures >= 24);
    for (const Range of ['npt=1-2', 'npt=1-1', 'npt=-2', 'npt=now-', 'clock=20200101T000000Z-']) {
      await assert.rejects(play('/picture', { ...backwards, Range }), /400/, Range);
    }
    // There is nothing before the beginning.
    await assert.rejects(play('/picture', { 'Rate-Control': 'no', Scale: '-1.0' }), /457/);
    server.refuseReversePlay = true;
  });

  it('with headers that say nothing is 400', async () => {
    for (const Frames of ['all', 'intra/', 'intra/-1', 'intra/x', 'intra/99999999999999999999', 'predicted/4']) {
      await assert.rejects(play('/movie', { Frames }), /400/, Frames);
    }
    for (const control of ['maybe', 'NO']) {
      await assert.rejects(play('/movie', { 'Rate-Control': control }), /400/, control);
    }
    assert.ok((await play('/movie', { 'Rate-Control': 'no' })).pictures > 0);
  });

  it('leaves a shared medium that somebody watches as it is', async () => {
    const first = await setUp(server.url('/picture'));
    await first.client.play(first.session);
    await first.streams[0]?.reach(5);
    const second = await setUp(server.url('/picture'));
    const response = await second.client.play(second.session, {
      'Rate-Control': 'no',
      Frames: 'intra',
      Range: 'npt=9-',
    });
    assert.equal(response.headers.get('rate-control'), 'yes');
    assert.doesNotMatch(response.headers.get('range') ?? '', /npt=9/);
    for (const { client } of [first, second]) client.destroy();
  });
});
