import {
  type RTSPClient,
  RTSPFilterResult,
  RTSPLowerTrans,
  type RTSPStreamTransport,
  type SendOptions,
} from '../../lib/index.js';
import type { Behaviour } from './behaviour.js';
import type { Objects } from './objects.js';
import type { Random } from './random.js';

type AnyFunction = (...args: unknown[]) => undefined;

/** Makes the callbacks of the library that are no signals, and registers them. */
export class Callbacks {
  readonly #random: Random;
  readonly #behaviour: Behaviour;
  readonly #objects: Objects;

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
    if (overTcp && this.#random.chance(0.15)) {
      this.#quietly(() => transport.setCallbacks(this.send('rtp'), this.send('rtcp'), this.sendOptions()));
    }
    if (overTcp && this.#random.chance(0.1)) {
      this.#quietly(() =>
        transport.setListCallbacks(this.send('rtp-list'), this.send('rtcp-list'), this.sendOptions()),
      );
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

  sendOptions(): SendOptions {
    return {
      delivery: this.#random.pick(['queued', 'strict']),
      queueLength: this.#random.pick([1, 16, 4096]),
      whenFull: this.#random.pick(['drop-oldest', 'drop-newest']),
      timeout: 200,
    };
  }

  /** One of the two send functions of a client; `take` gets the messages of each call. */
  async attachTo(client: RTSPClient, take: (args: readonly unknown[]) => void): Promise<void> {
    const answers = { right: () => this.#random.pick([true, undefined]), refusal: () => false };
    const handler = (name: string) => this.#behaviour.handler(name, answers, take) as AnyFunction;
    if (this.#random.chance(0.5)) await client.setSendFunc(handler('client-send'), this.sendOptions());
    else await client.setSendMessagesFunc(handler('client-send-messages'), this.sendOptions());
  }

  #quietly(call: () => void | Promise<void>): void {
    void (async () => call())().catch(() => undefined);
  }
}
