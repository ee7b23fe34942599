import path from 'node:path';

import { amount, compete, processes, python, type Sample } from './harness.js';
import { printed } from './servers.js';

/**
 * A filter over many sessions that keeps all of them. Each run makes so many passes, and as many before, which do not
 * count; what counts is the median.
 */
const count = amount(10_000, 200);
const passes = amount(10, 1);
const js = path.join(__dirname, 'contestants', 'filter.js');

async function run(...command: string[]): Promise<Sample> {
  const { ms, blocked } = await printed<{ ms: number; blocked: number }>([...command, String(count), String(passes)]);
  return { 'sessions/ms': count / ms, ms, 'at a stretch, ms': blocked };
}

void compete(
  'filter',
  `pool.filter() over ${count} sessions, KEEP`,
  [
    { name: 'C', run: () => run(process.execPath, js, 'c') },
    {
      name: 'Python, wrappers exist',
      against: 'C',
      run: () => run(python, 'bench/contestants/filter.py', 'existing'),
    },
    {
      name: 'Python, wrappers are made',
      against: 'C',
      run: () => run(python, 'bench/contestants/filter.py', 'made'),
    },
    {
      name: 'Node, wrappers exist',
      against: 'C',
      goals: [{ of: 'sessions/ms', against: 'Python, wrappers exist', least: 3 }],
      run: () => run(process.execPath, js, 'existing'),
    },
    {
      name: 'Node, wrappers are made',
      against: 'C',
      goals: [{ of: 'sessions/ms', against: 'Python, wrappers are made', least: 1 }],
      run: () => run(process.execPath, js, 'made'),
    },
  ],
  7,
  processes,
);
