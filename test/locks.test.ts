import assert from 'node:assert/strict';
import { AsyncResource } from 'node:async_hooks';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

import {
  Caps,
  type Element,
  ElementFactory,
  Event,
  Format,
  GstBuffer,
  NetClientClock,
  NetTimeProvider,
  NtpClock,
  type Pad,
  parseLaunch,
  Pipeline,
  RTSP_ONVIF_BACKCHANNEL_REQUIREMENT,
  RTSPAuth,
  RTSPAuthCheck,
  RTSPClient,
  type RTSPClientEvents,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPMessage,
  RTSPMethod,
  RTSPMountPoints,
  RTSPOnvifClient,
  RTSPOnvifMedia,
  RTSPOnvifMediaFactory,
  RTSPOnvifServer,
  RTSPProfile,
  RTSPRangeUnit,
  rtspSdpFromMedia,
  rtspSdpFromStream,
  rtspSdpMakeMedia,
  RTSPServer,
  type RTSPSession,
  type RTSPSessionMedia,
  RTSPSessionPool,
  RTSPState,
  type RTSPStream,
  type RTSPStreamTransport,
  RTSPSuspendMode,
  type RTSPThread,
  RTSPThreadPool,
  RTSPThreadType,
  RTSPToken,
  type RTSPTransport,
  RTSPTransportMode,
  RTSPUrl,
  SDPMessage,
  serve,
  State,
  SystemClock,
  TlsAuthenticationMode,
  TlsCertificate,
  TlsDatabase,
} from '../lib/index.js';
import { type AskEntry, c, type CallEntry, native } from '../lib/native.js';
import { DirectClient } from './clients/direct-client.js';
import { RtspClient } from './clients/rtsp-client.js';
import { formatTunnelRequest, type RtspResponse } from './clients/rtsp-message.js';
import { recordingOffer } from './clients/sdp.js';
import { deferred, withDeadline } from './helpers/deadline.js';
import { lists, loudspeaker, tone } from './helpers/lines.js';
import { testMovie } from './helpers/media.js';
import { refusals, type Situation, situationOf } from './helpers/refusals.js';
import { askOverTls, makePair } from './helpers/tls.js';

const calls = native.calls().filter(({ name }) => !name.startsWith('test_'));
const asks = native.asks().filter(({ type }) => type !== 'TestDouble');
const promised = calls.filter((call) => call.promised);

const titleOf = ({ className, method }: CallEntry) => `${className}.${method}`;
const both = (one: string[], other: string[]) => one.filter((name) => other.includes(name));

/** What nobody whom the handler knows of uses: the rules do not depend on the object. */
interface Spare {
  media: RTSPMedia;
  /** Of a factory that serves nobody else. */
  onvif: { factory: RTSPOnvifMediaFactory; media: RTSPOnvifMedia };
  client: RTSPClient;
  pool: RTSPSessionPool;
  session: RTSPSession;
  server: RTSPServer;
  /** One without a socket. */
  alone: RTSPClient;
  stream: RTSPStream;
  /** Of a session of its own. */
  sessionMedia: RTSPSessionMedia;
  transport: RTSPStreamTransport;
  /** How that is sent. */
  agreed: RTSPTransport;
  /** Two elements of a pipeline of their own, and a pad that can be linked. */
  pipeline: Pipeline;
  element: Element;
  sink: Element;
  pad: Pad;
  /** Of a connection. */
  descriptor: number;
}

/** That it cannot be done with the spare thing is an answer, too. */
const settled = (call: unknown) => (call as Promise<unknown>).catch(() => null);

const ours = { isIpv6: false, serverIp: '127.0.0.1' };
const buffer = new GstBuffer(Buffer.from('x'));
const l16 = Caps.simple('application/x-rtp', { media: 'audio', payload: 96, 'clock-rate': 8000 });

/** Each promised function as an application calls it, so that it does no harm. */
const make: Partial<Record<string, (spare: Spare) => Promise<unknown>>> = {
  'RTSPMedia.collectStreams': ({ media }) => settled(media.collectStreams()),
  'RTSPMedia.createStream': ({ media, element, pad }) => settled(media.createStream(element, pad)),
  'RTSPMediaFactory.construct': ({ onvif }) => settled(onvif.factory.construct(new RTSPUrl('rtsp://127.0.0.1/x'))),
  'RTSPMediaFactory.createElement': ({ onvif }) =>
    settled(onvif.factory.createElement(new RTSPUrl('rtsp://127.0.0.1/x'))),
  'RTSPMedia.getStatus': ({ media }) => media.getStatus(),
  'RTSPMedia.getSuspendMode': ({ media }) => media.getSuspendMode(),
  'RTSPMedia.setSuspendMode': ({ media }) => media.setSuspendMode(RTSPSuspendMode.NONE),
  'RTSPMedia.unprepare': ({ media }) => media.unprepare(),
  'RTSPMediaFactory.checkLaunch': () => RTSPMediaFactory.checkLaunch(tone),
  'RTSPOnvifMedia.collectBackchannel': ({ onvif }) => settled(onvif.media.collectBackchannel()),
  'RTSPOnvifMediaFactory.checkBackchannelLaunch': () => RTSPOnvifMediaFactory.checkBackchannelLaunch(loudspeaker),
  'RTSPOnvifMediaFactory.requiresBackchannel': ({ onvif }) => onvif.factory.requiresBackchannel(),
  'RTSPAuth.check': () => RTSPAuth.check(RTSPAuthCheck.TRANSPORT_CLIENT_SETTINGS).catch(() => false),
  'RTSPClient.close': ({ client }) => client.close(),
  'RTSPThreadPool.getThread': ({ server }) =>
    settled(server.threadPool.getThread(RTSPThreadType.MEDIA)).then((thread) => (thread as RTSPThread).stop()),
  'RTSPSessionPool.cleanup': ({ pool }) => pool.cleanup(),
  'RTSPSessionPool.remove': ({ pool, session }) => pool.remove(session),
  'RTSPServer.attach': async ({ server }) => server.listening || server.attach(),
  'RTSPServer.transferConnection': ({ server, descriptor }) =>
    settled(c.node_rtsp_server_transfer_connection(server, descriptor, '127.0.0.1', 0, null)),
  'RTSPServer.close': ({ server }) => server.close(),
  'Gst.parseLaunch': () => parseLaunch('fakesrc ! fakesink'),
  'RTSPContext.setToken': () => settled(c.node_rtsp_context_set_token(new RTSPToken({}))),
  'RTSPClient.handleMessage': ({ alone }) => settled(alone.handleMessage(RTSPMessage.request('OPTIONS', '*'))),
  'RTSPClient.sendMessage': ({ alone }) => settled(alone.sendMessage(RTSPMessage.request('OPTIONS', '*'))),
  'RTSPClient.unwatchSession': ({ client, session }) => c.node_rtsp_client_unwatch_session(client, session) as never,
  'RTSPClient.getStreamTransport': ({ client }) => settled(client.getStreamTransport(0)),
  'RTSPClient.setSendFunc': ({ alone }) => c.node_rtsp_client_set_send_func(alone, false) as never,
  'RTSPClient.setSendMessagesFunc': ({ alone }) => c.node_rtsp_client_set_send_messages_func(alone, false) as never,
  'RTSPClient.refuseData': ({ alone }) => c.node_rtsp_client_refuse_data(alone, 0) as never,
  'RTSPMedia.suspend': ({ media }) => media.suspend(),
  'RTSPMedia.unsuspend': ({ media }) => media.unsuspend(),
  'RTSPMedia.setState': ({ media }) => settled(media.setState(State.PAUSED, [])),
  'RTSPMedia.setPipelineState': ({ media }) => settled(media.setPipelineState(State.PAUSED)),
  'RTSPMedia.completePipeline': ({ media }) => settled(media.completePipeline([])),
  'RTSPMedia.canBeShared': ({ media }) => settled(media.canBeShared()),
  'RTSPMedia.prepare': ({ media }) => settled(media.prepare()),
  'RTSPMedia.seekTrickmode': ({ media }) => settled(media.seek('npt=0-')),
  'TlsDatabase.newFromFile': () => settled(TlsDatabase.fromFile('/nowhere')),
  'TlsDatabase.newFromPem': () => settled(TlsDatabase.fromPem('nothing')),
  'RTSPServer.createSocket': ({ server }) => settled(server.createSocket()),
  'RTSPMedia.getBaseTime': ({ media }) => media.getBaseTime(),
  'RTSPMedia.getClock': ({ media }) => media.getClock(),
  'RTSPMedia.getRangeString': ({ media }) => media.getRangeString(false, RTSPRangeUnit.NPT),
  'RTSPMedia.setupSdp': ({ media }) => settled(media.setupSdp(new SDPMessage(), ours)),
  'RTSPMedia.handleSdp': ({ media }) => media.handleSdp(new SDPMessage()),
  'RTSPSDP.fromMedia': ({ media }) => settled(rtspSdpFromMedia(new SDPMessage(), ours, media)),
  'RTSPSDP.fromStream': ({ stream }) => settled(rtspSdpFromStream(new SDPMessage(), ours, stream)),
  'RTSPSDP.makeMedia': ({ stream }) => settled(rtspSdpMakeMedia(new SDPMessage(), ours, stream, l16, RTSPProfile.AVP)),
  'RTSPSession.manageMedia': ({ session, media }) => settled(session.manageMedia('/spare', media)),
  'RTSPSession.releaseMedia': ({ session, sessionMedia }) => settled(session.releaseMedia(sessionMedia)),
  'RTSPSessionMedia.getBaseTime': ({ sessionMedia }) => sessionMedia.getBaseTime(),
  'RTSPSessionMedia.getRtpinfo': ({ sessionMedia }) => sessionMedia.getRtpinfo(),
  'RTSPSessionMedia.getRtspState': ({ sessionMedia }) => sessionMedia.getRtspState(),
  'RTSPSessionMedia.setRtspState': ({ sessionMedia }) => sessionMedia.setRtspState(RTSPState.READY),
  'RTSPSessionMedia.setState': ({ sessionMedia }) => settled(sessionMedia.setState(State.PAUSED)),
  'RTSPSessionMedia.getTransport': ({ sessionMedia }) => settled(sessionMedia.getTransport(0)),
  'RTSPSessionMedia.getTransports': ({ sessionMedia }) => sessionMedia.getTransports(),
  'RTSPSessionMedia.setTransport': ({ sessionMedia, stream, agreed }) =>
    settled(sessionMedia.setTransport(stream, agreed)),
  'RTSPSessionMedia.allocChannels': ({ sessionMedia }) =>
    c.node_rtsp_session_media_alloc_channels(sessionMedia) as never,
  'RTSPStream.addTransport': ({ stream, transport }) => settled(stream.addTransport(transport)),
  'RTSPStream.removeTransport': ({ stream, transport }) => settled(stream.removeTransport(transport)),
  'RTSPStream.completeStream': ({ stream, agreed }) => settled(stream.completeStream(agreed)),
  'RTSPStream.queryPosition': ({ stream }) => c.gst_rtsp_stream_query_position(stream) as never,
  'RTSPStream.queryStop': ({ stream }) => c.gst_rtsp_stream_query_stop(stream) as never,
  'RTSPStream.seekable': ({ stream }) => stream.seekable(),
  'RTSPStream.joinBin': ({ stream, pipeline, element }) => settled(stream.joinBin(pipeline, element, State.NULL)),
  'RTSPStream.leaveBin': ({ stream, pipeline, element }) => settled(stream.leaveBin(pipeline, element)),
  'RTSPStream.requestAuxSender': ({ stream }) => settled(stream.requestAuxSender(0)),
  'RTSPStream.requestAuxReceiver': ({ stream }) => settled(stream.requestAuxReceiver(0)),
  'RTSPStream.requestUlpfecDecoder': ({ stream, element }) => settled(stream.requestUlpfecDecoder(element, 0)),
  'RTSPStream.requestUlpfecEncoder': ({ stream }) => settled(stream.requestUlpfecEncoder(0)),
  'RTSPStreamTransport.setActive': ({ transport }) => settled(transport.setActive(false)),
  'RTSPStreamTransport.hookCallbacks': ({ transport }) =>
    c.node_rtsp_stream_transport_hook_callbacks(transport) as never,
  'RTSPStreamTransport.refuse': ({ transport }) => c.node_rtsp_stream_transport_refuse(transport) as never,
  'RTSPStream.recvRtp': ({ stream }) => stream.recvRtp(buffer),
  'RTSPStream.recvRtcp': ({ stream }) => stream.recvRtcp(buffer),
  'RTSPStreamTransport.recvData': ({ transport }) => transport.recvData(0, buffer),
  'RTSPStreamTransport.sendRtp': ({ transport }) => transport.sendRtp(buffer),
  'RTSPStreamTransport.sendRtcp': ({ transport }) => transport.sendRtcp(buffer),
  'RTSPStreamTransport.sendRtpList': ({ transport }) => transport.sendRtpList([buffer]),
  'RTSPStreamTransport.sendRtcpList': ({ transport }) => transport.sendRtcpList([buffer]),
  'RTSPParams.set': () => settled(c.node_rtsp_params_set()),
  'RTSPParams.get': () => settled(c.node_rtsp_params_get()),
  'RTSPStreamTransport.keepAlive': ({ transport }) => transport.keepAlive(),
  'RTSPStreamTransport.messageSent': ({ transport }) => transport.messageSent(),
  'RTSPMedia.getTimeProvider': ({ media }) => media.getTimeProvider('127.0.0.1', 0),
  'RTSPMedia.takePipeline': ({ media, pipeline }) => settled(media.takePipeline(pipeline)),
  'Element.factoryMake': () => ElementFactory.make('identity'),
  'Element.setState': ({ element }) => element.setState(State.NULL),
  'Element.getState': ({ element }) => c.gst_element_get_state(element, 0n) as never,
  'Element.syncStateWithParent': ({ element }) => element.syncStateWithParent(),
  'Element.queryPosition': ({ element }) => c.node_element_query_position(element, Format.TIME) as never,
  'Element.queryDuration': ({ element }) => c.node_element_query_duration(element, Format.TIME) as never,
  'Element.seek': ({ element }) => element.seek(1, Format.TIME, 0, 0n),
  'Element.sendEvent': ({ element }) => element.sendEvent(Event.eos()),
  'Element.linkPads': ({ element, sink }) => settled(element.link(sink)),
  'Element.linkFiltered': ({ element, sink }) => settled(element.linkFiltered(sink, null)),
  'Element.unlink': ({ element, sink }) => element.unlink(sink),
  'Element.requestPad': ({ element }) => element.requestPad('nosuch'),
  'Element.releaseRequestPad': ({ element, pad }) => settled(element.releaseRequestPad(pad)),
  'Element.addPad': ({ element, pad }) => settled(element.addPad(pad)),
  'Element.removePad': ({ sink, pad }) => settled(sink.removePad(pad)),
  'Element.noMorePads': ({ sink }) => sink.noMorePads(),
  'Bin.iterateRecurse': ({ pipeline }) => pipeline.iterateRecurse(),
  'Pipeline.setLatency': ({ pipeline }) => pipeline.setLatency(5n),
  'Pipeline.setClock': ({ pipeline }) => pipeline.setClock(null),
  'Pipeline.getPipelineClock': ({ pipeline }) => pipeline.getPipelineClock(),
  'Pad.queryCaps': ({ pad }) => pad.queryCaps(),
  'Pad.getAllowedCaps': ({ pad }) => pad.getAllowedCaps(),
  'Pad.canLink': ({ pad }) => pad.canLink(pad),
  'Pad.link': ({ pad }) => pad.link(pad),
  'Pad.unlink': ({ pad }) => pad.unlink(pad),
  'Clock.waitForSync': () => SystemClock.obtain().waitForSync(0n),
  'NetClientClock.new': () => NetClientClock.make(null, '127.0.0.1', 1),
  'NtpClock.new': () => NtpClock.make(null, '127.0.0.1', 1),
  'PtpClock.new': () => settled(c.node_ptp_clock_new(7)),
  'NetTimeProvider.new': () => NetTimeProvider.make(SystemClock.obtain(), '127.0.0.1', 0),
};

/** A server with what the handlers need, and spare things of it. */
async function arrange(): Promise<{ server: RTSPServer; spare: Spare; end: () => Promise<void> }> {
  const recorder = new RTSPMediaFactory();
  recorder.launch = '( rtpL16depay name=depay0 ! fakesink async=false )';
  recorder.transportMode = RTSPTransportMode.RECORD;
  const movie = new RTSPMediaFactoryURI();
  movie.uri = pathToFileURL(await testMovie()).href;
  const onvif = asTone(new RTSPOnvifMediaFactory());
  const onvifMedia = deferred<RTSPOnvifMedia>();
  onvif.once('media-configure', (made) => {
    assert.ok(made instanceof RTSPOnvifMedia);
    onvifMedia.resolve(made);
  });
  const server = await serve({
    port: 0,
    mounts: { '/tone': tone, '/spare': tone, '/record': recorder, '/movie': movie, '/onvif': onvif },
  });
  server.handlerTimeout = 15_000;
  const media = deferred<RTSPMedia>();
  const client = deferred<RTSPClient>();
  server.mountPoints?.match('/spare').factory?.once('media-configure', media.resolve);
  server.once('client-connected', client.resolve);
  const other = await RtspClient.connect(server.url('/spare'));
  const { media: described } = await other.describe();
  const setUp = deferred<[RTSPStream | null, RTSPSessionMedia | null, RTSPStreamTransport | null]>();
  (await client.promise).once('setup-request', ({ stream, sessionMedia, transport: made }) =>
    setUp.resolve([stream, sessionMedia, made]),
  );
  await other.setupTcp(described[0]?.control ?? '', [0, 1]);
  const third = await RtspClient.connect(server.url('/onvif'));
  await third.describe();
  const [stream, sessionMedia, made] = await setUp.promise;
  assert.ok(stream && sessionMedia && made);
  const pool = server.sessionPool;
  const session = pool?.create();
  assert.ok(pool && session);
  const spareServer = new RTSPServer();
  spareServer.service = '0';
  const pipeline = new Pipeline();
  const [element, sink] = [await ElementFactory.make('identity'), await ElementFactory.make('fakesink')];
  pipeline.add(element, sink);
  const pad = element.getStaticPad('src');
  const listener = createServer().listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const connection = connect((listener.address() as AddressInfo).port, '127.0.0.1');
  await once(connection, 'connect');
  assert.ok(pad);
  return {
    server,
    spare: {
      media: await media.promise,
      onvif: { factory: onvif, media: await onvifMedia.promise },
      client: await client.promise,
      pool,
      session,
      server: spareServer,
      alone: new RTSPClient(),
      stream,
      sessionMedia,
      transport: made,
      agreed: made.transport,
      pipeline,
      element,
      sink,
      pad,
      descriptor: (connection as unknown as { _handle: { fd: number } })._handle.fd,
    },
    async end() {
      other.destroy();
      third.destroy();
      connection.destroy();
      listener.close();
      await spareServer.close();
      await server.close();
    },
  };
}

const transport = 'RTP/AVP/TCP;unicast;interleaved=0-1';

/** Sends the requests, each with what the ones before agreed on. */
async function request(server: RTSPServer, mount: string, methods: string[]): Promise<void> {
  using client = await RtspClient.connect(server.url(mount));
  let session: string | undefined;
  for (const method of methods) {
    const headers: Record<string, string> = session === undefined ? {} : { Session: session };
    let response: RtspResponse;
    if (method === 'ANNOUNCE') {
      response = await client.request(method, {
        headers: { 'Content-Type': 'application/sdp' },
        body: recordingOffer(),
      });
    } else if (method === 'SETUP') {
      const mode = mount === '/record' ? ';mode=record' : '';
      response = await client.request(method, {
        uri: `${client.url}/stream=0`,
        headers: { Transport: transport + mode, ...headers },
      });
    } else if (method === 'PARAMETERS') {
      for (const which of ['GET_PARAMETER', 'SET_PARAMETER']) {
        await client.request(which, { headers: { 'Content-Type': 'text/parameters', ...headers }, body: 'volume: 1' });
      }
      continue;
    } else if (method === 'TUNNEL') {
      client.sendRaw(formatTunnelRequest(new URL(client.url).pathname));
      await once(client.socket, 'data');
      continue;
    } else if (method === 'LEAVE') {
      client.destroy();
      await client.closed;
      continue;
    } else if (method === 'BACKCHANNEL') {
      response = await client.request('DESCRIBE', { headers: { Require: RTSP_ONVIF_BACKCHANNEL_REQUIREMENT } });
    } else if (method === 'REQUIRE') {
      response = await client.request('OPTIONS', { headers: { Require: 'com.example.one' } });
    } else {
      response = await client.request(method, { headers });
    }
    session ??= response.headers.get('session')?.split(';')[0];
  }
}

type Handler = () => Promise<undefined>;
interface Place {
  type: string;
  signal: string;
  thread: string;
  reach: (server: RTSPServer, handler: Handler) => Promise<void>;
}

const ofClient = (signal: keyof RTSPClientEvents, mount: string, ...methods: string[]): Place => ({
  type: 'GstRTSPClient',
  signal,
  thread: "the clients' threads",
  reach: async (server, handler) => {
    server.once('client-connected', (client) => client.once(signal as 'pre-play-request', handler));
    await request(server, mount, methods);
  },
});
const ofFactory = (signal: 'media-constructed' | 'media-configure'): Place => ({
  type: 'GstRTSPMediaFactory',
  signal,
  thread: "the clients' threads",
  reach: async (server, handler) => {
    server.mountPoints?.match('/tone').factory?.once(signal, handler);
    await request(server, '/tone', ['DESCRIBE']);
  },
});

/** How real traffic reaches each signal that C waits for. */
const places: Place[] = [
  {
    type: 'GstRTSPServer',
    signal: 'client-connected',
    thread: "the servers' own threads",
    reach: async (server, handler) => {
      server.once('client-connected', handler);
      await request(server, '/tone', ['OPTIONS']);
    },
  },
  ofFactory('media-constructed'),
  ofFactory('media-configure'),
  {
    type: 'GstRTSPMedia',
    signal: 'new-stream',
    thread: "the pipeline's streaming threads",
    reach: async (server, handler) => {
      const factory = server.mountPoints?.match('/movie').factory;
      factory?.once('media-configure', (media) => media.once('new-stream', handler));
      await request(server, '/movie', ['DESCRIBE']);
    },
  },
  {
    type: 'GstRTSPAuth',
    signal: 'accept-certificate',
    thread: "the servers' own threads",
    reach: (_, handler) => serveSecurely(handler),
  },
  ofClient('send-message', '/tone', 'OPTIONS'),
  ofClient('check-requirements', '/tone', 'REQUIRE'),
  ofClient('new-session', '/tone', 'SETUP'),
  ofClient('setup-request', '/tone', 'SETUP'),
  ofClient('pre-options-request', '/tone', 'OPTIONS'),
  ofClient('pre-describe-request', '/tone', 'DESCRIBE'),
  ofClient('pre-setup-request', '/tone', 'SETUP'),
  ofClient('pre-play-request', '/tone', 'SETUP', 'PLAY'),
  ofClient('pre-pause-request', '/tone', 'SETUP', 'PLAY', 'PAUSE'),
  ofClient('pre-teardown-request', '/tone', 'SETUP', 'TEARDOWN'),
  ofClient('pre-get-parameter-request', '/tone', 'GET_PARAMETER'),
  ofClient('pre-set-parameter-request', '/tone', 'SET_PARAMETER'),
  ofClient('pre-announce-request', '/record', 'ANNOUNCE'),
  ofClient('pre-record-request', '/record', 'ANNOUNCE', 'SETUP', 'RECORD'),
];

/** What became of calling what C does, in overrides, and the errors of their handlers. */
const chained: { method: string; result: unknown }[] = [];
const handlerErrors: string[] = [];

/** A subclass whose override calls the handler, once, and then does what C does. */
function overriding<C extends { readonly prototype: object }>(
  base: C,
  method: string,
  handler: Handler,
  isMeant: (...args: unknown[]) => boolean = () => true,
): C {
  const prototype = base.prototype as Record<string, ((...args: unknown[]) => unknown) | undefined>;
  class Own extends (base as unknown as new () => object) {}
  let called = false;
  Object.defineProperty(Own.prototype, method, {
    async value(this: object, ...args: unknown[]) {
      if (!called && isMeant(...args)) {
        called = true;
        await handler();
      }
      const result = await prototype[method]?.apply(this, args);
      chained.push({ method, result });
      return result;
    },
  });
  return Own as unknown as C;
}

/** What takes part in an override's server, where it is not the library's own. */
interface Parts {
  server?: RTSPServer;
  factory?: RTSPMediaFactory;
  auth?: RTSPAuth;
  mountPoints?: RTSPMountPoints;
  sessionPool?: RTSPSessionPool;
  threadPool?: RTSPThreadPool;
}

function asTone<T extends RTSPMediaFactory>(factory: T): T {
  factory.launch = tone;
  return factory;
}
function asRecorder<T extends RTSPMediaFactory>(factory: T): T {
  factory.launch = '( rtpL16depay name=depay0 ! fakesink async=false )';
  factory.transportMode = RTSPTransportMode.RECORD;
  return factory;
}
async function asMovie<T extends RTSPMediaFactoryURI>(factory: T): Promise<T> {
  factory.uri = pathToFileURL(await testMovie()).href;
  return factory;
}

/** A place in an override, on a server of its own that has these parts. */
function inOverride(
  type: string,
  signal: string,
  thread: string,
  parts: (handler: Handler) => Parts | Promise<Parts>,
  mount: string,
  ...methods: string[]
): Place {
  return {
    type,
    signal,
    thread,
    reach: async (_, handler) => {
      const made = await parts(handler);
      const server = made.server ?? new RTSPServer();
      server.on('handler-error', (error) => handlerErrors.push(error.message));
      server.service = '0';
      server.handlerTimeout = 15_000;
      server.mountPoints = made.mountPoints ?? new RTSPMountPoints();
      server.mountPoints.addFactory(mount, made.factory ?? asTone(new RTSPMediaFactory()));
      if (made.auth) server.auth = made.auth;
      if (made.sessionPool) server.sessionPool = made.sessionPool;
      if (made.threadPool) server.threadPool = made.threadPool;
      await server.attach();
      try {
        await request(server, mount, methods);
      } finally {
        await server.close();
      }
    },
  };
}

const clients = "the clients' threads";
const mains = "the servers' own threads";
const streams = "the pipeline's streaming threads";

const inClient = (method: string, mount: string, ...methods: string[]) =>
  inOverride(
    'GstRTSPClient',
    method,
    clients,
    (handler) => {
      const Own = overriding(RTSPClient, method, handler);
      class Server extends RTSPServer {
        override createClient(): RTSPClient {
          return new Own();
        }
      }
      const factory = mount === '/record' ? asRecorder(new RTSPMediaFactory()) : asTone(new RTSPMediaFactory());
      return { server: new Server(), factory };
    },
    mount,
    ...methods,
  );
const inMedia = (method: string, thread: string, mount: string, ...methods: string[]) =>
  inOverride(
    'GstRTSPMedia',
    method,
    thread,
    async (handler) => {
      let factory: RTSPMediaFactory;
      if (mount === '/movie') factory = await asMovie(new RTSPMediaFactoryURI());
      else factory = mount === '/record' ? asRecorder(new RTSPMediaFactory()) : asTone(new RTSPMediaFactory());
      factory.mediaClass = overriding(RTSPMedia, method, handler);
      return { factory };
    },
    mount,
    ...methods,
  );
const inFactory = (method: string) =>
  inOverride(
    'GstRTSPMediaFactory',
    method,
    clients,
    (handler) => ({ factory: asTone(new (overriding(RTSPMediaFactory, method, handler))()) }),
    '/tone',
    'DESCRIBE',
  );
const inFactoryURI = (method: string) =>
  inOverride(
    'GstRTSPMediaFactoryURI',
    method,
    clients,
    async (handler) => ({ factory: await asMovie(new (overriding(RTSPMediaFactoryURI, method, handler))()) }),
    '/movie',
    'DESCRIBE',
  );

const inOnvifFactory = (method: string) =>
  inOverride(
    'GstRTSPOnvifMediaFactory',
    method,
    clients,
    (handler) => ({
      server: new RTSPOnvifServer(),
      factory: asTone(new (overriding(RTSPOnvifMediaFactory, method, handler))()),
    }),
    '/tone',
    method === 'hasBackchannelSupport' ? 'BACKCHANNEL' : 'DESCRIBE',
  );
/** Not every library has it. */
const newerInOnvifFactory = ['createBackchannelStream'].filter((method) =>
  native.virtualMethods().some((entry) => entry.method === method),
);

const overridePlaces: Place[] = [
  inClient('makePathFromUri', '/tone', 'SETUP'),
  inClient('paramsGet', '/tone', 'PARAMETERS'),
  inClient('paramsSet', '/tone', 'PARAMETERS'),
  inClient('adjustErrorCode', '/tone', 'PLAY'),
  inClient('tunnelHttpResponse', '/tone', 'TUNNEL'),
  inClient('createSdp', '/tone', 'DESCRIBE'),
  inClient('handleSdp', '/record', 'ANNOUNCE'),
  inClient('configureClientMedia', '/tone', 'SETUP'),
  inClient('configureClientTransport', '/tone', 'SETUP'),
  inClient('adjustPlayMode', '/tone', 'SETUP', 'PLAY'),
  inClient('adjustPlayResponse', '/tone', 'SETUP', 'PLAY'),
  inClient('preOptionsRequest', '/tone', 'OPTIONS'),
  inClient('preDescribeRequest', '/tone', 'DESCRIBE'),
  inClient('preAnnounceRequest', '/record', 'ANNOUNCE'),
  inClient('preSetupRequest', '/tone', 'SETUP'),
  inClient('prePlayRequest', '/tone', 'SETUP', 'PLAY'),
  inClient('prePauseRequest', '/tone', 'SETUP', 'PLAY', 'PAUSE'),
  inClient('preTeardownRequest', '/tone', 'SETUP', 'TEARDOWN'),
  inClient('preRecordRequest', '/record', 'ANNOUNCE', 'SETUP', 'RECORD'),
  inClient('preGetParameterRequest', '/tone', 'PARAMETERS'),
  inClient('preSetParameterRequest', '/tone', 'PARAMETERS'),
  inClient('checkRequirements', '/tone', 'REQUIRE'),
  inClient('newSession', '/tone', 'SETUP'),
  inClient('setupRequest', '/tone', 'SETUP'),
  inClient('onSendMessage', '/tone', 'OPTIONS'),
  inMedia('prepare', clients, '/tone', 'DESCRIBE'),
  inMedia('unprepare', clients, '/tone', 'SETUP', 'PLAY', 'TEARDOWN'),
  inMedia('unprepare', streams, '/tone', 'SETUP', 'PLAY', 'LEAVE'),
  inMedia('suspend', clients, '/tone', 'DESCRIBE'),
  inMedia('unsuspend', clients, '/tone', 'SETUP', 'PLAY'),
  inMedia('convertRange', clients, '/tone', 'SETUP', 'PLAY'),
  inMedia('createRtpbin', clients, '/tone', 'DESCRIBE'),
  inMedia('setupRtpbin', clients, '/tone', 'DESCRIBE'),
  inMedia('setupSdp', clients, '/tone', 'DESCRIBE'),
  inMedia('handleSdp', clients, '/record', 'ANNOUNCE'),
  inMedia('newStream', streams, '/movie', 'DESCRIBE'),
  ...['genKey', 'createElement', 'createPipeline', 'construct', 'configure', 'mediaConstructed', 'mediaConfigure'].map(
    inFactory,
  ),
  ...['genKey', 'createElement', 'createPipeline'].map(inFactoryURI),
  ...['genKey', 'createElement', 'createPipeline', 'hasBackchannelSupport'].map(inOnvifFactory),
  ...newerInOnvifFactory.map(inOnvifFactory),
  inOverride(
    'GstRTSPOnvifServer',
    'createClient',
    mains,
    (handler) => ({ server: new (overriding(RTSPOnvifServer, 'createClient', handler))() }),
    '/tone',
    'OPTIONS',
  ),
  inOverride(
    'GstRTSPOnvifClient',
    'configureClientMedia',
    clients,
    (handler) => {
      const Own = overriding(RTSPOnvifClient, 'configureClientMedia', handler);
      class Server extends RTSPOnvifServer {
        override createClient(): RTSPClient {
          return new Own();
        }
      }
      return { server: new Server() };
    },
    '/tone',
    'SETUP',
  ),
  inOverride(
    'GstRTSPServer',
    'createClient',
    mains,
    (handler) => ({ server: new (overriding(RTSPServer, 'createClient', handler))() }),
    '/tone',
    'OPTIONS',
  ),
  inOverride(
    'GstRTSPServer',
    'clientConnected',
    mains,
    (handler) => ({ server: new (overriding(RTSPServer, 'clientConnected', handler))() }),
    '/tone',
    'OPTIONS',
  ),
  ...['authenticate', 'check', 'generateAuthenticateHeader'].map((method) =>
    inOverride(
      'GstRTSPAuth',
      method,
      clients,
      (handler) => ({
        auth: new (overriding(RTSPAuth, method, handler, (_, check) => check !== 'auth.check.connect'))(),
      }),
      '/tone',
      'DESCRIBE',
    ),
  ),
  {
    type: 'GstRTSPAuth',
    signal: 'acceptCertificate',
    thread: mains,
    reach: (_, handler) => serveSecurely(null, new (overriding(RTSPAuth, 'acceptCertificate', handler))()),
  },
  inOverride(
    'GstRTSPMountPoints',
    'makePath',
    clients,
    (handler) => ({ mountPoints: new (overriding(RTSPMountPoints, 'makePath', handler))() }),
    '/tone',
    'DESCRIBE',
  ),
  inOverride(
    'GstRTSPSessionPool',
    'createSessionId',
    clients,
    (handler) => ({ sessionPool: new (overriding(RTSPSessionPool, 'createSessionId', handler))() }),
    '/tone',
    'SETUP',
  ),
  ...['getThread', 'configureThread'].map((method) =>
    inOverride(
      'GstRTSPThreadPool',
      method,
      clients,
      (handler) => ({ threadPool: new (overriding(RTSPThreadPool, method, handler))() }),
      '/tone',
      'DESCRIBE',
    ),
  ),
];

async function serveSecurely(handler: Handler | null, auth = new RTSPAuth()): Promise<void> {
  const [own, peer] = await Promise.all([makePair('server'), makePair('camera')]);
  auth.tlsCertificate = TlsCertificate.fromPem(own.certificate + own.key);
  auth.tlsAuthenticationMode = TlsAuthenticationMode.REQUIRED;
  if (handler) auth.once('accept-certificate', () => handler().then(() => true));
  await using server = await serve({ port: 0, mounts: { '/tone': tone }, auth });
  await askOverTls(server, peer);
}

const isPlaceOf = (ask: AskEntry) => (place: Place) =>
  place.type === ask.type && place.signal === ask.signal && ask.thread.includes(place.thread);

/** By the addon's tables: the locks and threads by which a call in the handler is refused. */
function reasonsOf(call: CallEntry, ask: AskEntry): string[] {
  if (call.hurries) return [];
  const passable = call.aside ? [] : ask.held.filter((name) => !ask.nonRecursive.includes(name));
  const kept = [...ask.held, ...ask.thread, ...ask.heldByWaiters];
  return both([...call.locks, ...call.joins], kept).filter((name) => !passable.includes(name));
}

/** By the list beside them: whether it must be. */
function mustRefuse({ type, signal }: Pick<Place, 'type' | 'signal'>, call: CallEntry): boolean {
  const situation = situationOf(type, signal);
  assert.ok(situation, `no list says what C does when it calls ${type} ${signal}`);
  return refusals[situation].includes(titleOf(call));
}

/** What a refusal says. */
const refusal = (title: string, event: string, names: readonly string[] = ['.+']) =>
  new RegExp(
    `^${title.replace('.', '\\.')}\\(\\) (takes|waits for) (${names.join('|')})(,| ).*the handler of ` +
      `'(Own\\.)?${event}' (holds|keeps one of them): call it when the handler has answered$`,
  );

describe('in a handler', () => {
  for (const place of [...places, ...overridePlaces]) {
    it(`of ${place.type.slice(3)} ${place.signal}${place.thread === streams ? ' elsewhere' : ''}, calls that would wait for its thread throw at once, and the others settle`, async () => {
      assert.ok(
        asks.some((entry) => isPlaceOf(entry)(place)),
        'C waits for it',
      );
      const { server, spare, end } = await arrange();
      const done = deferred();
      const handler = async () => {
        try {
          for (const when of ['before', 'after']) {
            for (const call of promised) {
              const title = `${titleOf(call)} ${when} an await`;
              const rule = mustRefuse(place, call) ? refusal(titleOf(call), place.signal) : null;
              const attempt = () => make[titleOf(call)]?.(spare) ?? assert.fail(`no ${titleOf(call)} in the table`);
              if (rule) assert.throws(attempt, { name: 'Error', message: rule }, title);
              // It cuts the handler's time short: at the end.
              else if (call.hurries) continue;
              // A closed client stays closed, and a removed session removed: that is an answer, too.
              else await withDeadline(attempt(), 5000, title);
            }
            await sleep(1);
          }
          for (const call of promised.filter(({ hurries }) => hurries)) await make[titleOf(call)]?.(spare);
          done.resolve();
        } catch (error) {
          done.reject(error as Error);
        }
        return undefined;
      };
      try {
        const reached = place.reach(server, handler);
        await withDeadline(done.promise, 15_000, 'the handler');
        await withDeadline(reached, 15_000, 'the requests to be answered');
      } finally {
        await end();
      }
    });
  }

  it('of media-configure, the new media can be asked and set up: nobody else has its locks', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': tone } });
    const seen = deferred<[unknown, unknown]>();
    server.mountPoints?.match('/tone').factory?.on('media-configure', async (media) => {
      await media.setSuspendMode(RTSPSuspendMode.PAUSE);
      seen.resolve([await media.getStatus(), await media.getSuspendMode()]);
    });
    await request(server, '/tone', ['DESCRIBE']);
    assert.deepEqual(await withDeadline(seen.promise, 5000, 'the handler'), [0, RTSPSuspendMode.PAUSE]);
  });
});

/** What C's own implementations give in the places above: values, or the names of their classes. */
const givenByC: Readonly<Record<string, readonly unknown[]>> = {
  makePathFromUri: ['/tone/stream=0'],
  paramsGet: [0],
  tunnelHttpResponse: [undefined],
  paramsSet: [0],
  adjustErrorCode: [454],
  createSdp: ['SDPMessage'],
  handleSdp: [true],
  configureClientMedia: [true],
  configureClientTransport: ['RTSPTransport'],
  adjustPlayMode: [200],
  adjustPlayResponse: [200],
  preOptionsRequest: [200],
  preDescribeRequest: [200],
  preAnnounceRequest: [200],
  preSetupRequest: [200],
  prePlayRequest: [200],
  prePauseRequest: [200],
  preTeardownRequest: [200],
  preRecordRequest: [200],
  preGetParameterRequest: [200],
  preSetParameterRequest: [200],
  checkRequirements: [null],
  newSession: [undefined],
  setupRequest: [undefined],
  onSendMessage: [undefined],
  prepare: [true],
  unprepare: [true],
  suspend: [true],
  unsuspend: [true],
  convertRange: ['npt=now-'],
  createRtpbin: ['Bin'],
  setupRtpbin: [true],
  setupSdp: [true],
  newStream: [undefined],
  genKey: ['PORT/MOUNT'],
  createElement: ['Bin'],
  createPipeline: ['Pipeline'],
  construct: ['RTSPMedia'],
  configure: [undefined],
  mediaConstructed: [undefined],
  mediaConfigure: [undefined],
  hasBackchannelSupport: [false],
  createBackchannelStream: [true],
  createClient: ['CLIENT'],
  clientConnected: [undefined],
  authenticate: [true],
  check: [true, false],
  generateAuthenticateHeader: [undefined],
  makePath: ['/tone'],
  createSessionId: ['SESSION'],
  getThread: ['RTSPThread'],
  configureThread: [undefined],
};

/** An answer, where it is another one each time as what it is like. */
function showAnswer(answer: unknown): unknown {
  if (typeof answer !== 'string') {
    const name = typeof answer === 'object' && answer !== null ? answer.constructor.name : answer;
    return typeof name === 'string' ? name.replace(/^RTSP(Onvif)?Client$/, 'CLIENT') : name;
  }
  return answer.replace(/^\d+\/(tone|movie)$/, 'PORT/MOUNT').replace(/^[\w-]{24}$/, 'SESSION');
}

describe('an override that asks C for its own answer', () => {
  // That of a certificate is shown with those who have one.
  for (const place of overridePlaces.filter(({ signal }) => signal !== 'acceptCertificate')) {
    it(`gets it, of ${place.type.slice(3)} ${place.signal}${place.thread === streams ? ' elsewhere' : ''}`, async () => {
      chained.length = handlerErrors.length = 0;
      await place.reach(new RTSPServer(), () => Promise.resolve(undefined));
      assert.deepEqual(handlerErrors, []);
      const own = chained.filter(({ method }) => method === place.signal).map(({ result }) => showAnswer(result));
      assert.deepEqual([...new Set(own)], givenByC[place.signal]);
    });
  }
});

/** Strict calls are no signals, and stand in no list of the addon's: how real traffic reaches each kind of them. */
const strictCalls: {
  where: string;
  event: string;
  situation: Situation;
  reach: (handler: () => void) => Promise<unknown>;
}[] = [
  {
    where: 'with a response',
    event: 'RTSPClientSendFunc',
    situation: 'sends to a client',
    async reach(handler) {
      const direct = new DirectClient(tone);
      const take = (message: RTSPMessage) => {
        direct.take(message);
        handler();
      };
      await direct.client.setSendFunc((_, message) => take(message), { delivery: 'strict' });
      await direct.request(RTSPMethod.DESCRIBE);
    },
  },
  {
    where: "with a client's data",
    event: 'RTSPClientSendMessagesFunc',
    situation: 'sends to a client',
    async reach(handler) {
      const direct = new DirectClient(tone);
      const take = (message: RTSPMessage) => {
        direct.take(message);
        if (message.data !== null) handler();
      };
      await direct.client.setSendMessagesFunc((_, messages) => messages.forEach(take), { delivery: 'strict' });
      await watch(direct);
    },
  },
  {
    where: "with a transport's packets",
    event: 'RTSPSendFunc',
    situation: 'sends over a transport',
    reach: (handler) =>
      overTransport(tone, handler, (made, take) =>
        made.setCallbacks((one) => take([one]), null, { delivery: 'strict' }),
      ),
  },
  {
    where: "with a transport's lists",
    event: 'RTSPSendListFunc',
    situation: 'sends over a transport',
    reach: (handler) =>
      overTransport(lists, handler, (made, take) => made.setListCallbacks(take, null, { delivery: 'strict' })),
  },
];

type Take = (packets: readonly GstBuffer[]) => void;

/** Watches a stream whose packets go to a function of their transport. */
async function overTransport(
  line: string,
  handler: () => void,
  set: (made: RTSPStreamTransport, take: Take) => Promise<void>,
): Promise<void> {
  const direct = new DirectClient(line);
  await direct.client.setSendFunc((_, message) => direct.take(message));
  direct.client.on('setup-request', async ({ transport: made }) => {
    assert.ok(made);
    await set(made, (packets) => {
      for (const { data } of packets) direct.takeData(0, data);
      handler();
    });
  });
  await watch(direct);
}

async function watch(direct: DirectClient): Promise<void> {
  await direct.request(RTSPMethod.DESCRIBE);
  await direct.setUp(0);
  await direct.play();
  await direct.reach(20);
  await direct.teardown();
}

describe('in a strict send function', () => {
  for (const { where, event, situation, reach } of strictCalls) {
    it(`${where}, calls that would wait for its thread throw at once, and the others settle`, async () => {
      const { spare, end } = await arrange();
      const refused = new Map<string, string>();
      const others: Promise<unknown>[] = [];
      let called = false;
      await reach(() => {
        if (called) return;
        called = true;
        for (const call of promised.filter(({ hurries }) => !hurries)) {
          try {
            others.push(withDeadline(make[titleOf(call)]?.(spare) ?? assert.fail(), 5000, titleOf(call)));
          } catch (error) {
            refused.set(titleOf(call), (error as Error).message);
          }
        }
      });
      assert.ok(called);
      await Promise.all(others);
      assert.deepEqual([...refused.keys()].sort(), [...refusals[situation]].sort());
      for (const [title, message] of refused) assert.match(message, refusal(title, event));
      await end();
    });
  }
});

describe('the refusals', () => {
  it('that the tables of locks and threads give are those that the list beside them has', () => {
    const both = asks.flatMap((ask) =>
      promised.map((call) => ({
        title: `${titleOf(call)} in ${ask.type} ${ask.signal}`,
        refused: reasonsOf(call, ask).length > 0,
        must: mustRefuse(ask, call),
      })),
    );
    assert.deepEqual(
      both.filter(({ refused, must }) => refused !== must),
      [],
    );
    const titles = new Set(promised.map(titleOf));
    const unknown = [...new Set(Object.values(refusals).flat())].filter((title) => !titles.has(title));
    assert.deepEqual(unknown, []);
  });

  it('end with the handler: what was refused can be called then', async () => {
    const { server, spare, end } = await arrange();
    let refused = false;
    server.mountPoints?.match('/tone').factory?.once('media-configure', () => {
      assert.throws(() => spare.media.unprepare());
      refused = true;
      return undefined;
    });
    await request(server, '/tone', ['DESCRIBE']);
    assert.ok(refused);
    assert.equal(await spare.media.unprepare(), true);
    await end();
  });
});

describe('the list of locks', () => {
  it('has what each promised function takes', () => {
    assert.ok(promised.length >= 11);
    assert.deepEqual(promised.filter(({ stated }) => !stated).map(titleOf), []);
  });

  it('has what the other functions of each object of the server library take', () => {
    // These are no objects that threads share.
    const without = [
      'RTSPToken',
      'TlsDatabase',
      'Socket',
      'Cancellable',
      'RTSPPermissions',
      'RTSPUrl',
      'RTSPTransport',
      'GstObject',
      'Bin',
      'Source',
      'MainContext',
    ];
    // Nor do these, which take none of the library's locks.
    without.push('TlsCertificate', 'RTSPSessionMedia', 'RTSPThread', 'SDP', 'SDPMessage', 'SDPMedia', 'MIKEYMessage');
    without.push('Structure', 'Caps', 'Event', 'Element', 'Bin', 'Pipeline', 'Pad', 'GhostPad', 'Bus', 'Clock');
    const unstated = calls.filter((call) => !call.promised && !call.stated).map(({ className }) => className);
    assert.deepEqual(
      [...new Set(unstated)].filter((name) => !without.includes(name)),
      [],
    );
  });

  it('has the thread of each signal that C waits for, and a place in this test', () => {
    assert.deepEqual(
      asks.filter(({ thread }) => thread.length !== 1).map(({ signal }) => signal),
      [],
    );
    // Streams that are made with a media come before anybody can have that media.
    const unreachable = (ask: AskEntry) => /^new-?[sS]tream$/.test(ask.signal) && ask.unshared;
    // What a request does to a media is done by none but requests at present.
    const ofRequests = (ask: AskEntry) =>
      ask.vfunc && ask.type === 'GstRTSPMedia' && ask.held.length > 0 && ask.thread.includes(streams);
    const all = [...places, ...overridePlaces];
    assert.deepEqual(
      asks
        .filter((ask) => !unreachable(ask) && !ofRequests(ask) && !all.some(isPlaceOf(ask)))
        .map(({ type, signal }) => `${type} ${signal}`),
      [],
    );
  });

  it('keeps the JavaScript thread from waiting for a thread that waits for it', () => {
    const hazards = asks.flatMap((ask) =>
      calls
        .filter((call) => !call.promised)
        .flatMap((call) =>
          both(call.locks, [...ask.held, ...ask.heldByWaiters]).map(
            (lock) => `${titleOf(call)} takes ${lock}, see ${ask.signal}`,
          ),
        ),
    );
    assert.deepEqual(hazards, []);
  });

  it('has recursive locks only for overrides, whose calls pass them: see below', () => {
    assert.deepEqual(
      asks.filter(({ vfunc, held, nonRecursive }) => !vfunc && held.length !== nonRecursive.length),
      [],
    );
  });
});

describe('a recursive lock', () => {
  // C calls convertRange() also without it, for the response to PLAY.
  const turns = ['setupSdp', 'suspend', 'unsuspend', 'createRtpbin', 'setupRtpbin'] as const;
  for (const method of turns) {
    it(`that ${method}() of a medium holds is passed by calls on the same medium in it, and by nobody else`, async () => {
      const outside = new AsyncResource('outside');
      const order: string[] = [];
      let other: Promise<unknown> | undefined;
      const prototype = RTSPMedia.prototype as unknown as Record<string, (...args: unknown[]) => unknown>;
      class Own extends RTSPMedia {}
      Object.defineProperty(Own.prototype, method, {
        async value(this: Own, ...args: unknown[]) {
          if (!other) {
            // Before it has ended nobody else gets the lock.
            other = outside.runInAsyncScope(() => this.getSuspendMode()).then(() => order.push('outside'));
            for (let i = 0; i < 3; i++) {
              await this.getSuspendMode();
              await this.getBaseTime();
              await this.getClock();
              await sleep(20);
            }
            order.push('inside');
          }
          return prototype[method].apply(this, args);
        },
      });
      const factory = asTone(new RTSPMediaFactory());
      factory.mediaClass = Own;
      if (method.endsWith('suspend')) factory.suspendMode = RTSPSuspendMode.PAUSE;
      const server = await serve({ port: 0, mounts: { '/tone': factory } });
      await request(server, '/tone', ['SETUP', 'PLAY', 'DESCRIBE']);
      assert.ok(other, `${method}() was called`);
      await withDeadline(other, 5000, 'the call outside');
      assert.deepEqual(order, ['inside', 'outside']);
      await server.close();
    });
  }
});
