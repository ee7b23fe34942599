import assert from 'node:assert/strict';

import {
  RTSPAuth,
  RTSPClient,
  RTSPConnection,
  type RTSPMediaFactory,
  RTSPMessage,
  RTSPMethod,
  RTSPMountPoints,
  RTSPResult,
  type RTSPSession,
  RTSPSessionPool,
  type RTSPStatusCode,
  RTSPThreadPool,
  RTSPToken,
} from '../../lib/index.js';
import { deferred, type Deferred, withDeadline } from '../helpers/deadline.js';

/** Everybody is a user, who may choose where a stream goes or may not. */
export function trusting(mayChoose = true): RTSPAuth {
  const auth = new RTSPAuth();
  auth.defaultToken = new RTSPToken({ 'transport.client-settings': mayChoose, 'media.factory.role': 'user' });
  return auth;
}

/** What clients of one server share. */
export class Scene {
  readonly mountPoints = new RTSPMountPoints();
  readonly sessionPool = new RTSPSessionPool();
  readonly threadPool = new RTSPThreadPool();

  constructor(factory: RTSPMediaFactory, path = '/test') {
    this.mountPoints.addFactory(path, factory);
  }
}

/** A client without a socket, asked and heard by its functions for that. */
export class Conversation {
  /** What came of streams. */
  onData: (message: RTSPMessage) => void = () => {};
  /** The id of the session that a SETUP made. */
  session = '';
  readonly #pending = new Map<string, Deferred<RTSPMessage>>();
  #cseq = 0;

  private constructor(readonly client: RTSPClient) {}

  static async with(client: RTSPClient, scene?: Scene): Promise<Conversation> {
    if (scene) {
      client.mountPoints = scene.mountPoints;
      client.sessionPool = scene.sessionPool;
      client.threadPool = scene.threadPool;
    }
    const conversation = new Conversation(client);
    client.on('handler-error', (error) => {
      for (const answered of conversation.#pending.values()) answered.reject(error);
    });
    await client.setSendFunc((of, message) => {
      assert.equal(of, client);
      conversation.#take(message);
    });
    return conversation;
  }

  /** With a client that has a peer, over whose connection media can go. */
  static connected(scene?: Scene, client = new RTSPClient()): Promise<Conversation> {
    client.setConnection(new RTSPConnection('127.0.0.1', 444));
    return Conversation.with(client, scene);
  }

  /** The response to a request. */
  async ask(
    method: RTSPMethod,
    uri: string,
    headers: Readonly<Record<string, string | string[]>> = {},
  ): Promise<RTSPMessage> {
    return this.hand(RTSPMessage.request(method, uri, { CSeq: String(++this.#cseq), ...headers }));
  }

  /** The response to a request, its CSeq included. */
  async hand(request: RTSPMessage): Promise<RTSPMessage> {
    const answered = deferred<RTSPMessage>();
    const cseq = request.headers.get('CSeq') ?? '';
    this.#pending.set(cseq, answered);
    assert.equal(await this.client.handleMessage(request), RTSPResult.OK);
    const response = await withDeadline(answered.promise, 10_000, `a response to ${cseq}`);
    assert.deepEqual([response.type, response.version], ['response', '1.0']);
    return response;
  }

  /** Fails unless a request is answered so. */
  async expect(
    status: RTSPStatusCode,
    reason: string,
    method: RTSPMethod,
    uri: string,
    headers: Readonly<Record<string, string | string[]>> = {},
  ): Promise<RTSPMessage> {
    const response = await this.ask(method, uri, headers);
    assert.deepEqual([response.status, response.reason], [status, reason]);
    return response;
  }

  /** SETUP, in a new session or in the one that there is; the response's transport is to be as expected. */
  async setUp(uri: string, transport: string, expected: RegExp | string): Promise<RTSPSession> {
    const headers: Record<string, string> = { Transport: transport };
    if (this.session !== '') headers.Session = this.session;
    const { headers: answered } = await this.expect(200, 'OK', RTSPMethod.SETUP, uri, headers);
    const chosen = answered.get('Transport') ?? '';
    if (typeof expected === 'string') assert.equal(chosen, expected);
    else assert.match(chosen, expected);
    const [id = '', timeout = 'timeout=60'] = (answered.get('Session') ?? '').split(/ *; */);
    const session = this.client.sessionPool?.find(id);
    assert.ok(session);
    assert.equal(timeout, `timeout=${session.timeout}`);
    this.session = session.sessionId;
    return session;
  }

  play(uri: string, headers: Readonly<Record<string, string>> = {}): Promise<RTSPMessage> {
    return this.expect(200, 'OK', RTSPMethod.PLAY, uri, { Session: this.session, ...headers });
  }

  /** TEARDOWN of the session, and the end of the client. */
  async end(uri: string): Promise<void> {
    await this.expect(200, 'OK', RTSPMethod.TEARDOWN, uri, { Session: this.session });
    assert.equal(this.client.sessionPool?.find(this.session), null);
    await this.client.close();
  }

  #take(message: RTSPMessage): void {
    if (message.type === 'data') {
      this.onData(message);
      return;
    }
    const cseq = message.headers.get('CSeq') ?? '';
    const answered = this.#pending.get(cseq);
    assert.ok(answered, `a response to ${cseq}, which was not asked`);
    this.#pending.delete(cseq);
    answered.resolve(message);
  }
}
