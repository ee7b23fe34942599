import { setTimeout as sleep } from 'node:timers/promises';

import {
  Bin,
  Bus,
  Element,
  ElementFactory,
  GhostPad,
  Pad,
  parseLaunch,
  Pipeline,
  RTSPMedia,
  RTSPStream,
  State,
} from '../../lib/index.js';
import type { Class } from './kinds.js';
import type { Objects } from './objects.js';
import type { Random } from './random.js';

/** How many things are kept: enough that there are several pipelines' at a time. */
const most = 60;
/** How many pipelines there are at a time. */
const pipelines = 3;
/** How long each one lives, in ms. */
const life = 400;

// One that says what its data are: a capsfilter whose end is not linked is critical of data that are just anything.
const kinds: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['audiotestsrc', { 'is-live': true, samplesperbuffer: 4410 }],
  ['identity', {}],
  ['queue', {}],
  ['tee', {}],
  ['funnel', {}],
  // What waits for a clock, or for being started, keeps whoever changes what is before it waiting.
  ['fakesink', { sync: false, async: false }],
];
const rtp =
  'appsrc is-live=true caps="audio/x-raw,format=S16BE,layout=interleaved,rate=8000,channels=1" ! rtpL16pay name=pay ' +
  'rtpbin name=rtpbin';

interface Joinable {
  readonly pipeline: Pipeline;
  readonly stream: RTSPStream;
  readonly rtpbin: Element;
}

/**
 * Pipelines of the test's own, whose elements anybody may link, start and take apart: those of a medium are the
 * medium's, and a player that hears nothing any more would say nothing about the library.
 */
export class Bench {
  readonly #random: Random;
  readonly #objects: Objects;
  #things: object[] = [];
  /** Of the elements that are no bins: data goes upwards only. */
  readonly #ranks = new WeakMap<object, number>();
  #made = 0;
  #pipelines: Pipeline[] = [];
  /** What random calls may have joined, to this or another pipeline: until it has left, neither goes. */
  #joinable: Joinable[] = [];
  #stopped = false;

  constructor(random: Random, objects: Objects) {
    this.#random = random;
    this.#objects = objects;
  }

  /** One of its things; undefined when it has none of that class now. */
  pick<T extends object>(type: Class<T>): T | undefined {
    const found = this.#things.filter((thing): thing is T => thing instanceof type);
    return found.length === 0 ? undefined : this.#random.pick(found);
  }

  element(): Element | undefined {
    return this.pick<Element>(Element);
  }

  /** A pad that no element has yet. */
  loosePad(): Pad | undefined {
    try {
      const targets = this.#things.filter((thing): thing is Pad => thing instanceof Pad && !thing.isLinked);
      return targets.length === 0 ? undefined : new GhostPad(null, this.#random.pick(targets));
    } catch {
      // A thread has linked it meanwhile.
      return undefined;
    }
  }

  medium(): RTSPMedia | undefined {
    return this.#objects.pick<RTSPMedia>(RTSPMedia);
  }

  has(thing: object): boolean {
    return this.#things.includes(thing);
  }

  /** Not in a circle: GStreamer's queries would go round until the stack has no room any more. */
  mayLink(from: unknown, to: unknown): boolean {
    const [one, other] = [from, to].map((end) => (end instanceof Pad ? end.parentElement : end));
    const rank = (end: unknown) => this.#ranks.get(end as object) ?? NaN;
    return rank(one) < rank(other);
  }

  /** What one of its things has given. */
  take(value: unknown): void {
    for (const thing of [value].flat()) {
      if (!(thing instanceof Element || thing instanceof Pad || thing instanceof Bus) || this.has(thing)) continue;
      if (this.#things.length < most) this.#things.push(thing);
      else this.#things[this.#random.integer(0, most - 1)] = thing;
    }
  }

  stop(): void {
    this.#stopped = true;
  }

  async run(): Promise<void> {
    while (!this.#stopped) {
      await this.#build();
      await sleep(life);
      if (this.#pipelines.length >= pipelines) await this.#end(this.#pipelines[0]);
    }
    for (const pipeline of [...this.#pipelines]) await this.#end(pipeline);
    this.#things = [];
  }

  async #build(): Promise<void> {
    const pipeline = new Pipeline();
    this.#pipelines.push(pipeline);
    const elements: Element[] = [];
    for (const [factory, properties] of kinds) elements.push(await ElementFactory.make(factory, null, properties));
    pipeline.add(...elements);
    for (const element of elements) this.#ranks.set(element, this.#made++);
    for (const [i, element] of elements.slice(1).entries()) {
      // In one of two they are linked to a chain.
      if (this.#random.chance(0.5)) await elements[i].link(element).catch(() => false);
    }
    const bin = await parseLaunch(rtp);
    pipeline.add(bin);
    const payloader = bin.getByName('pay');
    const pad = payloader?.getStaticPad('src');
    const rtpbin = bin.getByName('rtpbin');
    if (payloader && pad && rtpbin) {
      const stream = new RTSPStream(this.#random.integer(0, 3), payloader, pad);
      this.#joinable.push({ pipeline, stream, rtpbin });
      this.#objects.meet(stream);
    }
    this.take([
      pipeline,
      pipeline.bus,
      bin,
      ...elements,
      ...elements.flatMap(({ pads }) => pads),
      ...bin.iterateElements(),
    ]);
    this.#objects.meet([pipeline, pipeline.bus, bin, ...elements]);
    if (this.#random.chance(0.7)) await pipeline.setState(State.PLAYING).catch(() => undefined);
  }

  async #end(pipeline: Pipeline): Promise<void> {
    this.#pipelines = this.#pipelines.filter((one) => one !== pipeline);
    const gone = new Set<object>([pipeline, pipeline.bus, ...(await pipeline.iterateRecurse().catch(() => []))]);
    this.#things = this.#things.filter((thing) => {
      const owner = thing instanceof Pad ? thing.parentElement : thing;
      return !(owner !== null && gone.has(owner)) && !(thing instanceof Bin && gone.has(thing));
    });
    await pipeline.setState(State.NULL);
    for (const one of this.#joinable) {
      for (const other of this.#joinable) {
        const joined = one.stream.joinedBin;
        const ends = one.pipeline === pipeline || other.pipeline === pipeline;
        if (joined && ends) await one.stream.leaveBin(joined, other.rtpbin).catch(() => undefined);
      }
    }
    this.#joinable = this.#joinable.filter((one) => one.pipeline !== pipeline);
  }
}
