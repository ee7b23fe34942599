/**
 * Pictures that JavaScript makes: black and white in turn, twice a second.
 *
 *   npx tsx examples/appsrc.mts [--port 8554]
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { Bin, Caps, Fraction, GstBuffer, mount, RTSPServer } from 'gst-rtsp-server';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8554' } } });
const [width, height] = [384, 288];
const duration = 500_000_000n; // nanoseconds

await using server = new RTSPServer();
server.service = values.port;
const factory = await mount(
  server,
  '/test',
  `( appsrc name=source format=time ! videoconvert ! video/x-raw,format=I420
       ! x264enc tune=zerolatency ! rtph264pay name=pay0 pt=96 )`,
);
// Each client that asks has a pipeline of its own, and so an appsrc of its own.
factory.on('media-configure', (media) => {
  const source = media.element instanceof Bin ? media.element.getByName('source') : null;
  if (!source) return;
  source.setProperty(
    'caps',
    Caps.simple('video/x-raw', { format: 'RGB16', width, height, framerate: new Fraction(2) }),
  );
  let white = false;
  let pts = 0n;
  source.on('need-data', async () => {
    await source.signal(
      'push-buffer',
      new GstBuffer(Buffer.alloc(width * height * 2, white ? 0xff : 0), { pts, duration }),
    );
    white = !white;
    pts += duration;
  });
});

await server.attach();
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
