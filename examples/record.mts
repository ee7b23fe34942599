/**
 * Takes what others send (RECORD): the launch line begins with an element `depay0`.
 *
 *   npx tsx examples/record.mts [--port 8554] "( decodebin name=depay0 ! autovideosink )"
 *   gst-launch-1.0 videotestsrc ! x264enc ! rtspclientsink location=rtsp://127.0.0.1:8554/test
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { mount, RTSPServer, RTSPTransportMode } from 'gst-rtsp-server';

const { values, positionals } = parseArgs({
  options: { port: { type: 'string', default: '8554' } },
  allowPositionals: true,
});
const launch = positionals.at(0);
if (launch === undefined) throw new Error('give a launch line, in parentheses');

await using server = new RTSPServer();
server.service = values.port;
const factory = await mount(server, '/test', launch);
factory.transportMode = RTSPTransportMode.RECORD;
factory.latency = 2000; // milliseconds

await server.attach();
console.log(`stream ready at ${server.url('/test')}`);
console.log(`send one: gst-launch-1.0 videotestsrc ! x264enc ! rtspclientsink location=${server.url('/test')}`);

await once(process, 'SIGINT');
