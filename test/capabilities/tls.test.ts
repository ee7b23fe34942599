import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';

import {
  RTSPAuth,
  RTSPToken,
  serve,
  TlsAuthenticationMode,
  TlsCertificate,
  TlsCertificateFlags,
  TlsDatabase,
} from '../../lib/index.js';
import { decodeFrames, rtspsrcFrames } from '../clients/players.js';
import { Receiver } from '../clients/receiver.js';
import { smallPicture } from '../helpers/lines.js';
import { projectRoot, run } from '../helpers/process.js';
import { temporaryFolder } from '../helpers/temporary.js';
import type { Pair } from '../helpers/tls.js';

async function openssl(...args: string[]): Promise<void> {
  const { code, stderr } = await run('openssl', args, { cwd: temporaryFolder(), deadline: 30_000 });
  assert.equal(code, 0, stderr);
}

const read = (name: string) => readFileSync(`${temporaryFolder()}/${name}`, 'utf8');

/** Makes an authority; gives its certificate. */
async function authority(name: string): Promise<string> {
  const ask = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`];
  await openssl(...ask, '-keyout', `${name}.key`, '-out', `${name}.crt`);
  return read(`${name}.crt`);
}

/** Makes a key and a certificate for 127.0.0.1 that an authority has signed. */
async function signed(name: string, by: string): Promise<Pair> {
  writeFileSync(`${temporaryFolder()}/${name}.ext`, 'subjectAltName=IP:127.0.0.1\n');
  const ask = ['req', '-newkey', 'rsa:2048', '-nodes', '-subj', `/CN=${name}`];
  await openssl(...ask, '-keyout', `${name}.key`, '-out', `${name}.csr`);
  const sign = ['x509', '-req', '-days', '2', '-CA', `${by}.crt`, '-CAkey', `${by}.key`, '-CAcreateserial'];
  await openssl(...sign, '-extfile', `${name}.ext`, '-in', `${name}.csr`, '-out', `${name}.crt`);
  return { key: read(`${name}.key`), certificate: read(`${name}.crt`) };
}

/** Plays 20 frames by rtspsrc, which shows that certificate; gives how many have come. */
async function framesOfRtspsrc(url: string, shown: Pair | null): Promise<number> {
  const own = `${temporaryFolder()}/shown.pem`;
  if (shown) writeFileSync(own, shown.certificate + shown.key);
  const player = path.join(projectRoot, 'test/clients/rtspsrc-with-certificate.py');
  const args = [player, url, `${temporaryFolder()}/authority.crt`, '20', ...(shown ? [own] : [])];
  // The system's own, which has PyGObject.
  const { stdout, stderr } = await run('/usr/bin/python3', args, { deadline: 30_000 });
  const [, frames] = /^(\d+) frames$/m.exec(stdout) ?? [];
  assert.ok(frames, stderr);
  return Number(frames);
}

describe('rtsps', function () {
  this.timeout(60_000);
  let own: Pair;
  let camera: Pair;
  let stranger: Pair;
  let known: string;
  let unknown: string;

  before(async () => {
    [known, unknown] = await Promise.all([authority('authority'), authority('pretender')]);
    own = await signed('server', 'authority');
    camera = await signed('camera', 'authority');
    stranger = await signed('stranger', 'pretender');
  });

  function secure(): RTSPAuth {
    const auth = new RTSPAuth();
    auth.tlsCertificate = TlsCertificate.fromPem(own.certificate + own.key);
    // serve() gives its mounts to users: here everybody is one.
    auth.defaultToken = new RTSPToken({ 'media.factory.role': 'user' });
    return auth;
  }

  const serveWith = (auth: RTSPAuth) =>
    serve({ port: 0, auth, mounts: { '/picture': { launch: smallPicture, shared: true } } });

  it('is what the URL of such a server says', async () => {
    await using server = await serveWith(secure());
    assert.match(server.url('/picture'), /^rtsps:\/\/127\.0\.0\.1:\d+\/picture$/);
  });

  it('is played by ffmpeg and by rtspsrc; what speaks no TLS gets nothing', async () => {
    await using server = await serveWith(secure());
    const url = server.url('/picture');
    const unchecked = { source: ['tls-validation-flags=0'] };
    const players = await Promise.all([decodeFrames(url, 30), rtspsrcFrames(url, 30, unchecked)]);
    for (const { frames, stderr } of players) assert.equal(frames, 30, stderr);
    const plain = await decodeFrames(url.replace('rtsps:', 'rtsp:'), 1, { deadline: 10_000 });
    assert.equal(plain.frames, 0);
  });

  it('is played where the authority is known, and not where it is another', async () => {
    await using server = await serveWith(secure());
    const line = 'protocols=tcp latency=100 ! rtph264depay';
    for (const [authorities, plays] of [
      [known, true],
      [unknown, false],
    ] as const) {
      await using receiver = await Receiver.make(server.url('/picture'), line);
      receiver.source.setProperty('tls-database', await TlsDatabase.fromPem(authorities));
      const refused: unknown[][] = [];
      // The player asks about what it would refuse, and what is wrong with it.
      receiver.source.on('accept-certificate', (_connection, certificate, errors) => {
        refused.push([(certificate as TlsCertificate).subjectName, errors]);
        return false;
      });
      await receiver.play();
      if (plays) await receiver.reach(20);
      else await assert.rejects(receiver.reach(1), /Failed to connect/);
      assert.deepEqual(refused, plays ? [] : [['CN=server', TlsCertificateFlags.UNKNOWN_CA]]);
    }
  });

  it('wants a certificate of its clients, of an authority that it knows, and asks about it', async () => {
    const auth = secure();
    auth.tlsDatabase = await TlsDatabase.fromPem(known);
    auth.tlsAuthenticationMode = TlsAuthenticationMode.REQUIRED;
    const asked: (string | null)[] = [];
    auth.on('accept-certificate', async (_connection, certificate, errors) => {
      await sleep(5);
      asked.push(certificate.subjectName);
      return errors === 0;
    });
    await using server = await serveWith(auth);
    const frames = [];
    for (const shown of [camera, stranger, null]) {
      frames.push(await framesOfRtspsrc(server.url('/picture'), shown));
      // ffmpeg 5 cannot show a certificate: somebody else shows it, and it plays in plain.
      const proxy = createServer((plain) => {
        const to = { host: '127.0.0.1', port: server.boundPort, ca: known };
        const tls = connect({ ...to, ...(shown ? { key: shown.key, cert: shown.certificate } : {}) });
        plain.pipe(tls).pipe(plain);
        plain.on('error', () => tls.destroy());
        tls.on('error', () => plain.destroy());
        tls.on('close', () => plain.destroy());
      }).listen(0, '127.0.0.1');
      await once(proxy, 'listening');
      const { port } = proxy.address() as AddressInfo;
      frames.push((await decodeFrames(`rtsp://127.0.0.1:${port}/picture`, 20, { deadline: 15_000 })).frames);
      proxy.close();
    }
    assert.deepEqual(frames, [20, 20, 0, 0, 0, 0]);
    assert.deepEqual(asked, ['CN=camera', 'CN=camera', 'CN=stranger', 'CN=stranger']);
  });
});
