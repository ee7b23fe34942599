import path from 'node:path';

import { amount, compete, type Contestant, type Goal, processes, programs, python, type Sample } from './harness.js';
import { printed } from './servers.js';

/** RTP packets through each of the send functions, as fast as they come, every byte touched; against the same in C. */
const seconds = String(amount(1, 0.3));
const launch =
  '( videotestsrc ! video/x-raw,format=UYVY,width=1280,height=720,framerate=25/1 ! rtpvrawpay name=pay0 pt=96 mtu=1200 )';
const js = path.join(__dirname, 'contestants', 'send.js');

interface Run {
  packets: number;
  bytes: number;
  seconds: number;
  cpu: number;
  /** Not in C. */
  dropped?: number;
}

async function run(...command: string[]): Promise<Sample> {
  const { packets, bytes, seconds, cpu, dropped } = await printed<Run>(command);
  if (bytes < packets * 100) throw new Error(`${bytes} bytes of ${packets} packets`);
  return {
    'packets/s': packets / seconds,
    'CPU µs/packet': (cpu * 1e6) / packets,
    'dropped/s': (dropped ?? 0) / seconds,
    cores: cpu / seconds,
  };
}

/** Of queued delivery; in strict delivery a packet waits for JavaScript, which is slow and said to be. */
const goals: Record<string, Goal[]> = {
  RTSPSendFunc: [
    { of: 'packets/s', least: 0.9 },
    { of: 'CPU µs/packet', most: 1.5 },
  ],
  RTSPSendListFunc: [],
  RTSPClientSendFunc: [],
  RTSPClientSendMessagesFunc: [{ of: 'packets/s', least: 0.8 }],
};
/** Those that PyGObject can do; see bench/contestants/send.py. */
const ofPython = ['RTSPSendListFunc', 'RTSPClientSendFunc'];

void compete(
  'send',
  `Packets per second, every byte touched; ${launch}`,
  Object.entries(goals).flatMap(([name, reached]): Contestant[] => {
    const against = `${name}, C`;
    const inPython: Contestant = {
      name: `${name}, Python`,
      against,
      // What GLib complains of here must be no abort.
      run: () => run('env', '-u', 'G_DEBUG', python, 'bench/contestants/send.py', name, launch, seconds),
    };
    return [
      { name: against, run: () => run(path.join(programs, 'send'), name, launch, seconds) },
      ...['queued', 'strict'].map((delivery) => ({
        name: `${name}, ${delivery}`,
        against,
        goals: delivery === 'queued' ? reached : [],
        run: () => run(process.execPath, js, name, delivery, launch, seconds),
      })),
      ...(ofPython.includes(name) ? [inPython] : []),
    ];
  }),
  3,
  processes,
);
