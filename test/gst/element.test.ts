import assert from 'node:assert/strict';
import { once } from 'node:events';

import {
  Bin,
  Bus,
  Caps,
  Clock,
  Element,
  ElementFactory,
  Event,
  FlowReturn,
  Format,
  GhostPad,
  GstBuffer,
  type Message,
  Pad,
  PadDirection,
  PadLinkReturn,
  parseLaunch,
  Pipeline,
  Sample,
  SeekFlags,
  State,
  StateChangeReturn,
  Structure,
  SystemClock,
} from '../../lib/index.js';
import { native } from '../../lib/native.js';
import { deferred, eventually, withDeadline } from '../helpers/deadline.js';
import { settle, staysLean } from '../helpers/memory.js';

const second = 1_000_000_000n;

/** A pipeline of these elements, linked one after the other. */
async function chain(...elements: Element[]): Promise<Pipeline> {
  const pipeline = new Pipeline();
  pipeline.add(...elements);
  for (const [i, element] of elements.slice(0, -1).entries()) {
    assert.equal(await element.link(elements[i + 1]), true);
  }
  return pipeline;
}

describe('an element', () => {
  it('is made by its kind, with a name and properties', async () => {
    const element = await ElementFactory.make('identity', 'me', { sync: true });
    assert.deepEqual([element.name, element.getProperty('sync'), element.parent], ['me', true, null]);
    assert.ok(element instanceof Element && !(element instanceof Bin));
    assert.ok((await ElementFactory.make('bin')) instanceof Bin);
    assert.ok((await ElementFactory.make('pipeline')) instanceof Pipeline);
  });

  it('changes its state, and tells when it has', async () => {
    const pipeline = await chain(await ElementFactory.make('videotestsrc'), await ElementFactory.make('fakesink'));
    assert.equal(await pipeline.setState(State.PAUSED), StateChangeReturn.ASYNC);
    assert.deepEqual(await pipeline.getState(), {
      result: StateChangeReturn.SUCCESS,
      state: State.PAUSED,
      pending: State.VOID_PENDING,
    });
    assert.equal(await pipeline.setState(State.NULL), StateChangeReturn.SUCCESS);
    assert.equal((await pipeline.getState(0n)).state, State.NULL);
    for (const wrong of [State.VOID_PENDING, 9, 'PLAYING', null]) {
      await assert.rejects(pipeline.setState(wrong as State), { name: 'TypeError' });
    }
    for (const wrong of [null, -1n, 5, 601n * second]) {
      await assert.rejects(pipeline.getState(wrong as bigint), { name: 'TypeError' });
    }
  });

  it('that cannot change its state rejects, and the bus tells why', async () => {
    const source = await ElementFactory.make('filesrc', null, { location: '/nonexistent' });
    const pipeline = await chain(source, await ElementFactory.make('fakesink'));
    const failed = once(pipeline.bus, 'message::error') as Promise<[Message]>;
    await assert.rejects(pipeline.setState(State.PAUSED), {
      name: 'GError',
      message: /cannot change its state to PAUSED/,
    });
    const [{ error, structure, sourceName, type }] = await withDeadline(failed, 5000, 'the error');
    assert.equal(type, 'error');
    assert.match(error?.message ?? '', /not found|No such file/);
    assert.equal(sourceName, source.name);
    assert.ok(structure?.get('gerror') instanceof Error);
    await pipeline.setState(State.NULL);
  });

  it('that nobody holds any more is stopped, whatever its state: also one that was removed', async () => {
    for (let i = 0; i < 20; i++) {
      const alone = await ElementFactory.make('videotestsrc');
      await alone.setState(State.READY);
      const pipeline = await chain(await ElementFactory.make('videotestsrc'), await ElementFactory.make('fakesink'));
      await pipeline.setState(State.PLAYING);
      pipeline.remove(pipeline.iterateElements()[0]);
      // One that is started in a pipeline which is not.
      const idle = await chain(await ElementFactory.make('videotestsrc'), await ElementFactory.make('fakesink'));
      await idle.iterateElements()[0].setState(State.READY);
    }
    await staysLean(() => undefined, 10);
  });

  it('tells nothing in frames or bytes before its sources have settled what these are', async () => {
    const sink = await ElementFactory.make('fakesink', null, { sync: true });
    const pipeline = await chain(await ElementFactory.make('videotestsrc'), sink);
    const ask = async () => [
      await pipeline.queryPosition(Format.BYTES),
      await sink.queryPosition(Format.DEFAULT),
      await pipeline.queryDuration(Format.BYTES),
    ];
    const source = pipeline.iterateElements().find(({ pads: [{ direction }] }) => direction === PadDirection.SRC);
    for (const state of [State.NULL, State.READY]) {
      await pipeline.setState(state);
      // A sink that has begun to preroll hands the question on.
      await sink.setState(State.PAUSED);
      assert.deepEqual(await ask(), [null, null, null]);
      assert.equal(await source?.queryPosition(Format.BYTES), null);
      await sink.setState(State.NULL);
    }
    await pipeline.setState(State.PAUSED);
    await pipeline.getState();
    assert.equal(typeof (await pipeline.queryPosition(Format.DEFAULT)), 'bigint');
    await pipeline.setState(State.NULL);
  });

  it('tells its position and duration, and can be sent elsewhere', async () => {
    const source = await ElementFactory.make('audiotestsrc', null, { 'num-buffers': 1000 });
    const pipeline = await chain(source, await ElementFactory.make('fakesink', null, { sync: true }));
    assert.equal(await pipeline.queryPosition(Format.TIME), null);
    await pipeline.setState(State.PAUSED);
    await pipeline.getState();
    assert.equal(await pipeline.queryPosition(Format.TIME), 0n);
    assert.notEqual(await pipeline.queryDuration(Format.TIME), undefined);
    assert.equal(await pipeline.seek(1, Format.TIME, SeekFlags.FLUSH | SeekFlags.ACCURATE, 5n * second), true);
    await pipeline.getState();
    assert.equal(await pipeline.queryPosition(Format.TIME), 5n * second);
    for (const rate of [0, NaN, Infinity]) {
      await assert.rejects(pipeline.seek(rate, Format.TIME, 0, 0n), { name: 'GError' });
    }
    await assert.rejects(pipeline.seek(1, Format.TIME, 0, 5n, 4n), { name: 'GError' });
    await assert.rejects(pipeline.seek(1, 0 as Format, 0, 0n), { name: 'TypeError' });
    await assert.rejects(pipeline.seek(1, Format.TIME, 1 << 30, 0n), { name: 'TypeError' });
    await assert.rejects(pipeline.queryPosition(0 as Format), { name: 'TypeError' });
    const ended = once(pipeline.bus, 'message::eos');
    await pipeline.setState(State.PLAYING);
    assert.equal(await pipeline.sendEvent(Event.eos()), true);
    await withDeadline(ended, 5000, 'the end of the stream');
    await pipeline.setState(State.NULL);
    const custom = Event.custom('upstream', new Structure('mine', { a: 1 }));
    assert.deepEqual([custom.type, custom.structure?.get('a'), Event.eos().structure], ['custom-upstream', 1, null]);
    assert.throws(() => Event.custom('sideways' as 'upstream', new Structure('x')), { name: 'TypeError' });
  });
});

describe('a bin', () => {
  it('contains elements, and finds them', async () => {
    const bin = new Bin('outer');
    const inner = new Bin('inner');
    const [one, two] = [await ElementFactory.make('identity', 'one'), await ElementFactory.make('identity', 'two')];
    const added: string[] = [];
    bin.on('deep-element-added', (_, element) => added.push(element.name ?? ''));
    bin.add(one, inner);
    inner.add(two);
    assert.equal(bin.getByName('two'), two);
    assert.equal(bin.getByName('three'), null);
    assert.deepEqual(bin.iterateElements(), [inner, one]);
    assert.deepEqual(new Set(await bin.iterateRecurse()), new Set([inner, one, two]));
    assert.equal(two.parent, inner);
    assert.deepEqual(added, ['one', 'inner', 'two']);
    bin.remove(inner);
    assert.equal(bin.getByName('two'), null);
    assert.equal(inner.parent, null);
  });

  it('refuses what GStreamer would be critical of', async () => {
    const bin = new Bin();
    const other = new Bin('other');
    const one = await ElementFactory.make('identity', 'one');
    bin.add(one);
    assert.throws(() => bin.add(one), { name: 'GError', message: /in a bin already/ });
    assert.throws(() => other.add(one), { name: 'GError', message: /in a bin already/ });
    assert.throws(() => bin.add(bin), { name: 'GError' });
    bin.add(other);
    assert.throws(() => other.add(bin), { name: 'GError', message: /contain itself/ });
    const same = await ElementFactory.make('identity', 'one');
    assert.throws(() => bin.add(same), { name: 'GError', message: /of that name/ });
    assert.throws(() => bin.remove(same), { name: 'GError' });
    assert.throws(() => other.remove(one), { name: 'GError' });
    for (const odd of [null, undefined, 7, {}, new Caps('a/b'), SystemClock.obtain()]) {
      assert.throws(() => bin.add(odd as Element), { name: 'TypeError' });
      assert.throws(() => bin.remove(odd as Element), { name: 'TypeError' });
    }
    await assert.rejects(one.link(same), { name: 'GError', message: /in one bin/ });
    await assert.rejects(same.linkFiltered(await ElementFactory.make('fakesink'), new Caps('a/b')), { name: 'GError' });
    await assert.rejects(same.link(same), { name: 'GError' });
    assert.equal(await one.link(one), false);
  });

  it('links as often as both elements have pads for whoever asks', async () => {
    const [tee, funnel] = [await ElementFactory.make('tee'), await ElementFactory.make('funnel')];
    new Pipeline().add(tee, funnel);
    assert.equal(await tee.link(funnel), true);
    assert.equal(await tee.link(funnel), true);
    assert.equal(tee.pads.filter(({ isLinked }) => isLinked).length, 2);
    assert.equal(await funnel.link(tee), true);
    assert.equal(funnel.pads.filter(({ isLinked }) => isLinked).length, 3);
  });

  it('has ghost pads', async () => {
    const bin = new Bin();
    const source = await ElementFactory.make('videotestsrc');
    bin.add(source);
    const pad = source.getStaticPad('src');
    assert.ok(pad);
    const ghost = new GhostPad('src', pad);
    const told: unknown[] = [];
    bin.on('pad-added', (added) => told.push(added));
    bin.on('no-more-pads', () => told.push(null));
    await bin.addPad(ghost);
    await bin.noMorePads();
    await eventually(() => told.length > 1, 5000, 'both events');
    assert.deepEqual(told, [ghost, null]);
    assert.equal(bin.getStaticPad('src'), ghost);
    assert.equal(ghost.target, pad);
    assert.equal(ghost.parent, bin);
    await assert.rejects(bin.addPad(ghost), { name: 'GError' });
    const funnel = await ElementFactory.make('funnel');
    const [taken, free] = [funnel.getStaticPad('src'), (await ElementFactory.make('queue')).getStaticPad('sink')];
    assert.ok(taken && free);
    await assert.rejects(funnel.addPad(new GhostPad(null, free)), { name: 'GError', message: /bin/ });
    // One that another element has had goes on to call that element's functions.
    const selector = await ElementFactory.make('input-selector');
    const released = await selector.requestPad('sink_%u');
    assert.ok(released);
    await selector.releaseRequestPad(released);
    await assert.rejects(bin.addPad(released), { name: 'GError', message: /only a ghost pad/ });
    await assert.rejects(funnel.removePad(taken), { name: 'GError', message: /bin/ });
    const pipeline = new Pipeline();
    const sink = await ElementFactory.make('fakesink');
    pipeline.add(bin, sink);
    assert.equal(await bin.link(sink), true);
    assert.throws(() => new GhostPad('other', ghost), { name: 'GError' });
    await bin.removePad(ghost);
    await assert.rejects(bin.removePad(ghost), { name: 'GError' });
    await assert.rejects(sink.removePad(ghost), { name: 'GError' });
  });
});

describe('a pad', () => {
  it('tells its direction, caps and peer, and can be linked', async () => {
    const pipeline = new Pipeline();
    const [source, sink] = [await ElementFactory.make('videotestsrc'), await ElementFactory.make('fakesink')];
    pipeline.add(source, sink);
    const [src, end] = [source.getStaticPad('src'), sink.getStaticPad('sink')];
    assert.ok(src && end);
    assert.equal(source.getStaticPad('nosuch'), null);
    assert.deepEqual(source.pads, [src]);
    assert.deepEqual([src.direction, end.direction, src.name], [PadDirection.SRC, PadDirection.SINK, 'src']);
    assert.equal(src.parentElement, source);
    assert.equal(await end.link(src), PadLinkReturn.WRONG_DIRECTION);
    assert.equal(await src.link(src), PadLinkReturn.WRONG_DIRECTION);
    assert.equal(await src.canLink(end), true);
    assert.equal(await src.link(end), PadLinkReturn.OK);
    assert.equal(await src.link(end), PadLinkReturn.WAS_LINKED);
    assert.deepEqual([src.isLinked, src.peer, end.peer], [true, end, src]);
    assert.ok((await src.queryCaps(new Caps('video/x-raw, width=(int)320'))).size > 0);
    assert.ok((await src.getAllowedCaps())?.isSubset(src.padTemplateCaps));
    assert.equal(end.currentCaps, null);
    src.offset = -5n;
    assert.equal(src.offset, -5n);
    await pipeline.setState(State.PAUSED);
    await pipeline.getState();
    assert.equal(src.currentCaps?.getStructure(0)?.name, 'video/x-raw');
    assert.equal(end.isActive, true);
    await pipeline.setState(State.NULL);
    assert.equal(await src.unlink(end), true);
    assert.equal(await src.unlink(end), false);
    assert.equal(await end.unlink(src), false);
    assert.equal(await src.getAllowedCaps(), null);
  });

  it('can be requested and given back', async () => {
    const tee = await ElementFactory.make('tee');
    const pad = await tee.requestPad('src_%u');
    assert.ok(pad instanceof Pad);
    assert.equal(pad.name, 'src_0');
    await assert.rejects(tee.requestPad('src_0'), /already/);
    assert.equal(await tee.requestPad('nosuch'), null);
    const other = await ElementFactory.make('tee');
    const sink = tee.getStaticPad('sink');
    assert.ok(sink);
    await assert.rejects(tee.releaseRequestPad(sink), { name: 'GError' });
    await assert.rejects(other.releaseRequestPad(pad), { name: 'GError' });
    await tee.releaseRequestPad(pad);
    await assert.rejects(tee.releaseRequestPad(pad), { name: 'GError' });
  });
});

describe('a pipeline', () => {
  it('has a clock, a latency and a bus, and its messages are read', async () => {
    const pipeline = await chain(
      await ElementFactory.make('videotestsrc', null, { 'num-buffers': 10 }),
      await ElementFactory.make('fakesink', null, { sync: true }),
    );
    assert.ok(pipeline.bus instanceof Bus);
    assert.equal(pipeline.bus, pipeline.bus);
    assert.deepEqual([pipeline.latency, pipeline.delay], [null, 0n]);
    await pipeline.setLatency(5n);
    pipeline.delay = 7n;
    assert.deepEqual([pipeline.latency, pipeline.delay], [5n, 7n]);
    assert.throws(() => (pipeline.delay = null as unknown as bigint), { name: 'TypeError' });
    await pipeline.setLatency(null);
    pipeline.delay = 0n;
    assert.throws(() => pipeline.setProperty('latency', 5n), { message: /setLatency/ });
    assert.equal(pipeline.latency, null);
    const states: unknown[] = [];
    pipeline.bus.on('message::state-changed', ({ sourceName, structure }) => {
      if (sourceName === pipeline.name) states.push(structure?.get('new-state'));
    });
    const ended = once(pipeline.bus, 'message::eos');
    await pipeline.setState(State.PLAYING);
    await withDeadline(ended, 5000, 'the end of the stream');
    assert.deepEqual(states, [State.READY, State.PAUSED, State.PLAYING]);
    assert.equal(pipeline.bus.havePending, false);
    const clock = await pipeline.getPipelineClock();
    assert.ok(clock instanceof SystemClock);
    assert.equal(pipeline.getClock(), clock);
    assert.ok((pipeline.baseTime ?? 0n) > 0n);
    assert.ok((pipeline.currentRunningTime ?? 0n) > 0n);
    await pipeline.setState(State.NULL);
    pipeline.useClock(SystemClock.obtain());
    assert.equal(await pipeline.getPipelineClock(), SystemClock.obtain());
    assert.equal(await pipeline.setClock(null), true);
    pipeline.useClock(null);
    pipeline.autoClock();
  });

  it('tells of messages at the moment they are posted, when that is enabled', async () => {
    const pipeline = await chain(await ElementFactory.make('videotestsrc'), await ElementFactory.make('fakesink'));
    assert.throws(() => pipeline.bus.disableSyncMessageEmission(), { name: 'GError' });
    pipeline.bus.enableSyncMessageEmission();
    const heard = once(pipeline.bus, 'sync-message::async-done');
    await pipeline.setState(State.PAUSED);
    await withDeadline(heard, 5000, 'the message');
    pipeline.bus.disableSyncMessageEmission();
    assert.throws(() => pipeline.bus.disableSyncMessageEmission(), { name: 'GError' });
    await pipeline.setState(State.NULL);
  });

  it('leaves nothing behind', async () => {
    await staysLean(async () => {
      const pipeline = await chain(
        await ElementFactory.make('fakesrc', null, { 'num-buffers': 1 }),
        await ElementFactory.make('fakesink'),
      );
      pipeline.bus.on('message', () => pipeline.name);
      await pipeline.setState(State.PLAYING);
      await pipeline.setState(State.NULL);
    }, 500);
  });

  it('that plays when nobody holds it any more leaves no bus, either', async () => {
    native.track();
    const buses = () => Object.entries(native.statistics().instances).find(([type]) => type === 'GstBus')?.[1] ?? 0;
    const before = buses();
    for (let i = 0; i < 5; i++) {
      const pipeline = await chain(await ElementFactory.make('fakesrc'), await ElementFactory.make('fakesink'));
      pipeline.bus.on('message', () => pipeline.name);
      await pipeline.setState(State.PLAYING);
    }
    assert.ok(buses() > before);
    const gone = async () => {
      await settle();
      return buses() <= before;
    };
    await eventually(gone, 20_000, 'the buses to be gone');
  });

  it('gives the same from each getter again and again, and nothing stays behind', async () => {
    const pipeline = await chain(await ElementFactory.make('videotestsrc'), await ElementFactory.make('fakesink'));
    await pipeline.setState(State.PAUSED);
    await pipeline.getState();
    const [sink, source] = pipeline.iterateElements();
    const pad = source.getStaticPad('src');
    assert.ok(pad);
    await staysLean(() => {
      const some: unknown[] = [pipeline.bus, source.getBus(), pipeline.getByName(sink.name ?? ''), sink.parent];
      some.push(...pipeline.iterateElements(), ...source.pads, pad.peer, pad.parentElement, pipeline.getClock());
      some.push(pad.currentCaps, pad.padTemplateCaps, SystemClock.obtain().time);
      assert.ok(some.every((one) => one !== undefined));
    });
    await staysLean(async () => {
      await pad.queryCaps();
      await pad.getAllowedCaps();
      await pipeline.getPipelineClock();
      await pipeline.iterateRecurse();
      await pipeline.queryPosition(Format.TIME);
    }, 1000);
    await pipeline.setState(State.NULL);
  });
});

describe('signals of any element', () => {
  it('are events, and action signals are called: data goes in and comes out', async () => {
    const source = await ElementFactory.make('appsrc', null, {
      format: 'time',
      caps: new Caps('text/x-raw, format=utf8'),
    });
    const sink = await ElementFactory.make('appsink', null, { 'emit-signals': true, sync: false });
    const pipeline = await chain(source, sink);
    let sent = 0;
    source.on('need-data', async (length: number) => {
      assert.equal(typeof length, 'number');
      if (sent === 5) assert.equal(await source.signal('end-of-stream'), FlowReturn.OK);
      if (sent >= 5) return;
      const buffer = new GstBuffer(Buffer.from(`frame ${sent}`), { pts: BigInt(sent++) * second });
      assert.equal(await source.signal('push-buffer', buffer), FlowReturn.OK);
    });
    const got: [string | undefined, bigint | null | undefined][] = [];
    sink.on('new-sample', async () => {
      const sample = await sink.signal('pull-sample');
      assert.ok(sample instanceof Sample);
      assert.equal(sample.caps?.getStructure(0)?.name, 'text/x-raw');
      got.push([sample.buffer?.data.toString(), sample.buffer?.pts]);
      return FlowReturn.OK;
    });
    const ended = once(pipeline.bus, 'message::eos');
    await pipeline.setState(State.PLAYING);
    await withDeadline(ended, 10_000, 'the end of the stream');
    assert.deepEqual(
      got,
      [0, 1, 2, 3, 4].map((i) => [`frame ${i}`, BigInt(i) * second]),
    );
    assert.equal(await sink.signal('try-pull-sample', 0n), null);
    await pipeline.setState(State.NULL);
  });

  it('that want an answer get it, and the default for a wrong one', async () => {
    const source = await ElementFactory.make('fakesrc');
    const sink = await ElementFactory.make('appsink', null, {
      'emit-signals': true,
      sync: false,
      'wait-on-eos': false,
    });
    const pipeline = await chain(source, sink);
    const problem = deferred<string>();
    sink.on('handler-error', (error) => problem.resolve(error.message));
    let count = 0;
    sink.on('new-sample', () => (++count === 1 ? 'wrong' : FlowReturn.EOS));
    const ended = once(pipeline.bus, 'message::eos');
    await pipeline.setState(State.PLAYING);
    await withDeadline(ended, 10_000, 'the end of the stream');
    assert.match(
      await problem.promise,
      /^new-sample: the answer must be a value of FlowReturn or its nick: .* not a string$/,
    );
    assert.equal(count, 2);
    await pipeline.setState(State.NULL);
  });

  it('refuse in their handlers what would wait for the thread that emits them', async () => {
    const source = await ElementFactory.make('fakesrc');
    const sink = await ElementFactory.make('appsink', null, { 'emit-signals': true, sync: false });
    const pipeline = await chain(source, sink);
    const refused = deferred<string>();
    sink.once('new-sample', async () => {
      try {
        await pipeline.setState(State.NULL);
        refused.reject(new Error('not refused'));
      } catch (error) {
        refused.resolve((error as Error).message);
      }
      assert.notEqual(await pipeline.queryPosition(Format.BYTES), undefined);
      return FlowReturn.EOS;
    });
    await pipeline.setState(State.PLAYING);
    assert.match(
      await withDeadline(refused.promise, 10_000, 'the refusal'),
      /^Element\.setState\(\) waits for the pipeline's streaming threads, and the handler of 'new-sample' keeps one/,
    );
    await pipeline.setState(State.NULL);
  });

  it('are called with what they take only', async () => {
    const source = await ElementFactory.make('appsrc');
    const call = (name: string, ...args: unknown[]) => source.signal(name, ...args);
    assert.throws(() => call('nosuch'), { name: 'TypeError', message: "AppSrc has no action signal 'nosuch'" });
    assert.throws(() => call('need-data', 1), { name: 'TypeError' });
    assert.throws(() => call(7 as unknown as string), { name: 'TypeError' });
    await assert.rejects(call('push-buffer'), { name: 'TypeError', message: /it takes 1 arguments, not 0$/ });
    await assert.rejects(call('push-buffer', null), {
      name: 'TypeError',
      message: /must be a GstBuffer, not null$/,
    });
    const sink = await ElementFactory.make('multiudpsink');
    await assert.rejects(sink.signal('add', null, 5), { name: 'TypeError', message: /must be a string, not null$/ });
    for (const odd of [undefined, 7, 'x', {}, Buffer.from('x'), new Caps('a/b'), source]) {
      await assert.rejects(call('push-buffer', odd), { name: 'TypeError' });
    }
    await assert.rejects(call('push-buffer-list', [new GstBuffer(Buffer.from('a')), 7]), { name: 'TypeError' });
    assert.equal(await call('push-sample', new Sample(null)), FlowReturn.OK);
    assert.equal(await call('push-buffer', new GstBuffer(Buffer.from('x'))), FlowReturn.OK);
  });

  it('leave nothing behind', async () => {
    const source = await ElementFactory.make('appsrc', null, { 'max-bytes': 1000n, 'leaky-type': 'upstream' });
    const buffer = new GstBuffer(Buffer.alloc(5000));
    await staysLean(() => source.signal('push-buffer', buffer), 5000);
  });
});

describe('a clock', () => {
  it('tells the time in nanoseconds', async () => {
    const clock = SystemClock.obtain();
    assert.ok(clock instanceof Clock);
    assert.equal(SystemClock.obtain(), clock);
    const [one, two] = [clock.time, clock.internalTime];
    assert.ok(one !== null && two !== null && two >= one && two - one < second);
    assert.ok((clock.resolution ?? 0n) > 0n);
    assert.equal(await clock.waitForSync(1n), true);
    assert.equal(clock.isSynced, true);
    await assert.rejects(clock.waitForSync(null as unknown as bigint), { name: 'TypeError' });
  });
});

describe('parseLaunch()', () => {
  it('gives a bin whose elements can be asked and changed', async () => {
    const bin = await parseLaunch('videotestsrc name=s ! capsfilter name=f caps=video/x-raw ! fakesink');
    assert.equal(String(bin.getByName('f')?.getProperty('caps')), 'video/x-raw');
    assert.equal(bin.getByName('s')?.getStaticPad('src')?.peer?.parentElement, bin.getByName('f'));
  });
});
