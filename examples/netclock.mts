/**
 * Serves a live launch line by the clock of this machine, and gives that clock to others, so that several players show the
 * same picture at the same time: see netclock-client.mts.
 *
 *   npx tsx examples/netclock.mts [--port 8554] [--clock-port 8554] [--address 0.0.0.0] \
 *     "( videotestsrc is-live=true ! x264enc tune=zerolatency ! rtph264pay name=pay0 pt=96 )"
 */
import { once } from 'node:events';
import { parseArgs } from 'node:util';

import { type Element, mount, NetTimeProvider, RTSPMedia, RTSPServer, SystemClock } from 'gst-rtsp-server';

const { values, positionals } = parseArgs({
  options: {
    port: { type: 'string', default: '8554' },
    'clock-port': { type: 'string', default: '8554' },
    address: { type: 'string', default: '127.0.0.1' },
  },
  allowPositionals: true,
});
const launch = positionals.at(0);
if (launch === undefined) throw new Error('give a live launch line, in parentheses');

/** Its sender reports tell when a packet was made by the clock that all share, not by the time of day. */
class ClockTimedMedia extends RTSPMedia {
  override setupRtpbin(rtpbin: Element): boolean {
    rtpbin.setProperty('ntp-time-source', 'clock-time');
    return true;
  }
}

const clock = SystemClock.obtain();
// It gives the time for as long as somebody holds it.
const provider = await NetTimeProvider.make(clock, values.address, Number(values['clock-port']));

await using server = new RTSPServer();
server.service = values.port;
server.address = values.address;
const factory = await mount(server, '/test', { launch, shared: true });
factory.mediaClass = ClockTimedMedia;
factory.clock = clock;

await server.attach();
console.log(`stream ready at ${server.url('/test')}`);
console.log(`clock ready at ${provider.address} ${provider.port}`);

await once(process, 'SIGINT');
provider.active = false;
