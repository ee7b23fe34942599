import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What one run of a contestant gives: numbers, by the name of what they measure. */
export type Sample = Record<string, number>;

/** One who does the job of a figure. */
export interface Contestant {
  name: string;
  /** The name of the one with which it is compared. */
  against?: string;
  run(): Promise<Sample> | Sample;
}

interface Spread {
  median: number;
  least: number;
  most: number;
}

interface Result {
  contestant: string;
  against: string | null;
  /** By what is measured. */
  values: Record<string, Spread>;
  /** Of its medians and those of the one it is compared with. */
  ratios: Record<string, number>;
}

/** The value below which lie so many of all; `values` need not be sorted. */
export function quantile(values: Iterable<number>, part: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

/**
 * Lets the contestants run by turns, so that what else the machine does meets all of them, and prints and writes down
 * the medians of all runs and their ratios.
 *
 * @param figure - The name of the figure; the results go to build/bench/FIGURE.json.
 */
export async function compete(figure: string, title: string, contestants: Contestant[], rounds: number): Promise<void> {
  const samples = new Map<string, Sample[]>(contestants.map(({ name }) => [name, []]));
  const loadBefore = os.loadavg();
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < contestants.length; i++) {
      // Whoever runs after another one may profit or suffer from it.
      const contestant = contestants[(i + round) % contestants.length];
      process.stderr.write(`\r\x1b[K${figure}: round ${round + 1} of ${rounds}, ${contestant.name}`);
      samples.get(contestant.name)?.push(await contestant.run());
    }
  }
  process.stderr.write('\r\x1b[K');
  const medians = new Map([...samples].map(([name, runs]) => [name, summary(runs)]));
  const results = contestants.map(({ name, against }): Result => {
    const values = medians.get(name) ?? {};
    const others = (against !== undefined && medians.get(against)) || {};
    const ratios = Object.entries(others).flatMap(([what, other]) => {
      return what in values && other.median > 0 ? [[what, values[what].median / other.median] as const] : [];
    });
    return { contestant: name, against: against ?? null, values, ratios: Object.fromEntries(ratios) };
  });
  const load = { before: loadBefore, after: os.loadavg() };
  const file = path.join(process.env.BENCH_OUT ?? 'build/bench', `${figure}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  const about = { figure, title, date: new Date().toISOString(), versions: versions(), rounds, load };
  writeFileSync(file, `${JSON.stringify({ ...about, results }, null, 2)}\n`);
  print(title, rounds, load.after[0] ?? 0, results);
}

function summary(runs: Sample[]): Record<string, Spread> {
  const names = [...new Set(runs.flatMap((run) => Object.keys(run)))];
  return Object.fromEntries(
    names.map((name) => {
      const values = runs.map((run) => run[name] ?? NaN);
      return [name, { median: quantile(values, 0.5), least: Math.min(...values), most: Math.max(...values) }];
    }),
  );
}

function versions(): Record<string, string> {
  const version = (name: string) => execFileSync('pkg-config', ['--modversion', name], { encoding: 'utf8' }).trim();
  return {
    node: process.version,
    'gst-rtsp-server': version('gstreamer-rtsp-server-1.0'),
    glib: version('glib-2.0'),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    processor: `${os.cpus().length} x ${os.cpus()[0]?.model ?? 'unknown'}`,
  };
}

function print(title: string, rounds: number, load: number, results: Result[]): void {
  const measures = [...new Set(results.flatMap(({ values }) => Object.keys(values)))];
  const rows = [['', ...measures, 'against']];
  for (const { contestant, against, values, ratios } of results) {
    const cells = measures.map((what) => {
      if (!(what in values)) return '';
      const { median, least, most } = values[what];
      const ratio = what in ratios ? ` = ${ratios[what].toFixed(2)} x` : '';
      return `${short(median)} (${short(least)}..${short(most)})${ratio}`;
    });
    rows.push([contestant, ...cells, against ?? '']);
  }
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  console.log(`\n${title}\nmedians of ${rounds} runs (least..most); load ${load.toFixed(1)}\n${lines.join('\n')}`);
}

function short(value: number): string {
  return value >= 1000 ? value.toFixed(0) : value.toPrecision(3);
}
