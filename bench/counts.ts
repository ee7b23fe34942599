import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { run, type RunningProcess, startProcess } from '../test/helpers/process.js';
import { amount, compete, type Contestant, type Sample } from './harness.js';
import { handlersOnTheWay, type Report, type Serving, tone, underLoad } from './servers.js';

/** What a packet, a request and a join cost in system calls and in instructions: numbers that hardly scatter. */
interface Job {
  name: string;
  serving: Omit<Serving, 'kind'>;
  mode: 'stay' | 'churn' | 'ask';
  options: Record<string, number>;
  /** How many of what is counted there were. */
  units: (report: Report) => number;
}

const seconds = amount(1, 0.3);
// Some packets come while a counter is being switched on and off.
const ofPackets = { clients: 20, seconds: amount(4, 0.3) };
const cycles = amount(60, 6);
const ofRequests = ({ requests }: Report) => requests.count;
const packetsOf = ({ measured }: Report) => measured.packets;
const ofJoins = () => cycles;
const asking = { clients: 4, seconds };

const jobs: Job[] = [
  { name: 'OPTIONS', serving: { launch: tone }, mode: 'ask', options: asking, units: ofRequests },
  {
    name: 'OPTIONS, handler',
    serving: { launch: tone, handlers: ['pre-options-request'] },
    mode: 'ask',
    options: asking,
    units: ofRequests,
  },
  { name: 'DESCRIBE', serving: { launch: tone }, mode: 'ask', options: { ...asking, describe: 1 }, units: ofRequests },
  { name: 'packet, TCP', serving: { launch: tone }, mode: 'stay', options: ofPackets, units: packetsOf },
  {
    name: 'packet, UDP',
    serving: { launch: tone },
    mode: 'stay',
    options: { ...ofPackets, udp: 1 },
    units: packetsOf,
  },
  {
    name: 'join and leave',
    serving: { launch: tone },
    mode: 'churn',
    options: { watchers: 1, cycles, at: 1 },
    units: ofJoins,
  },
  {
    name: 'join and leave, handlers',
    serving: { launch: tone, handlers: handlersOnTheWay },
    mode: 'churn',
    options: { watchers: 1, cycles, at: 1 },
    units: ofJoins,
  },
];

async function countCalls({ serving, mode, options, units }: Job, kind: Serving['kind']): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const file = path.join(folder, 'calls');
  let strace: RunningProcess | undefined;
  try {
    const report = await underLoad({ ...serving, kind }, mode, options, async (pid, when) => {
      if (when === 'ready') {
        strace = startProcess('strace', ['-f', '-c', '-U', 'calls,name', '-o', file, '-p', String(pid)]);
        await strace.waitForLine(/attached/);
      } else {
        await strace?.stop('SIGINT');
      }
    });
    const calls = readFileSync(file, 'utf8').matchAll(/^ *(\d+) +(?!total)\w+$/gm);
    return [...calls].reduce((sum, [, count]) => sum + Number(count), 0) / units(report);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function countInstructions({ serving, mode, options, units }: Job, kind: Serving['kind']): Promise<number> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  const file = path.join(folder, 'instructions');
  const under = ['valgrind', '--tool=callgrind', '--instr-atstart=no', `--callgrind-out-file=${file}`];
  const control = async (...args: string[]) => {
    const exit = await run('callgrind_control', args);
    if (!exit.stdout.includes('OK.')) throw new Error(`${exit.stdout}\n${exit.stderr}`);
  };
  try {
    const report = await underLoad({ ...serving, kind, under }, mode, options, async (pid, when) => {
      await control('-i', when === 'ready' ? 'on' : 'off', String(pid));
      if (when === 'done') await control('-d', String(pid));
    });
    const [, total = ''] = /^totals: (\d+)/m.exec(readFileSync(`${file}.1`, 'utf8')) ?? [];
    return Number(total) / units(report);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function count(job: Job, kind: Serving['kind']): Promise<Sample> {
  return { 'system calls': await countCalls(job, kind), instructions: await countInstructions(job, kind) };
}

void compete(
  'counts',
  'System calls and instructions of the server',
  jobs.flatMap((job): Contestant[] => [
    { name: `${job.name}: C`, run: () => count(job, 'C') },
    { name: `${job.name}: Node`, against: `${job.name}: C`, run: () => count(job, 'Node') },
  ]),
  1,
);
