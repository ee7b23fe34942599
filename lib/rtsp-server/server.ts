import type { Socket as NetSocket } from 'node:net';

import type { GError } from '../gobject/error.js';
import { requireAbortSignal } from '../gio/abort-signal.js';
import { Cancellable } from '../gio/cancellable.js';
import { closeSocket, type Socket } from '../gio/socket.js';
import type { MainContext } from '../glib/main-context.js';
import { GObject, type GObjectEvents, registerClass } from '../gobject/object.js';
import { type Awaitable, chainUp } from '../gobject/overrides.js';
import { c, native } from '../native.js';
import type { RTSPAuth } from './auth.js';
import type { RTSPClient } from './client.js';
import { filter, type RTSPFilterFunc, type RTSPFilterOptions } from './filter.js';
import type { RTSPMedia } from './media.js';
import type { RTSPMountPoints } from './mount-points.js';
import type { RTSPSessionPool } from './session-pool.js';
import { takeConnection } from './take-connection.js';
import type { RTSPThreadPool } from './thread-pool.js';

/** Events of a server. */
export interface RTSPServerEvents extends GObjectEvents {
  /**
   * Somebody has connected. C waits, so that handlers can be installed before the first request; meanwhile nobody else
   * is accepted. @see GstRTSPServer::client-connected
   */
  'client-connected': (client: RTSPClient) => unknown;
  /**
   * The pipeline of a mount that `serve()` or `mount()` made has failed; see `media-error` of `RTSPMediaFactory`. Without
   * a listener the process warns. An addition to the C library.
   */
  'media-error': (path: string, error: GError, debug: string | null, media: RTSPMedia | null) => unknown;
}

/** What a server has done and does; the numbers count from its creation. */
export interface RTSPServerStats {
  /** How often a native thread has asked JavaScript and waited for the answer. */
  asks: number;
  /** Of these, those that were answered in time. */
  answered: number;
  /** Those that were not answered within the handler's timeout. */
  expired: number;
  /** Those whose handler threw, or answered with a value of the wrong type. */
  thrown: number;
  /** Those that wait now. */
  waiting: number;
  /** How long native threads have waited altogether, in milliseconds, calls that handlers made included. */
  waitTotalMs: number;
  /** The longest that one has waited, in milliseconds. */
  waitMaxMs: number;
  /** Events that C did not wait for and that were lost, since JavaScript was too busy to take them. */
  droppedTells: number;
  /** Connections, now. */
  clients: number;
  /** Sessions of its session pool, now. Servers that share a pool count the same ones. */
  sessions: number;
}

/** Protections of a server that can be switched off; the bits of the native `Guard`. */
const guards = { sessionOwner: 1, sharedSeek: 2, backwards: 4, noDelay: 8 } as const;

/** In a handler, `close()` waits for the thread that waits for this handler: after this time, in ms, the default answers. */
const patienceWithCaller = 250;

/**
 * An RTSP server.
 *
 * Some defaults differ from the C library's, each to be set back by its property: it listens on 127.0.0.1 only, with a
 * backlog of 128, takes bodies of at most 64 KB, has twice as many threads for clients as the machine has processors,
 * and removes expired sessions by itself.
 *
 * @see GstRTSPServer
 */
export class RTSPServer<E extends RTSPServerEvents = RTSPServerEvents> extends GObject<E> implements AsyncDisposable {
  #attached = false;
  #closing: Promise<void> | undefined;

  public constructor() {
    super();
  }

  /** The address to listen on: an IP address or a local name. `0.0.0.0` or `::` is every one. Default: `127.0.0.1`. @see gst_rtsp_server_set_address */
  get address(): string | null {
    return c.gst_rtsp_server_get_address(this) as string | null;
  }
  set address(address: string) {
    c.gst_rtsp_server_set_address(this, address);
  }

  /** The port to listen on, as text; `0` takes a free one, see `boundPort`. Default: `8554`. @see gst_rtsp_server_set_service */
  get service(): string | null {
    return c.gst_rtsp_server_get_service(this) as string | null;
  }
  set service(service: string) {
    c.gst_rtsp_server_set_service(this, service);
  }

  /** The port that it listens on; -1 when it does not listen. @see gst_rtsp_server_get_bound_port */
  get boundPort(): number {
    return c.gst_rtsp_server_get_bound_port(this) as number;
  }

  /**
   * How many connections may wait to be accepted, -2147483648 to 2147483647; less than 0 is the most that the system allows,
   * which has a limit of its own for all. For sockets that are made from then on. Default: 128.
   *
   * @throws TypeError (setter) for another number.
   * @see gst_rtsp_server_set_backlog
   */
  get backlog(): number {
    return c.gst_rtsp_server_get_backlog(this) as number;
  }
  set backlog(connections: number) {
    c.gst_rtsp_server_set_backlog(this, connections);
  }

  /**
   * The longest body that a client may send, in bytes, 0 to 4294967295. For clients that connect from then on. Default: 65536.
   *
   * @throws TypeError (setter) for another number.
   * @see gst_rtsp_server_set_content_length_limit
   */
  get contentLengthLimit(): number {
    return c.gst_rtsp_server_get_content_length_limit(this) as number;
  }
  set contentLengthLimit(bytes: number) {
    c.gst_rtsp_server_set_content_length_limit(this, bytes);
  }

  /** What is served where. Default: mount points of its own, without any. @see gst_rtsp_server_set_mount_points */
  get mountPoints(): RTSPMountPoints | null {
    return c.gst_rtsp_server_get_mount_points(this) as RTSPMountPoints | null;
  }
  set mountPoints(mountPoints: RTSPMountPoints | null) {
    c.node_rtsp_server_set_mount_points(this, mountPoints);
  }

  /**
   * The sessions of its clients. Default: a pool of its own. Each client keeps the pool that was there when it connected:
   * when another takes its place, sessions in the old one still expire, and end with the server.
   *
   * @see gst_rtsp_server_set_session_pool
   */
  get sessionPool(): RTSPSessionPool | null {
    return c.gst_rtsp_server_get_session_pool(this) as RTSPSessionPool | null;
  }
  set sessionPool(sessionPool: RTSPSessionPool | null) {
    c.node_rtsp_server_set_session_pool(this, sessionPool);
  }

  /** Who may use it; null (default): everybody. @see gst_rtsp_server_set_auth */
  get auth(): RTSPAuth | null {
    return c.gst_rtsp_server_get_auth(this) as RTSPAuth | null;
  }
  set auth(auth: RTSPAuth | null) {
    c.node_rtsp_server_set_auth(this, auth);
  }

  /** The threads that handle requests. Default: a pool of its own. @see gst_rtsp_server_set_thread_pool */
  get threadPool(): RTSPThreadPool {
    return c.gst_rtsp_server_get_thread_pool(this) as RTSPThreadPool;
  }
  set threadPool(threadPool: RTSPThreadPool) {
    c.node_rtsp_server_set_thread_pool(this, threadPool);
  }

  /**
   * How long a thread of this server waits for a handler, in milliseconds, 1 to 2147483647. After that the default
   * answer is given, and `handler-error` tells. Keep it below 20000, the library's own limit. Default: 5000. An addition to
   * the C library.
   *
   * @throws RangeError (setter) for 0; TypeError for everything else that is not such a number.
   */
  get handlerTimeout(): number {
    return c.node_rtsp_server_get_handler_timeout(this) as number;
  }
  set handlerTimeout(milliseconds: number) {
    if (milliseconds === 0) throw new RangeError('RTSPServer.handlerTimeout must be at least 1');
    c.node_rtsp_server_set_handler_timeout(this, milliseconds);
  }

  /**
   * How often and how long native threads have waited for JavaScript on behalf of this server: in handlers of its own
   * events and of its clients', and in those of factories and media while they serve its clients. What a pipeline's own
   * thread asks (`new-stream` of streams that are found while it starts) belongs to no server. An addition to the C
   * library.
   */
  stats(): RTSPServerStats {
    return {
      ...native.waiting(this),
      clients: c.node_rtsp_server_count_clients(this) as number,
      sessions: c.node_rtsp_server_count_sessions(this) as number,
    };
  }

  /**
   * Whether a request that names a session must come from that session's owner: to anybody else it does not exist. The
   * C library lets everybody who knows its number stop it. Default: true. An addition to the C library.
   */
  get protectSessions(): boolean {
    return c.node_rtsp_server_get_guard(this, guards.sessionOwner) as boolean;
  }
  set protectSessions(on: boolean) {
    this.#setGuard('protectSessions', guards.sessionOwner, on);
  }

  /**
   * Whether PLAY leaves a shared medium that plays for somebody else where it is, whatever its `Range`, `Scale` and
   * `Speed` say. In the C library every viewer jumps when one joins. Default: true. An addition to the C library.
   */
  get protectSharedMedia(): boolean {
    return c.node_rtsp_server_get_guard(this, guards.sharedSeek) as boolean;
  }
  set protectSharedMedia(on: boolean) {
    this.#setGuard('protectSharedMedia', guards.sharedSeek, on);
  }

  /**
   * Whether a `Scale` below zero is refused: some elements of GStreamer 1.22, the MP4 demuxer for one, do not bear the
   * segments that follow from it. Switch it off for media that play backwards. Default: true. An addition to the C library.
   */
  get refuseReversePlay(): boolean {
    return c.node_rtsp_server_get_guard(this, guards.backwards) as boolean;
  }
  set refuseReversePlay(on: boolean) {
    this.#setGuard('refuseReversePlay', guards.backwards, on);
  }

  /**
   * Whether what is sent over a connection leaves at once (`TCP_NODELAY`), and packets are not held back until the client
   * has acknowledged earlier ones. For connections that come later. Default: true; in C the system's default, false. An
   * addition to the C library.
   */
  get tcpNoDelay(): boolean {
    return c.node_rtsp_server_get_guard(this, guards.noDelay) as boolean;
  }
  set tcpNoDelay(on: boolean) {
    this.#setGuard('tcpNoDelay', guards.noDelay, on);
  }

  #setGuard(property: string, guard: number, on: unknown): void {
    if (typeof on !== 'boolean') throw new TypeError(`RTSPServer.${property} must be a boolean, not ${typeof on}`);
    c.node_rtsp_server_set_guard(this, guard, on);
  }

  /**
   * Asks about each client. `REMOVE` closes it, see `RTSPClient.close()`. The handler runs on the JavaScript thread,
   * and no lock is held meanwhile; the Promise waits for the handlers' Promises, each at most its `timeout`, and for
   * what `REMOVE` does. It does not reject for a handler that throws: `handler-error` tells.
   *
   * @param handler - Without one all are in the result.
   * @returns The clients that the handler answered `REF` for.
   * @throws GError (domain `g-io-error-quark`, code 24; the Promise rejects) when a client's thread is busy for ten seconds:
   * what `REMOVE` does there happens when it is free.
   * @see gst_rtsp_server_client_filter
   */
  clientFilter(handler?: RTSPFilterFunc<this, RTSPClient> | null, options?: RTSPFilterOptions): Promise<RTSPClient[]> {
    return filter(
      {
        event: 'RTSPServerClientFilterFunc',
        container: this,
        elements: c.node_rtsp_server_client_filter(this) as RTSPClient[],
        remove: (client) => client.close(),
      },
      handler,
      options,
    );
  }

  /** Whether it listens. An addition to the C library. */
  get listening(): boolean {
    return this.#attached && this.boundPort > 0;
  }

  /**
   * Listens: connections are accepted on the thread of that context, or on one of the server's own. The process stays
   * alive until `close()`. Where servers share a context, a handler of `client-connected` or an override of
   * `createClient()` keeps all of them from accepting, and from closing, until it has answered; `close()` of one leaves
   * the others as they are.
   *
   * @param context - Default, and null: a thread of the server's own, which ends with `close()`.
   * @throws GError when the address and port cannot be listened on: the message names them; when the context is that of an
   * `RTSPThread`, which ends when nobody uses it.
   * @see gst_rtsp_server_attach
   */
  async attach(context?: MainContext | null): Promise<void> {
    if (this.#attached) throw new Error('this RTSPServer listens already');
    this.#attached = true;
    native.hold(this);
    try {
      await (c.node_rtsp_server_attach(this, context) as Promise<void>);
    } catch (error) {
      this.#attached = false;
      native.drop(this);
      throw error;
    }
  }

  /**
   * A socket that listens where the server would, and that nobody accepts from. `attach()` makes one by itself. Where
   * `service` is `0`, it is the port that the socket has got from then on.
   *
   * @param options - `signal` cancels it: a socket that was made by then is closed.
   * @throws GError (the Promise rejects) when the address and port cannot be listened on, or when it was cancelled
   * (domain `g-io-error-quark`, code 19); TypeError for a signal that is none.
   * @see gst_rtsp_server_create_socket
   */
  async createSocket(options: { signal?: AbortSignal } = {}): Promise<Socket> {
    const { signal } = options;
    using cancellable =
      signal === undefined ? null : Cancellable.from(requireAbortSignal(signal, 'RTSPServer.createSocket()'));
    cancellable?.throwIfCancelled();
    const socket = await (c.gst_rtsp_server_create_socket(this, cancellable) as Promise<Socket>);
    // C looks at it only while it resolves a name.
    if (cancellable?.cancelled) closeSocket(socket);
    cancellable?.throwIfCancelled();
    return socket;
  }

  /**
   * Stops listening, closes all clients and ends their sessions. Resolves when all that is done: the port is free.
   * What has not stopped after ten seconds (a pipeline that blocks) goes on stopping behind it: it resolves all the same,
   * and the process warns. In a handler it leaves that one 250 ms more to answer, since a client's thread waits for it.
   * An addition to the C library.
   */
  close(): Promise<void> {
    if (!this.#attached) return Promise.resolve();
    native.hurry(patienceWithCaller);
    this.#closing ??= this.#stop().finally(() => {
      this.#closing = undefined;
    });
    return this.#closing;
  }

  async #stop(): Promise<void> {
    const stopped = (await c.node_rtsp_server_close(this)) as boolean;
    this.#attached = false;
    native.drop(this);
    if (!stopped) {
      process.emitWarning('a client has not stopped in time; it goes on stopping in the background', 'RTSPServer');
    }
  }

  /**
   * Serves a connection that Node has accepted, so that RTSP and something else can share a port. The server must listen,
   * if only on a free port of 127.0.0.1: the connection is served by its threads, as if it had been accepted there.
   * `createClient()` and `client-connected` are asked; `RTSPAuth` is not asked whether it may connect, and TLS is not
   * begun, whatever its certificate.
   *
   * The connection is no more Node's: its socket is destroyed at once, without the peer's noticing, also when the Promise
   * rejects, which closes the connection. What was in the socket's buffer is handed over, and its listeners of `data` and
   * `readable` are removed. Call it in the same turn in which the last data came, or `pause()` the socket then: data that
   * flows without a listener is lost. Nothing may read the socket beside JavaScript, as an `http.Server` does with the
   * connections that it has, and all that was written must have been sent.
   *
   * @param socket - A TCP connection, and not one of TLS.
   * @param ip - The peer's address. Default: that of the socket.
   * @param port - The peer's port. Default: that of the socket.
   * @param initialBuffer - What has been read of the connection, without NUL bytes.
   * @returns Whether a client was made for it; the connection is closed otherwise.
   * @throws TypeError for another socket; Error for one that is not connected or has unsent data: it stays as it is. GError
   * (the Promise rejects) when the server does not listen.
   * @see gst_rtsp_server_transfer_connection
   */
  transferConnection(socket: NetSocket, ip?: string, port?: number, initialBuffer?: Uint8Array): Promise<boolean> {
    const { isIP } = process.getBuiltinModule('node:net');
    if (ip !== undefined && isIP(ip) === 0) throw new TypeError(`ip must be an IP address, not ${ip}`);
    const [address, peerPort] = [ip ?? socket.remoteAddress ?? '', port ?? socket.remotePort ?? 0];
    return takeConnection(
      socket,
      initialBuffer,
      (fd, bytes) => c.node_rtsp_server_transfer_connection(this, fd, address, peerPort, bytes) as Promise<boolean>,
    );
  }

  /** The same as `close()`, for `await using`. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  /**
   * The URL of a mount, as a client on this machine reaches it: `rtsps:` where `auth` has a certificate. An addition to the
   * C library.
   *
   * @param path - Begins with a slash. Default: `/`.
   * @throws Error when the server does not listen.
   */
  url(path = '/'): string {
    const port = this.boundPort;
    if (port <= 0) throw new Error('an RTSPServer has a URL only while it listens');
    const given: unknown = path;
    if (typeof given !== 'string' || !given.startsWith('/'))
      throw new TypeError(`path must begin with '/', not ${JSON.stringify(given)}`);
    let host = this.address ?? '127.0.0.1';
    if (host === '0.0.0.0') host = '127.0.0.1';
    else if (host === '::') host = '::1';
    const scheme = this.auth?.tlsCertificate ? 'rtsps' : 'rtsp';
    return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}${path}`;
  }

  /**
   * A client for a connection that was accepted. It may be a new object of a subclass of `RTSPClient`, which gets the
   * server's session pool, mount points, auth and thread pool; null closes the connection.
   *
   * Override it; C waits for the answer, and nobody else is accepted meanwhile. @see GstRTSPServerClass.create_client
   */
  protected createClient(): Awaitable<RTSPClient | null> {
    return chainUp(this, 'createClient', []) as Promise<RTSPClient | null>;
  }

  /**
   * Somebody has connected; after the handlers of `client-connected`.
   *
   * Override it; C waits for the answer. @see GstRTSPServerClass.client_connected
   */
  protected clientConnected(client: RTSPClient): Awaitable<void> {
    return chainUp(this, 'clientConnected', [client]) as Promise<void>;
  }
}

registerClass('GstRTSPServer', RTSPServer, c.node_rtsp_server_new);
