import assert from 'node:assert/strict';

import { run } from '../helpers/process.js';

// Compiled JavaScript, and no loader: what is tested is the end of a process, many times.
const prelude = `
  const { GObject, registerClass } = require('./build/test/lib/gobject/object.js');
  const { c } = require('./build/test/lib/native.js');
  class TestDouble extends GObject {}
  registerClass('TestDouble', TestDouble, c.test_double_new);
  const double = new TestDouble();
`;

/** Runs the script so many times in a process of its own, and expects each to end by itself with this code. */
async function ends(script: string, code: number, times = 50): Promise<void> {
  let left = times;
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const exit = await run(process.execPath, ['-e', prelude + script], { deadline: 20_000 });
      assert.deepEqual(
        { code: exit.code, signal: exit.signal, timedOut: exit.timedOut },
        { code, signal: null, timedOut: false },
        `${exit.stdout}\n${exit.stderr}`,
      );
    }
  };
  await Promise.all([worker(), worker()]);
}

describe('the end of an environment', function () {
  this.timeout(120_000);

  it('comes with the last thing to do: listeners do not keep the process alive', async () => {
    await ends(`double.on('ask', () => 1); double.on('tell', () => 1);`, 0, 4);
  });

  it('waits for a promised call', async () => {
    await ends(`c.test_double_sleep(double, 100).then(() => { process.exitCode = 7; });`, 7, 4);
  });

  it('may come by process.exit() inside a handler, with threads parked', async () => {
    await ends(
      `let asked = 0;
       const doubles = Array.from({ length: 8 }, () => new TestDouble());
       for (const each of doubles) {
         each.on('ask', () => { if (++asked === 5) process.exit(3); return new Promise(() => {}); });
         c.test_double_start(each, 2, 10);
       }
       setInterval(() => {}, 1000);`,
      3,
    );
  });

  it('may come while threads tell and ask without a pause', async () => {
    await ends(
      `double.on('ask', async () => 1); double.on('tell', () => {});
       c.test_double_start(double, 3, 1e6); c.test_double_flood(double, 3, 1e6);
       setTimeout(() => process.exit(4), 30);`,
      4,
    );
  });

  it('may come naturally with a thread parked for ever', async () => {
    await ends(`double.on('ask', () => new Promise(() => {})); c.test_double_start(double, 2, 1);`, 0);
  });

  it('may come by an error that nobody catches, with threads parked', async () => {
    await ends(
      `double.on('ask', () => new Promise(() => {})); c.test_double_start(double, 2, 1);
       setTimeout(() => { throw new Error('uncaught'); }, 10);`,
      1,
    );
  });

  it('of a worker answers its parked threads and leaves the others alone', async () => {
    await ends(
      `const { Worker } = require('node:worker_threads');
       double.on('ask', (value) => value);
       const code = ${JSON.stringify(prelude)} + \`
         double.on('ask', () => new Promise(() => {}));
         double.on('tell', () => {});
         c.test_double_start(double, 4, 3); c.test_double_flood(double, 2, 1e5);
         setTimeout(() => require('node:worker_threads').parentPort.postMessage('asked'), 20);
       \`;
       (async () => {
         for (let i = 0; i < 5; i++) {
           const worker = new Worker(code, { eval: true });
           await new Promise((resolve) => worker.once('message', resolve));
           await worker.terminate();
         }
         c.test_double_start(double, 2, 100);
         if (await c.test_double_join(double) !== 9900n) process.exitCode = 9;
       })();`,
      0,
      10,
    );
  });
});
