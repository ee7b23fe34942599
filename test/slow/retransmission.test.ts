import assert from 'node:assert/strict';

import { RTSPMediaFactory, RTSPProfile, serve } from '../../lib/index.js';
import { Receiver } from '../clients/receiver.js';
import { Relay } from '../clients/relay.js';

/** 200 packets a second. */
const line = `( audiotestsrc is-live=true samplesperbuffer=40 ! audio/x-raw,rate=8000,channels=1
  ! rtpL16pay name=pay0 pt=96 min-ptime=5000000 max-ptime=5000000 )`;
const packets = 1000;

/** Loses one in twenty, evenly distributed, always the same ones. */
function oneInTwenty(): () => boolean {
  let state = 1;
  return () => {
    state = (state * 48_271) % 0x7fffffff;
    return state % 20 === 0;
  };
}

interface Outcome {
  lost: number;
  missing: number;
}

async function watch(retransmission: boolean): Promise<Outcome> {
  const factory = new RTSPMediaFactory();
  factory.launch = line;
  factory.profiles = RTSPProfile.AVPF;
  factory.doRetransmission = retransmission;
  if (retransmission) factory.retransmissionTime = 5_000_000_000n;
  await using server = await serve({ port: 0, mounts: { '/tone': factory } });
  await using relay = await Relay.open(server.url('/tone'), { loses: oneInTwenty() });
  // RTCP may take no more than its share of the stream: a packet may be asked for a second late, and be lost again.
  await using receiver = await Receiver.make(relay.url, 'protocols=udp latency=4000');
  const numbers = new Set<number>();
  let first: number | undefined;
  let last = 0;
  receiver.on('buffer', ({ data }) => {
    last = data.readUInt16BE(2);
    first ??= last;
    numbers.add(last);
  });
  await receiver.play();
  await receiver.reach(packets);
  const sent = ((last - (first ?? 0)) & 0xffff) + 1;
  return { lost: relay.lost, missing: sent - numbers.size };
}

describe('retransmission', function () {
  this.timeout(60_000);

  it('fills the gaps of a path that loses one packet in twenty', async () => {
    const [without, with_] = await Promise.all([watch(false), watch(true)]);
    assert.ok(without.lost >= 25 && with_.lost >= 25, `${without.lost} and ${with_.lost} packets were lost`);
    assert.ok(without.missing >= 20, `without it ${without.missing} are missing`);
    assert.ok(with_.missing <= without.missing / 4, `with it ${with_.missing} are missing, without ${without.missing}`);
  });
});
