import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

import { compete, type Contestant, type Sample } from './harness.js';

/** RTP packets through each of the send functions, as fast as they come, every byte touched; against the same in C. */
const seconds = process.env.BENCH_SECONDS ?? '2';
const launch = `( videotestsrc ! video/x-raw,format=UYVY,width=1280,height=720,framerate=25/1
  ! rtpvrawpay name=pay0 pt=96 mtu=1200 )`;
const js = path.join(__dirname, 'contestants', 'send.js');

interface Run {
  packets: number;
  bytes: number;
  seconds: number;
  cpu: number;
  /** Not in C. */
  dropped?: number;
}

async function run(file: string, args: string[]): Promise<Sample> {
  const { stdout } = await promisify(execFile)(file, args, { timeout: 60_000 });
  const { packets, bytes, seconds, cpu, dropped } = JSON.parse(stdout) as Run;
  if (bytes < packets * 100) throw new Error(`${bytes} bytes of ${packets} packets`);
  return {
    'packets/s': packets / seconds,
    'CPU µs/packet': (cpu * 1e6) / packets,
    'dropped/s': (dropped ?? 0) / seconds,
    cores: cpu / seconds,
  };
}

const functions = ['RTSPSendFunc', 'RTSPSendListFunc', 'RTSPClientSendFunc', 'RTSPClientSendMessagesFunc'];

void compete(
  'send',
  `Packets per second, every byte touched; ${launch.replace(/\s+/g, ' ')}`,
  functions.flatMap((name): Contestant[] => [
    { name: `${name}, C`, run: () => run(path.join('build', 'bench', 'send'), [name, launch, seconds]) },
    ...['queued', 'strict'].map((delivery) => ({
      name: `${name}, ${delivery}`,
      against: `${name}, C`,
      run: () => run(process.execPath, [js, name, delivery, launch, seconds]),
    })),
  ]),
  Number(process.env.BENCH_ROUNDS ?? 5),
);
