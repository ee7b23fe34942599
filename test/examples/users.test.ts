import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { decodeFrames, probe } from '../clients/players.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { withDeadline } from '../helpers/deadline.js';
import { withExample, withPassword } from '../helpers/example.js';
import { run } from '../helpers/process.js';
import { temporaryFolder } from '../helpers/temporary.js';
import { makePair } from '../helpers/tls.js';

/** How DESCRIBE is answered, and by which way of authentication the client is asked for a password. */
async function answerOf(url: string): Promise<[status: number, asksFor: string | undefined]> {
  using client = await RtspClient.connect(url);
  const { status, headers } = await client.request('DESCRIBE');
  return [status, headers.get('www-authenticate')?.split(' ')[0]];
}

/** How DESCRIBE is answered to a player that knows what to do with a password: 200, or an error status. */
async function statusOf(url: string): Promise<number | null> {
  const probed = await probe(url);
  return probed.code === 0 ? 200 : probed.status;
}

describe('the example', () => {
  it('auth lets users do what their roles may do, and removes all sessions after a while', async () => {
    await withExample('auth', ['--seconds', '5'], async ({ url, process: example }) => {
      using viewer = await RtspClient.connect(withPassword(url, 'user', 'password'));
      const [media] = (await viewer.describe()).media;
      const { session, rtp } = await viewer.setupTcp(media.control, [0, 1]);
      await viewer.play(session);
      await rtp.reach(1);

      const other = `${url}2`;
      assert.deepEqual(await answerOf(url), [401, 'Basic']);
      assert.deepEqual(await answerOf(withPassword(url, 'user', 'wrong')), [401, 'Basic']);
      assert.deepEqual(await answerOf(withPassword(url, 'admin2', 'power2')), [401, 'Basic']);
      assert.deepEqual(await answerOf(withPassword(url, 'admin', 'power')), [200, undefined]);
      assert.deepEqual(await answerOf(other), [401, 'Basic']);
      assert.deepEqual(await answerOf(withPassword(other, 'user', 'password')), [404, undefined]);
      assert.deepEqual(await answerOf(withPassword(other, 'admin2', 'power2')), [200, undefined]);
      const players = [withPassword(url, 'user', 'password'), withPassword(url, 'user', 'wrong'), url].map(statusOf);
      assert.deepEqual(await Promise.all(players), [200, 401, 401]);

      await withDeadline(viewer.closed, 15_000, 'the end of the session');
      await example.waitForLine(/^removing all sessions$/);
    });
  });

  it('auth-digest knows users and those of a file, without having their passwords sent', async () => {
    const file = path.join(temporaryFolder(), 'users.htdigest');
    const lineOf = (user: string, realm: string, password: string) =>
      `${user}:${realm}:${createHash('md5').update(`${user}:${realm}:${password}`).digest('hex')}\n`;
    writeFileSync(file, lineOf('eve', 'camera', 'secret') + lineOf('mallory', 'elsewhere', 'secret'));
    await withExample(
      'auth-digest',
      ['--htdigest-path', file, '--realm', 'camera'],
      async ({ url, process: example }) => {
        await example.waitForLine(/users of .*users\.htdigest ready/);
        assert.deepEqual(await answerOf(url), [401, 'Digest']);
        // A password that is sent, as Basic has it, is not taken.
        assert.deepEqual(await answerOf(withPassword(url, 'user', 'password')), [401, 'Digest']);
        const expected: [string, string, number][] = [
          ['user', 'password', 200],
          ['user', 'wrong', 401],
          ['eve', 'secret', 200],
          ['mallory', 'secret', 401],
          ['admin2', 'power2', 401],
        ];
        for (const [user, password, status] of expected) {
          assert.equal(await statusOf(withPassword(url, user, password)), status, user);
        }
        assert.equal(await statusOf(withPassword(`${url}2`, 'admin2', 'power2')), 200);
        assert.equal(await statusOf(withPassword(`${url}2`, 'user', 'password')), 404);
      },
    );
  });

  it('cgroups sorts the threads of media by who watches', async () => {
    const folder = path.join(temporaryFolder(), 'cgroups');
    for (const group of ['user', 'admin']) {
      mkdirSync(path.join(folder, group), { recursive: true });
      writeFileSync(path.join(folder, group, 'cgroup.threads'), '');
    }
    await withExample('cgroups', ['--cgroups', folder], async ({ url, process: example }) => {
      assert.deepEqual(await answerOf(url), [401, 'Basic']);
      using user = await RtspClient.connect(withPassword(url, 'user', 'password'));
      await user.describe();
      await example.waitForLine(/^\d+ threads are in .*\/user$/);
      using admin = await RtspClient.connect(withPassword(url, 'admin', 'power'));
      await admin.describe();
      await example.waitForLine(/^\d+ threads are in .*\/admin$/);
      for (const [group, medium] of [
        ['user', 'm1'],
        ['admin', 'm2'],
      ] as const) {
        const threads = readFileSync(path.join(folder, group, 'cgroup.threads'), 'utf8')
          .trim()
          .split('\n');
        const names = threads.map((thread) =>
          readFileSync(`/proc/${String(example.pid)}/task/${thread}/comm`, 'utf8').trim(),
        );
        // One that makes pictures, one that makes sound, and those that the encoder has begun.
        assert.ok(names.includes(`${medium}-video:src`) && names.includes(`${medium}-audio:src`), names.join());
        assert.ok(
          names.every((name) => name.startsWith(`${medium}-`)),
          names.join(),
        );
      }
    });
  });

  it('cgroups serves without control groups, and says so', async () => {
    await withExample('cgroups', ['--cgroups', '/nonexistent'], async ({ url, process: example }) => {
      const { frames, stderr } = await decodeFrames(withPassword(url, 'user', 'password'), 5);
      assert.equal(frames, 5, stderr);
      await example.waitForLine(/^served without control groups: ENOENT/);
    });
  });

  it('video asks for a password', async () => {
    await withExample('video', ['--auth', 'someone:secret:really'], async ({ url }) => {
      assert.deepEqual(await answerOf(url), [401, 'Basic']);
      assert.deepEqual(await answerOf(withPassword(url, 'someone', 'secret%3Areally')), [200, undefined]);
    });
  });

  it('video speaks TLS and sends SRTP', async () => {
    const file = path.join(temporaryFolder(), 'video.pem');
    const { key, certificate } = await makePair('video');
    writeFileSync(file, certificate + key);
    await withExample('video', ['--tls', file], async ({ url }) => {
      assert.match(url, /^rtsps:/);
      const source = ['rtspsrc', 'tls-validation-flags=0', 'protocols=tcp', `location=${url}`];
      const sink = ['rtph264depay', '!', 'identity', 'eos-after=11', '!', 'fakesink', 'silent=false'];
      // Whether it ends well is no matter: rtspsrc may complain when it is stopped while it sends a report.
      const player = await run('gst-launch-1.0', ['-v', ...source, '!', ...sink], { env: { G_DEBUG: undefined } });
      assert.ok((player.stdout.match(/last-message = chain /g)?.length ?? 0) >= 10, player.stderr);
    });
  });
});
