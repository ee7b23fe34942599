import assert from 'node:assert/strict';

import { startScript } from '../helpers/process.js';

const seconds = 60;
/** The same choices in each run of the suite; `script/torture` makes others. */
const seed = 77;
/** What it may take until all has stopped, in ms; under a sanitizer everything is slower. */
const patience = 240_000;

describe('a server whose handlers and callers do what they like', function () {
  this.timeout(seconds * 1000 + patience + 10_000);

  it('neither hangs nor crashes, holds up no event loop, and leaves nothing', async () => {
    const args = ['--seconds', String(seconds), '--seed', String(seed)];
    const child = startScript({ file: 'test/torture/torture.ts' }, { args, env: { G_DEBUG: 'fatal-criticals' } });
    const exit = await child.endWithin(seconds * 1000 + patience);
    assert.equal(exit.code, 0, `${exit.signal ?? ''}\n${exit.stdout}\n${exit.stderr}`);
  });
});
