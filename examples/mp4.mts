/**
 * Serves an MP4 file with H.264 and AAC as it is, and prints what viewers report of their reception (RTCP).
 *
 *   npx tsx examples/mp4.mts [--port 8554] film.mp4
 */
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { GObject, mount, RTSPServer } from 'gst-rtsp-server';

const { values, positionals } = parseArgs({
  options: { port: { type: 'string', default: '8554' } },
  allowPositionals: true,
});
const file = positionals.at(0);
if (file === undefined) throw new Error('give an MP4 file');

await using server = new RTSPServer();
server.service = values.port;
// A launch line is code: what comes from outside has to be quoted.
const location = JSON.stringify(path.resolve(file));
const factory = await mount(
  server,
  '/test',
  `( filesrc location=${location} ! qtdemux name=d
     d. ! queue ! rtph264pay name=pay0 pt=96
     d. ! queue ! rtpmp4apay name=pay1 pt=97 )`,
);

function printStatistics(stream: number, source: unknown): void {
  if (source instanceof GObject) console.log(`stream ${stream}: ${String(source.getProperty('stats'))}`);
}
factory.on('media-configure', (media) => {
  media.on('prepared', () => {
    for (let i = 0; i < media.nStreams; i++) {
      const session = media.getStream(i)?.rtpsession;
      session?.on('on-ssrc-active', (source) => printStatistics(i, source));
      session?.on('on-sender-ssrc-active', (source) => printStatistics(i, source));
    }
  });
});

await server.attach();
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
