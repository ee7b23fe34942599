// Compiled, never run: what stands under an expected error must not compile, all else must. The ten commonest mistakes
// have numbers.
import {
  type Bin,
  type Bus,
  type Clock,
  type Pad,
  type RTSPSessionPool,
  type RTSPStreamTransport,
  State,
  type Element,
  type GObject,
  type HandlerError,
  type Message,
  parseLaunch,
  RTSPAuth,
  RTSPClient,
  type RTSPContext,
  RTSPLowerTrans,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMessage,
  type RTSPPlayMode,
  RTSPRangeUnit,
  RTSPServer,
  type RTSPServerEvents,
  type RTSPSession,
  RTSPStatusCode,
  type RTSPStream,
  RTSPSuspendMode,
  Structure,
  RTSPUrl,
  serve,
  type TlsCertificate,
} from '../lib/index.js';

declare const client: RTSPClient;
declare const media: RTSPMedia;
declare const server: RTSPServer;
declare const factory: RTSPMediaFactory;
declare const takesText: (text: string) => void;

// What a pre-request handler may answer: a status or nothing, plain or promised.
client.on('pre-play-request', () => RTSPStatusCode.FORBIDDEN);
client.on('pre-play-request', async (context) => (context.uri ? RTSPStatusCode.OK : RTSPStatusCode.NOT_FOUND));
client.on('pre-play-request', () => undefined);
client.on('pre-play-request', async () => {
  await media.getStatus();
});
client.on('pre-play-request', (context) => {
  if (context.media === null) return 404;
  return;
});
// @ts-expect-error -- mistake 1: a text is no status
client.on('pre-play-request', () => 'OK');
// @ts-expect-error -- mistake 2: a promised text is none either
client.on('pre-play-request', async () => 'OK');
// @ts-expect-error -- nor is any number one
client.on('pre-play-request', () => 3);
// @ts-expect-error -- promised neither
client.on('pre-play-request', async () => 3);
client.on('pre-play-request', () => 429 as RTSPStatusCode);
// @ts-expect-error -- a boolean is no status
client.once('pre-describe-request', (context: RTSPContext) => context.alive);
// @ts-expect-error -- mistake 3: the handler gets a context, not a client
client.prependListener('pre-setup-request', (_client: RTSPClient) => undefined);

// The arguments of handlers have their types.
server.on('client-connected', (connected) => {
  const connectedClient: RTSPClient = connected;
  connectedClient.on('new-session', (session: RTSPSession) => session.sessionId);
  connectedClient.on('closed', () => connectedClient.remoteAddress);
  connectedClient.on('check-requirements', (_context, options: string[]) => options.join(', '));
  // @ts-expect-error -- the options are strings
  connectedClient.on('check-requirements', (_context, options: number[]) => String(options));
  // @ts-expect-error -- whoever answers says so in a text
  connectedClient.on('check-requirements', () => 551);
});
media.on('handle-message', (message: Message) => message.type);
media.on('handle-message::error', (message) => message.error?.domain.length);
server.on('notify::backlog', (property: string) => property.length);
server.on('handler-error', (error: HandlerError, event: string, object: GObject) => [error.event, event, object]);
server.on('media-error', (path, error, debug, failed: RTSPMedia | null) => [path.length, error.code, debug, failed]);
factory.on('media-configure', async (configured) => configured.setSuspendMode(RTSPSuspendMode.PAUSE));
// @ts-expect-error -- the handler gets a medium
factory.on('media-configure', (configured: RTSPClient) => configured);
// @ts-expect-error -- mistake 4: servers have no such event
server.on('pre-play-request', () => undefined);
// @ts-expect-error -- mistake 5: nor is this the name of any
client.on('pre-dance-request', () => undefined);
// @ts-expect-error -- a timeout is a number
client.on('pre-play-request', () => undefined, { timeout: '5 s' });
// @ts-expect-error -- what is not an option
client.on('pre-play-request', () => undefined, { deadline: 5000 });

// Properties have types.
const address: string | null = server.address;
server.address = address ?? '::1';
factory.protocols = RTSPLowerTrans.TCP | RTSPLowerTrans.UDP;
factory.retransmissionTime = 5_000_000_000n;
// @ts-expect-error -- mistake 6: nanoseconds are bigints
factory.retransmissionTime = 5000;
// @ts-expect-error -- a launch line is text
factory.launch = 7;
// @ts-expect-error -- mistake 7: a port is text
server.service = 8554;
// @ts-expect-error -- 3 is no suspend mode
factory.suspendMode = 3;
// @ts-expect-error -- mistake 8: the library sets it
server.boundPort = 8554;

// What may wait gives a Promise.
// @ts-expect-error -- mistake 9: it was not awaited
takesText(media.getRangeString(true, RTSPRangeUnit.NPT));

// A mount is one of three kinds, and its options are known.
void serve({
  mounts: { '/a': '( … )', '/b': { file: 'b.mp4', shared: true }, '/c': { uri: 'rtsp://c' }, '/d': factory },
});
// @ts-expect-error -- something must be mounted
void serve({ port: 8554 });
// @ts-expect-error -- mistake 10: a mount of nothing
void serve({ mounts: { '/a': { shared: true } } });
// @ts-expect-error -- a user without a password
void serve({ mounts: {}, auth: { user: 'user' } });

// A subclass has the events of its class, and may add some of its own.
interface CameraEvents extends RTSPServerEvents {
  moved: (degrees: number) => void;
}
export class Cameras extends RTSPServer<CameraEvents> {
  constructor() {
    super();
    this.on('client-connected', (connected) => connected.remoteAddress);
    this.on('moved', (degrees) => degrees.toFixed());
    // @ts-expect-error -- degrees are a number
    this.on('moved', (degrees: string) => degrees);
    // @ts-expect-error -- nobody emits it
    this.on('stopped', () => undefined);
  }
}
export class Viewer extends RTSPClient {
  constructor() {
    super();
    this.on('pre-play-request', async () => RTSPStatusCode.OK);
    // @ts-expect-error -- not in a subclass either
    this.on('pre-play-request', async () => 'OK');
  }
}

// Objects that the library makes are not to be made.
// @ts-expect-error -- neither by hand nor otherwise
new RTSPStatusCode();

// Messages: what is null for some kinds is so in the types, and the kind itself is fixed.
declare const auth: RTSPAuth;
client.on('send-message', async (context, message) => {
  message.headers.set('Server', context.request?.uri ?? 'none');
  message.status = 404;
  const status: number | null = message.status;
  // @ts-expect-error -- a message stays what it is
  message.type = 'data';
  // @ts-expect-error -- headers are texts
  message.headers.set('CSeq', 1);
  return status;
});
RTSPMessage.request('PLAY', '*', { Require: ['a', 'b'] });
// @ts-expect-error -- there is no such method
RTSPMessage.request('DANCE', '*');
// @ts-expect-error -- messages are made by name
new RTSPMessage({});
auth.on('accept-certificate', async (connection, certificate: TlsCertificate, errors) => {
  return connection.remoteAddress !== null && certificate.subjectName !== null && errors === 0;
});
// @ts-expect-error -- trust is a boolean
auth.on('accept-certificate', () => 'yes');

// An override takes what C gives, and answers what C takes, plain or promised.
class CameraFactory extends RTSPMediaFactory {
  override createElement(url: RTSPUrl): Promise<Element | null> {
    return url.query === null ? Promise.resolve(null) : parseLaunch(url.query);
  }
  override async configure(configured: RTSPMedia): Promise<void> {
    await super.configure(configured);
  }
}
new CameraFactory().mediaClass = class extends RTSPMedia {};
// @ts-expect-error -- media are of a class of media
new CameraFactory().mediaClass = RTSPClient;
// @ts-expect-error -- it is C's to call
void new RTSPMediaFactory().genKey(new RTSPUrl('rtsp://127.0.0.1/'));
export class WrongFactory extends RTSPMediaFactory {
  // @ts-expect-error -- a text is no element
  override createElement(): string {
    return 'videotestsrc';
  }
  // @ts-expect-error -- it is given a URL
  override genKey(key: string): string {
    return key;
  }
  // @ts-expect-error -- there is no such method
  override createCamera(): null {
    return null;
  }
}
export class WrongClient extends RTSPClient {
  // @ts-expect-error -- a text is no status
  override prePlayRequest(): string {
    return 'OK';
  }
  // @ts-expect-error -- nor is a promised one
  override async preSetupRequest(): Promise<string> {
    return 'OK';
  }
  // @ts-expect-error -- the medium comes first
  override configureClientMedia(stream: RTSPStream): boolean {
    return stream.index === 0;
  }
  override adjustPlayMode(_context: RTSPContext, mode: RTSPPlayMode): void {
    mode.rate = 2;
    // @ts-expect-error -- a range is a text
    mode.range = 10;
  }
}
export class WrongAuth extends RTSPAuth {
  // @ts-expect-error -- whether somebody may is a boolean
  override check(): number {
    return 403;
  }
}

// Every event of every class: a handler that fits, and one that does not.
declare const pool: RTSPSessionPool;
declare const stream: RTSPStream;
declare const transport: RTSPStreamTransport;
declare const bus: Bus;
declare const pad: Pad;
declare const element: Element;
declare const bin: Bin;
declare const clock: Clock;
declare const takesClient: (client: RTSPClient) => void;
declare const takesContext: (context: RTSPContext) => void;
declare const takesMedia: (media: RTSPMedia) => void;
declare const takesPad: (pad: Pad) => void;
declare const takesState: (state: State) => void;

// RTSPServer and RTSPAuth.
server.on('client-connected', takesClient);
// @ts-expect-error -- a client
server.on('client-connected', takesMedia);
server.on('media-error', (path, error, debug, failed) => [path.length, error.code, debug?.length, failed?.nStreams]);
// @ts-expect-error -- the path is a text
server.on('media-error', (path: number) => path);
server.on('handler-error', (error, event, object) => [error.event, event.length, object.typeName]);
// @ts-expect-error -- an error
server.on('handler-error', (error: string) => error);
auth.on('accept-certificate', () => true);
// @ts-expect-error -- the connection comes first
auth.on('accept-certificate', takesText);

// RTSPClient.
client.on('closed', () => undefined);
// @ts-expect-error -- it has no argument
client.on('closed', takesClient);
client.on('pre-closed', () => undefined);
// @ts-expect-error -- it has no argument
client.on('pre-closed', takesClient);
client.on('new-session', (session) => session.sessionId);
// @ts-expect-error -- a session
client.on('new-session', takesContext);
client.on('pre-options-request', ({ request }) => (request ? 200 : RTSPStatusCode.FORBIDDEN));
// @ts-expect-error -- a text is no status
client.on('pre-options-request', () => 'OK');
client.on('pre-describe-request', ({ request }) => (request ? 200 : RTSPStatusCode.FORBIDDEN));
// @ts-expect-error -- a text is no status
client.on('pre-describe-request', () => 'OK');
client.on('pre-announce-request', ({ request }) => (request ? 200 : RTSPStatusCode.FORBIDDEN));
// @ts-expect-error -- a text is no status
client.on('pre-announce-request', () => 'OK');
client.on('pre-setup-request', ({ request }) => (request ? 200 : RTSPStatusCode.FORBIDDEN));
// @ts-expect-error -- a text is no status
client.on('pre-setup-request', () => 'OK');
client.on('pre-play-request', ({ request }) => (request ? 200 : RTSPStatusCode.FORBIDDEN));
// @ts-expect-error -- a text is no status
client.on('pre-play-request', () => 'OK');
client.on('pre-pause-request', ({ request }) => (request ? 200 : RTSPStatusCode.FORBIDDEN));
// @ts-expect-error -- a text is no status
client.on('pre-pause-request', () => 'OK');
client.on('pre-teardown-request', ({ request }) => (request ? 200 : RTSPStatusCode.FORBIDDEN));
// @ts-expect-error -- a text is no status
client.on('pre-teardown-request', () => 'OK');
client.on('pre-record-request', ({ request }) => (request ? 200 : RTSPStatusCode.FORBIDDEN));
// @ts-expect-error -- a text is no status
client.on('pre-record-request', () => 'OK');
client.on('pre-get-parameter-request', ({ request }) => (request ? 200 : RTSPStatusCode.FORBIDDEN));
// @ts-expect-error -- a text is no status
client.on('pre-get-parameter-request', () => 'OK');
client.on('pre-set-parameter-request', ({ request }) => (request ? 200 : RTSPStatusCode.FORBIDDEN));
// @ts-expect-error -- a text is no status
client.on('pre-set-parameter-request', () => 'OK');
client.on('check-requirements', (_context, options) => options.filter((option) => option !== 'a').join(','));
// @ts-expect-error -- a text
client.on('check-requirements', () => 551);
client.on('options-request', takesContext);
// @ts-expect-error -- a context
client.on('options-request', takesClient);
client.on('describe-request', takesContext);
// @ts-expect-error -- a context
client.on('describe-request', takesClient);
client.on('announce-request', takesContext);
// @ts-expect-error -- a context
client.on('announce-request', takesClient);
client.on('setup-request', takesContext);
// @ts-expect-error -- a context
client.on('setup-request', takesClient);
client.on('play-request', takesContext);
// @ts-expect-error -- a context
client.on('play-request', takesClient);
client.on('pause-request', takesContext);
// @ts-expect-error -- a context
client.on('pause-request', takesClient);
client.on('teardown-request', takesContext);
// @ts-expect-error -- a context
client.on('teardown-request', takesClient);
client.on('record-request', takesContext);
// @ts-expect-error -- a context
client.on('record-request', takesClient);
client.on('get-parameter-request', takesContext);
// @ts-expect-error -- a context
client.on('get-parameter-request', takesClient);
client.on('set-parameter-request', takesContext);
// @ts-expect-error -- a context
client.on('set-parameter-request', takesClient);
client.on('handle-response', ({ response }) => response?.status);
// @ts-expect-error -- a context
client.on('handle-response', takesClient);
client.on('send-message', (context, message) => message.headers.set('Server', context.uri?.host ?? 'a'));
// @ts-expect-error -- the context comes first
client.on('send-message', (message: RTSPMessage) => message);
client.on('send-refused', (channel) => channel.toFixed());
// @ts-expect-error -- a number
client.on('send-refused', takesText);
client.on('transport-dropped', (dropped) => dropped.stream.index);
// @ts-expect-error -- a transport
client.on('transport-dropped', takesClient);

// RTSPMediaFactory and RTSPMedia.
factory.on('media-constructed', takesMedia);
// @ts-expect-error -- a medium
factory.on('media-constructed', takesClient);
factory.on('media-configure', takesMedia);
// @ts-expect-error -- a medium
factory.on('media-configure', takesClient);
factory.on('media-error', (failed, error, debug) => [failed?.nStreams, error.code, debug?.length]);
// @ts-expect-error -- an error
factory.on('media-error', takesText);
media.on('new-stream', (added) => added.index);
// @ts-expect-error -- a stream
media.on('new-stream', takesMedia);
media.on('removed-stream', (removed) => removed.index);
// @ts-expect-error -- a stream
media.on('removed-stream', takesMedia);
media.on('prepared', () => undefined);
// @ts-expect-error -- it has no argument
media.on('prepared', takesMedia);
media.on('unprepared', () => undefined);
// @ts-expect-error -- it has no argument
media.on('unprepared', takesMedia);
media.on('target-state', takesState);
// @ts-expect-error -- a state
media.on('target-state', takesText);
media.on('new-state', (state) => state === State.PLAYING);
// @ts-expect-error -- there is no such state
media.on('new-state', (state) => state === 5);
media.on('handle-message', (message) => message.type);
// @ts-expect-error -- a message
media.on('handle-message', takesText);
media.on('handle-message::error', ({ error }) => error?.message);
// @ts-expect-error -- a message
media.on('handle-message::error', takesText);

// RTSPSessionPool, RTSPStream and RTSPStreamTransport.
pool.on('session-removed', (session) => session.sessionId);
// @ts-expect-error -- a session
pool.on('session-removed', takesClient);
stream.on('new-rtp-encoder', (coder) => coder.getStaticPad('src'));
// @ts-expect-error -- an element
stream.on('new-rtp-encoder', takesPad);
stream.on('new-rtcp-encoder', (coder) => coder.getStaticPad('src'));
// @ts-expect-error -- an element
stream.on('new-rtcp-encoder', takesPad);
stream.on('new-rtp-rtcp-decoder', (coder) => coder.getStaticPad('src'));
// @ts-expect-error -- an element
stream.on('new-rtp-rtcp-decoder', takesPad);
transport.on('send-refused', (channel) => channel.toFixed());
// @ts-expect-error -- a number
transport.on('send-refused', takesText);
transport.on('notify::timed-out', takesText);
// @ts-expect-error -- the name of the property
transport.on('notify::timed-out', takesMedia);

// Bus, Pad, Element, Bin and Clock.
bus.on('message', (message) => message.sourceName);
// @ts-expect-error -- a message
bus.on('message', takesText);
bus.on('message::eos', (message) => message.sourceName);
// @ts-expect-error -- a message
bus.on('message::eos', takesText);
bus.on('sync-message', (message) => message.sourceName);
// @ts-expect-error -- a message
bus.on('sync-message', takesText);
bus.on('sync-message::eos', (message) => message.sourceName);
// @ts-expect-error -- a message
bus.on('sync-message::eos', takesText);
pad.on('linked', (peer) => peer.direction);
// @ts-expect-error -- a pad
pad.on('linked', takesMedia);
pad.on('unlinked', (peer) => peer.direction);
// @ts-expect-error -- a pad
pad.on('unlinked', takesMedia);
element.on('pad-added', takesPad);
// @ts-expect-error -- a pad
element.on('pad-added', takesMedia);
element.on('pad-removed', takesPad);
// @ts-expect-error -- a pad
element.on('pad-removed', takesMedia);
element.on('no-more-pads', () => undefined);
// @ts-expect-error -- it has no argument
element.on('no-more-pads', takesPad);
bin.on('pad-added', takesPad);
// @ts-expect-error -- a pad
bin.on('pad-added', takesMedia);
bin.on('pad-removed', takesPad);
// @ts-expect-error -- a pad
bin.on('pad-removed', takesMedia);
bin.on('no-more-pads', () => undefined);
// @ts-expect-error -- it has no argument
bin.on('no-more-pads', takesPad);
bin.on('element-added', (added) => added.getStaticPad('src'));
// @ts-expect-error -- an element
bin.on('element-added', takesText);
bin.on('element-removed', (added) => added.getStaticPad('src'));
// @ts-expect-error -- an element
bin.on('element-removed', takesText);
bin.on('deep-element-added', (inside, added) => [inside.getByName('a'), added.getStaticPad('src')]);
// @ts-expect-error -- the bin comes first
bin.on('deep-element-added', takesPad);
bin.on('deep-element-removed', (inside, added) => [inside.getByName('a'), added.getStaticPad('src')]);
// @ts-expect-error -- the bin comes first
bin.on('deep-element-removed', takesPad);
clock.on('synced', (synced) => !synced);
// @ts-expect-error -- whether it is
clock.on('synced', takesText);

new Structure('a', { number: 1, text: 'a', inner: new Structure('b') });
// @ts-expect-error -- no value of GStreamer's
new Structure('a', { symbol: Symbol() });
// @ts-expect-error -- nor is this
new Structure('a', { fn: () => 1 });
