import assert from 'node:assert/strict';

import { serve } from '../../lib/index.js';
import { c } from '../../lib/native.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { eventually } from '../helpers/deadline.js';
import { countInstances, liveObjects } from './live-objects.js';

countInstances();

describe('a dynpay0 that has its pads in the middle of its change of state', () => {
  before(() => {
    assert.ok(c.test_double_register_eager_bin());
  });

  it('is served', async () => {
    await using server = await serve({ port: 0, mounts: { '/a': { launch: '( testdoubleeagerbin name=dynpay0 )' } } });
    using client = await RtspClient.connect(server.url('/a'));
    // The library's handler of such a pad takes a lock that is held until the change has been made.
    const { status, body } = await client.request('DESCRIBE', { deadline: 5000 });
    assert.equal(status, 200);
    assert.equal(body.toString().match(/^m=audio /gm)?.length, 1);
  });

  it('goes with its medium, 30 times: the thread that has made the last change may be the last to hold it', async () => {
    await using server = await serve({ port: 0, mounts: { '/a': { launch: '( testdoubleeagerbin name=dynpay0 )' } } });
    for (let i = 0; i < 30; i++) {
      using client = await RtspClient.connect(server.url('/a'));
      assert.equal((await client.request('DESCRIBE', { deadline: 5000 })).status, 200);
    }
    await eventually(
      () => {
        globalThis.gc?.();
        return !liveObjects().EagerBin;
      },
      10_000,
      () => `${liveObjects().EagerBin} to go`,
    );
  });
});
