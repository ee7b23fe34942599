import { Socket } from 'node:net';

import {
  Bin,
  Caps,
  Element,
  Pad,
  GstBuffer,
  MainContext,
  Pipeline,
  RTSPAddressPool,
  RTSPAuth,
  RTSPAuthCheck,
  RTSPAuthMethod,
  RTSPConnection,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMessage,
  RTSPMethod,
  RTSPMountPoints,
  RTSPOnvifMedia,
  RTSPPermissions,
  RTSPPublishClockMode,
  RTSPRangeUnit,
  RTSPSession,
  RTSPSessionMedia,
  RTSPSessionPool,
  RTSPState,
  RTSPStream,
  RTSPStreamTransport,
  RTSPSuspendMode,
  RTSPThreadPool,
  RTSPThreadType,
  RTSPToken,
  RTSPTransport,
  RTSPUrl,
  SDPMessage,
  SeekFlags,
  Structure,
  SocketFamily,
  State,
  TlsAuthenticationMode,
  TlsCertificate,
} from '../../lib/index.js';
import { loudspeaker, tone, toneAndPicture } from '../helpers/lines.js';
import type { Bench } from './bench.js';
import type { Callbacks } from './callbacks.js';
import { dataArguments } from './data-arguments.js';
import type { Class, Kind, Kinds, Makers } from './kinds.js';
import type { Objects } from './objects.js';
import { handlerTimeout, shorterTimeout } from './patience.js';
import { pipelineArguments } from './pipeline-arguments.js';
import type { Random } from './random.js';

const url = 'rtsp://127.0.0.1:8554/own';
const propertyNames = [
  'latency',
  'shared',
  'suspend-mode',
  'element',
  'launch',
  'max-threads',
  'max-sessions',
  'session-pool',
  'mount-points',
  'drop-backlog',
  'post-session-timeout',
  'sessionid',
  'timeout',
  'extra-timeout',
  'timeout-always-visible',
  'bound-port',
  'backlog',
  'address',
  'service',
  'control',
  'profiles',
  'protocols',
  'transport-mode',
  'buffer-size',
  'stop-on-disconnect',
  'bind-mcast-address',
  'max-mcast-ttl',
  'dscp-qos',
  'reusable',
  'eos-shutdown',
  'time-provider',
  'clock',
  'content-length-limit',
  'timed-out',
  'enable-rtcp',
  'name',
  'parent',
  'nothing',
];

/** Makes arguments for calls: mostly what an application might give, and what none should. */
export class Arguments {
  readonly #random: Random;
  readonly #objects: Objects;
  readonly #callbacks: Callbacks;
  readonly #bench: Bench;
  /** PEM text. */
  certificate = '';
  readonly #kinds: ReadonlyMap<string, readonly Kind[]>;

  constructor(random: Random, objects: Objects, callbacks: Callbacks, bench: Bench) {
    this.#random = random;
    this.#objects = objects;
    this.#callbacks = callbacks;
    this.#bench = bench;
    this.#kinds = new Map(Object.entries(this.#list()));
  }

  /** Those of a call; undefined when nobody knows what it takes. */
  for(className: string, member: string): unknown[] | undefined {
    return (this.#kinds.get(`${className}.${member}`) ?? this.#kinds.get(member))?.map((kind) => kind());
  }

  /** Puts in what does not belong there. */
  spoil(args: unknown[]): unknown[] {
    const spoiled = [...args];
    const at = this.#random.integer(0, Math.max(0, args.length - 1));
    if (this.#random.chance(0.1)) spoiled.length = at;
    else spoiled[at] = this.hostile();
    if (this.#random.chance(0.1)) spoiled.push(this.hostile());
    return spoiled;
  }

  hostile(): unknown {
    const pick = (of: readonly unknown[]) => this.#random.pick(of);
    return this.#random.weighted<Kind>([
      [3, () => pick([undefined, null, true, false, '', {}, [], Symbol('hostile'), () => 0, new Date(), /x/])],
      [3, () => pick([NaN, Infinity, -Infinity, -0, -1, 0.5, 2 ** 31, 2 ** 32, 2 ** 53, 1e308, -(2 ** 31), 65_536])],
      [1, () => pick([0n, -1n, 2n ** 63n, 2n ** 64n, 2n ** 100n, -(2n ** 63n)])],
      [2, () => pick(['a\0b', 'x'.repeat(100_000), '\ud800', '%s%n%s', '../../..', 'rtsp://', '\r\n\r\n', ' ', '🎥'])],
      [3, () => this.#objects.any()],
      [1, () => Buffer.alloc(this.#random.integer(0, 20), 0xff)],
      [1, () => Object.create(RTSPMedia.prototype) as unknown],
      [
        1,
        () =>
          new Proxy(
            {},
            {
              get() {
                throw new Error('a hostile object');
              },
            },
          ),
      ],
    ])();
  }

  #one(type: Class): Kind {
    return () => this.#objects.pick(type);
  }

  #orNull(kind: Kind, probability = 0.2): Kind {
    return () => (this.#random.chance(probability) ? null : kind());
  }

  #of(values: Readonly<Record<string, unknown>> | readonly unknown[]): Kind {
    return () => this.#random.pick<unknown>(Object.values(values));
  }

  #list(): Kinds {
    const random = this.#random;
    const one = this.#one.bind(this);
    const orNull = this.#orNull.bind(this);
    const of = this.#of.bind(this);
    const integer = (from: number, to: number) => () => random.integer(from, to);
    const boolean = () => random.chance(0.5);
    const path = of(['/shared', '/own', '/lists', '/seek', '/film', '/torture', '/', '/own/stream=0']);
    const session = () => (random.chance(0.5) ? this.#objects.pick(RTSPSession)?.sessionId : 'none');
    const role = of(['admin', 'user', 'role.one']);
    const nanoseconds = () => BigInt(random.integer(0, 5_000_000)) * 1000n;
    const token = () => new RTSPToken({ 'media.factory.role': 'admin', 'transport.client-settings': boolean() });
    const buffer = () => new GstBuffer(Buffer.alloc(random.integer(0, 2000), 0x80));
    const family = of(SocketFamily);
    const transport = () => this.#transport();
    const transports = () =>
      Array.from({ length: random.integer(0, 3) }, () =>
        random.chance(0.2) ? null : this.#objects.pick(RTSPStreamTransport),
      );
    const filter = (name: string): Kind[] => [
      () => (random.chance(0.1) ? undefined : this.#callbacks.filter(name)),
      () => ({ timeout: 200 }),
    ];
    const senders = (name: string): Kind[] => [
      orNull(() => this.#callbacks.send(name)),
      orNull(() => this.#callbacks.send(name)),
      () => this.#callbacks.sendOptions(),
    ];
    const told = (name: string) => [orNull(() => this.#callbacks.told(name))];
    const sender = [orNull(() => this.#callbacks.send('client-send'), 0.1), () => this.#callbacks.sendOptions()];
    const backchannel = of([loudspeaker, '( fakesink )', '( none )', '((']);
    const factoryOrMedia = {
      permissions: [orNull(() => new RTSPPermissions())],
      shared: [boolean],
      reusable: [boolean],
      stopOnDisconnect: [boolean],
      eosShutdown: [boolean],
      timeProvider: [boolean],
      bindMcastAddress: [boolean],
      profiles: [integer(1, 15)],
      protocols: [integer(1, 7)],
      transportMode: [integer(1, 3)],
      bufferSize: [of([0, 1000, 65_536, 524_288])],
      latency: [integer(0, 2000)],
      retransmissionTime: [orNull(nanoseconds)],
      doRetransmission: [boolean],
      multicastIface: [orNull(of(['lo', 'eth0', 'none']))],
      maxMcastTtl: [integer(0, 256)],
      rateControl: [boolean],
      publishClockMode: [of(RTSPPublishClockMode)],
      dscpQos: [integer(-1, 63)],
      suspendMode: [of(RTSPSuspendMode)],
      enableRtcp: [boolean],
      prepareTimeout: [integer(1000, 5000)],
      addressPool: [orNull(() => this.#addressPool(), 0.5)],
      clock: [() => null],
      launch: [of([tone, toneAndPicture, '( fakesrc ! none )', '( videotestsrc ! fakesink )'])],
    };
    const makers: Makers = { random, one, orNull, of, integer, boolean };
    return {
      ...factoryOrMedia,
      ...dataArguments(makers),
      ...pipelineArguments(makers, this.#bench),
      'Bin.getByName': [of(['pay0', 'pay1', 'none'])],
      getProperty: [of(propertyNames)],
      setProperty: [of(propertyNames), () => (random.chance(0.5) ? random.integer(0, 100) : boolean())],

      'RTSPAuth.makeBasic': [of(['user', '']), of(['password', ''])],
      'RTSPAuth.check': [of(RTSPAuthCheck)],
      addBasic: [of(['dXNlcjpwYXNz', RTSPAuth.makeBasic('a', 'b')]), token],
      removeBasic: [of(['dXNlcjpwYXNz', 'none'])],
      addDigest: [of(['user', 'other']), of(['password']), token],
      removeDigest: [of(['user', 'other'])],
      parseHtdigest: [of(['/nowhere', '/dev/null', '/proc/self/status', '/']), token],
      defaultToken: [orNull(token)],
      supportedMethods: [of(RTSPAuthMethod)],
      realm: [of(['realm', 'another realm', ''])],
      tlsCertificate: [orNull(one(TlsCertificate), 0.5)],
      tlsAuthenticationMode: [of(TlsAuthenticationMode)],
      'TlsDatabase.fromFile': [of(['/nowhere', '/dev/null'])],
      'TlsDatabase.fromPem': [() => this.certificate],
      'TlsCertificate.fromPem': [() => this.certificate],
      isSame: [one(TlsCertificate)],

      setConnection: [
        () => new RTSPConnection(random.pick(['127.0.0.1', '::1', '10.0.0.1']), random.integer(1, 65_535)),
      ],
      sessionPool: [one(RTSPSessionPool)],
      mountPoints: [orNull(one(RTSPMountPoints), 0.1)],
      auth: [orNull(one(RTSPAuth), 0.5)],
      threadPool: [one(RTSPThreadPool)],
      contentLengthLimit: [of([0, 100, 65_536])],
      handleMessage: [() => this.#message()],
      sendMessage: [() => this.#message(), orNull(one(RTSPSession))],
      getStreamTransport: [integer(0, 4)],
      sessionFilter: filter('client-session-filter'),
      setSendFunc: sender,
      setSendMessagesFunc: sender,

      getStream: [integer(0, 3)],
      getTimeProvider: [orNull(of(['127.0.0.1', 'nowhere'])), integer(0, 65_535)],
      takePipeline: [() => new Pipeline()],
      setClock: [() => null],
      seek: [orNull(of(['npt=0-', 'npt=1-2', 'npt=now-', 'nothing'])), of(SeekFlags)],
      seekTrickmode: [orNull(of(['npt=0-'])), of(SeekFlags), of([1, 2, -1, 0]), () => 0n],
      findStream: [of(['stream=0', 'stream=1', 'none'])],
      getRangeString: [boolean, of(RTSPRangeUnit)],
      'RTSPMedia.setState': [of(State), transports],
      'RTSPMedia.completePipeline': [transports],
      'RTSPMedia.setupSdp': [() => new SDPMessage('v=0\r\n'), () => ({ isIpv6: boolean(), serverIp: '127.0.0.1' })],
      'RTSPMedia.handleSdp': [() => new SDPMessage('v=0\r\nm=audio 0 RTP/AVP 96\r\na=rtpmap:96 L16/8000\r\n')],
      setPipelineState: [of(State)],
      setSuspendMode: [of(RTSPSuspendMode)],

      'RTSPMediaFactory.checkLaunch': factoryOrMedia.launch,
      'RTSPOnvifMediaFactory.checkLaunch': factoryOrMedia.launch,
      'RTSPOnvifMediaFactory.checkBackchannelLaunch': [backchannel],
      backchannelLaunch: [orNull(backchannel)],
      backchannelBandwidth: [of([0, 64, 2 ** 32 - 1])],
      replaySupport: [boolean],
      createBackchannelStream: [one(RTSPMedia), () => null],
      parseLaunch: [of(['fakesrc ! fakesink', tone, '( ! )', 'none', '(((((', ''])],
      'RTSPMediaFactoryURI.uri': [of(['file:///nowhere', 'http://127.0.0.1:1/', 'videotestsrc://'])],
      mediaClass: [of([RTSPMedia, RTSPOnvifMedia])],
      addFactory: [path, one(RTSPMediaFactory)],
      removeFactory: [path],
      match: [path],
      makePath: [one(RTSPUrl)],
      construct: [one(RTSPUrl)],
      createElement: [one(RTSPUrl)],
      createStream: [one(Element), one(Pad)],

      getRole: [role],
      addRoleFromStructure: [() => new Structure(role() as string, { 'media.factory.access': boolean() })],
      addRole: [role, () => ({ 'media.factory.access': boolean() })],
      addPermissionForRole: [role, of(['media.factory.access', 'media.factory.construct']), boolean],
      removeRole: [role],
      'RTSPPermissions.isAllowed': [role, of(['media.factory.access', 'none'])],
      getString: [of(['media.factory.role', 'none'])],
      setString: [of(['media.factory.role', 'other']), of(['admin', ''])],
      'RTSPToken.isAllowed': [of(['transport.client-settings', 'none'])],
      setBool: [of(['transport.client-settings', 'other']), boolean],

      'RTSPServer.address': [of(['127.0.0.1', '0.0.0.0', '::1', 'localhost'])],
      service: [of(['0', '8554'])],
      backlog: [integer(1, 200)],
      handlerTimeout: [of([shorterTimeout, handlerTimeout])],
      protectSessions: [boolean],
      protectSharedMedia: [boolean],
      refuseReversePlay: [boolean],
      clientFilter: filter('client-filter'),
      'RTSPServer.url': [path],
      transferConnection: [() => new Socket(), of(['127.0.0.1', '::1']), integer(0, 65_535)],

      'RTSPSession.new': [of(['torture', 'x'])],
      timeout: [integer(0, 60)],
      isExpiredUsec: [nanoseconds],
      nextTimeoutUsec: [nanoseconds],
      getMedia: [path],
      manageMedia: [path, one(RTSPMedia)],
      releaseMedia: [one(RTSPSessionMedia)],
      'RTSPSession.filter': filter('session-filter'),

      matches: [path],
      setRtspState: [of(RTSPState)],
      'RTSPSessionMedia.setState': [of(State)],
      getTransport: [integer(0, 3)],
      setTransport: [one(RTSPStream), transport],

      maxSessions: [integer(0, 100)],
      find: [session],
      remove: [one(RTSPSession)],
      'RTSPSessionPool.filter': filter('session-pool-filter'),
      watch: [() => this.#callbacks.watch(), orNull(one(MainContext), 0.5)],
      attach: [orNull(one(MainContext), 0.5)],
      setCallback: [() => this.#callbacks.watch()],

      ensureKeyunitOnStart: [boolean],
      ensureKeyunitOnStartTimeout: [integer(0, 500)],
      dropBacklog: [boolean],
      tcpNoDelay: [boolean],
      postSessionTimeout: [of([-1, 10])],
      timeoutAlwaysVisible: [boolean],
      extraTimeout: [integer(0, 60)],
      useGstpay: [boolean],
      tlsDatabase: [() => null],
      getMulticastAddress: [family],
      reserveAddress: [of(['224.3.0.1', '239.0.0.1', 'none']), integer(5000, 5003), of([1, 2]), of([0, 1, 16])],
      getRtpSocket: [family],
      getRtcpSocket: [family],
      getRtpMulticastSocket: [family],
      getRtcpMulticastSocket: [family],
      control: [of(['stream=0', 'stream=1', 'torture'])],
      hasControl: [of(['stream=0', 'none'])],
      mtu: [of([100, 1400, 9000])],
      setSeqnumOffset: [integer(0, 65_535)],
      clientSide: [boolean],
      setPtMap: [integer(96, 127), () => Caps.simple('application/x-rtp', { media: 'audio' })],
      setBlocked: [boolean],
      getServerPort: [family],
      addMulticastClientAddress: [of(['239.0.0.1', 'none']), integer(5000, 6000), integer(5000, 6000), family],
      verifyMcastTtl: [integer(0, 256)],
      retransmissionPt: [integer(96, 127)],
      ulpfecPt: [integer(0, 127)],
      ulpfecPercentage: [integer(0, 100)],
      handleKeymgmt: [of(['prot=mikey;uri="";data=""', 'prot=mikey;data="AAAA"', 'none'])],
      isTransportSupported: [transport],
      updateCrypto: [integer(0, 5), orNull(() => Caps.simple('application/x-srtp', { 'srtp-cipher': 'aes-128-icm' }))],
      recvRtp: [buffer],
      recvRtcp: [buffer],
      recvData: [integer(0, 4), buffer],
      sendRtp: [buffer],
      sendRtcp: [buffer],
      sendRtpList: [() => [buffer(), buffer()]],
      sendRtcpList: [() => [buffer()]],
      addTransport: [one(RTSPStreamTransport)],
      removeTransport: [one(RTSPStreamTransport)],
      completeStream: [transport],
      joinBin: [one(Bin), one(Element), of(State)],
      leaveBin: [one(Bin), one(Element)],
      allocateUdpSockets: [family, transport, boolean],
      requestAuxSender: [integer(0, 1)],
      requestAuxReceiver: [integer(0, 1)],
      requestUlpfecDecoder: [one(Element), integer(0, 1)],
      requestUlpfecEncoder: [integer(0, 1)],
      transportFilter: filter('transport-filter'),

      'RTSPStreamTransport.new': [one(RTSPStream), transport],
      'RTSPStreamTransport.transport': [transport],
      'RTSPStreamTransport.url': [orNull(one(RTSPUrl))],
      timedOut: [boolean],
      getRtpinfo: [orNull(nanoseconds)],
      setActive: [boolean],
      setCallbacks: senders('rtp'),
      setListCallbacks: senders('rtp-list'),
      setKeepalive: told('keep-alive'),
      setMessageSent: told('message-sent'),
      setMessageSentFull: told('message-sent-full'),

      getThread: [of(RTSPThreadType), () => null],
      maxThreads: [of([-1, 0, 1, 4])],
      'RTSPUrl.new': [of([url, 'rtsp://u:p@[::1]:1/a?b', 'rtspu://host'])],
      'RTSPTransport.parse': [of(['RTP/AVP;unicast;client_port=5000-5001', 'RTP/AVP/TCP;interleaved=0-1', 'x'])],
      'RTSPTransport.toString': [],
    };
  }

  #addressPool(): RTSPAddressPool {
    const pool = new RTSPAddressPool();
    pool.addRange('224.3.0.1', '224.3.0.9', 5000, 5009, 1);
    return pool;
  }

  #transport(): RTSPTransport {
    const random = this.#random;
    const port = 2 * random.integer(2500, 30_000);
    return RTSPTransport.parse(
      random.pick([
        `RTP/AVP/TCP;unicast;interleaved=${2 * random.integer(0, 4)}-${1 + 2 * random.integer(0, 4)}`,
        `RTP/AVP;unicast;destination=127.0.0.1;client_port=${port}-${port + 1}`,
        `RTP/AVP;multicast;destination=239.0.0.1;ttl=1;port=${port}-${port + 1}`,
        'RTP/SAVP/TCP;unicast;interleaved=0-1',
      ]),
    );
  }

  #message(): RTSPMessage {
    const random = this.#random;
    const id = this.#objects.pick(RTSPSession)?.sessionId ?? '';
    const headers = {
      CSeq: String(random.integer(1, 1000)),
      // One that was made here may be called anything; a header takes no line breaks.
      Session: /^[\w$.+-]+$/.test(id) ? id : 'x',
    };
    return random.weighted<() => RTSPMessage>([
      [
        6,
        () =>
          RTSPMessage.request(random.pick(Object.values(RTSPMethod).filter((method) => method > 0)), url, {
            ...headers,
            Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1',
          }),
      ],
      [1, () => RTSPMessage.response(random.pick([200, 404]), headers)],
      [1, () => RTSPMessage.data(random.integer(0, 5), Buffer.alloc(random.integer(0, 100)))],
    ])();
  }
}
