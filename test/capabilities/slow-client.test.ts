import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  type Element,
  Format,
  GstBuffer,
  type RTSPClient,
  type RTSPMedia,
  RTSPMediaFactory,
  type RTSPStreamTransport,
  SeekFlags,
  serve,
} from '../../lib/index.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { isServed, setUp } from '../clients/viewer.js';
import { deferred, eventually, withDeadline } from '../helpers/deadline.js';

/** 4 MB a second: a connection that is not read is full after two. */
const pictures = 'video/x-raw,format=UYVY,width=320,height=240,framerate=25/1';
const picture = Buffer.alloc(320 * 240 * 2, 128);
const line = `( videotestsrc is-live=true pattern=blue ! ${pictures} ! rtpvrawpay name=pay0 pt=96 )`;

/** A shared mount, and its medium as soon as there is one. */
function shared(launch: string): [RTSPMediaFactory, Promise<RTSPMedia>] {
  const factory = new RTSPMediaFactory();
  factory.launch = launch;
  factory.shared = true;
  const configured = deferred<RTSPMedia>();
  factory.once('media-configure', configured.resolve);
  return [factory, configured.promise];
}

describe('a client that does not read its connection', function () {
  this.timeout(60_000);

  it('is sent nothing more after ten seconds, of which an event tells; the others go on, and are not told of', async () => {
    await using server = await serve({ port: 0, mounts: { '/video': { launch: line, shared: true } } });
    const connected: RTSPClient[] = [];
    const dropped = deferred<[RTSPClient, RTSPStreamTransport]>();
    let times = 0;
    server.on('client-connected', (client) => {
      connected.push(client);
      client.on('transport-dropped', (transport) => {
        times += 1;
        dropped.resolve([client, transport]);
      });
    });
    const slow = await setUp(server.url('/video'));
    const brisk = await setUp(server.url('/video'));
    const paused = await setUp(server.url('/video'));
    const removed = await setUp(server.url('/video'));
    for (const { client, session } of [slow, brisk, paused, removed]) await client.play(session);
    slow.client.socket.pause();
    // One from whom the application has taken it.
    const taken = await connected[3]?.getStreamTransport(0);
    assert.equal(await taken?.setActive(false), true);
    // One that is not sent anything since it does not want to be.
    await paused.client.request('PAUSE', { headers: { Session: paused.session } });

    const [client, transport] = await withDeadline(dropped.promise, 40_000, 'transport-dropped');
    assert.equal(client, connected[0]);
    assert.equal(transport.transport.interleaved?.min, 0);
    assert.ok(!(await transport.stream.transportFilter()).includes(transport));
    const [reception] = brisk.streams;
    assert.ok(reception);
    assert.ok(reception.rtpPackets > 10 * 25 * 100, `${reception.rtpPackets} packets`);
    assert.equal(reception.gaps, 0);
    await reception.reach(reception.rtpPackets + 1000);

    await client.close();
    slow.client.socket.resume();
    await withDeadline(slow.client.closed, 10_000, 'the connection to end');
    await eventually(() => server.stats().clients === 3, 5000, 'three clients');
    for (const { client: peer, session } of [brisk, paused, removed]) {
      await peer.teardown(session);
      peer.destroy();
    }
    assert.equal(times, 1);
  });

  it('holds up nobody over UDP, though it is the only one over a connection, and is sent on when it reads', async () => {
    await using server = await serve({ port: 0, mounts: { '/video': { launch: line, shared: true } } });
    const brisk = await RtspClient.connect(server.url('/video'));
    const { session, rtp } = await brisk.setupUdp((await brisk.describe()).media[0].control);
    await brisk.play(session);
    const slow = await setUp(server.url('/video'));
    await slow.client.play(slow.session);
    await slow.streams[0].reach(10);
    slow.client.socket.pause();
    // Five seconds of media: the connection has long been full.
    await rtp.reception.reach(rtp.reception.rtpPackets + 14_000, 40_000);
    slow.client.socket.resume();
    const [reception] = slow.streams;
    await reception.reach(reception.rtpPackets + 10_000, 40_000);
    slow.client.destroy();
    // One who comes later gets what is sent, too.
    await isServed(server.url('/video'));
    brisk.destroy();
  });

  it('waits for what is older and newer than a seek back; the others go on, and it is sent on when it reads', async () => {
    const [factory, configured] = shared(`( videotestsrc pattern=blue ! ${pictures} ! rtpvrawpay name=pay0 pt=96 )`);
    await using server = await serve({ port: 0, mounts: { '/video': factory } });
    const slow = await setUp(server.url('/video'));
    const brisk = await setUp(server.url('/video'));
    for (const { client, session } of [slow, brisk]) await client.play(session);
    const media = await configured;
    const [reception] = brisk.streams;
    slow.client.socket.pause();
    // Five seconds of media: the connection has long been full.
    await reception.reach(reception.rtpPackets + 14_000, 40_000);
    const before = reception.gaps;
    assert.equal(before, 0);
    assert.equal(await media.element.seek(1, Format.TIME, SeekFlags.FLUSH, 0n), true);
    await reception.reach(reception.rtpPackets + 5000, 40_000);
    // The picture that was on its way when the pipeline was flushed.
    assert.ok(reception.gaps <= 1, `${reception.gaps} gaps`);
    slow.client.socket.resume();
    await slow.streams[0].reach(reception.rtpPackets, 40_000);
    assert.ok(slow.streams[0].gaps <= 1, `${slow.streams[0].gaps} gaps`);
    for (const { client } of [slow, brisk]) client.destroy();
  });

  it('is sent nothing more after ten seconds, though times go back, and there are none in the end', async () => {
    const [factory, configured] = shared(
      `( appsrc name=source is-live=true format=time caps=${pictures} ! rtpvrawpay name=pay0 pt=96 )`,
    );
    await using server = await serve({ port: 0, mounts: { '/video': factory } });
    const dropped = deferred();
    server.once('client-connected', (client) => client.once('transport-dropped', () => dropped.resolve()));
    const milliseconds = 1_000_000n;
    // Five seconds, then two more from the start again, then without a time.
    const timeAt = (ms: number) => (ms > 7000 ? null : milliseconds * BigInt(Math.floor(ms > 5000 ? ms - 5000 : ms)));
    const started = performance.now();
    let ended = false;
    const pushed = configured.then(async (media) => {
      const source = (media.element as unknown as { getByName(name: string): Element }).getByName('source');
      while (!ended) {
        await source.signal('push-buffer', new GstBuffer(picture, { pts: timeAt(performance.now() - started) }));
        await sleep(30);
      }
    });
    try {
      const slow = await setUp(server.url('/video'));
      const brisk = await setUp(server.url('/video'));
      for (const { client, session } of [slow, brisk]) await client.play(session);
      slow.client.socket.pause();
      await withDeadline(dropped.promise, 40_000, 'transport-dropped');
      const [reception] = brisk.streams;
      assert.equal(reception.gaps, 0);
      await reception.reach(reception.rtpPackets + 1000);
      for (const { client } of [slow, brisk]) client.destroy();
    } finally {
      ended = true;
    }
    await pushed;
  });
});
