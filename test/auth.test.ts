import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  type GError,
  RTSPAuth,
  RTSPAuthCheck,
  RTSPAuthMethod,
  RTSPMediaFactory,
  RTSPPermissions,
  RTSPServer,
  RTSPStatusCode,
  RTSPToken,
  serve,
} from '../lib/index.js';
import { probe } from './clients/players.js';
import { RtspClient } from './clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';

const withUser = (url: string, user: string) => url.replace('://', `://${user}@`);

async function status(url: string): Promise<number> {
  const client = await RtspClient.connect(url);
  try {
    return (await client.request('DESCRIBE')).status;
  } finally {
    client.destroy();
  }
}

describe('a server with a password', () => {
  let server: RTSPServer;
  before(async () => {
    server = await serve({ port: 0, auth: { user: 'user', password: 'p@ss word' }, mounts: { '/tone': tone } });
  });
  after(() => server.close());

  it('serves who has it', async () => {
    assert.equal(await status(withUser(server.url('/tone'), 'user:p%40ss%20word')), RTSPStatusCode.OK);
    const { code, streams } = await probe(withUser(server.url('/tone'), 'user:p%40ss%20word'));
    assert.equal(code, 0);
    assert.equal(streams[0]?.type, 'audio');
  });

  it('answers 401 to a wrong password, a wrong user and nobody', async () => {
    for (const user of ['user:wrong', 'nobody:p%40ss%20word', 'user:']) {
      assert.equal(await status(withUser(server.url('/tone'), user)), RTSPStatusCode.UNAUTHORIZED);
    }
    assert.equal(await status(server.url('/tone')), RTSPStatusCode.UNAUTHORIZED);
  });

  it('lets players show that', async () => {
    assert.equal((await probe(withUser(server.url('/tone'), 'user:wrong'))).status, 401);
    assert.equal((await probe(server.url('/tone'))).status, 401);
  });

  it('answers 404 to a wrong path', async () => {
    const user = 'user:p%40ss%20word';
    assert.equal(await status(withUser(server.url('/nothing'), user)), RTSPStatusCode.NOT_FOUND);
    assert.equal((await probe(withUser(server.url('/nothing'), user))).status, 404);
  });

  it('answers a method that is none, or comes too early, with an error and stays', async () => {
    const client = await RtspClient.connect(withUser(server.url('/tone'), 'user:p%40ss%20word'));
    assert.equal((await client.request('BREW')).status, RTSPStatusCode.BAD_REQUEST);
    assert.equal((await client.request('PLAY')).status, RTSPStatusCode.SESSION_NOT_FOUND);
    assert.equal((await client.request('OPTIONS')).status, RTSPStatusCode.OK);
    client.destroy();
  });
});

describe('roles', () => {
  it('see and play what their permissions say', async () => {
    const auth = new RTSPAuth();
    auth.addBasic(RTSPAuth.makeBasic('admin', 'a'), new RTSPToken({ 'media.factory.role': 'admin' }));
    auth.addBasic(RTSPAuth.makeBasic('viewer', 'v'), new RTSPToken({ 'media.factory.role': 'viewer' }));
    auth.defaultToken = new RTSPToken({ 'media.factory.role': 'anonymous' });
    const permissions = new RTSPPermissions();
    permissions.addRole('admin', { 'media.factory.access': true, 'media.factory.construct': true });
    permissions.addRole('viewer', { 'media.factory.access': true, 'media.factory.construct': false });
    permissions.addRole('anonymous');
    await using server = await serve({ port: 0, auth, mounts: { '/tone': { launch: tone, permissions } } });
    const url = server.url('/tone');
    assert.equal(await status(withUser(url, 'admin:a')), RTSPStatusCode.OK);
    assert.equal(await status(withUser(url, 'viewer:v')), RTSPStatusCode.UNAUTHORIZED);
    assert.equal(await status(url), RTSPStatusCode.NOT_FOUND);
    auth.removeBasic(RTSPAuth.makeBasic('admin', 'a'));
    // Whoever is not known is given the default token.
    assert.equal(await status(withUser(url, 'admin:a')), RTSPStatusCode.NOT_FOUND);
  });
});

describe('Digest authentication', () => {
  it('lets players in that know the password', async () => {
    const server = new RTSPServer();
    const auth = new RTSPAuth();
    auth.supportedMethods = RTSPAuthMethod.DIGEST;
    auth.realm = 'cameras';
    auth.addDigest('user', 'secret', new RTSPToken({ 'media.factory.role': 'user' }));
    server.auth = auth;
    server.service = '0';
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    const permissions = new RTSPPermissions();
    permissions.addRole('user', { 'media.factory.access': true, 'media.factory.construct': true });
    factory.permissions = permissions;
    server.mountPoints?.addFactory('/tone', factory);
    await server.attach();
    assert.equal((await probe(withUser(server.url('/tone'), 'user:secret'))).code, 0);
    assert.equal((await probe(withUser(server.url('/tone'), 'user:wrong'))).status, 401);
    await server.close();
  });
});

describe('RTSPAuth.check()', () => {
  const ask = async (check: string) => {
    try {
      return await RTSPAuth.check(check);
    } catch (error) {
      return (error as GError).message;
    }
  };

  it('knows the request of the handler, before and after an await', async () => {
    const auth = new RTSPAuth();
    const role = { 'media.factory.role': 'viewer' };
    auth.addBasic(RTSPAuth.makeBasic('viewer', 'v'), new RTSPToken(role));
    auth.addBasic(RTSPAuth.makeBasic('admin', 'a'), new RTSPToken({ ...role, 'transport.client-settings': true }));
    const permissions = new RTSPPermissions();
    permissions.addRole('viewer', { 'media.factory.access': true, 'media.factory.construct': true });
    await using server = await serve({ port: 0, auth, mounts: { '/tone': { launch: tone, permissions } } });
    for (const [user, settings] of [
      ['viewer:v', false],
      ['admin:a', true],
    ] as const) {
      const seen = deferred<unknown[]>();
      server.mountPoints?.match('/tone').factory?.once('media-configure', async () => {
        const all = async () => [
          await ask(RTSPAuthCheck.URL),
          await ask(RTSPAuthCheck.MEDIA_FACTORY_ACCESS),
          await ask(RTSPAuthCheck.MEDIA_FACTORY_CONSTRUCT),
          await ask(RTSPAuthCheck.TRANSPORT_CLIENT_SETTINGS),
        ];
        const before = await all();
        await sleep(5);
        seen.resolve([...before, ...(await all())]);
      });
      const client = await RtspClient.connect(withUser(server.url('/tone'), user));
      await client.describe();
      const one = [true, true, true, settings];
      assert.deepEqual(await withDeadline(seen.promise, 5000, 'the handler'), [...one, ...one]);
      client.destroy();
    }
  });

  it('refuses the request itself: the refusal is sent when it answers false', async () => {
    const auth = new RTSPAuth();
    await using server = await serve({ port: 0, auth, mounts: { '/tone': tone } });
    const errors: string[] = [];
    server.on('handler-error', (error) => errors.push(error.message));
    const answers: unknown[] = [];
    server.on('client-connected', (client) => {
      client.on('pre-options-request', async () => {
        const allowed = await RTSPAuth.check(RTSPAuthCheck.TRANSPORT_CLIENT_SETTINGS);
        answers.push(allowed);
        return answers.length % 2 === 0 ? RTSPStatusCode.UNAUTHORIZED : undefined;
      });
    });
    for (let i = 0; i < 4; i++) {
      const client = await RtspClient.connect(server.url('/tone'));
      const response = await client.request('OPTIONS');
      assert.equal(response.status, RTSPStatusCode.UNAUTHORIZED);
      assert.match(response.headers.get('www-authenticate') ?? '', /^Basic/);
      client.destroy();
    }
    await eventually(() => answers.length === 4, 5000, 'the handlers to go on');
    assert.deepEqual(answers, [false, false, false, false]);
    assert.deepEqual(errors, []);
  });

  it('says why it cannot check', async () => {
    const outside = await RTSPAuth.check(RTSPAuthCheck.URL).then(
      () => assert.fail('it has checked'),
      (error: unknown) => error as GError,
    );
    assert.equal(outside.name, 'GError');
    assert.match(outside.message, /^RTSPAuth\.check\(\): this works only in a handler that C waits for/);
    await assert.rejects(RTSPAuth.check(7 as unknown as string), {
      name: 'TypeError',
      message: 'RTSPAuth.check(): check must be a string without NUL characters, not 7',
    });

    const auth = new RTSPAuth();
    auth.defaultToken = new RTSPToken({ 'media.factory.role': 'viewer' });
    await using server = await serve({ port: 0, auth, mounts: { '/tone': tone } });
    const all = async () =>
      [
        await ask('auth.check.connect'),
        await ask(RTSPAuthCheck.MEDIA_FACTORY_ACCESS),
        await ask(RTSPAuthCheck.TRANSPORT_CLIENT_SETTINGS),
      ] as const;
    const connected = deferred<readonly unknown[]>();
    const requested = deferred<readonly unknown[]>();
    const late = deferred<unknown>();
    server.once('client-connected', async (client) => {
      client.once('pre-options-request', async () => {
        requested.resolve(await all());
        setTimeout(() => late.resolve(ask(RTSPAuthCheck.URL)), 20);
      });
      connected.resolve(await all());
    });
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('OPTIONS')).status, 200);
    const itself = 'RTSPAuth.check(): the server has checked the connection itself';
    const none = 'RTSPAuth.check(): there is no request that could be checked';
    assert.deepEqual(await connected.promise, [itself, none, none]);
    assert.deepEqual(await requested.promise, [itself, 'RTSPAuth.check(): the request has no factory yet', false]);
    assert.match(String(await late.promise), /this works only in a handler/);
  });

  it('has nothing to refuse any more when the response is being sent', async () => {
    const auth = new RTSPAuth();
    auth.defaultToken = new RTSPToken({ 'media.factory.role': 'viewer' });
    const permissions = new RTSPPermissions();
    permissions.addRole('viewer', { 'media.factory.access': false });
    await using server = await serve({ port: 0, auth, mounts: { '/tone': { launch: tone, permissions } } });
    const seen: unknown[] = [];
    server.once('client-connected', (client) => {
      client.on('send-message', async () => {
        seen.push(await ask(RTSPAuthCheck.MEDIA_FACTORY_ACCESS));
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    for (let i = 0; i < 2; i++) {
      assert.equal((await client.request('DESCRIBE')).status, RTSPStatusCode.NOT_FOUND);
    }
    const sent = 'RTSPAuth.check(): the response is being sent';
    assert.deepEqual(seen, [sent, sent]);
  });

  it('allows everything but client settings where there is no auth', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const seen = deferred<unknown[]>();
    server.once('client-connected', (client) => {
      client.once('pre-options-request', async () => {
        seen.resolve([
          await ask(RTSPAuthCheck.MEDIA_FACTORY_ACCESS),
          await ask(RTSPAuthCheck.TRANSPORT_CLIENT_SETTINGS),
        ]);
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    await client.request('OPTIONS');
    assert.deepEqual(await withDeadline(seen.promise, 5000, 'the handler'), [true, false]);
  });
});
