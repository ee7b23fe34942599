import { execFileSync } from 'node:child_process';
import { closeSync, constants, openSync, writeSync } from 'node:fs';
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

/** Of each packet, in bytes. */
const blockSize = 320;

/** How many packets of sound `feed()` gives. Its medium waits for the pipe when all have been sent, and not before. */
export const sips = 5;

/** How many bytes that is. */
export const sip = sips * blockSize;

/** Sound from the pipe. The thread that reads waits for data, whatever else is wanted of it: a stop waits, too. */
export const soundOf = (fifo: string) =>
  `( filesrc location=${fifo} blocksize=${blockSize}
     ! rawaudioparse format=pcm pcm-format=s16be sample-rate=8000 num-channels=1 ! rtpL16pay name=pay0 pt=96 )`;

/** Gives the pipe enough for a medium to start. Until the descriptor is closed no more comes, and no end. */
export function feed(fifo: string): number {
  const descriptor = openSync(fifo, constants.O_RDWR | constants.O_NONBLOCK);
  writeSync(descriptor, Buffer.alloc(sip));
  return descriptor;
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
