import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  type HandlerError,
  type RTSPClient,
  RTSPConnection,
  RTSPContext,
  RTSPMessage,
  RTSPMethod,
  RTSPResult,
  type RTSPServer,
  RTSPToken,
  serve,
} from '../lib/index.js';
import { decodeFrames } from './clients/players.js';
import { RtspClient } from './clients/rtsp-client.js';
import type { RtspRequest } from './clients/rtsp-message.js';
import { deferred, withDeadline } from './helpers/deadline.js';
import { tone, toneAndPicture } from './helpers/lines.js';

const serveTone = () => serve({ port: 0, mounts: { '/tone': { launch: tone, shared: true } } });

function onEachClient(server: RTSPServer, install: (client: RTSPClient) => void): void {
  server.on('client-connected', install);
}

function collectErrors(server: RTSPServer): HandlerError[] {
  const errors: HandlerError[] = [];
  server.on('handler-error', (error) => errors.push(error));
  return errors;
}

describe('send-message', () => {
  it('shows each response before it is sent, with the context of its request', async () => {
    await using server = await serveTone();
    const sent: unknown[] = [];
    onEachClient(server, (client) => {
      client.on('send-message', (context, message) => {
        assert.equal(context.response, message);
        assert.equal(context.request, context.request);
        sent.push([message.type, message.status, message.headers.get('cseq'), context.method, context.request?.uri]);
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    const sdp = await client.describe();
    assert.ok(sdp);
    assert.equal((await client.request('PLAY')).status, 454);
    assert.deepEqual(sent, [
      ['response', 200, '1', RTSPMethod.DESCRIBE, client.url],
      ['response', 454, '2', RTSPMethod.PLAY, client.url],
    ]);
  });

  it('sends what an async handler has made of headers, status, reason and body', async () => {
    await using server = await serveTone();
    onEachClient(server, (client) => {
      client.on('send-message', async (context, message) => {
        await sleep(5);
        if (context.method === RTSPMethod.OPTIONS) {
          message.headers.set('Server', 'not GStreamer');
          message.headers.append('X-Custom', 'first');
          message.headers.append('X-Custom', 'zweite, ä');
          message.headers.delete('Public');
        } else if (context.method === RTSPMethod.GET_PARAMETER) {
          message.status = 451;
          message.reason = 'I do not understand';
          message.headers.append('Content-Length', '17');
          message.body = 'what?';
        } else {
          message.body = (message.body?.toString() ?? '').replace(/s=.*/, 's=Renamed');
        }
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    const options = await client.request('OPTIONS');
    assert.equal(options.status, 200);
    assert.equal(options.headers.get('server'), 'not GStreamer');
    assert.equal(Buffer.from(options.headers.get('x-custom') ?? '', 'latin1').toString(), 'first, zweite, ä');
    assert.equal(options.headers.get('public'), undefined);
    assert.equal(options.headers.get('cseq'), '1');
    const parameter = await client.request('GET_PARAMETER');
    assert.deepEqual([parameter.status, parameter.reason], [451, 'I do not understand']);
    assert.equal(parameter.headers.get('content-length'), '5');
    assert.equal(parameter.body.toString(), 'what?');
    const described = await client.request('DESCRIBE');
    assert.match(described.body.toString(), /^s=Renamed\r?$/m);
    assert.equal(Number(described.headers.get('content-length')), described.body.length);
  });

  it('leaves a player that plays undisturbed', async () => {
    await using server = await serve({ port: 0, mounts: { '/two': { launch: toneAndPicture } } });
    let sent = 0;
    onEachClient(server, (client) => {
      client.on('send-message', async (_context, message) => {
        await sleep(1);
        message.headers.append('X-Number', String(++sent));
      });
    });
    const played = await decodeFrames(server.url('/two'), 10);
    assert.equal(played.frames, 10);
    assert.ok(sent >= 5, `${sent} messages`);
  });

  it('sends the message as it was when a handler throws, or is late', async () => {
    await using server = await serveTone();
    server.handlerTimeout = 200;
    const errors = collectErrors(server);
    const over = deferred();
    let asked = 0;
    onEachClient(server, (client) => {
      client.on('send-message', async (_context, message) => {
        message.headers.set('Server', 'changed');
        switch (++asked) {
          case 1:
            throw new Error('at once');
          case 2:
            await sleep(1);
            throw new Error('later');
          case 3:
            await sleep(400);
            message.status = 500;
            over.resolve();
        }
      });
      // Others run all the same; with one that throws, none of the changes is made.
      client.on('send-message', (_context, message) => {
        message.headers.set('X-Other', 'changed');
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    for (let i = 0; i < 3; i++) {
      const response = await client.request('OPTIONS');
      assert.equal(response.status, 200);
      assert.equal(response.headers.get('server'), 'GStreamer RTSP server');
      assert.equal(response.headers.get('x-other'), undefined);
    }
    await over.promise;
    assert.equal(errors.length, 3);
    assert.equal((await client.request('OPTIONS')).headers.get('server'), 'changed');
  });

  it('shows what the native guards have made of a refusal', async () => {
    await using server = await serveTone();
    const statuses: (number | null)[] = [];
    onEachClient(server, (client) => {
      client.on('pre-setup-request', () => 453);
      client.on('pre-options-request', () => 403);
      client.on('send-message', (_context, message) => {
        statuses.push(message.status);
        if (message.status === 403) message.status = 404;
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    assert.equal((await client.request('OPTIONS')).status, 404);
    await client.describe();
    const headers = { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' };
    assert.equal((await client.request('SETUP', { uri: `${client.url}/stream=0`, headers })).status, 453);
    assert.deepEqual(statuses, [403, 200, 453]);
  });
});

describe('a handler of send-message', () => {
  for (const method of ['SETUP', 'PLAY', 'PAUSE', 'TEARDOWN']) {
    it(`may remove the session that ${method} is about`, async () => {
      await using server = await serveTone();
      const told = deferred();
      onEachClient(server, (client) => {
        client.on('send-message', async ({ method: asked, session, sessionMedia }) => {
          if (session === null || asked !== RTSPMethod[method as 'PLAY']) return;
          assert.equal(sessionMedia === null, method === 'TEARDOWN');
          await server.sessionPool?.remove(session);
        });
        for (const event of ['setup-request', 'play-request', 'pause-request', 'teardown-request'] as const) {
          client.on(event, ({ sessionMedia, media, transport }) => {
            assert.ok([sessionMedia, media, transport].every((object) => object === null || object.typeName));
            if (event.startsWith(method.toLowerCase())) told.resolve();
          });
        }
      });
      using client = await RtspClient.connect(server.url('/tone'));
      await client.describe();
      const { session } = await client.setupTcp('stream=0', [0, 1]);
      if (method !== 'SETUP') {
        const play = await client.request('PLAY', { headers: { Session: session } });
        assert.equal(play.status, 200);
        if (method !== 'PLAY') {
          assert.equal((await client.request(method, { headers: { Session: session } })).status, 200);
        }
      }
      await withDeadline(told.promise, 5000, 'the event of the request');
      assert.equal(server.sessionPool?.nSessions, 0);
    });
  }
});

describe('the response of a context', () => {
  it('is there in pre-options-request, and is sent as the handler has changed it', async () => {
    await using server = await serveTone();
    let refuse = false;
    onEachClient(server, (client) => {
      client.on('pre-options-request', async ({ response }) => {
        await sleep(1);
        response?.headers.set('Public', 'DESCRIBE');
        if (response) response.reason = 'Fine';
        return refuse ? 403 : 200;
      });
      client.on('pre-describe-request', ({ response }) => {
        assert.equal(response, null);
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    const options = await client.request('OPTIONS');
    assert.deepEqual([options.status, options.reason, options.headers.get('public')], [200, 'Fine', 'DESCRIBE']);
    refuse = true;
    const refused = await client.request('OPTIONS');
    assert.deepEqual([refused.status, refused.headers.get('public')], [403, undefined]);
    assert.equal((await client.request('DESCRIBE')).status, 200);
  });

  it('does not take changes of the request', async () => {
    await using server = await serveTone();
    onEachClient(server, (client) => {
      client.on('pre-setup-request', ({ request }) => {
        request?.headers.set('Transport', 'nonsense');
        if (request) request.uri = '*';
      });
    });
    using client = await RtspClient.connect(server.url('/tone'));
    await client.describe();
    await client.setupTcp('stream=0', [0, 1]);
  });
});

describe('sendMessage()', () => {
  it('sends a request to the peer, and handle-response has the answer', async () => {
    await using server = await serveTone();
    const connected = deferred<RTSPClient>();
    const answered = deferred<RTSPMessage | null>();
    onEachClient(server, (client) => {
      client.on('handle-response', ({ request, response }) => {
        assert.equal(request, null);
        answered.resolve(response);
      });
      client.on('options-request', () => connected.resolve(client));
    });
    using peer = await RtspClient.connect(server.url('/tone'));
    const arrived = deferred<RtspRequest>();
    peer.on('request', (request) => {
      arrived.resolve(request);
      const cseq = request.headers.get('cseq') ?? '';
      peer.sendRaw(`RTSP/1.0 200 OK\r\nCSeq: ${cseq}\r\nContent-Length: 4\r\n\r\nbody`);
    });
    await peer.request('OPTIONS');
    const client = await connected.promise;
    assert.deepEqual(client.connection, new RTSPConnection('127.0.0.1', peer.socket.localPort ?? 0));
    const message = RTSPMessage.request('GET_PARAMETER', peer.url, { CSeq: '77', 'X-Mine': '1' }, 'packets');
    assert.equal(await client.sendMessage(message), RTSPResult.OK);
    // The message is still whole: C empties a copy.
    assert.equal(message.body?.toString(), 'packets');
    const request = await withDeadline(arrived.promise, 5000, 'the request');
    assert.deepEqual([request.method, request.uri, request.body.toString()], ['GET_PARAMETER', peer.url, 'packets']);
    assert.equal(request.headers.get('x-mine'), '1');
    // The connection's own.
    assert.match(request.headers.get('cseq') ?? '', /^\d+$/);
    const answer = await withDeadline(answered.promise, 5000, 'handle-response');
    assert.equal(answer?.status, 200);
    assert.equal(answer.headers.get('cseq'), request.headers.get('cseq'));
    assert.equal(answer.body?.toString(), 'body');
    assert.equal(await client.sendMessage(RTSPMessage.data(0, Buffer.alloc(3))), RTSPResult.EINVAL);
    await assert.rejects(client.sendMessage({} as unknown as RTSPMessage), TypeError);
  });

  it('in a handler leaves the request that is handled its session', async () => {
    await using server = await serveTone();
    onEachClient(server, (client) => {
      client.on('pre-play-request', async () => {
        await client.sendMessage(RTSPMessage.request('OPTIONS', '*', { CSeq: '5' }));
      });
    });
    using peer = await RtspClient.connect(server.url('/tone'));
    const arrived = deferred<RtspRequest>();
    peer.on('request', arrived.resolve);
    await peer.describe();
    const { session } = await peer.setupTcp('stream=0', [0, 1]);
    const played = await peer.play(session);
    assert.match(played.headers.get('session') ?? '', new RegExp(`^${session}`));
    assert.equal((await withDeadline(arrived.promise, 5000, 'the request')).headers.get('session'), undefined);
  });

  it('in a handler of send-message does not go on for ever', async () => {
    await using server = await serveTone();
    const errors: unknown[] = [];
    onEachClient(server, (client) => {
      client.on('send-message', async () => {
        await client.sendMessage(RTSPMessage.request('OPTIONS', '*', { CSeq: '5' })).catch((error: unknown) => {
          errors.push(error);
        });
      });
    });
    using peer = await RtspClient.connect(server.url('/tone'));
    assert.equal((await peer.request('OPTIONS')).status, 200);
    assert.equal(errors.length, 1);
    assert.match(String(errors[0]), /circle/);
  });

  it('rejects when the client is gone', async () => {
    await using server = await serveTone();
    const connected = deferred<RTSPClient>();
    const closed = deferred();
    onEachClient(server, (client) => {
      client.on('closed', () => closed.resolve());
      connected.resolve(client);
    });
    using peer = await RtspClient.connect(server.url('/tone'));
    await peer.request('OPTIONS');
    peer.destroy();
    await withDeadline(closed.promise, 5000, 'closed');
    const client = await connected.promise;
    await assert.rejects(client.sendMessage(RTSPMessage.request('OPTIONS', '*')), { name: 'GError' });
  });
});

describe('the current context', () => {
  it('is that of the handler, before and after an await, and null elsewhere', async () => {
    await using server = await serveTone();
    const seen: boolean[] = [];
    const late = deferred<RTSPContext | null>();
    onEachClient(server, (client) => {
      client.on('pre-options-request', async (context) => {
        setTimeout(() => late.resolve(RTSPContext.current), 100);
        seen.push(RTSPContext.current === context);
        await sleep(5);
        seen.push(RTSPContext.current === context);
        await client.sendMessage(RTSPMessage.request('OPTIONS', '*', { CSeq: '1' }));
        seen.push(RTSPContext.current === context);
      });
      client.on('options-request', (context) => {
        seen.push(RTSPContext.current === context);
      });
    });
    using peer = await RtspClient.connect(server.url('/tone'));
    await peer.request('OPTIONS');
    assert.equal(await late.promise, null);
    assert.deepEqual(seen, [true, true, true, true]);
    assert.equal(RTSPContext.current, null);
  });

  it('can be given a token once, in its handler', async () => {
    await using server = await serveTone();
    const outcome: unknown[] = [];
    let kept: RTSPContext | undefined;
    onEachClient(server, (client) => {
      client.on('pre-describe-request', async (context) => {
        kept = context;
        await context.setToken(new RTSPToken({ name: 'Ada' }));
        outcome.push(context.token?.getString('name'));
        await context.setToken(new RTSPToken({ name: 'Eve' })).catch((error: unknown) => outcome.push(String(error)));
      });
      client.on('send-message', ({ token }) => {
        outcome.push(token?.getString('name'));
      });
    });
    using peer = await RtspClient.connect(server.url('/tone'));
    await peer.request('DESCRIBE');
    assert.deepEqual(outcome, ['Ada', 'GError: the request has a token already', 'Ada']);
    await assert.rejects(async () => kept?.setToken(new RTSPToken()), /works in the handler/);
  });
});
