/**
 * A camera with a loudspeaker, as ONVIF has it: who requires a backchannel can talk to those in front of the camera.
 *
 *   npx tsx examples/onvif-backchannel.mts [--port 8554]
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { Bin, FlowReturn, mount, RTSPOnvifMediaFactory, RTSPOnvifServer, Sample } from 'gst-rtsp-server';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8554' } } });

const camera = new RTSPOnvifMediaFactory();
camera.launch = `( videotestsrc is-live=true ! x264enc tune=zerolatency ! rtph264pay name=pay0 pt=96
                   audiotestsrc is-live=true ! mulawenc ! rtppcmupay name=pay1 )`;
camera.backchannelLaunch = `( capsfilter name=depay_backchannel
    caps="application/x-rtp, media=audio, payload=0, clock-rate=8000, encoding-name=PCMU"
  ! rtppcmudepay ! mulawdec ! appsink name=loudspeaker emit-signals=true async=false sync=false )`;

camera.on('media-configure', (media) => {
  const loudspeaker = media.element instanceof Bin ? media.element.getByName('loudspeaker') : null;
  let heard = 0;
  loudspeaker?.on('new-sample', async () => {
    const sample = await loudspeaker.signal('pull-sample');
    if (sample instanceof Sample && sample.buffer) {
      if (heard === 0) console.log('somebody begins to talk');
      heard += sample.buffer.size;
    }
    return FlowReturn.OK;
  });
  media.once('unprepared', () => {
    if (heard > 0) console.log(`somebody has talked: ${heard} bytes of sound`);
  });
});

await using server = new RTSPOnvifServer();
server.service = values.port;
await mount(server, '/test', camera);

await server.attach();
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
