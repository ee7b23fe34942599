import assert from 'node:assert/strict';
import { once } from 'node:events';

import {
  type RTSPClient,
  RTSPFilterResult,
  RTSPMessage,
  RTSPMethod,
  type RTSPSession,
  type RTSPSessionMedia,
  RTSPStatusCode,
  type RTSPStreamTransport,
  serve,
} from '../lib/index.js';
import { RtspClient } from './clients/rtsp-client.js';
import { deferred, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';

/** A client of the server that has set up a stream over TCP. */
interface Known {
  peer: RtspClient;
  client: RTSPClient;
  session: RTSPSession;
  sessionMedia: RTSPSessionMedia;
  transport: RTSPStreamTransport;
}

describe('a client whose thread is busy', () => {
  it('is waited for ten seconds by what must be done on it, which is done when it is free', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    server.handlerTimeout = 60_000;
    assert.ok(server.sessionPool);
    server.threadPool.maxThreads = 16;
    const pool = server.sessionPool;
    const know = async (): Promise<Known> => {
      const connected = once(server, 'client-connected') as Promise<[RTSPClient]>;
      const known = deferred<Known>();
      const viewing = RtspClient.connect(server.url('/tone'), 60_000);
      const [client] = await connected;
      const peer = await viewing;
      client.once('setup-request', ({ session, sessionMedia, transport }) => {
        assert.ok(session && sessionMedia && transport);
        known.resolve({ peer, client, session, sessionMedia, transport });
      });
      const { media } = await peer.describe();
      await peer.setupTcp(media[0]?.control ?? '', [0, 1]);
      return known.promise;
    };
    const taken = deferred();
    const ways: ((known: Known) => Promise<unknown>)[] = [
      ({ client }) => client.close(),
      ({ client }) => client.getStreamTransport(0),
      ({ client }) => client.sendMessage(RTSPMessage.request(RTSPMethod.OPTIONS, server.url('/tone'))),
      ({ client }) => client.sessionFilter(() => RTSPFilterResult.REMOVE),
      ({ client }) => server.clientFilter((_server, one) => (one === client ? RTSPFilterResult.REMOVE : undefined)),
      ({ session }) => session.filter(() => RTSPFilterResult.REMOVE),
      ({ session, sessionMedia }) => session.releaseMedia(sessionMedia),
      ({ session }) => pool.remove(session),
      ({ transport }) => transport.setCallbacks(() => taken.resolve(), null),
    ];
    const all: Known[] = [];
    const free = deferred<typeof RTSPStatusCode.OK>();
    const answered: Promise<unknown>[] = [];
    for (let i = 0; i < ways.length; i++) {
      const known = await know();
      const held = deferred();
      known.client.once('pre-options-request', () => {
        held.resolve();
        return free.promise;
      });
      answered.push(known.peer.request('OPTIONS'));
      await held.promise;
      all.push(known);
    }
    const results = await Promise.allSettled(all.map((known, i) => ways[i]?.(known)));
    for (const [i, result] of results.entries()) {
      assert.equal(result.status, 'rejected', String(ways[i]));
      assert.ok((result.reason as { matches(domain: string, code: number): boolean }).matches('g-io-error-quark', 24));
    }
    const late = once(all[2]?.peer, 'request');
    const ends = all.map(({ client }) => once(client, 'closed'));
    free.resolve(RTSPStatusCode.OK);
    // Close, and what ends sessions that are over the connection.
    await withDeadline(Promise.all([0, 4, 5, 6, 7].map((i) => ends[i])), 5000, 'the connections to end');
    await withDeadline(late, 5000, 'the request that was late');
    await withDeadline(Promise.allSettled(answered), 5000, 'the answers');
    assert.deepEqual(await all[3]?.client.sessionFilter(), []);
    const last = all.at(-1);
    await last?.peer.play(last.session.sessionId);
    await withDeadline(taken.promise, 5000, 'a packet for the function');
  }).timeout(60_000);
});
