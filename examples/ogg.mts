/**
 * Serves an Ogg file with Theora and Vorbis, as it is: nothing is encoded anew.
 *
 *   npx tsx examples/ogg.mts [--port 8554] film.ogg
 */
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { serve } from 'gst-rtsp-server';

const { values, positionals } = parseArgs({
  options: { port: { type: 'string', default: '8554' } },
  allowPositionals: true,
});
const file = positionals.at(0);
if (file === undefined) throw new Error('give an Ogg file');

// A launch line is code: what comes from outside has to be quoted.
const location = JSON.stringify(path.resolve(file));
await using server = await serve({
  port: Number(values.port),
  mounts: {
    '/test': `( filesrc location=${location} ! oggdemux name=d
                d. ! queue ! rtptheorapay name=pay0 pt=96
                d. ! queue ! rtpvorbispay name=pay1 pt=97 )`,
  },
});
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
