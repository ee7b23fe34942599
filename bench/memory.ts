import { amount, compete, type Sample } from './harness.js';
import { handlersOfAnApplication, type Kind, still, underLoad } from './servers.js';

/** What a client takes of the server's memory while it is there. */
const clients = amount(1000, 20);

async function weigh(kind: Kind, handlers?: string[]): Promise<Sample> {
  const serving = { kind, launch: still, handlers };
  const { joins, measured } = await underLoad(serving, 'stay', { clients, at: 16, seconds: amount(1, 0.2) });
  return {
    'KiB/client': (measured.residentAfter - (joins?.residentBefore ?? NaN)) / 1024 / clients,
    'MiB before': (joins?.residentBefore ?? NaN) / 1048576,
  };
}

const goals = [{ of: 'KiB/client', most: 1.15 }];

void compete(
  'memory',
  `Resident memory per client, ${clients} clients on a shared mount over TCP`,
  [
    { name: 'C', run: () => weigh('C') },
    { name: 'Node', against: 'C', goals, run: () => weigh('Node') },
    { name: 'Node, handlers', against: 'C', goals, run: () => weigh('Node', handlersOfAnApplication) },
    { name: 'Python, handlers', against: 'C', run: () => weigh('Python', handlersOfAnApplication) },
  ],
  2,
);
