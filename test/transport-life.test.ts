import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { GError, type RTSPSession, type RTSPSessionPool, type RTSPStreamTransport, serve } from '../lib/index.js';
import { RtspClient } from './clients/rtsp-client.js';
import { eventually } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';

interface Ended {
  peer: RtspClient;
  pool: RTSPSessionPool;
  session: RTSPSession;
}

const ends: Record<string, (of: Ended) => Promise<unknown>> = {
  'RTSPSessionPool.remove()': ({ pool, session }) => pool.remove(session),
  'RTSPSession.releaseMedia()': ({ session }) => {
    const { media } = session.getMedia('/tone');
    assert.ok(media);
    return session.releaseMedia(media);
  },
  'its end': ({ peer }) => {
    const closed = once(peer.socket, 'close');
    peer.destroy();
    return closed;
  },
  TEARDOWN: ({ peer, session }) => peer.teardown(session.sessionId),
};

describe('a transport over the connection of a client that has given it up', () => {
  for (const [how, end] of Object.entries(ends)) {
    it(`by ${how} is not activated again, and its stream goes on`, async () => {
      await using server = await serve({ port: 0, mounts: { '/tone': { launch: tone, shared: true } } });
      const play = async () => {
        let transport: RTSPStreamTransport | null = null;
        server.once('client-connected', (client) => {
          client.once('setup-request', (context) => {
            transport = context.transport;
          });
        });
        const peer = await RtspClient.connect(server.url('/tone'));
        await peer.describe();
        const { session } = await peer.setupTcp('stream=0', [0, 1]);
        await peer.play(session);
        await eventually(() => transport !== null, 5000, 'setup-request');
        return { peer, session, transport: transport as unknown as RTSPStreamTransport };
      };
      const stays = await play();
      const { peer, session, transport } = await play();
      const pool = server.sessionPool;
      const entry = pool?.find(session);
      assert.ok(pool && entry);
      await end({ peer, pool, session: entry });
      if (peer.socket.destroyed) await eventually(() => server.stats().clients === 1, 5000, 'the end of the client');
      for (const connected of [true, false]) {
        if (!connected) {
          peer.destroy();
          await sleep(50);
          global.gc?.();
        }
        await assert.rejects(
          transport.setActive(true),
          (error) => error instanceof GError && /does not have it any more/.test(error.message),
        );
      }
      const reception = stays.peer.received(0);
      await reception.reach(reception.rtpPackets + 20);
      stays.peer.destroy();
    });
  }
});
