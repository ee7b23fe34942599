import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import {
  mount,
  RTSPAuth,
  RTSPAuthMethod,
  RTSPPermissions,
  type RTSPServer,
  RTSPToken,
  serve,
} from '../../lib/index.js';
import { probe, rtspsrcFrames } from '../clients/players.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { tone } from '../helpers/lines.js';
import { temporaryFolder } from '../helpers/temporary.js';

const as = (user: string, url: string) => url.replace('://', `://${user}@`);
const md5 = (text: string) => createHash('md5').update(text).digest('hex');

const token = (role: string) => new RTSPToken({ 'media.factory.role': role });

function permissions(roles: Record<string, { access: boolean; construct: boolean }>): RTSPPermissions {
  const permissions = new RTSPPermissions();
  for (const [role, { access, construct }] of Object.entries(roles)) {
    permissions.addRole(role, { 'media.factory.access': access, 'media.factory.construct': construct });
  }
  return permissions;
}

/** What each kind of player says: the error status, or 200 when it plays. */
async function play(url: string): Promise<(number | null)[]> {
  const probed = await probe(url);
  const decoded = await rtspsrcFrames(url, 3, { media: 'audio' });
  return [probed.code === 0 ? 200 : probed.status, decoded.frames === 3 ? 200 : decoded.status];
}

describe('users of an htdigest file', function () {
  this.timeout(60_000);
  const realm = 'the cameras';
  let server: RTSPServer;
  let auth: RTSPAuth;

  before(async () => {
    const file = path.join(temporaryFolder(), 'users.htdigest');
    const line = (user: string, password: string) => `${user}:${realm}:${md5(`${user}:${realm}:${password}`)}\n`;
    writeFileSync(file, line('anna', 'first') + line('otto', 'second'));
    auth = new RTSPAuth();
    auth.supportedMethods = RTSPAuthMethod.DIGEST;
    auth.realm = realm;
    assert.equal(auth.parseHtdigest(file, token('user')), true);
    assert.equal(auth.parseHtdigest(`${file}.none`, token('user')), false);
    server = await serve({ port: 0, auth, mounts: { '/tone': tone } });
  });
  after(() => server.close());

  it('are let in with their passwords, by players of both kinds', async () => {
    assert.deepEqual(await play(as('anna:first', server.url('/tone'))), [200, 200]);
    assert.deepEqual(await play(as('otto:second', server.url('/tone'))), [200, 200]);
  });

  it('are told 401 with a wrong one, or none, and 404 where nothing is', async () => {
    assert.deepEqual(await play(as('anna:second', server.url('/tone'))), [401, 401]);
    assert.deepEqual(await play(as('nobody:first', server.url('/tone'))), [401, 401]);
    assert.deepEqual(await play(server.url('/tone')), [401, 401]);
    assert.deepEqual(await play(as('anna:first', server.url('/nothing'))), [404, 404]);
  });

  it('answer a challenge, which is another one each time; an answer to an old one is not taken', async () => {
    using client = await RtspClient.connect(server.url('/tone'));
    const challenge = async () => {
      const { status, headers } = await client.request('DESCRIBE');
      assert.equal(status, 401);
      const [, given, nonce = ''] =
        /^Digest realm="([^"]+)", nonce="([^"]+)"/.exec(headers.get('www-authenticate') ?? '') ?? [];
      assert.equal(given, realm);
      return nonce;
    };
    const answer = async (nonce: string) => {
      const response = md5(`${md5(`anna:${realm}:first`)}:${nonce}:${md5(`DESCRIBE:${client.url}`)}`);
      const Authorization = `Digest username="anna", realm="${realm}", nonce="${nonce}", uri="${client.url}", response="${response}"`;
      return (await client.request('DESCRIBE', { headers: { Authorization } })).status;
    };
    const [first, second] = [await challenge(), await challenge()];
    assert.notEqual(first, second);
    assert.equal(await answer(second), 200);
    assert.equal(await answer('0'.repeat(second.length)), 401);
  });
});

describe('permissions of a mount', function () {
  this.timeout(60_000);

  it('are its own: who may see it, who may start it, who may do neither', async () => {
    const auth = new RTSPAuth();
    for (const role of ['admin', 'viewer']) auth.addBasic(RTSPAuth.makeBasic(role, 'x'), token(role));
    // Whoever gives no password.
    auth.defaultToken = token('anybody');
    await using server = await serve({ port: 0, auth, mounts: {} });
    const all = { access: true, construct: true };
    const look = { access: true, construct: false };
    const none = { access: false, construct: false };
    const mounts: Record<string, RTSPPermissions> = {
      '/open': permissions({ admin: all, viewer: all, anybody: all }),
      // Who may see it, and not start it, is asked for a password: players give none before.
      '/members': permissions({ admin: all, viewer: all, anybody: look }),
      '/private': permissions({ admin: all, viewer: none, anybody: look }),
      // Nobody is asked for a password here.
      '/hidden': permissions({ admin: all, viewer: all, anybody: none }),
    };
    for (const [at, allowed] of Object.entries(mounts)) await mount(server, at, { launch: tone, permissions: allowed });
    const results: Record<string, number[]> = {};
    for (const at of Object.keys(mounts)) {
      results[at] = [];
      for (const user of ['admin:x', 'viewer:x', '']) {
        const url = user === '' ? server.url(at) : as(user, server.url(at));
        const [ffprobe, rtspsrc] = await play(url);
        assert.equal(ffprobe, rtspsrc, `${at} as ${user}`);
        results[at].push(ffprobe ?? 0);
      }
    }
    assert.deepEqual(results, {
      '/open': [200, 200, 200],
      '/members': [200, 200, 401],
      '/private': [200, 404, 401],
      '/hidden': [404, 404, 404],
    });
    using client = await RtspClient.connect(as('viewer:x', server.url('/hidden')));
    assert.equal((await client.request('DESCRIBE')).status, 200);
  });
});

describe('an authenticator of the application’s', function () {
  this.timeout(60_000);

  it('asks a data base of its own, asynchronously, and players wait for it', async () => {
    const users = new Map([[RTSPAuth.makeBasic('anna', 'first'), 'user']]);
    const lookUp = (basic: string) =>
      new Promise<string | undefined>((resolve) => setTimeout(() => resolve(users.get(basic)), 20));
    let asked = 0;
    class DataBaseAuth extends RTSPAuth {
      override async authenticate(context: Parameters<RTSPAuth['authenticate']>[0]): Promise<boolean> {
        const [, basic = ''] = /^Basic (.+)$/.exec(context.request?.headers.get('authorization') ?? '') ?? [];
        asked += 1;
        const role = await lookUp(basic);
        if (role !== undefined) await context.setToken(token(role));
        return role !== undefined;
      }
    }
    await using server = await serve({ port: 0, auth: new DataBaseAuth(), mounts: { '/tone': tone } });
    assert.deepEqual(await play(as('anna:first', server.url('/tone'))), [200, 200]);
    assert.deepEqual(await play(as('anna:wrong', server.url('/tone'))), [401, 401]);
    assert.deepEqual(await play(server.url('/tone')), [401, 401]);
    assert.ok(asked > 4, `${asked} questions`);
    users.clear();
    assert.deepEqual(await play(as('anna:first', server.url('/tone'))), [401, 401]);
  });
});
