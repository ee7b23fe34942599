import * as library from '../../lib/index.js';
import { RTSPClient } from '../../lib/index.js';
import { isThenable } from '../../lib/gobject/handlers.js';
import { native } from '../../lib/native.js';
import type { Arguments } from './arguments.js';
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

/** The classes whose objects native code makes or holds; the others are plain JavaScript. */
const bound = [
  'Bin',
  'GObject',
  'GstObject',
  'RTSPAuth',
  'RTSPClient',
  'RTSPMedia',
  'RTSPMediaFactory',
  'RTSPMediaFactoryURI',
  'RTSPMountPoints',
  'RTSPPermissions',
  'RTSPServer',
  'RTSPSession',
  'RTSPSessionMedia',
  'RTSPSessionPool',
  'RTSPStream',
  'RTSPStreamTransport',
  'RTSPThreadPool',
  'RTSPToken',
  'RTSPTransport',
  'RTSPUrl',
  'Source',
  'TlsCertificate',
];
/** Those that an application makes. */
const constructible = [
  'RTSPAuth',
  'RTSPClient',
  'RTSPMediaFactory',
  'RTSPMediaFactoryURI',
  'RTSPMountPoints',
  'RTSPPermissions',
  'RTSPServer',
  'RTSPSession',
  'RTSPSessionPool',
  'RTSPStreamTransport',
  'RTSPThreadPool',
  'RTSPToken',
  'RTSPUrl',
];

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
  'RTSPMediaFactory.construct': 'a shared factory keeps what it gives until that is unprepared',
  'RTSPThreadPool.getThread': 'each one needs a stop(), or the thread runs on, and keeps its pool',
  'RTSPThread.reuse': 'each one needs a stop(), too',
  'RTSPMedia.prepare': 'each one needs an unprepare(), or the medium runs on when everybody has left',
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
  'RTSPMediaFactory.checkLaunch',
  'Gst.parseLaunch',
]);

/** Calls anything that is bound, at random, with arguments that fit and with such as do not. */
export class Calls {
  readonly members: readonly Member[];
  readonly made = new Tally();
  readonly outcomes = new Tally();
  readonly #random: Random;
  readonly #scene: Scene;
  readonly #args: Arguments;
  readonly #inFlight = new Set<PromiseLike<unknown>>();
  readonly #promised: readonly Member[];

  constructor(random: Random, scene: Scene, args: Arguments) {
    this.#random = random;
    this.#scene = scene;
    this.#args = args;
    this.members = listMembers();
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

  /** Of two, that which was called less: so all come up. */
  #choose(members: readonly Member[]): Member {
    for (;;) {
      const [one, other] = [this.#random.pick(members), this.#random.pick(members)];
      const member =
        this.made.get(titleOf(one)) / one.weight <= this.made.get(titleOf(other)) / other.weight ? one : other;
      if (this.#random.chance(member.weight)) return member;
    }
  }

  #make(member: Member): Promise<void> | undefined {
    const { className, name, kind, of } = member;
    const needsTarget = kind !== 'static' && kind !== 'new';
    const target = needsTarget ? this.#scene.objects.pick(of) : of;
    if (!target || this.#isExcluded(member, target)) return undefined;
    let args = this.#args.for(className, name) ?? [];
    if (kind !== 'get' && !this.#mustBePlain(member, target) && this.#random.chance(0.2)) args = this.#args.spoil(args);
    this.made.add(titleOf(member));
    try {
      const result = invoke(target as Record<string, unknown>, kind, name, args);
      if (!isThenable(result)) {
        this.outcomes.add('returned');
        this.#scene.objects.meet(result);
        return undefined;
      }
      return this.#follow(Promise.resolve(result));
    } catch (error) {
      this.outcomes.add(`threw ${nameOf(error)}`);
      return undefined;
    }
  }

  async #follow(result: Promise<unknown>): Promise<void> {
    this.#inFlight.add(result);
    try {
      this.#scene.objects.meet(await result);
      this.outcomes.add('resolved');
    } catch (error) {
      this.outcomes.add(`rejected ${nameOf(error)}`);
    } finally {
      this.#inFlight.delete(result);
    }
  }

  #isExcluded({ name }: Member, target: object): boolean {
    // It would end the test.
    if (target === this.#scene.server) return name === 'close' || name === 'attach';
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

function listMembers(): Member[] {
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
  for (const className of bound) {
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
    if (constructible.includes(className)) add(className, of, 'new', 'new');
  }
  add('Gst', exported as unknown as Class, 'parseLaunch', 'static');
  return members;
}

function lengthOf(of: Class, name: string, kind: Member['kind']): number {
  const holder = (kind === 'static' ? of : of.prototype) as Partial<Record<string, { length: number }>>;
  return holder[name]?.length ?? 0;
}

const titleOf = ({ className, name, kind }: Member) => `${className}.${name}${kind === 'set' ? '=' : ''}`;
const nameOf = (error: unknown) => (error instanceof Error ? error.name : typeof error);
