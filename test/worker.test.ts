import assert from 'node:assert/strict';

import { startProcess } from './helpers/process.js';
import { endsWith, farBelow, lateStops, prelude } from './helpers/scripts.js';

/** What a worker does, by its data: it serves, and ends in the midst of something. */
const workerScript = `${prelude}
  const { parentPort, workerData } = require('node:worker_threads');
  (async () => {
    const server = await serveTone();
    listen(server, 'pre-play-request', async () => {
      if (workerData === 'parked') {
        parentPort.postMessage('parked');
        await new Promise(() => {});
      }
      if (workerData === 'exit') process.exit(7);
      if (workerData === 'error') setTimeout(() => { throw new Error('on purpose'); });
    });
    parentPort.postMessage(server.url('/tone'));
    parentPort.once('message', () => void server.close().then(() => parentPort.close()));
    if (workerData !== 'close') parentPort.unref();
  })();
`;

/** What its main thread does: it serves all the time, while so many workers come and go, each of which ends in the way that it is told. */
const mainScript = `${prelude}
  const { readdirSync } = require('node:fs');
  const { Worker } = require('node:worker_threads');
  const count = (what) => readdirSync('/proc/self/' + what).length;

  const ends = {
    streaming: async (worker, player) => {
      if (await player.play() !== 200) throw new Error('the worker does not serve');
      await player.receive(1000);
      await worker.terminate();
      return 1;
    },
    parked: async (worker, player) => {
      const parked = once(worker, 'message');
      void player.play();
      await parked;
      await worker.terminate();
      return 1;
    },
    close: async (worker, player) => {
      if (await player.play() !== 200) throw new Error('the worker does not serve');
      worker.postMessage('close');
      return 0;
    },
    exit: async (worker, player) => {
      void player.play();
      return 7;
    },
    error: async (worker, player) => {
      void player.play();
      const [error] = await once(worker, 'error');
      if (error.message !== 'on purpose') throw error;
      return 1;
    },
  };
  const [, , how, times] = process.argv;

  const round = async (own) => {
    const worker = new Worker(process.argv[1], { eval: true, workerData: how });
    const exited = new Promise((resolve) => worker.once('exit', resolve));
    const [url] = await once(worker, 'message');
    const player = new Player(url);
    const closed = once(player.socket, 'close');
    const wanted = await ends[how](worker, player);
    const code = await exited;
    if (code !== wanted) throw new Error(how + ': the worker ended with code ' + code);
    await closed;
    await own.receive(1000);
  };

  (async () => {
    const server = await serveTone();
    const own = new Player(server.url('/tone'));
    if (await own.play() !== 200) throw new Error('the main thread does not serve');
    for (let i = 0; i < times / 5; i++) await round(own);
    const warm = count('task');
    say(warm + ' ' + count('fd'));
    for (let i = 0; i < times * 0.8; i++) await round(own);
    // GLib's pool and ours keep idle threads for up to 15 s, not always as many.
    for (const end = performance.now() + 20000; count('task') > warm && performance.now() < end; ) {
      await own.receive(1000);
    }
    say(count('task') + ' ' + count('fd'));
    if (await play(server.url('/tone')) !== 200) throw new Error('the main thread serves no more');
    await server.close();
  })();
`;

/**
 * The main thread of workers whose pipelines do not stop: it serves all the time, also while they end. It says when they
 * have, and by a signal it learns that what did not stop has been let go.
 */
const lateMainScript = `${prelude}
  const { readdirSync, readFileSync } = require('node:fs');
  const { Worker } = require('node:worker_threads');
  const blocked = () => readdirSync('/proc/self/task').filter((task) => {
    try { return readFileSync('/proc/self/task/' + task + '/comm', 'utf8') === 'rtsp-state\\n'; } catch { return false; }
  }).length;

  (async () => {
    const server = await serveTone();
    const own = new Player(server.url('/tone'));
    if (await own.play() !== 200) throw new Error('the main thread does not serve');
    const worker = new Worker(process.argv[1], { eval: true });
    await once(worker, 'message');
    say('leaving');
    const exited = once(worker, 'exit');
    if (process.argv[2] === 'terminate()') void worker.terminate();
    else worker.postMessage('exit');
    await own.receive(1000);
    const [code] = await exited;
    const left = once(process, 'SIGUSR2');
    say('ended with ' + code + ', ' + (blocked() > 0 ? 'blocked' : 'stopped'));
    await own.receive(1000);
    if (await play(server.url('/tone')) !== 200) throw new Error('the main thread serves no more');
    await left;
    while (blocked() > 0) await own.receive(1000);
    await own.receive(1000);
    await server.close();
  })();
`;

/** A worker that serves and streams to a client of its own, and says so. */
const streamingScript = `${prelude}
  const { parentPort } = require('node:worker_threads');
  (async () => {
    const server = await serveTone();
    const player = new Player(server.url('/tone'));
    if (await player.play() !== 200) throw new Error('the worker does not serve');
    await player.receive(2000);
    parentPort.postMessage('streams');
  })();
`;

/** Its main thread, which never loads the library, and outlives two of them. */
const withoutLibraryScript = `
  const { once } = require('node:events');
  const { Worker } = require('node:worker_threads');
  (async () => {
    for (let i = 0; i < 2; i++) {
      const worker = new Worker(process.argv[1], { eval: true });
      await once(worker, 'message');
      console.log('ended with ' + await worker.terminate());
    }
    // What an unloaded library had left behind would strike now.
    setTimeout(() => console.log('alive'), 1000);
  })();
`;

describe('a worker thread', function () {
  this.timeout(180_000);

  it('alone may load the library: its main thread lives on when it is terminated, twice', async () => {
    const exit = await startProcess(process.execPath, ['-e', withoutLibraryScript, streamingScript]).endWithin(60_000);
    endsWith(exit, 0, withoutLibraryScript);
    assert.deepEqual([exit.stdout, exit.stderr], ['ended with 1\nended with 1\nalive\n', '']);
  });

  const ends = [
    ['is terminated while it streams', 'streaming', 50],
    ['is terminated while a thread waits for its handler', 'parked', 20],
    ['ends by process.exit() in a handler', 'exit', 20],
    ['ends by an error in a handler that nobody catches', 'error', 20],
    ['ends by itself once its server is closed', 'close', 20],
  ] as const;
  for (const [what, how, times] of ends) {
    it(`serves, and ${what}: the main thread and its server are well, ${times} times`, async () => {
      const args = ['-e', mainScript, workerScript, how, String(times)];
      const exit = await startProcess(process.execPath, args).endWithin(150_000);
      endsWith(exit, 0, how);
      const [warm, end] = exit.stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ').map(Number));
      assert.ok(end[0] <= warm[0] && end[1] <= warm[1], `threads and descriptors:\n${exit.stdout}`);
    });
  }

  for (const [how, code] of Object.entries({ 'terminate()': 1, 'process.exit()': 7 })) {
    it(`ends by ${how} without waiting for pipelines that do not stop: the main thread and its server are well`, async () => {
      using late = lateStops();
      const worker = `${late.prelude}
        const { parentPort } = require('node:worker_threads');
        parentPort.once('message', () => process.exit(7));
        void playLate().then(() => parentPort.postMessage('plays'));`;
      const child = startProcess(process.execPath, ['-e', lateMainScript, worker, how]);
      await child.waitForLine(/^leaving$/);
      const [, ...ended] = await child.waitForLine(/^ended with (\d+), (\w+)$/, farBelow);
      assert.deepEqual(ended, [String(code), 'blocked']);
      late[Symbol.dispose]();
      endsWith(await child.stop('SIGUSR2', 20_000), 0, how);
    });
  }
});
