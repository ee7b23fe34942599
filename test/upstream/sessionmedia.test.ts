import assert from 'node:assert/strict';

import {
  type RTSPMedia,
  RTSPMediaFactory,
  RTSPSession,
  type RTSPSessionMedia,
  RTSPState,
  type RTSPStream,
  RTSPThreadPool,
  RTSPTransport,
  RTSPUrl,
} from '../../lib/index.js';

const url = 'rtsp://localhost:8554/test';
const streamUrl = `${url}/stream=0`;
const video = '( videotestsrc ! rtpvrawpay pt=96 name=pay0 )';

// C's test takes an empty one, which here would have to say where the multicast goes.
const anyTransport = () => RTSPTransport.parse('RTP/AVP/TCP;unicast;interleaved=0-1');

interface Managed {
  media: RTSPMedia;
  streams: RTSPStream[];
  managed: RTSPSessionMedia;
}

/** Held, for with a session its medium goes. */
const sessions: RTSPSession[] = [];

/** A prepared medium that a session manages; C's test makes the object that does without a session. */
async function manage(launch: string, nStreams: number): Promise<Managed> {
  const factory = new RTSPMediaFactory();
  assert.equal(factory.shared, false);
  factory.launch = launch;
  const media = await factory.construct(new RTSPUrl(url));
  assert.ok(media);
  assert.equal(media.nStreams, nStreams);
  const streams = Array.from({ length: nStreams }, (_, index) => {
    const stream = media.getStream(index);
    assert.ok(stream);
    return stream;
  });
  assert.equal(await media.prepare(new RTSPThreadPool()), true);
  const session = new RTSPSession('session');
  sessions.push(session);
  return { media, streams, managed: await session.manageMedia(url, media) };
}

describe('upstream: sessionmedia', () => {
  it('test_setup_url', async () => {
    const { media, streams, managed } = await manage(video, 1);
    assert.equal(managed.matches(url), url.length);
    assert.equal(managed.media, media);

    const transport = await managed.setTransport(streams[0], anyTransport());
    assert.equal(await managed.getTransport(0), transport);
    // None in C, whose RTP-Info then has nothing to name the stream by.
    assert.equal(transport.url?.getRequestUri(), 'rtsp://127.0.0.1/');
    // Twice: the same one may be stored again.
    for (let i = 0; i < 2; i++) {
      transport.url = new RTSPUrl(streamUrl);
      assert.equal(String(transport.url), streamUrl);
    }
    assert.equal(await media.unprepare(), true);
  });

  it('test_rtsp_state', async () => {
    const { media, managed } = await manage(video, 1);
    assert.equal(await managed.getRtspState(), RTSPState.INIT);
    const { READY, SEEKING, PLAYING, RECORDING } = RTSPState;
    for (const state of [READY, SEEKING, PLAYING, RECORDING]) {
      await managed.setRtspState(state);
      assert.equal(await managed.getRtspState(), state);
    }
    assert.equal(await media.unprepare(), true);
  });

  it('test_transports', async () => {
    const both = '( videotestsrc ! rtpvrawpay pt=96 name=pay0 audiotestsrc ! rtpgstpay pt=97 name=pay1 )';
    const { media, streams, managed } = await manage(both, 2);
    assert.equal(managed.matches(url), url.length);
    for (const [index, stream] of streams.entries()) {
      // The second one takes the first one's place.
      for (let i = 0; i < 2; i++) {
        const transport = await managed.setTransport(stream, anyTransport());
        assert.equal(await managed.getTransport(index), transport);
      }
    }
    assert.equal(await media.unprepare(), true);
  });

  it('test_time_and_rtpinfo', async () => {
    const timestamped = `( videotestsrc do-timestamp=true timestamp-offset=0 ! rtpvrawpay pt=96 name=pay0
      audiotestsrc do-timestamp=true timestamp-offset=1000000000 ! rtpgstpay pt=97 name=pay1 )`;
    const { media, streams, managed } = await manage(timestamped, 2);
    assert.equal(await managed.getBaseTime(), 0n);
    assert.equal(await managed.getRtpinfo(), null);

    const transport = await managed.setTransport(streams[0], anyTransport());
    assert.equal(await managed.getTransport(0), transport);
    transport.url = new RTSPUrl(streamUrl);
    assert.equal(await managed.getBaseTime(), 0n);
    const info = (await managed.getRtpinfo()) ?? '';
    for (const part of [`url=${streamUrl}`, 'seq=', 'rtptime=']) assert.ok(info.includes(part), info);

    assert.equal(await media.unprepare(), true);
    assert.equal(await managed.getRtpinfo(), null);
  });

  it('test_allocate_channels', async () => {
    const { media, managed } = await manage(video, 1);
    assert.deepEqual(await managed.allocChannels(), { min: 0, max: 1 });
    assert.deepEqual(await managed.allocChannels(), { min: 2, max: 3 });
    assert.equal(await media.unprepare(), true);
  });
});
