import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { type Figure, wanted } from '../../bench/harness.js';
import { projectRoot, run } from '../helpers/process.js';

describe('script/bench', function () {
  this.timeout(300_000);
  const began = Date.now();
  let stdout = '';

  before(async () => {
    // It compiles what there is of native code first.
    const figures = ['packets', 'latency', 'send', 'ask', 'filter'];
    const exit = await run('script/bench', ['--quick', ...figures], { deadline: 280_000 });
    assert.equal(exit.code, 0, exit.stderr);
    ({ stdout } = exit);
  });

  /** What the run has written of a figure. */
  function written(name: string): Figure {
    const file = path.join(projectRoot, 'build/bench/quick', `${name}.json`);
    const figure = JSON.parse(readFileSync(file, 'utf8')) as Figure;
    assert.ok(Date.parse(figure.date) >= began, figure.date);
    return figure;
  }

  it('measures a figure of whole servers: each contestant serves, and the load hears all of them', () => {
    const figures = ['packets-tcp-5', 'packets-udp-5'];
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
        assert.ok(values['packets/s'].median > 500, `${contestant}: ${stdout}`);
        assert.ok(values['CPU µs/packet'].median > 0, `${contestant}: ${stdout}`);
        assert.equal(contestant.split(';')[0] === 'C', !('CPU µs/packet' in ratios), stdout);
      }
    }
  });

  it('measures how late packets come: of C and Node, each with TCP_NODELAY and without it', () => {
    for (const name of ['latency-audio', 'latency-video']) {
      const { results } = written(name);
      assert.deepEqual(
        results.map(({ contestant }) => contestant),
        ['C, its default', 'C, TCP_NODELAY', 'Node, its default', 'Node, tcpNoDelay off'],
      );
      for (const { contestant, values } of results) {
        const [p50, p99, most] = ['p50 ms', 'p99 ms', 'most ms'].map((what) => values[what].median);
        assert.ok(0 < p50 && p50 <= p99 && p99 <= most, `${contestant}: ${stdout}`);
      }
    }
  });

  it('measures the round trip of a question, and a filter: each contestant, and how far the goals are reached', () => {
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
      const { results } = written(name);
      assert.deepEqual(
        results.map(({ contestant }) => contestant),
        contestants,
      );
      for (const { contestant, values } of results) {
        const [low, high] = [values[least].median, values[most].median];
        assert.ok(low > 0 && low <= high, `${contestant}: ${low} and ${high}\n${stdout}`);
      }
      const reached = results.flatMap(({ contestant, goals: all }) => all.map((goal) => ({ contestant, ...goal })));
      assert.deepEqual(
        reached.map((goal) => `${goal.contestant}: ${goal.of} ${wanted(goal)} ${goal.against}`),
        goals,
      );
      for (const goal of reached) assert.ok(goal.reached > 0, JSON.stringify(goal));
    }
  });

  it('measures the send functions: in C, in both ways of delivery, and in Python where that can', () => {
    const { results } = written('send');
    const inPython = ['RTSPSendListFunc', 'RTSPClientSendFunc'];
    assert.deepEqual(
      results.map(({ contestant }) => contestant),
      ['RTSPSendFunc', 'RTSPSendListFunc', 'RTSPClientSendFunc', 'RTSPClientSendMessagesFunc'].flatMap((name) =>
        ['C', 'queued', 'strict', ...(inPython.includes(name) ? ['Python'] : [])].map((how) => `${name}, ${how}`),
      ),
    );
    for (const { contestant, values, ratios, goals } of results) {
      assert.ok(values['packets/s'].median > 0, `${contestant}: ${stdout}`);
      assert.ok(values['CPU µs/packet'].median > 0, `${contestant}: ${stdout}`);
      assert.equal(contestant.endsWith(', C'), !('packets/s' in ratios), stdout);
      for (const goal of goals) assert.ok(goal.reached > 0, JSON.stringify(goal));
    }
  });

  it('knows no other figure than those it names', async () => {
    const exit = await run('script/bench', ['nonsense']);
    assert.equal(exit.code, 2);
    assert.match(exit.stderr, /^ {2}packets +CPU/m);
  });
});
