import { openSync, readSync } from 'node:fs';

/** What the kernel says of a thread, in ms since it began. */
export interface Scheduled {
  /** On a processor. */
  readonly ran: number;
  /** Ready to run, without a processor. */
  readonly starved: number;
}

/** Reads how the process's main thread has been scheduled: from it, or from another thread. */
export class Scheduling {
  readonly #file = openSync('/proc/self/schedstat', 'r');
  readonly #buffer = Buffer.alloc(128);

  now(): Scheduled {
    const length = readSync(this.#file, this.#buffer, 0, this.#buffer.length, 0);
    const [ran, starved] = this.#buffer.toString('latin1', 0, length).split(' ');
    return { ran: Number(ran) / 1e6, starved: Number(starved) / 1e6 };
  }
}
