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
  RTSPProfile,
  RTSPSessionPool,
  RTSPThreadPool,
  RTSPToken,
  RTSPTransportMode,
} from '../../lib/index.js';
import { tone } from '../helpers/lines.js';
import type { Overrides } from './overrides.js';
import { handlerTimeout } from './patience.js';
import { restore, type Scene, sink } from './scene.js';

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
  readonly #Media: new () => RTSPMedia;
  readonly #factories: ReadonlyMap<string, RTSPMediaFactory>;

  static async create(scene: Scene, overrides: Overrides, movie: string): Promise<Overriding> {
    const made = new Overriding(scene, overrides, movie);
    await made.server.attach();
    return made;
  }

  private constructor(scene: Scene, overrides: Overrides, movie: string) {
    const Client = overrides.of(RTSPOnvifClient);
    const Server = overrides.of(RTSPOnvifServer, { createClient: () => new Client() });
    this.server = new Server();
    this.server.service = '0';
    scene.visited.add(this.server);
    this.#mountPoints = new (overrides.of(RTSPMountPoints))();
    this.#sessionPool = new (overrides.of(RTSPSessionPool))();
    this.#threadPool = new (overrides.of(RTSPThreadPool))();
    this.#Auth = overrides.of(RTSPAuth);
    this.#auth = new this.#Auth();
    this.#Media = overrides.of(RTSPMedia);
    const Factory = overrides.of(RTSPMediaFactory);
    const film = new (overrides.of(RTSPMediaFactoryURI))();
    film.uri = movie;
    const camera = new (overrides.of(RTSPOnvifMediaFactory))();
    this.#factories = new Map([
      ['/own', new Factory()],
      ['/shared', new Factory()],
      ['/film', film],
      ['/onvif', camera],
      ['/record', new Factory()],
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
      restore(factory, {
        launch: path === '/film' ? null : path === '/record' ? sink : tone,
        shared: path === '/shared',
        transportMode: path === '/record' ? RTSPTransportMode.RECORD : RTSPTransportMode.PLAY,
        profiles: RTSPProfile.AVP,
        permissions: allowed(),
      });
      if (path !== '/film' && path !== '/onvif') factory.mediaClass = this.#Media;
    }
  }
}
