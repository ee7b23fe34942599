import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';

import { Scheduling } from './scheduling.js';

/** How often it looks, in ms. */
const interval = 10;
/** By how much 99 of 100 turns of the loop may be late, in ms, whatever the thread did. */
export const longestDelay = 100;
/** How long of it the thread may have slept, in ms. */
export const longestLoopSleep = 50;

const inMicroseconds = 1000;

function record(histogram: RecordableHistogram, ms: number): void {
  histogram.record(Math.max(1, Math.round(ms * inMicroseconds)));
}

const worst = (histogram: RecordableHistogram) => histogram.percentile(99) / inMicroseconds;

function show(histogram: RecordableHistogram): string {
  const [median, most, longest] = [50, 99, 100].map((part) => (histogram.percentile(part) / inMicroseconds).toFixed(1));
  return `median ${median} ms, 99 % ${most} ms, longest ${longest} ms`;
}

/**
 * How late the event loop turns, without the time in which the thread was ready to run and had no processor. The loop
 * sleeps until its next timer, and no longer: a thread that slept beyond that waited for another one, in a call or
 * wherever else native code runs on it.
 */
export class LoopDelay {
  readonly #late = createHistogram();
  readonly #slept = createHistogram();
  readonly #scheduling = new Scheduling();

  begin(): void {
    let before = { ...this.#scheduling.now(), at: performance.now() };
    setInterval(() => {
      const now = { ...this.#scheduling.now(), at: performance.now() };
      const late = now.at - before.at - interval - (now.starved - before.starved);
      record(this.#late, late);
      record(this.#slept, late - (now.ran - before.ran));
      before = now;
    }, interval).unref();
  }

  get failures(): string[] {
    return [
      ...(worst(this.#late) > longestDelay ? [`the event loop turns late: ${show(this.#late)}`] : []),
      ...(worst(this.#slept) > longestLoopSleep ? [`the JS thread sleeps between turns: ${show(this.#slept)}`] : []),
    ];
  }

  toString(): string {
    return `${show(this.#late)}; asleep of it: ${show(this.#slept)}`;
  }
}
