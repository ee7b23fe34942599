/**
 * A server in as few lines as it takes: a test picture, one pipeline for all who watch.
 *
 *   npx tsx examples/readme.mts [--port 8554]
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { serve } from 'gst-rtsp-server';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8554' } } });

await using server = await serve({
  port: Number(values.port),
  mounts: {
    '/test': {
      launch: '( videotestsrc is-live=true ! x264enc tune=zerolatency key-int-max=30 ! rtph264pay name=pay0 pt=96 )',
      shared: true,
    },
  },
});
console.log(`stream ready at ${server.url('/test')}`);

// The server keeps the process alive; `await using` closes it.
await once(process, 'SIGINT');
