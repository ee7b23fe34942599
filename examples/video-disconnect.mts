/**
 * Some seconds after the first client has come, everybody has to go: the mount is taken away, and all clients are closed.
 *
 *   npx tsx examples/video-disconnect.mts [--port 8554] [--seconds 10]
 */
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { RTSPFilterResult, serve } from 'gst-rtsp-server';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8554' }, seconds: { type: 'string', default: '10' } },
});

await using server = await serve({
  port: Number(values.port),
  mounts: {
    '/test': `( videotestsrc is-live=true ! video/x-raw,width=352,height=288,framerate=15/1
                  ! x264enc tune=zerolatency ! rtph264pay name=pay0 pt=96
                audiotestsrc is-live=true ! audio/x-raw,rate=8000 ! alawenc ! rtppcmapay name=pay1 pt=97 )`,
  },
});
server.once('client-connected', () => {
  console.log(`first client connected: everybody goes in ${values.seconds} seconds`);
  disconnectAll().catch(console.error);
});
console.log(`stream ready at ${server.url('/test')}`);

async function disconnectAll(): Promise<void> {
  await setTimeout(Number(values.seconds) * 1000, undefined, { ref: false });
  // Nobody can come back: to new clients the mount does not exist.
  server.mountPoints?.removeFactory('/test');
  await server.clientFilter(() => RTSPFilterResult.REMOVE);
  console.log('everybody is gone');
}

await once(process, 'SIGINT');
