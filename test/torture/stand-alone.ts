import { setTimeout as sleep } from 'node:timers/promises';

import { RTSPMessage } from '../../lib/index.js';
import { DirectClient } from '../clients/direct-client.js';
import { withDeadline } from '../helpers/deadline.js';
import { tone, toneAndPicture } from '../helpers/lines.js';
import type { Callbacks } from './callbacks.js';
import type { Random } from './random.js';
import type { Scene } from './scene.js';
import { Tally } from './statistics.js';

/** Clients that JavaScript makes, whose responses and data go to send functions. */
export class StandAlone {
  readonly ends = new Tally();
  readonly failures: string[] = [];
  readonly #random: Random;
  readonly #scene: Scene;
  readonly #callbacks: Callbacks;
  #stopped = false;

  constructor(random: Random, scene: Scene, callbacks: Callbacks) {
    this.#random = random;
    this.#scene = scene;
    this.#callbacks = callbacks;
  }

  stop(): void {
    this.#stopped = true;
  }

  async run(): Promise<void> {
    const random = this.#random.fork();
    while (!this.#stopped) {
      const peer = new DirectClient(random.pick([tone, toneAndPicture]));
      this.#scene.standAlone.add(peer.client);
      this.#scene.objects.meet([peer.client, peer.factory, peer.sessionPool]);
      try {
        await this.#visit(random, peer);
        this.ends.add('played');
      } catch (error) {
        // A random call has closed it, or taken its send function.
        this.ends.add(error instanceof Error ? error.message.replace(/\d+/g, 'N') : 'unknown');
      }
      try {
        await withDeadline(peer.client.close(), 30_000, 'a stand-alone client to close');
      } catch (error) {
        this.failures.push(String(error));
      }
      await sleep(random.integer(0, 100));
    }
  }

  async #visit(random: Random, peer: DirectClient): Promise<void> {
    await this.#callbacks.attachTo(peer.client, ([, messages, close]) => {
      for (const message of [messages].flat()) {
        if (message instanceof RTSPMessage) peer.take(message, close === true);
      }
    });
    await peer.setUp();
    if (peer.session === '') return;
    await peer.play();
    await sleep(random.integer(0, 500));
    if (random.chance(0.7)) await peer.teardown();
  }
}
