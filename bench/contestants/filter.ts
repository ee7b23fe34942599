import { writeSync } from 'node:fs';

import { RTSPFilterResult, RTSPSessionPool } from '../../lib/index.js';
import { quantile } from '../harness.js';
import { contestants } from './native.js';

/**
 * A filter over many sessions that keeps all of them: in C, or with a handler of which the sessions' objects exist, or are
 * made on the way.
 *
 * Usage: filter.js c|existing|made COUNT PASSES
 */
const [, , what = '', ...numbers] = process.argv;
const [count = 0, passes = 0] = numbers.map(Number);

interface Pass {
  ms: number;
  blocked: number;
}

function fill(): RTSPSessionPool {
  const pool = new RTSPSessionPool();
  contestants.fillPool(pool, count);
  return pool;
}

async function keepAll(pool: RTSPSessionPool): Promise<Pass> {
  let asked = 0;
  const begin = performance.now();
  const kept = pool.filter(() => {
    asked++;
    return RTSPFilterResult.KEEP;
  });
  const blocked = performance.now() - begin;
  await kept;
  const ms = performance.now() - begin;
  if (asked !== count) throw new Error(`${asked} sessions`);
  return { ms, blocked };
}

function inC(pool: RTSPSessionPool): Pass {
  const ms = contestants.filterPool(pool) / 1000;
  return { ms, blocked: ms };
}

async function main(): Promise<void> {
  const known = fill();
  const sessions = what === 'existing' ? await known.filter() : [];
  const all: Pass[] = [];
  for (let i = 0; i < 2 * passes; i++) {
    const pool = what === 'made' ? fill() : known;
    const pass = what === 'c' ? inC(pool) : await keepAll(pool);
    // As in C and Python: what is compiled has been by then.
    if (i >= passes) all.push(pass);
  }
  if (what === 'existing' && sessions.length !== count) throw new Error(`${sessions.length} objects were kept`);
  const median = (of: keyof Pass) =>
    quantile(
      all.map((pass) => pass[of]),
      0.5,
    );
  writeSync(1, JSON.stringify({ ms: median('ms'), blocked: median('blocked') }));
}

void main();
