import assert from 'node:assert/strict';

import { projectRoot, run } from '../helpers/process.js';

describe('the example', () => {
  it('of a stand-alone client serves a whole conversation and the packets of a video, without a socket', async () => {
    const exit = await run(process.execPath, ['--import=tsx', 'examples/stand-alone-client.mts', '10'], {
      cwd: projectRoot,
      deadline: 28_000,
    });
    assert.equal(exit.code, 0, exit.stderr);
    assert.match(exit.stdout, /DESCRIBE, .*PLAY/);
    assert.match(exit.stdout, /m=video 0 RTP\/AVP 96/);
    assert.equal(exit.stdout.match(/: 200 OK/g)?.length, 5);
    const [, packets, bytes] = /(\d+) RTP packets, (\d+) bytes/.exec(exit.stdout) ?? [];
    // 25 pictures a second, each at least a packet.
    assert.ok(Number(packets) > 200, exit.stdout);
    assert.ok(Number(bytes) > 20_000, exit.stdout);
  });
});
