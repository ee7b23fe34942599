import { setTimeout as sleep } from 'node:timers/promises';

import {
  RTSPAuth,
  RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPMountPoints,
  RTSPOnvifClient,
  RTSPOnvifMediaFactory,
  RTSPOnvifServer,
  RTSPMedia,
  RTSPPermissions,
  RTSPSessionPool,
  RTSPThreadPool,
  RTSPToken,
  RTSPTransportMode,
} from '../../lib/index.js';
import { loudspeaker, tone } from '../helpers/lines.js';
import type { Overrides } from './overrides.js';
import { handlerTimeout, prepareTimeout } from './patience.js';
import { type Scene, sink } from './scene.js';

/** How often what random calls have set is undone, in ms. */
const repairs = 200;

/** The default token's role may do everything. */
function allowed(): RTSPPermissions {
  const permissions = new RTSPPermissions();
  permissions.addRole('user', { 'media.factory.access': true, 'media.factory.construct': true });
  return permissions;
}

/** A server of which every class is overridden, whatever may be. */
export class Overriding {
  #stopped = false;
  readonly server: RTSPOnvifServer;
  readonly #mountPoints: RTSPMountPoints;
  readonly #sessionPool: RTSPSessionPool;
  readonly #threadPool: RTSPThreadPool;
  readonly #Auth: new () => RTSPAuth;
  #auth: RTSPAuth;
  readonly #factories: ReadonlyMap<string, RTSPMediaFactory>;

  static async create(scene: Scene, overrides: Overrides, movie: string): Promise<Overriding> {
    const made = new Overriding(scene, overrides, movie);
    await made.server.attach();
    return made;
  }

  private constructor(scene: Scene, overrides: Overrides, movie: string) {
    const Client = overrides.of(RTSPOnvifClient);
    const Server = overrides.of(RTSPOnvifServer, { createClient: () => new Client() });
    const Media = overrides.of(RTSPMedia);
    this.server = new Server();
    this.server.service = '0';
    scene.visited.add(this.server);
    this.#mountPoints = new (overrides.of(RTSPMountPoints))();
    this.#sessionPool = new (overrides.of(RTSPSessionPool))();
    this.#threadPool = new (overrides.of(RTSPThreadPool))();
    this.#Auth = overrides.of(RTSPAuth);
    this.#auth = new this.#Auth();
    const Factory = overrides.of(RTSPMediaFactory);
    const film = new (overrides.of(RTSPMediaFactoryURI))();
    film.uri = movie;
    const camera = new (overrides.of(RTSPOnvifMediaFactory))();
    const plain = () => {
      const factory = new Factory();
      factory.mediaClass = Media;
      return factory;
    };
    this.#factories = new Map([
      ['/own', plain()],
      ['/shared', plain()],
      ['/film', film],
      ['/onvif', camera],
      ['/record', plain()],
    ]);
    this.#repair();
    scene.objects.meet([this.server, this.#mountPoints, this.#sessionPool, this.#threadPool, this.#auth]);
    scene.objects.meet([...this.#factories.values()]);
  }

  /** The mounts, by what is done with them. */
  get paths(): { play: string[]; record: string } {
    return { play: ['/own', '/shared', '/film', '/onvif'], record: '/record' };
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Undoes what random calls have set. */
  async run(): Promise<void> {
    while (!this.#stopped) {
      this.#repair();
      await sleep(repairs);
    }
  }

  #repair(): void {
    const { server } = this;
    server.handlerTimeout = handlerTimeout;
    server.contentLengthLimit = 65_536;
    server.mountPoints = this.#mountPoints;
    server.sessionPool = this.#sessionPool;
    server.threadPool = this.#threadPool;
    // One that is in use keeps a certificate which a random call has given it, and the players speak no TLS.
    if (this.#auth.tlsCertificate !== null) this.#auth = new this.#Auth();
    server.auth = this.#auth;
    this.#auth.defaultToken = new RTSPToken({ 'media.factory.role': 'user', 'transport.client-settings': true });
    this.#sessionPool.maxSessions = 0;
    this.#threadPool.maxThreads = 4;
    for (const [path, factory] of this.#factories) {
      this.#mountPoints.addFactory(path, factory);
      if (path !== '/film') factory.launch = path === '/record' ? sink : tone;
      if (factory instanceof RTSPOnvifMediaFactory) factory.backchannelLaunch = loudspeaker;
      factory.transportMode = path === '/record' ? RTSPTransportMode.RECORD : RTSPTransportMode.PLAY;
      factory.shared = path === '/shared';
      factory.permissions = allowed();
      factory.prepareTimeout = prepareTimeout;
    }
  }
}
