import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  Bin,
  Element,
  GError,
  GstObject,
  RTSPClient,
  RTSPFilterResult,
  RTSPLowerTrans,
  RTSPMediaFactory,
  RTSPProfile,
  RTSPRangeUnit,
  RTSPSession,
  type RTSPServer,
  RTSPSessionMedia,
  RTSPState,
  RTSPStream,
  RTSPStreamTransport,
  RTSPTransMode,
  RTSPTransport,
  RTSPUrl,
  serve,
  SocketFamily,
  State,
} from '../lib/index.js';
import { native } from '../lib/native.js';
import { RtspClient } from './clients/rtsp-client.js';
import { eventually, withDeadline } from './helpers/deadline.js';
import { tone, toneAndPicture } from './helpers/lines.js';

const serveBoth = () => serve({ port: 0, mounts: { '/tone': tone, '/both': toneAndPicture } });

async function play(server: RTSPServer, transport: 'tcp' | 'udp', path = '/tone') {
  const connected = once(server, 'client-connected') as Promise<[RTSPClient]>;
  const peer = await RtspClient.connect(server.url(path));
  const [client] = await withDeadline(connected, 5000, 'client-connected');
  await peer.describe();
  const setup = transport === 'tcp' ? await peer.setupTcp('stream=0', [4, 5]) : await peer.setupUdp('stream=0');
  await peer.play(setup.session);
  const reception = 'socket' in setup.rtp ? setup.rtp.reception : setup.rtp;
  await reception.reach(2);
  const session = server.sessionPool?.find(setup.session);
  assert.ok(session);
  const sessionMedia = session.getMedia(path).media;
  assert.ok(sessionMedia);
  const media = sessionMedia.media;
  const stream = media.getStream(0);
  assert.ok(stream);
  const streamTransport = await sessionMedia.getTransport(0);
  assert.ok(streamTransport);
  const objects = { client, session, sessionMedia, media, stream, streamTransport };
  return { ...objects, peer, setup, reception, [Symbol.dispose]: () => peer.destroy() };
}

const fieldsOf = (transport: RTSPTransport) => Object.fromEntries(Object.entries(transport)) as object;

async function collect(): Promise<void> {
  for (let i = 0; i < 5; i++) {
    assert.ok(globalThis.gc, 'run with --expose-gc');
    globalThis.gc();
    await sleep(10);
  }
}

describe('RTSPTransport', () => {
  it('reads and writes what stands in a Transport header', () => {
    const tcp = RTSPTransport.parse('RTP/AVP/TCP;unicast;interleaved=2-3;ssrc=DEADBEEF;mode="PLAY"');
    assert.ok(tcp instanceof RTSPTransport);
    assert.deepEqual(fieldsOf(tcp), {
      ...fieldsOf(new RTSPTransport()),
      lowerTransport: RTSPLowerTrans.TCP,
      interleaved: { min: 2, max: 3 },
      ssrc: 0xdeadbeef,
    });
    assert.equal(tcp.toString(), 'RTP/AVP/TCP;unicast;interleaved=2-3;ssrc=DEADBEEF;mode="PLAY"');
    const text = 'RTP/SAVP;multicast;destination=239.0.0.1;ttl=7;port=5000-5001;mode="PLAY"';
    const multicast = RTSPTransport.parse(text);
    assert.deepEqual(
      [multicast.profile, multicast.lowerTransport, multicast.ttl, multicast.port, multicast.destination],
      [RTSPProfile.SAVP, RTSPLowerTrans.UDP_MCAST, 7, { min: 5000, max: 5001 }, '239.0.0.1'],
    );
    assert.match(String(multicast), /;multicast;destination=239\.0\.0\.1;ttl=7;port=5000-5001/);
    const udp = new RTSPTransport({
      trans: RTSPTransMode.RTP,
      lowerTransport: RTSPLowerTrans.UDP,
      clientPort: { min: 4000, max: -1 },
      modePlay: false,
      modeRecord: true,
      append: true,
    });
    assert.equal(udp.toString(), 'RTP/AVP;unicast;append;client_port=4000;mode="RECORD"');
  });

  it('refuses what is none', () => {
    for (const text of [
      '',
      '/',
      'RTP',
      'RTP/XYZ',
      'RTP/AVP;interleaved=300-301',
      'RTP/AVP;ttl=1;ttl=2',
      'RTP/AVP/TCP;multicast',
    ]) {
      assert.throws(() => RTSPTransport.parse(text), GError, text);
    }
    assert.throws(() => RTSPTransport.parse(1 as never), TypeError);
    const wrong: Record<string, unknown>[] = [
      { trans: 3 },
      { trans: 'rtp' },
      { profile: 256 },
      { lowerTransport: 8 },
      { destination: 7 },
      { destination: 'a\0b' },
      { layers: -1 },
      { modePlay: 1 },
      { interleaved: 5 },
      { interleaved: { min: 256, max: 257 } },
      { interleaved: { min: 0 } },
      { ttl: 256 },
      { port: { min: -2, max: 1 } },
      { serverPort: { min: 1, max: 65536 } },
      { ssrc: 2 ** 32 },
    ];
    for (const fields of wrong) {
      assert.throws(() => new RTSPTransport(fields).toString(), TypeError, JSON.stringify(fields));
    }
    assert.throws(() => new RTSPTransport({ trans: 0 as RTSPTransMode }).toString(), /no RTSP transport/);
    const trap = new RTSPTransport();
    Object.defineProperty(trap, 'ssrc', {
      get: () => {
        throw new Error('trap');
      },
    });
    assert.throws(() => trap.toString(), /trap/);
  });
});

describe('a stream that plays', () => {
  for (const transport of ['tcp', 'udp'] as const) {
    it(`tells what it is, over ${transport}`, async () => {
      await using server = await serveBoth();
      using player = await play(server, transport);
      const { setup, client, session, sessionMedia, media, stream, streamTransport } = player;
      assert.ok(stream instanceof RTSPStream && sessionMedia instanceof RTSPSessionMedia);
      assert.ok(streamTransport instanceof RTSPStreamTransport);
      assert.equal(media.getStream(0), stream);
      assert.equal(media.getStream(1), null);
      assert.equal(media.findStream('stream=0'), stream);
      assert.equal(media.findStream('stream=1'), null);
      assert.deepEqual([stream.index, stream.control, stream.hasControl('stream=0')], [0, 'stream=0', true]);
      assert.deepEqual([stream.pt, stream.mtu], [96, 1400]);
      assert.equal(typeof stream.currentSeqnum, 'number');
      assert.ok(stream.srcpad instanceof GstObject && stream.sinkpad === null);
      assert.ok(stream.joinedBin instanceof Bin);
      assert.equal(stream.srtpEncoder, null);
      assert.equal(stream.rtpsession?.getProperty('internal-ssrc'), stream.ssrc);
      assert.deepEqual(
        [stream.complete, stream.sender, stream.blocking, stream.clientSide, stream.rateControl],
        [true, true, false, false, true],
      );
      assert.equal(stream.isTransportSupported(streamTransport.transport), true);
      assert.equal(stream.isTransportSupported(new RTSPTransport({ profile: RTSPProfile.SAVPF })), false);
      assert.deepEqual(stream.getRates(), { rate: 1, appliedRate: 1 });
      assert.deepEqual(media.getRates(), { rate: 1, appliedRate: 1 });
      const info = stream.getRtpinfo();
      assert.ok(info && info.clockRate === 8000 && typeof info.runningTime === 'bigint');
      assert.match(streamTransport.getRtpinfo(info.runningTime) ?? '', /^url=rtsp:.*;seq=\d+;rtptime=\d+$/);
      assert.match((await sessionMedia.getRtpinfo()) ?? '', /^url=rtsp:.*\/tone\/stream=0;seq=\d+;rtptime=\d+$/);
      assert.equal(typeof (await stream.queryPosition()), 'bigint');
      assert.equal(await stream.queryStop(), null);
      assert.equal(await stream.seekable(), true);

      assert.equal(streamTransport.stream, stream);
      assert.equal(streamTransport.timedOut, false);
      assert.equal(streamTransport.url?.abspath, '/tone/stream=0');
      const agreed = streamTransport.transport;
      if (transport === 'tcp') {
        assert.deepEqual(agreed.interleaved, { min: 4, max: 5 });
        assert.equal(agreed.lowerTransport, RTSPLowerTrans.TCP);
        assert.equal(stream.getServerPort(SocketFamily.IPV4), null);
        assert.equal(await client.getStreamTransport(4), streamTransport);
        assert.equal(await client.getStreamTransport(5), streamTransport);
      } else {
        assert.equal(agreed.lowerTransport, RTSPLowerTrans.UDP);
        assert.equal(agreed.destination, '127.0.0.1');
        assert.match(setup.transport, new RegExp(`client_port=${agreed.clientPort?.min}-${agreed.clientPort?.max};`));
        const ports = stream.getServerPort(SocketFamily.IPV4);
        assert.match(setup.transport, new RegExp(`server_port=${ports?.min}-${ports?.max};`));
      }
      assert.equal(await client.getStreamTransport(6), null);

      assert.deepEqual(sessionMedia.matches('/tone/stream=0'), 5);
      assert.equal(sessionMedia.matches('/other'), null);
      assert.deepEqual(await sessionMedia.getTransports(), [streamTransport]);
      assert.equal(await sessionMedia.getTransport(7), null);
      assert.equal(await sessionMedia.getRtspState(), RTSPState.PLAYING);
      assert.equal(typeof (await sessionMedia.getBaseTime()), 'bigint');
      assert.equal(await media.getBaseTime(), await sessionMedia.getBaseTime());
      assert.ok((await media.getClock()) instanceof GstObject);
      assert.equal(await media.getRangeString(false, RTSPRangeUnit.NPT), 'npt=now-');
      assert.deepEqual(await sessionMedia.allocChannels(), { min: 0, max: 1 });

      assert.equal(session.isExpiredUsec(), false);
      assert.equal(session.isExpiredUsec(2n ** 62n / 1000n), true);
      const left = session.nextTimeoutUsec();
      assert.ok(left > 50_000 && left <= 66_000, String(left));
      assert.deepEqual(session.getMedia('/nothing'), { media: null, matched: 0 });
    });
  }

  it('takes settings within their ranges', async () => {
    await using server = await serveBoth();
    using player = await play(server, 'udp');
    const { stream } = player;
    const settings = {
      mtu: 1200,
      dscpQos: 46,
      profiles: RTSPProfile.AVP | RTSPProfile.AVPF,
      protocols: RTSPLowerTrans.UDP,
      bufferSize: 65536,
      publishClockMode: 1,
      rateControl: false,
      clientSide: false,
      multicastIface: 'lo',
      maxMcastTtl: 5,
      bindMcastAddress: true,
      retransmissionTime: 1_000_000_000n,
      retransmissionPt: 100,
      ulpfecPt: 101,
      ulpfecPercentage: 20,
      control: 'sound',
    };
    Object.assign(stream, settings);
    const { mtu, dscpQos, profiles, protocols, bufferSize, publishClockMode, rateControl, clientSide } = stream;
    const { multicastIface, maxMcastTtl, bindMcastAddress, control, ulpfecPt, ulpfecPercentage } = stream;
    const { retransmissionTime, retransmissionPt } = stream;
    assert.deepEqual(
      {
        ...{ mtu, dscpQos, profiles, protocols, bufferSize, publishClockMode, rateControl, clientSide },
        ...{ multicastIface, maxMcastTtl, bindMcastAddress, control, ulpfecPt, ulpfecPercentage },
        ...{ retransmissionTime, retransmissionPt },
      },
      settings,
    );
    assert.equal(stream.verifyMcastTtl(6), false);
    assert.equal(stream.hasControl('sound'), true);
    stream.control = null;
    assert.equal(stream.control, 'stream=0');
    const wrong: [string, unknown][] = [
      ['mtu', 1],
      ['mtu', -1],
      ['dscpQos', 64],
      ['profiles', 256],
      ['maxMcastTtl', 0],
      ['maxMcastTtl', 256],
      ['retransmissionPt', 128],
      ['ulpfecPt', 300],
      ['ulpfecPercentage', 101],
      ['control', 5],
      ['rateControl', 1],
    ];
    for (const [name, value] of wrong) {
      assert.throws(() => Object.assign(stream, { [name]: value }), /TypeError|RangeError/, `${name} ${String(value)}`);
    }
    assert.throws(() => stream.setSeqnumOffset(65536), TypeError);
    assert.throws(() => stream.getServerPort(99 as SocketFamily), TypeError);
    assert.equal(stream.addMulticastClientAddress('239.0.0.1', 5000, 5001, SocketFamily.IPV4), false);
    assert.equal(stream.multicastClientAddresses, '');
    assert.equal(stream.handleKeymgmt('prot=mikey;uri="x";data="AQAFAP1td'), false);
    assert.equal(stream.handleKeymgmt('nothing'), true);
    assert.equal(stream.setBlocked(false), true);
    assert.equal(stream.unblockLinked(), true);
    stream.unblockRtcp();
  });

  it('is found by the transport of its channel in a handler of its client', async () => {
    await using server = await serveBoth();
    using player = await play(server, 'tcp');
    const { peer, client, streamTransport } = player;
    let own: unknown;
    client.on('pre-get-parameter-request', async () => {
      own = await client.getStreamTransport(4);
    });
    assert.equal((await peer.request('GET_PARAMETER')).status, 200);
    assert.equal(own, streamTransport);
    assert.equal(await new RTSPClient().getStreamTransport(0), null);
    await assert.rejects(client.getStreamTransport(256), TypeError);
    await assert.rejects(client.getStreamTransport('0' as never), TypeError);
  });

  it('is held and let go by its transport, and its media by their state', async () => {
    await using server = await serveBoth();
    using player = await play(server, 'tcp');
    const { media, stream, streamTransport, sessionMedia, reception } = player;
    assert.equal(await streamTransport.setActive(true), true);
    assert.throws(() => (streamTransport.transport = RTSPTransport.parse('RTP/AVP/TCP;unicast')), GError);
    assert.throws(() => (streamTransport.url = new RTSPUrl('rtsp://x/')), GError);
    assert.equal(await streamTransport.setActive(false), true);
    assert.equal(await streamTransport.setActive(false), false);
    streamTransport.url = new RTSPUrl('rtsp://127.0.0.1/other');
    assert.equal(streamTransport.url.abspath, '/other');
    streamTransport.timedOut = true;
    assert.equal(streamTransport.timedOut, true);
    streamTransport.timedOut = false;
    assert.equal(await stream.addTransport(streamTransport), true);
    await reception.reach(reception.rtpPackets + 5);

    const active = await stream.transportFilter();
    assert.equal(await media.completePipeline([]), true);
    assert.equal(await media.completePipeline([null, null, null]), true);
    assert.equal(await media.completePipeline(active), true);
    assert.equal(await media.setState(State.PLAYING, active), true);
    assert.equal(await sessionMedia.setState(State.PAUSED), true);
    assert.equal(await sessionMedia.setState(State.PLAYING), true);
    await reception.reach(reception.rtpPackets + 5);
    await sessionMedia.setRtspState(RTSPState.READY);
    assert.equal(await sessionMedia.getRtspState(), RTSPState.READY);
    await media.setPipelineState(State.PLAYING);
    assert.equal(await media.suspend(), true);
    assert.equal(await media.unsuspend(), true);
    const stopped = once(media, 'unprepared');
    await media.setPipelineState(State.NULL);
    await withDeadline(stopped, 4000, 'unprepared');
    await assert.rejects(media.setPipelineState(State.PLAYING), GError);
    await assert.rejects(media.setState(State.VOID_PENDING, []), TypeError);
    await assert.rejects(streamTransport.setActive(true), GError);
    assert.equal(await streamTransport.setActive(false), false);
    assert.deepEqual([stream.joinedBin, stream.ssrc], [null, null]);
    assert.equal(stream.getServerPort(SocketFamily.IPV4), null);
    assert.equal(await media.getBaseTime(), null);
    assert.equal(await media.getRangeString(true, RTSPRangeUnit.CLOCK), null);
  });

  it('refuses transports that it cannot send to', async () => {
    await using server = await serveBoth();
    using player = await play(server, 'tcp');
    const { media, stream, sessionMedia, reception } = player;
    using other = await play(server, 'tcp', '/both');
    const udp = new RTSPTransport({ lowerTransport: RTSPLowerTrans.UDP });
    const nowhere = new RTSPStreamTransport(stream, udp);
    const named = {
      lowerTransport: RTSPLowerTrans.UDP,
      destination: 'localhost',
      clientPort: { min: 5000, max: 5001 },
    };
    await assert.rejects(stream.addTransport(nowhere), GError);
    await assert.rejects(stream.addTransport(new RTSPStreamTransport(stream, new RTSPTransport(named))), GError);
    await assert.rejects(
      stream.addTransport(new RTSPStreamTransport(stream, new RTSPTransport({ ...named, destination: '127.0.0.1' }))),
      /no UDP sockets/,
    );
    await assert.rejects(stream.addTransport(new RTSPStreamTransport(stream, new RTSPTransport())), GError);
    await assert.rejects(stream.completeStream(udp), GError);
    await assert.rejects(stream.addTransport(other.streamTransport), /another stream/);
    await assert.rejects(media.completePipeline([other.streamTransport]), GError);
    await assert.rejects(media.completePipeline([null, ...(await stream.transportFilter())]), GError);
    await assert.rejects(media.setState(State.PLAYING, [other.streamTransport]), GError);
    await assert.rejects(sessionMedia.setTransport(other.stream, udp), GError);
    await assert.rejects(sessionMedia.setTransport(stream, udp), GError);
    await assert.rejects(sessionMedia.setTransport(stream, RTSPTransport.parse('RTP/AVP/TCP;unicast')), /active/);
    await assert.rejects(media.completePipeline({} as never), TypeError);
    await assert.rejects(media.completePipeline([{}] as never), TypeError);
    assert.throws(() => new RTSPStreamTransport(stream, {} as never), TypeError);
    assert.throws(() => new RTSPStreamTransport({} as never, udp), TypeError);
    assert.throws(() => new (RTSPSessionMedia as unknown as new () => unknown)(), TypeError);
    await reception.reach(reception.rtpPackets + 5);
  });

  it('sends to a transport of JavaScript as long as it is active, whoever holds it, and lets it go then', async () => {
    native.track();
    const transports = () => native.statistics().instances['GstRTSPStreamTransport'] || 0;
    await collect();
    const before = transports();
    await using server = await serveBoth();
    const socket = createSocket('udp4');
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    const packet = () => withDeadline(once(socket, 'message'), 4000, 'a packet');
    await (async () => {
      const { peer, setup, media, stream } = await play(server, 'udp');
      const port = socket.address().port;
      const add = async () => {
        const lowerTransport = RTSPLowerTrans.UDP;
        const clientPort = { min: port, max: port };
        const transport = new RTSPTransport({ lowerTransport, destination: '127.0.0.1', clientPort });
        assert.equal(await stream.addTransport(new RTSPStreamTransport(stream, transport)), true);
      };
      await add();
      await collect();
      for (let i = 0; i < 10; i++) await packet();
      const remove = (_: unknown, { transport }: RTSPStreamTransport) =>
        transport.clientPort?.min === port ? RTSPFilterResult.REMOVE : RTSPFilterResult.KEEP;
      await stream.transportFilter(remove);
      assert.equal((await stream.transportFilter()).length, 1);
      await add();
      await packet();
      // The media stops with the transport active.
      const stopped = once(media, 'unprepared');
      await peer.teardown(setup.session);
      await withDeadline(stopped, 4000, 'unprepared');
      assert.deepEqual(await stream.transportFilter(), []);
      peer.destroy();
    })();
    socket.close();
    await eventually(
      async () => {
        await collect();
        return transports() <= before;
      },
      8000,
      () => `the end of ${transports() - before} transports`,
    );
  });
});

describe('a session', () => {
  it('takes a medium and releases it', async () => {
    await using server = await serveBoth();
    using player = await play(server, 'udp');
    const { media, sessionMedia, client } = player;
    const session = new RTSPSession('mine');
    assert.equal(session.sessionId, 'mine');
    const managed = await session.manageMedia('/mine', media);
    assert.ok(managed instanceof RTSPSessionMedia && managed !== sessionMedia);
    assert.equal(managed.media, media);
    assert.deepEqual(session.getMedia('/mine/stream=0'), { media: managed, matched: 5 });
    assert.deepEqual(await managed.getTransports(), [null]);
    const stream = media.getStream(0);
    assert.ok(stream);
    const transport = await managed.setTransport(stream, RTSPTransport.parse('RTP/AVP/TCP;unicast;interleaved=0-1'));
    assert.equal(await managed.getTransport(0), transport);
    assert.match((await managed.getRtpinfo()) ?? '', /^url=rtsp:/);
    const again = await managed.setTransport(stream, RTSPTransport.parse('RTP/AVP/TCP;unicast;interleaved=2-3'));
    assert.equal(again, transport);
    assert.deepEqual(transport.transport.interleaved, { min: 2, max: 3 });
    assert.equal(await session.releaseMedia(managed), false);
    assert.deepEqual(await session.filter(), []);
    assert.equal(await session.releaseMedia(managed), false);
    assert.equal(client.sessionPool?.find('mine') ?? null, null);
    const impostor = new RTSPSession(
      server.sessionPool ? ((await server.sessionPool.filter())[0]?.sessionId ?? '') : '',
    );
    assert.equal(await server.sessionPool?.remove(impostor), false);
    assert.equal(server.sessionPool?.nSessions, 1);
    const unprepared = await serveUnprepared();
    await assert.rejects(session.manageMedia('/x', unprepared.media), GError);
    await unprepared.server.close();
  });

  it('sends nothing over a connection that has ended, whoever keeps its part of the medium', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': { launch: tone, shared: true } } });
    const watch = async () => {
      const peer = await RtspClient.connect(server.url('/tone'));
      await peer.describe();
      const { session, rtp } = await peer.setupTcp('stream=0', [0, 1]);
      await peer.play(session);
      await rtp.reach(2);
      return { peer, rtp, sessionMedia: server.sessionPool?.find(session)?.getMedia('/tone').media };
    };
    const stays = await watch();
    const closed = new Promise<void>((resolve) => {
      server.once('client-connected', (client) => client.once('closed', () => resolve()));
    });
    const ends = await watch();
    assert.ok(ends.sessionMedia);
    ends.peer.destroy();
    await withDeadline(closed, 5000, 'closed');
    // Soon nobody has the client's object any more: do_check_back_pressure() would read what was freed.
    globalThis.gc?.();
    assert.equal(await ends.sessionMedia.setState(State.PLAYING), false);
    await stays.rtp.reach(stays.rtp.rtpPackets + 50);
    stays.peer.destroy();
  });

  it('stops a medium that it releases while somebody watches, also in a handler', async () => {
    await using server = await serveBoth();
    using player = await play(server, 'udp');
    const { peer, client, media, session, sessionMedia } = player;
    let others: unknown;
    client.on('pre-get-parameter-request', async () => {
      others = await session.releaseMedia(sessionMedia);
    });
    const stopped = once(media, 'unprepared');
    assert.equal((await peer.request('GET_PARAMETER')).status, 200);
    assert.equal(others, false);
    await withDeadline(stopped, 4000, 'unprepared');
  });
});

/** A medium that was stopped. */
async function serveUnprepared() {
  const server = await serveBoth();
  const { peer, media } = await play(server, 'tcp');
  const stopped = once(media, 'unprepared');
  peer.destroy();
  await withDeadline(stopped, 5000, 'unprepared');
  return { server, media };
}

describe('the events of streams', () => {
  it('tell of encoders, when a mount is encrypted', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    factory.profiles = RTSPProfile.SAVP;
    const streams: RTSPStream[] = [];
    const encoders: Element[] = [];
    factory.on('media-configure', (media) => {
      const stream = media.getStream(0);
      assert.ok(stream);
      streams.push(stream);
      stream.on('new-rtp-encoder', (encoder) => encoders.push(encoder));
    });
    await using server = await serve({ port: 0, mounts: { '/secret': factory } });
    using peer = await RtspClient.connect(server.url('/secret'));
    const { status } = await peer.request('DESCRIBE', { headers: { Accept: 'application/sdp' } });
    assert.equal(status, 200);
    await eventually(() => encoders.length > 0, 4000, 'new-rtp-encoder');
    assert.ok(encoders[0] instanceof Element);
    assert.equal(encoders[0], streams[0]?.srtpEncoder);
  });
});
