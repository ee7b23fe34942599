import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Sample } from '../lib/index.js';
import {
  Caps,
  type Element,
  FlowReturn,
  GstBuffer,
  parseLaunch,
  Pipeline,
  RTSPClient,
  type RTSPContext,
  rtspParamsGet,
  rtspParamsSet,
  RTSPMediaFactory,
  RTSPProfile,
  type RTSPResult,
  RTSPServer,
  type RTSPStreamTransport,
  RTSPTransportMode,
  serve,
  State,
} from '../lib/index.js';
import { RtspClient } from './clients/rtsp-client.js';
import { recordingOffer } from './clients/sdp.js';
import { setUp } from './clients/viewer.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';

/** 20 ms of a tone, as L16. */
function packet(sequence: number, ssrc = 0x12345678): Buffer {
  const bytes = Buffer.alloc(12 + 320, sequence);
  bytes.writeUInt16BE(0x8060, 0);
  bytes.writeUInt16BE(sequence, 2);
  bytes.writeUInt32BE(sequence * 160, 4);
  bytes.writeUInt32BE(ssrc, 8);
  return bytes;
}

/** A factory for what clients send, which comes out of an appsink. */
function recorder(samples: Sample[]): RTSPMediaFactory {
  const factory = new RTSPMediaFactory();
  factory.launch = '( rtpL16depay name=depay0 ! appsink name=sink emit-signals=true sync=false async=false )';
  factory.transportMode = RTSPTransportMode.RECORD;
  factory.on('media-configure', (media) => {
    const sink = (media.element as unknown as { getByName(name: string): Element }).getByName('sink');
    sink.on('new-sample', async () => {
      samples.push((await sink.signal('pull-sample')) as Sample);
      return FlowReturn.OK;
    });
  });
  return factory;
}

/** Has a client record; gives it with the transport that it sends over. */
async function record(
  server: RTSPServer,
  profile: string,
  configure: (context: RTSPContext) => void = () => undefined,
): Promise<[RtspClient, RTSPStreamTransport]> {
  const transport = deferred<RTSPStreamTransport>();
  server.once('client-connected', (of) => {
    of.once('setup-request', (context) => {
      configure(context);
      if (context.transport) transport.resolve(context.transport);
    });
  });
  const client = await RtspClient.connect(server.url('/record'));
  const headers = { 'Content-Type': 'application/sdp' };
  const body = recordingOffer(undefined, profile);
  assert.equal((await client.request('ANNOUNCE', { headers, body })).status, 200);
  const setup = await client.request('SETUP', {
    uri: `${client.url}/stream=0`,
    headers: { Transport: `${profile}/TCP;unicast;interleaved=0-1;mode=record` },
  });
  assert.equal(setup.status, 200);
  const session = setup.headers.get('session')?.split(';')[0] ?? '';
  assert.equal((await client.request('RECORD', { headers: { Session: session } })).status, 200);
  return [client, await transport.promise];
}

describe('a stream that receives', function () {
  this.timeout(60_000);

  it('takes packets of the application, as it does those of its client', async () => {
    const samples: Sample[] = [];
    await using server = await serve({ port: 0, mounts: { '/record': recorder(samples) } });
    const [client, transport] = await record(server, 'RTP/AVP');
    const { stream } = transport;
    for (let i = 0; i < 40; i++) {
      const data = packet(i);
      if (i % 3 === 0) client.sendData(0, data);
      else if (i % 3 === 1) assert.equal(await stream.recvRtp(new GstBuffer(data)), FlowReturn.OK);
      else assert.equal(await transport.recvData(0, new GstBuffer(data)), FlowReturn.OK);
      await sleep(5);
    }
    await eventually(
      () => samples.length >= 35,
      10_000,
      () => `${samples.length} samples`,
    );
    const numbers = samples.map((sample) => sample.buffer?.data[0]);
    assert.ok([1, 2, 3].every((rest) => numbers.some((number) => (number ?? 0) % 3 === rest % 3)));
    const report = Buffer.from('80c90001123456780000', 'hex').subarray(0, 8);
    assert.equal(await stream.recvRtcp(new GstBuffer(report)), FlowReturn.OK);
    assert.equal(await transport.recvData(1, new GstBuffer(report)), FlowReturn.OK);
    assert.equal(await transport.recvData(2, new GstBuffer(report)), FlowReturn.NOT_LINKED);
    // What is no packet is the pipeline's affair.
    assert.equal(await stream.recvRtp(new GstBuffer(Buffer.from('no packet'))), FlowReturn.OK);
    for (const call of [stream.recvRtp(Buffer.alloc(12) as never), transport.recvData(-1, new GstBuffer(report))]) {
      await assert.rejects(call, TypeError);
    }
    client.destroy();
    await server.close();
    assert.equal(await stream.recvRtp(new GstBuffer(packet(99))), FlowReturn.NOT_LINKED);
    assert.equal(await stream.recvRtcp(new GstBuffer(report)), FlowReturn.NOT_LINKED);
  });

  it('decrypts with the key that it is given', async () => {
    const samples: Sample[] = [];
    const factory = recorder(samples);
    factory.profiles = RTSPProfile.SAVP;
    await using server = await serve({ port: 0, mounts: { '/record': factory } });
    const ssrc = 0x12345678;
    const key = Buffer.from(Array.from({ length: 30 }, (_, i) => i));
    const algorithms = {
      'srtp-cipher': 'aes-128-icm',
      'srtp-auth': 'hmac-sha1-80',
      'srtcp-cipher': 'aes-128-icm',
      'srtcp-auth': 'hmac-sha1-80',
    };
    const crypto = Caps.simple('application/x-srtp', { 'srtp-key': new GstBuffer(key), ...algorithms });
    const [client] = await record(server, 'RTP/SAVP', ({ stream }) => {
      assert.ok(stream);
      assert.throws(() => stream.updateCrypto(ssrc, Caps.any()), { name: 'GError' });
      assert.equal(stream.updateCrypto(ssrc, crypto), true);
      assert.equal(stream.updateCrypto(1, crypto), true);
      assert.equal(stream.updateCrypto(1, null), true);
    });
    const encrypter = await parseLaunch(
      `audiotestsrc num-buffers=40 is-live=true samplesperbuffer=160 ! audio/x-raw,rate=8000,channels=1
       ! rtpL16pay pt=96 ssrc=${ssrc} ! srtpenc key=${key.toString('hex')}
       ! appsink name=out emit-signals=true sync=false`,
    );
    const pipeline = new Pipeline();
    pipeline.add(encrypter);
    const out = encrypter.getByName('out');
    assert.ok(out);
    out.on('new-sample', async () => {
      const sample = (await out.signal('pull-sample')) as Sample;
      if (sample.buffer) client.sendData(0, sample.buffer.data);
      return FlowReturn.OK;
    });
    await pipeline.setState(State.PLAYING);
    await eventually(
      () => samples.length >= 20,
      15_000,
      () => `${samples.length} samples`,
    );
    // The tone, a sine of 440 Hz, and not noise that was never decrypted.
    const sound = samples[0]?.buffer?.data ?? Buffer.alloc(0);
    for (let i = 0; i < 100; i++) {
      const expected = 0.8 * 32_767 * Math.sin((2 * Math.PI * 440 * (i + 1)) / 8000);
      assert.ok(Math.abs(sound.readInt16BE(2 * i) - expected) < 50, `${i}: ${sound.readInt16BE(2 * i)}, ${expected}`);
    }
    await pipeline.setState(State.NULL);
    client.destroy();
  });
});

describe('a transport', () => {
  async function view(server: RTSPServer) {
    const transport = deferred<RTSPStreamTransport>();
    server.once('client-connected', (of) => {
      of.once('setup-request', (context) => {
        if (context.transport) transport.resolve(context.transport);
      });
    });
    const viewing = await setUp(server.url('/tone'));
    return { ...viewing, transport: await transport.promise };
  }

  it('takes an empty control packet, which is none', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const { client, session, streams, transport } = await view(server);
    await client.play(session);
    const empty = () => new GstBuffer(Buffer.alloc(0));
    assert.equal(await transport.recvData(1, empty()), FlowReturn.OK);
    assert.equal(await transport.stream.recvRtcp(empty()), FlowReturn.OK);
    // What comes after it has passed the same threads.
    assert.equal(await transport.stream.recvRtcp(new GstBuffer(Buffer.from('80c9000112345678', 'hex'))), FlowReturn.OK);
    await streams[0].reach(20);
    client.destroy();
  });

  it('sends what the application gives it, beside its stream', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const { client, session, transport } = await view(server);
    const seen = new Map<number, string[]>([
      [0, []],
      [1, []],
    ]);
    client.on('data', (channel, payload) => {
      const text = payload.toString('latin1');
      if (text.startsWith('ours')) seen.get(channel)?.push(text);
    });
    await client.play(session);
    const bytes = (text: string) => new GstBuffer(Buffer.from(text));
    /** While something waits to be sent, nothing else is. */
    const until = async (send: () => Promise<boolean>) => {
      for (let i = 0; i < 200; i++) {
        if (await send()) return;
        await sleep(5);
      }
      assert.fail('it was never sent');
    };
    await until(() => transport.sendRtp(bytes('ours 1')));
    await until(() => transport.sendRtpList([bytes('ours 2'), bytes('ours 3')]));
    await until(() => transport.sendRtcp(bytes('ours 4')));
    await until(() => transport.sendRtcpList([bytes('ours 5')]));
    await until(() => transport.sendRtp(new GstBuffer(Buffer.from(`ours${'!'.repeat(65_531)}`))));
    await eventually(
      () => [...seen.values()].flat().length === 6,
      5000,
      () => JSON.stringify([...seen]).slice(0, 200),
    );
    assert.deepEqual(
      [...seen.values()].map((texts) => texts.map((text) => text.slice(0, 6))),
      [
        ['ours 1', 'ours 2', 'ours 3', 'ours!!'],
        ['ours 4', 'ours 5'],
      ],
    );
    const long = new GstBuffer(Buffer.alloc(65_536));
    await assert.rejects(transport.sendRtp(long), /65535/);
    await assert.rejects(transport.sendRtpList([long]), /65535/);
    await assert.rejects(transport.sendRtcpList([]), /1 to 1024/);
    await assert.rejects(transport.sendRtpList(Array.from({ length: 1025 }, () => bytes('x'))), /1 to 1024/);
    await assert.rejects(transport.sendRtpList([bytes('x'), null as never]), TypeError);
    client.destroy();
    await eventually(() => server.stats().clients === 0, 5000, 'the client to go');
    assert.equal(await transport.sendRtp(bytes('ours 9')), false);
    assert.equal(await transport.sendRtcpList([bytes('ours 9')]), false);
  });

  it('gives it to the functions of the application, where there are any', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const { client, session, transport } = await view(server);
    const seen: string[] = [];
    const take = (buffer: GstBuffer, channel: number) => {
      const text = buffer.data.toString('latin1');
      if (text.startsWith('ours')) seen.push(`${channel} ${text}`);
      return true;
    };
    await transport.setCallbacks(take, take);
    await client.play(session);
    const bytes = (text: string) => new GstBuffer(Buffer.from(text));
    assert.equal(await transport.sendRtp(bytes('ours 1')), true);
    assert.equal(await transport.sendRtcp(bytes('ours 2')), true);
    assert.equal(await transport.sendRtpList([bytes('ours 3'), bytes('ours 4')]), true);
    await eventually(
      () => seen.length === 4,
      5000,
      () => seen.join(),
    );
    assert.deepEqual(seen, ['0 ours 1', '1 ours 2', '0 ours 3', '0 ours 4']);
    client.destroy();
  });

  it('over UDP sends nothing so', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const transport = deferred<RTSPStreamTransport>();
    server.once('client-connected', (of) => {
      of.once('setup-request', (context) => {
        if (context.transport) transport.resolve(context.transport);
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    const { media } = await client.describe();
    const { session } = await client.setupUdp(media[0].control);
    await client.play(session);
    assert.equal(await (await transport.promise).sendRtp(new GstBuffer(Buffer.from('ours'))), false);
  });
});

describe('parameters', () => {
  it('are not known to the library, and that can be its answer in an override', async () => {
    const results: unknown[] = [];
    class Client extends RTSPClient {
      override async paramsSet(context: RTSPContext): Promise<RTSPResult> {
        const result = await rtspParamsSet(this, context);
        results.push(result);
        return result;
      }
      override async paramsGet(context: RTSPContext): Promise<RTSPResult> {
        await assert.rejects(rtspParamsGet(new RTSPClient(), context), TypeError);
        await assert.rejects(rtspParamsGet(this, {} as never), /not that of the handler/);
        kept = context;
        return rtspParamsGet(this, context);
      }
    }
    class Server extends RTSPServer {
      override createClient(): RTSPClient {
        return new Client();
      }
    }
    let kept: RTSPContext | undefined;
    await using server = new Server();
    server.service = '0';
    await server.attach();
    using client = await RtspClient.connect(server.url('/'));
    for (const method of ['SET_PARAMETER', 'GET_PARAMETER']) {
      const headers = { 'Content-Type': 'text/parameters' };
      const response = await withDeadline(client.request(method, { headers, body: 'volume: 1' }), 5000, method);
      assert.deepEqual([response.status, response.headers.get('cseq') !== undefined], [451, true]);
    }
    assert.deepEqual(results, [0]);
    assert.ok(kept);
    await assert.rejects(rtspParamsGet(new RTSPClient(), kept), /not that of the handler/);
  });
});
