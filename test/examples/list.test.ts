import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { projectRoot } from '../helpers/process.js';

const folder = path.join(projectRoot, 'examples');

describe('examples/README.md', () => {
  it('lists all examples, and none that is not there', () => {
    const listed = readFileSync(path.join(folder, 'README.md'), 'utf8').matchAll(
      /^\| \[([a-z0-9-]+)\]\(\1\.mts\) \|/gm,
    );
    const there = readdirSync(folder).filter((file) => file.endsWith('.mts'));
    assert.deepEqual(Array.from(listed, ([, name]) => `${name}.mts`).sort(), there.sort());
  });
});

describe('the examples', () => {
  it('are all tested', () => {
    const tests = readdirSync(__dirname).map((file) => readFileSync(path.join(__dirname, file), 'utf8'));
    for (const file of readdirSync(folder)) {
      const name = path.basename(file, '.mts');
      if (name === file) continue;
      assert.ok(
        tests.some((text) => text.includes(`'${name}'`) || text.includes(`examples/${file}'`)),
        file,
      );
    }
  });
});
