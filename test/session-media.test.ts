import assert from 'node:assert/strict';

import {
  type RTSPMedia,
  RTSPMediaFactory,
  RTSPMediaStatus,
  type RTSPServer,
  type RTSPSessionMedia,
  RTSPState,
  RTSPTransport,
  serve,
  State,
} from '../lib/index.js';
import { setUp, type Viewing } from './clients/viewer.js';
import { eventually } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';

/** How a viewer's session ends, by his doing and by the application's. */
const ends: Record<string, (viewing: Viewing, server: RTSPServer) => unknown> = {
  TEARDOWN: async ({ client, session }) => {
    assert.equal((await client.request('TEARDOWN', { headers: { Session: session } })).status, 200);
  },
  'the end of the connection': ({ client }) => {
    client.destroy();
  },
  'client.close()': async ({ session }, server) => {
    for (const client of await server.clientFilter()) {
      if ((await client.sessionFilter()).some(({ sessionId }) => sessionId === session)) await client.close();
    }
  },
  'pool.remove()': async ({ session }, { sessionPool: pool }) => {
    const found = pool?.find(session);
    assert.ok(pool && found);
    assert.equal(await pool.remove(found), true);
  },
  'session.releaseMedia()': async ({ session }, { sessionPool: pool }) => {
    const found = pool?.find(session);
    const [medium] = (await found?.filter()) ?? [];
    assert.ok(found && medium);
    await found.releaseMedia(medium);
  },
};

/** What has ended is there for whoever still has it, and nothing is set up in it. */
async function isEmpty(one: RTSPSessionMedia, { sessionPool: pool }: RTSPServer): Promise<void> {
  const stream = one.media.getStream(0);
  const session = pool?.create();
  assert.ok(stream && session);
  await one.setRtspState(RTSPState.PLAYING);
  assert.deepEqual(
    [
      one.matches('/tone'),
      await one.getBaseTime(),
      await one.getRtpinfo(),
      await one.getRtspState(),
      await one.setState(State.PLAYING),
      await one.getTransport(0),
      await one.getTransports(),
      await one.allocChannels(),
      await session.releaseMedia(one),
    ],
    [null, null, null, RTSPState.INIT, false, null, [], null, false],
  );
  const tcp = RTSPTransport.parse('RTP/AVP/TCP;unicast;interleaved=0-1');
  await assert.rejects(async () => one.setTransport(stream, tcp), {
    name: 'TypeError',
    message: 'RTSPSessionMedia.setTransport(): the object must be RTSPSessionMedia, not one that has ended',
  });
}

describe('an RTSPSessionMedia that JavaScript holds', () => {
  for (const [how, end] of Object.entries(ends)) {
    it(`ends with ${how}, and the medium that two viewers share stops`, async () => {
      const factory = new RTSPMediaFactory();
      factory.launch = tone;
      factory.shared = true;
      const made: RTSPMedia[] = [];
      factory.on('media-configure', (media) => {
        made.push(media);
      });
      await using server = await serve({ port: 0, mounts: { '/tone': factory } });
      const held: RTSPSessionMedia[] = [];
      server.on('client-connected', (client) => {
        client.on('pre-play-request', ({ sessionMedia }) => {
          assert.ok(sessionMedia);
          held.push(sessionMedia);
        });
      });
      const viewings = [await setUp(server.url('/tone')), await setUp(server.url('/tone'))];
      for (const { client, session, streams } of viewings) {
        await client.play(session);
        await streams[0].reach(2);
      }
      const [media] = made;
      assert.deepEqual(
        held.map((one) => one.media === media),
        [true, true],
      );
      const [first, second] = viewings;
      await end(first, server);
      const [gone, stays] = held;
      await eventually(() => gone.ended, 5000, 'the end of the first');
      assert.equal(stays.media, media);
      assert.equal(await media.getStatus(), RTSPMediaStatus.PREPARED);
      await second.streams[0].reach(second.streams[0].rtpPackets + 10);

      await end(second, server);
      await eventually(
        async () => (await media.getStatus()) === RTSPMediaStatus.UNPREPARED,
        5000,
        'the end of the medium',
      );
      await eventually(() => stays.ended, 5000, 'the end of the second');
      await isEmpty(stays, server);
      for (const { client } of viewings) client.destroy();
    });
  }
});
