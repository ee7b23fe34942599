import { registerClass } from '../gobject/object.js';
import type { RTSPMethod } from '../gstrtsp/enums.js';
import type { RTSPUrl } from '../gstrtsp/url.js';
import { native } from '../native.js';
import type { RTSPAuth } from './auth.js';
import type { RTSPClient } from './client.js';
import type { RTSPMediaFactory } from './media-factory.js';
import type { RTSPMedia } from './media.js';
import type { RTSPServer } from './server.js';
import type { RTSPSession } from './session.js';
import type { RTSPToken } from './token.js';

/**
 * The request that a handler is asked about. It is alive until the handler has settled; after that every access throws.
 * The objects that it gave stay valid.
 *
 * @see GstRTSPContext
 */
export class RTSPContext {
  /** @internal */
  constructor() {
    if (!native.adopt(this)) throw new TypeError('RTSPContext cannot be constructed: handlers get it');
  }

  /** Whether its handler has not settled yet. */
  get alive(): boolean {
    return native.isAlive(this);
  }

  /** The server; null where C does not say. */
  get server(): RTSPServer | null {
    return native.contextField(this, 'server') as RTSPServer | null;
  }

  /** The client that sent the request. */
  get client(): RTSPClient | null {
    return native.contextField(this, 'client') as RTSPClient | null;
  }

  /** What checks the request. */
  get auth(): RTSPAuth | null {
    return native.contextField(this, 'auth') as RTSPAuth | null;
  }

  /** What the client may do, once it is authenticated. */
  get token(): RTSPToken | null {
    return native.contextField(this, 'token') as RTSPToken | null;
  }

  /** The URL of the request; null for `*`. */
  get uri(): RTSPUrl | null {
    return native.contextField(this, 'uri') as RTSPUrl | null;
  }

  /** The method of the request, one of `RTSPMethod`. */
  get method(): RTSPMethod {
    return native.contextField(this, 'method') as RTSPMethod;
  }

  /** The headers of the request that RTSP knows, names in lower case; values of a repeated one are joined by a comma. */
  get headers(): Readonly<Record<string, string>> | null {
    return native.contextField(this, 'headers') as Record<string, string> | null;
  }

  /** The session that the request names; null when it names none. */
  get session(): RTSPSession | null {
    return native.contextField(this, 'session') as RTSPSession | null;
  }

  /** The factory of the media; null before it is known. */
  get factory(): RTSPMediaFactory | null {
    return native.contextField(this, 'factory') as RTSPMediaFactory | null;
  }

  /** The media; null before it is known. */
  get media(): RTSPMedia | null {
    return native.contextField(this, 'media') as RTSPMedia | null;
  }
}

registerClass('GstRTSPContext', RTSPContext);
