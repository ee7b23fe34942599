import assert from 'node:assert/strict';
import { once } from 'node:events';

import {
  RTSPAuth,
  type RTSPClient,
  RTSPMediaFactory,
  RTSPPermissions,
  type RTSPServer,
  RTSPToken,
  serve,
} from '../lib/index.js';
import { type Reception, RtspClient } from './clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';

const serveTone = () => serve({ port: 0, mounts: { '/tone': tone } });

interface Victim {
  client: RtspClient;
  session: string;
  reception: Reception;
}

async function watch(url: string, transport: 'tcp' | 'udp' = 'tcp'): Promise<Victim> {
  const client = await RtspClient.connect(url);
  await client.describe();
  const setup = transport === 'tcp' ? await client.setupTcp('stream=0', [0, 1]) : await client.setupUdp('stream=0');
  await client.play(setup.session);
  const reception = 'socket' in setup.rtp ? setup.rtp.reception : setup.rtp;
  await reception.reach(2);
  return { client, session: setup.session, reception };
}

/** Fails unless the victim's media still flows and its session is still there. */
async function playsOn({ client, session, reception }: Victim): Promise<void> {
  await reception.reach(reception.rtpPackets + 10);
  // The library answers an empty one with 200: it is a keep-alive.
  const alive = await client.request('GET_PARAMETER', { headers: { Session: session } });
  assert.equal(alive.status, 200);
  assert.equal(reception.gaps, 0);
}

/** Everything that one may ask of a session. */
const requests: [string, Record<string, string>][] = [
  ['OPTIONS', {}],
  ['DESCRIBE', {}],
  ['SETUP', { Transport: 'RTP/AVP/TCP;unicast;interleaved=2-3' }],
  ['PLAY', {}],
  ['PLAY', { Range: 'npt=0-' }],
  ['PAUSE', {}],
  ['GET_PARAMETER', {}],
  ['SET_PARAMETER', {}],
  ['RECORD', {}],
  ['TEARDOWN', {}],
];

/** How one of them is answered. */
async function ask(thief: RtspClient, session: string, [method, headers]: (typeof requests)[number]): Promise<number> {
  const uri = method === 'SETUP' ? `${thief.url}/stream=0` : thief.url;
  return (await thief.request(method, { uri, headers: { Session: session, ...headers } })).status;
}

async function attack(thief: RtspClient, session: string): Promise<number[]> {
  const statuses: number[] = [];
  for (const request of requests) statuses.push(await ask(thief, session, request));
  return statuses;
}

describe('a session', () => {
  for (const transport of ['tcp', 'udp'] as const) {
    it(`is not there for anybody but its owner, over ${transport}: whatever another client asks of it is answered with 454`, async () => {
      await using server = await serveTone();
      const victim = await watch(server.url('/tone'), transport);
      using thief = await RtspClient.connect(server.url('/tone'));
      assert.deepEqual(await attack(thief, victim.session), Array(requests.length).fill(454));
      // The same as for one that is not there at all.
      assert.deepEqual(await attack(thief, 'x'.repeat(24)), Array(requests.length).fill(454));
      await playsOn(victim);
      assert.equal(server.sessionPool?.nSessions, 1);
      victim.client.destroy();
    });
  }

  for (const transport of ['tcp', 'udp'] as const) {
    for (const how of ['fin', 'rst'] as const) {
      it(`over ${transport} goes on after one who names it once and closes (${how.toUpperCase()}), whatever the method`, async () => {
        await using server = await serveTone();
        const victim = await watch(server.url('/tone'), transport);
        const session = server.sessionPool?.find(victim.session);
        assert.ok(session);
        let removed = 0;
        server.sessionPool?.on('session-removed', () => (removed += 1));
        for (const request of requests) {
          const connected = once(server, 'client-connected') as Promise<[RTSPClient]>;
          const thief = await RtspClient.connect(server.url('/tone'));
          const [object] = await withDeadline(connected, 5000, 'client-connected');
          const closed = once(object, 'closed');
          assert.equal(await ask(thief, victim.session, request), 454, request[0]);
          thief.destroy(how);
          await withDeadline(closed, 5000, 'the thief to be gone');
          // Each by itself: what one does, the next could undo.
          await victim.reception.reach(victim.reception.rtpPackets + 4);
          assert.equal(removed, 0, request[0]);
        }
        assert.equal(server.sessionPool?.find(victim.session), session);
        await playsOn(victim);
        assert.equal(removed, 0);
        victim.client.destroy();
      });
    }
  }

  it('is not told of to those who have no password, nor at paths that are not there', async () => {
    const auth = new RTSPAuth();
    auth.addBasic(RTSPAuth.makeBasic('ada', 'secret'), new RTSPToken({ 'media.factory.role': 'user' }));
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    const permissions = new RTSPPermissions();
    permissions.addRole('user', { 'media.factory.access': true, 'media.factory.construct': true });
    factory.permissions = permissions;
    await using server = await serve({ port: 0, mounts: { '/tone': factory }, auth });
    const victim = await watch(server.url('/tone').replace('://', '://ada:secret@'), 'udp');
    using stranger = await RtspClient.connect(server.url('/tone'));
    // 401 or 404 for a session that is there, and 454 for one that is not, would be an oracle.
    for (const method of ['DESCRIBE', 'SETUP', 'PLAY', 'TEARDOWN']) {
      for (const path of ['/tone', '/nosuch']) {
        const response = await stranger.request(method, {
          uri: server.url(path),
          headers: { Session: victim.session, Transport: 'RTP/AVP;unicast;client_port=5000-5001' },
        });
        assert.equal(response.status, 454, `${method} ${path}`);
        assert.equal(response.headers.get('www-authenticate'), undefined);
      }
    }
    await playsOn(victim);
    victim.client.destroy();
  });

  it('cannot be guessed: its number has 144 random bits', async () => {
    await using server = await serveTone();
    const numbers = new Set<string>();
    for (let i = 0; i < 200; i++) numbers.add(server.sessionPool?.create()?.sessionId ?? '');
    assert.equal(numbers.size, 200);
    for (const number of numbers) assert.match(number, /^[A-Za-z0-9_-]{24}$/);
    const symbols = new Set([...numbers].join(''));
    assert.equal(symbols.size, 64, 'all symbols occur among 4800');
  });

  it('can be taken up again by its owner from a new connection, after the old one was lost', async () => {
    const { server: made, closed } = await serveWithoutStop();
    await using server = made;
    const victim = await watch(server.url('/tone'), 'udp');
    // UDP sockets stay open.
    victim.client.socket.destroy();
    await withDeadline(closed, 10_000, 'the connection to be gone');
    using again = await RtspClient.connect(server.url('/tone'));
    const before = victim.reception.rtpPackets;
    assert.equal((await again.request('GET_PARAMETER', { headers: { Session: victim.session } })).status, 200);
    await victim.reception.reach(before + 5);
    // It is the new connection's now.
    using thief = await RtspClient.connect(server.url('/tone'));
    assert.equal((await thief.request('TEARDOWN', { headers: { Session: victim.session } })).status, 454);
    assert.equal((await again.request('TEARDOWN', { headers: { Session: victim.session } })).status, 200);
    await eventually(() => server.sessionPool?.nSessions === 0, 5000, 'the session to end');
    victim.client.destroy();
  });

  it('cannot be taken up by another user after its connection was lost', async () => {
    const auth = new RTSPAuth();
    for (const user of ['ada', 'eve']) {
      auth.addBasic(RTSPAuth.makeBasic(user, 'secret'), new RTSPToken({ 'media.factory.role': 'user', user }));
    }
    const { server: made, closed } = await serveWithoutStop(auth);
    await using server = made;
    const as = (user: string) => server.url('/tone').replace('://', `://${user}:secret@`);
    const victim = await watch(as('ada'), 'udp');
    victim.client.socket.destroy();
    await withDeadline(closed, 10_000, 'the connection to be gone');
    using eve = await RtspClient.connect(as('eve'));
    assert.equal((await eve.request('TEARDOWN', { headers: { Session: victim.session } })).status, 454);
    using nobody = await RtspClient.connect(server.url('/tone'));
    // She has not said yet who she is.
    assert.equal((await nobody.request('TEARDOWN', { headers: { Session: victim.session } })).status, 454);
    using ada = await RtspClient.connect(as('ada'));
    assert.equal((await ada.request('TEARDOWN', { headers: { Session: victim.session } })).status, 200);
    victim.client.destroy();
  });

  it('can be left unprotected, as in the C library: whoever knows its number may end it', async () => {
    await using server = await serveTone();
    assert.equal(server.protectSessions, true);
    server.protectSessions = false;
    assert.equal(server.protectSessions, false);
    const victim = await watch(server.url('/tone'), 'udp');
    using thief = await RtspClient.connect(server.url('/tone'));
    assert.equal((await thief.request('TEARDOWN', { headers: { Session: victim.session } })).status, 200);
    await eventually(() => server.sessionPool?.nSessions === 0, 5000, 'the session to end');
    server.protectSessions = true;
    assert.equal(server.protectSessions, true);
    victim.client.destroy();
  });
});

/** A server whose UDP sessions outlive their connections. `closed`: its first client is gone. */
async function serveWithoutStop(auth?: RTSPAuth): Promise<{ server: RTSPServer; closed: Promise<void> }> {
  const factory = new RTSPMediaFactory();
  factory.launch = tone;
  factory.stopOnDisconnect = false;
  const server = await serve({ port: 0, mounts: { '/tone': factory }, ...(auth ? { auth } : {}) });
  const closed = deferred();
  server.once('client-connected', (client) => client.on('closed', () => closed.resolve()));
  return { server, closed: closed.promise };
}
