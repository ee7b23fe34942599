import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';

import {
  Bin,
  Element,
  Event,
  GObject,
  GstObject,
  OpaqueBoxed,
  RTSPAddress,
  RTSPAuth,
  type RTSPClient,
  type RTSPContext,
  type RTSPMedia,
  RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPMountPoints,
  RTSPPermissions,
  RTSPServer,
  type RTSPSession,
  RTSPSessionMedia,
  RTSPSessionPool,
  RTSPThread,
  RTSPThreadPool,
  RTSPToken,
  RTSPUrl,
  serve,
  Source,
} from '../lib/index.js';
import { RtspClient } from './clients/rtsp-client.js';
import { setUp } from './clients/viewer.js';
import { deferred, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';
import { assertSame } from './helpers/same.js';

async function collect(): Promise<void> {
  for (let i = 0; i < 3; i++) {
    assert.ok(globalThis.gc, 'run with --expose-gc');
    globalThis.gc();
    await turn();
  }
}

describe('an object', () => {
  it('is the same one whichever way it comes', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    const auth = new RTSPAuth();
    auth.defaultToken = new RTSPToken({ 'media.factory.role': 'user' });
    await using server = await serve({ port: 0, auth, mounts: { '/tone': factory } });
    assert.equal(server.mountPoints, server.mountPoints);
    assert.equal(server.mountPoints, server.getProperty('mount-points'));
    assert.equal(server.sessionPool, server.getProperty('session-pool'));
    assert.equal(server.threadPool, server.threadPool);
    assert.equal(server.auth, auth);
    assert.equal(server.mountPoints?.match('/tone/stream=0').factory, factory);

    const connected = once(server, 'client-connected') as Promise<[RTSPClient]>;
    const sessions: RTSPSession[] = [];
    const media: RTSPMedia[] = [];
    const contexts = deferred<[RTSPContext['client'], RTSPContext['session'], RTSPContext['media']]>();
    server.once('client-connected', (client) => {
      client.once('new-session', (session) => sessions.push(session));
      client.once('pre-play-request', ({ client, session, media }) => contexts.resolve([client, session, media]));
    });
    factory.once('media-configure', (made) => media.push(made));
    const viewing = await setUp(server.url('/tone'));
    await viewing.client.play(viewing.session);
    const [client] = await connected;
    assertSame(await contexts.promise, [client, sessions[0], media[0]]);
    assert.equal(client.mountPoints, server.mountPoints);
    assert.equal(client.sessionPool, server.sessionPool);
    assert.equal(client.threadPool, server.threadPool);
    assert.equal(client.auth, auth);
    assert.equal(server.sessionPool?.find(viewing.session), sessions[0]);
    assert.equal(sessions[0]?.sessionId, viewing.session);
    assert.equal(media[0]?.element, media[0]?.element);
    viewing.client.destroy();
  });

  it('keeps its properties and listeners while C holds it, though JavaScript does not', async () => {
    await using server = await serve({ port: 0, mounts: {} });
    const heard: string[] = [];
    (() => {
      const factory = new RTSPMediaFactory();
      factory.launch = tone;
      Object.assign(factory, { mark: 'mine' });
      factory.on('media-configure', () => heard.push('configured'));
      server.mountPoints?.addFactory('/tone', factory);
    })();
    await collect();
    using client = await RtspClient.connect(server.url('/tone'));
    await client.describe();
    assert.deepEqual(heard, ['configured']);
    assert.equal(Reflect.get(server.mountPoints?.match('/tone').factory ?? {}, 'mark'), 'mine');
  });

  it('is of the class of its type', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const classes: [GObject | null | undefined, unknown, string][] = [
      [server, RTSPServer, 'NodeRTSPServer'],
      [server.mountPoints, RTSPMountPoints, 'GstRTSPMountPoints'],
      [server.sessionPool, RTSPSessionPool, 'NodeRTSPSessionPool'],
      [server.threadPool, RTSPThreadPool, 'NodeRTSPThreadPool'],
      [server.mountPoints?.match('/tone').factory, RTSPMediaFactory, 'NodeRTSPMediaFactory'],
      [new RTSPMediaFactoryURI(), RTSPMediaFactoryURI, 'NodeRTSPMediaFactoryURI'],
    ];
    for (const [object, constructor, typeName] of classes) {
      assert.ok(object instanceof GObject);
      assert.equal(object.constructor, constructor);
      assert.equal(object.typeName, typeName);
    }
    assert.ok(new RTSPMediaFactoryURI() instanceof RTSPMediaFactory);
  });

  it('that has no class of its own is of its next ancestor’s', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const made = deferred<RTSPMedia>();
    server.mountPoints?.match('/tone').factory?.once('media-configure', (media) => made.resolve(media));
    using client = await RtspClient.connect(server.url('/tone'));
    await client.describe();
    const { element } = await withDeadline(made.promise, 5000, 'media-configure');
    assert.ok(element instanceof Bin && element instanceof Element && element instanceof GstObject);
    const payloader = element.getByName('pay0');
    assert.equal(payloader?.constructor, Element);
    assert.equal(payloader.typeName, 'GstRtpL16Pay');
    assert.equal(payloader.name, 'pay0');
    assert.match(payloader.path, /^\/\w+:media-pipeline\/GstBin:bin\d+\/GstRtpL16Pay:pay0$/);
    assert.equal(element.getByName('pay0'), payloader);
  });

  it('may be of a class of the application’s', async () => {
    class Cameras extends RTSPServer {
      readonly mark = 'mine';
      connected = 0;
      constructor() {
        super();
        this.on('client-connected', () => {
          this.connected++;
        });
      }
    }
    const server = new Cameras();
    server.service = '0';
    await server.attach();
    using client = await RtspClient.connect(server.url('/'));
    assert.equal((await client.request('OPTIONS')).status, 200);
    assert.equal(server.connected, 1);
    assert.equal(server.mark, 'mine');
    assert.ok(server instanceof Cameras && server instanceof RTSPServer);
    await server.close();
  });

  it('cannot be made where the library makes it, nor taken for another', () => {
    for (const of of [GObject, RTSPSessionMedia, Event, Source, RTSPThread, RTSPAddress, OpaqueBoxed]) {
      const Class = of as unknown as new () => unknown;
      assert.throws(() => new Class(), {
        name: 'TypeError',
        message: `${of.name} cannot be constructed: the library makes its instances`,
      });
    }
    class Own extends GObject {
      constructor() {
        super(() => undefined);
      }
    }
    assert.throws(() => new Own(), { name: 'TypeError', message: /^Own cannot be constructed/ });
    assert.equal(new RTSPMediaFactory().typeName, 'NodeRTSPMediaFactory');
    const impostor = Object.create(RTSPServer.prototype) as RTSPServer;
    assert.throws(() => impostor.address, { name: 'TypeError' });
    assert.throws(() => impostor.setProperty('address', '127.0.0.1'), { name: 'TypeError' });
    for (const wrong of [undefined, null, 1, 'x', {}, [], new Map(), Buffer.alloc(8), new Proxy({}, {}), () => 1]) {
      assert.throws(() => Reflect.set(new RTSPServer(), 'mountPoints', wrong ?? 'none'), { name: 'TypeError' });
    }
  });
});

describe('a property', () => {
  it('is read and set by its documented name', () => {
    const factory = new RTSPMediaFactory();
    factory.setProperty('latency', 350);
    assert.equal(factory.getProperty('latency'), 350);
    assert.equal(factory.latency, 350);
    factory.setProperty('launch', tone);
    assert.equal(factory.getProperty('launch'), tone);
    factory.setProperty('shared', true);
    assert.equal(factory.shared, true);
    factory.setProperty('suspend-mode', 2);
    assert.equal(factory.suspendMode, 2);
    assert.equal(new RTSPServer().getProperty('address'), '127.0.0.1');
    assert.deepEqual(
      [new RTSPServer().getProperty('mount-points'), new RTSPServer().getProperty('session-pool')].map(
        (object) => object instanceof GObject,
      ),
      [true, true],
    );
  });

  it('that is not there, or does not take the value, throws a TypeError that says so', () => {
    const factory = new RTSPMediaFactory();
    assert.throws(() => factory.getProperty('nosuch'), {
      name: 'TypeError',
      message: 'RTSPMediaFactory.nosuch: there is no such property',
    });
    assert.throws(() => factory.setProperty('nosuch', 1), { name: 'TypeError' });
    for (const [name, value] of [
      ['latency', '350'],
      ['latency', -1],
      ['latency', 1.5],
      ['shared', 1],
      ['launch', 7],
      ['launch', 'a\0b'],
      ['launch', null],
      ['suspend-mode', 99],
      ['suspend-mode', 'nosuch'],
      ['protocols', 1 << 20],
      ['clock', {}],
      ['dscp-qos', 64],
    ] as const) {
      assert.throws(() => factory.setProperty(name, value), {
        name: 'TypeError',
        message: new RegExp(`^RTSPMediaFactory\\.${name} `),
      });
    }
    assert.throws(() => factory.getProperty(7 as unknown as string), { name: 'TypeError' });
  });

  it('whose getter would wait, or abort, is refused by name, with what to use instead', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const made = deferred<RTSPMedia>();
    server.mountPoints?.match('/tone').factory?.once('media-configure', (media) => made.resolve(media));
    const connected = once(server, 'client-connected') as Promise<[RTSPClient]>;
    using client = await RtspClient.connect(server.url('/tone'));
    await client.describe();
    const media = await made.promise;
    assert.throws(() => media.getProperty('suspend-mode'), /use getSuspendMode\(\) and setSuspendMode\(\)/);
    // gst_rtsp_media_get_dscp_qos() unlocks a mutex that is not locked.
    assert.throws(() => media.getProperty('dscp-qos'), /use the factory's dscpQos/);
    const [object] = await connected;
    assert.throws(() => object.setProperty('session-pool', new RTSPSessionPool()), /use client\.sessionPool/);
  });
});

describe('a boxed value', () => {
  it('is copied when it is given, and when it is gotten', () => {
    const permissions = new RTSPPermissions();
    permissions.addRole('user', { 'media.factory.access': true });
    const factory = new RTSPMediaFactory();
    factory.permissions = permissions;
    permissions.addPermissionForRole('user', 'media.factory.access', false);
    permissions.addRole('other', { 'media.factory.access': true });
    const own = factory.permissions;
    assert.notEqual(own, permissions);
    assert.deepEqual(
      [own, permissions].map((each) => [
        each.isAllowed('user', 'media.factory.access'),
        each.isAllowed('other', 'media.factory.access'),
      ]),
      [
        [true, false],
        [false, true],
      ],
    );
    own.removeRole('user');
    assert.equal(factory.permissions.isAllowed('user', 'media.factory.access'), true);
  });

  it('is shared with whoever has it, and copied when it is written: a token in use does not change', () => {
    const token = new RTSPToken({ 'media.factory.role': 'user', admin: false });
    const auth = new RTSPAuth();
    auth.defaultToken = token;
    token.setString('media.factory.role', 'admin');
    token.setBool('admin', true);
    assert.deepEqual([token.getString('media.factory.role'), token.isAllowed('admin')], ['admin', true]);
    const own = auth.defaultToken;
    assert.deepEqual([own.getString('media.factory.role'), own.isAllowed('admin')], ['user', false]);
    own.setString('media.factory.role', 'third');
    assert.equal(auth.defaultToken.getString('media.factory.role'), 'user');
    auth.defaultToken = null;
    assert.equal(auth.defaultToken, null);
    assert.equal(own.getString('media.factory.role'), 'third');
  });

  it('says of what it has not: null, false', () => {
    const token = new RTSPToken();
    assert.deepEqual([token.getString('x'), token.isAllowed('x')], [null, false]);
    assert.equal(new RTSPPermissions().isAllowed('nobody', 'anything'), false);
    new RTSPPermissions().removeRole('nobody');
  });

  it('refuses names that the library is critical of', () => {
    const permissions = new RTSPPermissions();
    for (const name of ['', '1', ' x', 'a b', 'ä', 'x\n']) {
      assert.throws(() => permissions.addRole(name), { name: 'TypeError' }, JSON.stringify(name));
    }
    const wrong = [undefined, null, 7, {}, []] as unknown as string[];
    for (const value of wrong) {
      assert.throws(() => new RTSPToken({ field: value }), { name: 'TypeError' });
      assert.throws(() => new RTSPToken().setString(value, 'x'), { name: 'TypeError' });
    }
  });

  it('of a URL has its parts', () => {
    const url = new RTSPUrl('rtsp://user:secret@127.0.0.1:8555/camera/1?quality=low');
    assert.deepEqual(
      [url.host, url.port, url.abspath, url.query, url.user, url.passwd],
      ['127.0.0.1', 8555, '/camera/1', 'quality=low', 'user', 'secret'],
    );
    assert.equal(url.getRequestUri(), 'rtsp://127.0.0.1:8555/camera/1?quality=low');
    assert.equal(String(url), url.getRequestUri());
    const plain = new RTSPUrl('rtsp://camera');
    assert.deepEqual(
      [plain.host, plain.port, plain.query, plain.user, plain.passwd],
      ['camera', 554, null, null, null],
    );
    for (const wrong of ['', 'camera', 'http://camera', 'rtsp:/']) {
      assert.throws(() => new RTSPUrl(wrong), { name: 'GError' }, wrong);
    }
    assert.equal(new RTSPMountPoints().makePath(url), '/camera/1');
  });

  it('outlives whatever it came from', async () => {
    const permissions = (() => {
      const factory = new RTSPMediaFactory();
      const given = new RTSPPermissions();
      given.addRole('user', { x: true });
      factory.permissions = given;
      return factory.permissions;
    })();
    await collect();
    assert.equal(permissions.isAllowed('user', 'x'), true);
  });
});

describe('the mount points', () => {
  it('give the factory whose path is the longest beginning', () => {
    const mountPoints = new RTSPMountPoints();
    const [one, two] = [new RTSPMediaFactory(), new RTSPMediaFactory()];
    mountPoints.addFactory('/a', one);
    mountPoints.addFactory('/a/b', two);
    const match = (path: string) => {
      const { factory, matched } = mountPoints.match(path);
      return [factory, matched];
    };
    assertSame(match('/a/x'), [one, 2]);
    assertSame(match('/a/b/c'), [two, 4]);
    assertSame(match('/x'), [null, 0]);
    mountPoints.removeFactory('/a/b');
    assertSame(match('/a/b'), [one, 2]);
    mountPoints.removeFactory('/nosuch');
  });
});

describe('the session pool', () => {
  it('has as many sessions as it may', async () => {
    const pool = new RTSPSessionPool();
    pool.maxSessions = 2;
    const [one, two] = [pool.create(), pool.create()];
    assert.ok(one && two);
    assert.equal(pool.create(), null);
    assert.equal(pool.nSessions, 2);
    assert.equal(pool.find(one.sessionId), one);
    assert.equal(pool.find('nosuch'), null);
    one.timeout = 42;
    assert.equal(one.header, `${one.sessionId};timeout=42`);
    const removed = once(pool, 'session-removed') as Promise<[RTSPSession]>;
    assert.equal(await pool.remove(one), true);
    assert.equal((await removed)[0], one);
    assert.equal(await pool.remove(one), false);
    assert.equal(pool.nSessions, 1);
    two.setProperty('extra-timeout', 0);
    two.timeout = 1;
    two.touch();
    two.preventExpire();
    assert.equal(await pool.cleanup(), 0);
    two.allowExpire();
  });
});
