import { Caps, type Clock, Format, Pad, RTSPProfile, RTSPStream, SDPMessage, SystemClock } from '../../lib/index.js';
import type { Bench } from './bench.js';
import type { Kind, Kinds, Makers } from './kinds.js';

/** What elements, pads, pipelines and clocks are called with: things of the bench. */
export function pipelineArguments({ random, orNull, of, integer, boolean, one }: Makers, bench: Bench): Kinds {
  const element = () => bench.element();
  const pad = () => bench.pick(Pad);
  const otherPad = () => bench.pick(Pad);
  const clock = (): Clock => SystemClock.obtain();
  const format = of([Format.TIME, Format.BYTES, Format.DEFAULT]);
  const ms = () => BigInt(random.integer(0, 50)) * 1_000_000n;
  const info = () => ({ isIpv6: random.chance(0.5), serverIp: '127.0.0.1' });
  const padName = of(['src', 'sink', 'src_0', 'sink_0', 'none']);
  const l16 = () =>
    Caps.simple('application/x-rtp', { media: 'audio', payload: 96, 'clock-rate': 8000, 'encoding-name': 'L16' });
  const sdp = () => new SDPMessage('v=0\r\n');
  const own: Kind = () => bench.loosePad();
  return {
    'Element.signal': [of(['none', 'pad-added'])],
    'Element.getState': [ms],
    'Element.queryPosition': [format],
    'Element.queryDuration': [format],
    'Element.link': [element],
    'Element.linkPads': [orNull(padName, 0.5), element, orNull(padName, 0.5)],
    'Element.linkFiltered': [element, orNull(() => Caps.any())],
    'Element.unlink': [element],
    'Element.getStaticPad': [padName],
    'Element.requestPad': [of(['src_%u', 'none'])],
    'Element.releaseRequestPad': [pad],
    'Element.addPad': [own],
    'Element.removePad': [pad],
    'Bin.add': [element],
    'Bin.remove': [element],
    'Bin.new': [],
    'Pipeline.new': [],
    'Pipeline.setClock': [orNull(clock)],
    'Pipeline.useClock': [orNull(clock)],
    'Pipeline.setLatency': [orNull(ms)],
    'Pipeline.delay': [ms],
    'Pad.offset': [ms],
    'Pad.queryCaps': [orNull(() => Caps.any())],
    'Pad.canLink': [otherPad],
    'Pad.link': [otherPad],
    'Pad.unlink': [otherPad],
    'GhostPad.new': [orNull(of(['ghost', 'sink'])), pad],
    'Clock.waitForSync': [ms],
    'SystemClock.obtain': [],
    'NetClientClock.make': [() => null, of(['127.0.0.1']), integer(1, 65_535), () => 0n],
    'NtpClock.make': [() => null, of(['127.0.0.1']), integer(1, 65_535), () => 0n],
    'PtpClock.make': [() => null, integer(0, 3)],
    'NetTimeProvider.make': [clock, of(['127.0.0.1']), of([0])],
    'NetTimeProvider.active': [boolean],
    'Library.makeElement': [of(['identity', 'queue', 'tee', 'fakesink', 'none']), () => null],
    'Library.rtspSdpFromMedia': [sdp, info, () => bench.medium()],
    'Library.rtspSdpFromStream': [sdp, info, one(RTSPStream)],
    'Library.rtspSdpMakeMedia': [sdp, info, one(RTSPStream), l16, of(RTSPProfile)],
  };
}
