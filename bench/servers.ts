import { spawn } from 'node:child_process';
import path from 'node:path';

import { run, startProcess } from '../test/helpers/process.js';
import { programs, python } from './harness.js';

/** In what a server is written; rtsp-streaming-server is a package of npm's, see bench/contestants/streaming-server.ts. */
export type Kind = 'C' | 'Node' | 'Python' | 'rtsp-streaming-server';

/** The handlers of an application that lets nobody in whom it does not know, and counts who is there. */
export const handlersOfAnApplication = ['media-configure', 'pre-play-request', 'closed'];

/** The handlers that a client meets on its way to PLAY. */
export const handlersOnTheWay = ['new-session', 'media-configure', 'pre-play-request'];

/** A tone: 50 packets a second, 16 KB. Costs next to nothing. */
export const tone =
  '( audiotestsrc is-live=true samplesperbuffer=160 ! audio/x-raw,rate=8000,channels=1 ! rtpL16pay name=pay0 pt=96 )';

/** A picture that is paid for once and for all: 500 packets a second, 5.6 MBit/s, as a camera's. */
export const camera = `( videotestsrc is-live=true pattern=black
  ! video/x-raw,format=UYVY,width=160,height=88,framerate=25/1 ! rtpvrawpay name=pay0 pt=96 mtu=1400 )`;

/** Two packets a second: what is measured is something else. */
export const still = `( videotestsrc is-live=true pattern=black
  ! video/x-raw,format=UYVY,width=32,height=16,framerate=2/1 ! rtpvrawpay name=pay0 pt=96 )`;

/** A server of one mount; see bench/contestants/server.c. */
export interface Serving {
  kind: Kind;
  /** For clients. Default: 4, so that all have as many. */
  threads?: number;
  /** Default: true. */
  shared?: boolean;
  /** TCP_NODELAY on the connections of its clients. Default: what each has by itself, on in Node, off in the others. */
  tcpNoDelay?: boolean;
  /** Besides `client-connected`, which is there with any of them. Default: none, that one neither. */
  handlers?: string[];
  launch: string;
  /** For how many milliseconds of each second JavaScript computes. Default: 0. */
  busy?: number;
  /** What it is run by, for example strace and its options. */
  under?: string[];
}

/** Quantiles of times, in seconds. */
export interface Times {
  count: number;
  p50: number;
  p99: number;
  most: number;
}

/** What happened between two points of time; of the server unless it says so. In seconds and bytes. */
export interface Stretch {
  seconds: number;
  cpu: number;
  switches: number;
  switchesForced: number;
  packets: number;
  bytes: number;
  lost: number;
  /** What the load used itself. */
  loadCpu: number;
  /** For how long the load did something else than wait. */
  loadWorked: number;
  residentBefore: number;
  residentAfter: number;
}

/** What the load tells; see bench/load/load.c. */
export interface Report {
  joins?: Stretch;
  firstHalf?: Stretch;
  measured: Stretch;
  play: Times;
  first: Times;
  requests: Times;
  turns: Times;
  late?: Times;
}

/** How a contestant's server is started: the command and its arguments. */
export function commandOf(serving: Serving): string[] {
  const { kind, threads = 4, shared = true, tcpNoDelay = kind === 'Node', handlers, launch, busy = 0 } = serving;
  const line = launch.replace(/\s+/g, ' ');
  const switches = [shared, tcpNoDelay].map((on) => (on ? '1' : '0'));
  const args = [String(threads), ...switches, handlers?.join(',') ?? 'none', line];
  switch (kind) {
    case 'C':
      return [path.join(programs, 'server'), ...args];
    case 'Python':
      return [python, 'bench/contestants/server.py', ...args];
    case 'Node':
      return [process.execPath, path.join(__dirname, 'contestants', 'server.js'), ...args, String(busy)];
    case 'rtsp-streaming-server':
      return [process.execPath, path.join(__dirname, 'contestants', 'streaming-server.js'), line];
  }
}

/** script/bench runs all in the project's root. */
const surroundings = { cwd: process.cwd() };

/**
 * Starts a server, puts the load on it, and stops it.
 *
 * @param during - Is called when the load is ready; the load waits for it, and once more when it has measured.
 */
export async function underLoad(
  serving: Serving,
  mode: 'stay' | 'churn' | 'ask',
  options: Record<string, number>,
  during?: (pid: number, when: 'ready' | 'done') => Promise<void>,
): Promise<Report> {
  const [command = '', ...args] = [...(serving.under ?? []), ...commandOf(serving)];
  const server = startProcess(command, args, surroundings);
  try {
    const [, port = ''] = await server.waitForLine(/^listening (\d+)$/, 60_000);
    const pid = server.pid ?? 0;
    const numbers = Object.entries({ ...options, gate: during ? 1 : 0 }).map(([name, value]) => `${name}=${value}`);
    const load = startProcess(
      path.join(programs, 'load'),
      [mode, port, '/test', String(pid), ...numbers],
      surroundings,
    );
    if (during) {
      for (const word of ['ready', 'done'] as const) {
        await load.waitForLine(new RegExp(`^${word}$`), 240_000);
        await during(pid, word);
        load.kill('SIGUSR1');
      }
    }
    const exit = await load.endWithin(250_000);
    if (exit.code !== 0) throw new Error(`${mode} of ${serving.kind}: ${exit.stderr}\n${server.stderr}`);
    return JSON.parse(exit.stdout) as Report;
  } finally {
    // With what it has started.
    server.killGroup();
    await server.endWithin(10_000);
  }
}

/** How busy the load was: where that comes near 1, it holds the server up. */
export function share({ loadWorked, seconds }: Stretch): number {
  return loadWorked / seconds;
}

/** How long a command takes until it says a line, in milliseconds, or until its end without one. */
export async function timeUntil(command: string[], line: RegExp | null): Promise<number> {
  const [program = '', ...args] = command;
  const begin = performance.now();
  if (line === null) {
    const exit = await run(program, args, surroundings);
    if (exit.code !== 0) throw new Error(exit.stderr);
    return performance.now() - begin;
  }
  const started = startProcess(program, args, surroundings);
  try {
    await started.waitForLine(line);
    return performance.now() - begin;
  } finally {
    await started.stop('SIGKILL');
  }
}

/**
 * Runs a command that prints a line of JSON; gives that. What it complains of is not kept: PyGObject makes GLib complain
 * of each message that a send function gets.
 */
export async function printed<T>([program = '', ...args]: string[]): Promise<T> {
  const text = await new Promise<string>((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 });
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
    child.once('error', reject).once('close', (code) => {
      if (code === 0) resolve(stdout);
      else reject(new Error(`${program} ${args.join(' ')} ended with ${String(code)}`));
    });
  });
  return JSON.parse(text) as T;
}
