import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { deferred, withDeadline } from '../helpers/deadline.js';

/** What came of a stream to one viewer. Times are in seconds. */
export interface ViewerReport {
  /** For example `video over udp`. */
  name: string;
  packets: number;
  /** How often the next one was not the one that came. */
  gaps: number;
  /** The greatest step of the stream's time from one packet to the next, forwards and backwards. */
  forwards: number;
  backwards: number;
  /** How often no packet came for more than a quarter of a second, and the longest time without one. */
  pauses: number;
  pause: number;
  /** How long it has lasted by the stream's time, and by the clock. */
  media: number;
  wall: number;
}

/**
 * Has viewers watch a mount, over TCP and UDP, while `meanwhile` happens: in a process of their own, who neither wait for
 * this event loop nor lose what the kernel drops while it is busy. Gives what came of each stream, first over TCP.
 */
export async function watched(url: string, meanwhile: () => Promise<void>): Promise<ViewerReport[]> {
  const viewers = fork(path.join(__dirname, 'viewers.ts'), [url], { execArgv: ['--import=tsx'] });
  const ended = deferred<never>();
  ended.promise.catch(() => undefined);
  viewers.once('exit', (code) => ended.reject(new Error(`the viewers have ended, with ${code}`)));
  const message = async () => {
    const said = Promise.race([once(viewers, 'message'), ended.promise]);
    const [value] = (await withDeadline(said, 20_000, 'the viewers')) as [unknown];
    return value;
  };
  try {
    await message();
    await meanwhile();
    viewers.send('report');
    return (await message()) as ViewerReport[];
  } finally {
    viewers.kill();
  }
}
