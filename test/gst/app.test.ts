import assert from 'node:assert/strict';

import {
  Bin,
  Caps,
  type Element,
  FlowReturn,
  GstBuffer,
  type RTSPMedia,
  RTSPMediaFactory,
  RTSPTransportMode,
  Sample,
  serve,
} from '../../lib/index.js';
import { native } from '../../lib/native.js';
import { setUp } from '../clients/viewer.js';
import { deferred, eventually, withDeadline } from '../helpers/deadline.js';
import { run } from '../helpers/process.js';

const line = `( appsrc name=source is-live=true format=time do-timestamp=true
  caps=audio/x-raw,format=S16BE,rate=8000,channels=1,layout=interleaved ! rtpL16pay name=pay0 pt=96 mtu=332 )`;

function named(media: RTSPMedia, name: string): Element {
  assert.ok(media.element instanceof Bin);
  const element = media.element.getByName(name);
  assert.ok(element);
  return element;
}

/** Every packet's worth of sound is filled with the number of the packet. */
function feed(media: RTSPMedia): void {
  const source = named(media, 'source');
  let number = 0;
  source.on('need-data', async () => {
    const sound = new GstBuffer(Buffer.alloc(320, (number++ % 200) + 1), { duration: 20_000_000n });
    // It flushes when the medium ends.
    const answer = await source.signal('push-buffer', sound);
    assert.ok(answer === FlowReturn.OK || answer === FlowReturn.FLUSHING);
    // What knows its medium must not keep it.
    assert.ok(media.element);
  });
}

describe('a mounted pipeline', () => {
  it('takes its data from JavaScript, and a client gets it byte by byte', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = line;
    factory.on('media-configure', feed);
    await using server = await serve({ port: 0, mounts: { '/app': factory } });
    const { client, session, streams } = await setUp(server.url('/app'));
    const [stream] = streams;
    assert.ok(stream);
    const packets: Buffer[] = [];
    stream.on('packet', (packet) => packets.push(packet));
    await client.play(session);
    await stream.reach(10);
    for (const packet of packets) {
      const sound = packet.subarray(12);
      assert.equal(sound.length, 320);
      assert.ok(sound.equals(Buffer.alloc(320, sound[0])));
    }
    const numbers = packets.map((packet) => packet[12]);
    for (const [i, number] of numbers.entries()) assert.equal(number, numbers[0] + i);
    await client.teardown(session);
    client.destroy();
  });

  it('gives its data to JavaScript, as a player sends it', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = '( rtpL16depay name=depay0 ! appsink name=sink emit-signals=true sync=false async=false )';
    factory.transportMode = RTSPTransportMode.RECORD;
    const samples: Sample[] = [];
    const enough = deferred();
    factory.on('media-configure', (media) => {
      const sink = named(media, 'sink');
      sink.on('new-sample', async () => {
        const sample = await sink.signal('pull-sample');
        assert.ok(sample instanceof Sample);
        samples.push(sample);
        if (samples.length === 5) enough.resolve();
        return FlowReturn.OK;
      });
    });
    await using server = await serve({ port: 0, mounts: { '/record': factory } });
    const sending = run('gst-launch-1.0', [
      ...'-q audiotestsrc is-live=true num-buffers=100 samplesperbuffer=160 wave=square !'.split(' '),
      ...'audio/x-raw,format=S16BE,rate=8000,channels=1 ! rtspclientsink protocols=tcp'.split(' '),
      `location=${server.url('/record')}`,
    ]);
    await withDeadline(enough.promise, 20_000, 'five samples');
    assert.equal(samples[0]?.caps?.getStructure(0)?.name, 'audio/x-raw');
    assert.equal(samples[0]?.caps?.getStructure(0)?.get('rate'), 8000);
    assert.ok((samples[0]?.buffer?.size ?? 0) > 0);
    await sending;
  });

  it('goes with its medium, though a handler of one of its elements knows that medium', async () => {
    native.track();
    const factory = new RTSPMediaFactory();
    factory.launch = line;
    factory.on('media-configure', feed);
    const count = () => {
      const { instances } = native.statistics();
      return ['GstPipeline', 'GstBin', 'GstAppSrc', 'NodeRTSPMedia'].map((type) => instances[type] ?? 0);
    };
    const before = count();
    await using server = await serve({ port: 0, mounts: { '/app': factory } });
    for (let i = 0; i < 10; i++) {
      const { client, session, streams } = await setUp(server.url('/app'));
      await client.play(session);
      await streams[0]?.reach(2);
      await client.teardown(session);
      client.destroy();
    }
    await eventually(
      () => {
        globalThis.gc?.();
        return count().every((number, i) => number <= (before[i] ?? 0));
      },
      10_000,
      () => `before ${before.join()}, now ${count().join()}`,
    );
  });

  it('may be changed while it is configured', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch =
      '( audiotestsrc name=tone is-live=true samplesperbuffer=160 ! capsfilter name=filter ! rtpL16pay name=pay0 pt=96 )';
    factory.on('media-configure', async (media) => {
      named(media, 'tone').setProperty('wave', 'silence');
      named(media, 'filter').setProperty('caps', new Caps('audio/x-raw, rate=(int)16000, channels=(int)1'));
      assert.ok((await named(media, 'tone').getStaticPad('src')?.queryCaps())?.size);
    });
    await using server = await serve({ port: 0, mounts: { '/app': factory } });
    const { client, session, streams } = await setUp(server.url('/app'));
    const silent = new Promise<Buffer>((resolve) => streams[0]?.once('packet', resolve));
    await client.play(session);
    const packet = await withDeadline(silent, 5000, 'a packet');
    assert.ok(packet.subarray(12).every((byte) => byte === 0));
    client.destroy();
  });
});
