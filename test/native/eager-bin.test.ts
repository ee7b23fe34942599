import assert from 'node:assert/strict';

import { serve } from '../../lib/index.js';
import { c } from '../../lib/native.js';
import { RtspClient } from '../clients/rtsp-client.js';

describe('a dynpay0 that has its pads in the middle of its change of state', () => {
  it('is served', async () => {
    assert.ok(c.test_double_register_eager_bin());
    await using server = await serve({ port: 0, mounts: { '/a': { launch: '( testdoubleeagerbin name=dynpay0 )' } } });
    using client = await RtspClient.connect(server.url('/a'));
    // The library's handler of such a pad takes a lock that is held until the change has been made.
    const { status, body } = await client.request('DESCRIBE', { deadline: 5000 });
    assert.equal(status, 200);
    assert.equal(body.toString().match(/^m=audio /gm)?.length, 1);
  });
});
