import { amount, compete, type Sample } from './harness.js';
import { handlersOnTheWay, type Kind, tone, underLoad } from './servers.js';

/** How late packets come while 20 clients a second join. */
const cycles = amount(80, 10);

async function late(kind: Kind, udp: number, busy = 0): Promise<Sample> {
  const serving = { kind, launch: tone, handlers: [...handlersOnTheWay, 'closed'], busy };
  const { late, play } = await underLoad(serving, 'churn', { watchers: 20, cycles, rate: 20, at: 20, udp, quick: 1 });
  return {
    'p50 ms': (late?.p50 ?? NaN) * 1000,
    'p99 ms': (late?.p99 ?? NaN) * 1000,
    'most ms': (late?.most ?? NaN) * 1000,
    'connect to PLAY, p50 ms': play.p50 * 1000,
    'connect to PLAY, p99 ms': play.p99 * 1000,
  };
}

const goals = [{ of: 'p99 ms', most: 1.1 }];

async function main(): Promise<void> {
  for (const [udp, over] of ['TCP', 'UDP'].entries()) {
    await compete(
      `delay-${over.toLowerCase()}`,
      `Lateness of packets over ${over} at 20 clients while 20 more a second join, with handlers`,
      [
        { name: 'C', run: () => late('C', udp) },
        { name: 'Node', against: 'C', goals, run: () => late('Node', udp) },
        { name: 'Node, JS busy 0.3 s of each second', against: 'C', goals, run: () => late('Node', udp, 300) },
        { name: 'Python', against: 'C', run: () => late('Python', udp) },
      ],
      3,
    );
  }
}

void main();
