import assert from 'node:assert/strict';
import { pathToFileURL } from 'node:url';

import {
  type Awaitable,
  type Element,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPMediaStatus,
  type RTSPContext,
  RTSPSuspendMode,
  type RTSPThread,
  RTSPThreadPool,
  type RTSPThreadType,
  RTSPUrl,
  SDPMessage,
  serve,
} from '../lib/index.js';
import { RtspClient } from './clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { blocked, letGo, makeFifo } from './helpers/fifo.js';
import { tone } from './helpers/lines.js';
import { testMovie } from './helpers/media.js';

/** Whether the next one may not be prepared. */
let refusing = true;

class WithoutRtpbin extends RTSPMedia {
  override createRtpbin(): Awaitable<Element | null> {
    return refusing ? null : super.createRtpbin();
  }
}

class NotSetUp extends RTSPMedia {
  override setupRtpbin(): boolean {
    return !refusing;
  }
}

class NotPrepared extends RTSPMedia {
  override prepare(): Promise<boolean> {
    return Promise.resolve(!refusing);
  }
}

class PreparedInVain extends RTSPMedia {
  override async prepare(thread: RTSPThread | null): Promise<boolean> {
    return (await super.prepare(thread)) && !refusing;
  }
}

/** One whose streams are known from the beginning. */
function launched(): RTSPMediaFactory {
  const factory = new RTSPMediaFactory();
  factory.launch = tone;
  return factory;
}

/** One whose streams come as pads of an element. */
async function film(): Promise<RTSPMediaFactory> {
  const factory = new RTSPMediaFactoryURI();
  factory.uri = pathToFileURL(await testMovie()).href;
  return factory;
}

describe('a medium that its class keeps from being prepared', () => {
  beforeEach(() => {
    refusing = true;
  });

  for (const mediaClass of [WithoutRtpbin, NotSetUp, NotPrepared, PreparedInVain]) {
    for (const make of [launched, film]) {
      it(`is given up, and the next one begins anew: ${mediaClass.name}, ${make.name}`, async () => {
        const factory = await make();
        factory.shared = true;
        factory.mediaClass = mediaClass;
        const configured: RTSPMedia[] = [];
        factory.on('media-configure', (media) => configured.push(media));
        await using server = await serve({ port: 0, mounts: { '/test': factory } });
        const clients = await Promise.all([1, 2, 3].map(() => RtspClient.connect(server.url('/test'))));
        const refused = await Promise.all(clients.map((client) => client.request('DESCRIBE')));
        assert.deepEqual(
          refused.map(({ status }) => status),
          [503, 503, 503],
        );
        for (const media of configured) {
          assert.equal(await media.getStatus(), RTSPMediaStatus.UNPREPARED);
          assert.equal(await media.unprepare(), true);
        }
        refusing = false;
        assert.equal((await clients[0].request('DESCRIBE')).status, 200);
        for (const client of clients) client[Symbol.dispose]();
      });
    }
  }

  it('is not started by what its thread still had to do for it, once it may be prepared', async () => {
    // The thread of both media starts the other one's pipeline first, for a while.
    class OneThread extends RTSPThreadPool {
      #thread: RTSPThread | null = null;
      override async getThread(type: RTSPThreadType, context: RTSPContext | null = null): Promise<RTSPThread | null> {
        if (this.#thread) this.#thread.reuse();
        else this.#thread = await super.getThread(type, context);
        return this.#thread;
      }
    }
    const fifo = makeFifo();
    const blocking = new RTSPMediaFactory();
    blocking.launch = `( filesrc location=${fifo} ! application/x-rtp ! rtpgstpay name=pay0 )`;
    blocking.prepareTimeout = 20_000;
    const factory = await film();
    factory.mediaClass = WithoutRtpbin;
    const url = new RTSPUrl('rtsp://127.0.0.1/test');
    const [slow, media] = [await blocking.construct(url), await factory.construct(url)];
    assert.ok(slow && media);
    media.reusable = true;
    const pool = new OneThread();
    const before = slow.prepare(pool);
    await eventually(() => blocked() > 0, 5000, 'a pipeline that blocks');
    assert.equal(await media.prepare(pool), false);
    assert.ok(blocked() > 0, 'the thread has gone on');
    refusing = false;
    const prepared = media.prepare(pool);
    await letGo(fifo);
    assert.equal(await prepared, true);
    assert.equal(media.nStreams, 2);
    await media.unprepare();
    if (await before) await slow.unprepare();
  });
});

describe('a medium that JavaScript prepares', () => {
  it('may be called on in its overrides, on the thread that has locked it', async () => {
    class Curious extends RTSPMedia {
      override async createRtpbin(): Promise<Element | null> {
        await this.setSuspendMode(RTSPSuspendMode.PAUSE);
        seen.push(await this.getSuspendMode(), await this.handleSdp(new SDPMessage()));
        return super.createRtpbin();
      }
    }
    const seen: unknown[] = [];
    const factory = launched();
    factory.mediaClass = Curious;
    const media = await factory.construct(new RTSPUrl('rtsp://127.0.0.1/test'));
    assert.ok(media);
    assert.equal(await withDeadline(media.prepare(new RTSPThreadPool()), 5000, 'prepare()'), true);
    assert.deepEqual(seen, [RTSPSuspendMode.PAUSE, false]);
    await media.unprepare();
  });
});

describe('a medium of a factory', () => {
  it('has had its streams collected, whoever sees it first', async () => {
    const factory = new (class extends RTSPMediaFactoryURI {
      override async createPipeline(media: RTSPMedia): Promise<Element | null> {
        seen.resolve(media);
        assert.match(await collected, /its streams already/);
        return super.createPipeline(media);
      }
    })();
    const seen = deferred<RTSPMedia>();
    // Not in that override, where it would be refused as what C does not allow there.
    const collected = seen.promise.then(async (media) =>
      media.collectStreams().then(
        () => 'collected',
        (error: unknown) => String(error),
      ),
    );
    factory.uri = pathToFileURL(await testMovie()).href;
    await using server = await serve({ port: 0, mounts: { '/film': factory } });
    using client = await RtspClient.connect(server.url('/film'));
    assert.equal((await client.request('DESCRIBE')).status, 200);
  });
});
