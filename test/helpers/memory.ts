import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';

import { native } from '../../lib/native.js';
import { eventually } from './deadline.js';

/** Collects garbage until the reaper has nothing left to release, and what that has set free, too. */
export async function settle(): Promise<void> {
  for (let i = 0; i < 4; i++) {
    assert.ok(globalThis.gc, 'run with --expose-gc');
    globalThis.gc();
    await turn();
    await eventually(() => native.statistics().reaperIdle, 20_000, 'the reaper to be idle');
  }
}

/** AddressSanitizer keeps what was freed, and what the threads had that have ended; it has a leak check of its own. */
export const sanitized = process.env.LD_PRELOAD?.includes('libasan') === true;

/**
 * Does something again and again, and fails when wrappers or memory have grown with it. What it does once at its
 * beginning does not count. Memory that an allocator only has not given back yet grows once; what leaks, each time.
 */
export async function staysLean(what: () => unknown, times = 10_000, mebibytes = 16): Promise<void> {
  const some = async (count: number) => {
    for (let i = 0; i < count; i++) {
      await what();
      if (i % 1000 === 999) await settle();
    }
    await settle();
  };
  await some(Math.ceil(times / 5));
  const wrappers = native.statistics().wrappers;
  const grown: number[] = [];
  do {
    const before = process.memoryUsage().rss;
    await some(times);
    grown.push((process.memoryUsage().rss - before) / (1 << 20));
  } while (grown.every((more) => more >= mebibytes) && grown.length < 5);
  assert.ok(native.statistics().wrappers <= wrappers + 5, `${wrappers} to ${native.statistics().wrappers} wrappers`);
  assert.ok(
    sanitized || grown.some((more) => more < mebibytes),
    `${grown.map((more) => more.toFixed(1)).join(', ')} MiB more`,
  );
}
