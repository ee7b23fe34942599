import assert from 'node:assert/strict';

import {
  RTSPAuth,
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
