import assert from 'node:assert/strict';
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';

import {
  RTSP_ADDRESS_POOL_ANY_IPV4,
  RTSPAddressFlags,
  RTSPAddressPool,
  RTSPAddressPoolResult,
  RTSPAuth,
  RTSPLowerTrans,
  type RTSPMedia,
  RTSPMediaFactory,
  RTSPToken,
  serve,
  SocketFamily,
} from '../lib/index.js';
import { native } from '../lib/native.js';
import { RtspClient } from './clients/rtsp-client.js';
import { isServed } from './clients/viewer.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';

function multicast(): RTSPAddressPool {
  const pool = new RTSPAddressPool();
  assert.ok(pool.addRange('224.3.0.1', '224.3.0.2', 5000, 5001, 16));
  return pool;
}

async function bind(port: number): Promise<Socket | null> {
  const socket = createSocket('udp4').bind(port);
  return Promise.race([once(socket, 'listening').then(() => socket), once(socket, 'error').then(() => null)]);
}

/** A pair of ports that are free, the even one of which is this. */
async function freePair(): Promise<number> {
  const [taken, first] = await takePort(0);
  taken.close();
  return first;
}

/** A pair of ports, the even one of which is first, with a socket on one of them. */
async function takePort(which: number): Promise<[taken: Socket, first: number]> {
  for (;;) {
    const even = await bind(0);
    assert.ok(even);
    const { port } = even.address();
    const odd = port % 2 === 0 ? await bind(port + 1) : null;
    if (!odd) {
      even.close();
      continue;
    }
    const both = [even, odd];
    both[1 - which]?.close();
    return [both[which] ?? even, port];
  }
}

describe('an RTSPAddressPool', () => {
  it('gives its addresses, each once, and has them again when they are freed', () => {
    const pool = multicast();
    const flags = RTSPAddressFlags.MULTICAST | RTSPAddressFlags.EVEN_PORT;
    const [one, other] = [pool.acquireAddress(flags, 2), pool.acquireAddress(flags, 2)];
    assert.ok(one && other);
    assert.deepEqual([one.address, one.port, one.nPorts, one.ttl], ['224.3.0.1', 5000, 2, 16]);
    assert.equal(other.address, '224.3.0.2');
    assert.equal(pool.acquireAddress(flags, 2), null);
    const copy = one.copy();
    one.free();
    one.free();
    assert.equal(one.address, '224.3.0.1', 'what it was can still be read');
    assert.equal(pool.acquireAddress(flags, 2)?.address, '224.3.0.1');
    copy.free();
    assert.equal(pool.acquireAddress(flags, 2), null, 'a copy belongs to no pool');
  });

  it('has an address again that the garbage collector has taken', async () => {
    const pool = multicast();
    for (let i = 0; i < 2; i++) assert.ok(pool.acquireAddress(0, 2));
    await eventually(
      () => {
        globalThis.gc?.();
        return native.statistics().reaperIdle && pool.acquireAddress(0, 2) !== null;
      },
      5000,
      'an address',
    );
  });

  it('reserves a certain address, and says why it does not', () => {
    const pool = multicast();
    const { result, address } = pool.reserveAddress('224.3.0.2', 5000, 2, 16);
    assert.deepEqual([result, address?.address], [RTSPAddressPoolResult.OK, '224.3.0.2']);
    const why = (ip: string) => pool.reserveAddress(ip, 5000, 2, 16).result;
    assert.equal(why('224.3.0.2'), RTSPAddressPoolResult.ERESERVED);
    assert.equal(why('224.3.0.3'), RTSPAddressPoolResult.ERANGE);
    assert.equal(why('127.0.0.1'), RTSPAddressPoolResult.EINVAL);
  });

  it('takes no range that upstream is critical of', () => {
    const pool = new RTSPAddressPool();
    assert.equal(pool.addRange('224.3.0.1', '224.3.0.9', 6000, 5000, 16), false);
    assert.equal(pool.addRange('ff11::1', 'ff12::1', 5000, 5001, 16), false);
    assert.equal(pool.addRange('none', 'none', 5000, 5001, 0), false);
    assert.ok(pool.addRange('ff11::1', 'ff11::ffff', 5000, 5001, 16));
    assert.equal(pool.reserveAddress('ff11::ff00', 5000, 2, 16).result, RTSPAddressPoolResult.OK);
    for (const ports of [0, -1, 65_536, 2 ** 32 - 1, NaN]) {
      assert.throws(() => pool.acquireAddress(0, ports), TypeError);
      assert.throws(() => pool.reserveAddress('ff11::1', 5000, ports, 16), TypeError);
    }
  });

  it('is cleared only when none of its addresses is in use, and tells what is in it', () => {
    const pool = multicast();
    const address = pool.acquireAddress(0, 2);
    assert.throws(() => pool.clear(), /in use/);
    assert.match(
      pool.dump(),
      /free:\n.*224\.3\.0\.2.*\nallocated:\n.*224\.3\.0\.1-224\.3\.0\.1, port 5000-5001, ttl 16/,
    );
    address?.free();
    pool.clear();
    assert.equal(pool.dump(), 'free:\nallocated:\n');
    assert.equal(pool.hasUnicastAddresses(), false);
    assert.ok(pool.addRange(RTSP_ADDRESS_POOL_ANY_IPV4, RTSP_ADDRESS_POOL_ANY_IPV4, 5000, 5001, 0));
    assert.equal(pool.hasUnicastAddresses(), true);
  });

  it('of a factory is where its streams get their multicast address from', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    factory.addressPool = multicast();
    assert.equal(factory.addressPool, factory.addressPool);
    const configured = deferred<RTSPMedia>();
    factory.once('media-configure', configured.resolve);
    await using server = await serve({ port: 0, mounts: { '/test': factory } });
    using client = await RtspClient.connect(server.url('/test'));
    const { media: described } = await client.describe();
    const media = await withDeadline(configured.promise, 5000, 'the media');
    assert.equal(media.addressPool, factory.addressPool);
    const stream = media.getStream(0);
    assert.ok(stream);
    assert.equal(stream.addressPool, factory.addressPool);
    const { headers } = await client.request('SETUP', {
      uri: `${client.url}/${described[0].control}`,
      headers: { Transport: 'RTP/AVP;multicast' },
    });
    const own = stream.getMulticastAddress(SocketFamily.IPV4);
    assert.equal(own?.address, '224.3.0.1');
    assert.match(headers.get('transport') ?? '', /destination=224\.3\.0\.1.*ttl=16/);
    assert.equal(stream.reserveAddress('224.3.0.1', 5000, 2, 16)?.port, 5000);
    assert.equal(stream.reserveAddress('224.3.0.2', 5000, 2, 16), null);
    assert.equal(stream.getRtpMulticastSocket(SocketFamily.IPV4)?.localAddress?.port, 5000);
    assert.equal(stream.getRtpSocket(SocketFamily.IPV4), null);
  });

  const refusals = {
    "the stream's own port is in use": 0,
    'the port of its control packets is in use': 1,
  };
  for (const [why, which] of Object.entries(refusals)) {
    it(`has an address that is refused in SETUP where ${why}, and others are served`, async () => {
      const [taken, port] = await takePort(which);
      const pool = new RTSPAddressPool();
      pool.addRange('224.3.0.1', '224.3.0.1', port, port + 1, 1);
      const factory = new RTSPMediaFactory();
      factory.launch = tone;
      factory.shared = true;
      factory.protocols = RTSPLowerTrans.UDP_MCAST;
      factory.addressPool = pool;
      await using server = await serve({ port: 0, mounts: { '/test': factory, '/tone': tone } });
      const setUp = async () => {
        using client = await RtspClient.connect(server.url('/test'));
        // The address is in the description.
        const { media } = await client.describe();
        const { status } = await client.request('SETUP', {
          uri: `${client.url}/${media[0].control}`,
          headers: { Transport: 'RTP/AVP;multicast' },
        });
        return status;
      };
      assert.equal(await setUp(), 461);
      assert.equal(await setUp(), 461);
      taken.close();
      await isServed(server.url('/tone'));
    });
  }

  it('has the address of a stream again whose players bring their own', async () => {
    const pool = new RTSPAddressPool();
    const own = await freePair();
    pool.addRange('224.3.0.1', '224.3.0.1', own, own + 1, 1);
    const empty = pool.dump();
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    factory.protocols = RTSPLowerTrans.UDP_MCAST;
    factory.addressPool = pool;
    factory.addRole('user', { 'media.factory.access': true, 'media.factory.construct': true });
    const auth = new RTSPAuth();
    auth.defaultToken = new RTSPToken({ 'media.factory.role': 'user', 'transport.client-settings': true });
    await using server = await serve({ port: 0, auth, mounts: { '/test': factory } });
    for (const describes of [true, false, true]) {
      using client = await RtspClient.connect(server.url('/test'));
      if (describes) assert.match((await client.request('DESCRIBE')).body.toString(), /c=IN IP4 224\.3\.0\.1/);
      const port = await freePair();
      const { headers } = await client.request('SETUP', {
        uri: `${client.url}/stream=0`,
        headers: { Transport: `RTP/AVP;multicast;destination=224.3.0.7;ttl=1;port=${port}-${port + 1}` },
      });
      assert.match(headers.get('transport') ?? '', /destination=224\.3\.0\.7/);
      assert.equal(pool.dump(), empty);
      const [session = ''] = headers.get('session')?.split(';') ?? [];
      await client.request('TEARDOWN', { headers: { Session: session } });
    }
    using client = await RtspClient.connect(server.url('/test'));
    await client.describe();
    assert.match(pool.dump(), /free:\nallocated:\n.*224\.3\.0\.1/, 'one that is in use');
  });

  it('has an odd port that an application may reserve, and that no player gets', async () => {
    const pool = new RTSPAddressPool();
    pool.addRange('224.3.0.1', '224.3.0.1', 5001, 5003, 1);
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    factory.addressPool = pool;
    const reserved = deferred<number | undefined>();
    factory.once('media-configure', (media) => {
      reserved.resolve(media.getStream(0)?.reserveAddress('224.3.0.1', 5001, 2, 1)?.port);
    });
    await using server = await serve({ port: 0, mounts: { '/test': factory } });
    using client = await RtspClient.connect(server.url('/test'));
    const { media } = await client.describe();
    const { status } = await client.request('SETUP', {
      uri: `${client.url}/${media[0].control}`,
      headers: { Transport: 'RTP/AVP;multicast' },
    });
    assert.equal(await reserved.promise, 5001);
    assert.equal(status, 461);
    await isServed(server.url('/test'));
  });
});
