import type { RTSPPermissions, RTSPServer, RTSPSessionPool, RTSPThreadPool } from '../../lib/index.js';
import {
  type RTSPClient,
  RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPOnvifMediaFactory,
  RTSPOnvifServer,
  RTSPLowerTrans,
  RTSPMountPoints,
  RTSPProfile,
  RTSPPublishClockMode,
  RTSPSuspendMode,
  RTSPTransportMode,
} from '../../lib/index.js';
import { loudspeaker, tone, toneAndPicture } from '../helpers/lines.js';
import { Objects } from './objects.js';
import { handlerTimeout, prepareTimeout } from './patience.js';
import type { Random } from './random.js';

const pictureLists = `( videotestsrc is-live=true pattern=blue
  ! video/x-raw,format=UYVY,width=160,height=120,framerate=25/1 ! rtpvrawpay name=pay0 pt=96 )`;
const notLive = `( videotestsrc num-buffers=500 pattern=ball
  ! video/x-raw,format=UYVY,width=32,height=32,framerate=25/1 ! rtpvrawpay name=pay0 pt=96
  audiotestsrc num-buffers=1000 samplesperbuffer=160 ! audio/x-raw,rate=8000,channels=1 ! rtpL16pay name=pay1 pt=97 )`;
export const sink = '( rtpL16depay name=depay0 ! fakesink async=false )';

export interface Mount {
  readonly path: string;
  readonly factory: RTSPMediaFactory;
  readonly launch: string | null;
  readonly shared: boolean;
  readonly transportMode: number;
  readonly profiles: number;
}

/** What a factory is to be again. */
export interface Original {
  readonly launch: string | null;
  readonly shared: boolean;
  readonly transportMode: number;
  readonly profiles: number;
  readonly permissions: RTSPPermissions | null;
}

/** Undoes what random calls have set. */
export function restore(factory: RTSPMediaFactory, { launch, ...original }: Original): void {
  Object.assign(factory, original);
  if (launch !== null) factory.launch = launch;
  if (factory instanceof RTSPOnvifMediaFactory) factory.backchannelLaunch = loudspeaker;
  factory.protocols = RTSPLowerTrans.UDP | RTSPLowerTrans.TCP;
  factory.enableRtcp = true;
  factory.eosShutdown = false;
  factory.stopOnDisconnect = true;
  factory.suspendMode = RTSPSuspendMode.NONE;
  factory.prepareTimeout = prepareTimeout;
  factory.publishClockMode = RTSPPublishClockMode.CLOCK;
  factory.dscpQos = -1;
  factory.multicastIface = null;
  factory.bufferSize = 524_288;
}

/** The server that the clients play from, and what is beside it. */
export class Scene {
  readonly objects: Objects;
  /** Those that the players go to. */
  readonly visited = new Set<RTSPServer>();
  readonly sessionPool: RTSPSessionPool;
  readonly mountPoints: RTSPMountPoints;
  readonly threadPool: RTSPThreadPool;
  readonly #mounts: Mount[];
  readonly #random: Random;

  static async create(random: Random, movie: string): Promise<Scene> {
    const server = new RTSPOnvifServer();
    server.service = '0';
    server.mountPoints = new RTSPMountPoints();
    await server.attach();
    server.handlerTimeout = handlerTimeout;
    return new Scene(server, random, movie);
  }

  private constructor(
    readonly server: RTSPServer,
    random: Random,
    movie: string,
  ) {
    this.#random = random;
    this.visited.add(server);
    this.objects = new Objects(random.fork());
    this.sessionPool = server.sessionPool as RTSPSessionPool;
    this.mountPoints = server.mountPoints as RTSPMountPoints;
    this.threadPool = server.threadPool;
    const launched = (path: string, launch: string, more: Partial<Mount> = {}): Mount => ({
      path,
      factory: new RTSPMediaFactory(),
      launch,
      shared: false,
      transportMode: RTSPTransportMode.PLAY,
      profiles: RTSPProfile.AVP,
      ...more,
    });
    const film = new RTSPMediaFactoryURI();
    film.uri = movie;
    const camera = new RTSPOnvifMediaFactory();
    this.#mounts = [
      launched('/shared', toneAndPicture, { shared: true }),
      launched('/own', tone),
      launched('/lists', pictureLists, { shared: true }),
      launched('/seek', notLive),
      launched('/film', '', { factory: film, launch: null }),
      launched('/onvif', tone, { factory: camera }),
      launched('/srtp', tone, { profiles: RTSPProfile.SAVP | RTSPProfile.AVP }),
      // With a profile that only streams which do not send make an encoder of RTCP for.
      launched('/record', sink, {
        transportMode: RTSPTransportMode.RECORD,
        profiles: RTSPProfile.SAVP | RTSPProfile.AVP,
      }),
    ];
    this.repair();
  }

  /** The mounts, by what is done with them. */
  get paths(): { play: string[]; record: string } {
    return { play: ['/shared', '/own', '/lists', '/seek', '/film', '/onvif', '/srtp'], record: '/record' };
  }

  /** Lets the objects be known to those who call them, once somebody listens for that. */
  present(): void {
    this.objects.meet([this.server, this.sessionPool, this.mountPoints, this.threadPool]);
    this.objects.meet(this.#mounts.map(({ factory }) => factory));
  }

  /** Undoes what random calls have set, so that the next clients are served again. */
  repair(): void {
    const { server } = this;
    server.auth = null;
    server.contentLengthLimit = 65_536;
    server.handlerTimeout = handlerTimeout;
    server.sessionPool = this.sessionPool;
    server.mountPoints = this.mountPoints;
    server.threadPool = this.threadPool;
    this.sessionPool.maxSessions = 0;
    this.threadPool.maxThreads = 4;
    for (const { path, factory, launch, shared, transportMode, profiles } of this.#mounts) {
      this.mountPoints.addFactory(path, factory);
      restore(factory, { launch, shared, transportMode, profiles, permissions: null });
      if (factory instanceof RTSPOnvifMediaFactory) factory.replaySupport = true;
      factory.stopOnDisconnect = this.#random.chance(0.7);
      factory.suspendMode = this.#random.pick(Object.values(RTSPSuspendMode));
    }
  }

  /** Clients without a connection of their own. */
  readonly standAlone = new WeakSet<RTSPClient>();
}
