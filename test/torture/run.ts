import { setTimeout as sleep } from 'node:timers/promises';

import { RTSPAuth, RTSPFilterResult } from '../../lib/index.js';
import { withDeadline } from '../helpers/deadline.js';
import { Arguments } from './arguments.js';
import { Bench } from './bench.js';
import { Behaviour } from './behaviour.js';
import { Callbacks } from './callbacks.js';
import { Calls } from './calls.js';
import { Clients } from './clients.js';
import { expectedHandlers, missingCalls, missingHandlers } from './expected.js';
import { Handlers } from './handlers.js';
import type { Measure } from './measure.js';
import { Overrides } from './overrides.js';
import { Overriding } from './overriding.js';
import { Procedures } from './procedures.js';
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
/** How much longer it may go on until all has been called, in ms: for machines that have much else to do. */
const extension = 120_000;
/** How often that is looked at, in ms. */
const looks = 1000;

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
  const bench = new Bench(random.fork(), scene.objects);
  const procedures = new Procedures(random.fork(), scene, callbacks);
  const args = new Arguments(random.fork(), scene.objects, callbacks, bench);
  const calls = new Calls(random.fork(), scene, args, bench, procedures);
  const handlers = new Handlers(random.fork(), behaviour, scene.objects, callbacks);
  behaviour.call = () => calls.onePromised();
  scene.present();
  const overrides = new Overrides(behaviour, handlers);
  const overriding = await Overriding.create(scene, overrides, movie);
  const tls = await Tls.create(scene, new (overrides.of(RTSPAuth))());
  args.certificate = tls.pem;
  const places = [scene, overriding].map(({ server, paths }) => ({
    base: server.url('/').slice(0, -1),
    mounts: paths,
  }));
  const clients = new Clients(random.fork(), places, players + standAlone, () => watchdog.count(Progress.ANSWERS));
  clients.onSilence = (what) => watchdog.show(`${what} is not answered`);
  const alone = new StandAlone(random.fork(), scene, callbacks);

  /** When all had been called, in ms since the beginning. */
  let complete = Infinity;
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
  start('the bench', bench.run());
  start('the repair of the server with overrides', overriding.run());
  await callAtRandom();
  watchdog.phase(Phase.CLOSING);
  const failures = lacking().map((what) => `nobody has called ${what}`);
  failures.push(...(await stop()), ...clients.missing);
  return {
    failures: [...failures, ...clients.failures, ...alone.failures],
    report: [
      `responses: ${String(clients.statuses)}; packets: ${clients.packets.UDP} over UDP, ${clients.packets.TCP} over TCP`,
      `requests that were granted: ${String(clients.granted)}`,
      `ends of visits: ${String(clients.ends)}; TLS handshakes: ${tls.handshakes}`,
      `ends of stand-alone clients: ${String(alone.ends)}`,
      `manners of handlers: ${String(behaviour.manners)}`,
      `handlers by event: ${String(behaviour.events)}`,
      `handlers that should come: ${expectedHandlers}, and all had after ${(complete / 1000).toFixed(0)} s`,
      `handler-errors: ${String(handlers.errors)}`,
      `random calls: ${calls.made.total}: ${String(calls.outcomes)}`,
      `the server's own numbers: ${JSON.stringify(scene.server.stats())}`,
    ],
  };

  /** What has not been called yet, in either direction. */
  function lacking(): string[] {
    return [...missingCalls(measure.neverCalled), ...missingHandlers(behaviour.events)];
  }

  async function callAtRandom(): Promise<void> {
    const pace = random.fork();
    const began = performance.now();
    const end = began + seconds * 1000;
    let repaired = began;
    let looked = began;
    let told = false;
    while (performance.now() < end || (complete === Infinity && performance.now() < end + extension)) {
      for (let i = pace.integer(0, 5); i > 0; i--) void calls.one();
      if (pace.chance(0.1)) handlers.change();
      if (performance.now() - repaired > repairs) {
        scene.repair();
        callbacks.watchOver(scene.sessionPool);
        repaired = performance.now();
      }
      if (complete === Infinity && performance.now() - looked > looks) {
        looked = performance.now();
        const left = lacking();
        if (left.length === 0) complete = looked - began;
        else if (looked > end && !told) {
          told = true;
          process.stdout.write(`torture: it goes on until these have been called: ${left.join(', ')}\n`);
        }
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
    for (const part of [clients, alone, tls, bench, overriding]) part.stop();
    await step('the clients to end', Promise.all(about.values()), 90_000);
    await step('the calls to settle', calls.settled(), 60_000);
    const others = [...scene.objects.servers].filter((server) => server !== scene.server);
    const pools = scene.objects.sessionPools;
    await step('the other servers to close', Promise.all(others.map((server) => server.close())), 15_000);
    await step('the server to close', scene.server.close(), 15_000);
    const emptied = pools.map((pool) => pool.filter(() => RTSPFilterResult.REMOVE));
    await step('the sessions of all pools to end', Promise.all(emptied), 15_000);
    behaviour.end();
    handlers.end();
    callbacks.end();
    scene.objects.close();
    return late;
  }
}
