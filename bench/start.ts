import path from 'node:path';

import { compete } from './harness.js';
import { commandOf, timeUntil, tone } from './servers.js';

/** From the start of a process to a server that listens; GStreamer's registry is warm. */
const listening = /^listening/;
const script = path.join(__dirname, 'contestants', 'start.mjs');

const C = () => timeUntil(commandOf({ kind: 'C', launch: tone }), listening);
const inNode = (how: string) => timeUntil([process.execPath, script, how, tone.replace(/\s+/g, ' ')], listening);
const node = () => timeUntil([process.execPath, '-e', ''], null);

void compete(
  'start',
  'From the start of a process to listening',
  [
    { name: 'C', run: async () => ({ ms: await C() }) },
    { name: 'node -e ""', run: async () => ({ ms: await node() }) },
    { name: 'node -e "", then C', run: async () => ({ ms: (await node()) + (await C()) }) },
    {
      name: 'Node, import and attach()',
      against: 'node -e "", then C',
      goals: [{ of: 'ms', most: 1.2 }],
      run: async () => ({ ms: await inNode('classes') }),
    },
    {
      name: 'Node, import and serve()',
      against: 'node -e "", then C',
      run: async () => ({ ms: await inNode('serve') }),
    },
    {
      name: 'Python',
      against: 'C',
      run: async () => ({ ms: await timeUntil(commandOf({ kind: 'Python', launch: tone }), listening) }),
    },
  ],
  15,
);
