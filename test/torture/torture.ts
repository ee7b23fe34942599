/**
 * node --expose-gc --import tsx test/torture/torture.ts [--seconds N] [--seed N]: players, handlers and calls that do
 * what they like, for as long as wanted; see script/torture. Ends with 0 when nothing hung, nothing crashed, nothing
 * held the JS thread, and nothing is left.
 */
import { pathToFileURL } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { native } from '../../lib/native.js';
import { testMovie } from '../helpers/media.js';
import { missingEvents } from './events.js';
import { longestSleep, Measure, show } from './measure.js';
import { Phase } from './progress.js';
import { torture } from './run.js';
import { Tally } from './statistics.js';
import { Watchdog } from './watchdog.js';

const say = (text: string) => process.stdout.write(`torture: ${text}\n`);

/** GStreamer keeps one for all pipelines. */
const processWide = 'GstSystemClock';

/** Of those that JavaScript has met, what still lives after all was collected; in 20 s at most. */
async function leftovers(): Promise<string[]> {
  for (let i = 0; ; i++) {
    globalThis.gc?.();
    await sleep(100);
    const { instances, wrappers, reaperIdle } = native.statistics();
    const left = Object.entries(instances).filter(([type, count]) => count > 0 && type !== processWide);
    if (left.length === 0 && reaperIdle) return [];
    if (i === 200) return [...left.map(([type, count]) => `${count} ${type}`), `${wrappers} wrappers`];
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { seconds: { type: 'string' }, seed: { type: 'string' } } });
  const seconds = Number(values.seconds ?? 60);
  const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 32));
  say(`${seconds} s with seed ${seed}`);
  const warnings = new Tally();
  process.on('warning', (warning) => warnings.add(warning.name));

  native.track();
  const measure = new Measure();
  const watchdog = new Watchdog(measure.watched, longestSleep);
  measure.begin(watchdog);
  const { failures, report } = await torture(seconds, seed, pathToFileURL(await testMovie()).href, measure, watchdog);
  const left = await leftovers();

  for (const line of report) say(line);
  say(`warnings: ${String(warnings)}`);
  const { total, names, neverCalled } = measure;
  say(`bound functions called: ${names.length - neverCalled.length} of ${names.length}, by ${total} calls`);
  say(`delay of the event loop: ${String(measure.loopDelay)}`);
  say(`what held the JS thread longest:\n  ${measure.worst.map(show).join('\n  ')}`);
  say(`the slowest promised call: ${measure.longestPromise.name} ${Math.round(measure.longestPromise.ms)} ms`);
  const all = [
    ...missingEvents().map((event) => `events.ts does not know ${event}`),
    ...failures,
    ...measure.failures,
    ...measure.pending.map((call) => `it has not settled: ${call}`),
    ...(left.length > 0 ? [`these are left: ${left.join(', ')}`] : []),
  ];
  for (const failure of all) say(`FAILED: ${failure}`);
  process.exitCode = all.length === 0 ? 0 : 1;
  watchdog.phase(Phase.DONE);
}

void main();
