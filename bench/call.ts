import { RTSPMediaFactory } from '../lib/index.js';
import { contestants } from './contestants/native.js';
import { amount, compete, python, type Sample } from './harness.js';
import { printed } from './servers.js';

/** A getter of an integer, against the least that a native function can cost. */
const count = amount(1_000_000, 10_000);
const factory = new RTSPMediaFactory();

function time(call: () => unknown): Sample {
  // Compiled, before it counts.
  for (let i = 0; i < count / 10; i++) call();
  const begin = performance.now();
  for (let i = 0; i < count; i++) call();
  return { 'ns/call': ((performance.now() - begin) * 1e6) / count };
}

void compete(
  'call',
  'A call of gst_rtsp_media_factory_get_latency()',
  [
    { name: 'C', run: () => ({ 'ns/call': (contestants.timeGetter(factory, count) * 1000) / count }) },
    { name: 'empty Node-API function', against: 'C', run: () => time(() => contestants.empty()) },
    {
      name: 'Node, factory.latency',
      against: 'empty Node-API function',
      goals: [{ of: 'ns/call', most: 6 }],
      run: () => time(() => factory.latency),
    },
    {
      name: 'Python',
      against: 'empty Node-API function',
      run: async () => {
        const { ns } = await printed<{ ns: number }>([python, 'bench/contestants/call.py', String(count / 10)]);
        return { 'ns/call': ns };
      },
    },
  ],
  9,
);
