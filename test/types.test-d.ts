// Compiled, never run: what stands under an expected error must not compile, all else must.
import {
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
  RTSPServer,
  type RTSPServerEvents,
  type RTSPSession,
  RTSPStatusCode,
  type RTSPStream,
  RTSPSuspendMode,
  RTSPUrl,
  serve,
  type TlsCertificate,
} from '../lib/index.js';

declare const client: RTSPClient;
declare const media: RTSPMedia;
declare const server: RTSPServer;
declare const factory: RTSPMediaFactory;

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
// @ts-expect-error -- a text is no status
client.on('pre-play-request', () => 'OK');
// @ts-expect-error -- a promised text is none either
client.on('pre-play-request', async () => 'OK');
// @ts-expect-error -- a boolean is no status
client.once('pre-describe-request', (context: RTSPContext) => context.alive);
// @ts-expect-error -- the handler gets a context, not a client
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
// @ts-expect-error -- servers have no such event
server.on('pre-play-request', () => undefined);
// @ts-expect-error -- nor is this the name of any
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
// @ts-expect-error -- nanoseconds are bigints
factory.retransmissionTime = 5000;
// @ts-expect-error -- a launch line is text
factory.launch = 7;
// @ts-expect-error -- a port is text
server.service = 8554;
// @ts-expect-error -- 3 is no suspend mode
factory.suspendMode = 3;
// @ts-expect-error -- the library sets it
server.boundPort = 8554;

// A mount is one of three kinds, and its options are known.
void serve({
  mounts: { '/a': '( … )', '/b': { file: 'b.mp4', shared: true }, '/c': { uri: 'rtsp://c' }, '/d': factory },
});
// @ts-expect-error -- something must be mounted
void serve({ port: 8554 });
// @ts-expect-error -- a mount of nothing
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
