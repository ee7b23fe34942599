import assert from 'node:assert/strict';

import { RTSPMediaFactory, RTSPMountPoints, RTSPUrl } from '../../lib/index.js';

const pathOf = (url: string): string => new RTSPUrl(url).abspath ?? '';

describe('upstream: mountpoints', () => {
  it('test_create', () => {
    const mounts = new RTSPMountPoints();
    const test = pathOf('rtsp://localhost:8554/test');
    const test2 = pathOf('rtsp://localhost:8554/test2');
    assert.equal(mounts.match(test).factory, null);

    const factory = new RTSPMediaFactory();
    mounts.addFactory('/test', factory);
    assert.equal(mounts.match(test).factory, factory);
    assert.equal(mounts.match(test2).factory, null);

    mounts.removeFactory('/test');
    assert.equal(mounts.match(test).factory, null);
    assert.equal(mounts.match(test2).factory, null);
  });

  it('test_match', () => {
    const mounts = new RTSPMountPoints();
    const factories = new Map<RTSPMediaFactory, string>();
    for (const path of [
      '/test',
      '/booz/fooz',
      '/booz/foo/zoop',
      '/tark/bar',
      '/tark/bar/baz',
      '/tark/bar/baz/t',
      '/boozop',
      '/raw',
      '/raw/video',
      '/raw/snapshot',
    ]) {
      const factory = new RTSPMediaFactory();
      factories.set(factory, path);
      mounts.addFactory(path, factory);
    }
    for (const [path, mount] of [
      ['/test', '/test'],
      ['/test/stream=1', '/test'],
      ['/booz', null],
      ['/booz/foo', null],
      ['/booz/fooz', '/booz/fooz'],
      ['/booz/fooz/zoo', '/booz/fooz'],
      ['/booz/foo/zoop', '/booz/foo/zoop'],
      ['/tark/bar', '/tark/bar'],
      ['/tark/bar/boo', '/tark/bar'],
      ['/tark/bar/ba', '/tark/bar'],
      ['/tark/bar/baz', '/tark/bar/baz'],
      ['/raw/video', '/raw/video'],
      ['/raw/snapshot', '/raw/snapshot'],
    ] as const) {
      const { factory, matched } = mounts.match(path);
      assert.equal(factory && factories.get(factory), mount, path);
      assert.equal(matched, mount?.length ?? 0, path);
    }
  });
});
