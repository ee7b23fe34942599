import { RTSPFilterResult, RTSPSessionPool } from '../lib/index.js';
import { contestants } from './contestants/native.js';
import { amount, compete, python, type Sample } from './harness.js';
import { printed } from './servers.js';

/** A filter over many sessions that keeps all of them. */
const count = amount(10_000, 200);

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
  return { 'sessions/ms': count / all, ms: all, 'at a stretch, ms': blocked };
}

async function inPython(what: 'existing' | 'made'): Promise<Sample> {
  const times = await printed<Record<typeof what, number>>([python, 'bench/contestants/filter.py', String(count)]);
  return { 'sessions/ms': count / times[what], ms: times[what], 'at a stretch, ms': times[what] };
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
          return { 'sessions/ms': count / ms, ms, 'at a stretch, ms': ms };
        },
      },
      { name: 'Python, wrappers exist', against: 'C', run: () => inPython('existing') },
      { name: 'Python, wrappers are made', against: 'C', run: () => inPython('made') },
      {
        name: 'Node, wrappers exist',
        against: 'C',
        goals: [{ of: 'sessions/ms', against: 'Python, wrappers exist', least: 3 }],
        run: () => keepAll(known),
      },
      {
        name: 'Node, wrappers are made',
        against: 'C',
        goals: [{ of: 'sessions/ms', against: 'Python, wrappers are made', least: 1 }],
        run: () => keepAll(fill()),
      },
    ],
    7,
  ).then(() => {
    if (sessions.length !== count) throw new Error(`${sessions.length} wrappers were kept`);
  }),
);
