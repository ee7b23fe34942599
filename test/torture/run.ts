import { setTimeout as sleep } from 'node:timers/promises';

import { RTSPFilterResult, RTSPSessionPool } from '../../lib/index.js';
import { withDeadline } from '../helpers/deadline.js';
import { Arguments } from './arguments.js';
import { Behaviour } from './behaviour.js';
import { Callbacks } from './callbacks.js';
import { Calls } from './calls.js';
import { Clients } from './clients.js';
import { Handlers } from './handlers.js';
import type { Measure } from './measure.js';
import { Phase, Progress } from './progress.js';
import { Random } from './random.js';
import { Scene } from './scene.js';
import { StandAlone } from './stand-alone.js';
import { Tls } from './tls.js';
import type { Watchdog } from './watchdog.js';

const players = 16;
const standAlone = 2;
/** How often what random calls have set is undone, in ms. */
const repairs = 200;

export interface Outcome {
  readonly failures: readonly string[];
  readonly report: readonly string[];
}

/** Plays, calls and handles for so many seconds, then stops all of it. */
export async function torture(
  seconds: number,
  seed: number,
  movie: string,
  measure: Measure,
  watchdog: Watchdog,
): Promise<Outcome> {
  const random = new Random(seed);
  const scene = await Scene.create(random.fork(), movie);
  const behaviour = new Behaviour(random.fork());
  const callbacks = new Callbacks(random.fork(), behaviour, scene.objects);
  const args = new Arguments(random.fork(), scene.objects, callbacks);
  const calls = new Calls(random.fork(), scene, args);
  const handlers = new Handlers(random.fork(), behaviour, scene.objects, callbacks);
  behaviour.call = () => calls.onePromised();
  scene.present();
  const tls = await Tls.create(scene);
  args.certificate = tls.pem;
  const base = scene.server.url('/').slice(0, -1);
  const clients = new Clients(random.fork(), base, scene.paths, players + standAlone, () =>
    watchdog.count(Progress.ANSWERS),
  );
  clients.onSilence = (what) => watchdog.show(`${what} is not answered`);
  const alone = new StandAlone(random.fork(), scene, callbacks);

  watchdog.phase(Phase.RUNNING);
  const about = new Map<string, Promise<void>>();
  const start = (name: string, run: Promise<void>) =>
    about.set(
      name,
      run.finally(() => about.delete(name)),
    );
  for (let i = 0; i < players; i++) start(`player ${i}`, clients.run(i));
  for (let i = 0; i < standAlone; i++) start(`stand-alone client ${i}`, alone.run());
  start('TLS', tls.run());
  await callAtRandom();
  watchdog.phase(Phase.CLOSING);
  const failures = await stop();
  return {
    failures: [...failures, ...clients.failures, ...alone.failures],
    report: [
      `responses: ${String(clients.statuses)}; ${clients.packets} packets`,
      `ends of visits: ${String(clients.ends)}; TLS handshakes: ${tls.handshakes}`,
      `ends of stand-alone clients: ${String(alone.ends)}`,
      `manners of handlers: ${String(behaviour.manners)}`,
      `handlers by event: ${String(behaviour.events)}`,
      `handler-errors: ${String(handlers.errors)}`,
      `random calls: ${calls.made.total}: ${String(calls.outcomes)}`,
      `the server's own numbers: ${JSON.stringify(scene.server.stats())}`,
    ],
  };

  async function callAtRandom(): Promise<void> {
    const pace = random.fork();
    const end = performance.now() + seconds * 1000;
    let repaired = performance.now();
    while (performance.now() < end) {
      for (let i = pace.integer(0, 5); i > 0; i--) void calls.one();
      if (pace.chance(0.1)) handlers.change();
      if (performance.now() - repaired > repairs) {
        scene.repair();
        repaired = performance.now();
      }
      await sleep(pace.integer(0, 10));
    }
  }

  async function stop(): Promise<string[]> {
    const late: string[] = [];
    const step = async (what: string, done: Promise<unknown>, ms: number) => {
      try {
        await withDeadline(done, ms, what);
      } catch (error) {
        const doing = [...clients.doing].map(([number, deed]) => `player ${number}: ${deed}`);
        late.push(`${String(error)}; still about: ${[...about.keys(), ...doing].join(', ')}`);
        watchdog.show(what);
        // Until the stacks are printed.
        await sleep(5000);
      }
    };
    behaviour.calm();
    scene.repair();
    for (const part of [clients, alone, tls]) part.stop();
    await step('the clients to end', Promise.all(about.values()), 90_000);
    await step('the calls to settle', calls.settled(), 60_000);
    const others = [...scene.objects.servers].filter((server) => server !== scene.server);
    const pools = scene.objects.all(RTSPSessionPool);
    await step('the other servers to close', Promise.all(others.map((server) => server.close())), 15_000);
    await step('the server to close', scene.server.close(), 15_000);
    const emptied = pools.map((pool) => pool.filter(() => RTSPFilterResult.REMOVE));
    await step('the sessions of all pools to end', Promise.all(emptied), 15_000);
    behaviour.end();
    handlers.end();
    scene.objects.close();
    return late;
  }
}
