import assert from 'node:assert/strict';

import { RTSPFamily, RTSPLowerTrans, RTSPUrl } from '../../lib/index.js';

describe('an RTSP URL', () => {
  it('is taken apart', () => {
    const url = new RTSPUrl('rtsp://user:secret@camera:8555/one/two?three=4');
    assert.equal(url.host, 'camera');
    assert.equal(url.family, RTSPFamily.INET);
    assert.equal(url.port, 8555);
    assert.equal(url.abspath, '/one/two');
    assert.equal(url.query, 'three=4');
    assert.equal(url.user, 'user');
    assert.equal(url.passwd, 'secret');
    assert.equal(url.transports, RTSPLowerTrans.UDP | RTSPLowerTrans.UDP_MCAST | RTSPLowerTrans.TCP);
    assert.equal(url.getRequestUri(), 'rtsp://camera:8555/one/two?three=4');
    assert.equal(String(url), url.getRequestUri());
  });

  it('has defaults for what it leaves out', () => {
    const url = new RTSPUrl('rtspt://127.0.0.1');
    assert.equal(url.port, 554);
    assert.equal(url.family, RTSPFamily.INET);
    assert.equal(url.abspath, '');
    for (const part of [url.query, url.user, url.passwd]) assert.equal(part, null);
    assert.equal(url.transports, RTSPLowerTrans.TCP);
  });

  it('has the host of IPv6 without its brackets, and says what it is', () => {
    for (const authority of ['[::1]:8554', 'user:secret@[::1]:8554']) {
      const url = new RTSPUrl(`rtsp://${authority}/test`);
      assert.equal(url.host, '::1');
      assert.equal(url.family, RTSPFamily.INET6);
      assert.equal(url.port, 8554);
    }
    assert.equal(new RTSPUrl('rtsp://camera/[::1]?[').family, RTSPFamily.INET);
  });

  it('is an error where it is none', () => {
    for (const text of ['', 'http://camera/', 'rtsp:camera']) {
      assert.throws(() => new RTSPUrl(text), { name: 'GError' }, text);
    }
  });
});
