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

/** Has a client challenged; gives the nonce. */
async function challenge(client: RtspClient, realm: string): Promise<string> {
  const { status, headers } = await client.request('DESCRIBE');
  assert.equal(status, 401);
  const [, given, nonce = ''] =
    /^Digest realm="([^"]+)", nonce="([^"]+)"/.exec(headers.get('www-authenticate') ?? '') ?? [];
  assert.equal(given, realm);
  return nonce;
}

/** Gives Anna's answer to a nonce; resolves to the status. */
async function answer(client: RtspClient, realm: string, nonce: string, password = 'first'): Promise<number> {
  const response = md5(`${md5(`anna:${realm}:${password}`)}:${nonce}:${md5(`DESCRIBE:${client.url}`)}`);
  const Authorization = `Digest username="anna", realm="${realm}", nonce="${nonce}", uri="${client.url}", response="${response}"`;
  return (await client.request('DESCRIBE', { headers: { Authorization } })).status;
}

/** The whole numbers of 32 bits in a nonce, be it written in hexadecimal digits or by six bits in a character. */
function numbersOf(nonce: string): number[] {
  const bytes = Buffer.from(nonce, /^[0-9a-f]+$/.test(nonce) ? 'hex' : 'base64url');
  return Array.from({ length: Math.floor(bytes.length / 4) }, (_, index) => bytes.readUInt32BE(4 * index));
}

/** The numbers that follow these, the last 624 of which are all that a Mersenne twister (MT19937) goes on from. */
function foretell(numbers: readonly number[], count: number): number[] {
  const untemper = (number: number) => {
    let y = number ^ (number >>> 18);
    y ^= (y << 15) & 0xefc60000;
    let x = y;
    for (let i = 0; i < 4; i++) x = y ^ ((x << 7) & 0x9d2c5680);
    let z = x;
    for (let i = 0; i < 2; i++) z = x ^ (z >>> 11);
    return z;
  };
  const temper = (state: number) => {
    let y = state ^ (state >>> 11);
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  };
  const state = numbers.slice(-624).map(untemper);
  for (let i = 0; i < count; i++) {
    const y = ((state[i] ?? 0) & 0x80000000) | ((state[i + 1] ?? 0) & 0x7fffffff);
    state.push((state[i + 397] ?? 0) ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0));
  }
  return state.slice(624).map(temper);
}

describe('users of an htdigest file', function () {
  this.timeout(60_000);
  const realm = 'the cameras';
  let server: RTSPServer;
  let auth: RTSPAuth;

  before(async () => {
    const file = path.join(temporaryFolder(), 'users.htdigest');
    const line = (user: string, password: string) => `${user}:${realm}:${md5(`${user}:${realm}:${password}`)}\n`;
    const elsewhere = `anna:elsewhere:${md5('anna:elsewhere:theirs')}\n`;
    writeFileSync(file, line('anna', 'first') + line('otto', 'second') + elsewhere);
    auth = new RTSPAuth();
    auth.supportedMethods = RTSPAuthMethod.DIGEST;
    auth.realm = realm;
    assert.equal(auth.parseHtdigest(file, token('user')), true);
    assert.equal(auth.parseHtdigest(`${file}.none`, token('user')), false);
    const broken = `${file}.broken`;
    writeFileSync(broken, `${line('emma', 'third')}\n${line('paul', 'fourth')}`);
    assert.equal(auth.parseHtdigest(broken, token('user')), false, 'a line is empty');
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

  it('have no other password than that of the realm of this server', async () => {
    using client = await RtspClient.connect(server.url('/tone'));
    const nonce = await challenge(client, realm);
    assert.equal(await answer(client, 'elsewhere', nonce, 'theirs'), 401);
    assert.equal(await answer(client, realm, nonce), 200);
  });

  it('answer a challenge, which is another one each time, and is theirs alone then; an old one is taken no more', async () => {
    using client = await RtspClient.connect(server.url('/tone'));
    using other = await RtspClient.connect(server.url('/tone'));
    const [first, second] = [await challenge(client, realm), await challenge(client, realm)];
    assert.notEqual(first, second);
    assert.equal(await answer(client, realm, '0'.repeat(second.length)), 401);
    assert.equal(await answer(client, realm, second), 200);
    assert.equal(await answer(client, realm, second), 200);
    assert.equal(await answer(other, realm, second), 401);
    // From the same address, a challenge that nobody has answered may be answered over another connection.
    assert.equal(await answer(other, realm, first), 200);
    assert.equal(await answer(client, realm, first), 401);
    // A client is let in by its last sixteen.
    for (let i = 0; i < 16; i++) assert.equal(await answer(client, realm, await challenge(client, realm)), 200);
    assert.equal(await answer(client, realm, second), 401);
    // So are those that it asked for and has not answered.
    const asked = [];
    while (asked.length < 17) asked.push(await challenge(client, realm));
    const [oldest = '', next = ''] = asked;
    assert.deepEqual([await answer(other, realm, oldest), await answer(other, realm, next)], [401, 200]);
  });

  it('are forgotten', async () => {
    auth.addDigest('anna', 'third', token('user'));
    assert.deepEqual(await play(as('anna:third', server.url('/tone'))), [200, 200]);
    auth.removeDigest('anna');
    assert.deepEqual(await play(as('anna:third', server.url('/tone'))), [401, 401]);
  });

  it('get challenges that nobody can foretell from earlier ones', async () => {
    using client = await RtspClient.connect(server.url('/tone'));
    const numbers: number[] = [];
    while (numbers.length < 624) numbers.push(...numbersOf(await challenge(client, realm)));
    const next = numbersOf(await challenge(client, realm));
    // The order in which C evaluates arguments is the compiler's.
    const reversed = [];
    for (let i = 0; i < numbers.length; i += next.length) reversed.push(...numbers.slice(i, i + next.length).reverse());
    assert.notDeepEqual(foretell(numbers, next.length), next);
    assert.notDeepEqual(foretell(reversed, next.length).reverse(), next);
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
