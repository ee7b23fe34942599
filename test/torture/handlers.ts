import {
  type GObject,
  type HandlerError,
  RTSPAuth,
  RTSPClient,
  RTSPContext,
  RTSPMedia,
  RTSPMediaFactory,
  RTSPMessage,
  rtspParamsGet,
  rtspParamsSet,
  RTSPServer,
  RTSPSession,
  RTSPSessionPool,
  RTSPStream,
  RTSPStreamTransport,
  RTSPToken,
} from '../../lib/index.js';
import type { Behaviour } from './behaviour.js';
import type { Callbacks } from './callbacks.js';
import { type Answer, eventName, events, refusals, rightAnswers } from './events.js';
import type { Objects } from './objects.js';
import { shorterTimeout } from './patience.js';
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

/** An event of a class. */
interface Known {
  readonly type: string;
  readonly event: string;
  readonly answer: Answer;
}

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
    for (const known of this.#eventsOf(object)) {
      const unheard = this.#behaviour.events.get(eventName(known.type, known.event)) === 0;
      if (unheard || this.#random.chance(0.8)) this.#add(object, known);
    }
    // Before it is prepared, so that its streams' encoders are heard of.
    if (object instanceof RTSPMedia) this.#objects.meet(streamsOf(object as RTSPMedia));
    // A client that has just come would wait for them in vain: it leads to all that follows.
    if (object instanceof RTSPStreamTransport) this.#callbacks.attach(object as RTSPStreamTransport);
    if (object instanceof RTSPSession && this.#random.chance(0.7)) object.timeout = this.#random.integer(1, 6);
  }

  /** Adds or removes a handler of some object. */
  change(): void {
    const object = this.#objects.any() as GObject | undefined;
    const choices = object ? [...this.#eventsOf(object)] : [];
    if (!object || choices.length === 0) return;
    const known = this.#random.pick(choices);
    const { event } = known;
    const emitter = object as unknown as AnyEmitter;
    const [listener] = emitter.rawListeners(event) as (Listener | undefined)[];
    if (listener && (this.#random.chance(0.5) || emitter.rawListeners(event).length > 3)) emitter.off(event, listener);
    else this.#add(object, known);
  }

  /** Keeps nothing any more. */
  end(): void {
    this.#oldContext = null;
    this.#objects.onMeet = () => undefined;
  }

  #add(object: GObject, { type, event, answer }: Known): void {
    const emitter = object as unknown as AnyEmitter;
    const how = this.#random.weighted([
      [8, 'on'],
      [1, 'once'],
      [1, 'prependListener'],
    ] as const);
    const options = this.#random.chance(0.5) ? { timeout: shorterTimeout } : {};
    const answers = {
      right: () => this.#random.pick(rightAnswers[answer]),
      refusal: () => this.#random.pick(refusals[answer]),
    };
    emitter[how](
      event,
      this.#behaviour.handler(eventName(type, event), answers, (args) => this.see(args)),
      options,
    );
  }

  *#eventsOf(object: GObject): Iterable<Known> {
    for (const [type, ofType] of Object.entries(events)) {
      const of = (classes as Partial<typeof classes>)[type];
      if (!of || !(object instanceof of)) continue;
      for (const [event, answer] of Object.entries(ofType)) yield { type, event, answer };
    }
  }

  /** What an event tells of is known from now on. */
  see(args: readonly unknown[]): void {
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
    if (this.#random.chance(0.05)) this.#callWith(context);
    this.#oldContext = context;
  }

  /** What is for handlers only. */
  #callWith(context: RTSPContext): void {
    const { client } = context;
    const calls: Promise<unknown>[] = [context.setToken(new RTSPToken({ 'media.factory.role': 'admin' }))];
    if (client) calls.push(rtspParamsGet(client, context), rtspParamsSet(client, context));
    for (const call of calls) call.catch(() => undefined);
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

function streamsOf(media: RTSPMedia): RTSPStream[] {
  const streams: RTSPStream[] = [];
  for (let i = 0; i < media.nStreams; i++) {
    const stream = media.getStream(i);
    if (stream) streams.push(stream);
  }
  return streams;
}
