import assert from 'node:assert/strict';

import {
  Bin,
  type Element,
  ElementFactory,
  type GError,
  parseLaunch,
  Pipeline,
  RTSPLowerTrans,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPMediaStatus,
  RTSPOnvifMedia,
  RTSPOnvifMediaFactory,
  RTSPProfile,
  RTSPPublishClockMode,
  RTSPServer,
  RTSPStream,
  RTSPTransportMode,
  RTSPUrl,
  serve,
} from '../lib/index.js';
import { native } from '../lib/native.js';
import { RtspClient } from './clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { loudspeaker, tone, toneAndPicture } from './helpers/lines.js';
import { settle } from './helpers/memory.js';
import { assertSame } from './helpers/same.js';

const url = new RTSPUrl('rtsp://127.0.0.1/tone?x=1');

async function binOf(launch: string): Promise<Bin> {
  const bin = await parseLaunch(launch);
  assert.ok(bin instanceof Bin);
  return bin;
}

function factoryOf<T extends RTSPMediaFactory>(factory: T, launch = tone): T {
  factory.launch = launch;
  return factory;
}

describe('RTSPMediaFactory.construct()', () => {
  it('makes a medium that can be prepared, and tells the handlers', async () => {
    const factory = factoryOf(new RTSPMediaFactory(), toneAndPicture);
    const seen: [string, RTSPMedia][] = [];
    factory.on('media-constructed', async (media) => {
      seen.push(['constructed', media]);
      assert.equal(await media.getStatus(), RTSPMediaStatus.UNPREPARED);
    });
    factory.on('media-configure', (media) => seen.push(['configure', media]));
    const media = await factory.construct(url);
    assert.ok(media);
    assert.deepEqual(seen, [
      ['constructed', media],
      ['configure', media],
    ]);
    assert.equal(media.nStreams, 2);
    assert.equal(await media.prepare(), true);
    assert.equal(await media.getStatus(), RTSPMediaStatus.PREPARED);
    await media.unprepare();
    assert.notEqual(await factory.construct(url), media);
  });

  it('gives the one that clients share', async () => {
    const factory = factoryOf(new RTSPMediaFactory());
    factory.shared = true;
    await using server = await serve({ port: 0, mounts: { '/tone': factory } });
    using client = await RtspClient.connect(server.url('/tone'));
    const described = deferred<RTSPMedia>();
    factory.once('media-configure', described.resolve);
    await client.describe();
    assert.equal(await factory.construct(new RTSPUrl(server.url('/tone'))), await described.promise);
  });

  it('asks overrides, which may call super', async () => {
    class Factory extends RTSPMediaFactory {
      readonly asked: string[] = [];
      override async createElement(asked: RTSPUrl): Promise<Element | null> {
        this.asked.push(`element ${asked.query}`);
        return super.createElement(asked);
      }
      override async construct(asked: RTSPUrl): Promise<RTSPMedia | null> {
        this.asked.push(`media ${asked.query}`);
        return super.construct(asked);
      }
    }
    const factory = factoryOf(new Factory());
    assert.ok((await factory.construct(url)) instanceof RTSPMedia);
    assert.deepEqual(factory.asked, ['media x=1', 'element x=1']);
    assert.ok((await factory.createElement(url)) instanceof Bin);
    assert.deepEqual(factory.asked.slice(2), ['element x=1']);
  });

  it('is null for what cannot be made, and media-error says why', async () => {
    for (const Factory of [RTSPMediaFactory, RTSPMediaFactoryURI, RTSPOnvifMediaFactory]) {
      const factory = new Factory();
      const told: GError[] = [];
      factory.on('media-error', (_media, error) => told.push(error));
      assert.equal(await factory.construct(url), null);
      assert.equal(await factory.createElement(url), null);
      await eventually(() => told.length === 2, 5000, 'two errors');
    }
  });

  it('makes media of ONVIF without a request', async () => {
    const factory = factoryOf(new RTSPOnvifMediaFactory());
    factory.backchannelLaunch = loudspeaker;
    for (const shared of [false, true]) {
      factory.shared = shared;
      const media = await factory.construct(url);
      assert.ok(media instanceof RTSPOnvifMedia);
      assert.equal(media.nStreams, 1);
    }
  });

  it('is refused where it would wait for itself', async () => {
    const factory = factoryOf(new RTSPMediaFactory());
    const thrown = deferred<unknown>();
    factory.once('media-constructed', () => {
      try {
        void factory.construct(url);
        thrown.resolve(null);
      } catch (error) {
        thrown.resolve(error);
      }
    });
    await factory.construct(url);
    assert.match(String(await thrown.promise), /takes media\.global_lock/);
  });
});

describe('RTSPMediaFactory.mediaClass', () => {
  it('tells the class of its media', async () => {
    class Media extends RTSPMedia {}
    class Watched extends RTSPMedia {
      override prepared(): void {
        assert.ok(this.nStreams);
      }
    }
    const factory = factoryOf(new RTSPMediaFactory());
    assert.equal(factory.mediaClass, RTSPMedia);
    for (const mediaClass of [Media, Watched, RTSPOnvifMedia, RTSPMedia]) {
      factory.mediaClass = mediaClass;
      assert.equal(factory.mediaClass, mediaClass);
      assert.equal((await factory.construct(url))?.constructor, mediaClass);
    }
    assert.equal(new RTSPOnvifMediaFactory().mediaClass, RTSPOnvifMedia);
    assert.equal(new RTSPMediaFactoryURI().mediaClass, RTSPMedia);
  });
});

describe('new RTSPMedia()', () => {
  it('collects the streams of its element, and is prepared with a pipeline of its own', async () => {
    const bin = await binOf(toneAndPicture);
    const media = new RTSPMedia(bin);
    assert.equal(media.element, bin);
    assert.equal(media.nStreams, 0);
    await assert.rejects(media.prepare(), /no pipeline/);
    const streams: RTSPStream[] = [];
    media.on('new-stream', (stream) => streams.push(stream));
    await media.collectStreams();
    assert.equal(media.nStreams, 2);
    assertSame(streams, [media.getStream(0), media.getStream(1)]);
    await assert.rejects(media.collectStreams(), /its streams already/);
    await media.takePipeline(new Pipeline());
    assert.equal(await media.prepare(), true);
    await assert.rejects(media.collectStreams(), /prepared already/);
    assert.equal(await media.getStatus(), RTSPMediaStatus.PREPARED);
    await media.unprepare();
  });

  it('has the defaults that are documented, and from a factory the latency of factories', async () => {
    const media = new RTSPMedia(await binOf(tone));
    const made = await factoryOf(new RTSPMediaFactory()).construct(url);
    assert.ok(made);
    const same = {
      addressPool: null,
      dscpQos: -1,
      permissions: null,
      shared: false,
      reusable: false,
      stopOnDisconnect: true,
      eosShutdown: false,
      timeProvider: false,
      bindMcastAddress: false,
      profiles: RTSPProfile.AVP,
      protocols: RTSPLowerTrans.UDP | RTSPLowerTrans.UDP_MCAST | RTSPLowerTrans.TCP,
      transportMode: RTSPTransportMode.PLAY,
      bufferSize: 524_288,
      retransmissionTime: 0n,
      doRetransmission: false,
      multicastIface: null,
      maxMcastTtl: 255,
      rateControl: true,
      publishClockMode: RTSPPublishClockMode.CLOCK,
    };
    const defaultsOf = (object: object, names: object) =>
      Object.fromEntries(Object.keys(names).map((name) => [name, Reflect.get(object, name) as unknown]));
    assert.deepEqual(defaultsOf(media, same), same);
    assert.deepEqual(defaultsOf(made, same), same);
    assert.deepEqual([media.latency, made.latency], [0, 200]);
    const { profiles, protocols } = same;
    const stream = made.getStream(0);
    assert.ok(stream);
    assert.deepEqual(defaultsOf(stream, { profiles, protocols }), { profiles, protocols });
    assert.equal(new RTSPMediaFactoryURI().uri, null);
    const [one, other] = [new RTSPServer(), new RTSPServer()];
    assert.ok(one.sessionPool && other.sessionPool && one.sessionPool !== other.sessionPool);
  });

  it('makes a stream of a pad', async () => {
    const bin = await binOf(tone.replace('name=pay0', 'name=mine'));
    const media = new RTSPMedia(bin);
    const payloader = bin.getByName('mine');
    const pad = payloader?.getStaticPad('src');
    const source = (await ElementFactory.make('fakesrc')).getStaticPad('src');
    assert.ok(payloader && pad && source);
    const wrong: [Element, typeof pad, RegExp][] = [
      [payloader, source, /must be in the element/],
      [await ElementFactory.make('rtpL16pay'), pad, /must be in the element/],
      [bin, pad, /must be an RTP payloader/],
    ];
    for (const [element, of, message] of wrong) await assert.rejects(media.createStream(element, of), message);
    await assert.rejects(media.collectStreams(), /There is no stream/);
    const stream = await media.createStream(payloader, pad);
    assert.ok(stream instanceof RTSPStream);
    assert.equal(media.getStream(0), stream);
    await assert.rejects(media.createStream(payloader, pad), /linked already/);
    await media.takePipeline(new Pipeline());
    assert.equal(await media.prepare(), true);
    await media.unprepare();
  });

  it('takes a bin that nothing else has', async () => {
    const bin = await binOf(tone);
    assert.ok(new RTSPMedia(bin));
    assert.throws(() => new RTSPMedia(bin), /needs one of its own/);
    const inside = bin.getByName('pay0');
    assert.ok(inside);
    assert.throws(() => new RTSPMedia(inside), /needs one of its own/);
    const lonely = await ElementFactory.make('fakesrc');
    assert.throws(() => new RTSPMedia(lonely), /must be a bin/);
    assert.throws(() => new RTSPMedia(new Pipeline()), /must be a bin/);
    // @ts-expect-error -- C has no medium without an element
    assert.throws(() => new RTSPMedia(), TypeError);
    // @ts-expect-error -- nor one with a backchannel
    assert.throws(() => new RTSPOnvifMedia(), TypeError);
    class Factory extends RTSPMediaFactory {
      override createElement() {
        return bin;
      }
    }
    const factory = new Factory();
    const told = deferred<GError>();
    factory.once('media-error', (_media, error) => told.resolve(error));
    assert.equal(await factory.construct(url), null);
    assert.match((await withDeadline(told.promise, 5000, 'media-error')).message, /needs one of its own/);
  });

  it('may be of a subclass, and of ONVIF’s', async () => {
    const asked: boolean[] = [];
    class Media extends RTSPOnvifMedia {
      override async prepare() {
        asked.push(true);
        return super.prepare();
      }
    }
    const media = new Media(await binOf(tone));
    assert.equal(await media.collectBackchannel(), false);
    await media.collectStreams();
    await media.takePipeline(new Pipeline());
    assert.equal(await media.prepare(), true);
    assert.deepEqual(asked, [true]);
    await media.unprepare();
  });

  it('goes with its element', async () => {
    native.track();
    const count = () => {
      const { instances } = native.statistics();
      return ['NodeRTSPMedia', 'GstBin'].map((type) => instances[type] ?? 0);
    };
    await settle();
    const before = count();
    const useOne = async () => {
      const media = new RTSPMedia(await binOf(tone));
      await media.collectStreams();
      await media.takePipeline(new Pipeline());
      await media.prepare();
      await media.unprepare();
    };
    for (let i = 0; i < 5; i++) await useOne();
    await eventually(
      () => {
        globalThis.gc?.();
        return count().every((number, i) => number <= before[i]);
      },
      15_000,
      () => `before ${before.join()}, now ${count().join()}`,
    );
  });
});
