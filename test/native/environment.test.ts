import assert from 'node:assert/strict';

import { runScript } from '../helpers/process.js';

const prelude = `
  import { TestDouble } from './test/native/double.js';
  const double = new TestDouble();
`;

/** Runs the script so many times in a process of its own, and expects each to end by itself with this code. */
async function ends(script: string, code: number, times = 50): Promise<void> {
  let left = times;
  const worker = async (): Promise<void> => {
    while (left-- > 0) {
      const exit = await runScript({ source: prelude + script }, { deadline: 20_000 });
      assert.deepEqual(
        { code: exit.code, signal: exit.signal, timedOut: exit.timedOut },
        { code, signal: null, timedOut: false },
        `${exit.stdout}\n${exit.stderr}`,
      );
    }
  };
  await Promise.all([worker(), worker()]);
}

describe('the end of an environment', () => {
  before(function () {
    this.timeout(120_000);
  });

  it('comes with the last thing to do: listeners do not keep the process alive', async function () {
    this.timeout(60_000);
    await ends(`double.on('ask', () => 1); double.on('tell', () => 1);`, 0, 4);
  });

  it('waits for a promised call', async function () {
    this.timeout(60_000);
    await ends(`void double.sleep(100).then(() => { process.exitCode = 7; });`, 7, 4);
  });

  it('may come by process.exit() inside a handler, with threads parked', async function () {
    this.timeout(120_000);
    await ends(
      `let asked = 0;
       const doubles = Array.from({ length: 8 }, () => new TestDouble());
       for (const each of doubles) {
         each.on('ask', () => { if (++asked === 5) process.exit(3); return new Promise(() => {}); });
         each.start(2, 10);
       }
       setInterval(() => {}, 1000);`,
      3,
      20,
    );
  });

  it('may come while threads tell and ask without a pause', async function () {
    this.timeout(120_000);
    await ends(
      `double.on('ask', async () => 1); double.on('tell', () => {});
       double.start(3, 1e6); double.flood(3, 1e6);
       setTimeout(() => process.exit(4), 30);`,
      4,
      20,
    );
  });

  it('may come naturally with a thread parked for ever', async function () {
    this.timeout(60_000);
    await ends(`double.on('ask', () => new Promise(() => {})); double.start(2, 1);`, 0, 6);
  });

  it('of a worker answers its parked threads and leaves the others alone', async function () {
    this.timeout(120_000);
    await ends(
      `import { Worker } from 'node:worker_threads';
       double.on('ask', (value) => value);
       const code = \`
         require('tsx/cjs');
         const { TestDouble } = require('./test/native/double.ts');
         const { parentPort } = require('node:worker_threads');
         const double = new TestDouble();
         double.on('ask', () => new Promise(() => {}));
         double.on('tell', () => {});
         double.start(4, 3); double.flood(2, 1e5);
         setTimeout(() => parentPort.postMessage('asked'), 20);
       \`;
       void (async () => {
         for (let i = 0; i < 5; i++) {
           const worker = new Worker(code, { eval: true });
           await new Promise((resolve) => worker.once('message', resolve));
           await worker.terminate();
         }
         double.start(2, 100);
         if (await double.join() !== 9900n) process.exitCode = 9;
       })();`,
      0,
      4,
    );
  });
});
