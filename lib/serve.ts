import { constants, promises } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { inspect } from 'node:util';

import { explainLaunch, LaunchError } from './gst/launch-error.js';
import { parseLaunch } from './gst/parse.js';
import { RTSPAuth } from './rtsp-server/auth.js';
import {
  RTSP_PERM_MEDIA_FACTORY_ACCESS,
  RTSP_PERM_MEDIA_FACTORY_CONSTRUCT,
  RTSP_TOKEN_MEDIA_FACTORY_ROLE,
} from './rtsp-server/enums.js';
import { RTSPMedia } from './rtsp-server/media.js';
import { RTSPMediaFactory } from './rtsp-server/media-factory.js';
import { RTSPMediaFactoryURI } from './rtsp-server/media-factory-uri.js';
import { RTSPMountPoints } from './rtsp-server/mount-points.js';
import { RTSPPermissions } from './rtsp-server/permissions.js';
import { RTSPServer } from './rtsp-server/server.js';
import { RTSPToken } from './rtsp-server/token.js';

/** What every mount may say. */
export interface MountSettings {
  /** Whether all clients share one pipeline. Default: false, one for each client. */
  shared?: boolean;
  /** Allowed lower transports, one or several of `RTSPLowerTrans`. Default: UDP, UDP_MCAST and TCP. */
  protocols?: number;
  /** How long the pipeline may take to start, in milliseconds; 0: 20 seconds. Default: 10000. */
  prepareTimeout?: number;
  /** Who may do what. Default: everybody everything; with `auth`, everybody who has a password. */
  permissions?: RTSPPermissions;
}

/** What is served at a path: a launch line, a media file, or whatever a URI gives. */
export type MountOptions = MountSettings &
  (
    | {
        /** A launch line in parentheses, its payloaders named `pay0`, `pay1`, … Launch lines are code. */
        launch: string;
      }
    | {
        /** The path of a media file. */
        file: string;
      }
    | {
        /** A URI of any kind that GStreamer reads, for example of a camera. */
        uri: string;
      }
  );

/** Options of `serve()`. */
export interface ServeOptions {
  /** The port, 0 to 65535; 0 takes a free one. Default: 8554. */
  port?: number;
  /** The address to listen on; `0.0.0.0` or `::` is every one. Default: `127.0.0.1`. */
  address?: string;
  /**
   * What is served where: options, a factory, or a launch line. Paths begin with a slash, and are as clients write them
   * in their URLs, percent-encoded where need be: the library compares them as they come.
   */
  mounts: Readonly<Record<string, MountOptions | RTSPMediaFactory | string>>;
  /** Who may use it: a user's name and password, or an `RTSPAuth`. Default: everybody. */
  auth?: RTSPAuth | { user: string; password: string };
}

const roleOfUsers = 'user';

const optionsOfServe = ['port', 'address', 'mounts', 'auth'];
const optionsOfMounts = ['launch', 'file', 'uri', 'shared', 'protocols', 'prepareTimeout', 'permissions'];
const optionsOfAuth = ['user', 'password'];

// Of what JavaScript without types has given.
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
const isString = (value: unknown): value is string => typeof value === 'string';
const isServer = (value: unknown): value is RTSPServer => value instanceof RTSPServer;
const show = (value: unknown): string => inspect(value, { depth: -1 });

function checkNames(of: string, options: object, known: readonly string[]): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new TypeError(`${of} has no option ${JSON.stringify(unknown)}; its options are ${known.join(', ')}`);
}

/**
 * Starts a server. When the Promise resolves, a client that connects is served.
 *
 * A mount's problems are found here, not when somebody plays it: what is wrong with a launch line, a file that is not
 * there, an element that is not installed. See `mount()` for factories.
 *
 * @throws LaunchError, TypeError or Error for a mount that cannot be; GError when the port cannot be listened on.
 * @example
 * ```ts
 * await using server = await serve({ mounts: { '/film': { file: 'film.mp4' } } });
 * console.log(server.url('/film'));
 * ```
 */
export async function serve(options: ServeOptions): Promise<RTSPServer> {
  if (!isObject(options)) throw new TypeError(`serve() needs an object, its options, not ${show(options)}`);
  checkNames('serve()', options, optionsOfServe);
  const { port = 8554, address, mounts, auth } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new TypeError(`port must be an integer from 0 to 65535, not ${show(port)}`);
  }
  // An array or a Map has no paths for its keys.
  if (!isObject(mounts) || Symbol.iterator in mounts) {
    throw new TypeError(`mounts must be an object, what is served at which path, not ${show(mounts)}`);
  }
  const server = new RTSPServer();
  server.service = String(port);
  if (address !== undefined) server.address = address;
  if (auth !== undefined) server.auth = auth instanceof RTSPAuth ? auth : passwordAuth(auth);
  for (const [at, what] of Object.entries(mounts)) await mount(server, at, what);
  await server.attach();
  return server;
}

/**
 * Mounts something on a server, also while it listens; what was there is replaced, for new clients. Its failures at run
 * time become `media-error` events of the server.
 *
 * The launch line of an `RTSPMediaFactory` is checked like a launch line that is given alone. Nothing is checked of a
 * factory of a subclass, or of one with a `mediaClass` of its own, which may make its media otherwise, and neither of what
 * comes by `RTSPMountPoints.addFactory()`, as in C: what is wrong there is told when somebody asks for it.
 *
 * @returns The factory that was mounted.
 * @throws As `serve()`.
 */
export async function mount(
  server: RTSPServer,
  at: string,
  what: MountOptions | RTSPMediaFactory | string,
): Promise<RTSPMediaFactory> {
  if (!isServer(server)) throw new TypeError(`mount() needs an RTSPServer, not ${show(server)}`);
  server.mountPoints ??= new RTSPMountPoints();
  const points = server.mountPoints;
  checkPath(at, points);
  const factory = what instanceof RTSPMediaFactory ? what : await makeFactory(at, what);
  const launch = launchOf(factory);
  if (launch !== null) await checkLaunch(at, launch);
  if (server.auth && !factory.permissions) factory.permissions = permissionsOfUsers();
  // Weakly: the server holds the factory in C, and the garbage collector cannot see a cycle that passes there.
  const mounted = new WeakRef(server);
  factory.on('media-error', (media, error, debug) => {
    const owner = mounted.deref();
    if (owner && owner.listenerCount('media-error') > 0) owner.emit('media-error', at, error, debug, media);
    else
      process.emitWarning(`${at}: ${error.message}`, {
        type: 'MediaError',
        ...(debug === null ? {} : { detail: debug }),
      });
  });
  points.addFactory(at, factory);
  return factory;
}

function checkPath(at: string, points: RTSPMountPoints): void {
  if (!isString(at) || !at.startsWith('/'))
    throw new TypeError(`a mount's path begins with '/': ${JSON.stringify(at)}`);
  // Those of a subclass may make whatever path they like of a URL.
  if (points.constructor !== RTSPMountPoints) return;
  // A request ends its URL at white space, and its path at '?'; the library takes slashes away, but decodes nothing.
  const reachable = at
    .replace(/[ \t\r\n\f?]/g, encodeURIComponent)
    .replace(/\/+/g, '/')
    .replace(/(?<=.)\/$/, '');
  if (reachable === at) return;
  throw new TypeError(
    `no client can reach a mount at ${JSON.stringify(at)}: a path has no spaces, no '?', no '//' and no '/' at its end; ` +
      `mount it at ${JSON.stringify(reachable)}`,
  );
}

async function makeFactory(at: string, what: MountOptions | string): Promise<RTSPMediaFactory> {
  if (!isString(what) && !isObject(what)) {
    throw new TypeError(`${at}: a mount is options, a factory or a launch line, not ${show(what)}`);
  }
  const options: MountOptions = isString(what) ? { launch: what } : what;
  checkNames(`${at}: a mount`, options, optionsOfMounts);
  const kinds = ['launch', 'file', 'uri'].filter((kind) => kind in options);
  if (kinds.length !== 1) {
    throw new TypeError(
      `${at}: a mount has one of launch, file and uri, and this one has ${kinds.join(', ') || 'none'}`,
    );
  }
  const [kind] = kinds;
  const source: unknown = options[kind as keyof MountOptions];
  if (!isString(source)) throw new TypeError(`${at}: ${kind} must be a string, not ${show(source)}`);
  let factory: RTSPMediaFactory;
  if ('launch' in options) {
    factory = new RTSPMediaFactory();
    factory.launch = options.launch;
  } else {
    const fromUri = new RTSPMediaFactoryURI();
    fromUri.uri = 'file' in options ? await fileUri(at, options.file) : await checkUri(at, options.uri);
    factory = fromUri;
  }
  if (options.shared !== undefined) factory.shared = options.shared;
  if (options.protocols !== undefined) factory.protocols = options.protocols;
  if (options.prepareTimeout !== undefined) factory.prepareTimeout = options.prepareTimeout;
  if (options.permissions !== undefined) factory.permissions = options.permissions;
  return factory;
}

/** The line that all of a factory's media are made of; null where it has none, or a subclass may make them otherwise. */
function launchOf(factory: RTSPMediaFactory): string | null {
  const plain = Object.getPrototypeOf(factory) === RTSPMediaFactory.prototype && factory.mediaClass === RTSPMedia;
  return plain ? factory.launch : null;
}

async function checkLaunch(at: string, launch: string): Promise<void> {
  try {
    const bin = await parseLaunch(launch);
    if (!['pay0', 'dynpay0', 'depay0'].some((name) => bin.getByName(name))) {
      const text =
        'the launch line has no pay0: the first payloader must be named so, as in «… ! rtph264pay name=pay0 pt=96»';
      throw new LaunchError(text, launch, null);
    }
    await RTSPMediaFactory.checkLaunch(launch);
  } catch (cause) {
    const error = cause instanceof LaunchError ? cause : explainLaunch(launch, cause);
    throw new LaunchError(`${at}: ${error.message}`, launch, error.position, { cause });
  }
}

async function fileUri(at: string, file: string): Promise<string> {
  const full = path.resolve(file);
  await checkFile(at, full);
  return pathToFileURL(full).href;
}

async function checkFile(at: string, file: string): Promise<void> {
  try {
    if (!(await promises.stat(file)).isFile()) throw new Error('it is not a file');
    await promises.access(file, constants.R_OK);
  } catch (cause) {
    const reason =
      (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : (cause as Error).message;
    throw new Error(`${at}: ${file} cannot be served: ${reason}`, { cause });
  }
}

async function checkUri(at: string, uri: string): Promise<string> {
  if (!URL.canParse(uri)) throw new TypeError(`${at}: not a URI: ${JSON.stringify(uri)}`);
  if (/^file:/i.test(uri)) await checkFile(at, fileOf(at, uri));
  return uri;
}

function fileOf(at: string, uri: string): string {
  try {
    // To GStreamer, a question mark is a part of the name.
    return fileURLToPath(uri.replaceAll('?', '%3F'));
  } catch (cause) {
    throw new TypeError(`${at}: not the URI of a file of this machine: ${JSON.stringify(uri)}`, { cause });
  }
}

function passwordAuth(given: unknown): RTSPAuth {
  // A string is not shown: it may have a password in it.
  if (!isObject(given)) {
    const what = isString(given) ? 'a string' : show(given);
    throw new TypeError(`auth must be { user, password } or an RTSPAuth, not ${what}`);
  }
  checkNames('auth', given, optionsOfAuth);
  const { user, password } = given as { user: unknown; password: unknown };
  if (!isString(user)) throw new TypeError(`auth.user must be a string, not ${show(user)}`);
  if (!isString(password)) throw new TypeError('auth.password must be a string');
  const auth = new RTSPAuth();
  const token = new RTSPToken({ [RTSP_TOKEN_MEDIA_FACTORY_ROLE]: roleOfUsers });
  auth.addBasic(RTSPAuth.makeBasic(user, password), token);
  return auth;
}

function permissionsOfUsers(): RTSPPermissions {
  const permissions = new RTSPPermissions();
  permissions.addRole(roleOfUsers, {
    [RTSP_PERM_MEDIA_FACTORY_ACCESS]: true,
    [RTSP_PERM_MEDIA_FACTORY_CONSTRUCT]: true,
  });
  return permissions;
}
