import { currentArguments, currentSurroundings } from '../gobject/handlers.js';
import { registerClass } from '../gobject/object.js';
import { RTSPConnection } from '../gstrtsp/connection.js';
import type { RTSPMethod } from '../gstrtsp/enums.js';
import type { RTSPMessage } from '../gstrtsp/message.js';
import type { RTSPUrl } from '../gstrtsp/url.js';
import { c, native } from '../native.js';
import type { RTSPAuth } from './auth.js';
import type { RTSPClient } from './client.js';
import type { RTSPMediaFactory } from './media-factory.js';
import type { RTSPMedia } from './media.js';
import type { RTSPServer } from './server.js';
import type { RTSPSession } from './session.js';
import type { RTSPSessionMedia } from './session-media.js';
import type { RTSPStream } from './stream.js';
import type { RTSPStreamTransport } from './stream-transport.js';
import type { RTSPToken } from './token.js';

/**
 * The request that a handler is asked about. It is alive until the handler has settled; after that every access throws.
 * The objects that it gave stay valid.
 *
 * @see GstRTSPContext
 */
export class RTSPContext {
  #token: RTSPToken | null = null;

  private constructor() {
    if (!native.adopt(this)) throw new TypeError('RTSPContext cannot be constructed: handlers get it');
  }

  /**
   * The request in which the running code is asked, before and after an `await`: the context that its handler was given,
   * or, where it was given none, as in `media-configure` or `createElement()`, that of the native thread which waits for
   * it. That one does not tell of `sessionMedia`, `stream`, `transport` and `response`. Null outside of handlers, in
   * those that C does not wait for and does not give a context, where C handles no request, and when the handler has
   * settled. @see gst_rtsp_context_get_current
   */
  static get current(): RTSPContext | null {
    const given = givenContext();
    if (given) return given.alive ? given : null;
    const context = currentSurroundings();
    return context instanceof RTSPContext && context.alive ? context : null;
  }

  /** Whether its handler has not settled yet. An addition to the C library. */
  get alive(): boolean {
    return native.isAlive(this);
  }

  /** The server; null where C does not say. @see GstRTSPContext.server */
  get server(): RTSPServer | null {
    return native.contextField(this, 'server') as RTSPServer | null;
  }

  /** The client that sent the request. @see GstRTSPContext.client */
  get client(): RTSPClient | null {
    return native.contextField(this, 'client') as RTSPClient | null;
  }

  /** The client's peer; null without a connection. @see GstRTSPContext.conn */
  get connection(): RTSPConnection | null {
    const peer = native.contextField(this, 'connection') as [string, number] | null;
    return peer && new RTSPConnection(...peer);
  }

  /** What checks the request. @see GstRTSPContext.auth */
  get auth(): RTSPAuth | null {
    return native.contextField(this, 'auth') as RTSPAuth | null;
  }

  /** What the client may do, once it is authenticated. @see GstRTSPContext.token */
  get token(): RTSPToken | null {
    return (native.contextField(this, 'token') as RTSPToken | null) ?? this.#token;
  }

  /** The URL of the request; null for `*`. @see GstRTSPContext.uri */
  get uri(): RTSPUrl | null {
    return native.contextField(this, 'uri') as RTSPUrl | null;
  }

  /** The method of the request, one of `RTSPMethod`. @see GstRTSPContext.method */
  get method(): RTSPMethod {
    return native.contextField(this, 'method') as RTSPMethod;
  }

  /**
   * The request, a copy: changes of it have no effect. Null where there is none: the server sends by itself.
   *
   * @see GstRTSPContext.request
   */
  get request(): RTSPMessage | null {
    return native.contextField(this, 'request') as RTSPMessage | null;
  }

  /**
   * The response, where there is one already: in `pre-options-request` and in `send-message`, and in `handle-response`
   * the one that was received. Else null.
   *
   * In handlers that C waits for, what they change of a response that will be sent is sent, unless they throw, answer
   * with a refusal, or are late.
   *
   * @see GstRTSPContext.response
   */
  get response(): RTSPMessage | null {
    return native.contextField(this, 'response') as RTSPMessage | null;
  }

  /** The session that the request names; null when it names none. @see GstRTSPContext.session */
  get session(): RTSPSession | null {
    return native.contextField(this, 'session') as RTSPSession | null;
  }

  /**
   * The factory of the media, while the media is looked for or made, as in `RTSPAuth.check()`; null before and after that.
   *
   * @see GstRTSPContext.factory
   */
  get factory(): RTSPMediaFactory | null {
    return native.contextField(this, 'factory') as RTSPMediaFactory | null;
  }

  /** The media; null before it is known. @see GstRTSPContext.media */
  get media(): RTSPMedia | null {
    return native.contextField(this, 'media') as RTSPMedia | null;
  }

  /** The session's part of the media; null before it is known. @see GstRTSPContext.sessmedia */
  get sessionMedia(): RTSPSessionMedia | null {
    return native.contextField(this, 'sessionMedia') as RTSPSessionMedia | null;
  }

  /** The stream that SETUP is about; else null. @see GstRTSPContext.stream */
  get stream(): RTSPStream | null {
    return native.contextField(this, 'stream') as RTSPStream | null;
  }

  /** How the stream is sent, once SETUP has agreed on it; else null. @see GstRTSPContext.trans */
  get transport(): RTSPStreamTransport | null {
    return native.contextField(this, 'transport') as RTSPStreamTransport | null;
  }

  /**
   * Says who sends the request: in `pre-describe-request`, for example, before the library checks what he may do. Only
   * in the handler that was given this context, and only while `token` is null: the request has not been authenticated.
   *
   * @throws Error in another place, when the handler has settled, and when the request has a token.
   * @see gst_rtsp_context_set_token
   */
  async setToken(token: RTSPToken): Promise<void> {
    if (!isGiven(this)) throw new Error('setToken() works in the handler that was given the context');
    await (c.node_rtsp_context_set_token(token) as Promise<void>);
    this.#token = token;
  }
}

registerClass('GstRTSPContext', RTSPContext);

/** The context that the handler was given to which the running code belongs, also when it has settled. */
function givenContext(): RTSPContext | undefined {
  return currentArguments().find((argument) => argument instanceof RTSPContext);
}

/** Whether the running code belongs to the handler that was given this context, and that one has not settled. */
export function isGiven(context: RTSPContext): boolean {
  return givenContext() === context && context.alive;
}
