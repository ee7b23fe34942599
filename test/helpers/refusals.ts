/**
 * Which calls must be refused in which handlers, as it follows from the C sources: beside the addon's own tables, which
 * have locks and threads, so that a mistake there shows.
 */

const of = (className: string, methods: string) => methods.split(/\s+/).map((method) => `${className}.${method}`);

/** A request that another client's thread would handle, perhaps this one. */
const requests = of('RTSPClient', 'handleMessage');

/** A factory's medium may be locked by somebody who waits for a client's thread. */
const constructions = of('RTSPMediaFactory', 'construct');

/** What only takes the lock of a medium's state, which is recursive. */
const ofState = [
  ...of('RTSPMedia', 'getSuspendMode setSuspendMode canBeShared getBaseTime getClock getTimeProvider getRangeString'),
  ...of('RTSPMedia', 'handleSdp'),
  ...of('RTSPSessionMedia', 'getBaseTime'),
];

/** What waits for a pipeline or for those who wait for one: its start, its end, its position, its session's part. */
const ofPipelines = [
  ...of('Element', 'setState getState syncStateWithParent seek sendEvent'),
  ...of('Pipeline', 'setLatency'),
  ...of('RTSPMedia', 'collectStreams createStream getStatus unprepare suspend unsuspend setState setPipelineState'),
  ...of('RTSPMedia', 'prepare seekTrickmode setupSdp'),
  ...of('RTSPOnvifMedia', 'collectBackchannel'),
  ...of('RTSPSession', 'manageMedia releaseMedia'),
  ...of('RTSPSessionPool', 'cleanup remove'),
  ...of('RTSPStream', 'leaveBin queryPosition queryStop seekable'),
  ...of('RTSPSessionMedia', 'getRtpinfo getRtspState setRtspState setState getTransport getTransports setTransport'),
  ...of('RTSPSessionMedia', 'allocChannels'),
  ...of('RTSPSDP', 'fromMedia'),
];

/** What takes a stream's lock or that of a transport's backlog: whoever stops a stream has them, and joins its thread. */
const ofStreams = [
  ...of('RTSPMedia', 'completePipeline takePipeline'),
  ...of('RTSPStream', 'recvRtp recvRtcp addTransport removeTransport completeStream joinBin'),
  ...of('RTSPStreamTransport', 'setActive hookCallbacks refuse recvData keepAlive messageSent'),
  ...of('RTSPStreamTransport', 'sendRtp sendRtcp sendRtpList sendRtcpList'),
  ...of('RTSPSDP', 'fromStream makeMedia'),
];

/** What takes a client's send lock, or waits for a server's thread, which may. */
const ofClients = [
  ...of('RTSPAuth', 'check'),
  ...of('RTSPClient', 'sendMessage setSendFunc setSendMessagesFunc'),
  ...of('RTSPServer', 'transferConnection'),
];

const duringPipelines = [...requests, ...constructions, ...ofPipelines];
const whileSending = [...duringPipelines, ...ofState, ...ofStreams];

/** By what C is doing when it calls the handler. */
export const refusals = {
  'accepts a connection': of('RTSPServer', 'transferConnection'),
  'handles a request': requests,
  'handles a request for a medium': [...requests, ...constructions],
  'makes a medium': [...duringPipelines, ...ofState],
  'pushes data': [...duringPipelines, ...ofState],
  'changes the state of a medium': duringPipelines,
  'sends to a client': [...whileSending, ...ofClients],
  'sends over a transport': whileSending,
} as const;

export type Situation = keyof typeof refusals;

const pre = (types: string) => types.split(' ').map((type) => `pre-${type}-request`);

/** The handlers, by what C is doing then: signals, and after these the virtual methods. */
const situations: readonly [Situation, type: string, names: readonly string[]][] = [
  ['accepts a connection', 'GstRTSPServer', ['client-connected', 'createClient', 'clientConnected']],
  ['accepts a connection', 'GstRTSPOnvifServer', ['createClient']],
  ['accepts a connection', 'GstRTSPAuth', ['accept-certificate', 'acceptCertificate']],
  [
    'handles a request',
    'GstRTSPClient',
    [
      ...[...pre('options describe record get-parameter set-parameter'), 'check-requirements'],
      ...['makePathFromUri', 'paramsSet', 'paramsGet', 'checkRequirements', 'tunnelHttpResponse'],
      ...['preOptionsRequest', 'preDescribeRequest', 'preRecordRequest'],
      ...['preGetParameterRequest', 'preSetParameterRequest'],
    ],
  ],
  [
    'handles a request for a medium',
    'GstRTSPClient',
    [
      ...[...pre('announce setup play pause teardown'), 'new-session', 'setup-request', 'send-message'],
      ...['adjustErrorCode', 'createSdp', 'handleSdp', 'configureClientMedia', 'configureClientTransport'],
      ...['adjustPlayMode', 'adjustPlayResponse', 'newSession', 'setupRequest', 'onSendMessage'],
      ...['preAnnounceRequest', 'preSetupRequest', 'prePlayRequest', 'prePauseRequest', 'preTeardownRequest'],
    ],
  ],
  ['handles a request for a medium', 'GstRTSPOnvifClient', ['configureClientMedia']],
  ['handles a request for a medium', 'GstRTSPAuth', ['authenticate', 'check', 'generateAuthenticateHeader']],
  ['handles a request for a medium', 'GstRTSPSessionPool', ['createSessionId']],
  ['handles a request for a medium', 'GstRTSPThreadPool', ['getThread', 'configureThread']],
  ['handles a request', 'GstRTSPMountPoints', ['makePath']],
  ['handles a request', 'GstRTSPMediaFactory', ['genKey']],
  ['handles a request', 'GstRTSPMediaFactoryURI', ['genKey']],
  ['handles a request', 'GstRTSPOnvifMediaFactory', ['genKey', 'hasBackchannelSupport']],
  [
    'makes a medium',
    'GstRTSPMediaFactory',
    [
      ...['media-constructed', 'media-configure', 'createElement', 'createPipeline', 'construct', 'configure'],
      ...['mediaConstructed', 'mediaConfigure'],
    ],
  ],
  ['makes a medium', 'GstRTSPMediaFactoryURI', ['createElement', 'createPipeline']],
  ['makes a medium', 'GstRTSPOnvifMediaFactory', ['createElement', 'createPipeline', 'createBackchannelStream']],
  ['pushes data', 'GstRTSPMedia', ['new-stream', 'newStream']],
  [
    'changes the state of a medium',
    'GstRTSPMedia',
    [
      ...['prepare', 'unprepare', 'suspend', 'unsuspend', 'convertRange', 'createRtpbin', 'setupRtpbin'],
      ...['setupSdp', 'handleSdp'],
    ],
  ],
];

/** What C is doing when it calls that handler. */
export function situationOf(type: string, name: string): Situation | undefined {
  return situations.find(([, ofType, names]) => ofType === type && names.includes(name))?.[0];
}
