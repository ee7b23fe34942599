import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect as connectTo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  type HandlerError,
  RTSPAuth,
  RTSPFilterResult,
  serve,
  TlsAuthenticationMode,
  TlsCertificate,
  TlsCertificateFlags,
  TlsDatabase,
} from '../lib/index.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';
import { socketCount } from './helpers/proc.js';
import { askOverTls, makePair, type Pair } from './helpers/tls.js';

describe('a server with a certificate', function () {
  this.timeout(60_000);
  let own: Pair;
  let peer: Pair;

  before(async () => {
    [own, peer] = await Promise.all([makePair('server'), makePair('camera')]);
  });

  function secure(mode: TlsAuthenticationMode): RTSPAuth {
    const auth = new RTSPAuth();
    auth.tlsCertificate = TlsCertificate.fromPem(own.certificate + own.key);
    auth.tlsAuthenticationMode = mode;
    return auth;
  }

  const serveWith = (auth: RTSPAuth) => serve({ port: 0, mounts: { '/tone': { launch: tone } }, auth });

  it('reads certificates, and refuses what is none', () => {
    const certificate = TlsCertificate.fromPem(own.certificate + own.key);
    assert.equal(certificate.pem.trim(), own.certificate.trim());
    assert.equal(certificate.subjectName, 'CN=server');
    assert.equal(certificate.issuerName, 'CN=server');
    assert.equal(certificate.isSame(TlsCertificate.fromPem(own.certificate)), true);
    assert.equal(certificate.isSame(TlsCertificate.fromPem(peer.certificate)), false);
    for (const pem of ['', 'nonsense', '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n']) {
      assert.throws(() => TlsCertificate.fromPem(pem), { name: 'GError' }, pem);
    }
    const auth = new RTSPAuth();
    assert.equal(auth.tlsCertificate, null);
    assert.equal(auth.tlsAuthenticationMode, TlsAuthenticationMode.NONE);
    auth.tlsCertificate = certificate;
    assert.equal(auth.tlsCertificate, certificate);
    assert.throws(() => (auth.tlsAuthenticationMode = 3 as 2), TypeError);
  });

  it('reads certificates from bytes as from text', async () => {
    const text = own.certificate + own.key;
    const bytes = Buffer.from(`before${text}after`).subarray(6, 6 + text.length);
    for (const pem of [bytes, new Uint8Array(bytes)]) {
      const certificate = TlsCertificate.fromPem(pem);
      assert.equal(certificate.isSame(TlsCertificate.fromPem(text)), true);
      const auth = new RTSPAuth();
      // Its private key was read, too.
      auth.tlsCertificate = certificate;
      assert.ok((await TlsDatabase.fromPem(pem)) instanceof TlsDatabase);
    }
    assert.throws(() => TlsCertificate.fromPem(Buffer.from('nonsense')), { name: 'GError' });
    await assert.rejects(TlsDatabase.fromPem(Buffer.from('nonsense')), { name: 'GError' });
    for (const pem of [undefined, null, 5, {}, new ArrayBuffer(8), new Uint16Array(8)]) {
      const message = /fromPem\(\): pem must be a string, a Buffer or a Uint8Array, not \w+$/;
      assert.throws(() => TlsCertificate.fromPem(pem as never), { name: 'TypeError', message });
      await assert.rejects(TlsDatabase.fromPem(pem as never), { name: 'TypeError', message });
    }
  });

  it('is not that of a server without its private key, nor with that of another', async () => {
    const auth = secure(TlsAuthenticationMode.NONE);
    const right = auth.tlsCertificate;
    assert.throws(() => (auth.tlsCertificate = TlsCertificate.fromPem(own.certificate)), /private key/);
    assert.equal(auth.tlsCertificate, right);
    auth.tlsCertificate = TlsCertificate.fromPem(own.certificate + peer.key);
    await using server = await serveWith(auth);
    assert.equal(await askOverTls(server), null);
    auth.tlsCertificate = right;
    assert.equal(await askOverTls(server), 'RTSP/1.0 200 OK');
  });

  it('speaks TLS, and asks clients for no certificate', async () => {
    await using server = await serveWith(secure(TlsAuthenticationMode.NONE));
    assert.equal(await askOverTls(server), 'RTSP/1.0 200 OK');
  });

  it("asks about a client's certificate, and takes a plain or a promised answer", async () => {
    const auth = secure(TlsAuthenticationMode.REQUIRED);
    const seen: unknown[] = [];
    auth.on('accept-certificate', (connection, certificate, errors) => {
      seen.push(connection.remoteAddress, typeof connection.remotePort, certificate.subjectName);
      seen.push(errors & TlsCertificateFlags.UNKNOWN_CA);
      assert.equal(connection.certificate, auth.tlsCertificate);
      return true;
    });
    await using server = await serveWith(auth);
    assert.equal(await askOverTls(server, peer), 'RTSP/1.0 200 OK');
    assert.deepEqual(seen, ['127.0.0.1', 'number', 'CN=camera', TlsCertificateFlags.UNKNOWN_CA]);
    auth.removeAllListeners('accept-certificate');
    auth.on('accept-certificate', async (_connection, certificate) => {
      await sleep(20);
      return certificate.isSame(TlsCertificate.fromPem(peer.certificate));
    });
    assert.equal(await askOverTls(server, peer), 'RTSP/1.0 200 OK');
    // Nobody shows one.
    assert.equal(await askOverTls(server), null);
  });

  it('ends the connection when the answer is no, none, wrong, late, or a throw', async () => {
    const auth = secure(TlsAuthenticationMode.REQUIRED);
    const errors: HandlerError[] = [];
    auth.on('handler-error', (error) => errors.push(error));
    await using server = await serveWith(auth);
    assert.equal(await askOverTls(server, peer), null);
    const answers: (() => unknown)[] = [
      () => false,
      () => undefined,
      async () => false,
      () => 'yes',
      () => {
        throw new Error('at once');
      },
      async () => {
        await sleep(1);
        throw new Error('later');
      },
      () => sleep(1000).then(() => true),
    ];
    for (const answer of answers) {
      auth.on('accept-certificate', answer as () => boolean, { timeout: 200 });
      assert.equal(await askOverTls(server, peer), null, String(answer));
      auth.removeAllListeners('accept-certificate');
    }
    assert.deepEqual(
      errors.map((error) => error.event),
      Array<string>(4).fill('accept-certificate'),
    );
    auth.on('accept-certificate', () => false);
    auth.on('accept-certificate', () => true);
    assert.equal(await askOverTls(server, peer), 'RTSP/1.0 200 OK');
  });

  it('waits as long for the answer as the server allows that has the auth, and tells that server', async () => {
    const auth = secure(TlsAuthenticationMode.REQUIRED);
    auth.on('accept-certificate', () => new Promise<boolean>(() => undefined));
    await using server = await serveWith(auth);
    server.handlerTimeout = 100;
    const errors: HandlerError[] = [];
    server.on('handler-error', (error) => errors.push(error));
    assert.equal(await askOverTls(server, peer), null);
    await eventually(() => errors.length === 1, 2000, 'handler-error');
    assert.match(errors[0].message, /accept-certificate: the handler has not answered within 100 ms/);
  });

  it('leaves nothing of a client that is closed before the handshake has ended', async () => {
    const auth = secure(TlsAuthenticationMode.REQUIRED);
    await using server = await serveWith(auth);
    // What is made once.
    auth.once('accept-certificate', () => true);
    assert.equal(await askOverTls(server, peer), 'RTSP/1.0 200 OK');
    const before = socketCount();

    // Half of them are asked about, one after the other, the others say nothing at all.
    const [asked, answer] = [deferred(), deferred<boolean>()];
    auth.on('accept-certificate', () => {
      asked.resolve();
      return answer.promise;
    });
    const closed: Promise<unknown>[] = [];
    for (let i = 0; i < 4; i++) {
      closed.push(askOverTls(server, peer), once(connectTo({ port: server.boundPort }), 'close'));
    }
    await withDeadline(asked.promise, 10_000, 'the handler');
    await eventually(async () => (await server.clientFilter()).length === 8, 10_000, 'eight clients');
    await server.clientFilter(() => RTSPFilterResult.REMOVE);
    answer.resolve(true);
    await withDeadline(Promise.all(closed), 10_000, 'the connections to end');
    await eventually(
      () => socketCount() <= before,
      10_000,
      () => `${before} sockets, not ${socketCount()}`,
    );
  });

  it('outlives an auth that is replaced while a connection is made', async () => {
    const auth = secure(TlsAuthenticationMode.REQUIRED);
    await using server = await serveWith(auth);
    auth.on('accept-certificate', async () => {
      server.auth = null;
      await sleep(50);
      return true;
    });
    assert.equal(await askOverTls(server, peer), 'RTSP/1.0 200 OK');
  });
});
