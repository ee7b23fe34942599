import path from 'node:path';

import { amount, compete, programs, python, type Sample } from './harness.js';
import { printed } from './servers.js';

/** OPTIONS through handleMessage(), answered through a send function, the answer read. */
const seconds = String(amount(1, 0.1));

interface Run {
  answers: number;
  seconds: number;
  cpu: number;
  length: number;
}

async function run(...command: string[]): Promise<Sample> {
  const { answers, seconds: took, cpu, length } = await printed<Run>([...command, seconds]);
  if (!(length > 50)) throw new Error(`headers of ${length} characters`);
  return { 'messages/s': answers / took, 'CPU µs/message': (cpu * 1e6) / answers };
}

const js = path.join(__dirname, 'contestants', 'messages.js');

void compete(
  'messages',
  'handleMessage() of OPTIONS, answered through RTSPClientSendFunc, status and headers read; from JavaScript 64 at a time',
  [
    { name: 'C', run: () => run(path.join(programs, 'messages')) },
    { name: 'Python', against: 'C', run: () => run(python, 'bench/contestants/messages.py') },
    {
      name: 'Node',
      against: 'C',
      goals: [{ of: 'messages/s', against: 'Python', least: 2 }],
      run: () => run(process.execPath, js),
    },
  ],
  5,
);
