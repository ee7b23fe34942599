import type { RTSPSendAnswer } from '../../lib/index.js';

type Delivery = 'queued' | 'strict';

const noPromise = 'a strict handler must answer at once, with a boolean, and this one gave a Promise';
const wrong = 'the answer must be a boolean, not ';

/** What a send function may do in place of answering, and what is told of it: null where it would be an answer. */
const failures: readonly { act: () => unknown; queued: readonly string[] | null; strict: readonly string[] }[] = [
  {
    act: () => {
      throw new Error('on purpose');
    },
    queued: ['the handler threw: on purpose'],
    strict: ['the handler threw: on purpose'],
  },
  {
    act: () => Promise.reject(new Error('later')),
    queued: ['the handler threw: later'],
    strict: [noPromise, 'the handler threw: later'],
  },
  { act: () => 'yes', queued: [`${wrong}"yes"`], strict: [`${wrong}"yes"`] },
  { act: () => 1, queued: [`${wrong}number`], strict: [`${wrong}number`] },
  { act: () => null, queued: [`${wrong}object`], strict: [`${wrong}object`] },
  { act: () => Promise.resolve(1), queued: [`${wrong}number`], strict: [noPromise] },
  { act: () => Promise.resolve(true), queued: [], strict: [noPromise] },
  { act: () => Promise.resolve(false), queued: null, strict: [noPromise] },
  { act: () => new Promise(() => undefined), queued: [], strict: [noPromise] },
];

/** A send function that fails in each of these ways, one after the other, and answers true from then on. */
export class FailingSend {
  /** How many calls fail. */
  readonly calls: number;
  readonly #left: (() => unknown)[];
  readonly #told: string[];

  constructor(delivery: Delivery) {
    const those = failures.filter((failure) => failure[delivery] !== null);
    this.#left = those.map(({ act }) => act);
    this.calls = those.length;
    this.#told = those.flatMap((failure) => failure[delivery] ?? []);
  }

  answer(): RTSPSendAnswer {
    const act = this.#left.shift();
    return act ? (act() as RTSPSendAnswer) : true;
  }

  get done(): boolean {
    return this.#left.length === 0;
  }

  /** The messages that are told for a function of that name, sorted. */
  told(name: string): string[] {
    return this.#told.map((text) => `${name}: ${text}`).sort();
  }
}
