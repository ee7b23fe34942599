/**
 * Serves what an SDP file describes: packets that somebody sends to this machine are sent on to who asks for them.
 *
 *   npx tsx examples/sdp.mts [--port 8554] camera.sdp
 */
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { mount, RTSPServer } from 'gst-rtsp-server';

const { values, positionals } = parseArgs({
  options: { port: { type: 'string', default: '8554' } },
  allowPositionals: true,
});
const file = positionals.at(0);
if (file === undefined) throw new Error('give an SDP file');

await using server = new RTSPServer();
server.service = values.port;
const factory = await mount(server, '/test', { uri: `sdp://${path.resolve(file)}`, shared: true });
factory.on('media-configure', (media) => {
  media.reusable = true;
});

await server.attach();
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
