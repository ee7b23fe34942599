import { amount, compete, type Sample } from './harness.js';
import { type Kind, still, underLoad } from './servers.js';

/** Many clients join one mount and stay: what that costs the server. */
const clients = amount(2000, 30);

async function join(kind: Kind, threads: number): Promise<Sample> {
  const { joins } = await underLoad({ kind, threads, launch: still }, 'stay', { clients, at: 1, seconds: 0 });
  if (!joins) throw new Error('nobody joined');
  return {
    'CPU s': joins.cpu,
    'CPU ms/client': (joins.cpu * 1000) / clients,
    s: joins.seconds,
    'load, busy': joins.loadWorked / joins.seconds,
  };
}

void compete(
  'crowd',
  `${clients} clients join one mount over TCP, one after the other`,
  [
    { name: 'C, 1 thread', run: () => join('C', 1) },
    { name: 'C, 4 threads', against: 'C, 1 thread', run: () => join('C', 4) },
    {
      name: 'Node, 4 threads',
      against: 'C, 1 thread',
      goals: [
        { of: 'CPU s', most: 0.5 },
        { of: 'CPU s', against: 'C, 4 threads', most: 1.05 },
      ],
      run: () => join('Node', 4),
    },
    { name: 'Python, 1 thread', against: 'C, 1 thread', run: () => join('Python', 1) },
  ],
  2,
);
