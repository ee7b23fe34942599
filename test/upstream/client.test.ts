import assert from 'node:assert/strict';

import {
  RTSPAddressPool,
  RTSPClient,
  type RTSPContext,
  type RTSPMedia,
  RTSPMediaFactory,
  RTSPMessage,
  RTSPMethod,
  RTSPStatusCode,
  SDPMessage,
} from '../../lib/index.js';
import { freeUdpPorts } from '../helpers/ports.js';
import { Conversation, Scene, trusting } from './conversation.js';

const { OPTIONS, DESCRIBE, SETUP, PLAY } = RTSPMethod;
const url = 'rtsp://localhost/test';
const picture = 'videotestsrc ! video/x-raw,width=352,height=288 ! rtpgstpay name=pay0 pt=96';
const both = `( ${picture} audiotestsrc ! audio/x-raw,rate=8000 ! rtpgstpay name=pay1 pt=97 )`;
const sound = 'audiotestsrc ! audio/x-raw,rate=44100 ! audioconvert ! rtpL16pay name=pay0';

/** URL and path of a mount: those of a path, and those of the root. */
const mounts = { path: ['/test', url], root: ['/', 'rtsp://localhost'] } as const;

function factoryOf(launch: string): RTSPMediaFactory {
  const factory = new RTSPMediaFactory();
  factory.launch = launch;
  return factory;
}

/** What the Transport header says of a multicast address. */
function toward(destination: string, ttl: number, port: number, lastPort = port + 1): string {
  return `RTP/AVP;multicast;destination=${destination};ttl=${ttl};port=${port}-${lastPort};mode="PLAY"`;
}

/** A mount that goes to the addresses of a pool, for users. */
function multicastFactory(port: number, lastPort: number, maxTtl: number, launch = sound): RTSPMediaFactory {
  const factory = factoryOf(launch);
  const pool = new RTSPAddressPool();
  assert.equal(pool.addRange('233.252.0.1', '233.252.0.1', port, lastPort, 1), true);
  factory.addressPool = pool;
  factory.addRole('user', { 'media.factory.access': true, 'media.factory.construct': true });
  factory.maxMcastTtl = maxTtl;
  return factory;
}

/** A client of such a mount, and the port at which its pool begins. */
async function multicastClient(maxTtl = 1, path = '/test', launch = sound) {
  // C's tests always use port 5000; others may have it here.
  const port = await freeUdpPorts(11);
  const conversation = await Conversation.with(
    new RTSPClient(),
    new Scene(multicastFactory(port, port + 10, maxTtl, launch), path),
  );
  return { conversation, port };
}

async function describes([path, uri]: readonly [string, string]): Promise<void> {
  const nowhere = await Conversation.with(new RTSPClient());
  await nowhere.expect(404, 'Not Found', DESCRIBE, uri);
  await nowhere.client.close();

  const there = await Conversation.with(new RTSPClient(), new Scene(factoryOf(both), path));
  await there.expect(200, 'OK', DESCRIBE, uri);
  await there.client.close();
}

async function setsUpTcp([path, uri]: readonly [string, string]): Promise<void> {
  const conversation = await Conversation.connected(new Scene(factoryOf(both), path));
  const expected = /^RTP\/AVP\/TCP;unicast;interleaved=0-1;ssrc=.*;mode="PLAY"$/;
  await conversation.setUp(`${uri}/stream=0`, 'RTP/AVP/TCP;unicast', expected);
  await conversation.end(uri);
}

/** The channels that the client wants a second time are others. */
async function setsUpTwoStreams([path, uri]: readonly [string, string]): Promise<void> {
  const conversation = await Conversation.connected(new Scene(factoryOf(both), path));
  const wanted = 'RTP/AVP/TCP;unicast;interleaved=0-1';
  const expected = (channels: string) =>
    new RegExp(`^RTP/AVP/TCP;unicast;interleaved=${channels};ssrc=.*;mode="PLAY"$`);
  await conversation.setUp(`${uri}/stream=0`, wanted, expected('0-1'));
  await conversation.setUp(`${uri}/stream=1`, wanted, expected('2-3'));
  await conversation.end(uri);
}

/** A client that may choose gets the transport that it wants. */
async function choosesTransport(transport: (port: number) => string): Promise<void> {
  const { conversation, port } = await multicastClient();
  conversation.client.auth = trusting();
  await conversation.setUp(`${url}/stream=0`, transport(port), transport(port));
  assert.equal(conversation.client.sessionPool?.nSessions, 1);
  await conversation.play(url);
  await conversation.end(url);
}

/** DESCRIBE tells the bit rate in kbit/s, or none for 0. */
async function describesBandwidth(tags: string | null, bandwidth: number): Promise<void> {
  const launch = picture.replace('!', tags === null ? '!' : `! taginject tags="${tags}" !`);
  const conversation = await Conversation.with(new RTSPClient(), new Scene(factoryOf(launch)));
  const { body } = await conversation.expect(200, 'OK', DESCRIBE, url);
  const sdp = new SDPMessage(body?.toString() ?? '');
  assert.ok(sdp.version !== null && sdp.getOrigin() !== null && sdp.sessionName !== null);
  // The line t=0 0 says nothing, and upstream reads it as none.
  assert.equal(sdp.timesLen, 0);
  assert.equal(sdp.mediasLen, 1);
  const media = sdp.getMedia(0);
  assert.equal(media.media, 'application');
  assert.equal(media.bandwidthsLen, bandwidth === 0 ? 0 : 1);
  if (bandwidth !== 0) assert.deepEqual(media.getBandwidth(0), { bwtype: 'AS', bandwidth });
  await conversation.client.close();
}

/** What a client asks for, what it gets, and where its stream then goes. */
interface Multicast {
  transport: string;
  expected?: string;
  address: string;
}

/** Two clients of one server, each of which may choose: SETUP and PLAY of one, then of the other. */
async function twoClients(
  { shared, bind = false }: { shared: boolean; bind?: boolean },
  wanted: (port: number) => readonly [Multicast, Multicast],
): Promise<void> {
  const port = await freeUdpPorts(6);
  const factory = multicastFactory(port, port + 1, 5);
  factory.shared = shared;
  factory.bindMcastAddress = bind;
  const medias: RTSPMedia[] = [];
  factory.on('media-configure', (media) => medias.push(media));
  const scene = new Scene(factory);
  const conversations: Conversation[] = [];
  const addresses: string[] = [];
  for (const { transport, expected = transport, address } of wanted(port)) {
    const client = new RTSPClient();
    client.auth = trusting();
    const conversation = await Conversation.with(client, scene);
    await conversation.setUp(`${url}/stream=0`, transport, expected);
    await conversation.play(url);
    conversations.push(conversation);

    if (!shared) addresses.splice(0);
    if (!addresses.includes(address)) addresses.unshift(address);
    assert.equal(medias.at(-1)?.getStream(0)?.multicastClientAddresses, addresses.join(','));
  }
  assert.equal(medias.length, shared ? 1 : 2);
  for (const conversation of conversations.reverse()) await conversation.end(url);
}

/** The second client plays when the first one has gone. */
async function playsAfterTeardown(shared: boolean): Promise<void> {
  const port = await freeUdpPorts(4);
  const factory = multicastFactory(port, shared ? port + 1 : port + 3, 5);
  factory.shared = shared;
  const scene = new Scene(factory);
  const conversations: Conversation[] = [];
  for (const first of [port, shared ? port : port + 2]) {
    const client = new RTSPClient();
    client.auth = trusting();
    const conversation = await Conversation.with(client, scene);
    const expected = toward('233.252.0.1', 1, first);
    await conversation.setUp(`${url}/stream=0`, 'RTP/AVP;multicast;mode="PLAY"', expected);
    if (conversations.length === 0) await conversation.play(url);
    conversations.push(conversation);
  }
  const [one, other] = conversations;
  await one.end(url);
  await other.play(url);
  await other.end(url);
}

async function playsMulticast([path, uri]: readonly [string, string]): Promise<void> {
  const { conversation, port } = await multicastClient(1, path);
  conversation.client.auth = trusting(false);
  await conversation.setUp(`${uri}/stream=0`, 'RTP/AVP;multicast', toward('233.252.0.1', 1, port));
  const { headers } = await conversation.play(uri);
  assert.equal((headers.get('Session') ?? '').split(';')[0], conversation.session);
  assert.match(headers.get('RTP-Info') ?? '', /^url=rtsp:\/\/.+;seq=[0-9]+;rtptime=[0-9]+/);
  await conversation.end(uri);
}

interface Rates {
  scale?: string;
  speed?: string;
}

/** PLAY with these headers, of a sound that an element may play faster. */
async function playsAt(asked: Rates, expected: Rates | null, element = ''): Promise<void> {
  const { conversation, port } = await multicastClient(1, '/test', sound.replace('!', `! ${element}`));
  conversation.client.auth = trusting();
  await conversation.setUp(`${url}/stream=0`, 'RTP/AVP;multicast', toward('233.252.0.1', 1, port));
  const request: Record<string, string> = { Session: conversation.session };
  if (asked.scale !== undefined) request.Scale = asked.scale;
  if (asked.speed !== undefined) request.Speed = asked.speed;
  if (expected === null) {
    await conversation.expect(400, 'Bad Request', PLAY, url, request);
  } else {
    const { headers } = await conversation.play(url, request);
    assert.notEqual(headers.get('Range'), null);
    assert.deepEqual([headers.get('Scale'), headers.get('Speed')], [expected.scale ?? null, expected.speed ?? null]);
  }
  await conversation.end(url);
}

describe('upstream: client', () => {
  it('test_require', async () => {
    const conversation = await Conversation.with(new RTSPClient());
    const requires = async (options: string[], unsupported: string) => {
      const response = await conversation.expect(551, 'Option not supported', OPTIONS, url, { Require: options });
      assert.equal(response.headers.get('Unsupported'), unsupported);
    };
    await requires(['test-not-supported1'], 'test-not-supported1');
    conversation.client.on('check-requirements', (_context, options) =>
      options.filter((option) => option !== 'test-requirements').join(', '),
    );
    await conversation.expect(200, 'OK', OPTIONS, url, { Require: 'test-requirements' });
    await requires(['test-not-supported1'], 'test-not-supported1');
    const unsupported = 'test-not-supported1, test-not-supported2';
    await requires(['test-not-supported1', 'test-not-supported2'], unsupported);
    await requires(['test-not-supported1', 'test-requirements', 'test-not-supported2'], unsupported);
    await conversation.client.close();
  });

  it('test_request', async () => {
    const conversation = await Conversation.with(new RTSPClient());
    await conversation.expect(400, 'Bad Request', OPTIONS, 'foopy://padoop/');
    await conversation.expect(454, 'Session Not Found', OPTIONS, url, { Session: 'foobar' });
    await conversation.client.close();

    const connected = await Conversation.connected();
    await connected.expect(200, 'OK', OPTIONS, '/test');
    await connected.client.close();

    // 400 in C: a client without a connection has none that a path could belong to. Here it always has one.
    const unconnected = await Conversation.with(new RTSPClient());
    await unconnected.expect(200, 'OK', OPTIONS, '/test');
    await unconnected.client.close();
  });

  it('test_options', async () => {
    const conversation = await Conversation.with(new RTSPClient());
    const { headers } = await conversation.expect(200, 'OK', OPTIONS, url);
    assert.deepEqual(
      (headers.get('Public') ?? '').split(/, */).sort(),
      Object.keys(RTSPMethod)
        .filter((method) => !['INVALID', 'REDIRECT', 'GET', 'POST'].includes(method))
        .sort(),
    );
    await conversation.client.close();
  });

  it('test_describe', () => describes(mounts.path));

  it('test_describe_root_mount_point', () => describes(mounts.root));

  it('test_setup_tcp', () => setsUpTcp(mounts.path));

  it('test_setup_tcp_root_mount_point', () => setsUpTcp(mounts.root));

  it('test_setup_no_rtcp', async () => {
    const factory = factoryOf(both);
    factory.enableRtcp = false;
    const conversation = await Conversation.connected(new Scene(factory));
    const wanted = 'RTP/AVP;unicast;client_port=5000-5001';
    // One port of the server, not two.
    const expected = new RegExp(`^${wanted};server_port=[0-9]+;ssrc=.*;mode="PLAY"$`);
    await conversation.setUp(`${url}/stream=0`, wanted, expected);
    await conversation.end(url);
  });

  it('test_setup_tcp_two_streams_same_channels', () => setsUpTwoStreams(mounts.path));

  it('test_setup_tcp_two_streams_same_channels_root_mount_point', () => setsUpTwoStreams(mounts.root));

  it('test_client_multicast_transport_404', async () => {
    const { conversation } = await multicastClient();
    const headers = { Transport: 'RTP/AVP;multicast' };
    await conversation.expect(404, 'Not Found', SETUP, `${url}2/stream=0`, headers);
    await conversation.client.close();
  });

  it('test_client_multicast_transport', async () => {
    const { conversation, port } = await multicastClient();
    conversation.client.on('new-session', (session) => {
      session.timeout = 20;
    });
    const session = await conversation.setUp(`${url}/stream=0`, 'RTP/AVP;multicast', toward('233.252.0.1', 1, port));
    assert.equal(session.timeout, 20);
    await conversation.end(url);
  });

  it('test_client_multicast_ignore_transport_specific', async () => {
    const { conversation, port } = await multicastClient();
    await conversation.setUp(
      `${url}/stream=0`,
      `RTP/AVP;multicast;destination=233.252.0.2;ttl=2;port=${port + 1}-${port + 6};`,
      toward('233.252.0.1', 1, port),
    );
    await conversation.end(url);
  });

  it('test_client_multicast_transport_specific', () => choosesTransport((port) => toward('233.252.0.1', 1, port)));

  it('test_client_multicast_transport_specific_no_address_in_pool', () =>
    choosesTransport((port) => toward('234.252.0.3', 1, port + 2, port + 4)));

  it('test_client_sdp_with_max_bitrate_tag', async () => {
    await describesBandwidth('maximum-bitrate=(uint)50000000', 50_000);
    await describesBandwidth('maximum-bitrate=(uint)0', 0);
  });

  it('test_client_sdp_with_bitrate_tag', async () => {
    await describesBandwidth('bitrate=(uint)7000000', 7000);
    await describesBandwidth('bitrate=(uint)0', 0);
  });

  it('test_client_sdp_with_max_bitrate_and_bitrate_tags', async () => {
    await describesBandwidth('bitrate=(uint)7000000,maximum-bitrate=(uint)50000000', 50_000);
    await describesBandwidth('bitrate=(uint)7000000,maximum-bitrate=(uint)0', 7000);
    await describesBandwidth('bitrate=(uint)0,maximum-bitrate=(uint)0', 0);
  });

  it('test_client_sdp_with_no_bitrate_tags', () => describesBandwidth(null, 0));

  const pooled = (port: number): Multicast => ({
    transport: toward('233.252.0.1', 1, port),
    address: `233.252.0.1:${port}`,
  });
  const other = (port: number): Multicast => ({
    transport: toward('233.252.0.2', 1, port + 2),
    address: `233.252.0.2:${port + 2}`,
  });
  const anything = (port: number): Multicast => ({
    transport: 'RTP/AVP;multicast;mode="PLAY"',
    expected: toward('233.252.0.1', 1, port),
    address: `233.252.0.1:${port}`,
  });

  it('test_client_multicast_transport_specific_two_clients_shared_media', () =>
    twoClients({ shared: true }, (port) => [pooled(port), other(port)]));

  it('test_client_multicast_transport_specific_two_clients', () =>
    twoClients({ shared: false }, (port) => [pooled(port), other(port)]));

  it('test_client_multicast_transport_specific_two_clients_same_ports', () =>
    // Bound to the multicast address: bound to any, the second pair of sockets would find its ports taken.
    twoClients({ shared: false, bind: true }, (port) => [
      { transport: toward('233.252.0.1', 1, port + 4), address: `233.252.0.1:${port + 4}` },
      { transport: toward('233.252.0.2', 1, port + 4), address: `233.252.0.2:${port + 4}` },
    ]));

  it('test_client_multicast_transport_specific_two_clients_same_destination', () =>
    twoClients({ shared: false }, (port) => [
      { transport: toward('233.252.0.2', 1, port + 2), address: `233.252.0.2:${port + 2}` },
      { transport: toward('233.252.0.2', 1, port + 4), address: `233.252.0.2:${port + 4}` },
    ]));

  it('test_client_multicast_transport_specific_two_clients_shared_media_same_transport', () =>
    twoClients({ shared: true }, (port) => [pooled(port), pooled(port)]));

  it('test_client_multicast_two_clients_shared_media', () =>
    twoClients({ shared: true }, (port) => [anything(port), anything(port)]));

  it('test_client_multicast_two_clients_shared_media_teardown_play', () => playsAfterTeardown(true));

  it('test_client_multicast_two_clients_not_shared_media_teardown_play', () => playsAfterTeardown(false));

  it('test_client_multicast_two_clients_first_specific_transport_shared_media', () =>
    twoClients({ shared: true }, (port) => [pooled(port), anything(port)]));

  it('test_client_multicast_two_clients_second_specific_transport_shared_media', () =>
    twoClients({ shared: true }, (port) => [
      anything(port),
      { transport: toward('233.252.0.2', 2, port + 4), address: `233.252.0.2:${port + 4}` },
    ]));

  it('test_client_multicast_max_ttl_first_client', () =>
    // The highest TTL that was wanted is that of all.
    twoClients({ shared: true }, (port) => [
      { ...pooled(port), transport: toward('233.252.0.1', 3, port) },
      { ...other(port), expected: toward('233.252.0.2', 3, port + 2) },
    ]));

  it('test_client_multicast_max_ttl_second_client', () =>
    twoClients({ shared: true }, (port) => [
      { ...pooled(port), transport: toward('233.252.0.1', 2, port) },
      { ...other(port), transport: toward('233.252.0.2', 4, port + 2) },
    ]));

  it('test_client_multicast_invalid_ttl', async () => {
    const { conversation, port } = await multicastClient(3);
    conversation.client.auth = trusting();
    await conversation.expect(461, 'Unsupported transport', SETUP, `${url}/stream=0`, {
      Transport: toward('233.252.0.1', 0, port),
    });
    assert.equal(conversation.client.sessionPool?.nSessions, 0);
    await conversation.client.close();
  });

  // C's test writes rates into segments by a pad probe; here elements do that.
  it('test_scale_and_speed', async () => {
    await playsAt({}, {});
    await playsAt({ scale: '2.000' }, { scale: '2.000' }, 'scaletempo ! ');
    await playsAt({ speed: '2.000' }, { speed: '2.000' });
    await playsAt({ scale: '2', speed: '2' }, { scale: '2.000', speed: '2.000' }, 'pitch output-rate=2 ! ');
    await playsAt({ scale: '5' }, { scale: '1.000', speed: '5.000' });
    await playsAt({ scale: '2', speed: '2' }, { scale: '4.000', speed: '1.000' }, 'scaletempo ! ');

    await playsAt({ scale: 'x' }, null);
    await playsAt({ speed: 'y' }, null);
    await playsAt({ scale: '0' }, null);
    await playsAt({ speed: '0' }, null);
    await playsAt({ speed: '-2' }, null);
  });

  it('test_client_play', () => playsMulticast(mounts.path));

  it('test_client_play_root_mount_point', () => playsMulticast(mounts.root));

  it('test_adjust_error_code', async () => {
    let adjusting = false;
    class Client extends RTSPClient {
      protected override adjustErrorCode(_context: RTSPContext, code: RTSPStatusCode) {
        return adjusting ? RTSPStatusCode.NOT_FOUND : code;
      }
    }
    const conversation = await Conversation.with(new Client());
    const nonsense = () => conversation.hand(RTSPMessage.parse(Buffer.from('DANCE foopy://padoop/ RTSP/1.0\r\n\r\n')));
    const answered = async () => {
      const { status, reason } = await nonsense();
      return [status, reason];
    };
    assert.deepEqual(await answered(), [400, 'Bad Request']);
    adjusting = true;
    assert.deepEqual(await answered(), [404, 'Not Found']);
    await conversation.client.close();
  });
});
