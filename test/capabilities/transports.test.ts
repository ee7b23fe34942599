import assert from 'node:assert/strict';

import { type RTSPClient, RTSPLowerTrans, type RTSPServer, serve } from '../../lib/index.js';
import { decodeFrames, rtspsrcFrames } from '../clients/players.js';
import { type Reception, RtspClient } from '../clients/rtsp-client.js';
import { eventually } from '../helpers/deadline.js';
import { smallPicture, tone } from '../helpers/lines.js';
import { cable, runOnMachine } from '../helpers/network.js';
import type { MulticastReport } from './inside/multicast-viewers.js';

/** The sequence numbers of what arrives. */
function numbersOf(reception: Reception): number[] {
  const numbers: number[] = [];
  reception.on('packet', (packet) => {
    if (packet.readUInt8(1) < 192 || packet.readUInt8(1) > 223) numbers.push(packet.readUInt16BE(2));
  });
  return numbers;
}

describe('over UDP and over TCP', () => {
  it('the same packets of a shared mount arrive, each once', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': { launch: tone, shared: true } } });
    const [tcp, udp] = [await RtspClient.connect(server.url('/tone')), await RtspClient.connect(server.url('/tone'))];
    const control = (await tcp.describe()).media[0]?.control ?? '';
    await udp.describe();
    const [overTcp, overUdp] = [await tcp.setupTcp(control, [0, 1]), await udp.setupUdp(control)];
    const [first, second] = [numbersOf(overTcp.rtp), numbersOf(overUdp.rtp.reception)];
    await tcp.play(overTcp.session);
    await udp.play(overUdp.session);
    await overUdp.rtp.reception.reach(50);
    const common = second.slice(0, 50);
    await overTcp.rtp.reach(first.length + 50);
    const from = first.indexOf(common[0] ?? -1);
    assert.ok(from >= 0, 'the first packet over UDP was sent over TCP, too');
    assert.deepEqual(first.slice(from, from + 50), common);
    assert.deepEqual([overTcp.rtp.gaps, overUdp.rtp.reception.gaps], [0, 0]);
    assert.match(overUdp.transport, /^RTP\/AVP;unicast;client_port=\d+-\d+;server_port=\d+-\d+/);
    tcp.destroy();
    udp.destroy();
  });

  it('two may begin at once, 25 times: the second one’s sink comes while the pipeline starts for the first one', async () => {
    const launch = '( videotestsrc ! video/x-raw,width=352,height=288 ! rtpgstpay name=pay0 )';
    await using server = await serve({ port: 0, mounts: { '/test': { launch, shared: true } } });
    for (let round = 0; round < 25; round++) {
      using udp = await RtspClient.connect(server.url('/test'));
      using tcp = await RtspClient.connect(server.url('/test'));
      await udp.describe();
      await tcp.describe();
      const [overUdp, overTcp] = [await udp.setupUdp('stream=0'), await tcp.setupTcp('stream=0', [0, 1])];
      const plays = [() => udp.play(overUdp.session), () => tcp.play(overTcp.session)];
      if (round % 2 === 1) plays.reverse();
      for (const play of plays) await play();
      await overUdp.rtp.reception.reach(1);
      await overTcp.rtp.reach(1);
      await tcp.request('TEARDOWN', { headers: { Session: overTcp.session } });
      await udp.request('TEARDOWN', { headers: { Session: overUdp.session } });
    }
  }).timeout(90_000);
});

describe('a SETUP with several transports', () => {
  /** The Transport header of the response, or its status. */
  async function answer(server: RTSPServer, headers: readonly string[]): Promise<string> {
    using client = await RtspClient.connect(server.url('/tone'));
    const lines = headers.map((header) => `Transport: ${header}\r\n`).join('');
    client.sendRaw(`SETUP ${server.url('/tone')}/stream=0 RTSP/1.0\r\nCSeq: 99\r\n${lines}\r\n`);
    const response = await client.nextResponse();
    return response.headers.get('transport') ?? String(response.status);
  }

  const udp = 'RTP/AVP;unicast;client_port=6000-6001';
  const tcp = 'RTP/AVP/TCP;unicast;interleaved=4-5';
  const multicast = 'RTP/AVP;multicast';

  it('gets the first one that the mount has, in one header or in several', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': { launch: tone, protocols: RTSPLowerTrans.TCP } } });
    for (const headers of [[`${udp},${tcp}`], [udp, tcp], [`nonsense, ${multicast},${udp} ,${tcp}`], [tcp, udp]]) {
      assert.match(await answer(server, headers), /^RTP\/AVP\/TCP;unicast;interleaved=4-5/, headers.join(' | '));
    }
    assert.equal(await answer(server, [`${udp},${multicast}`]), '461');
  });

  it('may be nothing but commas, or thousands of them', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    for (const headers of [
      [','],
      [',,,', ','],
      ['multicast,multicast'],
      Array<string>(500).fill(multicast),
      [Array<string>(2000).fill(multicast).join()],
    ]) {
      assert.match(await answer(server, headers), /^4\d\d$/);
    }
    assert.match(await answer(server, [...Array<string>(500).fill(multicast), tcp]), /^RTP\/AVP\/TCP;/);
  });
});

describe('over multicast', function () {
  this.timeout(60_000);
  let report: MulticastReport;

  before(async () => {
    const { code, stdout, stderr } = await runOnMachine('test/capabilities/inside/multicast-server.ts', {
      deadline: 55_000,
    });
    assert.equal(code, 0, stderr);
    report = JSON.parse(stdout) as MulticastReport;
  });

  it('several viewers share a group of the address pool, and each packet is sent once', () => {
    const transport = 'RTP/AVP;multicast;destination=239.1.2.3;ttl=7;port=5000-5001;mode="PLAY"';
    assert.deepEqual(report.transports, [transport, transport]);
    assert.deepEqual(report.frames, [40, 40], report.said);
    // One that came twice would be a gap, too.
    assert.ok(report.packets >= 100 && report.gaps === 0, `${report.packets} packets, ${report.gaps} gaps`);
  });

  it('packets have the time to live that the pool says', () => {
    assert.equal(report.ttl, 7, report.said);
  });

  it('a client that would take unicast, too, gets that where there is no address: without multicast, and of an empty pool', () => {
    assert.equal(report.fallbacks.length, 2);
    for (const got of report.fallbacks) assert.match(got, /^RTP\/AVP;unicast;client_port=6000-6001;server_port=/);
    assert.equal(report.fallbackFrames, 20, report.said);
  });

  it('it is the same over IPv6', () => {
    assert.equal(report.transport6, 'RTP/AVP;multicast;destination=ff15::17;ttl=3;port=5100-5101;mode="PLAY"');
    assert.ok(report.packets6 >= 20, `${report.packets6} packets`);
    assert.deepEqual(report.multicastFrames6, [40, 40], report.said);
  });

  it(`players decode over IPv6 without it, too: ${cable.server6} over TCP and UDP`, () => {
    assert.deepEqual(report.frames6, [20, 20, 20, 20], report.said);
  });
});

describe('in a tunnel of two HTTP requests', function () {
  this.timeout(60_000);
  let server: RTSPServer;

  before(async () => {
    server = await serve({ port: 0, mounts: { '/picture': { launch: smallPicture, shared: true } } });
  });
  after(() => server.close());

  it('rtspsrc and ffmpeg decode', async () => {
    const players = [rtspsrcFrames, decodeFrames].map((play) =>
      play(server.url('/picture'), 40, { transport: 'http' }),
    );
    for (const { frames, stderr } of await Promise.all(players)) assert.equal(frames, 40, stderr);
  });

  it('requests are those of one client, and each of the two connections ends once', async () => {
    const events: string[] = [];
    const connected: RTSPClient[] = [];
    const watch = (client: RTSPClient) => {
      const number = connected.push(client);
      client.on('play-request', () => events.push(`${number} plays`));
      client.on('closed', () => events.push(`${number} closed`));
    };
    server.on('client-connected', watch);
    await rtspsrcFrames(server.url('/picture'), 5, { transport: 'http' });
    await eventually(
      () => server.stats().clients === 0 && events.length >= 3,
      10_000,
      () => events.join(),
    );
    server.off('client-connected', watch);
    // The second connection becomes the first client's, and its own client ends at once.
    assert.deepEqual([...events].sort(), ['1 closed', '1 plays', '2 closed']);
    assert.equal(events.at(-1), '1 closed');
    assert.equal(connected.length, 2);
  });
});
