import assert from 'node:assert/strict';

import { type Exit, runScript } from '../helpers/process.js';

const deadline = 120_000;

/** A run with a watchdog that waits no longer than this, in ms, for progress. */
const patience = 2000;
const begin = `
  import { Phase, Progress } from './test/torture/progress.js';
  import { Watchdog } from './test/torture/watchdog.js';
  const watchdog = new Watchdog(['gst_a_function'], 500, ${patience});
`;
const beginAtOnce = `${begin}
  watchdog.phase(Phase.RUNNING);
`;

/**
 * It has failed, and shown its threads. Where one process may not look into another it is the kernel that ends it, and
 * tells in what each thread waits.
 *
 * @param waiting - What one of them is seen in.
 */
function failed({ code, signal, stderr }: Exit, waiting: RegExp): void {
  if (stderr.includes('gdb shows nothing')) {
    assert.equal(signal, 'SIGKILL', stderr);
    assert.ok([...stderr.matchAll(/^\d+ .* in \S+$/gm)].length > 3, stderr);
    return;
  }
  assert.equal(code, 1, stderr);
  assert.ok([...stderr.matchAll(/^Thread \d+ .*\n#0 /gm)].length > 3, stderr);
  assert.match(stderr, waiting);
}

describe('what watches over the torture', function () {
  this.timeout(deadline + 10_000);

  it('shows where all threads stand, and fails, when the JavaScript thread stands still', async () => {
    const exit = await runScript(
      {
        source: `${beginAtOnce}
          Atomics.store(watchdog.counters, Progress.RUNNING, 1);
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);`,
      },
      { deadline },
    );
    assert.match(exit.stderr, /FAILED: the event loop has not turned for 2000 ms, in gst_a_function/);
    assert.match(exit.stderr, /the JS thread sleeps in gst_a_function/);
    failed(exit, /FutexEmulation/);
  });

  it('shows where all threads stand, and fails, when no client is answered', async () => {
    const exit = await runScript(
      {
        source: `${begin}
          import { serve } from './lib/index.js';
          import { RtspClient } from './test/clients/rtsp-client.js';
          import { tone } from './test/helpers/lines.js';
          void (async () => {
            const server = await serve({ port: 0, mounts: { '/tone': tone } });
            server.handlerTimeout = 60_000;
            server.on('client-connected', (client) => {
              client.on('pre-describe-request', () => new Promise(() => undefined));
            });
            const client = await RtspClient.connect(server.url('/tone'));
            await client.request('OPTIONS');
            watchdog.count(Progress.ANSWERS);
            watchdog.phase(Phase.RUNNING);
            await client.request('DESCRIBE', { deadline: 60_000 });
          })();`,
      },
      { deadline },
    );
    assert.match(exit.stderr, /FAILED: no client was answered for 2000 ms/);
    // The thread of the client, which waits for the handler.
    failed(exit, /gst_rtsp_client_handle_message/);
  });

  it('says nothing while both go on', async () => {
    const exit = await runScript(
      {
        source: `${beginAtOnce}
          const answers = setInterval(() => watchdog.count(Progress.ANSWERS), 50);
          setTimeout(() => {
            clearInterval(answers);
            watchdog.phase(Phase.DONE);
          }, ${2 * patience});`,
      },
      { deadline },
    );
    assert.equal(exit.code, 0, exit.stderr);
    assert.equal(exit.stderr, '');
  });

  it('tells a call that waits for another thread from one that works, and both from short ones', async () => {
    const exit = await runScript(
      {
        source: `
          import { longestSleep, longestWork, Measure } from './test/torture/measure.js';
          import { Watchdog } from './test/torture/watchdog.js';
          const measure = new Measure();
          // It sees no stacks: whoever looks at them stops the process meanwhile.
          measure.begin(new Watchdog(['waits', 'works', 'shortly'], Infinity));
          const nothing = new Int32Array(new SharedArrayBuffer(4));
          const work = (ms: number) => {
            const until = performance.now() + ms;
            while (performance.now() < until);
          };
          measure.measured('shortly', 3, () => Atomics.wait(nothing, 0, 0, longestSleep / 4), []);
          measure.measured('shortly', 3, () => work(longestWork / 4), []);
          measure.measured('waits', 1, () => Atomics.wait(nothing, 0, 0, 3 * longestSleep), []);
          // Others may have the processor for most of the time.
          measure.measured('works', 2, () => work(10 * longestWork), []);
          process.stdout.write(measure.failures.join('\\n'));
          process.exit();`,
      },
      { deadline },
    );
    const [waits, works, ...others] = exit.stdout.split('\n');
    assert.match(waits, /slept in a call: waits /);
    assert.match(works, /worked for too long on the JS thread: works /);
    assert.deepEqual(others, []);
  });

  it('tells a function that sleeps by rule from one that does once in a while', async () => {
    const exit = await runScript(
      {
        source: `
          import { Measure, remarkable, remarkableSleeps } from './test/torture/measure.js';
          import { Watchdog } from './test/torture/watchdog.js';
          const measure = new Measure();
          measure.begin(new Watchdog(['seldom', 'often'], Infinity));
          const nothing = new Int32Array(new SharedArrayBuffer(4));
          const sleep = () => Atomics.wait(nothing, 0, 0, 10 * remarkable);
          for (let i = 0; i < remarkableSleeps.number; i++) measure.measured('seldom', 1, sleep, []);
          const calls = 3 / remarkableSleeps.part;
          for (let i = 0; i < calls; i++) measure.measured('seldom', 1, i % (calls / 2) === 1 ? sleep : () => undefined, []);
          for (let i = 0; i < 4 * remarkableSleeps.number; i++) measure.measured('often', 2, sleep, []);
          process.stdout.write(measure.failures.join('\\n'));
          process.exit();`,
      },
      { deadline },
    );
    assert.match(exit.stdout, /^the JS thread slept for more than 20 ms in \d+ of 12 calls of often$/);
  });

  it('measures what the addon does beside the functions of C', async () => {
    const exit = await runScript(
      {
        source: `
          import { RTSPMediaFactory } from './lib/index.js';
          import { Measure } from './test/torture/measure.js';
          import { Watchdog } from './test/torture/watchdog.js';
          const measure = new Measure();
          measure.begin(new Watchdog(measure.watched, Infinity));
          const factory = new RTSPMediaFactory();
          factory.on('media-configure', () => undefined);
          factory.setProperty('latency', 100);
          factory.getProperty('latency');
          for (const name of ['connect', 'setProperty', 'getProperty']) {
            console.log(name, measure.calls.get('native.' + name));
          }
          process.exit();`,
      },
      { deadline },
    );
    assert.equal(exit.stdout, 'connect 1\nsetProperty 1\ngetProperty 1\n', exit.stderr);
  });

  const turns: Record<string, [turn: string, tells: RegExp]> = {
    'sleeps in every turn': [
      'Atomics.wait(nothing, 0, 0, 2 * longestDelay)',
      /^the event loop turns late: .*\nthe JS thread sleeps between turns: .*$/,
    ],
    'works in every turn': [
      'const before = process.cpuUsage(); while (process.cpuUsage(before).user < 2000 * longestDelay);',
      /^the event loop turns late: .*$/,
    ],
    'has nothing to do': ['', /^$/],
  };
  for (const [what, [turn, tells]] of Object.entries(turns)) {
    it(`sees by the event loop that the JavaScript thread ${what}`, async () => {
      const exit = await runScript(
        {
          source: `
            import { LoopDelay, longestDelay } from './test/torture/loop-delay.js';
            const nothing = new Int32Array(new SharedArrayBuffer(4));
            const delay = new LoopDelay();
            delay.begin();
            let left = 20;
            setInterval(() => {
              ${turn}
              if (left-- > 0) return;
              process.stdout.write(delay.failures.join('\\n'));
              process.exit();
            }, 10);`,
        },
        { deadline },
      );
      assert.match(exit.stdout, tells);
      assert.equal(exit.stderr, '');
    });
  }
});
