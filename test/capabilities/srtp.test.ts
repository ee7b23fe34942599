import assert from 'node:assert/strict';

import { Bin, Caps, FlowReturn, GstBuffer, RTSPMediaFactory, RTSPProfile, serve } from '../../lib/index.js';
import { Receiver } from '../clients/receiver.js';
import { Relay } from '../clients/relay.js';
import { RtspClient } from '../clients/rtsp-client.js';

/** What is sent as sound: 20 ms at 8 kHz. */
const plain = Buffer.from('what nobody else may hear! 32 B '.repeat(10));

function factoryOf(profiles: number): RTSPMediaFactory {
  const factory = new RTSPMediaFactory();
  factory.launch = `( appsrc name=source is-live=true format=time do-timestamp=true ! rtpL16pay name=pay0 pt=96 )`;
  factory.profiles = profiles;
  factory.on('media-configure', (media) => {
    if (!(media.element instanceof Bin)) return;
    const source = media.element.getByName('source');
    source?.setProperty('caps', new Caps('audio/x-raw,format=S16BE,rate=8000,channels=1,layout=interleaved'));
    source?.on('need-data', async () => {
      const answer = await source.signal('push-buffer', new GstBuffer(plain, { duration: 20_000_000n }));
      assert.ok(answer === FlowReturn.OK || answer === FlowReturn.FLUSHING);
    });
  });
  return factory;
}

describe('SRTP with MIKEY', function () {
  this.timeout(60_000);

  for (const protocol of ['udp', 'tcp'] as const) {
    for (const [profile, encrypted] of [
      [RTSPProfile.SAVP, true],
      [RTSPProfile.AVP, false],
    ] as const) {
      it(`${encrypted ? 'hides' : 'is what would hide'} what is sent, over ${protocol}; rtspsrc plays it`, async () => {
        await using server = await serve({ port: 0, mounts: { '/sound': factoryOf(profile) } });
        await using relay = await Relay.open(server.url('/sound'));
        await using receiver = await Receiver.make(relay.url, `protocols=${protocol} latency=100 ! rtpL16depay`);
        const heard: Buffer[] = [];
        receiver.on('buffer', ({ data }) => heard.push(data));
        await receiver.play();
        await receiver.reach(30);
        // What arrives is what was sent.
        assert.ok(Buffer.concat(heard).includes(plain));
        const wire = relay.media.filter((packet) => packet.length > plain.length / 2);
        assert.ok(wire.length >= 30);
        const readable = wire.filter((packet) => packet.includes(plain.subarray(0, 32)));
        assert.equal(readable.length > 0, !encrypted, `${readable.length} of ${wire.length} packets can be read`);
      });
    }
  }

  it('says so in the SDP, with the key, and refuses who would have it in plain', async () => {
    await using server = await serve({ port: 0, mounts: { '/sound': factoryOf(RTSPProfile.SAVP) } });
    using client = await RtspClient.connect(server.url('/sound'));
    const [media] = (await client.describe()).media;
    assert.equal(media.protocol, 'RTP/SAVP');
    assert.match(media.attributes.get('key-mgmt')?.[0] ?? '', /^mikey [\w+/=]+$/);
    const headers = { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' };
    const { status } = await client.request('SETUP', { uri: `${client.url}/${media.control}`, headers });
    assert.equal(status, 461);
  });
});
