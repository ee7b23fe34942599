import { GObject, type GObjectEvents, registerClass } from '../gobject/object.js';
import { adaptOverride, type Awaitable, chainUp } from '../gobject/overrides.js';
import { eventSince } from '../gobject/unsupported.js';
import { RTSPConnection } from '../gstrtsp/connection.js';
import type { RTSPResult, RTSPStatusCode } from '../gstrtsp/enums.js';
import type { RTSPMessage } from '../gstrtsp/message.js';
import { RTSPTransport } from '../gstrtsp/transport.js';
import type { RTSPUrl } from '../gstrtsp/url.js';
import type { SDPMessage } from '../gstsdp/sdp-message.js';
import { c, Slot } from '../native.js';
import type { RTSPAuth } from './auth.js';
import { setClientSender } from './client-sender.js';
import type { RTSPContext } from './context.js';
import { filter, type RTSPFilterFunc, type RTSPFilterOptions } from './filter.js';
import type { RTSPMedia } from './media.js';
import type { RTSPMountPoints } from './mount-points.js';
import { type RTSPSendAnswer, type SendOptions, type SendStatistics, sendStatistics } from './senders.js';
import type { RTSPSession } from './session.js';
import type { RTSPSessionPool } from './session-pool.js';
import type { RTSPStream } from './stream.js';
import type { RTSPStreamTransport } from './stream-transport.js';
import type { RTSPTransportStats } from './transport-stats.js';
import type { RTSPThreadPool } from './thread-pool.js';

/**
 * What a handler answers: nothing or `OK` to let the request pass, another status from 200 on to refuse it. A number that
 * is none of these has to be cast, for example `429 as RTSPStatusCode`; up to 599 it is sent. An `async` handler answers by
 * name: TypeScript takes a plain number in it for any number.
 */
export type RTSPRequestAnswer = RTSPStatusCode | void | Promise<RTSPStatusCode | void>;

/**
 * Events of a client.
 *
 * The `pre-…-request` events come before a request is handled, on the client's thread, which waits for the answer: at
 * most the server's `handlerTimeout`. Default: `OK`. A handler that throws answers 500; the first refusal counts.
 */
export interface RTSPClientEvents extends GObjectEvents {
  /** The connection is over. C does not wait. @see GstRTSPClient::closed */
  closed: () => unknown;
  /**
   * The peer has gone, or the connection has failed; `closed` comes later. Not when it is this side that closes. C does
   * not wait. With GStreamer 1.28 or newer: `on()` throws an UnsupportedError before. @see GstRTSPClient::pre-closed
   */
  'pre-closed': () => unknown;
  /** A session was made for this client. C waits, so that it can be configured. @see GstRTSPClient::new-session */
  'new-session': (session: RTSPSession) => unknown;
  /**
   * OPTIONS has come: its response, with the methods there are, is in the context and has not been sent. C waits; another
   * status than 200 is sent in its place.
   *
   * @see GstRTSPClient::pre-options-request
   */
  'pre-options-request': (context: RTSPContext) => RTSPRequestAnswer;
  /**
   * DESCRIBE has come: nothing has been made for it, `media` of the context is null. C waits; another status than 200
   * is the response, and no medium is made.
   *
   * @see GstRTSPClient::pre-describe-request
   */
  'pre-describe-request': (context: RTSPContext) => RTSPRequestAnswer;
  /**
   * ANNOUNCE has come: the context has the medium that is to be recorded, which has not got its streams from the SDP in
   * the request. C waits; another status than 200 is the response, and the medium is given up.
   *
   * @see GstRTSPClient::pre-announce-request
   */
  'pre-announce-request': (context: RTSPContext) => RTSPRequestAnswer;
  /**
   * SETUP has come: the context has the medium and the stream, the session only when there is one already. C waits;
   * another status than 200 is the response, and no transport is set up.
   *
   * @see GstRTSPClient::pre-setup-request
   */
  'pre-setup-request': (context: RTSPContext) => RTSPRequestAnswer;
  /**
   * PLAY has come: the context has session and medium, which is where it was. C waits; another status than 200 is the
   * response, and the medium stays as it is.
   *
   * @see GstRTSPClient::pre-play-request
   */
  'pre-play-request': (context: RTSPContext) => RTSPRequestAnswer;
  /**
   * PAUSE has come: the context has session and `sessionMedia`. C waits; another status than 200 is the response, and
   * the medium plays on.
   *
   * @see GstRTSPClient::pre-pause-request
   */
  'pre-pause-request': (context: RTSPContext) => RTSPRequestAnswer;
  /**
   * TEARDOWN has come: the context has session and `sessionMedia`, which are still whole. C waits; another status than
   * 200 is the response, and they stay.
   *
   * @see GstRTSPClient::pre-teardown-request
   */
  'pre-teardown-request': (context: RTSPContext) => RTSPRequestAnswer;
  /**
   * RECORD has come: the context has session and medium. C waits; another status than 200 is the response, and nothing
   * that the client sends is taken.
   *
   * @see GstRTSPClient::pre-record-request
   */
  'pre-record-request': (context: RTSPContext) => RTSPRequestAnswer;
  /**
   * GET_PARAMETER has come, also one without a body, with which clients keep their session alive. C waits; another
   * status than 200 is the response, and `paramsGet()` is not asked.
   *
   * @see GstRTSPClient::pre-get-parameter-request
   */
  'pre-get-parameter-request': (context: RTSPContext) => RTSPRequestAnswer;
  /**
   * SET_PARAMETER has come. C waits; another status than 200 is the response, and `paramsSet()` is not asked.
   *
   * @see GstRTSPClient::pre-set-parameter-request
   */
  'pre-set-parameter-request': (context: RTSPContext) => RTSPRequestAnswer;
  /**
   * The request has a `Require` header with these options. C waits for the comma-separated list of those that are not
   * supported: empty when all are, nothing (default) when none is. @see GstRTSPClient::check-requirements
   */
  'check-requirements': (context: RTSPContext, options: string[]) => string | void | Promise<string | void>;
  /** OPTIONS was answered. C does not wait. @see GstRTSPClient::options-request */
  'options-request': (context: RTSPContext) => unknown;
  /** DESCRIBE was answered. C does not wait. @see GstRTSPClient::describe-request */
  'describe-request': (context: RTSPContext) => unknown;
  /** ANNOUNCE was answered. C does not wait. @see GstRTSPClient::announce-request */
  'announce-request': (context: RTSPContext) => unknown;
  /** SETUP was answered. C waits. @see GstRTSPClient::setup-request */
  'setup-request': (context: RTSPContext) => unknown;
  /** PLAY was answered. C does not wait. @see GstRTSPClient::play-request */
  'play-request': (context: RTSPContext) => unknown;
  /** PAUSE was answered. C does not wait. @see GstRTSPClient::pause-request */
  'pause-request': (context: RTSPContext) => unknown;
  /** TEARDOWN will be answered. C does not wait. @see GstRTSPClient::teardown-request */
  'teardown-request': (context: RTSPContext) => unknown;
  /** RECORD was answered. C does not wait. @see GstRTSPClient::record-request */
  'record-request': (context: RTSPContext) => unknown;
  /** GET_PARAMETER was answered. C does not wait. @see GstRTSPClient::get-parameter-request */
  'get-parameter-request': (context: RTSPContext) => unknown;
  /** SET_PARAMETER was answered. C does not wait. @see GstRTSPClient::set-parameter-request */
  'set-parameter-request': (context: RTSPContext) => unknown;
  /** The client answered a request of ours. C does not wait. @see GstRTSPClient::handle-response */
  'handle-response': (context: RTSPContext) => unknown;
  /**
   * A request or a response will be sent. C waits, and sends what the handlers have made of the message: its status,
   * reason, URI, headers and body may be changed, its type may not. What a handler has changed that threw or was late
   * has no effect. @see GstRTSPClient::send-message
   */
  'send-message': (context: RTSPContext, message: RTSPMessage) => unknown;
  /**
   * A send function answered false for data of this channel: its transport was removed, the client is closed. C does not
   * wait. An addition to the C library.
   */
  'send-refused': (channel: number) => unknown;
  /**
   * The client does not read what it has asked for over its connection: ten seconds of a stream have gathered, and the
   * library sends it that stream no more. Nobody else is held up meanwhile. The connection stays, over which nothing
   * more of the stream will come; `close()` ends it. Told up to four seconds later. C does not wait. An addition to the C library, which
   * drops the transport without a word.
   */
  'transport-dropped': (transport: RTSPStreamTransport) => unknown;
}

/** What is known of a stream that a client has set up. */
export interface RTSPClientStats extends RTSPTransportStats {
  /** The session that it belongs to. */
  session: RTSPSession;
  /** What is watched, or recorded. */
  media: RTSPMedia;
  /** How the client gets it; `transport.stream` is the stream. */
  transport: RTSPStreamTransport;
}

/** How a client is to play: what `adjustPlayMode()` may change. @see GstRTSPClientClass.adjust_play_mode */
export interface RTSPPlayMode {
  /** Where, as in the header `Range`, for example `npt=10-20`; null: where it is. */
  range: string | null;
  /** How it is sought there: `SeekFlags`, but not `INSTANT_RATE_CHANGE`. */
  flags: number;
  /** How fast: the product of the headers `Scale` and `Speed`; not 0, from -1000 to 1000. */
  rate: number;
  /** At which distance key frames are sent when it plays fast, in nanoseconds; 0n: all. */
  trickmodeInterval: bigint | null;
  /** Whether it is sent at the speed of its clock. */
  enableRateControl: boolean;
}

// C has these by pointers, to be changed in place.
adaptOverride('adjustPlayMode', {
  given: ([context, range, flags, rate, trickmodeInterval, enableRateControl]) => [
    context,
    { range, flags, rate, trickmodeInterval, enableRateControl },
  ],
  answered: (status, [, mode]) => {
    const { range, flags, rate, trickmodeInterval, enableRateControl } = mode as RTSPPlayMode;
    return [status, range, flags, rate, trickmodeInterval, enableRateControl];
  },
});
adaptOverride('configureClientTransport', {
  given: ([context, fields]) => [context, new RTSPTransport(fields as Partial<RTSPTransport>)],
  answered: (transport) => (transport === null ? [false] : [true, transport]),
});
adaptOverride('adjustErrorCode', { answered: (code, [, given]) => code ?? given });

/**
 * What `setSendFunc()` takes: it is called with each message that the client is to be sent, a response, a request or the
 * data of a channel, in C's order; with `close` the connection is to end behind it. False for data has the effect that
 * nothing more is sent over its transport and the client is closed; for other messages it has none. C waits for the
 * answer only where `delivery` is `strict`, see `SendOptions`.
 *
 * @see GstRTSPClientSendFunc
 */
export type RTSPClientSendFunc = (client: RTSPClient, message: RTSPMessage, close: boolean) => RTSPSendAnswer;

/**
 * What `setSendMessagesFunc()` takes: like `RTSPClientSendFunc`, and the packets of a list, say those of a frame, come
 * together. C waits for the answer only where `delivery` is `strict`.
 *
 * @see GstRTSPClientSendMessagesFunc
 */
export type RTSPClientSendMessagesFunc = (
  client: RTSPClient,
  messages: RTSPMessage[],
  close: boolean,
) => RTSPSendAnswer;

/**
 * A connection and what is asked over it. The server makes one for each connection.
 *
 * One that JavaScript makes has no socket: it is given requests by `handleMessage()`, and its responses come with the
 * event `send-message`. It has session pool and threads of its own, and no mount points; end it with `close()`.
 *
 * @example
 * ```ts
 * const client = new RTSPClient();
 * client.on('send-message', (_context, message) => console.log(message.status));
 * await client.handleMessage(RTSPMessage.request('OPTIONS', '*', { CSeq: '1' }));
 * ```
 * @see GstRTSPClient
 */
export class RTSPClient<E extends RTSPClientEvents = RTSPClientEvents> extends GObject<E> {
  public constructor() {
    super();
  }

  /**
   * Kept for what reads it, and without effect: the library drops a client over TCP that does not read, whatever it says.
   * Default: true.
   *
   * @see GstRTSPClient:drop-backlog
   */
  get dropBacklog(): boolean {
    return this.getProperty('drop-backlog') as boolean;
  }
  set dropBacklog(dropBacklog: boolean) {
    this.setProperty('drop-backlog', dropBacklog);
  }

  /**
   * How long the connection stays open after its last session has ended, in seconds, if no other comes, up to
   * 2147483647; -1 (default), or less: for ever.
   *
   * @see GstRTSPClient:post-session-timeout
   */
  get postSessionTimeout(): number {
    return this.getProperty('post-session-timeout') as number;
  }
  set postSessionTimeout(postSessionTimeout: number) {
    this.setProperty('post-session-timeout', postSessionTimeout);
  }

  /** The peer's IP address; null without a connection. @see gst_rtsp_connection_get_ip */
  get remoteAddress(): string | null {
    return c.node_rtsp_client_get_remote_address(this) as string | null;
  }

  /** The peer; null when there is none. @see gst_rtsp_client_get_connection */
  get connection(): RTSPConnection | null {
    const [address, port] = c.node_rtsp_client_get_connection(this) as [string | null, number];
    return address === null ? null : new RTSPConnection(address, port);
  }

  /**
   * Says where the peer of a client is that JavaScript has made. Default, from the first message on: 127.0.0.1.
   *
   * @throws GError for a client that has a connection.
   * @see gst_rtsp_client_set_connection
   */
  setConnection(connection: RTSPConnection): void {
    c.node_rtsp_client_set_connection(this, connection.address, connection.port);
  }

  /**
   * Its sessions. Default: the server's. Only that of a client that JavaScript has made can be set, before its first
   * message.
   *
   * @throws GError (setter) for a server's client, and for one that has handled a message.
   * @see gst_rtsp_client_set_session_pool
   */
  get sessionPool(): RTSPSessionPool | null {
    return c.gst_rtsp_client_get_session_pool(this) as RTSPSessionPool | null;
  }
  set sessionPool(sessionPool: RTSPSessionPool) {
    c.node_rtsp_client_set_session_pool(this, sessionPool);
  }

  /** The mounts that it sees. Default: the server's. @see gst_rtsp_client_set_mount_points */
  get mountPoints(): RTSPMountPoints | null {
    return c.gst_rtsp_client_get_mount_points(this) as RTSPMountPoints | null;
  }
  set mountPoints(mountPoints: RTSPMountPoints | null) {
    c.node_rtsp_client_set_mount_points(this, mountPoints);
  }

  /** What checks its requests. Default: the server's. @see gst_rtsp_client_set_auth */
  get auth(): RTSPAuth | null {
    return c.gst_rtsp_client_get_auth(this) as RTSPAuth | null;
  }
  set auth(auth: RTSPAuth | null) {
    c.node_rtsp_client_set_auth(this, auth);
  }

  /** The threads of its media. Default: the server's. @see gst_rtsp_client_set_thread_pool */
  get threadPool(): RTSPThreadPool | null {
    return c.gst_rtsp_client_get_thread_pool(this) as RTSPThreadPool | null;
  }
  set threadPool(threadPool: RTSPThreadPool) {
    c.node_rtsp_client_set_thread_pool(this, threadPool);
  }

  /**
   * The longest body that it may send, in bytes, 0 to 4294967295. Read when its connection begins. Default: the server's,
   * 65536; of a client that JavaScript makes 4294967295.
   *
   * @throws TypeError (setter) for another number.
   * @see gst_rtsp_client_set_content_length_limit
   */
  get contentLengthLimit(): number {
    return c.gst_rtsp_client_get_content_length_limit(this) as number;
  }
  set contentLengthLimit(bytes: number) {
    c.gst_rtsp_client_set_content_length_limit(this, bytes);
  }

  /**
   * Handles a message as if the peer had sent it: for clients that JavaScript has made. Messages are handled one after
   * the other. The event `send-message` comes with the response.
   *
   * @returns Whether the message could be handled; a refused request is `OK`, too.
   * @throws Error in handlers that a client's thread waits for. Rejects for the client of a server, which hears its peer.
   * @see gst_rtsp_client_handle_message
   */
  handleMessage(message: RTSPMessage): Promise<RTSPResult> {
    return c.node_rtsp_client_handle_message(this, message) as Promise<RTSPResult>;
  }

  /**
   * Sends a request or a response; the message stays as it is. The connection gives a request its own `CSeq`, by which
   * `handle-response` tells the answer. In a handler that another client's thread waits for, it resolves at once.
   *
   * @param session - The session whose header it gets.
   * @returns `EINVAL` for what is neither.
   * @throws Rejects with a GError when the client is closed, or not connected yet, and (domain `g-io-error-quark`, code
   * 24) when its thread is busy for ten seconds: the message is sent when it is free.
   * @see gst_rtsp_client_send_message
   */
  sendMessage(message: RTSPMessage, session: RTSPSession | null = null): Promise<RTSPResult> {
    return c.node_rtsp_client_send_message(this, session, message) as Promise<RTSPResult>;
  }

  /**
   * The transport of a channel within the RTSP connection, 0 to 255; null when it has none. Looked up on the client's
   * own thread, between two requests.
   *
   * @throws GError (the Promise rejects) in a handler whose thread is another one, since they might wait for each other,
   * and (domain `g-io-error-quark`, code 24) when the client's thread is busy for ten seconds.
   * @see gst_rtsp_client_get_stream_transport
   */
  getStreamTransport(channel: number): Promise<RTSPStreamTransport | null> {
    return c.node_rtsp_client_get_stream_transport(this, channel) as Promise<RTSPStreamTransport | null>;
  }

  /**
   * Asks about each session that the client has named. `REMOVE`: the session no longer ends with the client's
   * connection; it stays in its pool. Done on the client's own thread, between two requests; in a handler, whose thread
   * may be that one, after the Promise has resolved.
   *
   * @param handler - Without one all are in the result.
   * @returns The sessions that the handler answered `REF` for.
   * @throws GError (domain `g-io-error-quark`, code 24; the Promise rejects) when that thread is busy for ten seconds: what
   * was to be removed is when it is free.
   * @see gst_rtsp_client_session_filter
   */
  sessionFilter(
    handler?: RTSPFilterFunc<this, RTSPSession> | null,
    options?: RTSPFilterOptions,
  ): Promise<RTSPSession[]> {
    return filter(
      {
        event: 'RTSPClientSessionFilterFunc',
        container: this,
        elements: c.node_rtsp_client_session_filter(this) as RTSPSession[],
        remove: (session) => c.node_rtsp_client_unwatch_session(this, session) as Promise<void>,
      },
      handler,
      options,
    );
  }

  /**
   * What is known of each stream that it has set up: see `RTSPStreamTransport.getStats()`. Looked up on the client's own
   * thread, between two requests. An addition to the C library.
   */
  async getStats(): Promise<RTSPClientStats[]> {
    const stats: RTSPClientStats[] = [];
    for (const session of await this.sessionFilter()) {
      for (const sessionMedia of await session.filter()) {
        for (const transport of await sessionMedia.getTransports()) {
          if (transport) stats.push({ session, media: sessionMedia.media, transport, ...transport.getStats() });
        }
      }
    }
    return stats;
  }

  /**
   * What the client sends goes to this function, and to no connection: responses, and the data of streams that were set
   * up over it (`RTP/AVP/TCP`). They arrive in the order in which C sent them, messages are copies; `close` tells that
   * the connection is to be closed behind this response. Data that was taken is acknowledged natively.
   *
   * Answer false for data and, as in C, the stream is removed and the client closed (`send-refused`); of a response
   * nothing depends on the answer. A client that a server has accepted loses the function that writes to its
   * connection, and there is no way back to that one. It may be set in `client-connected`, and is in place before the
   * first request.
   *
   * C calls it on the thread that handles the request, or on a stream's own thread, with the client's send lock held.
   *
   * @param handler - null unregisters: what the client sends goes nowhere.
   * @throws GError while the client has a send-messages function.
   * @see gst_rtsp_client_set_send_func
   */
  setSendFunc(handler: RTSPClientSendFunc | null, options?: SendOptions): Promise<void> {
    return this.#setSender(
      Slot.Send,
      handler,
      options,
      (on) => c.node_rtsp_client_set_send_func(this, on) as Promise<void>,
    );
  }

  /**
   * Like `setSendFunc()`, and gets the data of a list of packets together.
   *
   * @throws GError while the client has a send function.
   * @see gst_rtsp_client_set_send_messages_func
   */
  setSendMessagesFunc(handler: RTSPClientSendMessagesFunc | null, options?: SendOptions): Promise<void> {
    return this.#setSender(
      Slot.SendMessages,
      handler,
      options,
      (on) => c.node_rtsp_client_set_send_messages_func(this, on) as Promise<void>,
    );
  }

  #setSender(
    slot: Slot,
    handler: RTSPClientSendFunc | RTSPClientSendMessagesFunc | null,
    options: SendOptions | undefined,
    take: (on: boolean) => Promise<void>,
  ): Promise<void> {
    return setClientSender(this, slot, handler, options, {
      take,
      refuse: (channel) => c.node_rtsp_client_refuse_data(this, channel) as Promise<void>,
    });
  }

  /** What became of the data that its send function was to get. An addition to the C library. */
  get sendStatistics(): SendStatistics {
    return sendStatistics(this);
  }

  /**
   * Closes the connection, on the client's own thread, between two requests. Resolves when that is done; in a handler,
   * whose thread may be that one, at once. A client that JavaScript has made ends its sessions, too.
   *
   * @throws GError (domain `g-io-error-quark`, code 24; the Promise rejects) when that thread is busy for ten seconds: the
   * client is closed when it is free.
   * @see gst_rtsp_client_close
   */
  close(): Promise<void> {
    return c.node_rtsp_client_close(this) as Promise<void>;
  }

  /**
   * The path of a mount, and what follows, by the URL of a request other than DESCRIBE and ANNOUNCE; see
   * `RTSPMountPoints.makePath()` for these. It begins with a slash.
   *
   * Override it; C waits for the answer. @see GstRTSPClientClass.make_path_from_uri
   */
  protected makePathFromUri(uri: RTSPUrl): Awaitable<string> {
    return chainUp(this, 'makePathFromUri', [uri]) as string;
  }

  /**
   * Answers GET_PARAMETER with a body: `context.response` is a 200 to which a body may be given. Nothing or `OK` sends it,
   * another result answers 400. C's own implementation refuses all parameters with 451.
   *
   * Override it; C waits for the answer. @see GstRTSPClientClass.params_get
   */
  protected paramsGet(context: RTSPContext): Awaitable<RTSPResult | void> {
    return chainUp(this, 'paramsGet', [context]) as Promise<RTSPResult | void>;
  }

  /**
   * Does what SET_PARAMETER with a body asks for; else like `paramsGet()`.
   *
   * Override it; C waits for the answer. @see GstRTSPClientClass.params_set
   */
  protected paramsSet(context: RTSPContext): Awaitable<RTSPResult | void> {
    return chainUp(this, 'paramsSet', [context]) as Promise<RTSPResult | void>;
  }

  /**
   * The status that a request is refused with, in place of `code`. Nothing: the same.
   *
   * Override it; C waits for the answer. @see GstRTSPClientClass.adjust_error_code
   */
  protected adjustErrorCode(context: RTSPContext, code: RTSPStatusCode): Awaitable<RTSPStatusCode | void> {
    return chainUp(this, 'adjustErrorCode', [context, code]) as Promise<RTSPStatusCode>;
  }

  /**
   * The response to the HTTP request that begins a tunnel; it may be changed.
   *
   * Override it; C waits for the answer. @see GstRTSPClientClass.tunnel_http_response
   */
  protected tunnelHttpResponse(request: RTSPMessage, response: RTSPMessage): Awaitable<void> {
    return chainUp(this, 'tunnelHttpResponse', [request, response]) as Promise<void>;
  }

  /**
   * The SDP of a medium, that DESCRIBE is answered with. Null: it is answered 503.
   *
   * Override it; C waits for the answer. @see GstRTSPClientClass.create_sdp
   */
  protected createSdp(media: RTSPMedia): Awaitable<SDPMessage | null> {
    return chainUp(this, 'createSdp', [media]) as Promise<SDPMessage | null>;
  }

  /**
   * Sets a medium up for what a client announces. False: it is answered 415. C's own implementation
   * prepares the medium.
   *
   * Override it; C waits for the answer. @see GstRTSPClientClass.handle_sdp
   */
  protected handleSdp(context: RTSPContext, media: RTSPMedia, sdp: SDPMessage): Awaitable<boolean> {
    return chainUp(this, 'handleSdp', [context, media, sdp]) as Promise<boolean>;
  }

  /**
   * Makes a stream of a medium ready for SETUP. False: the client is answered 503, unless `super` has refused.
   *
   * Override it; C waits for the answer. @see GstRTSPClientClass.configure_client_media
   */
  protected configureClientMedia(media: RTSPMedia, stream: RTSPStream, context: RTSPContext): Awaitable<boolean> {
    return chainUp(this, 'configureClientMedia', [media, stream, context]) as Promise<boolean>;
  }

  /**
   * Chooses the addresses, ports or channels of a stream that a client sets up: answers the transport with them, which
   * may be the object that it was given. Null: the client is answered 461.
   *
   * Override it; C waits for the answer. @see GstRTSPClientClass.configure_client_transport
   */
  protected configureClientTransport(context: RTSPContext, transport: RTSPTransport): Awaitable<RTSPTransport | null> {
    const chained = chainUp(this, 'configureClientTransport', [context, transport]);
    return (chained as Promise<[boolean, Partial<RTSPTransport>]>).then(([well, fields]) =>
      well ? new RTSPTransport(fields) : null,
    );
  }

  /**
   * Changes how a client plays: `mode` is what it asks for, and what `mode` is in the end is done. Nothing or `OK` goes
   * on, another status refuses PLAY.
   *
   * Override it; C waits for the answer. C's own implementation changes nothing; that of an `RTSPOnvifClient` makes
   * `mode` what the headers `Frames` and `Rate-Control` ask for.
   * @see GstRTSPClientClass.adjust_play_mode
   */
  protected adjustPlayMode(context: RTSPContext, mode: RTSPPlayMode): Awaitable<RTSPStatusCode | void> {
    const { range, flags, rate, trickmodeInterval, enableRateControl } = mode;
    const args = [context, range, flags, rate, trickmodeInterval, enableRateControl];
    const chained = chainUp(this, 'adjustPlayMode', args) as Promise<
      [RTSPStatusCode, string | null, number, number, bigint | null, boolean]
    >;
    return chained.then(([status, ...changed]) => {
      [mode.range, mode.flags, mode.rate, mode.trickmodeInterval, mode.enableRateControl] = changed;
      return status;
    });
  }

  /**
   * Changes `context.response`, with which PLAY will be answered. Nothing or `OK` goes on, another status refuses PLAY.
   *
   * Override it; C waits for the answer. @see GstRTSPClientClass.adjust_play_response
   */
  protected adjustPlayResponse(context: RTSPContext): Awaitable<RTSPStatusCode | void> {
    return chainUp(this, 'adjustPlayResponse', [context]) as Promise<RTSPStatusCode | void>;
  }

  /**
   * Whether a client may send OPTIONS; after the handlers of `pre-options-request`, if none refused. Nothing or `OK`: it may.
   *
   * Override it; C waits for the answer. 500 when it throws. @see GstRTSPClientClass.pre_options_request
   */
  protected preOptionsRequest(context: RTSPContext): Awaitable<RTSPStatusCode | void> {
    return chainUp(this, 'preOptionsRequest', [context]) as Promise<RTSPStatusCode | void>;
  }

  /**
   * Whether a client may send DESCRIBE; after the handlers of `pre-describe-request`, if none refused. Nothing or `OK`: it may.
   *
   * Override it; C waits for the answer. 500 when it throws. @see GstRTSPClientClass.pre_describe_request
   */
  protected preDescribeRequest(context: RTSPContext): Awaitable<RTSPStatusCode | void> {
    return chainUp(this, 'preDescribeRequest', [context]) as Promise<RTSPStatusCode | void>;
  }

  /**
   * Whether a client may send ANNOUNCE; after the handlers of `pre-announce-request`, if none refused. Nothing or `OK`: it may.
   *
   * Override it; C waits for the answer. 500 when it throws. @see GstRTSPClientClass.pre_announce_request
   */
  protected preAnnounceRequest(context: RTSPContext): Awaitable<RTSPStatusCode | void> {
    return chainUp(this, 'preAnnounceRequest', [context]) as Promise<RTSPStatusCode | void>;
  }

  /**
   * Whether a client may send SETUP; after the handlers of `pre-setup-request`, if none refused. Nothing or `OK`: it may.
   *
   * Override it; C waits for the answer. 500 when it throws. @see GstRTSPClientClass.pre_setup_request
   */
  protected preSetupRequest(context: RTSPContext): Awaitable<RTSPStatusCode | void> {
    return chainUp(this, 'preSetupRequest', [context]) as Promise<RTSPStatusCode | void>;
  }

  /**
   * Whether a client may send PLAY; after the handlers of `pre-play-request`, if none refused. Nothing or `OK`: it may.
   *
   * Override it; C waits for the answer. 500 when it throws. @see GstRTSPClientClass.pre_play_request
   */
  protected prePlayRequest(context: RTSPContext): Awaitable<RTSPStatusCode | void> {
    return chainUp(this, 'prePlayRequest', [context]) as Promise<RTSPStatusCode | void>;
  }

  /**
   * Whether a client may send PAUSE; after the handlers of `pre-pause-request`, if none refused. Nothing or `OK`: it may.
   *
   * Override it; C waits for the answer. 500 when it throws. @see GstRTSPClientClass.pre_pause_request
   */
  protected prePauseRequest(context: RTSPContext): Awaitable<RTSPStatusCode | void> {
    return chainUp(this, 'prePauseRequest', [context]) as Promise<RTSPStatusCode | void>;
  }

  /**
   * Whether a client may send TEARDOWN; after the handlers of `pre-teardown-request`, if none refused. Nothing or `OK`: it may.
   *
   * Override it; C waits for the answer. 500 when it throws. @see GstRTSPClientClass.pre_teardown_request
   */
  protected preTeardownRequest(context: RTSPContext): Awaitable<RTSPStatusCode | void> {
    return chainUp(this, 'preTeardownRequest', [context]) as Promise<RTSPStatusCode | void>;
  }

  /**
   * Whether a client may send RECORD; after the handlers of `pre-record-request`, if none refused. Nothing or `OK`: it may.
   *
   * Override it; C waits for the answer. 500 when it throws. @see GstRTSPClientClass.pre_record_request
   */
  protected preRecordRequest(context: RTSPContext): Awaitable<RTSPStatusCode | void> {
    return chainUp(this, 'preRecordRequest', [context]) as Promise<RTSPStatusCode | void>;
  }

  /**
   * Whether a client may send GET_PARAMETER; after the handlers of `pre-get-parameter-request`, if none refused. Nothing or `OK`: it may.
   *
   * Override it; C waits for the answer. 500 when it throws. @see GstRTSPClientClass.pre_get_parameter_request
   */
  protected preGetParameterRequest(context: RTSPContext): Awaitable<RTSPStatusCode | void> {
    return chainUp(this, 'preGetParameterRequest', [context]) as Promise<RTSPStatusCode | void>;
  }

  /**
   * Whether a client may send SET_PARAMETER; after the handlers of `pre-set-parameter-request`, if none refused. Nothing or `OK`: it may.
   *
   * Override it; C waits for the answer. 500 when it throws. @see GstRTSPClientClass.pre_set_parameter_request
   */
  protected preSetParameterRequest(context: RTSPContext): Awaitable<RTSPStatusCode | void> {
    return chainUp(this, 'preSetParameterRequest', [context]) as Promise<RTSPStatusCode | void>;
  }

  /**
   * The comma-separated list of those options that are not supported: empty when all are, null when none is; in place of
   * what handlers of `check-requirements` answer.
   *
   * Override it; C waits for the answer. @see GstRTSPClientClass.check_requirements
   */
  protected checkRequirements(context: RTSPContext, options: string[]): Awaitable<string | null> {
    return chainUp(this, 'checkRequirements', [context, options]) as Promise<string | null>;
  }

  /**
   * A session was made for this client; after the handlers of `new-session`.
   *
   * Override it; C waits for the answer. @see GstRTSPClientClass.new_session
   */
  protected newSession(session: RTSPSession): Awaitable<void> {
    return chainUp(this, 'newSession', [session]) as Promise<void>;
  }

  /**
   * SETUP was answered; after the handlers of `setup-request`.
   *
   * Override it; C waits for the answer. @see GstRTSPClientClass.setup_request
   */
  protected setupRequest(context: RTSPContext): Awaitable<void> {
    return chainUp(this, 'setupRequest', [context]) as Promise<void>;
  }

  /**
   * A request or a response will be sent, and may be changed; after the handlers of `send-message`. (The C library's
   * name is `send_message`, which `sendMessage()` stands for a function of.)
   *
   * Override it; C waits for the answer. @see GstRTSPClientClass.send_message
   */
  protected onSendMessage(context: RTSPContext, message: RTSPMessage): Awaitable<void> {
    return chainUp(this, 'onSendMessage', [context, message]) as Promise<void>;
  }

  /** The connection is over. Override it; C does not wait. @see GstRTSPClientClass.closed */
  protected closed(): Awaitable<void> {
    // C's own part has run by now.
  }

  /** OPTIONS was answered. Override it; C does not wait. @see GstRTSPClientClass.options_request */
  protected optionsRequest(_context: RTSPContext): Awaitable<void> {
    // C's own part has run by now.
  }

  /** DESCRIBE was answered. Override it; C does not wait. @see GstRTSPClientClass.describe_request */
  protected describeRequest(_context: RTSPContext): Awaitable<void> {
    // C's own part has run by now.
  }

  /** ANNOUNCE was answered. Override it; C does not wait. @see GstRTSPClientClass.announce_request */
  protected announceRequest(_context: RTSPContext): Awaitable<void> {
    // C's own part has run by now.
  }

  /** PLAY was answered. Override it; C does not wait. @see GstRTSPClientClass.play_request */
  protected playRequest(_context: RTSPContext): Awaitable<void> {
    // C's own part has run by now.
  }

  /** PAUSE was answered. Override it; C does not wait. @see GstRTSPClientClass.pause_request */
  protected pauseRequest(_context: RTSPContext): Awaitable<void> {
    // C's own part has run by now.
  }

  /** TEARDOWN will be answered. Override it; C does not wait. @see GstRTSPClientClass.teardown_request */
  protected teardownRequest(_context: RTSPContext): Awaitable<void> {
    // C's own part has run by now.
  }

  /** RECORD was answered. Override it; C does not wait. @see GstRTSPClientClass.record_request */
  protected recordRequest(_context: RTSPContext): Awaitable<void> {
    // C's own part has run by now.
  }

  /** GET_PARAMETER was answered. Override it; C does not wait. @see GstRTSPClientClass.get_parameter_request */
  protected getParameterRequest(_context: RTSPContext): Awaitable<void> {
    // C's own part has run by now.
  }

  /** SET_PARAMETER was answered. Override it; C does not wait. @see GstRTSPClientClass.set_parameter_request */
  protected setParameterRequest(_context: RTSPContext): Awaitable<void> {
    // C's own part has run by now.
  }

  /** The client has answered a request of ours. Override it; C does not wait. @see GstRTSPClientClass.handle_response */
  protected handleResponse(_context: RTSPContext): Awaitable<void> {
    // C's own part has run by now.
  }
}

registerClass('GstRTSPClient', RTSPClient, c.node_rtsp_client_new);
eventSince(RTSPClient, 'pre-closed', '1.28');
