import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { type Figure, out, outcome, short, wanted } from './harness.js';

/** Puts what script/bench has written down into docs/benchmarks.md, between the two marks. */
const page = 'docs/benchmarks.md';
const marks = ['<!-- table -->\n', '<!-- /table -->\n'] as const;
/** As script/bench has them. */
const order = 'packets requests join delay latency crowd memory cycles start counts send'.split(' ');

const placeOf = ({ figure }: Figure) => {
  const place = order.findIndex((name) => figure.startsWith(name));
  return place < 0 ? order.length : place;
};

const row = (...cells: string[]) => `| ${cells.join(' | ')} |`;
const head = (...cells: string[]) => [row(...cells), row(...cells.map(() => '---'))];

/** All goals, and whether they were met. */
function summary(figures: Figure[]): string[] {
  const rows = figures.flatMap(({ figure, results }) =>
    results.flatMap(({ contestant, goals }) =>
      goals.map((goal) =>
        row(
          figure,
          contestant,
          goal.of,
          `${wanted(goal)} ${goal.against}`,
          outcome(goal),
          goal.met ? 'met' : '**missed**',
        ),
      ),
    ),
  );
  return [...head('figure', 'who', 'what', 'goal', 'reached', ''), ...rows];
}

function details({ figure, title, rounds, load, results }: Figure): string[] {
  const measures = [...new Set(results.flatMap(({ values }) => Object.keys(values)))];
  const rows = results.map(({ contestant, values, ratios }) => {
    const cells = measures.map((what) => {
      if (!(what in values)) return '';
      const ratio = what in ratios ? ` (${ratios[what].toFixed(2)} ×)` : '';
      return `${short(values[what].median)}${ratio}`;
    });
    return row(contestant, ...cells);
  });
  const about = `${title}; ${rounds} ${rounds === 1 ? 'run' : 'runs'} each, load ${(load.after[0] ?? 0).toFixed(1)}.`;
  return [`### ${figure}`, '', about, '', ...head('', ...measures), ...rows, ''];
}

const files = readdirSync(out).filter((name) => name.endsWith('.json'));
const figures = files
  .map((name) => JSON.parse(readFileSync(path.join(out, name), 'utf8')) as Figure)
  .sort((a, b) => placeOf(a) - placeOf(b));
if (figures.length === 0) throw new Error(`nothing in ${out}: run script/bench first`);
const dates = figures.map(({ date }) => date.slice(0, 10)).sort();
const versions = Object.entries(figures[0].versions).map(([name, version]) => `${name} ${version}`);
const table = [
  `${[...new Set([dates[0], dates.at(-1)])].join(' to ')}; ${versions.join('; ')}.`,
  '',
  ...summary(figures),
  '',
  ...figures.flatMap(details),
];
const text = readFileSync(page, 'utf8');
const [begin, end] = marks.map((mark) => text.indexOf(mark));
if (begin < 0 || end < begin) throw new Error(`${page} has no place for the table`);
writeFileSync(page, `${text.slice(0, begin + marks[0].length)}\n${table.join('\n')}${text.slice(end)}`);
console.log(`${page} has the results of ${figures.length} figures`);
