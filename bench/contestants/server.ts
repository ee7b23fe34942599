import { writeSync } from 'node:fs';

import { RTSPMediaFactory, RTSPMountPoints, RTSPServer, RTSPStatusCode } from '../../lib/index.js';

/**
 * A server of one mount, /test, on a free port of 127.0.0.1: what bench/contestants/server.c and server.py are.
 *
 * Usage: server.js THREADS SHARED NODELAY HANDLERS LAUNCH [BUSY]
 * BUSY: JavaScript computes for so many milliseconds of each second.
 */
const [, , threads = '', shared = '', noDelay = '', names = '', launch = '', busy = '0'] = process.argv;
const handlers = new Set(names.split(','));
const counts = { handled: 0 };

function count(): void {
  counts.handled++;
}

function onRequest(): RTSPStatusCode {
  counts.handled++;
  return RTSPStatusCode.OK;
}

async function main(): Promise<void> {
  const server = new RTSPServer();
  server.service = '0';
  server.threadPool.maxThreads = Number(threads);
  server.tcpNoDelay = noDelay === '1';
  const factory = new RTSPMediaFactory();
  factory.launch = launch;
  factory.shared = shared === '1';
  if (handlers.has('media-configure')) factory.on('media-configure', count);
  const mountPoints = new RTSPMountPoints();
  mountPoints.addFactory('/test', factory);
  server.mountPoints = mountPoints;
  if (!handlers.has('none')) {
    server.on('client-connected', (client) => {
      counts.handled++;
      if (handlers.has('closed')) client.on('closed', count);
      if (handlers.has('new-session')) client.on('new-session', count);
      if (handlers.has('pre-options-request')) client.on('pre-options-request', onRequest);
      if (handlers.has('pre-play-request')) client.on('pre-play-request', onRequest);
    });
  }
  if (Number(busy) > 0) {
    setInterval(() => {
      for (const end = performance.now() + Number(busy); performance.now() < end;);
    }, 1000);
  }
  await server.attach();
  writeSync(1, `listening ${server.boundPort}\n`);
}

void main();
