import { amount, compete, type Sample } from './harness.js';
import { handlersOfAnApplication, type Kind, tone, underLoad } from './servers.js';

/** Clients that come and go: what of the server's memory stays. */
const cycles = amount(10_000, 40);

async function grow(kind: Kind, handlers?: string[]): Promise<Sample> {
  const options = { watchers: 1, cycles, at: 16 };
  const { firstHalf, measured, play } = await underLoad({ kind, launch: tone, handlers }, 'churn', options);
  if (!firstHalf) throw new Error('only one half');
  const grown = ({ residentBefore, residentAfter }: { residentBefore: number; residentAfter: number }) =>
    (residentAfter - residentBefore) / 1048576;
  return {
    'first half, MiB': grown(firstHalf),
    'second half, MiB': grown(measured),
    'MiB at the end': measured.residentAfter / 1048576,
    'CPU ms/cycle': (measured.cpu * 1000) / (cycles / 2),
    'connect to PLAY, p50 ms': play.p50 * 1000,
  };
}

/** Pages that an allocator has not given back yet come to more than nothing, from run to run. */
const goals = [{ of: 'second half, MiB', beyond: 1 }];

void compete(
  'cycles',
  `Growth of resident memory over ${cycles} times connect, PLAY, TEARDOWN, 16 at a time, on a shared mount`,
  [
    { name: 'C', run: () => grow('C') },
    { name: 'Node', against: 'C', goals, run: () => grow('Node') },
    { name: 'Node, handlers', against: 'C', goals, run: () => grow('Node', handlersOfAnApplication) },
    { name: 'Python, handlers', against: 'C', run: () => grow('Python', handlersOfAnApplication) },
  ],
  1,
);
