import { writeSync } from 'node:fs';

import { RTSPMediaFactory, RTSPMountPoints, RTSPServer, serve } from 'gst-rtsp-server';

/**
 * A module of an application, from its `import` to its listening: with the classes as bench/contestants/server.c uses
 * them, or with serve(), which also builds the pipeline to see whether it can be built.
 *
 * Usage: start.mjs classes|serve LAUNCH
 */
const [, , how, launch = ''] = process.argv;

async function listen(): Promise<RTSPServer> {
  if (how === 'serve') return serve({ port: 0, mounts: { '/test': { launch, shared: true } } });
  const server = new RTSPServer();
  server.service = '0';
  const factory = new RTSPMediaFactory();
  factory.launch = launch;
  factory.shared = true;
  server.mountPoints = new RTSPMountPoints();
  server.mountPoints.addFactory('/test', factory);
  await server.attach();
  return server;
}

const server = await listen();
writeSync(1, `listening ${server.boundPort}\n`);
