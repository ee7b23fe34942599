import assert from 'node:assert/strict';

import * as library from '../../lib/index.js';
import { isThenable } from '../../lib/gobject/handlers.js';
import { native } from '../../lib/native.js';
import { withDeadline } from '../helpers/deadline.js';
import { settle, staysLean } from '../helpers/memory.js';
import { makeSamples, type Samples } from './samples.js';

const times = 10_000;
/** How many calls of one getter follow each other; of a promised one, how many are under way at a time. */
const atATime = 100;
/** In MiB, what V8 and the allocator may keep of two million calls; one getter that leaks a kilobyte a call is more. */
const slack = 8;

type Getter = readonly [name: string, get: () => unknown];

/** Accessors, and methods that only tell something: those without parameters whose names say so. */
function gettersOf(object: object): Getter[] {
  const getters: Getter[] = [];
  for (let at = object; at !== Object.prototype; at = Object.getPrototypeOf(at) as object) {
    if (at.constructor.name === 'EventEmitter') break;
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
      const title = `${at.constructor.name}.${name}`;
      if (property.get) getters.push([title, () => Reflect.get(at, name, object) as unknown]);
      const method = property.value as unknown;
      if (typeof method === 'function' && method.length === 0 && /^(get[A-Z]|is[A-Z]|has[A-Z]|dump$)/.test(name)) {
        getters.push([title, () => Reflect.apply(method, object, []) as unknown]);
      }
    }
  }
  return getters;
}

async function call(get: () => unknown, count: number): Promise<void> {
  let pending: PromiseLike<unknown>[] = [];
  for (let i = 0; i < count; i++) {
    const result = get();
    if (!isThenable(result)) continue;
    pending.push(result);
    if (pending.length < atATime) continue;
    await withDeadline(Promise.all(pending), 20_000, 'the promises');
    pending = [];
  }
  await withDeadline(Promise.all(pending), 20_000, 'the promises');
}

describe('every getter', function () {
  this.timeout(600_000);
  let samples: Samples;

  before(async () => {
    native.track();
    samples = await makeSamples();
  });

  it(`leaves the objects and the memory as they were when it is called ${times} times`, async () => {
    const classes = Object.values(library as Record<string, unknown>).filter((value) => typeof value === 'function');
    const getters = new Map<string, () => unknown>();
    for (const sample of new Set(samples.of.values())) {
      if (!classes.some((of) => sample instanceof (of as abstract new () => object))) continue;
      for (const [name, get] of gettersOf(sample as object)) if (!getters.has(name)) getters.set(name, get);
    }
    assert.ok(getters.size > 150, `${getters.size} getters`);
    for (const [name, get] of [...getters]) {
      try {
        await call(get, 200);
      } catch (error) {
        // The installed library has none of it.
        if (!(error instanceof library.UnsupportedError)) throw error;
        getters.delete(name);
      }
    }
    await settle();
    const before = native.statistics().instances;
    // A hundred at a time: what they have made goes when the event loop gets its turn.
    const callAll = async () => {
      for (const get of getters.values()) await call(get, atATime);
    };
    await staysLean(callAll, times / atATime, slack);
    await settle();
    const after = native.statistics().instances;
    console.log(`      ${getters.size} getters, ${getters.size * times} calls and more`);
    for (const [type, count] of Object.entries(after)) {
      assert.ok(count <= (before[type] ?? 0), `${type}: ${before[type] ?? 0}, then ${count}`);
    }
  });

  after(async () => {
    await samples.end();
  });
});
