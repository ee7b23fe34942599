import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

import {
  Bin,
  type Element,
  parseLaunch,
  Pipeline,
  RTSP_ADDRESS_POOL_ANY_IPV4,
  RTSPAddressPool,
  RTSPClient,
  type RTSPContext,
  RTSPLowerTrans,
  RTSPMediaFactory,
  RTSPMountPoints,
  RTSPProfile,
  RTSPServer,
  RTSPSession,
  type RTSPSessionPool,
  RTSPState,
  RTSPStatusCode,
  RTSPSuspendMode,
  RTSPTransMode,
  RTSPTransport,
  RTSPTransportMode,
  Sample,
  SDPMedia,
  SDPMessage,
  State,
} from '../../lib/index.js';
import { RtspClient, type UdpPort } from '../clients/rtsp-client.js';
import type { RtspResponse } from '../clients/rtsp-message.js';
import { deferred, eventually, withDeadline } from '../helpers/deadline.js';
import { freeUdpPorts } from '../helpers/ports.js';

const ignore = 'errorignore ignore-error=false ignore-notlinked=true ignore-notnegotiated=false convert-to=ok';
const video = `videotestsrc ! ${ignore} ! video/x-raw,format=I420,width=352,height=288 ! rtpgstpay name=pay0 pt=96`;
const audio = `audiotestsrc ! ${ignore} ! audio/x-raw,rate=8000 ! rtpgstpay name=pay1 pt=97`;
const mount = '/test';

const udp = 'RTP/AVP/UDP;unicast';
const tcp = 'RTP/AVP/TCP;unicast';
const multicast = 'RTP/AVP/UDP;multicast';

function factoryOf(launch = `( ${video} ${audio} )`): RTSPMediaFactory {
  const factory = new RTSPMediaFactory();
  factory.launch = launch;
  return factory;
}

function makeServer(factory: RTSPMediaFactory, server = new RTSPServer()): RTSPServer {
  server.mountPoints ??= new RTSPMountPoints();
  server.mountPoints.addFactory(mount, factory);
  server.service = '0';
  return server;
}

async function listen(server: RTSPServer): Promise<RTSPServer> {
  await server.attach();
  assert.equal(server.service, String(server.boundPort));
  return server;
}

/** With a picture and a sound, over addresses of a pool. */
async function startServer(shared = false, prepare?: (server: RTSPServer) => void): Promise<RTSPServer> {
  const factory = factoryOf();
  factory.shared = shared;
  const pool = new RTSPAddressPool();
  const port = await freeUdpPorts(40);
  pool.addRange('224.3.0.0', '224.3.0.10', port, port + 9, 16);
  pool.addRange(RTSP_ADDRESS_POOL_ANY_IPV4, RTSP_ADDRESS_POOL_ANY_IPV4, port + 10, port + 39, 0);
  factory.addressPool = pool;
  const server = makeServer(factory);
  prepare?.(server);
  return listen(server);
}

/** With the same, over TCP only. */
function startTcpServer(shared = false): Promise<RTSPServer> {
  const factory = factoryOf();
  factory.protocols = RTSPLowerTrans.TCP;
  factory.shared = shared;
  return listen(makeServer(factory));
}

function startRecordServer(launch: string, onSink?: (sink: Element) => void): Promise<RTSPServer> {
  const factory = factoryOf(launch);
  factory.transportMode = RTSPTransportMode.RECORD;
  factory.on('media-constructed', (media) => {
    assert.ok(media.element instanceof Bin);
    const sink = media.element.getByName('sink');
    if (sink) onSink?.(sink);
  });
  return listen(makeServer(factory));
}

const connect = (server: RTSPServer, path = mount) => RtspClient.connect(server.url(path));

/** DESCRIBE; the names of the streams. */
async function controls(server: RTSPServer, client: RtspClient, nStreams = 2): Promise<string[]> {
  const response = await client.request('DESCRIBE');
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/sdp');
  assert.equal(response.headers.get('content-base'), `${server.url(mount)}/`);
  const sdp = new SDPMessage(response.body.toString());
  assert.equal(sdp.mediasLen, nStreams);
  return Array.from({ length: nStreams }, (_, index) => {
    const media = sdp.getMedia(index);
    assert.deepEqual([media.proto, media.formatsLen], ['RTP/AVP', 1]);
    assert.equal(media.getAttributeVal('rtpmap'), `${media.getFormat(0)} X-GST/90000`);
    const control = media.getAttributeVal('control');
    assert.equal(control, `stream=${index}`);
    return control;
  });
}

interface SetUp {
  response: RtspResponse;
  session: string;
  transport: RTSPTransport | null;
}

/** SETUP, whatever comes of it. */
async function setUp(
  client: RtspClient,
  control: string,
  transport: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<SetUp> {
  const uri = `${client.url}/${control}`;
  const response = await client.request('SETUP', { uri, headers: { Transport: transport, ...headers } });
  const chosen = response.headers.get('transport');
  return {
    response,
    session: response.headers.get('session')?.split(';')[0] ?? '',
    transport: chosen === undefined ? null : RTSPTransport.parse(chosen),
  };
}

/** SETUP in a new session, or in that one; it gets what it asks for. */
async function setsUp(client: RtspClient, control: string, transport: string, session?: string): Promise<string> {
  const made = await setUp(client, control, transport, session === undefined ? {} : { Session: session });
  assert.equal(made.response.status, 200);
  if (session !== undefined) assert.equal(made.session, session);
  const { trans, profile, lowerTransport, modePlay } = made.transport ?? {};
  assert.deepEqual([trans, profile, modePlay], [RTSPTransMode.RTP, RTSPProfile.AVP, true]);
  assert.equal(lowerTransport, RTSPTransport.parse(transport).lowerTransport);
  return made.session;
}

/** SETUP of all streams over one transport. */
async function setsUpAll(client: RtspClient, streams: readonly string[], transport: string): Promise<string> {
  let session: string | undefined;
  for (const control of streams) session = await setsUp(client, control, transport, session);
  return session ?? '';
}

async function statusOf(
  client: RtspClient,
  method: string,
  session?: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  const named = session === undefined ? headers : { Session: session, ...headers };
  return (await client.request(method, { headers: named })).status;
}

/** PLAY from somewhere: the response says the same. */
async function plays(client: RtspClient, session: string, range?: string): Promise<void> {
  const headers: Record<string, string> = { Session: session };
  if (range !== undefined) headers.Range = range;
  const response = await client.request('PLAY', { headers });
  assert.equal(response.status, 200);
  if (range !== undefined) assert.equal(response.headers.get('range'), range);
}

const clientPorts = (port: number) => `${udp};client_port=${port}-${port + 1}`;

/** Over UDP, until something has come and `until` is over. */
async function playOverUdp(server: RTSPServer, range?: string, until?: Promise<void>): Promise<void> {
  using client = await connect(server);
  const [picture, sound] = await controls(server, client);
  const { session, rtp, rtcp } = await client.setupUdp(picture);
  await setsUp(client, sound, clientPorts(rtp.port), session);
  await plays(client, session, range);
  await rtp.reception.reach(1);
  await hasRtcp(rtcp);
  await until;
  assert.equal(await statusOf(client, 'TEARDOWN', session), 200);
}

async function hasRtcp({ reception }: UdpPort): Promise<void> {
  await eventually(() => reception.rtcpPackets > 0, 10_000, 'RTCP');
}

/** Over TCP, until something has come and `until` is over. */
async function playOverTcp(server: RTSPServer, range?: string, until?: Promise<void>): Promise<void> {
  using client = await connect(server);
  const session = await setsUpAll(client, await controls(server, client), tcp);
  await plays(client, session, range);
  await client.received(0).reach(1);
  await until;
  assert.equal(await statusOf(client, 'TEARDOWN', session), 200);
}

/** Clients come and go while one stays, and one comes when all have gone. */
async function share(play: (until?: Promise<void>) => Promise<void>): Promise<void> {
  const enough = deferred();
  const first = play(enough.promise);
  try {
    await play();
    await play();
  } finally {
    enough.resolve();
  }
  await first;
  await play();
}

async function setsUpStreams(transport: string): Promise<void> {
  await using server = await startServer();
  using client = await connect(server);
  const streams = await controls(server, client);
  const session = await setsUpAll(client, streams, `${transport};client_port=5000-5001`);
  assert.equal(await statusOf(client, 'TEARDOWN', session), 200);
}

/** In C a session expires five seconds after its time, and stays until it is cleaned up. */
function expireSoon(session: RTSPSession): void {
  session.timeout = 1;
  session.extraTimeout = 0;
}

/** The first session of all clients expires soon. */
function expireFirst(server: RTSPServer): void {
  let first = true;
  server.on('client-connected', (client) => {
    client.on('new-session', (session) => {
      if (first) expireSoon(session);
      first = false;
    });
  });
}

function poolOf(server: RTSPServer): RTSPSessionPool {
  assert.ok(server.sessionPool);
  return server.sessionPool;
}

/** Which does by itself what C's tests call `cleanup()` for. */
async function hasLeft(pool: RTSPSessionPool, sessions: number): Promise<void> {
  await eventually(
    () => pool.nSessions === sessions,
    15_000,
    () => `${sessions} sessions, not ${pool.nSessions}`,
  );
}

function twoThreads(server: RTSPServer): void {
  server.threadPool.maxThreads = 2;
}

describe('upstream: rtspserver', () => {
  it('test_connect', async () => {
    await using server = await startServer();
    using client = await connect(server);
    assert.equal(client.socket.readyState, 'open');
  });

  it('test_describe', async () => {
    await using server = await startServer();
    using client = await connect(server);
    await controls(server, client);
  });

  it('test_describe_record_media', async () => {
    await using server = await startRecordServer('( fakesink name=depay0 )');
    using client = await connect(server);
    assert.equal(await statusOf(client, 'DESCRIBE'), RTSPStatusCode.METHOD_NOT_ALLOWED);
  });

  it('test_describe_non_existing_mount_point', async () => {
    await using server = await startServer();
    using client = await connect(server, '/non-existing');
    assert.equal(await statusOf(client, 'DESCRIBE'), RTSPStatusCode.NOT_FOUND);
  });

  it('test_setup_udp', () => setsUpStreams(udp));

  it('test_setup_tcp', () => setsUpStreams(tcp));

  it('test_setup_udp_mcast', () => setsUpStreams(multicast));

  it('test_setup_twice', async () => {
    await using server = await startServer();
    using client = await connect(server);
    const [picture] = await controls(server, client);
    const sessions = [
      await setsUp(client, picture, clientPorts(5000)),
      await setsUp(client, picture, clientPorts(5000)),
    ];
    assert.notEqual(sessions[0], sessions[1]);
    for (const session of sessions) assert.equal(await statusOf(client, 'TEARDOWN', session), 200);
  });

  it('test_setup_with_require_header', async () => {
    await using server = await startServer();
    using client = await connect(server);
    const [picture] = await controls(server, client);
    for (const Require of ['funky-feature', 'funky-feature, foo-bar, superburst']) {
      const { response } = await setUp(client, picture, clientPorts(5000), { Require });
      assert.equal(response.status, RTSPStatusCode.OPTION_NOT_SUPPORTED);
      assert.equal(response.headers.get('unsupported'), Require);
    }
    const session = await setsUp(client, picture, clientPorts(5000));
    assert.equal(await statusOf(client, 'TEARDOWN', session), 200);
  });

  it('test_setup_non_existing_stream', async () => {
    await using server = await startServer();
    using client = await connect(server);
    const { response } = await setUp(client, 'stream=7', clientPorts(5000));
    assert.equal(response.status, RTSPStatusCode.NOT_FOUND);
  });

  it('test_play', async () => {
    await using server = await startServer();
    await playOverUdp(server);
  });

  it('test_play_tcp', async () => {
    await using server = await startTcpServer();
    using client = await connect(server);
    const session = await setsUpAll(client, await controls(server, client), tcp);
    await plays(client, session);
    assert.equal(await statusOf(client, 'TEARDOWN', session), 200);
  });

  it('test_play_without_session', async () => {
    await using server = await startServer();
    using client = await connect(server);
    assert.equal(await statusOf(client, 'PLAY'), RTSPStatusCode.SESSION_NOT_FOUND);
  });

  it('test_bind_already_in_use', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const server = new RTSPServer();
    server.setProperty('service', String((other.address() as AddressInfo).port));
    await assert.rejects(server.attach(), { name: 'GError' });
    assert.equal(server.listening, false);
    other.close();
  });

  it('test_play_multithreaded', async () => {
    await using server = await startServer(false, twoThreads);
    await playOverUdp(server);
  });

  it('test_play_multithreaded_block_in_describe', async () => {
    const held = factoryOf();
    const blocked = deferred();
    const released = deferred();
    held.on(
      'media-constructed',
      () => {
        blocked.resolve();
        return released.promise;
      },
      { timeout: 20_000 },
    );
    await using server = await startServer(false, (made) => {
      twoThreads(made);
      made.mountPoints?.addFactory(`${mount}2`, held);
    });
    using client = await connect(server, `${mount}2`);
    const described = statusOf(client, 'DESCRIBE');
    await withDeadline(blocked.promise, 10_000, 'the first DESCRIBE');
    // Its connection has the other thread.
    await playOverUdp(server);
    released.resolve();
    assert.equal(await described, 200);
  });

  it('test_play_multithreaded_timeout_client', async () => {
    await using server = await startServer(false, (made) => {
      twoThreads(made);
      expireFirst(made);
    });
    const pool = poolOf(server);
    using client = await connect(server);
    const session = await setsUpAll(client, await controls(server, client), clientPorts(5000));
    assert.equal(pool.nSessions, 1);
    await plays(client, session);
    await hasLeft(pool, 0);
  });

  it('test_play_multithreaded_timeout_session', async () => {
    await using server = await startServer(false, (made) => {
      twoThreads(made);
      expireFirst(made);
    });
    const pool = poolOf(server);
    using client = await connect(server);
    const [picture, sound] = await controls(server, client);
    const first = await setsUp(client, picture, clientPorts(5000));
    const second = await setsUp(client, sound, clientPorts(5000));
    assert.equal(pool.nSessions, 2);
    await plays(client, first);
    await plays(client, second);
    await hasLeft(pool, 1);
    assert.equal(await statusOf(client, 'TEARDOWN', first), RTSPStatusCode.SESSION_NOT_FOUND);
    assert.equal(await statusOf(client, 'TEARDOWN', second), 200);
  });

  it('test_play_timeout_connection', async () => {
    await using server = await startServer(false, (made) => {
      made.on('client-connected', (of) => {
        of.postSessionTimeout = 1;
        assert.equal(of.postSessionTimeout, 1);
        of.once('new-session', expireSoon);
      });
    });
    const pool = poolOf(server);
    using client = await connect(server);
    const [picture] = await controls(server, client);
    const session = await setsUp(client, picture, clientPorts(5000));
    assert.equal(pool.nSessions, 1);
    await plays(client, session);
    await hasLeft(pool, 0);
    assert.equal(await withDeadline(client.closed, 10_000, 'the end of the connection'), null);
    await assert.rejects(statusOf(client, 'TEARDOWN', session), /connection is closed/);
  });

  it('test_no_session_timeout', () => {
    const session = new RTSPSession('test-session');
    session.timeout = 0;
    const now = process.hrtime.bigint() / 1000n;
    // More than the five seconds that are added to the time of others.
    assert.equal(session.isExpiredUsec(now + 7_000_000n), false);
  });

  it('test_play_one_active_stream', async () => {
    await using server = await startServer(false, (made) => {
      twoThreads(made);
      expireFirst(made);
    });
    using client = await connect(server);
    const [picture] = await controls(server, client);
    const session = await setsUp(client, picture, clientPorts(5000));
    assert.equal(poolOf(server).nSessions, 1);
    await plays(client, session);
    assert.equal(await statusOf(client, 'TEARDOWN', session), 200);
  });

  it('test_play_disconnect', async () => {
    const made = deferred<RTSPSession>();
    const closed = deferred();
    await using server = await startServer(false, (of) => {
      of.on('client-connected', (client) => {
        client.once('new-session', made.resolve);
        client.once('closed', () => closed.resolve());
      });
    });
    const pool = poolOf(server);
    using client = await connect(server);
    const session = await setsUpAll(client, await controls(server, client), clientPorts(5000));
    assert.equal(pool.nSessions, 1);
    await plays(client, session);
    client.destroy();
    await withDeadline(closed.promise, 10_000, 'closed');
    assert.equal(pool.nSessions, 1);
    expireSoon(await made.promise);
    await hasLeft(pool, 0);
  });

  it('test_play_specific_server_port', async () => {
    const factory = factoryOf(`( ${video} )`);
    // The sink of the SDP's time has other ports.
    factory.suspendMode = RTSPSuspendMode.RESET;
    const port = await freeUdpPorts(11);
    const pool = new RTSPAddressPool();
    pool.addRange(RTSP_ADDRESS_POOL_ANY_IPV4, RTSP_ADDRESS_POOL_ANY_IPV4, port, port + 10, 0);
    factory.addressPool = pool;
    await using server = await listen(makeServer(factory));
    using client = await connect(server);
    const [picture] = await controls(server, client, 1);
    const { session, rtp, rtcp } = await client.setupUdp(picture);
    const sender = async ({ socket }: UdpPort) => {
      const [, { port: from }] = (await once(socket, 'message')) as [Buffer, AddressInfo];
      return from;
    };
    const senders = Promise.all([sender(rtp), sender(rtcp)]);
    await plays(client, session);
    const [rtpPort, rtcpPort] = await withDeadline(senders, 10_000, 'RTP and RTCP');
    assert.ok(rtpPort >= port && rtpPort <= port + 10 && rtpPort % 2 === 0);
    assert.equal(rtcpPort, rtpPort + 1);
    assert.equal(await statusOf(client, 'TEARDOWN', session), 200);
  });

  const ranges = ['npt=5-', 'smpte=0:00:00-', 'smpte=1:00:00-', 'smpte=1:00:03-', 'clock=20120321T152256Z-'];

  it('test_play_smpte_range', async () => {
    await using server = await startServer();
    await Promise.all(ranges.map((range) => playOverUdp(server, range)));
  });

  it('test_play_smpte_range_tcp', async () => {
    await using server = await startTcpServer();
    await Promise.all(ranges.map((range) => playOverTcp(server, range)));
  });

  it('test_shared_udp', async () => {
    await using server = await startServer(true);
    await share((until) => playOverUdp(server, undefined, until));
  });

  it('test_shared_tcp', async () => {
    await using server = await startTcpServer(true);
    await share((until) => playOverTcp(server, undefined, until));
  });

  it('test_announce_without_sdp', async () => {
    await using server = await startRecordServer('( fakesink name=depay0 )');
    using client = await connect(server);
    for (const headers of [
      {},
      { 'Content-Type': 'application/sdp' },
      { 'Content-Type': 'application/x-something' },
    ] as Record<string, string>[]) {
      assert.equal(await statusOf(client, 'ANNOUNCE', undefined, headers), RTSPStatusCode.BAD_REQUEST);
    }
  });

  it('test_record_tcp', async () => {
    const buffers = 10;
    const sinks: Element[] = [];
    const launch = '( rtppcmadepay name=depay0 ! appsink name=sink async=false )';
    await using server = await startRecordServer(launch, (sink) => sinks.push(sink));
    using client = await connect(server);

    const sdp = new SDPMessage();
    sdp.version = '0';
    sdp.setOrigin('-', '1188340656180883', '1', 'IN', 'IP4', client.socket.localAddress ?? '');
    sdp.sessionName = 'Session of a test';
    const media = new SDPMedia();
    media.media = 'audio';
    media.addFormat('8');
    media.setPortInfo(0, 1);
    media.proto = 'RTP/AVP';
    media.addAttribute('rtpmap', '8 PCMA/8000');
    sdp.addMedia(media);
    const announced = await client.request('ANNOUNCE', {
      headers: { 'Content-Type': 'application/sdp' },
      body: sdp.toString(),
    });
    assert.equal(announced.status, 200);

    const { response, session } = await setUp(client, '', 'RTP/AVP/TCP;interleaved=0;mode=record');
    assert.equal(response.status, 200);
    assert.equal(await statusOf(client, 'RECORD', session), 200);

    const pipeline = new Pipeline();
    const sender = await parseLaunch(
      `audiotestsrc num-buffers=${buffers} samplesperbuffer=1000 ! alawenc ! rtppcmapay ! appsink name=packets`,
    );
    pipeline.add(sender);
    await pipeline.setState(State.PLAYING);
    const packets = sender.getByName('packets');
    assert.ok(packets);
    const pull = (sink: Element) => withDeadline(sink.signal('pull-sample'), 10_000, 'a sample');
    let sent = 0;
    for (let sample = await pull(packets); sample instanceof Sample; sample = await pull(packets)) {
      client.sendData(0, sample.buffer?.data ?? Buffer.alloc(0));
      sent++;
    }
    await pipeline.setState(State.NULL);
    assert.equal(sent, buffers);

    const [sink] = sinks;
    for (let i = 0; i < buffers; i++) assert.ok((await pull(sink)) instanceof Sample);
    assert.equal((await sink.getState()).state, State.PLAYING);
  });

  it('test_multiple_transports', async () => {
    await using server = await startServer(true);
    using one = await connect(server);
    using other = await connect(server);
    const [picture, sound] = await controls(server, one);
    const { session, rtp, rtcp } = await one.setupUdp(picture);
    await setsUp(one, sound, clientPorts(rtp.port), session);
    const overTcp = await setsUpAll(other, await controls(server, other), tcp);
    await plays(one, session);
    await plays(other, overTcp);
    await rtp.reception.reach(1);
    await hasRtcp(rtcp);
    await other.received(0).reach(1);
    assert.equal(await statusOf(one, 'TEARDOWN', session), 200);
    assert.equal(await statusOf(other, 'TEARDOWN', overTcp), 200);
  });

  it('test_suspend_mode_reset_only_audio', async () => {
    const factory = factoryOf();
    factory.suspendMode = RTSPSuspendMode.RESET;
    await using server = await listen(makeServer(factory));
    using client = await connect(server);
    const [, sound] = await controls(server, client);
    const session = await setsUp(client, sound, clientPorts(5000));
    await plays(client, session);
    assert.equal(await statusOf(client, 'TEARDOWN', session), 200);
  });

  it('test_double_play', async () => {
    const paused: boolean[] = [];
    class Client extends RTSPClient {
      protected override async adjustPlayMode({ sessionMedia, media }: RTSPContext) {
        assert.ok(sessionMedia && media);
        if ((await sessionMedia.getRtspState()) !== RTSPState.PLAYING) return RTSPStatusCode.OK;
        paused.push(await sessionMedia.setState(State.PAUSED), await media.unsuspend());
        return RTSPStatusCode.OK;
      }
    }
    class Server extends RTSPServer {
      protected override createClient() {
        return new Client();
      }
    }
    await using server = await listen(makeServer(factoryOf(), new Server()));
    using client = await connect(server);
    const [picture, sound] = await controls(server, client);
    const { session, rtp } = await client.setupUdp(picture);
    await setsUp(client, sound, clientPorts(rtp.port), session);
    await plays(client, session, 'npt=0-');
    // Until it has to go back for the second one.
    await rtp.reception.reach(20);
    await plays(client, session, 'npt=0-');
    assert.deepEqual(paused, [true, true]);
    assert.equal(await statusOf(client, 'TEARDOWN', session), 200);
  });
});
