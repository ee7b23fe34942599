import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';

import {
  RTSPClient,
  RTSPConnection,
  type RTSPHeadersInit,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMessage,
  RTSPMethod,
  RTSPMountPoints,
  RTSPResult,
  RTSPSessionPool,
  serve,
} from '../lib/index.js';
import { RtspClient } from './clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { isCollected } from './helpers/garbage.js';
import { tone } from './helpers/lines.js';
import { temporaryFolder } from './helpers/temporary.js';

const url = 'rtsp://127.0.0.1/tone';

/** A client without a socket, and what it answers. */
class StandAlone {
  readonly client = new RTSPClient();
  readonly sent: RTSPMessage[] = [];

  constructor(launch = tone) {
    const factory = new RTSPMediaFactory();
    factory.launch = launch;
    const mounts = new RTSPMountPoints();
    mounts.addFactory('/tone', factory);
    this.client.mountPoints = mounts;
    this.client.on('send-message', (_context, message) => {
      this.sent.push(message);
    });
  }

  async ask(method: number, uri = url, headers: RTSPHeadersInit = {}): Promise<RTSPMessage> {
    const request = RTSPMessage.request(method, uri, { CSeq: String(this.sent.length + 1) });
    for (const [name, value] of Object.entries(headers)) request.headers.set(name, value as string);
    assert.equal(await this.client.handleMessage(request), RTSPResult.OK);
    const response = this.sent.at(-1);
    assert.ok(response && response.headers.get('cseq') === request.headers.get('cseq'));
    return response;
  }
}

describe('a client that JavaScript makes', () => {
  it('answers OPTIONS without a connection', async () => {
    const { client, sent } = new StandAlone();
    assert.equal(client.connection, null);
    assert.equal(await client.handleMessage(RTSPMessage.request('OPTIONS', '*', { CSeq: '9' })), RTSPResult.OK);
    assert.equal(sent.length, 1);
    const response = sent.at(0);
    assert.ok(response);
    assert.deepEqual([response.type, response.status, response.reason], ['response', 200, 'OK']);
    assert.equal(response.headers.get('CSeq'), '9');
    assert.match(response.headers.get('public') ?? '', /DESCRIBE.*TEARDOWN/);
    assert.deepEqual(client.connection, new RTSPConnection('127.0.0.1', 0));
    await client.close();
  });

  it('plays a whole session, over the connection that it does not have', async () => {
    const alone = new StandAlone();
    alone.client.setConnection(new RTSPConnection('127.0.0.1', 4711));
    const medias: unknown[] = [];
    alone.client.on('pre-play-request', ({ media, connection }) => {
      medias.push(media instanceof RTSPMedia, connection?.port, connection?.url.toString());
    });
    const described = await alone.ask(RTSPMethod.DESCRIBE);
    assert.match(described.body?.toString() ?? '', /^m=audio/m);
    const transport = { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' };
    const setUp = await alone.ask(RTSPMethod.SETUP, `${url}/stream=0`, transport);
    assert.equal(setUp.status, 200);
    const session = setUp.headers.get('session')?.replace(/;.*/, '') ?? '';
    const pool = alone.client.sessionPool;
    assert.ok(pool);
    assert.equal(pool.nSessions, 1);
    assert.equal((await alone.ask(RTSPMethod.PLAY, url, { Session: session })).status, 200);
    assert.equal((await alone.ask(RTSPMethod.TEARDOWN, url, { Session: session })).status, 200);
    assert.equal(pool.nSessions, 0);
    assert.deepEqual(medias, [true, 4711, 'rtsp://127.0.0.1:4711']);
    await alone.client.close();
  });

  it('sets up UDP towards the peer that it was given', async () => {
    const alone = new StandAlone();
    alone.client.setConnection(new RTSPConnection('127.0.0.1', 4711));
    await alone.ask(RTSPMethod.DESCRIBE);
    const transport = { Transport: 'RTP/AVP;unicast;client_port=45678-45679' };
    const setUp = await alone.ask(RTSPMethod.SETUP, `${url}/stream=0`, transport);
    assert.equal(setUp.status, 200);
    assert.match(setUp.headers.get('transport') ?? '', /client_port=45678-45679/);
    await alone.client.close();
    assert.equal(alone.client.sessionPool?.nSessions, 0);
  });

  it('has the guards of a server', async () => {
    const alone = new StandAlone(tone.replace('is-live=true', ''));
    await alone.ask(RTSPMethod.DESCRIBE);
    const setUp = await alone.ask(RTSPMethod.SETUP, `${url}/stream=0`, {
      Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1',
    });
    const Session = setUp.headers.get('session')?.replace(/;.*/, '') ?? '';
    assert.equal((await alone.ask(RTSPMethod.PLAY, url, { Session, Scale: 'nan' })).status, 400);
    assert.equal((await alone.ask(RTSPMethod.PLAY, url, { Session: 'unknown' })).status, 454);
    // The stream is set up already.
    assert.equal((await alone.ask(RTSPMethod.SETUP, `${url}/stream=0`, { Session, Transport: 'x' })).status, 455);
    alone.client.on('pre-options-request', () => 403);
    assert.equal((await alone.ask(RTSPMethod.OPTIONS)).status, 403);
    await alone.client.close();
  });

  it('takes every message, also nonsense', async () => {
    const alone = new StandAlone();
    const { client } = alone;
    assert.equal((await alone.ask(RTSPMethod.DESCRIBE, 'nonsense')).status, 400);
    assert.equal((await alone.ask(RTSPMethod.DESCRIBE, 'rtsp://127.0.0.1/none')).status, 404);
    assert.equal((await alone.ask(RTSPMethod.ANNOUNCE)).status, 400);
    assert.equal((await alone.ask(RTSPMethod.REDIRECT)).status, 501);
    for (const message of [
      RTSPMessage.data(0, Buffer.alloc(0)),
      RTSPMessage.data(255, Buffer.alloc(65_535)),
      RTSPMessage.response(200, { CSeq: '1', Session: 'none' }),
      RTSPMessage.response(599),
      RTSPMessage.parse(Buffer.from('DANCE * RTSP/1.0\r\n\r\n')),
      RTSPMessage.parse(Buffer.from('GET /tone HTTP/1.1\r\n\r\n')),
      RTSPMessage.request('OPTIONS', '*', { Require: ['a', 'b'], Session: '' }),
    ]) {
      assert.equal(await client.handleMessage(message), RTSPResult.OK);
    }
    await assert.rejects(client.handleMessage({} as unknown as RTSPMessage), TypeError);
    await assert.rejects(client.handleMessage(null as unknown as RTSPMessage), TypeError);
    await client.close();
  });

  it('forgets a call whose argument cannot be read, and what the code knew that made it', async () => {
    const { client } = new StandAlone();
    const getPrototypeOf = () => {
      throw new Error('nobody looks at this');
    };
    const unreadable = new Proxy({}, { getPrototypeOf }) as unknown as RTSPMessage;
    const call = async () => {
      const known = {};
      await new AsyncLocalStorage().run(known, () => assert.rejects(client.handleMessage(unreadable), /nobody looks/));
      return new WeakRef(known);
    };
    await isCollected(await call(), 5000, 'the call to be forgotten');
    await client.close();
  });

  it('handles one message after the other', async () => {
    const alone = new StandAlone();
    const order: (string | null | undefined)[] = [];
    alone.client.on('pre-options-request', async ({ request }) => {
      const cseq = request?.headers.get('cseq');
      order.push(cseq);
      await new Promise((resolve) => setTimeout(resolve, 10));
      order.push(cseq);
    });
    await Promise.all(
      ['1', '2', '3'].map((CSeq) => alone.client.handleMessage(RTSPMessage.request('OPTIONS', '*', { CSeq }))),
    );
    assert.deepEqual(order, ['1', '1', '2', '2', '3', '3']);
    await alone.client.close();
  });

  it('throws at once when a handler would have it handle a message', async () => {
    const alone = new StandAlone();
    const message = RTSPMessage.request('OPTIONS', '*');
    let thrown: unknown;
    alone.client.on('pre-options-request', async () => {
      await Promise.resolve();
      try {
        await new RTSPClient().handleMessage(message);
      } catch (error) {
        thrown = error;
      }
    });
    await alone.ask(RTSPMethod.OPTIONS);
    assert.match(
      String(thrown),
      /RTSPClient\.handleMessage\(\) waits for the clients' threads, and the handler of 'pre-options-request' keeps one/,
    );
    await alone.client.close();
  });

  it('has its session pool before its first message, and one connection', async () => {
    const { client } = new StandAlone();
    const pool = new RTSPSessionPool();
    assert.notEqual(client.sessionPool, pool);
    client.sessionPool = pool;
    assert.equal(client.sessionPool, pool);
    assert.throws(() => (client.sessionPool = null as unknown as RTSPSessionPool), TypeError);
    await client.handleMessage(RTSPMessage.request('OPTIONS', '*'));
    assert.throws(() => (client.sessionPool = new RTSPSessionPool()), { name: 'GError' });
    assert.throws(() => client.setConnection(new RTSPConnection('::1', 1)), { name: 'GError' });
    assert.throws(() => new RTSPConnection('localhost', 1), TypeError);
    assert.throws(() => new RTSPConnection('127.0.0.1', 65_536), TypeError);
    assert.throws(() => client.setConnection({ address: 'x', port: 1 } as unknown as RTSPConnection), {
      name: 'GError',
    });
    await client.close();
  });

  it('is over when it is closed, its sessions too, also in a handler', async () => {
    const alone = new StandAlone();
    const closed = deferred();
    alone.client.once('closed', () => closed.resolve());
    await alone.ask(RTSPMethod.DESCRIBE);
    const transport = { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' };
    const setUp = await alone.ask(RTSPMethod.SETUP, `${url}/stream=0`, transport);
    const Session = setUp.headers.get('session')?.replace(/;.*/, '') ?? '';
    alone.client.on('pre-play-request', () => alone.client.close());
    assert.equal((await alone.ask(RTSPMethod.PLAY, url, { Session })).status, 200);
    await withDeadline(closed.promise, 5000, 'closed');
    assert.equal(alone.client.sessionPool?.nSessions, 0);
    await assert.rejects(alone.client.handleMessage(RTSPMessage.request('OPTIONS', '*')), /closed/);
    await alone.client.close();
  });

  it('has no sessions left after close(), also when a medium that failed has closed it before', async () => {
    const alone = new StandAlone();
    const failing = new RTSPMediaFactory();
    failing.launch = '( audiotestsrc is-live=true ! identity error-after=20 ! rtpL16pay name=pay0 )';
    alone.client.mountPoints?.addFactory('/failing', failing);
    const closed = deferred();
    alone.client.once('closed', () => closed.resolve());
    const headers = { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' };
    let Session = '';
    for (const uri of [url, 'rtsp://127.0.0.1/failing']) {
      const setUp = await alone.ask(RTSPMethod.SETUP, `${uri}/stream=0`, headers);
      Session = setUp.headers.get('session')?.replace(/;.*/, '') ?? '';
    }
    assert.equal(alone.client.sessionPool?.nSessions, 2);
    assert.equal((await alone.ask(RTSPMethod.PLAY, 'rtsp://127.0.0.1/failing', { Session })).status, 200);
    await withDeadline(closed.promise, 5000, 'closed');
    await alone.client.close();
    assert.equal(alone.client.sessionPool.nSessions, 0);
  });

  it("is not a server's", async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': { launch: tone } } });
    const connected = deferred<RTSPClient>();
    server.on('client-connected', connected.resolve);
    using peer = await RtspClient.connect(server.url('/tone'));
    await peer.request('OPTIONS');
    const client = await connected.promise;
    await assert.rejects(client.handleMessage(RTSPMessage.request('OPTIONS', '*')), /the client of a server/);
    assert.throws(() => (client.sessionPool = new RTSPSessionPool()), /the client of a server/);
    assert.throws(() => client.setConnection(new RTSPConnection('127.0.0.1', 1)), /the client of a server/);
  });
});

describe('a stand-alone client that plays', () => {
  it('is closed when its worker ends: its pipeline stops', async () => {
    const file = path.join(temporaryFolder(), 'sound');
    const launch = `( audiotestsrc is-live=true samplesperbuffer=160 ! audio/x-raw,rate=8000,channels=1 ! tee name=t
      t. ! queue ! rtpL16pay name=pay0 pt=96  t. ! queue ! filesink async=false buffer-mode=unbuffered location=${file} )`;
    const worker = new Worker(
      `require('tsx/cjs/api').register();
       const { parentPort } = require('node:worker_threads');
       const { RTSPMethod } = require(${JSON.stringify(require.resolve('../lib/index.ts'))});
       const { DirectClient } = require(${JSON.stringify(require.resolve('./clients/direct-client.ts'))});
       setInterval(() => undefined, 1000); // a client keeps no event loop alive
       (async () => {
         const direct = new DirectClient(${JSON.stringify(launch)});
         await direct.client.setSendFunc((_, message) => direct.take(message));
         await direct.request(RTSPMethod.DESCRIBE);
         await direct.setUp(0);
         await direct.play();
         await direct.reach(20);
         parentPort.postMessage('plays');
       })();`,
      { eval: true },
    );
    const failed = new Promise((_, reject) => worker.once('error', reject));
    await withDeadline(Promise.race([once(worker, 'message'), failed]), 20_000, 'packets');
    const size = () => statSync(file).size;
    const before = size();
    await eventually(() => size() > before, 5000, 'more sound');
    await worker.terminate();
    let last = 0;
    await eventually(
      async () => {
        last = size();
        await sleep(300);
        return size() === last;
      },
      10_000,
      'the end of the pipeline',
    );
  });
});
