import assert from 'node:assert/strict';

import {
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMediaStatus,
  type RTSPServer,
  type RTSPSessionMedia,
  serve,
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

function hasEnded(one: RTSPSessionMedia): boolean {
  try {
    return !(one.media instanceof RTSPMedia);
  } catch {
    return true;
  }
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
      await eventually(() => hasEnded(gone), 5000, 'the end of the first');
      assert.equal(stays.media, media);
      assert.equal(await media.getStatus(), RTSPMediaStatus.PREPARED);
      await second.streams[0].reach(second.streams[0].rtpPackets + 10);

      await end(second, server);
      await eventually(
        async () => (await media.getStatus()) === RTSPMediaStatus.UNPREPARED,
        5000,
        'the end of the medium',
      );
      await eventually(() => hasEnded(stays), 5000, 'the end of the second');
      assert.throws(() => stays.media, {
        name: 'TypeError',
        message: 'RTSPSessionMedia.getMedia(): the object must be RTSPSessionMedia, not one that has ended',
      });
      for (const { client } of viewings) client.destroy();
    });
  }
});
