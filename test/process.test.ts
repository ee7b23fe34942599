import assert from 'node:assert/strict';
import { closeSync } from 'node:fs';

import { RtspClient } from './clients/rtsp-client.js';
import { feed, makeFifo, sip, soundOf } from './helpers/fifo.js';
import { type Exit, startProcess } from './helpers/process.js';

/**
 * What every process here begins with. It is plain JavaScript on the built library, since it is started hundreds of
 * times: `serveTone()` serves on a free port, `play()` streams it over TCP and gives the last status that it got.
 */
const prelude = `
  const { once } = require('node:events');
  const { writeSync } = require('node:fs');
  const { connect } = require('node:net');
  const { serve } = require('./dist/index.js');

  const serveTone = () => serve({ port: 0, mounts: {
    '/tone': '( audiotestsrc is-live=true ! audio/x-raw,rate=8000,channels=1 ! rtpL16pay name=pay0 pt=96 )',
  } });

  class Player {
    bytes = 0;
    constructor(url) {
      this.url = url;
      this.socket = connect({ host: '127.0.0.1', port: Number(new URL(url).port), noDelay: true });
      this.socket.on('error', () => {});
      this.socket.on('data', (data) => { this.bytes += data.length; });
    }
    async ask(method, uri, headers) {
      this.socket.write(method + ' ' + uri + ' RTSP/1.0\\r\\nCSeq: 1\\r\\n' + headers + '\\r\\n');
      for (let text = ''; ;) {
        const [data] = await once(this.socket, 'data');
        text += data.toString('latin1');
        const head = /RTSP\\/1\\.0 (\\d+)[^]*?\\r\\n\\r\\n/.exec(text);
        if (head) return { status: Number(head[1]), session: /Session: ([^;\\r]+)/.exec(head[0])?.[1] };
      }
    }
    async play() {
      const transport = 'Transport: RTP/AVP/TCP;unicast;interleaved=0-1\\r\\n';
      const { status, session } = await this.ask('SETUP', this.url + '/stream=0', transport);
      if (status !== 200) return status;
      return (await this.ask('PLAY', this.url, 'Session: ' + session + '\\r\\n')).status;
    }
    async receive(more, from = this.bytes) {
      for (const enough = from + more; this.bytes < enough;) await once(this.socket, 'data');
    }
  }
  const play = (url) => new Player(url).play();

  // Unbuffered, so that it is out before whatever comes next.
  const say = (text) => writeSync(1, text + '\\n');

  // Each of these asks or tells in the course of one play().
  const listen = (server, event, handler) => {
    if (event === 'client-connected') return server.on(event, handler);
    if (event.startsWith('media-')) return server.mountPoints.match('/tone').factory.on(event, handler);
    return server.on('client-connected', (client) => client.on(event, handler));
  };
`;

/** Runs a script in a process of its own. What must be quick is its end after it has said `leaving`. */
async function runToEnd(script: string, leaving = false): Promise<Exit> {
  const child = startProcess(process.execPath, ['-e', `${prelude}\n(async () => {\n${script}\n})();`]);
  if (leaving) await child.waitForLine(/^leaving$/);
  return child.endWithin(leaving ? 2000 : 20_000);
}

/** Runs the scripts in turn, so many times in all, two at a time. */
async function repeat(
  times: number,
  scripts: readonly string[],
  check: (exit: Exit, script: string) => void,
): Promise<void> {
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < times) {
      const script = scripts[next++ % scripts.length] ?? '';
      try {
        check(await runToEnd(script, script.includes(`say('leaving')`)), script);
      } catch (error) {
        next = times;
        throw error;
      }
    }
  };
  await Promise.all([work(), work()]);
}

/**
 * Pipelines that stop three seconds late, and one after the other, since their clients share a thread: a prelude with
 * `playLate()`, which serves and plays all of them. They stop at once when this has been disposed of.
 */
function lateStops(): { prelude: string } & Disposable {
  const fifos = Array.from({ length: 5 }, makeFifo);
  const descriptors = fifos.map(feed);
  const mounts = Object.fromEntries(fifos.map((fifo, i) => [`/${i}`, soundOf(fifo)]));
  return {
    prelude: `${prelude}
      const { RTSPThreadPool } = require('./dist/index.js');
      const playLate = async () => {
        const mounts = ${JSON.stringify(mounts)};
        const server = await serve({ port: 0, mounts });
        const pool = new RTSPThreadPool();
        pool.maxThreads = 1;
        server.threadPool = pool;
        for (const path of Object.keys(mounts)) {
          const player = new Player(server.url(path));
          if (await player.play() !== 200) throw new Error(path + ' is not served');
          // What there is may have come with the response.
          await player.receive(${sip}, 0);
        }
      };
    `,
    [Symbol.dispose]: () => descriptors.splice(0).forEach(closeSync),
  };
}

/** Of the ten seconds that such a server would take, in ms. */
const farBelow = 8000;

/** Fails unless the process ended by itself with this code. */
function endsWith(exit: Exit, code: number, script: string): void {
  assert.deepEqual(
    { code: exit.code, signal: exit.signal, timedOut: exit.timedOut },
    { code, signal: null, timedOut: false },
    `${script}\n${exit.stdout}\n${exit.stderr}`,
  );
}

describe('the process', function () {
  this.timeout(180_000);

  const exits = {
    'at once': "say('leaving'); process.exit(3);",
    'after a while': "await null; setTimeout(() => { say('leaving'); process.exit(3); });",
  };
  for (const [when, leave] of Object.entries(exits)) {
    it(`ends by process.exit() inside a handler, ${when}, at any point of a request, 50 times`, async () => {
      const events = ['client-connected', 'media-configure', 'new-session', 'setup-request', 'pre-play-request'];
      const scripts = [...events, 'play-request'].map(
        (event) => `
          const server = await serveTone();
          await play(server.url('/tone'));
          listen(server, '${event}', async () => { ${leave} });
          await Promise.all([play(server.url('/tone')), play(server.url('/tone'))]);`,
      );
      await repeat(50, scripts, (exit, script) => endsWith(exit, 3, script));
    });
  }

  for (const [how, handler] of Object.entries({ throws: '() =>', rejects: 'async () =>' })) {
    it(`goes on when a handler ${how}: the default answer is given, and it warns, 50 times`, async () => {
      const statuses = {
        'client-connected': 200,
        'media-configure': 200,
        'new-session': 200,
        'pre-setup-request': 500,
        'setup-request': 200,
        'pre-play-request': 500,
        'play-request': 200,
      };
      const scripts = Object.entries(statuses).map(
        ([event, status]) => `
          // Event ${event}, status ${status}
          const server = await serveTone();
          listen(server, '${event}', ${handler} { throw new Error('on purpose'); });
          say('status ' + await play(server.url('/tone')));
          await server.close();`,
      );
      await repeat(50, scripts, (exit, script) => {
        endsWith(exit, 0, script);
        const [, event, status] = /Event (\S+), status (\d+)/.exec(script) ?? [];
        assert.equal(exit.stdout, `status ${status}\n`, script);
        assert.match(exit.stderr, new RegExp(`HandlerError: ${event}: the handler threw: on purpose`), script);
      });
    });
  }

  it('ends by itself once a server that streams is closed, 50 times', async () => {
    const closes = [
      `await server.close();`,
      `void server.close();`,
      `await server[Symbol.asyncDispose](); await server.close();`,
      `await Promise.all([server.close(), other.close()]);`,
      `await play(other.url('/tone')); void server.close(); player.socket.destroy();`,
    ].map(
      (close) => `
        const [server, other] = await Promise.all([serveTone(), serveTone()]);
        listen(server, 'closed', () => say('closed'));
        const player = new Player(server.url('/tone'));
        await player.play();
        await player.receive(2000);
        ${close}
        await other.close();`,
    );
    await repeat(50, closes, (exit, script) => {
      endsWith(exit, 0, script);
      assert.equal(exit.stdout, 'closed\n', script);
      assert.equal(exit.stderr, '', script);
    });
  });

  const ends = {
    'an error that nobody catches': `setTimeout(() => { throw new Error('on purpose'); });`,
    'a Promise whose rejection nobody handles': `void Promise.reject(new Error('on purpose'));`,
  };
  for (const [what, end] of Object.entries(ends)) {
    it(`ends by ${what}, in a handler while another server streams, 50 times`, async () => {
      const script = `
        const [server, other] = await Promise.all([serveTone(), serveTone()]);
        const player = new Player(server.url('/tone'));
        await player.play();
        await player.receive(2000);
        listen(other, 'pre-play-request', () => {
          say('leaving');
          ${end}
          return new Promise(() => {});
        });
        await play(other.url('/tone'));`;
      await repeat(50, [script], (exit) => {
        endsWith(exit, 1, script);
        assert.match(exit.stderr, /Error: on purpose/);
      });
    });
  }

  it('ends by process.exit() without waiting for pipelines that do not stop', async () => {
    using late = lateStops();
    const script = `${late.prelude} void playLate().then(() => { say('leaving'); process.exit(3); });`;
    const child = startProcess(process.execPath, ['-e', script]);
    await child.waitForLine(/^leaving$/);
    endsWith(await child.endWithin(farBelow), 3, script);
  });

  it('is kept alive by a server that listens, and by nothing else', async () => {
    const child = startProcess(process.execPath, [
      '-e',
      `${prelude}
      serveTone().then((server) => {
        process.once('SIGTERM', () => void server.close());
        say(server.url('/tone'));
      });`,
    ]);
    const [url] = await child.waitForLine(/^rtsp:.*/);
    using client = await RtspClient.connect(url);
    assert.equal((await client.request('OPTIONS')).status, 200);
    endsWith(await child.stop('SIGTERM', 5000), 0, 'SIGTERM');
  });
});

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

/** What its main thread does: it serves all the time, while 50 workers come and go, each of which ends in the way that it is told. */
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
  const how = process.argv[2];

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
    for (let i = 0; i < 10; i++) await round(own);
    const warm = count('task');
    say(warm + ' ' + count('fd'));
    for (let i = 10; i < 50; i++) await round(own);
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
  this.timeout(120_000);

  it('alone may load the library: its main thread lives on when it is terminated, twice', async () => {
    const exit = await startProcess(process.execPath, ['-e', withoutLibraryScript, streamingScript]).endWithin(60_000);
    endsWith(exit, 0, withoutLibraryScript);
    assert.deepEqual([exit.stdout, exit.stderr], ['ended with 1\nended with 1\nalive\n', '']);
  });

  const ends = {
    'is terminated while it streams': 'streaming',
    'is terminated while a thread waits for its handler': 'parked',
    'ends by process.exit() in a handler': 'exit',
    'ends by an error in a handler that nobody catches': 'error',
    'ends by itself once its server is closed': 'close',
  };
  for (const [what, how] of Object.entries(ends)) {
    it(`serves, and ${what}: the main thread and its server are well, 50 times`, async () => {
      const exit = await startProcess(process.execPath, ['-e', mainScript, workerScript, how]).endWithin(60_000);
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
