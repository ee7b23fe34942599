import assert from 'node:assert/strict';

import {
  Caps,
  RTSPClient,
  type RTSPContext,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMethod,
  RTSPProfile,
  rtspSdpFromMedia,
  rtspSdpFromStream,
  rtspSdpMakeMedia,
  RTSPServer,
  RTSPTransportMode,
  type SDPInfo,
  SDPMessage,
} from '../lib/index.js';
import { probe } from './clients/players.js';
import { RtspClient } from './clients/rtsp-client.js';
import { recordingOffer } from './clients/sdp.js';
import { deferred, withDeadline } from './helpers/deadline.js';
import { tone, toneAndPicture } from './helpers/lines.js';

const ours: SDPInfo = { isIpv6: false, serverIp: '127.0.0.1' };

function factoryOf(launch: string, record = false): RTSPMediaFactory {
  const factory = new RTSPMediaFactory();
  factory.launch = launch;
  if (record) factory.transportMode = RTSPTransportMode.RECORD;
  return factory;
}

/** A server with clients of this class. */
async function serveAt(path: string, factory: RTSPMediaFactory, make?: () => RTSPClient): Promise<RTSPServer> {
  class Server extends RTSPServer {
    override createClient(): RTSPClient {
      return make?.() ?? (super.createClient() as unknown as RTSPClient);
    }
  }
  const server = make ? new Server() : new RTSPServer();
  server.service = '0';
  server.mountPoints?.addFactory(path, factory);
  await server.attach();
  return server;
}

const describeText = async (server: RTSPServer, path: string) => {
  using client = await RtspClient.connect(server.url(path));
  return (await client.request('DESCRIBE')).body.toString();
};

describe('the SDP of a medium', () => {
  it('is made by a client of our own, and players read it', async () => {
    class Client extends RTSPClient {
      override async createSdp(media: RTSPMedia): Promise<SDPMessage | null> {
        const sdp = new SDPMessage();
        sdp.version = '0';
        sdp.setOrigin('-', '17', '1', 'IN', 'IP4', ours.serverIp);
        sdp.sessionName = 'of our own';
        sdp.addAttribute('control', '*');
        if (!(await media.setupSdp(sdp, ours))) return null;
        const picture = sdp.getMedia(1);
        picture.information = 'a blue picture';
        sdp.replaceMedia(1, picture);
        sdp.addEmail('ann@example.org');
        return sdp;
      }
    }
    await using server = await serveAt('/test', factoryOf(toneAndPicture), () => new Client());
    const text = await describeText(server, '/test');
    const sdp = new SDPMessage(text);
    assert.deepEqual([sdp.sessionName, sdp.getEmail(0), sdp.mediasLen], ['of our own', 'ann@example.org', 2]);
    assert.equal(sdp.getMedia(1).information, 'a blue picture');
    assert.match(text, /\r\ni=a blue picture\r\nc=IN/);
    assert.equal(sdp.getMedia(0).getCapsFromMedia(96)?.getStructure(0)?.get('encoding-name'), 'L16');
    assert.match(sdp.getAttributeVal('range') ?? '', /npt=now-/);
    const { code, streams, stderr } = await probe(server.url('/test'));
    assert.equal(code, 0, stderr);
    assert.deepEqual(streams.map(({ type }) => type).sort(), ['audio', 'video']);
  });

  it('may be changed by its medium', async () => {
    const before: [number, number][] = [];
    class Media extends RTSPMedia {
      override async setupSdp(sdp: SDPMessage, info: SDPInfo): Promise<boolean> {
        const media = sdp.mediasLen;
        const well = await super.setupSdp(sdp, info);
        before.push([media, sdp.mediasLen]);
        const audio = sdp.getMedia(0);
        audio.information = `from ${info.serverIp}`;
        audio.addAttribute('lang', 'nl');
        sdp.replaceMedia(0, audio);
        return well;
      }
    }
    const factory = factoryOf(tone);
    factory.mediaClass = Media;
    await using server = await serveAt('/tone', factory);
    const sdp = new SDPMessage(await describeText(server, '/tone'));
    assert.deepEqual(before, [[0, 1]]);
    assert.equal(sdp.getMedia(0).information, 'from 127.0.0.1');
    assert.equal(sdp.getMedia(0).getAttributeVal('lang'), 'nl');
    assert.equal(sdp.getMedia(0).getAttributeVal('control'), 'stream=0');
  });

  it('that its medium or its client refuses is no answer', async () => {
    let answer: unknown = false;
    class Media extends RTSPMedia {
      override setupSdp(): Promise<boolean> {
        return Promise.resolve(answer as boolean);
      }
    }
    const factory = factoryOf(tone);
    factory.mediaClass = Media;
    await using server = await serveAt('/tone', factory);
    using client = await RtspClient.connect(server.url('/tone'));
    server.on('handler-error', () => undefined);
    assert.equal((await client.request('DESCRIBE')).status, 503);
    answer = true;
    assert.equal((await client.request('DESCRIBE')).status, 200);
    // What is no answer: C's own is made.
    answer = 'yes';
    const { status, body } = await client.request('DESCRIBE');
    assert.equal(status, 200);
    assert.match(body.toString(), /m=audio/);
  });

  it('is made of a medium, of its streams, and of caps that are not theirs', async () => {
    const factory = factoryOf(toneAndPicture);
    const configured = deferred<RTSPMedia>();
    factory.once('media-configure', configured.resolve);
    await using server = await serveAt('/test', factory);
    using client = await RtspClient.connect(server.url('/test'));
    await client.describe();
    const media = await configured.promise;
    const [whole, added, parts] = [new SDPMessage('v=0\r\n'), new SDPMessage('v=0\r\n'), new SDPMessage('v=0\r\n')];
    assert.equal(await media.setupSdp(whole, ours), true);
    assert.equal(await rtspSdpFromMedia(added, ours, media), true);
    assert.equal(added.asText(), whole.asText());
    for (let index = 0; index < media.nStreams; index++) {
      const stream = media.getStream(index);
      assert.ok(stream && (await rtspSdpFromStream(parts, ours, stream)));
    }
    assert.deepEqual(
      [0, 1].map((index) => parts.getMedia(index).asText()),
      [0, 1].map((index) => whole.getMedia(index).asText()),
    );
    const stream = media.getStream(0);
    assert.ok(stream);
    const caps = Caps.simple('application/x-rtp', {
      media: 'audio',
      payload: 99,
      'clock-rate': 8000,
      'encoding-name': 'X-OURS',
    });
    const info = { isIpv6: true, serverIp: '::1' };
    assert.equal(await rtspSdpMakeMedia(parts, info, stream, caps, RTSPProfile.AVPF), true);
    const made = parts.getMedia(2);
    assert.deepEqual([made.proto, made.getFormat(0)], ['RTP/AVPF', '99']);
    assert.equal(made.getConnection(0).addrtype, 'IP6');
    assert.equal(made.getAttributeVal('rtpmap'), '99 X-OURS/8000');
    const rejects = (call: Promise<unknown>, error: RegExp | typeof TypeError) => assert.rejects(call, error);
    await rejects(rtspSdpMakeMedia(parts, ours, stream, Caps.any(), RTSPProfile.AVP), /caps/);
    await rejects(rtspSdpMakeMedia(parts, ours, stream, Caps.simple('a/b'), RTSPProfile.AVP), /caps/);
    await rejects(media.setupSdp(parts, { isIpv6: false, serverIp: '1 2' }), TypeError);
    await rejects(media.setupSdp(parts, null as never), TypeError);
    await rejects(rtspSdpFromMedia('v=0' as never, ours, media), TypeError);
    assert.equal(parts.mediasLen, 3);
  });

  it('is not made of what is not prepared', async () => {
    const factory = factoryOf(tone);
    const configured = deferred<RTSPMedia>();
    factory.once('media-configure', configured.resolve);
    await using server = await serveAt('/tone', factory);
    using client = await RtspClient.connect(server.url('/tone'));
    await client.describe();
    const media = await configured.promise;
    const stream = media.getStream(0);
    const sdp = new SDPMessage();
    assert.ok(stream && (await media.unprepare()));
    await assert.rejects(media.setupSdp(sdp, ours), /not prepared/);
    await assert.rejects(rtspSdpFromMedia(sdp, ours, media), /not prepared/);
    await assert.rejects(rtspSdpFromStream(sdp, ours, stream), { name: 'GError' });
    assert.deepEqual([sdp.mediasLen, sdp.attributesLen], [0, 0]);
  });
});

describe('the SDP of a client that records', () => {
  const record = '( rtpL16depay name=depay0 ! fakesink async=false )';
  const offer = (...more: string[]) => recordingOffer(more);
  const announce = async (server: RTSPServer, body: string) => {
    using client = await RtspClient.connect(server.url('/record'));
    return (await client.request('ANNOUNCE', { headers: { 'Content-Type': 'application/sdp' }, body })).status;
  };

  it('is what the overrides of its client and its medium get', async () => {
    const seen: unknown[] = [];
    class Client extends RTSPClient {
      override async handleSdp(context: RTSPContext, media: RTSPMedia, sdp: SDPMessage): Promise<boolean> {
        seen.push(context.method, sdp.getMedia(0).getAttributeVal('control'), await media.handleSdp(sdp));
        // What is changed is what C goes on with.
        const changed = sdp.getMedia(0);
        changed.replaceAttribute(1, { key: 'control', value: 'other' });
        sdp.replaceMedia(0, changed);
        return (await super.handleSdp(context, media, sdp)) && media.getStream(0)?.control === 'other';
      }
    }
    class Media extends RTSPMedia {
      override async handleSdp(sdp: SDPMessage): Promise<boolean> {
        seen.push(sdp.getMedia(0).getAttributeVal('control'));
        return super.handleSdp(sdp);
      }
    }
    const factory = factoryOf(record, true);
    factory.mediaClass = Media;
    await using server = await serveAt('/record', factory, () => new Client());
    server.on('handler-error', (error) => seen.push(error));
    assert.equal(await announce(server, offer('a=control:stream=0')), 200);
    assert.deepEqual(seen, ['stream=0', RTSPMethod.ANNOUNCE, 'stream=0', true, 'other']);
  });

  it('is refused when it does not fit the medium', async () => {
    const factory = factoryOf(record, true);
    const fits: boolean[] = [];
    factory.on('media-configure', async (media) => {
      fits.push(await media.handleSdp(new SDPMessage(offer())), await media.handleSdp(new SDPMessage('v=0\r\n')));
    });
    await using server = await serveAt('/record', factory);
    assert.equal(await announce(server, offer('m=audio 0 RTP/AVP 97')), 415);
    assert.deepEqual(fits, [true, false]);
  });

  it('is refused when it has a MIKEY message that upstream would read for ever', async () => {
    const factory = factoryOf(record, true);
    factory.profiles = RTSPProfile.AVP;
    await using server = await serveAt('/record', factory);
    const endless = Buffer.from('01000400000000000100000000000000000000000000000000', 'hex').toString('base64');
    for (const body of [
      offer(`a=key-mgmt:mikey ${endless}`),
      offer().replace('t=0 0', `a=key-mgmt:mikey ${endless}`),
    ]) {
      assert.equal(await withDeadline(announce(server, body), 10_000, 'an answer to ANNOUNCE'), 415);
    }
    assert.equal(await announce(server, offer()), 200);
  });
});
