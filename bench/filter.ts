import { RTSPFilterResult, RTSPSessionPool } from '../lib/index.js';
import { contestants } from './contestants/native.js';
import { compete, type Sample } from './harness.js';

/** A filter over many sessions that keeps all of them. */
const count = 10_000;

function fill(): RTSPSessionPool {
  const pool = new RTSPSessionPool();
  contestants.fillPool(pool, count);
  return pool;
}

async function keepAll(pool: RTSPSessionPool): Promise<Sample> {
  let asked = 0;
  const begin = performance.now();
  const kept = pool.filter(() => {
    asked++;
    return RTSPFilterResult.KEEP;
  });
  const blocked = performance.now() - begin;
  await kept;
  const all = performance.now() - begin;
  if (asked !== count) throw new Error(`${asked} sessions`);
  return { ms: all, 'µs/session': (all * 1000) / count, 'at a stretch, ms': blocked };
}

const known = fill();
const kept = known.filter();

void kept.then((sessions) =>
  compete(
    'filter',
    `pool.filter() over ${count} sessions, KEEP`,
    [
      {
        name: 'C',
        run: () => {
          const ms = contestants.filterPool(known) / 1000;
          return { ms: ms, 'µs/session': (ms * 1000) / count, 'at a stretch, ms': ms };
        },
      },
      { name: 'wrappers exist', against: 'C', run: () => keepAll(known) },
      { name: 'wrappers are made', against: 'C', run: () => keepAll(fill()) },
    ],
    Number(process.env.BENCH_ROUNDS ?? 9),
  ).then(() => {
    if (sessions.length !== count) throw new Error(`${sessions.length} wrappers were kept`);
  }),
);
