import * as library from '../../lib/index.js';
import { RTSPClient, type RTSPServer } from '../../lib/index.js';
import { promised } from '../../lib/gobject/handlers.js';
import { native } from '../../lib/native.js';
import type { Arguments } from './arguments.js';
import type { Bench } from './bench.js';
import { isOverridden } from './overrides.js';
import { Procedures } from './procedures.js';
import type { Random } from './random.js';
import type { Scene } from './scene.js';
import { Tally } from './statistics.js';

type Class = (abstract new (...args: never[]) => object) & Record<string, unknown>;

/** Something of the library that can be called. */
interface Member {
  readonly className: string;
  readonly name: string;
  readonly kind: 'get' | 'set' | 'method' | 'static' | 'new';
  readonly of: Class;
  /** How often it is called, as a part of what others are. */
  readonly weight: number;
  /** It gives a Promise of a bound function. */
  readonly promised: boolean;
}

/** What of a class may be called, beside the members of its objects. */
interface Bound {
  /** An application makes its objects. */
  readonly made?: boolean;
}

/** The classes whose objects native code makes or holds; the others are plain JavaScript. */
const bound: Readonly<Record<string, Bound>> = {
  Bin: { made: true },
  Bus: {},
  Cancellable: { made: true },
  Caps: { made: true },
  Clock: {},
  Element: {},
  Event: {},
  GObject: {},
  GhostPad: { made: true },
  GstObject: {},
  MIKEYMessage: { made: true },
  MainContext: { made: true },
  NetClientClock: {},
  NetTimeProvider: {},
  NtpClock: {},
  Pad: {},
  Pipeline: { made: true },
  PtpClock: {},
  RTSPAddress: {},
  RTSPAddressPool: { made: true },
  RTSPAuth: { made: true },
  RTSPClient: { made: true },
  RTSPMedia: {},
  RTSPMediaFactory: { made: true },
  RTSPMediaFactoryURI: { made: true },
  RTSPMountPoints: { made: true },
  RTSPOnvifClient: { made: true },
  RTSPOnvifMedia: {},
  RTSPOnvifMediaFactory: { made: true },
  RTSPOnvifServer: { made: true },
  RTSPPermissions: { made: true },
  RTSPServer: { made: true },
  RTSPSession: { made: true },
  RTSPSessionMedia: {},
  RTSPSessionPool: { made: true },
  RTSPStream: {},
  RTSPStreamTransport: { made: true },
  RTSPThreadPool: { made: true },
  RTSPToken: { made: true },
  RTSPTransport: {},
  RTSPUrl: { made: true },
  SDPMedia: { made: true },
  SDPMessage: { made: true },
  Socket: {},
  Source: {},
  Structure: { made: true },
  SystemClock: {},
  TlsCertificate: {},
  TlsDatabase: {},
};
/** Of no class. */
const functions = {
  parseLaunch: library.parseLaunch,
  makeElement: (factory: string, name: string | null) => library.ElementFactory.make(factory, name),
  rtspSdpFromMedia: library.rtspSdpFromMedia,
  rtspSdpFromStream: library.rtspSdpFromStream,
  rtspSdpMakeMedia: library.rtspSdpMakeMedia,
  sdpAddressIsMulticast: library.sdpAddressIsMulticast,
  sdpMakeKeymgmt: library.sdpMakeKeymgmt,
};
/** Classes whose objects are made of nothing. */
const plain = new Set(['RTSPClient', 'RTSPMediaFactoryURI']);
/** Classes of what media consist of: whoever changes one has it from the bench. */
const ofPipelines = new Set(['Bin', 'Bus', 'Element', 'GhostPad', 'Pad', 'Pipeline']);
/** What changes nothing there. */
const harmless = new Set([
  'getByName',
  'iterateElements',
  'iterateRecurse',
  'getStaticPad',
  'queryPosition',
  'queryDuration',
  'getState',
  'queryCaps',
  'getAllowedCaps',
  'getClock',
  'getBus',
  'getPipelineClock',
  'canLink',
]);

/** What makes a pipeline of elements. */
const linking = new Set(['link', 'linkPads', 'linkFiltered']);

/** What is never called at random, and why. */
const excluded: Readonly<Record<string, string>> = {
  'GObject.on': 'an EventEmitter; see Handlers.change()',
  'GObject.addListener': 'an EventEmitter',
  'GObject.prependListener': 'an EventEmitter',
  'GObject.once': 'an EventEmitter',
  'GObject.prependOnceListener': 'an EventEmitter',
  'GObject.removeListener': 'an EventEmitter',
  'GObject.off': 'an EventEmitter',
  'GObject.removeAllListeners': 'an EventEmitter: it would take off the test itself',
  'GObject.combineOf': 'internal',
  'Source.of': 'internal',
  'Element.setState':
    'see Procedures: GStreamer itself stands still when several threads change the elements of a pipeline',
  'Element.syncStateWithParent': 'see Procedures: it changes the state',
  'Element.seek': 'see Procedures: it waits for the streaming thread, with the lock that a change of state needs',
  'Element.sendEvent': 'see Procedures: it waits for the streaming thread, with the lock that a change of state needs',
  'RTSPMediaFactory.construct': 'see Procedures: a shared factory keeps what it gives until that is unprepared',
  'RTSPThreadPool.getThread': 'see Procedures: each one needs a stop(), or the thread runs on, and keeps its pool',
  'RTSPMedia.prepare': 'see Procedures: each one needs an unprepare(), or the medium runs on when everybody has left',
  'RTSPServer.transferConnection': 'see Procedures: it takes a socket that is connected',
};

/** What ends or stops a play: rare, so that there is something to end. */
const disruptive = new Set([
  'RTSPClient.close',
  'RTSPMedia.unprepare',
  'RTSPMedia.seek',
  'RTSPMedia.seekTrickmode',
  'RTSPServer.createSocket',
  'RTSPMedia.setState',
  'RTSPMedia.setPipelineState',
  'RTSPMedia.suspend',
  'RTSPMedia.completePipeline',
  'RTSPSessionMedia.setState',
  'RTSPSession.releaseMedia',
  'RTSPSession.manageMedia',
  'RTSPSessionPool.remove',
  'RTSPMountPoints.removeFactory',
  'RTSPServer.auth',
  'RTSPServer.mountPoints',
  'RTSPServer.sessionPool',
  'RTSPStream.setBlocked',
  'RTSPStream.removeTransport',
  'RTSPStream.completeStream',
  'RTSPStreamTransport.setActive',
  'RTSPStreamTransport.setCallbacks',
  'RTSPStreamTransport.setListCallbacks',
  'RTSPMediaFactory.launch',
  'RTSPMediaFactory.transportMode',
  'RTSPMediaFactory.protocols',
  // Each starts threads or loads plugins.
  'RTSPServer.new',
  'RTSPServer.attach',
  'MainContext.new',
  'RTSPMediaFactory.checkLaunch',
  'Library.parseLaunch',
  'Library.makeElement',
  'NetClientClock.make',
  'NtpClock.make',
  'PtpClock.make',
  'NetTimeProvider.make',
  ...Object.getOwnPropertyNames(Procedures.prototype).map((name) => `Procedures.${name}`),
]);

/** Calls anything that is bound, at random, with arguments that fit and with such as do not. */
export class Calls {
  readonly members: readonly Member[];
  readonly made = new Tally();
  readonly outcomes = new Tally();
  readonly #random: Random;
  readonly #scene: Scene;
  readonly #args: Arguments;
  readonly #bench: Bench;
  readonly #inFlight = new Set<PromiseLike<unknown>>();
  /** Those that have not yet been called with what they take. */
  readonly #fresh: Set<Member>;
  readonly #promised: readonly Member[];

  constructor(random: Random, scene: Scene, args: Arguments, bench: Bench, procedures: Procedures) {
    this.#random = random;
    this.#scene = scene;
    this.#args = args;
    this.#bench = bench;
    this.members = listMembers(procedures);
    this.#fresh = new Set(this.members);
    this.#promised = this.members.filter(({ promised }) => promised);
    // Virtual methods that are C's to call: they throw, whatever they are given.
    const virtual = new Set(native.virtualMethods().map(({ type, method }) => `${type.replace(/^Gst/, '')}.${method}`));
    const unknown = this.members.filter(
      ({ className, name, kind }) =>
        kind !== 'get' &&
        kind !== 'new' &&
        args.for(className, name) === undefined &&
        !(kind === 'method' && virtual.has(`${className}.${name}`)),
    );
    const withArguments = unknown.filter(({ of, name, kind }) => kind === 'set' || lengthOf(of, name, kind) > 0);
    if (withArguments.length > 0) {
      throw new Error(`arguments.ts does not know ${withArguments.map(titleOf).join(', ')}`);
    }
  }

  /** One call. Gives the Promise of a promised one; never throws, never rejects. */
  one(): Promise<void> | undefined {
    return this.#make(this.#choose(this.members));
  }

  /** One promised call. */
  onePromised(): Promise<void> | undefined {
    return this.#make(this.#choose(this.#random.chance(0.8) ? this.#promised : this.members));
  }

  /** Resolves when all calls that were made have settled. */
  async settled(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.allSettled([...this.#inFlight]);
  }

  /** Those come first that have not been called with what they take; then of two, that which was called less. */
  #choose(members: readonly Member[]): Member {
    if (this.#fresh.size > 0 && members === this.members && this.#random.chance(0.5)) {
      const fresh = [...this.#fresh];
      const [one, other] = [this.#random.pick(fresh), this.#random.pick(fresh)];
      return this.made.get(titleOf(one)) <= this.made.get(titleOf(other)) ? one : other;
    }
    for (;;) {
      const [one, other] = [this.#random.pick(members), this.#random.pick(members)];
      const member =
        this.made.get(titleOf(one)) / one.weight <= this.made.get(titleOf(other)) / other.weight ? one : other;
      if (this.#random.chance(member.weight)) return member;
    }
  }

  #make(member: Member): Promise<void> | undefined {
    const { className, name, kind } = member;
    const target = this.#plain(member, this.#targetOf(member));
    if (!target || this.#isExcluded(member, target)) return undefined;
    let args = this.#args.for(className, name) ?? [];
    if (linking.has(name) && ofPipelines.has(className) && !this.#bench.mayLink(target, args.find(isObject)))
      return undefined;
    const fresh = this.#fresh.has(member);
    if (
      kind !== 'get' &&
      !fresh &&
      !linking.has(name) &&
      !this.#mustBePlain(member, target) &&
      this.#random.chance(0.2)
    ) {
      args = this.#args.spoil(args);
    }
    this.made.add(titleOf(member));
    const onBench = this.#bench.has(target);
    try {
      const result = invoke(target as Record<string, unknown>, kind, name, args);
      const later = promised(result);
      if (later) return this.#follow(member, later, onBench);
      this.outcomes.add('returned');
      this.#got(member, result, onBench);
      return undefined;
    } catch (error) {
      this.outcomes.add(`threw ${nameOf(error)}`);
      return undefined;
    }
  }

  #targetOf({ className, name, kind, of }: Member): object | undefined {
    if (kind === 'static' || kind === 'new') return of;
    const reads = kind === 'get' || harmless.has(name);
    if (ofPipelines.has(className) && (!reads || this.#random.chance(0.5))) return this.#bench.pick<object>(of);
    return this.#scene.objects.pick<object>(of);
  }

  /** Another one where the target overrides the method, and those that do not may be few. */
  #plain({ className, name, kind, of }: Member, target: object | undefined): object | undefined {
    if (!target || kind !== 'method' || !isOverridden(target, name)) return target;
    return plain.has(className) ? (Reflect.construct(of, []) as object) : target;
  }

  #got(member: Member, result: unknown, onBench: boolean): void {
    this.#fresh.delete(member);
    this.#scene.objects.meet(result);
    if (onBench || (member.className === 'GhostPad' && member.kind === 'new')) this.#bench.take(result);
  }

  async #follow(member: Member, result: Promise<unknown>, onBench: boolean): Promise<void> {
    this.#inFlight.add(result);
    try {
      this.#got(member, await result, onBench);
      this.outcomes.add('resolved');
    } catch (error) {
      this.outcomes.add(`rejected ${nameOf(error)}`);
    } finally {
      this.#inFlight.delete(result);
    }
  }

  #isExcluded({ name, kind }: Member, target: object): boolean {
    // An override that behaves at random is C's to call: one that never answers would be waited for here.
    if (kind === 'method' && isOverridden(target, name)) return true;
    // It would end the test.
    if (this.#scene.visited.has(target as RTSPServer)) return name === 'close' || name === 'attach';
    // What the server has to say would reach its peer no more, which waits for an answer.
    return (
      target instanceof RTSPClient && name.startsWith('setSend') && !this.#scene.standAlone.has(target as RTSPClient)
    );
  }

  /** Values that are allowed and would make the test wait for hours. */
  #mustBePlain({ name }: Member, target: object): boolean {
    return target === this.#scene.server && name === 'handlerTimeout';
  }
}

function invoke(target: Record<string, unknown>, kind: Member['kind'], name: string, args: unknown[]): unknown {
  switch (kind) {
    case 'get':
      return target[name];
    case 'set':
      target[name] = args[0];
      return undefined;
    case 'new':
      return Reflect.construct(target as unknown as new (...args: unknown[]) => object, args);
    default:
      return (target[name] as (...args: unknown[]) => unknown)(...args);
  }
}

function listMembers(procedures: Procedures): Member[] {
  const exported = library as unknown as Record<string, Class>;
  const promised = new Set(
    native
      .calls()
      .filter((call) => call.promised)
      .map(({ className, method }) => `${className}.${method}`),
  );
  const members: Member[] = [];
  const add = (className: string, of: Class, name: string, kind: Member['kind']) => {
    const title = `${className}.${name}`;
    if (Object.hasOwn(excluded, title)) return;
    members.push({
      className,
      name,
      kind,
      of,
      weight: kind !== 'get' && disruptive.has(title) ? 0.04 : 1,
      promised: kind === 'method' && promised.has(title),
    });
  };
  for (const [className, { made }] of Object.entries(bound)) {
    if (!Object.hasOwn(exported, className)) throw new Error(`the library exports no ${className}`);
    const of = exported[className];
    const prototype = of.prototype as object;
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (name === 'constructor') continue;
      if (property.get) add(className, of, name, 'get');
      if (property.set) add(className, of, name, 'set');
      if (typeof property.value === 'function') add(className, of, name, 'method');
    }
    for (const name of Object.getOwnPropertyNames(of)) {
      if (typeof of[name] === 'function' && name !== 'prototype') add(className, of, name, 'static');
    }
    if (made) add(className, of, 'new', 'new');
  }
  for (const name of Object.keys(functions)) add('Library', functions as unknown as Class, name, 'static');
  for (const name of Object.getOwnPropertyNames(Procedures.prototype)) {
    if (name !== 'constructor') add('Procedures', procedures as unknown as Class, name, 'static');
  }
  return members;
}

function lengthOf(of: Class, name: string, kind: Member['kind']): number {
  const holder = (kind === 'static' ? of : of.prototype) as Partial<Record<string, { length: number }>>;
  return holder[name]?.length ?? 0;
}

const titleOf = ({ className, name, kind }: Member) => `${className}.${name}${kind === 'set' ? '=' : ''}`;
const isObject = (value: unknown) => typeof value === 'object' && value !== null;
const nameOf = (error: unknown) => (error instanceof Error ? error.name : typeof error);
