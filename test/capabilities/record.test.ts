import assert from 'node:assert/strict';

import {
  Bin,
  type Element,
  FlowReturn,
  mount,
  RTSPAuth,
  RTSPAuthMethod,
  type RTSPMedia,
  RTSPMediaFactory,
  RTSPPermissions,
  type RTSPServer,
  RTSPToken,
  RTSPTransportMode,
  Sample,
  serve,
} from '../../lib/index.js';
import { decodeFrames, probe } from '../clients/players.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from '../helpers/deadline.js';
import { tone } from '../helpers/lines.js';
import { type Exit, run, startProcess } from '../helpers/process.js';

/** Decodes what is published, and gives it on as it came. */
const published = `( rtph264depay name=depay0 ! h264parse config-interval=-1
  ! video/x-h264,stream-format=byte-stream,alignment=au ! tee name=both
  both. ! queue ! avdec_h264 ! fakesink name=decoded signal-handoffs=true sync=false async=false
  both. ! queue ! appsink name=relay emit-signals=true sync=false async=false )`;

const relayed = `( appsrc name=source is-live=true format=time do-timestamp=true
  caps=video/x-h264,stream-format=byte-stream,alignment=au ! h264parse ! rtph264pay name=pay0 pt=96 config-interval=-1 )`;

function named(media: RTSPMedia, name: string): Element {
  assert.ok(media.element instanceof Bin);
  const element = media.element.getByName(name);
  assert.ok(element);
  return element;
}

/** Who may publish, who may watch. */
function permissions(role: string): RTSPPermissions {
  const permissions = new RTSPPermissions();
  permissions.addRole(role, { 'media.factory.access': true, 'media.factory.construct': true });
  return permissions;
}

/** What a server has seen of what is published at /publish and watched at /live. */
interface Studio extends AsyncDisposable {
  server: RTSPServer;
  /** Frames that the server has decoded. */
  decoded: number;
  /** Frames that were given on. */
  relayed: number;
}

async function open(method: RTSPAuthMethod): Promise<Studio> {
  const auth = new RTSPAuth();
  auth.supportedMethods = method;
  for (const name of ['publisher', 'viewer']) {
    const token = new RTSPToken({ 'media.factory.role': name });
    if (method === RTSPAuthMethod.DIGEST) auth.addDigest(name, 'secret', token);
    else auth.addBasic(RTSPAuth.makeBasic(name, 'secret'), token);
  }
  const server = await serve({ port: 0, auth, mounts: {} });
  const studio = { server, decoded: 0, relayed: 0, [Symbol.asyncDispose]: () => server.close() };
  const viewers = new Set<Element>();

  const live = new RTSPMediaFactory();
  live.launch = relayed;
  live.shared = true;
  live.permissions = permissions('viewer');
  live.on('media-configure', (media) => {
    const source = named(media, 'source');
    viewers.add(source);
    media.once('unprepared', () => viewers.delete(source));
  });

  const publish = new RTSPMediaFactory();
  publish.launch = published;
  publish.transportMode = RTSPTransportMode.RECORD;
  publish.permissions = permissions('publisher');
  publish.on('media-configure', (media) => {
    named(media, 'decoded').on('handoff', () => {
      studio.decoded += 1;
    });
    const relay = named(media, 'relay');
    relay.on('new-sample', async () => {
      const sample = await relay.signal('pull-sample');
      if (!(sample instanceof Sample) || !sample.buffer) return FlowReturn.EOS;
      studio.relayed += 1;
      for (const viewer of viewers) await viewer.signal('push-buffer', sample.buffer);
      return FlowReturn.OK;
    });
  });
  await mount(server, '/publish', publish);
  await mount(server, '/live', live);
  return studio;
}

const as = (user: string, url: string) => url.replace('://', `://${user}@`);

/** As fast as a camera. */
function publisher(url: string, transport: string, frames: number) {
  const picture = ['-re', '-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25', '-frames:v', String(frames)];
  const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-tune', 'zerolatency', '-pix_fmt', 'yuv420p', '-g', '12'];
  const out = ['-f', 'rtsp', '-rtsp_transport', transport, url];
  return startProcess('ffmpeg', ['-v', 'error', '-nostdin', ...picture, ...h264, ...out]);
}

describe('what ffmpeg publishes', function () {
  this.timeout(60_000);

  for (const [transport, method] of [
    ['tcp', RTSPAuthMethod.BASIC],
    ['udp', RTSPAuthMethod.DIGEST],
  ] as const) {
    it(`over ${transport}, with a password, is decoded, and another mount serves it`, async () => {
      await using studio = await open(method);
      const { server } = studio;
      const frames = 100;
      const ffmpeg = publisher(as('publisher:secret', server.url('/publish')), transport, frames);
      await eventually(
        () => studio.relayed > 0,
        15_000,
        () => `a first frame\n${ffmpeg.stderr}`,
      );
      const viewed = await decodeFrames(as('viewer:secret', server.url('/live')), 30);
      assert.equal(viewed.frames, 30, viewed.stderr);
      // It moves: what is served is what is published, and not one picture of it.
      assert.ok(viewed.distinctFrames >= 29, `${viewed.distinctFrames} pictures differ`);
      const { code, stderr } = await ffmpeg.endWithin(30_000);
      assert.equal(code, 0, stderr);
      await eventually(
        () => Math.min(studio.decoded, studio.relayed) >= frames - 2,
        10_000,
        () => `${frames} frames, not ${studio.relayed}, and ${studio.decoded} decoded`,
      );
      assert.ok(studio.relayed <= frames && studio.decoded <= frames, `${studio.relayed}, ${studio.decoded} decoded`);
    });
  }

  it('is refused without a password, with a wrong one, and with that of a viewer', async () => {
    await using studio = await open(RTSPAuthMethod.BASIC);
    const url = studio.server.url('/publish');
    for (const [given, status] of [
      [url, 401],
      [as('publisher:wrong', url), 401],
      // The mount is not there for him.
      [as('viewer:secret', url), 404],
    ] as const) {
      const { code, stderr } = await publisher(given, 'tcp', 10).endWithin(15_000);
      assert.notEqual(code, 0);
      assert.match(stderr, new RegExp(String(status)), given);
    }
    assert.equal((await probe(as('publisher:secret', studio.server.url('/live')))).status, 404);
    assert.equal(studio.relayed, 0);
  });

  it('is not what a mount for viewers takes, nor does a mount for publishers play', async () => {
    await using studio = await open(RTSPAuthMethod.BASIC);
    const factory = await mount(studio.server, '/tone', tone);
    factory.permissions = permissions('viewer');
    const { code } = await publisher(as('viewer:secret', studio.server.url('/tone')), 'tcp', 10).endWithin(15_000);
    assert.notEqual(code, 0);
    using client = await RtspClient.connect(as('publisher:secret', studio.server.url('/publish')));
    assert.equal((await client.request('DESCRIBE')).status, 405);
    const publish = studio.server.mountPoints?.match('/publish').factory;
    assert.ok(publish);
    publish.transportMode = RTSPTransportMode.RECORD | RTSPTransportMode.PLAY;
    using other = await RtspClient.connect(as('publisher:secret', studio.server.url('/publish')));
    assert.equal((await other.request('DESCRIBE')).status, 503);
    const both = await publisher(as('publisher:secret', studio.server.url('/publish')), 'tcp', 10).endWithin(15_000);
    assert.equal(both.code, 0, both.stderr);
  });

  it('ends: its pipeline goes with its connection, and the next publisher is taken', async () => {
    await using studio = await open(RTSPAuthMethod.BASIC);
    const { server } = studio;
    const factory = server.mountPoints?.match('/publish').factory;
    for (let i = 0; i < 2; i++) {
      const gone = deferred();
      factory?.once('media-configure', (media) => media.once('unprepared', () => gone.resolve()));
      const before = studio.relayed;
      const ffmpeg = publisher(as('publisher:secret', server.url('/publish')), 'tcp', 1000);
      await eventually(
        () => studio.relayed > before + 5,
        15_000,
        () => `frames\n${ffmpeg.stderr}`,
      );
      ffmpeg.killGroup();
      await withDeadline(gone.promise, 15_000, 'the pipeline to go');
    }
  });
});

describe('what rtspclientsink publishes', function () {
  this.timeout(90_000);

  for (const transport of ['tcp', 'udp'] as const) {
    it(`over ${transport} arrives, and its end is one of stream, and no error, on both sides`, async () => {
      const buffers = 50;
      let received = 0;
      const errors: string[] = [];
      const factory = new RTSPMediaFactory();
      factory.launch = '( rtppcmadepay name=depay0 ! appsink name=sink emit-signals=true sync=false async=false )';
      factory.transportMode = RTSPTransportMode.RECORD;
      // A recorder does not give out what still waits in it when the publisher goes.
      factory.latency = 0;
      factory.on('media-error', (_media, error) => errors.push(error.message));
      await using server = await serve({ port: 0, mounts: { '/publish': factory } });
      const tone = `audiotestsrc is-live=true num-buffers=${buffers} samplesperbuffer=160 ! audio/x-raw,rate=8000 ! alawenc`;
      const sink = `rtspclientsink protocols=${transport} location=${server.url('/publish')}`;

      /** Publishes; gives how the publisher ended. */
      async function publish(): Promise<Exit> {
        received = 0;
        const [unprepared, closed] = [deferred(), deferred()];
        factory.once('media-configure', (media) => {
          const element = named(media, 'sink');
          element.on('new-sample', async () => {
            if ((await element.signal('pull-sample')) instanceof Sample) received += 1;
            return FlowReturn.OK;
          });
          media.once('unprepared', () => unprepared.resolve());
        });
        server.once('client-connected', (client) => client.once('closed', () => closed.resolve()));
        const env = { G_DEBUG: undefined, LC_ALL: 'C' };
        const exit = await run('gst-launch-1.0', `${tone} ! ${sink}`.split(' '), { env, deadline: 15_000 });
        await withDeadline(Promise.all([unprepared.promise, closed.promise]), 10_000, 'the end of the medium');
        assert.deepEqual(errors, []);
        // The very last ones may be on the way when the medium is stopped.
        assert.ok(received > buffers - 5 && received <= buffers, `${received} buffers`);
        return exit;
      }

      // The element itself forgets an end of stream in one run of fifty, or complains that it could not send a last
      // report when the connection has ended.
      const ends: string[] = [];
      while (ends.length < 4) {
        const { code, signal, stdout, stderr } = await publish();
        if (code === 0 && /^Got EOS from element "pipeline0"\.$/m.test(stdout) && stderr === '') return;
        ends.push(`${code} ${signal} ${stderr}`);
      }
      assert.fail(`not once an end of stream, but\n${ends.join('\n')}`);
    });
  }
});
