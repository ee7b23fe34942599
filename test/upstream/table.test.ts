import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { changed, notPorted, upstreamTests } from './ported.js';

/** The names of a file's tests. */
function testsIn(file: string): Set<string> {
  const text = readFileSync(path.join(__dirname, `${file}.test.ts`), 'utf8');
  return new Set([...text.matchAll(/\bit\('(test_\w+)'/g)].map(([, name = '']) => name));
}

describe('the table of upstream’s tests', () => {
  const all = Object.entries(upstreamTests).flatMap(([file, names]) => names.map((name) => [file, name] as const));

  it('has 140 of them, of which each is ported or has a reason why not', () => {
    assert.equal(all.length, 140);
    assert.equal(new Set(all.map((of) => of.join('/'))).size, 140);
    const tests = new Map(Object.keys(upstreamTests).map((file) => [file, testsIn(file)]));
    const ported = all.filter(([file, name]) => tests.get(file)?.has(name));
    const reasons = Object.entries(notPorted);
    const otherwise = Object.entries(changed);
    console.log(`      ported ${ported.length}, of these ${otherwise.length} changed; not ported ${reasons.length}`);
    for (const [name, reason] of otherwise) console.log(`      changed: ${name}: ${reason}`);
    for (const [name, reason] of reasons) console.log(`      not ported: ${name}: ${reason}`);

    const missing = all.filter(([file, name]) => !tests.get(file)?.has(name)).map((of) => of.join('/'));
    assert.deepEqual(missing.sort(), Object.keys(notPorted).sort());
    for (const [name, reason] of [...reasons, ...otherwise]) assert.ok(reason.length > 20, `a reason for ${name}`);
    const names = new Set(ported.map((of) => of.join('/')));
    for (const [name] of otherwise) assert.ok(names.has(name), `${name} is ported`);
  });

  it('has all tests of this folder', () => {
    const known = new Map(Object.entries(upstreamTests));
    for (const file of readdirSync(__dirname)) {
      const [, of = 'table'] = /^(\w+)\.test\.ts$/.exec(file) ?? [];
      if (of === 'table') continue;
      assert.deepEqual(
        [...testsIn(of)].filter((name) => !known.get(of)?.includes(name)),
        [],
        file,
      );
    }
  });
});
