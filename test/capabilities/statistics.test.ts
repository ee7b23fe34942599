import assert from 'node:assert/strict';

import { type RTSPClient, type RTSPMedia, RTSPMediaFactory, RTSPTransportMode, serve } from '../../lib/index.js';
import { isSenderReport, receiverReport, type Told } from '../clients/rtcp.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { eventually } from '../helpers/deadline.js';
import { tone } from '../helpers/lines.js';
import { run } from '../helpers/process.js';

describe('the statistics of a client', function () {
  this.timeout(60_000);

  it('are what it has reported of what it receives, and what was sent, over UDP and TCP', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    factory.shared = true;
    let shared: RTSPMedia | undefined;
    factory.on('media-configure', (media) => {
      shared = media;
      // So that reports come at once; 5 s by default.
      media.on('new-state', () => media.getStream(0)?.rtpsession?.setProperty('rtcp-min-interval', 100_000_000n));
    });
    await using server = await serve({ port: 0, mounts: { '/tone': factory } });
    const connected: RTSPClient[] = [];
    server.on('client-connected', (client) => {
      connected.push(client);
    });
    const told: Told[] = [
      { ssrc: 0x11111111, fractionLost: 0.25, packetsLost: 7, highestSequence: 70_000, jitter: 160, late: 250 },
      { ssrc: 0x22222222, fractionLost: 0.5, packetsLost: 0xabc, highestSequence: 1234, jitter: 8, late: 1500 },
    ];
    using udp = await RtspClient.connect(server.url('/tone'));
    using tcp = await RtspClient.connect(server.url('/tone'));
    const control = (await udp.describe()).media[0]?.control ?? '';
    await tcp.describe();
    const [overUdp, overTcp] = [await udp.setupUdp(control), await tcp.setupTcp(control, [0, 1])];
    const [, port] = /server_port=\d+-(\d+)/.exec(overUdp.transport) ?? [];
    overUdp.rtcp.reception.on('packet', (packet) => {
      if (isSenderReport(packet)) overUdp.rtcp.socket.send(receiverReport(told[0], packet), Number(port), '127.0.0.1');
    });
    overTcp.rtcp.on('packet', (packet) => {
      if (isSenderReport(packet)) tcp.sendData(1, receiverReport(told[1], packet));
    });
    assert.deepEqual(await connected[0]?.getStats().then((all) => all.map(({ receiver }) => receiver)), [null]);
    await udp.play(overUdp.session);
    await tcp.play(overTcp.session);

    for (const [i, client] of connected.entries()) {
      await eventually(async () => ((await client.getStats())[0]?.receiver?.roundTripMs ?? 0) > 0, 15_000, 'a report');
      const [stats, ...others] = await client.getStats();
      assert.ok(stats.receiver && stats.sent);
      assert.equal(others.length, 0);
      const { jitter, late = 0, ...same } = told[i];
      const { roundTripMs, jitterMs, ...reported } = stats.receiver;
      assert.deepEqual(reported, same);
      assert.equal(jitterMs, jitter / 8);
      assert.ok(roundTripMs >= late - 1 && roundTripMs < late + 1000, `${roundTripMs} ms, not ${late}`);
      assert.equal(stats.received, null);
      assert.equal(stats.media, shared);
      assert.equal(stats.sent.ssrc, stats.transport.stream.ssrc);
      // 320 bytes in each packet; the one that is being sent may be counted in one of the numbers only.
      const { packets, octets, bitrate } = stats.sent;
      assert.ok(octets / 320n === packets && packets > 0n && bitrate >= 0n, `${packets} packets, ${octets} bytes`);
      const received = BigInt(i === 0 ? overUdp.rtp.reception.rtpPackets : overTcp.rtp.rtpPackets);
      assert.ok(packets >= received, `${packets} packets, ${received} have come`);
    }
  });

  it('are of what arrives, of one that records', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = '( rtpL16depay name=depay0 ! fakesink async=false )';
    factory.transportMode = RTSPTransportMode.RECORD;
    await using server = await serve({ port: 0, mounts: { '/record': factory } });
    let client: RTSPClient | undefined;
    server.on('client-connected', (connected) => {
      client = connected;
    });
    const sound = '-re -f lavfi -i sine=sample_rate=44100 -ac 2 -t 6 -c:a pcm_s16be'.split(' ');
    const out = ['-f', 'rtsp', '-rtsp_transport', 'udp', server.url('/record')];
    const sending = run('ffmpeg', ['-v', 'error', '-nostdin', ...sound, ...out]);
    const received = async () => (await client?.getStats())?.[0]?.received ?? null;
    await eventually(async () => ((await received())?.packets ?? 0n) >= 100n, 20_000, 'a hundred packets');
    const stats = await received();
    assert.ok(stats);
    assert.ok(stats.octets >= stats.packets * 160n, `${stats.octets} bytes in ${stats.packets} packets`);
    // The first packet may count twice, while it is not known yet whether a second one follows.
    assert.ok(stats.packetsLost <= 0, `${stats.packetsLost} are missing`);
    assert.ok(stats.jitterMs < 100, `${stats.jitterMs} ms`);
    await sending;
  });
});
