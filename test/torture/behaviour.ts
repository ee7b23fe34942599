import { setTimeout as sleep } from 'node:timers/promises';

import type { Random } from './random.js';
import { Tally } from './statistics.js';

/** What a handler of a test does when it is called. */
export type Manner =
  'at once' | 'later' | 'with calls' | 'slowly' | 'refuses' | 'throws' | 'rejects' | 'of a wrong type' | 'never';

/** Most are benign, so that players do get to play: a request passes several handlers. */
const manners: readonly (readonly [number, Manner])[] = [
  [800, 'at once'],
  [90, 'later'],
  [50, 'with calls'],
  [10, 'slowly'],
  [12, 'refuses'],
  [12, 'throws'],
  [10, 'rejects'],
  [10, 'of a wrong type'],
  [6, 'never'],
];

/** What a handler may answer. */
export interface Answers {
  /** As the event's documentation says. */
  right: () => unknown;
  /** Right, too, and the end of what is asked about. */
  refusal?: () => unknown;
}

const wrong = ['yes', 3.5, Symbol('wrong'), {}, [], 10n, () => undefined, new Map(), -1, 99_999];

const nothing: () => unknown = () => undefined;

/** Makes handlers that behave at random. */
export class Behaviour {
  readonly manners = new Tally();
  readonly events = new Tally();
  readonly #random: Random;
  /** Makes a random call, for handlers that call; it never throws. */
  call = nothing;
  #calm = false;

  constructor(random: Random) {
    this.#random = random;
  }

  /** From now on all handlers answer right and at once. */
  calm(): void {
    this.#calm = true;
  }

  /** A mount's factory lives as long as its server, and the server as long as what the handlers on the factory hold. */
  end(): void {
    this.call = nothing;
  }

  /** A handler; `see` gets what it is called with, each time. */
  handler(event: string, answers: Answers, see: (args: readonly unknown[]) => void = () => undefined) {
    return (...args: unknown[]): unknown => {
      this.events.add(event);
      see(args);
      const manner = this.#calm ? 'at once' : this.#random.weighted(manners);
      this.manners.add(manner);
      return this.#behave(manner, answers);
    };
  }

  #behave(manner: Manner, { right, refusal }: Answers): unknown {
    switch (manner) {
      case 'at once':
        return right();
      case 'later':
        return sleep(this.#random.integer(0, 50)).then(right);
      case 'with calls':
        return this.#callAround(right);
      case 'slowly':
        return sleep(300).then(right);
      case 'refuses':
        return (refusal ?? right)();
      case 'throws':
        throw new Error('a handler of the torture test throws');
      case 'rejects':
        return sleep(this.#random.integer(0, 20)).then(() => {
          throw new Error('a handler of the torture test rejects');
        });
      case 'of a wrong type':
        return this.#random.pick(wrong);
      case 'never':
        return new Promise(() => undefined);
    }
  }

  /** Calls before and after an await, some of them waited for. */
  async #callAround(right: () => unknown): Promise<unknown> {
    for (let i = this.#random.integer(0, 2); i > 0; i--) await this.#callOnce();
    await sleep(this.#random.integer(0, 10));
    for (let i = this.#random.integer(0, 2); i > 0; i--) await this.#callOnce();
    return right();
  }

  async #callOnce(): Promise<void> {
    const result = this.call();
    if (this.#random.chance(0.7)) await result;
  }
}
