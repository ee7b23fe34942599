import path from 'node:path';
import { Worker } from 'node:worker_threads';

import { Phase, Progress } from './progress.js';

/** How long there may be no progress, in ms. */
const usualPatience = 20_000;
const mostShown = 2;

/** The counters, and the thread that watches them. */
export class Watchdog {
  #shown = 0;
  readonly counters = new Int32Array(new SharedArrayBuffer(4 * Progress.SIZE));

  /**
   * @param names - Of the functions, by the numbers that `RUNNING` has.
   * @param longestSleep - From here on the stacks are shown of what the JS thread waits for in a call, in ms.
   */
  constructor(names: readonly string[], longestSleep: number, patience = usualPatience) {
    const worker = new Worker(path.join(__dirname, 'watchdog-thread.cjs'), {
      workerData: { memory: this.counters.buffer, index: Progress, phases: Phase, names, patience, longestSleep },
      execArgv: [],
    });
    worker.unref();
    setInterval(() => this.count(Progress.TICKS), 5).unref();
  }

  count(counter: number): void {
    Atomics.add(this.counters, counter, 1);
  }

  phase(phase: number): void {
    Atomics.store(this.counters, Progress.PHASE, phase);
  }

  /** Has all stacks printed, the first times that it is asked. */
  show(reason: string): void {
    if (++this.#shown > mostShown) return;
    process.stdout.write(`torture: where all threads stand (${reason}):\n`);
    Atomics.store(this.counters, Progress.DUMP, 1);
  }

  /** By how many ms a thread of this process was woken too late, at worst since the last question. */
  noise(): number {
    return Atomics.exchange(this.counters, Progress.NOISE, 0);
  }
}
