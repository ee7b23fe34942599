import { setTimeout as sleep } from 'node:timers/promises';
import { connect } from 'node:tls';

import { type RTSPAuth, type RTSPServer, serve, TlsAuthenticationMode, TlsCertificate } from '../../lib/index.js';
import { deferred } from '../helpers/deadline.js';
import { tone } from '../helpers/lines.js';
import { makePair } from '../helpers/tls.js';
import { handlerTimeout } from './patience.js';
import type { Scene } from './scene.js';

/** A second server, with TLS, and who visits it: so that there are certificates to accept. */
export class Tls {
  handshakes = 0;
  #stopped = false;

  private constructor(
    readonly server: RTSPServer,
    readonly auth: RTSPAuth,
    readonly certificate: TlsCertificate,
    readonly pem: string,
  ) {}

  /** @param auth - Is asked about certificates. */
  static async create(scene: Scene, auth: RTSPAuth): Promise<Tls> {
    const pair = await makePair('torture');
    const pem = pair.certificate + pair.key;
    const certificate = TlsCertificate.fromPem(pem);
    auth.tlsCertificate = certificate;
    const server = await serve({ port: 0, mounts: { '/tone': tone }, auth });
    scene.objects.meet([server, auth]);
    return new Tls(server, auth, certificate, pem);
  }

  /** Undoes what random calls have set. */
  async #repair(): Promise<void> {
    if (!this.server.listening) {
      this.server.address = '127.0.0.1';
      this.server.service = '0';
      await this.server.attach();
    }
    this.auth.tlsCertificate = this.certificate;
    this.auth.tlsDatabase = null;
    this.auth.tlsAuthenticationMode = TlsAuthenticationMode.REQUIRED;
    this.server.auth = this.auth;
    this.server.handlerTimeout = handlerTimeout;
    this.server.threadPool.maxThreads = 2;
  }

  stop(): void {
    this.#stopped = true;
  }

  async run(): Promise<void> {
    while (!this.#stopped) {
      // A random call may attach it, or close it, meanwhile.
      await this.#repair().catch(() => undefined);
      const port = this.server.boundPort;
      if (port > 0) await this.#visit(port);
      await sleep(200);
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
