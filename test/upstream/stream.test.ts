import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import {
  Bin,
  type Element,
  ElementFactory,
  RTSP_ADDRESS_POOL_ANY_IPV4,
  RTSP_ADDRESS_POOL_ANY_IPV6,
  type RTSPAddress,
  RTSPAddressPool,
  RTSPLowerTrans,
  RTSPStream,
  RTSPStreamTransport,
  RTSPTransport,
  SocketFamily,
  State,
} from '../../lib/index.js';
import { freeUdpPorts } from '../helpers/ports.js';

const { IPV4, IPV6 } = SocketFamily;
const { UDP, UDP_MCAST, TCP } = RTSPLowerTrans;

type Range = Parameters<RTSPAddressPool['addRange']>;

interface Joined {
  stream: RTSPStream;
  bin: Bin;
  rtpbin: Element;
}

/** A stream, and where it can join. In C's tests it has a pad without an element. */
async function make(...ranges: readonly Range[]): Promise<Joined> {
  const payloader = await ElementFactory.make('rtpgstpay', 'testpayloader');
  const rtpbin = await ElementFactory.make('rtpbin', 'testrtpbin');
  const bin = new Bin('testbin');
  bin.add(payloader, rtpbin);
  const pad = payloader.getStaticPad('src');
  assert.ok(pad);
  const stream = new RTSPStream(0, payloader, pad);
  if (ranges.length > 0) {
    const pool = new RTSPAddressPool();
    for (const range of ranges) assert.equal(pool.addRange(...range), true);
    stream.addressPool = pool;
  }
  return { stream, bin, rtpbin };
}

/** The same while it is in its bin. */
async function joined(
  made: Joined | Promise<Joined>,
  use: (stream: RTSPStream) => void | Promise<void> = () => {},
): Promise<void> {
  const { stream, bin, rtpbin } = await made;
  assert.equal(await stream.joinBin(bin, rtpbin, State.NULL), true);
  await use(stream);
  assert.equal(await stream.leaveBin(bin, rtpbin), true);
}

function isAt(address: RTSPAddress | null, ip: string, port: number): void {
  assert.ok(address);
  assert.deepEqual([address.address.toLowerCase(), address.port, address.nPorts], [ip, port, 2]);
}

async function hasIpv6(): Promise<boolean> {
  const socket = createSocket({ type: 'udp6', ipv6Only: true });
  try {
    socket.bind(0, '::');
    await once(socket, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    socket.close();
  }
}

async function getsSockets(lowerTransport: number, family: SocketFamily): Promise<void> {
  const port = await freeUdpPorts(100);
  const last = port + 99;
  const made = make(
    [RTSP_ADDRESS_POOL_ANY_IPV4, RTSP_ADDRESS_POOL_ANY_IPV4, port, last, 0],
    [RTSP_ADDRESS_POOL_ANY_IPV6, RTSP_ADDRESS_POOL_ANY_IPV6, port, last, 0],
    ['233.252.0.0', '233.252.0.0', port, last, 1],
    ['FF11:DB8::1', 'FF11:DB8::1', port, last, 1],
  );
  await joined(made, async (stream) => {
    // What C's test leaves out has to be said here; it is the pool that chooses.
    const transport = new RTSPTransport({
      lowerTransport,
      destination: lowerTransport === UDP ? '127.0.0.1' : '233.252.0.0',
      clientPort: { min: port, max: port + 1 },
      port: { min: port, max: port + 1 },
      ttl: 1,
    });
    // False in C.
    await assert.rejects(stream.completeStream(transport), /no .*sockets/);
    const has = family === IPV4 || (await hasIpv6());
    assert.equal(stream.allocateUdpSockets(family, transport, false), has);
    if (has) assert.equal(await stream.completeStream(transport), true);
    for (const of of [IPV4, IPV6]) {
      const sockets =
        lowerTransport === UDP
          ? [stream.getRtpSocket(of), stream.getRtcpSocket(of)]
          : [stream.getRtpMulticastSocket(of), stream.getRtcpMulticastSocket(of)];
      for (const socket of sockets) {
        assert.equal(socket !== null, has && of === family);
        assert.ok((socket?.fd ?? 0) >= 0);
      }
    }
  });
}

async function takesClientAddress(destination: string, valid: boolean): Promise<void> {
  const port = await freeUdpPorts(2);
  await joined(make(), async (stream) => {
    const transport = new RTSPTransport({
      lowerTransport: UDP_MCAST,
      destination,
      ttl: 1,
      port: { min: port, max: port + 1 },
    });
    assert.equal(stream.allocateUdpSockets(IPV4, transport, true), valid);
    assert.equal(stream.addMulticastClientAddress(destination, port, port + 1, IPV4), valid);
    // False in C.
    if (valid) assert.equal(await stream.completeStream(transport), true);
    else await assert.rejects(stream.completeStream(transport), /no multicast sockets/);
    assert.equal(stream.multicastClientAddresses, valid ? `${destination}:${port}` : '');
  });
}

/** A TCP transport of a stream, which it is added to and removed from. */
async function withTransport(
  use: (stream: RTSPStream, transport: RTSPStreamTransport) => Promise<void>,
): Promise<void> {
  const made = await make();
  made.stream.protocols = TCP;
  await joined(made, async (stream) => {
    const transport = RTSPTransport.parse('RTP/AVP/TCP;unicast;destination=127.0.0.1;interleaved=0-1');
    await use(stream, new RTSPStreamTransport(stream, transport));
  });
}

describe('upstream: stream', () => {
  it('test_get_sockets_udp_ipv4', () => getsSockets(UDP, IPV4));

  it('test_get_sockets_udp_ipv6', () => getsSockets(UDP, IPV6));

  it('test_get_sockets_mcast_ipv4', () => getsSockets(UDP_MCAST, IPV4));

  it('test_get_sockets_mcast_ipv6', () => getsSockets(UDP_MCAST, IPV6));

  it('test_allocate_udp_ports_fail', () =>
    joined(make(['192.168.1.1', '192.168.1.1', 6000, 6001, 0]), (stream) => {
      const transport = RTSPTransport.parse('RTP/AVP;multicast;destination=233.252.0.1;port=6000-6001;ttl=1');
      assert.equal(stream.allocateUdpSockets(IPV4, transport, false), false, 'the pool has no such address');
    }));

  it('test_get_multicast_address', async () => {
    const { stream } = await make(
      ['233.252.0.0', '233.252.0.0', 5100, 5101, 1],
      ['FF11:DB8::1', 'FF11:DB8::1', 5102, 5103, 1],
    );
    // The second time it has it.
    for (let i = 0; i < 2; i++) isAt(stream.getMulticastAddress(IPV4), '233.252.0.0', 5100);
    for (let i = 0; i < 2; i++) isAt(stream.getMulticastAddress(IPV6), 'ff11:db8::1', 5102);
  });

  it('test_multicast_address_and_unicast_udp', () => joined(make(['233.252.0.0', '233.252.0.0', 5200, 5201, 1])));

  it('test_allocate_udp_ports_multicast', () =>
    joined(
      make(['233.252.0.1', '233.252.0.1', 6000, 6001, 1], ['FF11:DB8::1', 'FF11:DB8::1', 6002, 6003, 1]),
      (stream) => {
        isAt(stream.getMulticastAddress(IPV4), '233.252.0.1', 6000);
        isAt(stream.getMulticastAddress(IPV6), 'ff11:db8::1', 6002);
      },
    ));

  it('test_allocate_udp_ports_client_settings', () =>
    joined(
      make(
        ['233.252.0.1', '233.252.0.1', 6000, 6001, 1],
        ['FF11:DB7::1', 'FF11:DB7::1', 6004, 6005, 1],
        ['233.252.0.2', '233.252.0.2', 6002, 6003, 1],
        ['FF11:DB8::1', 'FF11:DB8::1', 6006, 6007, 1],
      ),
      (stream) => {
        assert.ok(stream.reserveAddress('233.252.0.2', 6002, 2, 1));
        isAt(stream.getMulticastAddress(IPV4), '233.252.0.2', 6002);
        assert.ok(stream.reserveAddress('FF11:DB8::1', 6006, 2, 1));
        isAt(stream.getMulticastAddress(IPV6), 'ff11:db8::1', 6006);
      },
    ));

  it('test_tcp_transport', async () => {
    const made = await make();
    made.stream.protocols = TCP;
    await joined(made, (stream) => {
      assert.equal(stream.getServerPort(IPV4), null);
    });
  });

  it('test_multicast_client_address', () => takesClientAddress('233.252.0.1', true));

  it('test_multicast_client_address_invalid', () => takesClientAddress('1.2.3.4', false));

  it('test_add_transport_twice', () =>
    withTransport(async (stream, transport) => {
      assert.equal(await stream.addTransport(transport), true);
      assert.equal(await stream.addTransport(transport), true);
      assert.equal(await stream.removeTransport(transport), true);
    }));

  it('test_remove_transport_twice', () =>
    withTransport(async (stream, transport) => {
      assert.equal(await stream.addTransport(transport), true);
      assert.equal(await stream.removeTransport(transport), true);
      assert.equal(await stream.removeTransport(transport), false);
    }));
});
