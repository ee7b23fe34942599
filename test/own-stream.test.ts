import assert from 'node:assert/strict';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

import {
  Bin,
  Caps,
  type Element,
  ElementFactory,
  GError,
  type Pad,
  parseLaunch,
  Pipeline,
  RTSPAddressPool,
  RTSPLowerTrans,
  RTSPMediaFactory,
  RTSPProfile,
  RTSPStream,
  RTSPStreamTransport,
  RTSPTransport,
  RTSPUrl,
  SocketFamily,
  State,
} from '../lib/index.js';
import { native } from '../lib/native.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';

const source =
  'audiotestsrc is-live=true samplesperbuffer=160 ! audio/x-raw,rate=8000 ! audioconvert ! rtpL16pay name=pay';

/** A pipeline with rtpbin and a payloader that is not linked, and a stream of it. */
async function make(description = source, idx = 0) {
  const pipeline = new Pipeline();
  const bin = await parseLaunch(`${description} rtpbin name=rtpbin`);
  pipeline.add(bin);
  const named = (name: string) => {
    const element = bin.getByName(name);
    assert.ok(element);
    return element;
  };
  const [payloader, rtpbin] = [named('pay'), named('rtpbin')];
  const pad = payloader.getStaticPad(description.startsWith('fakesink') ? 'sink' : 'src');
  assert.ok(pad);
  const stream = new RTSPStream(idx, payloader, pad);
  return { pipeline, bin, rtpbin, payloader, pad, stream };
}

const udp = (clientPort?: { min: number; max: number }) =>
  new RTSPTransport({
    lowerTransport: RTSPLowerTrans.UDP,
    destination: '127.0.0.1',
    ...(clientPort && { clientPort }),
  });

describe('a stream without a medium', () => {
  it('sends what its pipeline makes over UDP, and to TypeScript', async () => {
    const { pipeline, bin, rtpbin, pad, stream } = await make();
    assert.equal(stream.index, 0);
    assert.equal(stream.srcpad, pad);
    assert.equal(stream.sinkpad, null);
    assert.equal(stream.joinedBin, null);
    assert.equal(await stream.joinBin(bin, rtpbin, State.NULL), true);
    assert.equal(stream.joinedBin, bin);

    const receiver = createSocket('udp4');
    receiver.bind(0, '127.0.0.1');
    await once(receiver, 'listening');
    const { port } = receiver.address();
    const overUdp = udp({ min: port, max: port + 1 });
    assert.equal(stream.allocateUdpSockets(SocketFamily.IPV4, overUdp, false), true);
    assert.equal(stream.allocateUdpSockets(SocketFamily.IPV4, overUdp, false), true);
    assert.equal((stream.getRtpSocket(SocketFamily.IPV4)?.localAddress?.port ?? 1) % 2, 0);

    const overTcp = RTSPTransport.parse('RTP/AVP/TCP;unicast;interleaved=0-1');
    const [sent, heard] = [deferred<Buffer>(), deferred<number>()];
    receiver.once('message', sent.resolve);
    const transports = [overUdp, overTcp].map((transport) => new RTSPStreamTransport(stream, transport));
    await transports[1]?.setCallbacks(
      (_, channel) => {
        heard.resolve(channel);
        return true;
      },
      () => true,
    );
    for (const transport of [overUdp, overTcp]) assert.equal(await stream.completeStream(transport), true);
    for (const transport of transports) assert.equal(await stream.addTransport(transport), true);
    await pipeline.setState(State.PLAYING);
    const packet = await withDeadline(sent.promise, 10_000, 'a packet over UDP');
    assert.equal(packet[0], 0x80);
    assert.equal(packet[1] & 0x7f, stream.pt);
    assert.equal(await withDeadline(heard.promise, 10_000, 'a packet for TypeScript'), 0);

    await assert.rejects(stream.leaveBin(bin, rtpbin), /transports/);
    await assert.rejects(stream.leaveBin(new Bin(), rtpbin), /another bin/);
    for (const transport of transports) assert.equal(await stream.removeTransport(transport), true);
    await pipeline.setState(State.NULL);
    assert.equal(await stream.leaveBin(bin, rtpbin), true);
    assert.equal(await stream.leaveBin(bin, rtpbin), true);
    assert.equal(stream.joinedBin, null);
    assert.deepEqual(
      bin.iterateElements().filter((element) => /^(udp|app|tee|funnel|queue)/.test(element.name ?? '')),
      [],
    );
    await assert.rejects(stream.joinBin(bin, rtpbin, State.NULL), /once/);
    receiver.close();
  });

  it('receives from UDP', async () => {
    const { pipeline, bin, rtpbin, pad, stream } = await make(
      'fakesink name=pay signal-handoffs=true async=false sync=false',
    );
    assert.equal(stream.sinkpad, pad);
    assert.equal(stream.srcpad, null);
    stream.setPtMap(
      96,
      Caps.simple('application/x-rtp', { media: 'audio', 'clock-rate': 8000, 'encoding-name': 'L16' }),
    );
    assert.equal(await stream.joinBin(bin, rtpbin, State.NULL), true);
    const peer = udp({ min: 5004, max: 5005 });
    assert.equal(stream.allocateUdpSockets(SocketFamily.IPV4, peer, false), true);
    assert.equal(await stream.completeStream(peer), true);
    const arrived = once(pipeline.getByName('pay') as Element, 'handoff');
    await pipeline.setState(State.PLAYING);
    const port = stream.getRtpSocket(SocketFamily.IPV4)?.localAddress?.port;
    assert.ok(port !== undefined);
    const sender = createSocket('udp4');
    let number = 0;
    const timer = setInterval(() => {
      const packet = Buffer.alloc(172, 1);
      packet.set([0x80, 96, number >> 8, number & 0xff, 0, 0, 0, number & 0xff, 1, 2, 3, 4]);
      number++;
      sender.send(packet, port, '127.0.0.1');
    }, 20);
    await withDeadline(arrived, 10_000, 'a packet in the pipeline');
    clearInterval(timer);
    sender.close();
    await pipeline.setState(State.NULL);
    assert.equal(await stream.leaveBin(bin, rtpbin), true);
  });

  it('is refused what would be the end of the library', async () => {
    const { bin, rtpbin, payloader, pad, stream } = await make();
    const queue = await ElementFactory.make('queue');
    const source = queue.getStaticPad('src') as Pad;
    assert.throws(() => new RTSPStream(0, queue, source), /payloader/);
    for (const wrong of [-1, 1.5, NaN, 2 ** 32]) assert.throws(() => new RTSPStream(wrong, payloader, pad), /./);
    await assert.rejects(stream.joinBin(new Bin(), rtpbin, State.NULL), /not in the bin/);
    await assert.rejects(stream.joinBin(bin, payloader, State.NULL), /no rtpbin/);
    const [taken, other] = [new RTSPStream(3, payloader, pad), new RTSPStream(3, payloader, pad)];
    await rtpbin.requestPad('send_rtp_sink_3');
    await assert.rejects(taken.joinBin(bin, rtpbin, State.NULL), /send_rtp_sink_3 already/);
    await assert.rejects(rtpbin.requestPad('send_rtp_sink_3'), /already/);
    // Two at once, of one number.
    const outcomes = await Promise.allSettled(
      [stream, new RTSPStream(0, payloader, pad)].map((one) => one.joinBin(bin, rtpbin, State.NULL)),
    );
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const joined = outcomes[0].status === 'fulfilled' ? stream : null;
    // Its pad is linked to another session now.
    const late = new RTSPStream(5, payloader, pad);
    await assert.rejects(late.joinBin(bin, rtpbin, State.NULL), /linked/);
    assert.equal(rtpbin.getStaticPad('send_rtp_sink_5'), null);
    assert.throws(() => stream.allocateUdpSockets(0 as SocketFamily, udp(), false), GError);
    assert.throws(
      () => stream.allocateUdpSockets(SocketFamily.IPV4, RTSPTransport.parse('RTP/AVP/TCP;unicast'), false),
      GError,
    );
    for (const one of [taken, other, late]) assert.equal(await one.leaveBin(bin, rtpbin), true);
    if (joined) assert.equal(await joined.leaveBin(bin, rtpbin), true);
  });

  it('makes what sends again, and what corrects errors, once', async () => {
    const { pipeline, rtpbin, stream } = await make();
    stream.retransmissionPt = 97;
    stream.retransmissionTime = 500_000_000n;
    stream.ulpfecPt = 98;
    assert.equal(await stream.requestUlpfecEncoder(0), null);
    stream.ulpfecPercentage = 50;
    const sender = await stream.requestAuxSender(0);
    assert.ok(sender instanceof Bin);
    assert.ok(sender.getStaticPad('src_0') && sender.getStaticPad('sink_0'));
    const encoder = await stream.requestUlpfecEncoder(0);
    assert.equal(encoder?.getProperty('pt'), 98);
    assert.equal(encoder.getProperty('percentage'), 50);
    await assert.rejects(stream.requestAuxSender(0), /already/);
    await assert.rejects(stream.requestUlpfecEncoder(0), /already/);
    await assert.rejects(stream.requestUlpfecDecoder(rtpbin, 7), /no such session/);
    await rtpbin.requestPad('recv_rtp_sink_7');
    const decoder = await stream.requestUlpfecDecoder(rtpbin, 7);
    assert.ok(decoder.getProperty('storage'));
    // They are elements like any other.
    pipeline.add(sender, decoder, encoder);
    pipeline.remove(sender);
  });

  it('answers rtpbin in its own pipeline: packets are sent again', async () => {
    const { bin, rtpbin, stream } = await make();
    stream.profiles = RTSPProfile.AVPF;
    stream.retransmissionPt = 97;
    stream.retransmissionTime = 500_000_000n;
    const asked = deferred<number>();
    rtpbin.on('request-aux-sender', async (session: number) => {
      const element = await stream.requestAuxSender(session);
      asked.resolve(session);
      return element;
    });
    assert.equal(await stream.joinBin(bin, rtpbin, State.NULL), true);
    assert.equal(await withDeadline(asked.promise, 5000, 'request-aux-sender'), 0);
    assert.ok(rtpbin instanceof Bin);
    assert.ok(rtpbin.iterateElements().some(({ name }) => name?.startsWith('bin')));
    assert.equal(await stream.leaveBin(bin, rtpbin), true);
  });

  it('keeps the multicast address that it was asked for', async () => {
    const { stream } = await make();
    const pool = new RTSPAddressPool();
    pool.addRange('224.3.0.9', '224.3.0.9', 6000, 6001, 1);
    stream.addressPool = pool;
    assert.equal(stream.getMulticastAddress(SocketFamily.IPV4)?.port, 6000);
    const other = RTSPTransport.parse('RTP/AVP;multicast;destination=224.3.0.10;port=6002-6003;ttl=1');
    assert.throws(() => stream.allocateUdpSockets(SocketFamily.IPV4, other, true), /address already/);
    assert.equal(stream.getMulticastAddress(SocketFamily.IPV4)?.address, '224.3.0.9');
  });

  it('goes, with its pipeline, when it has left', async () => {
    const before = native.statistics().instances['GstRTSPStream'] ?? 0;
    for (let i = 0; i < 10; i++) {
      const { bin, rtpbin, stream } = await make();
      await stream.joinBin(bin, rtpbin, State.NULL);
      stream.allocateUdpSockets(SocketFamily.IPV4, udp(), false);
      await stream.leaveBin(bin, rtpbin);
    }
    await eventually(
      () => {
        globalThis.gc?.();
        return (native.statistics().instances['GstRTSPStream'] ?? 0) <= before;
      },
      10_000,
      'the streams to go',
    );
  });

  it('is none of a medium: that one joins by itself', async () => {
    const { bin, rtpbin } = await make();
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    const media = await factory.construct(new RTSPUrl('rtsp://127.0.0.1/tone'));
    const stream = media?.getStream(0);
    assert.ok(stream);
    await assert.rejects(stream.joinBin(bin, rtpbin, State.NULL), /media does that/);
    await assert.rejects(stream.leaveBin(bin, rtpbin), /media does that/);
    await assert.rejects(stream.requestAuxSender(0), /media does that/);
    await assert.rejects(stream.requestAuxReceiver(0), /media does that/);
  });
});
