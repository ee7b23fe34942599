import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { type Figure, wanted } from '../bench/harness.js';
import { projectRoot, run } from './helpers/process.js';

/** What a quick run has written of a figure. */
function written(name: string): Figure {
  const file = path.join(projectRoot, 'build/bench/quick', `${name}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as Figure;
}

describe('script/bench', () => {
  it('measures a figure of whole servers: each contestant serves, and the load hears all of them', async function () {
    this.timeout(300_000);
    const figures = ['packets-tcp-5', 'packets-udp-5'];
    const exit = await run('script/bench', ['--quick', 'packets'], { cwd: projectRoot, deadline: 280_000 });
    assert.equal(exit.code, 0, exit.stderr);
    for (const name of figures) {
      const { results, versions } = written(name);
      assert.match(versions['gst-rtsp-server'], /^1\./);
      const who = results.map(({ contestant }) => contestant);
      assert.ok(
        ['C', 'Node', 'Node, handlers', 'Python, handlers'].every((one) => who.includes(one)),
        who.join(),
      );
      for (const { contestant, values, ratios } of results) {
        // Half a second of 525 packets a second for each of five clients.
        assert.ok(values['packets/s'].median > 500, `${contestant}: ${exit.stdout}`);
        assert.ok(values['CPU µs/packet'].median > 0, `${contestant}: ${exit.stdout}`);
        assert.equal(contestant.split(';')[0] === 'C', !('CPU µs/packet' in ratios), exit.stdout);
      }
    }
  });

  it('measures the round trip of a question, and a filter: each contestant, and how far the goals are reached', async function () {
    this.timeout(300_000);
    const began = Date.now();
    // It compiles the test double first.
    const exit = await run('script/bench', ['--quick', 'ask', 'filter'], { cwd: projectRoot, deadline: 280_000 });
    assert.equal(exit.code, 0, exit.stderr);
    const figures: Record<string, { contestants: string[]; goals: string[]; least: string; most: string }> = {
      ask: {
        contestants: ['bare, plain', 'signal, plain', 'bare, async', 'signal, async'],
        goals: ['signal, plain: p50 µs ≤ 1.3 × bare, plain', 'signal, async: p50 µs ≤ 1.3 × bare, async'],
        least: 'p50 µs',
        most: 'p99 µs',
      },
      filter: {
        contestants: [
          'C',
          ...['Python', 'Node'].flatMap((who) => [`${who}, wrappers exist`, `${who}, wrappers are made`]),
        ],
        goals: ['exist', 'are made'].map(
          (which, i) => `Node, wrappers ${which}: sessions/ms ≥ ${[3, 1][i]} × Python, wrappers ${which}`,
        ),
        least: 'at a stretch, ms',
        most: 'ms',
      },
    };
    for (const [name, { contestants, goals, least, most }] of Object.entries(figures)) {
      const { date, results } = written(name);
      assert.ok(Date.parse(date) >= began, date);
      assert.deepEqual(
        results.map(({ contestant }) => contestant),
        contestants,
      );
      for (const { contestant, values } of results) {
        const [low, high] = [values[least].median, values[most].median];
        assert.ok(low > 0 && low <= high, `${contestant}: ${low} and ${high}\n${exit.stdout}`);
      }
      const reached = results.flatMap(({ contestant, goals: all }) => all.map((goal) => ({ contestant, ...goal })));
      assert.deepEqual(
        reached.map((goal) => `${goal.contestant}: ${goal.of} ${wanted(goal)} ${goal.against}`),
        goals,
      );
      for (const goal of reached) assert.ok(goal.reached > 0, JSON.stringify(goal));
    }
  });

  it('knows no other figure than those it names', async () => {
    const exit = await run('script/bench', ['nonsense'], { cwd: projectRoot });
    assert.equal(exit.code, 2);
    assert.match(exit.stderr, /^ {2}packets +CPU/m);
  });
});
