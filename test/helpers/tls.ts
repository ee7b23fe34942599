import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { connect, type TLSSocket } from 'node:tls';

import type { RTSPServer } from '../../lib/index.js';
import { withDeadline } from './deadline.js';
import { run } from './process.js';
import { temporaryFolder } from './temporary.js';

/** A key and its certificate, as PEM. */
export interface Pair {
  key: string;
  certificate: string;
}

/** Has openssl make a key and a certificate that nobody but itself has signed. */
export async function makePair(name: string): Promise<Pair> {
  const key = path.join(temporaryFolder(), `${name}.key`);
  const certificate = path.join(temporaryFolder(), `${name}.crt`);
  const ask = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', `/CN=${name}`];
  const made = await run('openssl', [...ask, '-keyout', key, '-out', certificate], { deadline: 20_000 });
  assert.equal(made.code, 0, made.stderr);
  return { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate, 'utf8') };
}

/** Asks OPTIONS over TLS; gives the first line of the answer, or null when the server ends the connection. */
export async function askOverTls(server: RTSPServer, client?: Pair): Promise<string | null> {
  const shown = client ? { key: client.key, cert: client.certificate } : {};
  const socket: TLSSocket = connect({ host: '127.0.0.1', port: server.boundPort, rejectUnauthorized: false, ...shown });
  socket.on('secureConnect', () => socket.write('OPTIONS * RTSP/1.0\r\nCSeq: 1\r\n\r\n'));
  const answer = once(socket, 'data').then(([data]) => (data as Buffer).toString().split('\r\n')[0] ?? '');
  const refused = Promise.race([once(socket, 'close'), once(socket, 'error')]).then(
    () => null,
    () => null,
  );
  try {
    return await withDeadline(
      Promise.race([answer.catch(() => null), refused]),
      10_000,
      'an answer or the end of the connection',
    );
  } finally {
    socket.destroy();
  }
}
