import { amount, compete, type Sample } from './harness.js';
import { handlersOnTheWay, type Kind, tone, underLoad } from './servers.js';

/** From connect to the answer to PLAY, one client after the other, with handlers all along the way. */
const cycles = amount(60, 4);

async function join(kind: Kind, shared: boolean): Promise<Sample> {
  const serving = { kind, shared, launch: tone, handlers: handlersOnTheWay };
  // The one that watches keeps a shared pipeline alive.
  const { play, first } = await underLoad(serving, 'churn', { watchers: shared ? 1 : 0, cycles, at: 1 });
  return {
    'p50 ms': play.p50 * 1000,
    'p99 ms': play.p99 * 1000,
    'to the first packet, p50 ms': first.p50 * 1000,
  };
}

async function main(): Promise<void> {
  for (const shared of [false, true]) {
    await compete(
      shared ? 'join-shared' : 'join',
      `Connect to PLAY answered, ${shared ? 'on a shared mount that plays' : 'a pipeline for each client'}; handlers of client-connected, ${handlersOnTheWay.join(', ')}`,
      [
        { name: 'C', run: () => join('C', shared) },
        {
          name: 'Node',
          against: 'C',
          goals: [
            { of: 'p50 ms', most: 1.3 },
            { of: 'p99 ms', most: 2 },
          ],
          run: () => join('Node', shared),
        },
        { name: 'Python', against: 'C', run: () => join('Python', shared) },
      ],
      4,
    );
  }
}

void main();
