import type { GstBuffer } from '../lib/index.js';
import { Slot } from '../lib/native.js';
import { setHandler, setOptions } from '../lib/rtsp-server/senders.js';
import { TestDouble } from '../test/native/double.js';
import { contestants } from './contestants/native.js';
import { amount, compete, type Sample } from './harness.js';

/** Packets of 1,200 bytes from a native thread: a send function's way against one call and one Buffer for each. */
const count = amount(100_000, 2000);

async function time(start: (take: (data: Buffer) => void) => Promise<unknown>): Promise<Sample> {
  let packets = 0;
  let bytes = 0;
  const cpu = process.cpuUsage();
  const begin = performance.now();
  // What is queued does not keep a process alive.
  const alive = setInterval(() => undefined, 1000);
  await new Promise<void>((resolve, reject) => {
    start((data) => {
      bytes += data.length;
      if (++packets === count) resolve();
    }).catch(reject);
  });
  clearInterval(alive);
  const seconds = (performance.now() - begin) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  if (bytes !== count * 1200) throw new Error(`${bytes} bytes of ${packets} packets`);
  return { 'packets/s': count / seconds, 'CPU µs/packet': (user + system) / count };
}

const double = new TestDouble();
setOptions(double, undefined, () => Promise.resolve());

void compete(
  'hand-over',
  'Hand-over of packets of 1,200 bytes from a native thread',
  [
    { name: 'one call each', run: () => time((take) => contestants.handOverSingly(take, count)) },
    {
      name: 'send function, queued',
      against: 'one call each',
      goals: [{ of: 'packets/s', least: 3 }],
      run: () =>
        time((take) => {
          setHandler(double, Slot.Rtp, (buffer: GstBuffer) => take(buffer.data));
          return contestants.handOver(double, count);
        }),
    },
  ],
  15,
);
