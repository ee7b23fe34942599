import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { pathToFileURL } from 'node:url';

import {
  Cancellable,
  Format,
  type GObject,
  parseLaunch,
  RTSPAuth,
  RTSPClient,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPPermissions,
  RTSPRangeUnit,
  RTSPServer,
  RTSPStream,
  RTSPStreamTransport,
  RTSPSuspendMode,
  RTSPTimeRange,
  RTSPToken,
  RTSPTransport,
  RTSPUrl,
  SeekFlags,
  serve,
  State,
  TlsAuthenticationMode,
  TlsCertificate,
  TlsCertificateFlags,
  TlsDatabase,
} from '../lib/index.js';
import { native } from '../lib/native.js';
import { RtspClient } from './clients/rtsp-client.js';
import { deferred, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';
import { testMovie } from './helpers/media.js';
import { Recording } from './helpers/recording.js';
import { askOverTls, makePair } from './helpers/tls.js';

/** Has a client set up the first stream of a mount; gives its medium. */
async function setUp(factory: RTSPMediaFactory): Promise<{ media: RTSPMedia; end: () => Promise<void> }> {
  const configured = deferred<RTSPMedia>();
  factory.once('media-configure', configured.resolve);
  const server = await serve({ port: 0, mounts: { '/test': factory } });
  const client = await RtspClient.connect(server.url('/test'));
  const { media } = await client.describe();
  const { session } = await client.setupTcp(media[0].control, [0, 1]);
  await client.play(session);
  return {
    media: await withDeadline(configured.promise, 5000, 'the media'),
    async end() {
      client.destroy();
      await server.close();
    },
  };
}

describe('a medium', () => {
  it('is taken to another position, and says why it is not', async () => {
    const movie = new RTSPMediaFactoryURI();
    movie.uri = pathToFileURL(await testMovie()).href;
    const { media, end } = await setUp(movie);
    await assert.rejects(media.seek('npt=1-'), /pause it first/);
    await media.setPipelineState(State.PAUSED);
    assert.equal(await media.seek('npt=1-', SeekFlags.FLUSH), true);
    assert.match((await media.getRangeString(true, RTSPRangeUnit.NPT)) ?? '', /^npt=1(\.|-)/);
    await media.setPipelineState(State.PLAYING);
    await media.setPipelineState(State.PAUSED);
    await assert.rejects(media.seek('npt=5-1'), /no range that means something/);
    await assert.rejects(media.seek('tomorrow'), /no range that means something/);
    await assert.rejects(media.seekTrickmode('npt=0-', SeekFlags.FLUSH, 0, 0n), TypeError);
    await assert.rejects(media.seekTrickmode('npt=0-', 1 << 20, 1, 0n), TypeError);
    await assert.rejects(media.seek('npt=0-', SeekFlags.INSTANT_RATE_CHANGE), TypeError);
    const { FLUSH, INSTANT_RATE_CHANGE } = SeekFlags;
    for (const [flags, start] of [
      [INSTANT_RATE_CHANGE, 0n],
      [INSTANT_RATE_CHANGE | FLUSH, null],
    ] as const) {
      await assert.rejects(media.element.seek(2, Format.TIME, flags, start), /neither goes anywhere nor flushes/);
    }
    await end();
  });

  it('is taken to an RTSPTimeRange: of seconds, and of Dates where it knows their place', async () => {
    const asked: string[] = [];
    class Asked extends Recording {
      override convertRange(range: string, unit: RTSPRangeUnit): Promise<string | null> {
        if (range.startsWith('clock')) asked.push(range);
        return super.convertRange(range, unit);
      }
    }
    const movie = new RTSPMediaFactoryURI();
    movie.uri = pathToFileURL(await testMovie()).href;
    movie.mediaClass = Asked;
    const { media, end } = await setUp(movie);
    await media.setPipelineState(State.PAUSED);
    const placeOf = async () => {
      const { start: from, end: to } = RTSPTimeRange.parse((await media.getRangeString(true, RTSPRangeUnit.NPT)) ?? '');
      return [Math.round(Number(from)), to];
    };
    const { FLUSH, ACCURATE } = SeekFlags;
    assert.equal(await media.seek(RTSPTimeRange.npt(1), FLUSH | ACCURATE), true);
    assert.equal((await placeOf())[0], 1);
    const dates = RTSPTimeRange.clock(new Date(Recording.begins + 2000), new Date(Recording.begins + 3000));
    assert.equal(await media.seek(dates, FLUSH | ACCURATE), true);
    assert.deepEqual(await placeOf(), [2, 3]);
    assert.deepEqual(asked, ['clock=20261124T190407Z-20261124T190408Z']);
    assert.equal(await media.seekTrickmode(RTSPTimeRange.npt(0), FLUSH, 2, 0n), true);
    assert.equal((await placeOf())[0], 0);
    assert.deepEqual(media.getRates(), { rate: 2, appliedRate: 1 });
    for (const wrong of [{}, 5, new Date(), Object.create(RTSPTimeRange.prototype)]) {
      await assert.rejects(async () => media.seek(wrong as never), TypeError);
    }
    await end();
  });

  it('that is live stays where it is: a seek would stop it', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    const { media, end } = await setUp(factory);
    await assert.rejects(media.seek('npt=1-'), /live/);
    await end();
  });

  it('is started once more by whoever wants to hold it, and has a DSCP', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    const { media, end } = await setUp(factory);
    assert.equal(await media.prepare(), true);
    assert.equal(await media.prepare(new RTSPServer().threadPool), true);
    assert.equal(await media.unprepare(), true);
    assert.equal(await media.unprepare(), true);
    assert.equal(media.dscpQos, -1);
    media.dscpQos = 46;
    assert.deepEqual([media.dscpQos, media.getStream(0)?.dscpQos], [46, 46]);
    assert.throws(() => (media.dscpQos = 64), TypeError);
    media.setClock(await media.getClock());
    await end();
  });
});

describe('what the installed GStreamer is too old for', () => {
  it('throws an UnsupportedError that names the version, and nothing else does', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    const { media, end } = await setUp(factory);
    const isNew = native.hasProperty(factory, 'ensure-keyunit-on-start');
    const old = { name: 'UnsupportedError', version: '1.24', message: /needs GStreamer 1\.24 or newer$/ };
    for (const object of [factory, media]) {
      if (isNew) {
        object.ensureKeyunitOnStart = true;
        object.ensureKeyunitOnStartTimeout = 50;
        assert.deepEqual([object.ensureKeyunitOnStart, object.ensureKeyunitOnStartTimeout], [true, 50]);
      } else {
        assert.throws(() => object.ensureKeyunitOnStart, old);
        assert.throws(() => (object.ensureKeyunitOnStartTimeout = 50), old);
      }
    }
    if (isNew) assert.equal(typeof (await media.canBeShared()), 'boolean');
    else await assert.rejects(media.canBeShared(), old);
    await end();
  });
});

describe('that a medium starts with a key frame', () => {
  const turn = (media: RTSPMedia, on: boolean) => {
    if (native.hasProperty(media, 'ensure-keyunit-on-start')) media.ensureKeyunitOnStart = on;
  };

  for (const on of [true, false]) {
    it(`may be turned ${on ? 'on' : 'off'} while it waits for PLAY, which is not about it any more`, async () => {
      const factory = new RTSPMediaFactory();
      factory.launch = tone;
      factory.on('media-configure', (media) => turn(media, !on));
      await using server = await serve({ port: 0, mounts: { '/test': factory } });
      let turned = 0;
      server.on('client-connected', (client) => {
        client.on('setup-request', ({ media }) => {
          if (media) turn(media, on);
          turned++;
        });
      });
      using client = await RtspClient.connect(server.url('/test'));
      await client.describe();
      const { session, rtp } = await client.setupTcp('stream=0', [0, 1]);
      await client.play(session);
      await rtp.reach(10);
      assert.equal(turned, 1);
      await client.teardown(session);
    });
  }

  it('does no harm where nobody gives it a thread', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    factory.suspendMode = RTSPSuspendMode.PAUSE;
    const media = await factory.construct(new RTSPUrl('rtsp://127.0.0.1/test'));
    assert.ok(media);
    turn(media, true);
    assert.equal(await media.prepare(), true);
    assert.equal(await media.suspend(), true);
    assert.equal(await media.unsuspend(), true);
    if (native.hasProperty(media, 'ensure-keyunit-on-start')) assert.equal(media.ensureKeyunitOnStart, true);
    assert.equal(await media.unprepare(), true);
  });
});

describe('an event that the installed GStreamer is too old for', () => {
  const ways = ['on', 'once', 'addListener', 'prependListener', 'prependOnceListener'] as const;

  it('takes no handler, which would never be called', async () => {
    const client = new RTSPClient();
    const payloader = await parseLaunch('rtpL16pay');
    const pad = payloader.getStaticPad('src');
    assert.ok(pad);
    const stream = new RTSPStream(0, payloader, pad);
    const transport = new RTSPStreamTransport(stream, RTSPTransport.parse('RTP/AVP/TCP;interleaved=0-1'));
    const isNew = native.hasProperty(transport, 'timed-out');
    for (const way of ways) {
      const listen = () => client[way]('pre-closed', () => undefined);
      const observe = () => transport[way]('notify::timed-out', () => undefined);
      if (isNew) {
        listen();
        observe();
      } else {
        const old = { name: 'UnsupportedError', version: '1.28' };
        assert.throws(listen, { ...old, message: "RTSPClient.on('pre-closed') needs GStreamer 1.28 or newer" });
        assert.throws(observe, {
          ...old,
          message: "RTSPStreamTransport.on('notify::timed-out') needs GStreamer 1.28 or newer",
        });
      }
    }
    assert.equal(client.listenerCount('pre-closed'), isNew ? ways.length : 0);
    assert.equal(transport.listenerCount('notify::timed-out'), isNew ? ways.length : 0);
    const hasKeyunits = native.hasProperty(new RTSPMediaFactory(), 'ensure-keyunit-on-start');
    const objects: GObject[] = [new RTSPMediaFactoryURI(), new RTSPMedia(await parseLaunch(tone))];
    const classNames = ['RTSPMediaFactory', 'RTSPMedia'];
    for (const [index, object] of objects.entries()) {
      for (const event of ['notify::ensure-keyunit-on-start', 'notify::ensure-keyunit-on-start-timeout'] as const) {
        const listen = () => object.on(event, () => undefined);
        const message = `${classNames[index]}.on('${event}') needs GStreamer 1.24 or newer`;
        if (hasKeyunits) listen();
        else assert.throws(listen, { name: 'UnsupportedError', version: '1.24', message });
        assert.equal(object.listenerCount(event), hasKeyunits ? 1 : 0);
      }
    }
    // Whoever gives such a name to an event of his own is not meant.
    new RTSPMediaFactory().on('notify::timed-out', () => undefined);
  });
});

describe('roles and tokens', () => {
  it('tell all that is in them', () => {
    const permissions = new RTSPPermissions();
    permissions.addRole('admin', { 'media.factory.access': true, 'media.factory.construct': false });
    assert.deepEqual(permissions.getRole('admin')?.fields, {
      'media.factory.access': true,
      'media.factory.construct': false,
    });
    assert.equal(permissions.getRole('nobody'), null);
    const fields = { 'media.factory.role': 'admin', 'transport.client-settings': true };
    assert.deepEqual(new RTSPToken(fields).structure.fields, fields);
  });

  it('are added to a factory one by one', () => {
    const factory = new RTSPMediaFactory();
    factory.addRole('admin', { 'media.factory.access': true });
    factory.addRole('user', {});
    assert.equal(factory.permissions?.isAllowed('admin', 'media.factory.access'), true);
    assert.deepEqual(factory.permissions.getRole('user')?.fields, {});
  });
});

describe('a server', () => {
  it('makes a socket where it would listen', async () => {
    const server = new RTSPServer();
    server.service = '0';
    const socket = await server.createSocket();
    assert.equal(socket.localAddress?.address, '127.0.0.1');
    assert.ok(socket.localAddress.port > 0 && socket.fd > 2 && !socket.closed);
  });

  const cancelled = { name: 'GError', domain: 'g-io-error-quark', code: 19 };

  it('makes no socket once the signal has aborted', async () => {
    const server = new RTSPServer();
    server.service = '0';
    await assert.rejects(server.createSocket({ signal: AbortSignal.abort() }), cancelled);
    // One that was made would have left its port there.
    assert.equal(server.service, '0');
  });

  it('closes the socket when the signal aborts while it is made', async () => {
    const server = new RTSPServer();
    server.service = '0';
    const controller = new AbortController();
    const made = server.createSocket({ signal: controller.signal });
    controller.abort();
    await assert.rejects(made, cancelled);
    assert.notEqual(server.service, '0');
    // The port would be taken.
    assert.equal((await server.createSocket()).localAddress?.port, Number(server.service));
  });

  it('listens to the signal no longer than it makes the socket', async () => {
    const server = new RTSPServer();
    const { signal } = new AbortController();
    for (let i = 0; i < 20; i++) {
      server.service = '0';
      const made = server.createSocket({ signal });
      assert.equal(getEventListeners(signal, 'abort').length, 1);
      await made;
      assert.equal(getEventListeners(signal, 'abort').length, 0);
    }
    await assert.rejects(server.createSocket({ signal }), { name: 'GError', message: /already in use/ });
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  it('takes no signal that is none', async () => {
    for (const signal of [42, 'abort', null, new EventTarget()]) {
      await assert.rejects(new RTSPServer().createSocket({ signal: signal as AbortSignal }), {
        name: 'TypeError',
        message: `RTSPServer.createSocket(): signal must be an AbortSignal, not ${typeof signal}`,
      });
    }
    assert.throws(() => Cancellable.from(42 as never), {
      name: 'TypeError',
      message: 'Cancellable.from(): signal must be an AbortSignal, not number',
    });
  });

  it('tells the clients whose authority is in its database from the others', async () => {
    const [own, known, stranger] = await Promise.all([makePair('server'), makePair('known'), makePair('stranger')]);
    const auth = new RTSPAuth();
    auth.tlsCertificate = TlsCertificate.fromPem(own.certificate + own.key);
    auth.tlsDatabase = await TlsDatabase.fromPem(known.certificate);
    auth.tlsAuthenticationMode = TlsAuthenticationMode.REQUIRED;
    const seen: number[] = [];
    auth.on('accept-certificate', (_connection, _certificate, errors) => {
      seen.push(errors);
      return errors === 0;
    });
    await using server = await serve({ port: 0, mounts: { '/test': tone }, auth });
    assert.match((await askOverTls(server, known)) ?? '', /^RTSP\/1\.0 200/);
    assert.deepEqual(seen, [0]);
    assert.equal(await askOverTls(server, stranger), null);
    assert.equal(seen[1] & TlsCertificateFlags.UNKNOWN_CA, TlsCertificateFlags.UNKNOWN_CA);
    await assert.rejects(TlsDatabase.fromPem('nothing'), { name: 'GError' });
    await assert.rejects(TlsDatabase.fromFile('/nowhere'), { name: 'GError' });
  });
});
