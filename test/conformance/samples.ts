import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

import {
  Bin,
  Cancellable,
  Caps,
  Event,
  GError,
  GhostPad,
  MainContext,
  MIKEYMessage,
  NetTimeProvider,
  parseLaunch,
  Pipeline,
  RTSPAddressPool,
  RTSPAuth,
  RTSPClient,
  type RTSPContext,
  RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPMessage,
  RTSPMountPoints,
  type RTSPMedia,
  RTSPOnvifClient,
  RTSPOnvifMediaFactory,
  RTSPOnvifServer,
  RTSPPermissions,
  RTSPServer,
  type RTSPStreamTransport,
  type RTSPThread,
  RTSPThreadType,
  RTSPToken,
  RTSPTransport,
  RTSPUrl,
  SDPMessage,
  serve,
  State,
  Structure,
  SystemClock,
  TlsCertificate,
  TlsDatabase,
} from '../../lib/index.js';
import { classOf } from '../../lib/gobject/subclass.js';
import { type ArgumentEntry, native } from '../../lib/native.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { deferred, withDeadline } from '../helpers/deadline.js';
import { loudspeaker, tone, toneAndPicture } from '../helpers/lines.js';
import { makePair } from '../helpers/tls.js';

/** An object of each class that is bound, all alive and in use, and some that are over. */
export interface Samples {
  /** By the names that the tables have for their types. */
  readonly of: ReadonlyMap<string, unknown>;
  /** Those that have been closed, freed or destroyed, or whose handler has settled. */
  readonly over: readonly object[];
  /** One of each class whose objects can end. */
  readonly dead: readonly object[];
  /** What that function takes, where more is asked of its arguments than a type; undefined where it is not known. */
  fitting(name: string): readonly unknown[] | undefined;
  end(): Promise<void>;
}

function makeKeys(): MIKEYMessage {
  const keys = new MIKEYMessage();
  keys.addCsSrtp(0, 1, 0);
  keys.addRandLen(16);
  return keys;
}

/** Gives up whatever uses there are. */
function stopAll(thread: RTSPThread): void {
  try {
    for (;;) thread.stop();
  } catch (error) {
    assert.ok(error instanceof GError);
  }
}

/** Serves a medium that is played to the end, and closes whatever has one: an object of each class that can be over. */
async function makeDead(): Promise<object[]> {
  const factory = new RTSPOnvifMediaFactory();
  factory.launch = tone;
  const server = new RTSPOnvifServer();
  server.service = '0';
  const mountPoints = new RTSPMountPoints();
  mountPoints.addFactory('/tone', factory);
  server.mountPoints = mountPoints;
  await server.attach();
  const played = deferred<object[]>();
  const closed = deferred();
  server.once('client-connected', (client) => {
    client.once('closed', closed.resolve);
    client.once('play-request', ({ media, sessionMedia, session }) => {
      const parts = [media, media?.getStream(0), sessionMedia, session];
      const alive = parts.filter((part) => part !== null && part !== undefined);
      void sessionMedia?.getTransport(0).then((transport) => {
        played.resolve([client, ...alive, ...(transport ? [transport] : [])]);
      });
    });
  });
  const viewer = await RtspClient.connect(server.url('/tone'));
  const { media } = await viewer.describe();
  const { session, rtp } = await viewer.setupTcp(media[0].control, [0, 1]);
  await viewer.play(session);
  await rtp.reach(2);
  const parts = await withDeadline(played.promise, 10_000, 'PLAY');
  assert.equal(parts.length, 6);
  await viewer.teardown(session);
  viewer.destroy();
  await withDeadline(closed.promise, 10_000, 'the end of the connection');
  const thread = await server.threadPool.getThread(RTSPThreadType.MEDIA);
  assert.ok(thread);
  stopAll(thread);
  const source = server.sessionPool?.createWatch();
  assert.ok(source);
  source.destroy();
  await withDeadline(server.close(), 30_000, 'the server to close');
  const alone = new RTSPClient();
  await alone.close();
  const pool = new RTSPAddressPool();
  assert.ok(pool.addRange('224.3.0.1', '224.3.0.9', 5000, 5100, 1));
  const freed = pool.acquireAddress(0, 2);
  assert.ok(freed);
  freed.free();
  const cancelled = new Cancellable();
  cancelled.cancel();
  const pipeline = new Pipeline();
  const bin = await parseLaunch('( fakesrc name=one )');
  const element = bin.getByName('one');
  const pad = element?.getStaticPad('src');
  assert.ok(element && pad);
  pipeline.add(bin);
  const ghost = new GhostPad('ghost', pad);
  await bin.addPad(ghost);
  await bin.removePad(ghost);
  bin.remove(element);
  await pipeline.setState(State.NULL);
  return [server, ...parts, alone, thread, source, freed, cancelled, pipeline, pipeline.bus, bin, element, pad, ghost];
}

/** A connection of which nobody hears anything; whoever takes it over duplicates its descriptor. */
async function makeConnection(): Promise<{ descriptor: number; end(): void }> {
  const listener = createServer({ pauseOnConnect: true }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const far = connect((listener.address() as AddressInfo).port, '127.0.0.1');
  const [near] = (await once(listener, 'connection')) as [Socket];
  listener.close();
  for (const socket of [near, far.resume()]) socket.on('error', () => undefined);
  const { fd } = (near as unknown as { readonly _handle: { readonly fd: number } })._handle;
  return {
    descriptor: fd,
    end() {
      near.destroy();
      far.destroy();
    },
  };
}

/** What is asked of strings and numbers, by the names of functions; undefined among them: any sample does. */
function fittingArguments(pem: string, connection: number): (name: string) => readonly unknown[] | undefined {
  const url = 'rtsp://127.0.0.1:8554/test';
  const keys = makeKeys();
  const fitting: Readonly<Partial<Record<string, () => readonly unknown[]>>> = {
    node_tls_certificate_new_from_pem: () => [pem],
    node_tls_database_new_from_pem: () => [pem],
    node_gst_parse_launch: () => ['fakesrc ! fakesink'],
    node_element_factory_make: () => ['fakesrc', 'one'],
    node_sdp_message_new: () => [undefined, 'v=0\r\n'],
    node_sdp_message_parse_uri: () => [new SDPMessage('v=0\r\n').asUri('data')],
    // The sample grows by whatever is inserted.
    node_rtsp_media_setup_sdp: () => [undefined, new SDPMessage('v=0\r\n')],
    node_rtsp_media_handle_sdp: () => [undefined, new SDPMessage('v=0\r\n')],
    node_rtsp_sdp_from_media: () => [new SDPMessage('v=0\r\n')],
    node_rtsp_sdp_from_stream: () => [new SDPMessage('v=0\r\n')],
    node_rtsp_sdp_make_media: () => [new SDPMessage('v=0\r\n')],
    node_mikey_message_new: () => [undefined, keys.toBytes()],
    node_rtsp_url_new: () => [undefined, url],
    node_rtsp_transport_parse: () => ['RTP/AVP/TCP;unicast;interleaved=2-3'],
    node_rtsp_media_new: () => [undefined, new Bin()],
    node_rtsp_onvif_media_new: () => [undefined, new Bin()],
    node_rtsp_media_factory_check_launch: () => [tone],
    node_rtsp_onvif_media_factory_check_backchannel_launch: () => [loudspeaker],
    gst_rtsp_mount_points_add_factory: () => [undefined, '/more'],
    gst_rtsp_mount_points_remove_factory: () => [undefined, '/nobody'],
    gst_rtsp_mount_points_match: () => [undefined, '/test'],
    node_rtsp_server_transfer_connection: () => [undefined, connection, '127.0.0.1'],
    node_net_client_clock_new: () => ['clock', '127.0.0.1', 1],
    node_ntp_clock_new: () => ['clock', '127.0.0.1', 1],
    node_net_time_provider_new: () => [undefined, '127.0.0.1', 0],
  };
  // There may be one of what they count only.
  const isIndexed = /^gst_(sdp_(message|media)|mikey_message)_(get|insert|replace|remove)_(?!attribute_val)/;
  return (name) => fitting[name]?.() ?? (isIndexed.test(name) ? [undefined, 0] : undefined);
}

/** Serves a medium that a client plays, and gathers what comes by. */
export async function makeSamples(): Promise<Samples> {
  const onvif = new RTSPOnvifMediaFactory();
  onvif.launch = tone;
  const factory = new RTSPMediaFactory();
  factory.launch = toneAndPicture;
  factory.shared = true;
  const configured = deferred<RTSPMedia>();
  onvif.once('media-configure', configured.resolve);
  const server = await serve({
    port: 0,
    mounts: { '/test': factory, '/onvif': onvif },
  });
  // Nobody waits for these handlers for long.
  server.handlerTimeout = 1000;
  const seen = deferred<RTSPContext>();
  const connected = deferred<RTSPClient>();
  const playing = deferred<RTSPContext>();
  server.once('client-connected', (client) => {
    connected.resolve(client);
    client.once('setup-request', (context) => {
      const { media, stream, sessionMedia, session, transport } = context;
      found = { media, stream, sessionMedia, session, transport };
      seen.resolve(context);
    });
    client.once('play-request', playing.resolve);
  });
  let found: Record<string, unknown> = {};
  const viewer = await RtspClient.connect(server.url('/test'));
  const { media: described } = await viewer.describe();
  const { session } = await viewer.setupTcp(described[0].control, [0, 1]);
  await viewer.play(session);
  const other = await RtspClient.connect(server.url('/onvif'));
  await other.describe();
  const context = await withDeadline(seen.promise, 10_000, 'SETUP');
  await withDeadline(playing.promise, 10_000, 'PLAY');

  const pool = new RTSPAddressPool();
  assert.ok(pool.addRange('224.3.0.1', '224.3.0.9', 5000, 5100, 1));
  const free = pool.acquireAddress(0, 2);
  const freed = pool.acquireAddress(0, 2);
  assert.ok(free && freed);
  freed.free();
  const pair = await makePair('samples');
  const spare = await makeConnection();
  const closed = new RTSPServer();
  closed.service = '0';
  await closed.attach();
  await closed.close();
  const unused = new RTSPServer();
  unused.service = '0';
  const thread = await server.threadPool.getThread(RTSPThreadType.MEDIA);
  assert.ok(thread);
  const source = server.sessionPool?.createWatch();
  const destroyed = server.sessionPool?.createWatch();
  destroyed?.destroy();
  const bin = await parseLaunch('( fakesrc name=one ! fakesink )');
  const pipeline = new Pipeline();
  const queue = await parseLaunch('queue');
  const pad = queue.getStaticPad('sink');
  assert.ok(pad);
  const { stream } = found as { stream: ConstructorParameters<typeof RTSPStreamTransport>[0] };
  const sdp = new SDPMessage(
    'v=0\r\ne=a\r\np=1\r\nb=AS:1\r\na=b\r\nm=audio 0 RTP/AVP 96\r\nc=IN IP4 0.0.0.0\r\nb=AS:1\r\na=b\r\n',
  );
  sdp.addTime('0', '0', ['1d']);
  sdp.addZone('0', '1h');
  const of = new Map<string, unknown>(
    Object.entries({
      GCancellable: new Cancellable(),
      GObject: stream,
      GSocket: await unused.createSocket(),
      GTlsCertificate: TlsCertificate.fromPem(pair.certificate + pair.key),
      GTlsDatabase: await TlsDatabase.fromPem(pair.certificate),
      GstBin: bin,
      GstBus: pipeline.bus,
      GstCaps: Caps.simple('application/x-rtp', { media: 'audio', payload: 96, 'clock-rate': 8000 }),
      GstClock: SystemClock.obtain(),
      GstElement: (bin as { getByName(name: string): unknown }).getByName('one'),
      GstEvent: Event.custom('downstream', new Structure('sample', { number: 1 })),
      GstGhostPad: new GhostPad('ghost', pad),
      GstMIKEYMessage: makeKeys(),
      GstNetTimeProvider: await NetTimeProvider.make(SystemClock.obtain(), '127.0.0.1', 0),
      GstObject: bin,
      GstPad: pad,
      GstPipeline: pipeline,
      GstRTSPAddress: free,
      GstRTSPAddressPool: pool,
      GstRTSPAuth: new RTSPAuth(),
      GstRTSPClient: await connected.promise,
      GstRTSPMedia: found.media,
      GstRTSPMediaFactory: factory,
      GstRTSPMediaFactoryURI: new RTSPMediaFactoryURI(),
      GstRTSPMountPoints: server.mountPoints,
      GstRTSPOnvifClient: new RTSPOnvifClient(),
      GstRTSPOnvifMedia: await configured.promise,
      GstRTSPOnvifMediaFactory: onvif,
      GstRTSPOnvifServer: new RTSPOnvifServer(),
      GstRTSPPermissions: new RTSPPermissions(),
      GstRTSPServer: server,
      GstRTSPSession: found.session,
      GstRTSPSessionMedia: found.sessionMedia,
      GstRTSPSessionPool: server.sessionPool,
      GstRTSPStream: stream,
      GstRTSPStreamTransport: found.transport,
      GstRTSPThread: thread,
      GstRTSPThreadPool: server.threadPool,
      GstRTSPToken: new RTSPToken({ 'media.factory.role': 'admin' }),
      GstSDPMessage: sdp,
      GstStructure: new Structure('sample', { number: 1, text: 'a' }),
      NodeMainContext: new MainContext(),
      NodeSDPMedia: sdp.getMedia(0),
      NodeSource: source,
      GstRTSPUrl: new RTSPUrl('rtsp://127.0.0.1:8554/test'),
      GstRTSPTransport: RTSPTransport.parse('RTP/AVP/TCP;unicast;interleaved=2-3'),
      GstRTSPMessage: RTSPMessage.request('OPTIONS', '*', { CSeq: '1' }),
    }),
  );
  for (const [name, sample] of of) assert.ok(sample !== null && sample !== undefined, `there is no ${name}`);
  const isWithout = ({ kind, out }: ArgumentEntry) => !out && classOf(0, kind) !== undefined && !of.has(kind);
  const without = native.calls().flatMap(({ arguments: parameters }) => parameters.filter(isWithout));
  assert.deepEqual([...new Set(without.map(({ kind }) => kind))], []);
  return {
    of,
    over: [context, closed, freed, ...(destroyed ? [destroyed] : [])],
    dead: await makeDead(),
    fitting: fittingArguments(pair.certificate + pair.key, spare.descriptor),
    async end() {
      spare.end();
      viewer.destroy();
      other.destroy();
      stopAll(thread);
      await withDeadline(server.close(), 30_000, 'the server to close');
    },
  };
}
