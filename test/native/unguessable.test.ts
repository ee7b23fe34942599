import assert from 'node:assert/strict';

import { RTSPAuth, RTSPAuthMethod, RTSPSessionPool, RTSPToken, serve } from '../../lib/index.js';
import { c } from '../../lib/native.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { tone } from '../helpers/lines.js';

/** Has GLib's random numbers, which the C library makes such things of, begin anew. */
const seed = () => c.test_double_seed(1) as number;

describe('what nobody may guess', () => {
  before(() => {
    assert.equal(seed(), seed());
  });

  it('is the name of a session, whatever random numbers GLib has', () => {
    // One pool has no name twice.
    const names = Array.from({ length: 2 }, () => {
      const pool = new RTSPSessionPool();
      seed();
      return pool.create()?.sessionId;
    });
    assert.ok(names.every(Boolean));
    assert.notEqual(names[0], names[1]);
  });

  it('is the nonce of a challenge, whatever random numbers GLib has', async () => {
    const auth = new RTSPAuth();
    auth.supportedMethods = RTSPAuthMethod.DIGEST;
    auth.addDigest('anna', 'secret', new RTSPToken({ 'media.factory.role': 'viewer' }));
    await using server = await serve({ port: 0, auth, mounts: { '/tone': tone } });
    using client = await RtspClient.connect(server.url('/tone'));
    const nonces: string[] = [];
    for (let i = 0; i < 2; i++) {
      seed();
      const { status, headers } = await client.request('DESCRIBE');
      assert.equal(status, 401);
      nonces.push(/nonce="([^"]+)"/.exec(headers.get('www-authenticate') ?? '')?.[1] ?? assert.fail());
    }
    assert.notEqual(nonces[0], nonces[1]);
  });
});
