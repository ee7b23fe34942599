import assert from 'node:assert/strict';

import { startScript } from '../helpers/process.js';

describe('viewers of a shared film', function () {
  this.timeout(120_000);

  it('are not moved, held up or turned away while ffmpeg joins and leaves: script/churn does that for longer', async () => {
    const file = 'test/capabilities/inside/churn.ts';
    const child = startScript({ file }, { args: ['5'], env: { G_DEBUG: 'fatal-criticals' } });
    const { code, signal, stdout, stderr } = await child.endWithin(110_000);
    assert.equal(code, 0, `${signal ?? ''}\n${stdout}\n${stderr}`);
  });
});
