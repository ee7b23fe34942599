import assert from 'node:assert/strict';

import {
  RTSP_ADDRESS_POOL_ANY_IPV4,
  type RTSPAddress,
  RTSPAddressFlags,
  RTSPAddressPool,
  RTSPAddressPoolResult,
} from '../../lib/index.js';

const { IPV4, IPV6, EVEN_PORT, MULTICAST, UNICAST } = RTSPAddressFlags;
const { OK, EINVAL, ERANGE, ERESERVED } = RTSPAddressPoolResult;

describe('upstream: addresspool', () => {
  it('test_pool', () => {
    const pool = new RTSPAddressPool();
    const has = (address: RTSPAddress | null, ip: string, port: number): RTSPAddress => {
      assert.ok(address);
      assert.deepEqual([address.address.toLowerCase(), address.port], [ip, port]);
      return address;
    };
    const reserve = (ip: string, port: number, ports: number, ttl: number) => {
      const { result, address } = pool.reserveAddress(ip, port, ports, ttl);
      assert.equal(address === null, result !== OK);
      return { result, address };
    };

    assert.equal(pool.addRange('233.252.0.1', '233.252.0.0', 5000, 5010, 1), false);
    assert.equal(pool.addRange('233.252.0.1', '::1', 5000, 5010, 1), false);
    assert.equal(pool.addRange('233.252.0.1', 'ff02::1', 5000, 5010, 1), false);
    assert.equal(pool.addRange('233.252.0.1.1', '233.252.0.1', 5000, 5010, 1), false);
    assert.equal(pool.addRange('233.252.0.1', '233.252.0.1.1', 5000, 5010, 1), false);
    // Critical in C, refused here.
    assert.equal(pool.addRange('233.252.0.0', '233.252.0.1', 5010, 5000, 1), false);

    assert.equal(pool.addRange('233.252.0.0', '233.252.0.255', 5000, 5010, 1), true);
    assert.equal(pool.addRange('233.255.0.0', '233.255.0.0', 5000, 5010, 1), true);
    assert.equal(pool.addRange('233.255.0.0', '233.255.0.0', 5020, 5020, 1), true);

    // No range has as many ports.
    assert.equal(pool.acquireAddress(MULTICAST, 256), null);
    const two = pool.acquireAddress(MULTICAST, 2);
    assert.ok(two);
    two.copy().free();
    two.free();
    const four = pool.acquireAddress(MULTICAST, 4);
    assert.ok(four);
    // Critical in C, thrown here.
    assert.throws(() => pool.clear(), /in use/);
    four.free();
    pool.clear();

    // An odd port is passed over where an even one is wanted.
    assert.equal(pool.addRange('FF11:DB8::1', 'FF11:DB8::1', 5001, 5003, 1), true);
    const even = has(pool.acquireAddress(IPV6 | EVEN_PORT | MULTICAST, 2), 'ff11:db8::1', 5002);
    assert.equal(pool.acquireAddress(IPV6 | MULTICAST, 2), null, 'one port is left');
    assert.equal(pool.acquireAddress(IPV6 | EVEN_PORT | MULTICAST, 1), null, 'and that is odd');
    assert.equal(pool.acquireAddress(IPV4 | MULTICAST, 1), null);
    even.free();
    pool.clear();

    assert.equal(pool.addRange('233.252.0.0', '233.252.0.255', 5000, 5002, 1), true);
    const evens = ['233.252.0.0', '233.252.0.1'].map((ip) =>
      has(pool.acquireAddress(EVEN_PORT | MULTICAST, 2), ip, 5000),
    );
    for (const address of evens) address.free();
    assert.equal(pool.acquireAddress(IPV6 | MULTICAST, 1), null);
    pool.clear();

    assert.equal(pool.addRange('233.252.1.1', '233.252.1.1', 5000, 5001, 1), true);
    assert.equal(reserve('233.252.1.1', 5000, 3, 1).result, ERANGE, 'too many ports');
    assert.equal(reserve('233.252.1.2', 5000, 2, 1).result, ERANGE, 'another address');
    assert.equal(reserve('233.252.1.1', 500, 2, 1).result, ERANGE, 'another port');
    assert.equal(reserve('233.252.1.1', 5000, 2, 2).result, ERANGE, 'another TTL');
    assert.equal(reserve('2000::1', 5000, 2, 2).result, EINVAL);
    assert.equal(reserve('ff02::1', 5000, 2, 2).result, ERANGE);
    assert.equal(reserve('1.1', 5000, 2, 2).result, EINVAL);
    const reserved = has(reserve('233.252.1.1', 5000, 2, 1).address, '233.252.1.1', 5000);
    assert.equal(reserve('233.252.1.1', 5000, 2, 1).result, ERESERVED);
    reserved.free();
    pool.clear();

    assert.equal(pool.addRange('233.252.1.1', '233.252.1.3', 5000, 5001, 1), true);
    const outer = ['233.252.1.1', '233.252.1.3'].map((ip) => has(reserve(ip, 5000, 2, 1).address, ip, 5000));
    const between = has(pool.acquireAddress(EVEN_PORT | MULTICAST, 2), '233.252.1.2', 5000);
    assert.equal(pool.acquireAddress(EVEN_PORT | MULTICAST, 2), null);
    for (const address of [...outer, between]) address.free();
    pool.clear();

    assert.equal(pool.addRange('233.252.1.1', '233.252.1.1', 5000, 5001, 1), true);
    assert.equal(pool.hasUnicastAddresses(), false);
    assert.equal(pool.addRange('192.168.1.1', '192.168.1.1', 6000, 6001, 0), true);
    assert.equal(pool.hasUnicastAddresses(), true);
    has(pool.acquireAddress(EVEN_PORT | MULTICAST, 2), '233.252.1.1', 5000).free();
    has(pool.acquireAddress(EVEN_PORT | UNICAST, 2), '192.168.1.1', 6000).free();
    const any = RTSP_ADDRESS_POOL_ANY_IPV4;
    assert.equal(pool.addRange(any, any, 5000, 5001, 0), true);
    assert.equal(reserve('192.168.0.1', 5000, 1, 0).result, ERANGE, 'any address is not each address');
    reserve('0.0.0.0', 5000, 1, 0).address?.free();
    pool.clear();

    // From any address to the last one is a range like others.
    assert.equal(pool.addRange(any, '255.255.255.255', 5000, 5001, 0), true);
    const inside = reserve('192.168.0.1', 5000, 1, 0);
    assert.equal(inside.result, OK);
    assert.equal(reserve('192.168.0.1', 5000, 1, 0).result, ERESERVED);
    inside.address?.free();
    pool.clear();
  });
});
