/**
 * Hands encoded pictures and raw sound from one pipeline to that of a client: a generator with two appsinks, and two
 * appsrcs that are given what comes there.
 *
 *   npx tsx examples/appsrc2.mts [--port 8554]
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { Bin, FlowReturn, GstBuffer, mount, parseLaunch, Pipeline, RTSPServer, Sample, State } from 'gst-rtsp-server';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8554' } } });

const video = 'video/x-h264,stream-format=byte-stream,alignment=au';
const audio = 'audio/x-raw,format=S24BE,layout=interleaved,rate=48000,channels=2';
const generatorLine = `
  videotestsrc is-live=true ! x264enc speed-preset=superfast tune=zerolatency key-int-max=15 ! h264parse
    ! ${video} ! appsink name=video emit-signals=true
  audiotestsrc is-live=true ! ${audio} ! appsink name=audio emit-signals=true`;

await using server = new RTSPServer();
server.service = values.port;
const factory = await mount(
  server,
  '/test',
  // The times are those of the arrival; who is slow, or does not play yet, loses what is old.
  `( appsrc name=video caps="${video}" format=time is-live=true do-timestamp=true max-buffers=1 leaky-type=downstream
       ! h264parse ! rtph264pay name=pay0 pt=96
     appsrc name=audio caps="${audio}" format=time is-live=true do-timestamp=true max-buffers=32 leaky-type=downstream
       ! audioconvert ! rtpL24pay name=pay1 pt=97 )`,
);
factory.on('media-configure', async (media) => {
  if (!(media.element instanceof Bin)) return;
  const generator = new Pipeline();
  generator.add(await parseLaunch(generatorLine));
  for (const name of ['video', 'audio']) {
    const [source, sink] = [media.element.getByName(name), generator.getByName(name)];
    sink?.on('new-sample', async () => {
      const sample = await sink.signal('pull-sample');
      if (sample instanceof Sample && sample.buffer) {
        await source?.signal('push-buffer', new GstBuffer(sample.buffer.data));
      }
      return FlowReturn.OK;
    });
  }
  media.once('target-state', () => void generator.setState(State.PLAYING));
  media.once('unprepared', () => void generator.setState(State.NULL));
});

await server.attach();
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
