/**
 * Serves any launch line; what is wrong with it is said before anybody asks for it.
 *
 *   npx tsx examples/launch.mts [--port 8554] [--disable-rtcp] "( videotestsrc ! x264enc ! rtph264pay name=pay0 pt=96 )"
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { LaunchError, mount, RTSPServer } from 'gst-rtsp-server';

const { values, positionals } = parseArgs({
  options: { port: { type: 'string', default: '8554' }, 'disable-rtcp': { type: 'boolean', default: false } },
  allowPositionals: true,
});
const launch = positionals.at(0);
if (launch === undefined) throw new Error('give a launch line, in parentheses');

await using server = new RTSPServer();
server.service = values.port;
try {
  const factory = await mount(server, '/test', { launch, shared: true });
  factory.enableRtcp = !values['disable-rtcp'];
} catch (error) {
  if (!(error instanceof LaunchError)) throw error;
  console.error(error.message);
  process.exit(1);
}
await server.attach();
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
