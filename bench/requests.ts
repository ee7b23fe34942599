import { amount, compete, type Sample } from './harness.js';
import { type Kind, share, tone, underLoad } from './servers.js';

/** Requests over 16 connections, each with one in flight. */
const seconds = amount(1, 0.3);

async function ask(kind: Kind, describe: number, handlers?: string[]): Promise<Sample> {
  const options = { clients: 16, seconds, describe };
  const { measured, requests } = await underLoad({ kind, launch: tone, handlers }, 'ask', options);
  return {
    'requests/s': requests.count / measured.seconds,
    'CPU µs/request': (measured.cpu * 1e6) / requests.count,
    'p50 ms': requests.p50 * 1000,
    'p99 ms': requests.p99 * 1000,
    'load, busy': share(measured),
  };
}

const rounds = 5;
const of = 'requests/s';

async function main(): Promise<void> {
  for (const [describe, method] of ['OPTIONS', 'DESCRIBE'].entries()) {
    await compete(
      `requests-${method.toLowerCase()}`,
      `${method} over 16 connections, no handler`,
      [
        { name: 'C', run: () => ask('C', describe) },
        { name: 'Node', against: 'C', goals: [{ of, least: 0.97 }], run: () => ask('Node', describe) },
        { name: 'Python', against: 'C', run: () => ask('Python', describe) },
        { name: 'rtsp-streaming-server', against: 'C', run: () => ask('rtsp-streaming-server', describe) },
      ],
      rounds,
    );
  }
  const handlers = ['pre-options-request'];
  await compete(
    'requests-handler',
    'OPTIONS over 16 connections, with a handler of pre-options-request',
    [
      { name: 'C', run: () => ask('C', 0, handlers) },
      { name: 'Node', against: 'C', goals: [{ of, least: 0.6 }], run: () => ask('Node', 0, handlers) },
      { name: 'Python', against: 'C', run: () => ask('Python', 0, handlers) },
    ],
    rounds,
  );
}

void main();
