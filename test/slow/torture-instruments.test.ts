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
});
