import assert from 'node:assert/strict';

import { Caps, Fraction, FractionRange, GValue, IntRange, Structure, ValueList } from '../../lib/index.js';
import { staysLean } from '../helpers/memory.js';

describe('a structure', () => {
  it('has a name and fields, and can be written and read', () => {
    const structure = new Structure('video/x-raw', { width: 320, framerate: new Fraction(25), format: 'I420' });
    assert.equal(structure.name, 'video/x-raw');
    assert.deepEqual(structure.fieldNames, ['width', 'framerate', 'format']);
    assert.equal(structure.get('width'), 320);
    assert.equal(structure.get('nosuch'), undefined);
    assert.equal(structure.toString(), 'video/x-raw, width=(int)320, framerate=(fraction)25/1, format=(string)I420;');
    assert.ok(Structure.parse(structure.toString()).isEqual(structure));
    assert.deepEqual(structure.fields, { width: 320, framerate: new Fraction(25), format: 'I420' });
  });

  it('does not change: with() and without() give others, with the fields’ types', () => {
    const structure = new Structure('t', { a: new GValue('uint', 1), b: new GValue('double', 1), c: 1 });
    const changed = structure.with({ a: 2, b: 3, c: 'text', d: true });
    assert.equal(String(structure), 't, a=(uint)1, b=(double)1, c=(int)1;');
    assert.equal(String(changed), 't, a=(uint)2, b=(double)3, c=(string)text, d=(boolean)true;');
    assert.equal(String(changed.without('a').without('nosuch')), 't, b=(double)3, c=(string)text, d=(boolean)true;');
    assert.equal(structure.with({ a: -1 }).get('a'), -1);
  });

  it('may contain structures and caps, also as text', () => {
    const outer = new Structure('outer', {
      inner: new Structure('inner', { text: 'a "b" [c]' }),
      caps: new Caps('a/b, x=[1,2]'),
    });
    const back = Structure.parse(outer.toString());
    assert.equal((back.get('inner') as Structure).get('text'), 'a "b" [c]');
    assert.equal(String(back.get('caps') as Caps), 'a/b, x=(int)[ 1, 2 ]');
  });

  it('refuses names that are none', () => {
    for (const name of ['', '1a', 'a b', 'ä', 'a\0', 7, null, undefined, {}]) {
      assert.throws(() => new Structure(name as string), { name: 'TypeError' });
    }
    for (const name of ['', 'a b', '-a', 'a=b', 'ä']) {
      assert.throws(() => new Structure('t', { [name]: 1 }), { name: 'TypeError' });
    }
    for (const fields of [null, 7, [], 'x', () => 1]) {
      assert.throws(() => new Structure('t', fields as never), { name: 'TypeError' });
    }
  });
});

describe('caps', () => {
  it('are alternatives that can be asked and combined', () => {
    const raw = new Caps('video/x-raw, format=(string){ I420, NV12 }, width=(int)[ 16, 4096 ]; video/x-h264');
    assert.equal(raw.size, 2);
    assert.deepEqual(raw.getStructure(0)?.get('format'), new ValueList(['I420', 'NV12']));
    assert.deepEqual(raw.getStructure(0)?.get('width'), new IntRange(16, 4096));
    assert.equal(raw.getStructure(1)?.name, 'video/x-h264');
    assert.equal(raw.getStructure(2), null);
    assert.equal(raw.getFeatures(0), 'memory:SystemMemory');
    assert.equal(raw.getFeatures(2), null);
    const one = Caps.simple('video/x-raw', { format: 'I420', width: 320 });
    assert.ok(one.isFixed && !raw.isFixed && one.isSubset(raw) && raw.canIntersect(one));
    assert.ok(raw.intersect(one).isEqual(one));
    assert.equal(one.merge(new Caps('a/b')).size, 2);
    assert.ok(one.subtract(one).isEmpty);
    assert.throws(() => Caps.any().subtract(one), { name: 'GError', message: /anything/ });
    assert.ok(Caps.any().subtract(Caps.empty()).isAny);
    assert.ok(Caps.any().subtract(Caps.any()).isEmpty);
    assert.ok(Caps.any().isAny && Caps.empty().isEmpty && new Caps('ANY').isAny);
    assert.equal(raw.normalize().size, 3);
    assert.equal(new Caps('a/b, c=1; a/b, c=2').simplify().size, 1);
    assert.equal(String(raw.fixate()), 'video/x-raw, format=(string)I420, width=(int)16');
    assert.throws(() => Caps.any().fixate(), { name: 'GError' });
    assert.throws(() => Caps.empty().fixate(), { name: 'GError' });
    assert.equal(
      String(new Caps('video/x-raw(memory:DMABuf, meta:Foo), x=1')),
      'video/x-raw(memory:DMABuf, meta:Foo), x=(int)1',
    );
  });

  it('are read as GStreamer and its players write them', () => {
    const texts = [
      'application/x-rtp, media=(string)video, payload=(int)96, clock-rate=(int)90000, encoding-name=(string)H264, ' +
        'packetization-mode=(string)1, sprop-parameter-sets=(string)"Z2QAFazZQUH7ARAAAAMAEAAAAwPI8WLZYA\\=\\=\\,aOvjyyLA"',
      'video/x-raw, framerate=(fraction)[ 0/1, 2147483647/1 ], width=(int)[ 1, 2147483647 ], pixel-aspect-ratio=(fraction)1/1',
      'audio/x-raw, rate=[1,max], layout={(string)interleaved, (string)non-interleaved}, channel-mask=(bitmask)0x3',
      'a/b, f=(GstFlagSet)5:7, s=(GstState)playing',
      'a/b, x=(double)[ 0.5, 2 ], y=<1, 2, 3>, z=(int)[ 0, 100, 5 ], t=true, u="quoted \\"text\\""',
      'a/b, c=(buffer)0001ff, d=(date)2026-11-24',
      'a/b;c/d;',
      '  a/b  ,  x  =  1  ',
      'EMPTY',
      'NONE',
    ];
    for (const text of texts) {
      const caps = new Caps(text);
      assert.ok(new Caps(caps.toString()).isEqual(caps), text);
    }
    assert.deepEqual(
      new Caps(texts[1] ?? '').getStructure(0)?.get('framerate'),
      new FractionRange(new Fraction(0), new Fraction(2147483647)),
    );
  });

  /** Each of these makes GStreamer critical of itself, or runs out of stack. */
  const critical = [
    'a/b, c=[5,1]',
    'a/b, c=(int)[1,1]',
    'a/b, c=[0,10,3]',
    'a/b, c=(int)[1,10,0]',
    'a/b, c=(int)[0,10,-1]',
    'a/b, c=(int)[-5,-7]',
    'a/b, c=(int)[1,4294967295]',
    'a/b, c=(int)[010,9]',
    'a/b, c=(int)[0x10,9]',
    'a/b, c=[max,min]',
    'a/b, c=[min,min]',
    'a/b, c=(double)[5,1]',
    'a/b, c=[1.5,1.5]',
    'a/b, c=[nan,nan]',
    'a/b, c=[9007199254740992,9007199254740993]',
    'a/b, c=(gint64)[9223372036854775807,9223372036854775808]',
    'a/b, c=(fraction)[5/1,1/1]',
    'a/b, c=(fraction)[1/2,2/4]',
    'a/b, c=(fraction)-2147483648/-1',
    'a/b, c=-2147483648/1',
    'a/b, c=(fraction)2147483648',
    'a/b, c=(fraction)"2147483648/1"',
    'a/b, c=(fraction)1/-2147483648',
    'a/b, c={[1,2],[5,3]}',
    'a/b, c=<(int)[5,1]>',
    'a/b, c=(GDateTime)1',
    'a/b, c=(void)x',
    'a/b, c=(GInterface)x',
    'a/b, c=(GstIntRange)x',
    'a/b, c=(GstFractionRange)x',
    'a/b, c=(GstCapsFeatures)x',
    'a/b, c=(GEnum)x',
    'a/b, c=(GFlags)x',
    'a/b, c=(GstCaps)"x/y\\, z\\=\\[5\\,1\\]"',
    'a/b, c=(GstCaps)[x/y, z=[5,1]]',
    'a/b, c=(structure)[x, z=(int)[5,1]]',
    'a/b, c=(taglist)"x\\,z\\=\\[5\\,1\\]"',
    'a/b(X:y), c=1',
    `a/b, c=${'<'.repeat(100_000)}`,
    `a/b, c=${'{'.repeat(1000)}${'}'.repeat(1000)}`,
    `a/b, c=${'(GstCaps)['.repeat(1000)}`,
    'a/b, c=(int)[',
    'a/b, c=(int)[1,',
    'a/b, c="',
    'a/b, c="\\',
    'a/b, c=(int',
    'a/b, =1',
    'a/b, c=',
    ',',
    '',
    '\u00e4/b',
    'a'.repeat(300_000),
    'a/b'.repeat(200_000),
  ];

  it('of a text that makes GStreamer critical are refused', () => {
    for (const text of critical) {
      if (text !== '') assert.throws(() => new Caps(text), { name: 'GError' }, text.slice(0, 80));
      assert.throws(() => Structure.parse(text), { name: 'GError' }, text.slice(0, 80));
    }
    for (const odd of [7, null, undefined, {}, 'a\0'])
      assert.throws(() => new Caps(odd as string), { name: 'TypeError' });
  });

  it('of texts at random are read or refused, and nothing else', () => {
    const pieces = [
      'a/b',
      ',',
      ' ',
      '=',
      '(int)',
      '(double)',
      '(fraction)',
      '[',
      ']',
      '{',
      '}',
      '<',
      '>',
      '"',
      '\\',
      ';',
    ];
    pieces.push(
      '1',
      '-5',
      '2/3',
      '0x7',
      'max',
      'min',
      '1e9',
      '2147483648',
      '(GstCaps)',
      '(structure)',
      '(',
      ')',
      'x',
      ':',
    );
    pieces.push(
      '(date)',
      '(gint64)',
      '(bitmask)',
      '(GstFlagSet)',
      '1:2',
      '2026-11-24',
      '(buffer)',
      'ff',
      'true',
      '.',
      '+',
    );
    let seed = 42;
    const random = (below: number) => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return (seed >>> 8) % below;
    };
    let read = 0;
    for (let i = 0; i < 15_000; i++) {
      let text = 'a/b,c=';
      for (let n = random(12); n >= 0; n--) text += pieces[random(pieces.length)] ?? '';
      for (const parse of [() => new Caps(text), () => Structure.parse(text)]) {
        try {
          parse().toString();
          read++;
        } catch (error) {
          assert.equal((error as Error).name, 'GError', text);
        }
      }
    }
    assert.ok(read > 300, `${read} read`);
  });

  it('leave nothing behind', async () => {
    const one = new Caps('a/b, c={1,2,3}');
    const other = new Caps('a/b, c=2; x/y');
    await staysLean(() => {
      const caps = [one.intersect(other), one.merge(other), one.subtract(other), other.simplify(), one.normalize()];
      for (const made of [...caps, one.fixate()]) assert.ok(made.toString());
      assert.ok(one.getStructure(0)?.get('c'));
      assert.throws(() => new Caps('a/b, c=[2,1]'));
      assert.throws(() => Caps.any().fixate());
    }, 3000);
  });
});
