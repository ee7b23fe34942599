import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';

import { RTSPAuth, type RTSPServer, serve, TlsAuthenticationMode, TlsCertificate } from '../../lib/index.js';
import { deferred } from '../helpers/deadline.js';
import { tone } from '../helpers/lines.js';
import { run } from '../helpers/process.js';
import { temporaryFolder } from '../helpers/temporary.js';
import { handlerTimeout, type Scene } from './scene.js';

/** A second server, with TLS, and who visits it: so that there are certificates to accept. */
export class Tls {
  handshakes = 0;
  #stopped = false;

  private constructor(
    readonly server: RTSPServer,
    readonly pem: string,
  ) {}

  static async create(scene: Scene): Promise<Tls> {
    const pem = await makePair();
    const auth = new RTSPAuth();
    auth.tlsCertificate = TlsCertificate.fromPem(pem);
    auth.tlsAuthenticationMode = TlsAuthenticationMode.REQUIRED;
    const server = await serve({ port: 0, mounts: { '/tone': tone }, auth });
    server.handlerTimeout = handlerTimeout;
    scene.objects.meet([server, auth]);
    return new Tls(server, pem);
  }

  stop(): void {
    this.#stopped = true;
  }

  async run(): Promise<void> {
    // A random call may close it.
    const port = this.server.boundPort;
    while (!this.#stopped) {
      await this.#visit(port);
      await sleep(300);
    }
    await this.server.close();
  }

  async #visit(port: number): Promise<void> {
    const ended = deferred();
    const own = { key: this.pem, cert: this.pem };
    const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false, ...own });
    socket.on('secureConnect', () => {
      this.handshakes += 1;
      socket.write('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n');
    });
    socket.on('data', () => socket.destroy());
    socket.on('error', () => undefined);
    socket.on('close', () => ended.resolve());
    socket.setTimeout(2000, () => socket.destroy());
    await ended.promise;
  }
}

/** A key and a certificate that nobody but itself has signed. */
async function makePair(): Promise<string> {
  const [key, certificate] = ['torture.key', 'torture.crt'].map((name) => path.join(temporaryFolder(), name));
  const ask = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=torture'];
  const made = await run('openssl', [...ask, '-keyout', key ?? '', '-out', certificate ?? '']);
  if (made.code !== 0) throw new Error(made.stderr);
  return readFileSync(certificate ?? '', 'utf8') + readFileSync(key ?? '', 'utf8');
}
