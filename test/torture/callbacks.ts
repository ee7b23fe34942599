import {
  type RTSPClient,
  RTSPFilterResult,
  RTSPLowerTrans,
  type RTSPSessionPool,
  type RTSPStreamTransport,
  type SendOptions,
  type Source,
} from '../../lib/index.js';
import type { Behaviour } from './behaviour.js';
import type { Objects } from './objects.js';
import { shorterTimeout } from './patience.js';
import type { Random } from './random.js';

type AnyFunction = (...args: unknown[]) => undefined;
type Options = SendOptions & Required<Pick<SendOptions, 'delivery'>>;

export const deliveries = ['queued', 'strict'] as const;

/** What they are counted as that come with what is played, or by calls. */
export const callbackNames = [
  'keep-alive',
  'message-sent',
  'message-sent-full',
  'pool-watch',
  'client-session-filter',
  'client-filter',
  'session-filter',
  'session-pool-filter',
  'transport-filter',
  ...['client-send', 'client-send-messages', 'rtp', 'rtcp', 'rtp-list', 'rtcp-list'].flatMap((name) =>
    deliveries.map((delivery) => `${name} (${delivery})`),
  ),
];

/** Makes the callbacks of the library that are no signals, and registers them. */
export class Callbacks {
  readonly #random: Random;
  readonly #behaviour: Behaviour;
  readonly #objects: Objects;
  #source: Source<RTSPSessionPool> | null = null;

  constructor(random: Random, behaviour: Behaviour, objects: Objects) {
    this.#random = random;
    this.#behaviour = behaviour;
    this.#objects = objects;
  }

  /** On a transport that has come up: what only tells, and sometimes what takes the data away from its player. */
  attach(transport: RTSPStreamTransport): void {
    const overTcp = transport.transport.lowerTransport === RTSPLowerTrans.TCP;
    this.#quietly(() => transport.setKeepalive(this.#random.chance(0.8) ? this.told('keep-alive') : null));
    this.#quietly(() => transport.setMessageSent(this.#random.chance(0.8) ? this.told('message-sent') : null));
    this.#quietly(() => transport.setMessageSentFull(this.#random.chance(0.5) ? this.told('message-sent-full') : null));
    if (overTcp && this.#random.chance(0.2)) {
      const [options, one] = this.#senders();
      this.#quietly(() => transport.setCallbacks(one('rtp'), one('rtcp'), options));
    }
    if (overTcp && this.#random.chance(0.2)) {
      const [options, one] = this.#senders();
      this.#quietly(() => transport.setListCallbacks(one('rtp-list'), one('rtcp-list'), options));
    }
  }

  /** A function that is told something. */
  told(name: string): AnyFunction {
    return this.#behaviour.handler(name, { right: () => undefined }, (args) => this.#objects.meet(args)) as AnyFunction;
  }

  /** A function that data is sent to. */
  send(name: string): AnyFunction {
    const answers = { right: () => this.#random.pick([true, undefined]), refusal: () => false };
    return this.#behaviour.handler(name, answers) as AnyFunction;
  }

  /** The function of a filter. */
  filter(name: string): AnyFunction {
    const right = () => this.#random.pick([RTSPFilterResult.KEEP, RTSPFilterResult.REF, undefined]);
    const answers = { right, refusal: () => RTSPFilterResult.REMOVE };
    return this.#behaviour.handler(name, answers, (args) => this.#objects.meet(args)) as AnyFunction;
  }

  /** The function of a pool's watch. */
  watch(): AnyFunction {
    const answers = { right: () => this.#random.pick([true, undefined]), refusal: () => false };
    return this.#behaviour.handler('pool-watch', answers) as AnyFunction;
  }

  /** Keeps a watch on the pool, until it is destroyed. */
  watchOver(pool: RTSPSessionPool): void {
    if (this.#source && !this.#source.destroyed) return;
    this.#source = pool.watch(this.watch());
    this.#objects.meet(this.#source);
  }

  /** Keeps nothing any more. */
  end(): void {
    this.#source = null;
  }

  sendOptions(): Options {
    return {
      delivery: this.#random.pick(deliveries),
      queueLength: this.#random.pick([1, 16, 4096]),
      whenFull: this.#random.pick(['drop-oldest', 'drop-newest']),
      timeout: shorterTimeout,
    };
  }

  /** One of the two send functions of a client; `take` gets the messages of each call. */
  async attachTo(client: RTSPClient, take: (args: readonly unknown[]) => void): Promise<void> {
    const answers = { right: () => this.#random.pick([true, undefined]), refusal: () => false };
    const options = this.sendOptions();
    const handler = (name: string) =>
      this.#behaviour.handler(`${name} (${options.delivery})`, answers, take) as AnyFunction;
    if (this.#random.chance(0.5)) await client.setSendFunc(handler('client-send'), options);
    else await client.setSendMessagesFunc(handler('client-send-messages'), options);
  }

  /** Options for send functions, and what makes those: they are counted by how they are delivered to. */
  #senders(): [Options, (name: string) => AnyFunction] {
    const options = this.sendOptions();
    return [options, (name) => this.send(`${name} (${options.delivery})`)];
  }

  #quietly(call: () => void | Promise<void>): void {
    void (async () => call())().catch(() => undefined);
  }
}
