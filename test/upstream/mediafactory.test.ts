import assert from 'node:assert/strict';

import {
  Bin,
  type GError,
  Pipeline,
  RTSP_PERM_MEDIA_FACTORY_ACCESS,
  RTSP_PERM_MEDIA_FACTORY_CONSTRUCT,
  RTSPAddressPool,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPPermissions,
  RTSPSuspendMode,
  RTSPUrl,
  SocketFamily,
} from '../../lib/index.js';

const url = new RTSPUrl('rtsp://localhost:8554/test');
const video = '( videotestsrc ! rtpvrawpay pt=96 name=pay0 )';
const both = '( videotestsrc ! rtpvrawpay pt=96 name=pay0 audiotestsrc ! audioconvert ! rtpL16pay name=pay1 )';

function factoryOf(launch: string): RTSPMediaFactory {
  const factory = new RTSPMediaFactory();
  assert.equal(factory.shared, false);
  factory.launch = launch;
  return factory;
}

async function constructed(factory: RTSPMediaFactory): Promise<RTSPMedia> {
  const media = await factory.construct(url);
  assert.ok(media instanceof RTSPMedia);
  return media;
}

async function makesBin(factory: RTSPMediaFactory): Promise<void> {
  const element = await factory.createElement(url);
  assert.ok(element instanceof Bin);
  assert.equal(element instanceof Pipeline, false);
}

function streamsOf(media: RTSPMedia) {
  assert.equal(media.nStreams, 2);
  return [0, 1].map((index) => {
    const stream = media.getStream(index);
    assert.ok(stream);
    return stream;
  });
}

describe('upstream: mediafactory', () => {
  it('test_parse_error', async () => {
    // Critical in C; an event here.
    const factory = factoryOf('foo');
    const errors: GError[] = [];
    factory.on('media-error', (media, error) => {
      assert.equal(media, null);
      errors.push(error);
    });
    assert.equal(await factory.createElement(url), null);
    assert.equal(await factory.construct(url), null);
    assert.deepEqual(
      errors.map((error) => /\bfoo\b/.test(error.message)),
      [true, true],
    );
  });

  it('test_launch', () => makesBin(factoryOf(video)));

  it('test_launch_construct', async () => {
    const factory = factoryOf(video);
    assert.notEqual(await constructed(factory), await constructed(factory));
  });

  it('test_shared', async () => {
    const factory = factoryOf(video);
    factory.shared = true;
    assert.equal(factory.shared, true);
    await makesBin(factory);
    assert.equal(await constructed(factory), await constructed(factory));
  });

  it('test_addresspool', async () => {
    const factory = factoryOf(both);
    factory.shared = true;
    const pool = new RTSPAddressPool();
    assert.equal(pool.addRange('233.252.0.1', '233.252.0.1', 5000, 5001, 3), true);
    factory.addressPool = pool;
    assert.equal(factory.addressPool, pool);
    await makesBin(factory);

    const media = await constructed(factory);
    assert.equal(media.addressPool, pool);
    const [first, second] = streamsOf(media);
    assert.deepEqual([first.addressPool, second.addressPool], [pool, pool]);
    const address = first.getMulticastAddress(SocketFamily.IPV4);
    assert.ok(address);
    assert.deepEqual([address.port, address.nPorts, address.ttl], [5000, 2, 3]);
    assert.equal(second.getMulticastAddress(SocketFamily.IPV4), null, 'there is only one');
  });

  it('test_permissions', async () => {
    const factory = factoryOf(video);
    const allowed = (permissions: RTSPPermissions | null) => {
      assert.ok(permissions);
      return ['admin', 'user', 'missing'].map((role) => [
        permissions.isAllowed(role, RTSP_PERM_MEDIA_FACTORY_ACCESS),
        permissions.isAllowed(role, RTSP_PERM_MEDIA_FACTORY_CONSTRUCT),
      ]);
    };
    const none = [false, false];

    factory.addRole('admin', {
      [RTSP_PERM_MEDIA_FACTORY_ACCESS]: true,
      [RTSP_PERM_MEDIA_FACTORY_CONSTRUCT]: true,
    });
    assert.deepEqual(allowed(factory.permissions), [[true, true], none, none]);

    const permissions = new RTSPPermissions();
    permissions.addRole('user', {
      [RTSP_PERM_MEDIA_FACTORY_ACCESS]: true,
      [RTSP_PERM_MEDIA_FACTORY_CONSTRUCT]: false,
    });
    factory.permissions = permissions;
    assert.deepEqual(allowed(factory.permissions), [none, [true, false], none]);
    assert.deepEqual(allowed((await constructed(factory)).permissions), [none, [true, false], none]);
  });

  it('test_reset', async () => {
    const factory = factoryOf(video);
    assert.equal(await (await constructed(factory)).getSuspendMode(), RTSPSuspendMode.NONE);
    factory.suspendMode = RTSPSuspendMode.RESET;
    assert.equal(await (await constructed(factory)).getSuspendMode(), RTSPSuspendMode.RESET);
  });

  it('test_mcast_ttl', async () => {
    const factory = factoryOf(both);
    factory.shared = true;
    // C only warns.
    for (const wrong of [0, 300]) {
      assert.throws(() => (factory.maxMcastTtl = wrong), RangeError);
      assert.equal(factory.maxMcastTtl, 255);
    }
    factory.maxMcastTtl = 3;
    assert.equal(factory.maxMcastTtl, 3);
    await makesBin(factory);

    const media = await constructed(factory);
    assert.equal(media.maxMcastTtl, 3);
    assert.deepEqual(
      streamsOf(media).map((stream) => stream.maxMcastTtl),
      [3, 3],
    );
  });

  it('test_allow_bind_mcast', async () => {
    const factory = factoryOf(both);
    factory.shared = true;
    assert.equal(factory.bindMcastAddress, false);
    factory.bindMcastAddress = true;
    assert.equal(factory.bindMcastAddress, true);

    const media = await constructed(factory);
    assert.equal(media.bindMcastAddress, true);
    assert.deepEqual(
      streamsOf(media).map((stream) => stream.bindMcastAddress),
      [true, true],
    );
  });
});
