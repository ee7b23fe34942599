import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

import { GObject } from '../../lib/gobject/object.js';
import { native } from '../../lib/native.js';
import { eventually } from '../helpers/deadline.js';
import { TestDouble } from './double.js';

function collect(): void {
  assert.ok(globalThis.gc, 'run with --expose-gc');
  globalThis.gc();
}

/** Collects until no more doubles than `left` live. */
async function onlyLeft(left: number): Promise<void> {
  await eventually(
    () => {
      collect();
      return TestDouble.alive <= left;
    },
    20_000,
    () => `${left} doubles alive, ${TestDouble.alive} are`,
  );
  assert.equal(TestDouble.alive, left);
}

describe('the wrapper of an object', () => {
  beforeEach(() => onlyLeft(0));

  it('is the same one whichever way the object comes', () => {
    const keeper = new TestDouble();
    const kept = new TestDouble();
    keeper.keep(kept);
    assert.equal(keeper.kept(), kept);
    assert.ok(kept instanceof TestDouble && kept instanceof GObject);
    assert.equal(kept.typeName, 'TestDouble');
  });

  it('leaves a floating reference to its owner in C, who takes it when JavaScript has met the object', async () => {
    const double = new TestDouble();
    await (async () => {
      const shown = once(double, 'show') as Promise<[GObject]>;
      await double.show();
      assert.equal((await shown)[0].typeName, 'GInitiallyUnowned');
    })();
    assert.ok(double.takeShown());
    for (let i = 0; i < 5; i++) {
      collect();
      await new Promise(setImmediate);
    }
    await eventually(() => native.statistics().reaperIdle, 10_000, 'the reaper');
  });

  it('survives, with its listeners and properties, while C holds the object', async () => {
    const keeper = new TestDouble();
    (() => {
      const kept = new TestDouble();
      Object.assign(kept, { mark: 'mine' });
      kept.on('ask', () => 42);
      keeper.keep(kept);
    })();
    for (let i = 0; i < 5; i++) {
      collect();
      await new Promise(setImmediate);
    }
    const kept = keeper.kept();
    assert.equal((kept as unknown as { mark: string }).mark, 'mine');
    assert.equal(await kept?.ask(0), 42);
    keeper.drop();
  });

  it('is told what C had to say before it dropped the object, though garbage is collected meanwhile', async () => {
    const told: number[] = [];
    const keeper = new TestDouble();
    const other = new TestDouble();
    const dropped = new TestDouble();
    other.keep(dropped);
    (() => {
      const kept = new TestDouble();
      kept.on('tell', (value) => told.push(value));
      keeper.keep(kept);
    })();
    keeper.on('tell', collect);
    await new Promise(setImmediate);
    const done = keeper.tellAndDrop(other);
    // The native thread does all of it while this one is busy.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    await done;
    assert.deepEqual(told, [1]);
    assert.equal(dropped.typeName, 'TestDouble');
  });

  it('goes with the object when nobody holds either', async () => {
    (() => {
      const maker = new TestDouble();
      for (let i = 0; i < 100; i++) maker.make();
    })();
    await onlyLeft(0);
  });

  it('goes though its listeners hold it: 10,000 objects, referenced by other threads meanwhile', async () => {
    const keeper = new TestDouble();
    const busy: Promise<void>[] = [];
    for (let i = 0; i < 10_000; i++) {
      const double = new TestDouble();
      double.on('tell', () => double.asker);
      double.on('ask', () => ((double as GObject) === keeper ? 1 : 2));
      if (i % 10 === 0) busy.push(keeper.churn(double, 50), double.churn(keeper, 50));
      if (i % 1000 === 0) {
        keeper.keep(double);
        assert.equal(keeper.kept(), double);
      }
    }
    await Promise.all(busy);
    keeper.drop();
    await onlyLeft(1);
    assert.equal(keeper.kept(), null);
  });

  const ends: Record<string, () => unknown> = {
    'nobody has used': () => new TestDouble(),
    'C has made': () => new TestDouble().make(),
    'other threads have referenced': async () => {
      const double = new TestDouble();
      await double.churn(new TestDouble(), 50);
    },
    'C has kept and dropped': () => {
      const keeper = new TestDouble();
      keeper.keep(new TestDouble());
      keeper.drop();
    },
    'a call has failed on': () => new TestDouble().fail().catch(() => undefined),
    'a worker had until its end': async () => {
      const worker = new Worker(
        `const { GObject, registerClass } = require('./build/test/lib/gobject/object.js');
         const { c } = require('./build/test/lib/native.js');
         class TestDouble extends GObject {}
         registerClass('TestDouble', TestDouble, c.test_double_new);
         globalThis.held = new TestDouble();`,
        { eval: true },
      );
      const [code] = (await once(worker, 'exit')) as [number];
      assert.equal(code, 0);
    },
  };
  for (const [which, end] of Object.entries(ends)) {
    it(`leaves the last reference to the reaper, of an object that ${which}`, async () => {
      await end();
      await onlyLeft(0);
      const thread = TestDouble.finalizer;
      assert.equal(readFileSync(`/proc/self/task/${thread}/comm`, 'utf8'), 'rtsp-reaper\n');
    });
  }

  it('leaves nothing behind in the registry', async () => {
    const before = native.statistics().wrappers;
    for (let i = 0; i < 1000; i++) new TestDouble();
    await onlyLeft(0);
    await eventually(() => native.statistics().wrappers <= before, 5000, 'the wrappers to go');
  });

  it('cannot be made of another object, and other objects are not taken for it', () => {
    assert.throws(() => new (GObject as unknown as new () => GObject)(), { name: 'TypeError' });
    class Impostor extends TestDouble {}
    const impostor: unknown = Object.create(Impostor.prototype);
    assert.throws(() => (impostor as TestDouble).asker, {
      name: 'TypeError',
      message: 'TestDouble.asker(): the object must be TestDouble, not an object',
    });
    for (const wrong of [undefined, null, 1, 'x', {}, [], new Proxy({}, {}), Buffer.alloc(8), new Map(), () => 1]) {
      assert.throws(() => new TestDouble().keep(wrong as TestDouble), { name: 'TypeError' });
    }
  });
});
