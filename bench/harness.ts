import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What one run of a contestant gives: numbers, by the name of what they measure. */
export type Sample = Record<string, number>;

/** What a contestant should reach: its median, divided by that of another one. */
export interface Goal {
  /** What is measured. */
  of: string;
  /** The name of the other one. Default: the one with which the contestant is compared. */
  against?: string;
  most?: number;
  least?: number;
  /** Instead of a ratio: by how much it may be above the other one. */
  beyond?: number;
}

/** One who does the job of a figure. */
export interface Contestant {
  name: string;
  /** The name of the one with which it is compared. */
  against?: string;
  goals?: Goal[];
  run(): Promise<Sample> | Sample;
}

interface Spread {
  median: number;
  least: number;
  most: number;
}

/** A goal, and what was reached. */
export interface Reached extends Goal {
  against: string;
  /** The ratio; of a goal that has `beyond`, the difference. */
  reached: number;
  met: boolean;
}

/** What became of a contestant. */
export interface Result {
  contestant: string;
  against: string | null;
  /** By what is measured. */
  values: Record<string, Spread>;
  /** Of its medians and those of the one it is compared with. */
  ratios: Record<string, number>;
  goals: Reached[];
}

/** What is written down of a figure. */
export interface Figure {
  figure: string;
  title: string;
  date: string;
  quick: boolean;
  versions: Record<string, string>;
  rounds: number;
  load: { before: number[]; after: number[] };
  results: Result[];
}

/** Whether it only matters that it runs: once, and with little to do. */
export const quick = process.env.BENCH_QUICK === '1';

/** Where script/bench puts what it compiles. */
export const programs = 'build/bench';

/** Where results are written. */
export const out = quick ? path.join(programs, 'quick') : programs;

/** How much there is to do: all of it, or little when it only matters that it runs. */
export function amount(all: number, little: number): number {
  return quick ? little : all;
}

/** How many processes may run at once: several when it does not matter what they measure. */
export const processes = amount(1, 4);

/** The value below which lie so many of all; `values` need not be sorted. */
export function quantile(values: Iterable<number>, part: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))];
}

/**
 * Lets the contestants run by turns, so that what else the machine does meets all of them, and prints and writes down
 * the medians of all runs and their ratios.
 *
 * @param figure - The name of the figure; the results go to build/bench/FIGURE.json, of a quick run to build/bench/quick.
 * @param rounds - How often each of them runs, unless BENCH_ROUNDS says.
 * @param atOnce - How many of them run at the same time.
 */
export async function compete(
  figure: string,
  title: string,
  contestants: Contestant[],
  rounds: number,
  atOnce = 1,
): Promise<void> {
  rounds = quick ? 1 : Number(process.env.BENCH_ROUNDS ?? rounds);
  const samples = new Map<string, Sample[]>(contestants.map(({ name }) => [name, []]));
  const before = os.loadavg();
  const turns = turnsOf(contestants, rounds);
  const lane = async () => {
    for (const { contestant, round } of turns) {
      process.stderr.write(`\r\x1b[K${figure}: round ${round + 1} of ${rounds}, ${contestant.name}`);
      samples.get(contestant.name)?.push(await contestant.run());
    }
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
  process.stderr.write('\r\x1b[K');
  const all = new Map([...samples].map(([name, runs]) => [name, summary(runs)]));
  const medianOf = (name: string, what: string) => all.get(name)?.[what]?.median ?? NaN;
  const results = contestants.map(({ name, against, goals = [] }): Result => {
    const values = all.get(name) ?? {};
    const ratios = Object.keys(values).flatMap((what) => {
      const value = medianOf(name, what) / medianOf(against ?? '', what);
      return Number.isFinite(value) ? [[what, value] as const] : [];
    });
    const reached = goals.map((goal): Reached => {
      const other = goal.against ?? against ?? '';
      const [own, others] = [medianOf(name, goal.of), medianOf(other, goal.of)];
      if (goal.beyond !== undefined) {
        return { ...goal, against: other, reached: own - others, met: own - others <= goal.beyond };
      }
      const value = own / others;
      return {
        ...goal,
        against: other,
        reached: value,
        met: value <= (goal.most ?? Infinity) && value >= (goal.least ?? 0),
      };
    });
    return { contestant: name, against: against ?? null, values, ratios: Object.fromEntries(ratios), goals: reached };
  });
  const load = { before, after: os.loadavg() };
  const date = new Date().toISOString();
  const written: Figure = { figure, title, date, quick, versions: versions(), rounds, load, results };
  const file = path.join(out, `${figure}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(written, null, 2)}\n`);
  print(written);
}

function* turnsOf(contestants: Contestant[], rounds: number): Generator<{ contestant: Contestant; round: number }> {
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < contestants.length; i++) {
      // Whoever runs after another one may profit or suffer from it.
      yield { contestant: contestants[(i + round) % contestants.length], round };
    }
  }
}

function median(values: number[]): number {
  const sorted = values.sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}

function summary(runs: Sample[]): Record<string, Spread> {
  const names = [...new Set(runs.flatMap((run) => Object.keys(run)))];
  return Object.fromEntries(
    names.map((name) => {
      const values = runs.flatMap((run) => (name in run ? [run[name]] : []));
      return [name, { median: median(values), least: Math.min(...values), most: Math.max(...values) }];
    }),
  );
}

/** Python, where there is the one that the distribution's packages are for. */
export const python = '/usr/bin/python3';

function versions(): Record<string, string> {
  const say = (command: string, ...args: string[]) => execFileSync(command, args, { encoding: 'utf8' }).trim();
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  return {
    'gst-rtsp-server of npm': version,
    node: process.version,
    'gst-rtsp-server': say('pkg-config', '--modversion', 'gstreamer-rtsp-server-1.0'),
    gstreamer: say('pkg-config', '--modversion', 'gstreamer-1.0'),
    glib: say('pkg-config', '--modversion', 'glib-2.0'),
    python: say(python, '-c', 'import gi, platform; print(platform.python_version(), "PyGObject", gi.__version__)'),
    system: `${os.type()} ${os.release()} ${os.arch()}`,
    processor: `${os.cpus().length} x ${os.cpus()[0]?.model ?? 'unknown'}`,
  };
}

function print({ title, rounds, load, results }: Figure): void {
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
  for (const { contestant, goals } of quick ? [] : results) {
    for (const goal of goals) {
      const verdict = goal.met ? 'met' : 'MISSED';
      lines.push(`goal ${verdict}: ${contestant}, ${goal.of}: ${wanted(goal)} ${goal.against}; is ${outcome(goal)}`);
    }
  }
  const load1 = (load.after[0] ?? 0).toFixed(1);
  console.log(`\n${title}\nmedians of ${rounds} runs (least..most); load ${load1}\n${lines.join('\n')}`);
}

/** What a goal asks for, before the name of the other one. */
export function wanted({ most, least, beyond }: Goal): string {
  if (beyond !== undefined) return `≤ ${beyond} +`;
  return most === undefined ? `≥ ${least ?? 0} ×` : `≤ ${most} ×`;
}

/** What was reached of it. */
export function outcome({ beyond, reached }: Reached): string {
  return beyond === undefined ? `${reached.toFixed(2)} ×` : `${short(reached)} +`;
}

/** A number as a table shows it. */
export function short(value: number): string {
  return Math.abs(value) >= 1000 ? value.toFixed(0) : value.toPrecision(3);
}
