import assert from 'node:assert/strict';

import {
  Caps,
  DoubleRange,
  ElementFactory,
  FlagSet,
  Fraction,
  FractionRange,
  GstBuffer,
  GValue,
  Int64Range,
  IntRange,
  Sample,
  Structure,
  type Value,
  ValueList,
} from '../../lib/index.js';
import { staysLean } from '../helpers/memory.js';

/** What a value is when it has been a field of a structure. */
const through = (value: Value) => new Structure('test', { field: value }).get('field');

describe('a value', () => {
  const same: Record<string, Value> = {
    'a boolean': true,
    'an integer': -2147483648,
    'a number': 0.25,
    'an infinite number': -Infinity,
    'a bigint': -(2n ** 63n),
    'a large bigint': 2n ** 64n - 2n,
    'a string': 'Grüße, "Welt"; {1}',
    'a Date': new Date('2026-11-24T19:04:05.678Z'),
    'an early Date': new Date('0001-01-01T00:00:00.001Z'),
    bytes: Buffer.from([0, 1, 255]),
    'no bytes': Buffer.alloc(0),
    'a Fraction': new Fraction(30000, 1001),
    'an IntRange': new IntRange(0, 100, 10),
    'an Int64Range': new Int64Range(-(2n ** 40n), 2n ** 40n),
    'a DoubleRange': new DoubleRange(-1, 0.5),
    'a FractionRange': new FractionRange(new Fraction(1, 2), new Fraction(60)),
    'a ValueList': new ValueList(['I420', 'NV12']),
    'a list of ranges and integers': new ValueList([new IntRange(1, 5), 7]),
    'an array': [1, 2, 3],
    'an empty array': [],
    'arrays in an array': [[1.5], [2.5, 3.5]],
    'a FlagSet': new FlagSet(5, 7),
  };
  for (const [title, value] of Object.entries(same)) {
    it(`is the same in C and back: ${title}`, () => assert.deepEqual(through(value), value));
  }

  it('may be caps, a structure, a buffer or a sample', () => {
    const caps = new Caps('audio/x-raw, rate=(int)8000');
    const structure = new Structure('inner', { a: 1 });
    assert.equal(String(through(caps) as Caps), String(caps));
    assert.equal(String(through(structure) as Structure), String(structure));
    const buffer = new GstBuffer(Buffer.from('abc'), { pts: 1n, duration: 40_000_000n, flags: 1 << 13 });
    const back = through(buffer);
    assert.ok(back instanceof GstBuffer);
    assert.deepEqual(
      [back.data.toString(), back.pts, back.dts, back.duration, back.offset, back.flags],
      ['abc', 1n, null, 40_000_000n, null, 1 << 13],
    );
    const sample = through(new Sample(buffer, caps, structure));
    assert.ok(sample instanceof Sample);
    assert.deepEqual(
      [sample.buffer?.data.toString(), String(sample.caps), String(sample.info)],
      ['abc', String(caps), String(structure)],
    );
  });

  it('has the type that a GValue names', () => {
    const text = new Structure('t', {
      a: new GValue('uint', 7),
      b: new GValue('double', 1),
      c: new GValue('uint64', 1n),
      d: new GValue('bitmask', 3n),
      e: new GValue('GstState', 'playing'),
      f: new GValue('date', '2026-11-24'),
      g: new GValue('float', 0.5),
    }).toString();
    assert.equal(
      text,
      't, a=(uint)7, b=(double)1, c=(guint64)1, d=(bitmask)0x0000000000000003, e=(GstState)playing, ' +
        'f=(date)2026-11-24, g=(float)0.5;',
    );
    const values = Structure.parse(text.replace('(guint64)1', '(guint64)9'));
    assert.deepEqual(values.fields, { a: 7, b: 1, c: 9n, d: 3n, e: 4, f: '2026-11-24', g: 0.5 });
  });

  it('that cannot be in a structure is refused, whatever it is', () => {
    const circular: Value[] = [];
    circular.push(circular);
    const wrong: unknown[] = [
      null,
      undefined,
      Symbol('s'),
      () => 1,
      {},
      new Map(),
      'nul\0',
      new Date(NaN),
      new Date(8.64e15),
      2n ** 64n,
      [1, 'two'],
      [[1], ['two']],
      [null],
      circular,
      new ValueList([1, true]),
      new GValue('nosuch', 1),
      new GValue('GObject', null),
      new GValue('void', 1),
      new GValue('GInterface', 1),
      new GValue('gpointer', 1),
      new GValue('uint', -1),
      new GValue('GstCaps', null),
      new GValue('GstStructure', null),
      new GValue('GstState', 'nonsense'),
      new GValue('date', '2026-02-30'),
      new GValue('date', '2026-11-2'),
      new GValue('GstDateTime', '2026-13-01'),
      new GValue('GstDateTime', '0000'),
      new GValue('GstDateTime', '2026-11-24T25:00Z'),
      new GValue(7 as unknown as string, 1),
      new FlagSet(1, 1, 'GObject'),
      new Uint16Array(2),
      Object.assign(Object.create(Fraction.prototype) as Fraction, { numerator: 1, denominator: 0 }),
      Object.assign(Object.create(Fraction.prototype) as Fraction, { numerator: -2147483648, denominator: 1 }),
      Object.assign(Object.create(IntRange.prototype) as IntRange, { min: 5, max: 5, step: 1 }),
      Object.assign(Object.create(IntRange.prototype) as IntRange, { min: 0, max: 5, step: 0 }),
      Object.assign(Object.create(IntRange.prototype) as IntRange, { min: 0, max: 5, step: 2 }),
      Object.assign(Object.create(DoubleRange.prototype) as DoubleRange, { min: NaN, max: 5 }),
      Object.assign(Object.create(FractionRange.prototype) as FractionRange, { min: new Fraction(2), max: 3 }),
      Object.assign(Object.create(ValueList.prototype) as ValueList, { values: 7 }),
    ];
    for (const [i, value] of wrong.entries()) {
      assert.throws(() => through(value as Value), { name: 'TypeError' }, `value ${i}`);
    }
    assert.throws(() => through(new GstBuffer(Buffer.from('x'), { pts: -1n })), { name: 'TypeError' });
    assert.throws(() => through(new GstBuffer(Buffer.from('x'), { flags: 1 })), { name: 'TypeError' });
  });

  it('of a class that checks its parts is refused when it is made', () => {
    assert.throws(() => new Fraction(1, 0), { name: 'TypeError' });
    assert.throws(() => new Fraction(0.5), { name: 'TypeError' });
    assert.throws(() => new IntRange(2, 1), { name: 'TypeError' });
    assert.throws(() => new IntRange(1, 10, 5), { name: 'TypeError' });
    assert.throws(() => new Int64Range(2n, 1n), { name: 'TypeError' });
    assert.throws(() => new DoubleRange(NaN, 1), { name: 'TypeError' });
    assert.throws(() => new FractionRange(new Fraction(2), new Fraction(1)), { name: 'TypeError' });
  });

  it('leaves nothing behind', async () => {
    const buffer = new GstBuffer(Buffer.alloc(10_000));
    const caps = new Caps('a/b');
    await staysLean(() => {
      const structure = new Structure('t', { buffer, caps, list: new ValueList([1, 2]), date: new Date(), text: 'x' });
      assert.ok(structure.get('buffer') && structure.get('caps') && structure.get('list') && structure.get('date'));
      assert.throws(() => new Structure('t', { buffer, wrong: [1, 'x'] }));
    }, 3000);
  });
});

describe('a property of an element', () => {
  it('is of the type that C documents, by name', async () => {
    const source = await ElementFactory.make('videotestsrc', 'picture');
    source.setProperty('pattern', 'ball');
    assert.equal(source.getProperty('pattern'), 18);
    source.setProperty('pattern', 1);
    assert.equal(source.getProperty('pattern'), 1);
    source.setProperty('timestamp-offset', 5n);
    assert.equal(source.getProperty('timestamp-offset'), 5n);
    source.setProperty('is-live', true);
    assert.equal(source.getProperty('is-live'), true);
    source.setProperty('foreground-color', 0xff0000ff);
    assert.equal(source.getProperty('foreground-color'), 0xff0000ff);
    assert.equal(source.getProperty('name'), 'picture');

    const filter = await ElementFactory.make('capsfilter', null, { caps: new Caps('video/x-raw, width=(int)320') });
    assert.equal(String(filter.getProperty('caps')), 'video/x-raw, width=(int)320');
    const test = await ElementFactory.make('audiotestsrc', null, { volume: 0.25 });
    assert.equal(test.getProperty('volume'), 0.25);
    const payloader = await ElementFactory.make('rtpL16pay', null, { ssrc: 4294967295, 'min-ptime': 20n });
    assert.deepEqual([payloader.getProperty('ssrc'), payloader.getProperty('min-ptime')], [4294967295, 20n]);
    assert.ok(payloader.getProperty('stats') instanceof Structure);
    const scale = await ElementFactory.make('videoconvertscale');
    scale.setProperty('method', 'lanczos');
    assert.equal(scale.getProperty('method'), 3);
    const mix = await ElementFactory.make('audioconvert');
    mix.setProperty('mix-matrix', [[new GValue('float', 1)], [new GValue('float', 0.5)]]);
    assert.deepEqual(mix.getProperty('mix-matrix'), [[1], [0.5]]);
    const flags = await ElementFactory.make('playbin');
    flags.setProperty('flags', 'video+audio');
    assert.equal(flags.getProperty('flags'), 3);
  });

  it('that cannot be read or set so is refused by a clear error', async () => {
    const source = await ElementFactory.make('videotestsrc', 's');
    const sink = await ElementFactory.make('fakesink');
    const refused: [() => unknown, RegExp][] = [
      [() => source.getProperty('nosuch'), /^VideoTestSrc\.nosuch: there is no such property$/],
      [
        () => source.setProperty('pattern', 'nosuch'),
        /^VideoTestSrc\.pattern must be a value of .* or its nick: 'smpte'/,
      ],
      [() => source.setProperty('pattern', 99), /^VideoTestSrc\.pattern must be /],
      [() => source.setProperty('num-buffers', -2), /must be an integer from -1 to 2147483647, not -2$/],
      [() => source.setProperty('num-buffers', 1.5), /must be an integer from -1/],
      [() => source.setProperty('num-buffers', '7'), /must be an integer from -1 to 2147483647, not a string$/],
      [() => source.setProperty('timestamp-offset', 7), /must be a bigint from 0 to|must be a bigint from -/],
      [() => source.setProperty('is-live', 1), /must be a boolean, not 1$/],
      [() => source.setProperty('parent', null), /use parent/],
      [() => sink.setProperty('last-message', 'x'), /cannot be set: it is read-only$/],
      [() => sink.setProperty('ts-offset', 2n ** 63n), /must be a bigint/],
      [() => sink.setProperty('throttle-time', null), /throttle-time/],
    ];
    for (const [attempt, message] of refused.slice(0, -1)) assert.throws(attempt, { name: /Error$/, message });
    await assert.rejects(ElementFactory.make('fakesink', null, { nosuch: 1 }), { name: 'TypeError' });
    await assert.rejects(ElementFactory.make('no-such-element'), {
      name: 'GError',
      message: 'no element "no-such-element"',
    });
    for (const odd of [7, null, {}, 'a\0b']) {
      await assert.rejects(ElementFactory.make(odd as unknown as string), { name: 'TypeError' });
    }
  });

  it('that changes is told', async () => {
    const source = await ElementFactory.make('videotestsrc');
    const heard = new Promise((resolve) => source.once('notify::pattern', resolve));
    source.setProperty('pattern', 'snow');
    assert.equal(await heard, 'pattern');
  });

  it('leaves nothing behind when it is read and set', async () => {
    const filter = await ElementFactory.make('capsfilter', null, { caps: new Caps('video/x-raw, width=(int)320') });
    const payloader = await ElementFactory.make('rtpL16pay');
    const caps = new Caps('audio/x-raw');
    await staysLean(() => {
      assert.ok(payloader.getProperty('stats') && filter.getProperty('caps'));
      filter.setProperty('caps', caps);
    });
  });
});
