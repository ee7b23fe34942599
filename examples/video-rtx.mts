/**
 * Keeps packets for a while, so that a client can ask for those that it has lost: AVPF, and a stream of RTX packets.
 *
 *   npx tsx examples/video-rtx.mts [--port 8554]
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { mount, RTSPProfile, RTSPServer } from 'gst-rtsp-server';

const { values } = parseArgs({ options: { port: { type: 'string', default: '8554' } } });

await using server = new RTSPServer();
server.service = values.port;
const factory = await mount(
  server,
  '/test',
  `( videotestsrc is-live=true ! video/x-raw,width=352,height=288,framerate=15/1
       ! x264enc tune=zerolatency ! rtph264pay name=pay0 pt=96
     audiotestsrc is-live=true ! audio/x-raw,rate=8000 ! alawenc ! rtppcmapay name=pay1 pt=8 )`,
);
factory.profiles = RTSPProfile.AVPF;
factory.retransmissionTime = 400_000_000n; // nanoseconds

await server.attach();
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
