import {
  type GObject,
  type HandlerError,
  RTSPAuth,
  RTSPClient,
  RTSPContext,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMessage,
  RTSPServer,
  RTSPSession,
  RTSPSessionPool,
  RTSPStream,
  RTSPStreamTransport,
} from '../../lib/index.js';
import type { Behaviour } from './behaviour.js';
import type { Callbacks } from './callbacks.js';
import { type Answer, events, refusals, rightAnswers } from './events.js';
import type { Objects } from './objects.js';
import type { Random } from './random.js';
import { Tally } from './statistics.js';

const classes: Readonly<Record<string, new (...args: never[]) => GObject>> = {
  GstRTSPServer: RTSPServer,
  GstRTSPClient: RTSPClient,
  GstRTSPMediaFactory: RTSPMediaFactory,
  GstRTSPMedia: RTSPMedia,
  GstRTSPSessionPool: RTSPSessionPool,
  GstRTSPStream: RTSPStream,
  GstRTSPStreamTransport: RTSPStreamTransport,
  GstRTSPAuth: RTSPAuth,
};

type Listener = (...args: unknown[]) => unknown;
/** The same methods for all events of all classes. */
interface AnyEmitter {
  on(event: string, listener: Listener, options?: { timeout?: number }): unknown;
  once(event: string, listener: Listener, options?: { timeout?: number }): unknown;
  prependListener(event: string, listener: Listener, options?: { timeout?: number }): unknown;
  off(event: string, listener: Listener): unknown;
  rawListeners(event: string): unknown[];
}

/** Puts handlers on all events of all objects that come up, and changes them now and then. */
export class Handlers {
  readonly errors = new Tally();
  readonly #random: Random;
  readonly #behaviour: Behaviour;
  readonly #objects: Objects;
  readonly #callbacks: Callbacks;
  /** A context that is over. */
  #oldContext: RTSPContext | null = null;

  constructor(random: Random, behaviour: Behaviour, objects: Objects, callbacks: Callbacks) {
    this.#random = random;
    this.#behaviour = behaviour;
    this.#objects = objects;
    this.#callbacks = callbacks;
    objects.onMeet = (object) => this.attach(object);
  }

  /** On an object that was met for the first time. */
  attach(object: GObject): void {
    object.on('handler-error', (error: HandlerError) => this.#count(error));
    for (const [event, answer] of this.#eventsOf(object)) {
      if (this.#random.chance(0.8)) this.#add(object, event, answer);
    }
    // A client that has just come would wait for them in vain: it leads to all that follows.
    if (object instanceof RTSPStreamTransport) this.#callbacks.attach(object as RTSPStreamTransport);
    if (object instanceof RTSPSession && this.#random.chance(0.7)) object.timeout = this.#random.integer(1, 6);
  }

  /** Adds or removes a handler of some object. */
  change(): void {
    const object = this.#objects.any() as GObject | undefined;
    const choices = object ? [...this.#eventsOf(object)] : [];
    if (!object || choices.length === 0) return;
    const [event, answer] = this.#random.pick(choices);
    const emitter = object as unknown as AnyEmitter;
    const [listener] = emitter.rawListeners(event) as (Listener | undefined)[];
    if (listener && (this.#random.chance(0.5) || emitter.rawListeners(event).length > 3)) emitter.off(event, listener);
    else this.#add(object, event, answer);
  }

  /** Keeps nothing any more. */
  end(): void {
    this.#oldContext = null;
    this.#objects.onMeet = () => undefined;
  }

  #add(object: GObject, event: string, answer: Answer): void {
    const emitter = object as unknown as AnyEmitter;
    const how = this.#random.weighted([
      [8, 'on'],
      [1, 'once'],
      [1, 'prependListener'],
    ] as const);
    const options = this.#random.chance(0.5) ? { timeout: 200 } : {};
    const answers = {
      right: () => this.#random.pick(rightAnswers[answer]),
      refusal: () => this.#random.pick(refusals[answer]),
    };
    emitter[how](
      event,
      this.#behaviour.handler(event, answers, (args) => this.#see(args)),
      options,
    );
  }

  *#eventsOf(object: GObject): Iterable<[string, Answer]> {
    for (const [type, ofType] of Object.entries(events)) {
      const of = (classes as Partial<typeof classes>)[type];
      if (of && object instanceof of) yield* Object.entries(ofType);
    }
  }

  /** What an event tells of is known from now on. */
  #see(args: readonly unknown[]): void {
    for (const argument of args) {
      if (argument instanceof RTSPContext) this.#look(argument);
      else if (argument instanceof RTSPMessage) this.#edit(argument);
      else this.#objects.meet(argument);
    }
  }

  #look(context: RTSPContext): void {
    const { server, client, auth, session, factory, media, sessionMedia, stream, transport } = context;
    this.#objects.meet([server, client, auth, session, factory, media, sessionMedia, stream, transport]);
    // Those of a request, and of one that is over.
    for (const some of [context, this.#oldContext]) {
      if (!some || !this.#random.chance(0.2)) continue;
      try {
        this.#objects.meet([
          some.uri,
          some.method,
          some.request,
          some.response,
          some.connection,
          some.token,
          some.session,
        ]);
      } catch {
        // It is over.
      }
    }
    this.#oldContext = context;
  }

  /** What a handler of send-message makes of the message; CSeq and Session stay, by which the players go. */
  #edit(message: RTSPMessage): void {
    if (!this.#random.chance(0.1) || message.type === 'data') return;
    message.headers.set('X-Torture', 'x'.repeat(this.#random.integer(0, 100)));
    if (this.#random.chance(0.1) && message.status !== null) message.reason = 'As It Is';
  }

  #count(error: HandlerError): void {
    const kind = /not answered/.test(error.message) ? 'late' : /threw/.test(error.message) ? 'thrown' : 'wrong answer';
    this.errors.add(kind);
  }
}
