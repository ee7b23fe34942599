import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import type { Figure } from '../bench/harness.js';
import { projectRoot, run } from './helpers/process.js';

describe('script/bench', () => {
  it('measures a figure of whole servers: each contestant serves, and the load hears all of them', async function () {
    this.timeout(300_000);
    const figures = ['packets-tcp-5', 'packets-udp-5'];
    const exit = await run('script/bench', ['--quick', 'packets'], { cwd: projectRoot, deadline: 280_000 });
    assert.equal(exit.code, 0, exit.stderr);
    for (const name of figures) {
      const written = readFileSync(path.join(projectRoot, 'build/bench/quick', `${name}.json`), 'utf8');
      const { results, versions } = JSON.parse(written) as Figure;
      assert.match(versions['gst-rtsp-server'], /^1\./);
      const who = results.map(({ contestant }) => contestant);
      assert.ok(
        ['C', 'Node', 'Node, handlers', 'Python, handlers'].every((one) => who.includes(one)),
        who.join(),
      );
      for (const { contestant, values, ratios } of results) {
        // Half a second of 525 packets a second for each of five clients.
        assert.ok(values['packets/s'].median > 500, `${contestant}: ${exit.stdout}`);
        assert.ok(values['CPU µs/packet'].median > 0, `${contestant}: ${exit.stdout}`);
        assert.equal(contestant.split(';')[0] === 'C', !('CPU µs/packet' in ratios), exit.stdout);
      }
    }
  });

  it('knows no other figure than those it names', async () => {
    const exit = await run('script/bench', ['nonsense'], { cwd: projectRoot });
    assert.equal(exit.code, 2);
    assert.match(exit.stderr, /^ {2}packets +CPU/m);
  });
});
