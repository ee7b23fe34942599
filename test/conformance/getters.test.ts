import assert from 'node:assert/strict';
import { AsyncResource } from 'node:async_hooks';

import * as library from '../../lib/index.js';
import { promised } from '../../lib/gobject/handlers.js';
import { libraryTypeOf } from '../../lib/gobject/subclass.js';
import { native } from '../../lib/native.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from '../helpers/deadline.js';
import { tone } from '../helpers/lines.js';
import { settle, staysLean } from '../helpers/memory.js';
import { makeSamples, type Samples } from './samples.js';

/** test/leaks/getters.js counts by another measure, which needs fewer. */
const times = Number(process.env.GETTER_CALLS ?? 10_000);
/** How many calls of one getter follow each other; of a promised one, how many are under way at a time. */
const atATime = 100;
/** In MiB, what V8 and the allocator may keep of two million calls; one getter that leaks a kilobyte a call is more. */
const slack = 8;

/** GStreamer keeps one for all pipelines. */
const kept = 'GstSystemClock';

type Getter = readonly [name: string, get: () => unknown];

/** What methods that only tell something are asked with, where they have parameters; by class and name. */
function questions(of: ReadonlyMap<string, unknown>): ReadonlyMap<string, readonly unknown[]> {
  const caps = library.Caps.simple('application/x-rtp', { media: 'audio' });
  const url = of.get('GstRTSPUrl');
  const ipv4 = library.SocketFamily.IPV4;
  const sdp = of.get('GstSDPMessage') as library.SDPMessage;
  return new Map<string, readonly unknown[]>([
    ['Bin.getByName', ['one']],
    ['Caps.getStructure', [0]],
    ['Caps.getFeatures', [0]],
    ['Caps.isEqual', [caps]],
    ['Caps.isSubset', [caps]],
    ['Caps.canIntersect', [caps]],
    ['Element.queryPosition', [library.Format.TIME]],
    ['Element.queryDuration', [library.Format.TIME]],
    ['Element.getStaticPad', ['src']],
    ['Pad.queryCaps', [caps]],
    ['Pad.canLink', [of.get('GstPad')]],
    ['MIKEYMessage.getCsSrtp', [0]],
    ['MIKEYMessage.getPayload', [0]],
    ['MIKEYMessage.findPayload', [library.MIKEYPayloadType.RAND, 0]],
    ['MIKEYMessage.toBytes', []],
    ['RTSPAddress.copy', []],
    ['RTSPClient.getStreamTransport', [0]],
    ['RTSPClient.sessionFilter', []],
    ['RTSPMedia.getStream', [0]],
    ['RTSPMedia.findStream', ['stream=0']],
    ['RTSPMedia.canBeShared', []],
    ['RTSPMedia.getTimeProvider', [null, 0]],
    ['RTSPMedia.getRangeString', [true, library.RTSPRangeUnit.NPT]],
    ['RTSPMountPoints.match', ['/test']],
    ['RTSPMountPoints.makePath', [url]],
    ['RTSPPermissions.getRole', ['admin']],
    ['RTSPPermissions.isAllowed', ['admin', 'media.factory.access']],
    ['RTSPServer.stats', []],
    ['RTSPServer.clientFilter', []],
    ['RTSPSession.getMedia', ['/test']],
    ['RTSPSession.filter', []],
    ['RTSPSession.nextTimeoutUsec', []],
    ['RTSPSession.isExpiredUsec', []],
    ['RTSPSessionMedia.matches', ['/test']],
    ['RTSPSessionMedia.getTransport', [0]],
    ['RTSPSessionPool.find', ['nobody']],
    ['RTSPSessionPool.filter', []],
    ['RTSPStream.hasControl', ['stream=0']],
    ['RTSPStream.getServerPort', [ipv4]],
    ['RTSPStream.getMulticastAddress', [ipv4]],
    ['RTSPStream.getRtpSocket', [ipv4]],
    ['RTSPStream.getRtcpSocket', [ipv4]],
    ['RTSPStream.getRtpMulticastSocket', [ipv4]],
    ['RTSPStream.getRtcpMulticastSocket', [ipv4]],
    ['RTSPStream.isTransportSupported', [of.get('GstRTSPTransport')]],
    ['RTSPStream.queryPosition', []],
    ['RTSPStream.queryStop', []],
    ['RTSPStream.transportFilter', []],
    ['RTSPStreamTransport.getRtpinfo', [0n]],
    ['RTSPToken.getString', ['media.factory.role']],
    ['RTSPToken.isAllowed', ['transport.client-settings']],
    ['SDPMedia.getFormat', [0]],
    ['SDPMedia.getConnection', [0]],
    ['SDPMedia.getBandwidth', [0]],
    ['SDPMedia.getAttribute', [0]],
    ['SDPMedia.getAttributeVal', ['a']],
    ['SDPMedia.getAttributeValN', ['a', 0]],
    ['SDPMedia.getCapsFromMedia', [0]],
    ['SDPMedia.asText', []],
    ['SDPMessage.getEmail', [0]],
    ['SDPMessage.getPhone', [0]],
    ['SDPMessage.getBandwidth', [0]],
    ['SDPMessage.getTime', [0]],
    ['SDPMessage.getZone', [0]],
    ['SDPMessage.getAttribute', [0]],
    ['SDPMessage.getAttributeVal', ['a']],
    ['SDPMessage.getAttributeValN', ['a', 0]],
    ['SDPMessage.getMedia', [0]],
    ['SDPMessage.asText', []],
    ['SDPMessage.asUri', ['rtsp']],
    ['SDPMessage.toString', []],
    ['Structure.get', ['number']],
    ['Structure.isEqual', [of.get('GstStructure')]],
    ['Structure.toString', []],
    ['Caps.toString', []],
    ['RTSPUrl.toString', []],
    ['RTSPTransport.toString', []],
    ['RTSPMessage.toBytes', []],
    ['TlsCertificate.isSame', [of.get('GTlsCertificate')]],
    ['SDPMedia.attributesToCaps', [sdp.getMedia(0).getCapsFromMedia(0) ?? caps]],
    ['SDPMessage.attributesToCaps', [caps]],
  ]);
}

/** Methods of such names that do more than tell something, or are called by C. */
const notGetters = new Set([
  'GObject.combineOf',
  'RTSPClient.getParameterRequest',
  // Each thread that it gives has to be stopped.
  'RTSPThreadPool.getThread',
]);

/** Classes of which there is no sample, and why. */
const unsampled: Readonly<Record<string, string>> = {
  NetClientClock: 'has what every Clock has',
  NtpClock: 'has what every Clock has',
  PtpClock: 'has what every Clock has',
  OpaqueBoxed: 'has nothing to ask for',
};

const tells = /^(get|is|has|can|find|query|match(es)?|stats|url|copy|as|to|next|dump)([A-Z]|$)/;

type Class = abstract new (...args: never[]) => object;

/** The methods whose names say that they only tell something, of all classes, and their static accessors. */
function tellingMethods(classes: readonly Class[]): string[] {
  return classes.flatMap((of) => {
    const methods = Object.entries(Object.getOwnPropertyDescriptors(of.prototype as object)).filter(
      ([method, { value }]) => typeof value === 'function' && tells.test(method),
    );
    const accessors = Object.entries(Object.getOwnPropertyDescriptors(of)).filter(
      ([, property]) => property.get !== undefined,
    );
    return [...methods, ...accessors].map(([member]) => `${of.name}.${member}`);
  });
}

/** A request whose handler has not settled. */
interface HeldRequest {
  readonly context: library.RTSPContext;
  /** What `RTSPContext.current` is in the handler. */
  readonly current: () => library.RTSPContext | null;
  end(): Promise<void>;
}

/** A context is alive in its handler only: that of a SETUP knows everything that a context may have. */
async function holdRequest(): Promise<HeldRequest> {
  const server = await library.serve({ port: 0, mounts: { '/tone': tone } });
  const held = deferred<Omit<HeldRequest, 'end'>>();
  const release = deferred();
  server.once('client-connected', (client) => {
    const hold = async (context: library.RTSPContext) => {
      held.resolve({ context, current: AsyncResource.bind(() => library.RTSPContext.current) });
      await release.promise;
    };
    client.once('setup-request', hold, { timeout: 600_000 });
  });
  const viewer = await RtspClient.connect(server.url('/tone'), 600_000);
  const { media } = await viewer.describe();
  const answered = viewer.setupTcp(media[0].control, [0, 1]);
  return {
    ...(await withDeadline(held.promise, 10_000, 'SETUP')),
    async end() {
      release.resolve();
      await withDeadline(answered, 10_000, 'the response to SETUP');
      viewer.destroy();
      await withDeadline(server.close(), 30_000, 'the server to close');
    },
  };
}

/** Accessors, and methods that only tell something: those without parameters whose names say so, and those asked above. */
function gettersOf(object: object, asked: ReadonlyMap<string, readonly unknown[]>): Getter[] {
  const getters: Getter[] = [];
  for (let at = object; at !== Object.prototype; at = Object.getPrototypeOf(at) as object) {
    if (at.constructor.name === 'EventEmitter') break;
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      const title = `${at.constructor.name}.${name}`;
      if (property.get) getters.push([title, () => Reflect.get(at, name, object) as unknown]);
      const method = property.value as unknown;
      if (typeof method !== 'function' || notGetters.has(title)) continue;
      const args = asked.get(title) ?? (method.length === 0 && tells.test(name) ? [] : undefined);
      if (args) getters.push([title, () => Reflect.apply(method, object, args) as unknown]);
    }
  }
  return getters;
}

async function call(get: () => unknown, count: number): Promise<void> {
  let pending: PromiseLike<unknown>[] = [];
  for (let i = 0; i < count; i++) {
    const later = promised(get());
    if (!later) continue;
    pending.push(later);
    if (pending.length < atATime) continue;
    await withDeadline(Promise.all(pending), 20_000, 'the promises');
    pending = [];
  }
  await withDeadline(Promise.all(pending), 20_000, 'the promises');
}

describe('every getter', function () {
  this.timeout(600_000);
  let samples: Samples | undefined;
  let held: HeldRequest | undefined;
  /** What other tests of this process have left: a class is never forgotten, nor what was known where it stands. */
  let others: Readonly<Record<string, number>> = {};

  before(async () => {
    native.track();
    await settle();
    others = native.statistics().instances;
    samples = await makeSamples();
    held = await holdRequest();
  });

  it(`leaves the objects and the memory as they were when it is called ${times} times`, async () => {
    assert.ok(samples && held);
    const all = new Set([...samples.of.values(), held.context]);
    const classes = Object.values(library as Record<string, unknown>).filter(
      (value): value is Class => typeof value === 'function' && 'prototype' in value,
    );
    assert.deepEqual(
      classes
        .filter((of) => libraryTypeOf(of as Class & { prototype: object }) !== '')
        .filter((of) => ![...all].some((sample) => sample instanceof of))
        .map(({ name }) => name)
        .sort(),
      Object.keys(unsampled).sort(),
    );
    const getters = new Map<string, () => unknown>();
    const asked = questions(samples.of);
    const media = samples.of.get('GstRTSPMedia') as library.RTSPMedia;
    const server = samples.of.get('GstRTSPServer') as library.RTSPServer;
    // The other one does not listen.
    getters.set('RTSPServer.url', () => server.url('/test'));
    getters.set('RTSPContext.current', held.current);
    getters.set('GObject.getProperty', () => media.getProperty('latency'));
    // That of the samples has no key.
    const key = library.Caps.simple('application/x-srtp', {
      'srtp-key': new library.GstBuffer(Buffer.alloc(30, 1)),
      'srtp-cipher': 'aes-128-icm',
      'srtp-auth': 'hmac-sha1-80',
    });
    const keys = library.MIKEYMessage.fromCaps(key);
    keys.addCsSrtp(0, 1, 0);
    getters.set('MIKEYMessage.toCaps', () =>
      keys.toCaps(library.Caps.simple('application/x-rtp', { ssrc: new library.GValue('uint', 1) })),
    );
    for (const sample of all) {
      if (!classes.some((of) => sample instanceof of)) continue;
      for (const [name, get] of gettersOf(sample as object, asked)) if (!getters.has(name)) getters.set(name, get);
    }
    assert.ok(getters.size > 300, `${getters.size} getters`);
    assert.deepEqual(
      [...asked.keys()].filter((title) => !getters.has(title)),
      [],
    );
    // Classes of values that have no native part are not among the samples.
    const withObjects = new Set([...getters.keys()].map((title) => title.split('.')[0]));
    const forgotten = tellingMethods(classes).filter(
      (title) => !getters.has(title) && !notGetters.has(title) && withObjects.has(title.split('.')[0]),
    );
    assert.deepEqual(forgotten, []);
    for (const [name, get] of [...getters]) {
      try {
        await call(get, 200);
      } catch (error) {
        // The installed library has none of it.
        if (!(error instanceof library.UnsupportedError)) throw error;
        getters.delete(name);
      }
    }
    await settle();
    const before = native.statistics().instances;
    // A hundred at a time: what they have made goes when the event loop gets its turn.
    const callAll = async () => {
      for (const get of getters.values()) await call(get, atATime);
    };
    await staysLean(callAll, times / atATime, slack);
    await settle();
    const after = native.statistics().instances;
    console.log(`      ${getters.size} getters, ${getters.size * times} calls and more`);
    for (const [type, count] of Object.entries(after)) {
      assert.ok(count <= (before[type] ?? 0), `${type}: ${before[type] ?? 0}, then ${count}`);
    }
  });

  it('keeps nothing of what it was called on', async () => {
    await held?.end();
    await samples?.end();
    held = undefined;
    samples = undefined;
    const left = () =>
      Object.entries(native.statistics().instances).filter(
        ([type, count]) => count > (others[type] ?? 0) && type !== kept,
      );
    const isGone = async () => {
      await settle();
      return left().length === 0;
    };
    await eventually(isGone, 20_000, () => `the end of ${left().join(', ')}`);
  });
});
