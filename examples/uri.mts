/**
 * Serves a media file, or whatever a URI gives; the payloaders are chosen to fit.
 *
 *   npx tsx examples/uri.mts [--port 8554] film.mkv
 *   npx tsx examples/uri.mts [--port 8554] rtsp://camera/stream
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { serve } from 'gst-rtsp-server';

const { values, positionals } = parseArgs({
  options: { port: { type: 'string', default: '8554' } },
  allowPositionals: true,
});
const what = positionals.at(0);
if (what === undefined) throw new Error('give a file or a URI');

await using server = await serve({
  port: Number(values.port),
  mounts: { '/test': URL.canParse(what) ? { uri: what } : { file: what } },
});
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
