import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { c } from '../lib/native.js';
import { projectRoot } from './helpers/process.js';

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(path.join(folder, file), 'utf8'));
}

describe('the facade', () => {
  const lib = path.join(projectRoot, 'lib');
  const used = new Set(sources(lib).flatMap((text) => [...text.matchAll(/\bc\.(\w+)/g)].map((match) => match[1])));

  it('uses only C functions that the addon binds', () => {
    assert.deepEqual([...used].filter((name) => typeof c[name] !== 'function').sort(), []);
  });

  it('uses every C function that the addon binds', () => {
    const bound = Object.keys(c).filter((name) => !name.startsWith('test_double_'));
    assert.ok(bound.length > 150, `${bound.length} functions are bound`);
    assert.deepEqual(bound.filter((name) => !used.has(name)).sort(), []);
  });

  it('imports downwards only', () => {
    const layers = ['native', 'gobject', 'gst', 'gstrtsp', 'rtsp-server', 'serve', 'index', 'cli'];
    const layerOf = (file: string) => layers.indexOf(file.split('/')[0].replace(/\.ts$/, ''));
    for (const file of readdirSync(lib, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || layerOf(file) < 0) continue;
      const text = readFileSync(path.join(lib, file), 'utf8');
      for (const [, target] of text.matchAll(/from '(\.[^']+)\.js'/g)) {
        const imported = path.normalize(path.join(path.dirname(file), target));
        const [from, to] = [layerOf(file), layerOf(imported)];
        assert.ok(to < 0 || to <= from, `${file} imports ${imported}`);
      }
    }
  });
});

describe('every exported symbol', () => {
  it('has a documentation comment', () => {
    const missing: string[] = [];
    for (const file of readdirSync(path.join(projectRoot, 'lib'), { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || ['index.ts', 'cli.ts'].includes(file)) continue;
      const lines = readFileSync(path.join(projectRoot, 'lib', file), 'utf8').split('\n');
      lines.forEach((line, i) => {
        const name = /^export (?:abstract |async )?(?:class|function|interface|type|const|enum) (\w+)/.exec(line)?.[1];
        if (name !== undefined && !/\*\/$/.test(lines[i - 1]?.trim() ?? '')) missing.push(`${file}: ${name}`);
      });
    }
    assert.deepEqual(missing, []);
  });
});
