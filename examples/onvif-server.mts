/**
 * Replays a recording as ONVIF has it: clients ask for times of day (`Range: clock=…`), for key frames only, for the
 * speed at which they can read, and each frame tells when it was taken. The recording is an MP4 file with H.264, said to
 * begin on the first of January 1900, when the count of NTP begins. See onvif-client.mts.
 *
 *   npx tsx examples/onvif-server.mts [--port 8554] [--start 1900-01-01T00:00:00Z] film.mp4
 */
import { once } from 'node:events';
import path from 'node:path';
import { parseArgs } from 'node:util';

import {
  Bin,
  type Element,
  GhostPad,
  mount,
  RTSPOnvifMedia,
  RTSPOnvifMediaFactory,
  RTSPOnvifServer,
  RTSPRangeUnit,
  RTSPTimeRange,
  type RTSPUrl,
} from 'gst-rtsp-server';

const epochOfNtp = '1900-01-01T00:00:00Z';
const { values, positionals } = parseArgs({
  options: { port: { type: 'string', default: '8554' }, start: { type: 'string', default: epochOfNtp } },
  allowPositionals: true,
});
const file = positionals.at(0);
if (file === undefined) throw new Error('give an MP4 file with H.264');
const start = new Date(values.start).getTime();

/** Knows which time of day is which place in the recording. */
class Recording extends RTSPOnvifMedia {
  override convertRange(range: string, unit: RTSPRangeUnit): string | null {
    const from = RTSPTimeRange.parse(range);
    if (from.unit === unit) return range;
    const { start: first, end: last } = from;
    if (unit === RTSPRangeUnit.NPT && first instanceof Date) {
      const place = (time: Date) => Math.max(0, (time.getTime() - start) / 1000);
      return String(RTSPTimeRange.npt(place(first), last instanceof Date ? place(last) : null));
    }
    if (unit === RTSPRangeUnit.CLOCK && typeof first === 'number') {
      const time = (place: number) => new Date(start + place * 1000);
      return String(RTSPTimeRange.clock(time(first), typeof last === 'number' ? time(last) : null));
    }
    return null;
  }
}

/** Makes `pay0` a bin, so that what comes out of the payloader is given its time before it is sent. */
class RecordingFactory extends RTSPOnvifMediaFactory {
  override async createElement(url: RTSPUrl): Promise<Element | null> {
    const element = await super.createElement(url);
    const payBin = element instanceof Bin ? element.getByName('pay0') : null;
    const times = payBin instanceof Bin ? payBin.getByName('times') : null;
    const exit = times?.getStaticPad('src');
    if (!payBin || !times || !exit) return null;
    times.setProperty('ntp-offset', BigInt(start - Date.parse(epochOfNtp)) * 1_000_000n);
    await payBin.addPad(new GhostPad('src', exit));
    return element;
  }
}

const factory = new RecordingFactory();
// A launch line is code: what comes from outside has to be quoted.
const location = JSON.stringify(path.resolve(file));
// The pictures are encoded anew: a demuxer gives frames up to the key frame after the end of a range, at which
// rtponviftimestamp would fail, and a decoder drops them.
factory.launch = `( filesrc location=${location} ! qtdemux ! queue ! h264parse ! avdec_h264 ! videoconvert
    ! x264enc name=encoder tune=zerolatency key-int-max=25
  ( name=pay0 rtph264pay name=payload pt=96 ! rtponviftimestamp name=times set-e-bit=true set-t-bit=true )
  encoder. ! payload. )`;
factory.replaySupport = true;
factory.mediaClass = Recording;

await using server = new RTSPOnvifServer();
server.service = values.port;
await mount(server, '/test', factory);

await server.attach();
console.log(`stream ready at ${server.url('/test')}`);

await once(process, 'SIGINT');
