/**
 * Hands encoded pictures and raw sound from one pipeline to that of a client: a generator with two appsinks, and two
 * appsrcs that are given what those have.
 *
 *   npx tsx examples/appsrc2.mts [--port 8554]
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { Bin, mount, parseLaunch, Pipeline, RTSPServer, Sample, State } from 'gst-rtsp-server';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8554' } } });

/** The sinks are short, and drop what is old: when somebody is slow the generator goes on. */
const generatorLine = `
  videotestsrc is-live=true ! x264enc speed-preset=superfast tune=zerolatency ! h264parse
    ! video/x-h264,stream-format=byte-stream,alignment=au ! appsink name=video max-buffers=1 drop=true
  audiotestsrc is-live=true ! audio/x-raw,format=S24BE,layout=interleaved,rate=48000,channels=2
    ! appsink name=audio max-buffers=32 drop=true`;

await using server = new RTSPServer();
server.service = values.port;
const factory = await mount(
  server,
  '/test',
  `( appsrc name=video format=time ! h264parse ! rtph264pay name=pay0 pt=96
     appsrc name=audio format=time ! audioconvert ! rtpL24pay name=pay1 pt=97 )`,
);
factory.on('media-configure', async (media) => {
  if (!(media.element instanceof Bin)) return;
  const generator = new Pipeline();
  generator.add(await parseLaunch(generatorLine));
  for (const name of ['video', 'audio']) {
    const [source, sink] = [media.element.getByName(name), generator.getByName(name)];
    source?.on('need-data', async () => {
      const sample = await sink?.signal('try-pull-sample', 1_000_000_000n);
      // A sample brings its caps with it.
      if (sample instanceof Sample) await source.signal('push-sample', sample);
    });
  }
  media.once('target-state', () => void generator.setState(State.PLAYING));
  media.once('unprepared', () => void generator.setState(State.NULL));
});

await server.attach();
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
