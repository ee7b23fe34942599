import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync } from 'node:fs';
import path from 'node:path';

import { eventually } from './deadline.js';
import { threadNames } from './proc.js';
import { temporaryFolder } from './temporary.js';

/** How many threads change the state of a pipeline now. */
export const blocked = () => threadNames().filter((name) => name === 'rtsp-state').length;

let fifos = 0;

/** A pipe that nobody writes to. */
export function makeFifo(): string {
  const fifo = path.join(temporaryFolder(), `fifo-${fifos++}`);
  execFileSync('mkfifo', [fifo]);
  return fifo;
}

/** Opens the pipe for whoever waits for that, as often as they ask for it; fails when they have not all come back. */
export async function letGo(fifo: string): Promise<void> {
  await eventually(
    () => {
      closeSync(openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK));
      return blocked() === 0;
    },
    5000,
    () => `${blocked()} threads still change a state`,
  );
}
