import { amount, compete, type Contestant, processes, type Sample } from './harness.js';
import { camera, type Serving, tone, underLoad } from './servers.js';

/** How late packets come over TCP: with TCP_NODELAY, which is the default here, and without it, as in C by default. */
const seconds = amount(2, 0.5);

async function late(serving: Serving): Promise<Sample> {
  const { late, measured } = await underLoad(serving, 'stay', { clients: 20, at: 20, seconds, watch: 1, reports: 1 });
  return {
    'p50 ms': (late?.p50 ?? NaN) * 1000,
    'p99 ms': (late?.p99 ?? NaN) * 1000,
    'most ms': (late?.most ?? NaN) * 1000,
    'CPU µs/packet': (measured.cpu * 1e6) / measured.packets,
  };
}

async function main(): Promise<void> {
  for (const [of, about, launch] of [
    ['audio', 'a tone of 50 packets a second', tone],
    ['video', 'a picture of 20 packets 25 times a second', camera],
  ] as const) {
    const against = 'C, its default';
    const contestants: Contestant[] = [
      { name: against, run: () => late({ kind: 'C', launch }) },
      { name: 'C, TCP_NODELAY', against, run: () => late({ kind: 'C', tcpNoDelay: true, launch }) },
      { name: 'Node, its default', against, run: () => late({ kind: 'Node', launch }) },
      { name: 'Node, tcpNoDelay off', against, run: () => late({ kind: 'Node', tcpNoDelay: false, launch }) },
    ];
    await compete(`latency-${of}`, `Lateness of packets over TCP at 20 clients: ${about}`, contestants, 3, processes);
  }
}

void main();
