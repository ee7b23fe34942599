import assert from 'node:assert/strict';
import { once } from 'node:events';

import {
  type RTSPMedia,
  RTSPMediaFactory,
  RTSPMediaStatus,
  type RTSPServer,
  type RTSPSession,
  type RTSPSessionMedia,
  serve,
  State,
} from '../lib/index.js';
import { native } from '../lib/native.js';
import { setUp, type Viewing } from './clients/viewer.js';
import { eventually, withDeadline } from './helpers/deadline.js';
import { areCollected } from './helpers/garbage.js';
import { tone } from './helpers/lines.js';

/** A mount that all viewers share, and what JavaScript has of them. */
interface Shared {
  server: RTSPServer;
  media: () => RTSPMedia;
  /** Of whoever has asked to play, in this order. */
  held: RTSPSessionMedia[];
}

async function serveShared(): Promise<Shared & AsyncDisposable> {
  const factory = new RTSPMediaFactory();
  factory.launch = tone;
  factory.shared = true;
  const made: RTSPMedia[] = [];
  factory.on('media-configure', (media) => {
    made.push(media);
  });
  const server = await serve({ port: 0, mounts: { '/tone': factory } });
  const held: RTSPSessionMedia[] = [];
  server.on('client-connected', (client) => {
    client.on('pre-play-request', ({ sessionMedia }) => {
      assert.ok(sessionMedia);
      held.push(sessionMedia);
    });
  });
  const media = () => {
    assert.equal(made.length, 1);
    return made[0];
  };
  return { server, media, held, [Symbol.asyncDispose]: () => server.close() };
}

async function view({ server }: Shared): Promise<Viewing> {
  const viewing = await setUp(server.url('/tone'));
  await viewing.client.play(viewing.session);
  await viewing.streams[0].reach(2);
  return viewing;
}

const goesOn = ({ streams: [sound] }: Viewing) => sound.reach(sound.rtpPackets + 20);

const stopped = async (media: RTSPMedia) => (await media.getStatus()) === RTSPMediaStatus.UNPREPARED;

async function sessionOf({ session }: Viewing, { sessionPool: pool }: RTSPServer): Promise<RTSPSession> {
  const found = pool?.find(session);
  assert.ok(found);
  return found;
}

/** How a viewer's session ends, by his doing and by the application's. */
const ends: Record<string, (viewing: Viewing, server: RTSPServer) => unknown> = {
  TEARDOWN: ({ client, session }) => client.teardown(session),
  'the end of the connection': ({ client }) => {
    client.destroy();
  },
  'client.close()': async ({ session }, server) => {
    for (const client of await server.clientFilter()) {
      if ((await client.sessionFilter()).some(({ sessionId }) => sessionId === session)) await client.close();
    }
  },
  'pool.remove()': async (viewing, server) => {
    assert.equal(await server.sessionPool?.remove(await sessionOf(viewing, server)), true);
  },
  'session.releaseMedia()': async (viewing, server) => {
    const session = await sessionOf(viewing, server);
    const [medium] = await session.filter();
    await session.releaseMedia(medium);
  },
};

describe('an RTSPSessionMedia that JavaScript holds', () => {
  for (const [how, end] of Object.entries(ends)) {
    it(`does not keep a shared medium from stopping after ${how}`, async () => {
      await using shared = await serveShared();
      const [first, second] = [await view(shared), await view(shared)];
      await end(first, shared.server);
      await goesOn(second);
      await end(second, shared.server);
      const media = shared.media();
      await eventually(() => stopped(media), 5000, 'the end of the medium');
      assert.equal(shared.held.length, 2);
      for (const part of shared.held) {
        assert.equal(part.media, media);
        assert.equal(await part.setState(State.PLAYING), false);
      }
      for (const { client } of [first, second]) client.destroy();
    });
  }

  it('takes nothing from the others when it is collected, nor when it is told to stop', async () => {
    await using shared = await serveShared();
    const [first, second] = [await view(shared), await view(shared)];
    const third = await setUp(shared.server.url('/tone'));
    for (const { client, session } of [first, second]) await client.teardown(session);
    const media = shared.media();
    // It is set up, and nobody plays it.
    for (const part of shared.held) assert.equal(await part.setState(State.NULL), false);
    const refs = shared.held.splice(0).map((part) => new WeakRef(part));
    await areCollected([...refs, new WeakRef({})]);
    // The reaper is done when all that it was given before is.
    await eventually(() => native.statistics().reaperIdle, 5000, 'the reaper');
    assert.equal(await media.getStatus(), RTSPMediaStatus.PREPARED);
    await third.client.play(third.session);
    await goesOn(third);
    const end = once(media, 'unprepared');
    await third.client.teardown(third.session);
    await withDeadline(end, 5000, 'the end of the medium');
    for (const { client } of [first, second, third]) client.destroy();
  });

  it('leaves the connection of whoever has torn down what the last ones share', async () => {
    await using shared = await serveShared();
    const viewings = [await view(shared), await view(shared)];
    await Promise.all(viewings.map(({ client, session }) => client.teardown(session)));
    await eventually(() => stopped(shared.media()), 5000, 'the end of the medium');
    for (const { client } of viewings) {
      assert.equal((await client.request('OPTIONS')).status, 200);
      client.destroy();
    }
    assert.equal(shared.held.length, 2);
  });
});
