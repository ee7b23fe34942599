/**
 * Sends to everybody at once: to multicast addresses out of a pool, and in no other way.
 *
 *   npx tsx examples/multicast.mts [--port 8554] [--address 0.0.0.0] [--rtp-port 5000]
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { mount, RTSPAddressPool, RTSPLowerTrans, RTSPServer } from 'gst-rtsp-server';

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8554' },
    address: { type: 'string', default: '127.0.0.1' },
    'rtp-port': { type: 'string', default: '5000' },
  },
});
const rtpPort = Number(values['rtp-port']);

await using server = new RTSPServer();
server.service = values.port;
server.address = values.address;
const factory = await mount(server, '/test', {
  launch: `( videotestsrc is-live=true ! video/x-raw,width=352,height=288,framerate=15/1
               ! x264enc tune=zerolatency key-int-max=30 ! rtph264pay name=pay0 pt=96
             audiotestsrc is-live=true ! audio/x-raw,rate=8000 ! alawenc ! rtppcmapay name=pay1 pt=97 )`,
  shared: true,
  protocols: RTSPLowerTrans.UDP_MCAST,
});
factory.addressPool = new RTSPAddressPool();
factory.addressPool.addRange('224.3.0.0', '224.3.0.10', rtpPort, rtpPort + 10, 16);

await server.attach();
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
