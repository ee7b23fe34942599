import assert from 'node:assert/strict';

import { RtspClient } from './clients/rtsp-client.js';
import { type Exit, startProcess } from './helpers/process.js';
import { endsWith, farBelow, lateStops, prelude } from './helpers/scripts.js';

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

describe('the process', function () {
  this.timeout(180_000);

  it('ends by process.exit() inside a handler, at once or after a while, at any point of a request, 50 times', async () => {
    const leaves = [
      "say('leaving'); process.exit(3);",
      "await null; setTimeout(() => { say('leaving'); process.exit(3); });",
    ];
    const events = ['client-connected', 'media-configure', 'new-session', 'setup-request', 'pre-play-request'];
    const scripts = [...events, 'play-request'].flatMap((event) =>
      leaves.map(
        (leave) => `
          const server = await serveTone();
          await play(server.url('/tone'));
          listen(server, '${event}', async () => { ${leave} });
          await Promise.all([play(server.url('/tone')), play(server.url('/tone'))]);`,
      ),
    );
    await repeat(50, scripts, (exit, script) => endsWith(exit, 3, script));
  });

  it('goes on when a handler throws or rejects: the default answer is given, and it warns, 50 times', async () => {
    const statuses = {
      'client-connected': 200,
      'media-configure': 200,
      'new-session': 200,
      'pre-setup-request': 500,
      'setup-request': 200,
      'pre-play-request': 500,
      'play-request': 200,
    };
    const scripts = Object.entries(statuses).flatMap(([event, status]) =>
      ['() =>', 'async () =>'].map(
        (handler) => `
          // Event ${event}, status ${status}
          const server = await serveTone();
          listen(server, '${event}', ${handler} { throw new Error('on purpose'); });
          say('status ' + await play(server.url('/tone')));
          await server.close();`,
      ),
    );
    await repeat(50, scripts, (exit, script) => {
      endsWith(exit, 0, script);
      const [, event, status] = /Event (\S+), status (\d+)/.exec(script) ?? [];
      assert.equal(exit.stdout, `status ${status}\n`, script);
      assert.match(exit.stderr, new RegExp(`HandlerError: ${event}: the handler threw: on purpose`), script);
    });
  });

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

  it('ends by an error, or a rejection, that nobody catches, in a handler while another server streams, 50 times', async () => {
    const ends = [
      "setTimeout(() => { throw new Error('on purpose'); });",
      "void Promise.reject(new Error('on purpose'));",
    ];
    const scripts = ends.map(
      (end) => `
        const [server, other] = await Promise.all([serveTone(), serveTone()]);
        const player = new Player(server.url('/tone'));
        await player.play();
        await player.receive(2000);
        listen(other, 'pre-play-request', () => {
          say('leaving');
          ${end}
          return new Promise(() => {});
        });
        await play(other.url('/tone'));`,
    );
    await repeat(50, scripts, (exit, script) => {
      endsWith(exit, 1, script);
      assert.match(exit.stderr, /Error: on purpose/);
    });
  });

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
