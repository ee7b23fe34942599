import assert from 'node:assert/strict';

import * as library from '../../lib/index.js';
import {
  GError,
  type GObject,
  GstBuffer,
  MIKEYPayloadType,
  RTSPClient,
  RTSPMedia,
  RTSPMessage,
  RTSPServer,
  type RTSPStream,
  RTSPTransport,
} from '../../lib/index.js';
import { promised } from '../../lib/gobject/handlers.js';
import { classOf } from '../../lib/gobject/subclass.js';
import { type ArgumentEntry, c, type CallEntry, native, type NativeFunction } from '../../lib/native.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { withDeadline } from '../helpers/deadline.js';
import { readNamespace } from './gir.js';
import { makeSamples, type Samples } from './samples.js';

// Whatever the table takes: what cannot be a value of any parameter, and what only looks like one.
const hostile: readonly unknown[] = [
  undefined,
  null,
  true,
  NaN,
  Infinity,
  -Infinity,
  -0,
  -1,
  0.5,
  256,
  65_536,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  -(2 ** 31),
  1e308,
  0n,
  -1n,
  2n ** 63n,
  2n ** 64n,
  '',
  '/',
  'a\0b',
  '\ud800',
  '%s%n%s',
  'x'.repeat(100_000),
  {},
  [],
  [null],
  Symbol('hostile'),
  () => 0,
  Buffer.alloc(3),
  new Date(0),
  Object.create(RTSPMedia.prototype),
  Object.create(null),
  new Proxy(
    {},
    {
      get() {
        throw new Error('a hostile object');
      },
    },
  ),
];

/** They end what the others need, so they come last. */
const disruptive =
  /_(close|attach|unprepare|release_media|remove|cleanup|set_state|set_pipeline_state|suspend|refuse)$/;

/** Counts what came of the calls. */
class Outcomes {
  readonly counts = new Map<string, number>();
  #pending: Promise<unknown>[] = [];

  add(name: string): void {
    this.counts.set(name, (this.counts.get(name) ?? 0) + 1);
  }

  /** Every outcome is a return or an error. */
  call(name: string, args: readonly unknown[], call: NativeFunction = c[name]): void {
    try {
      const result = promised(call(...args));
      if (!result) {
        this.add('returned');
        return;
      }
      const settled = result.then(
        () => this.add('resolved'),
        (error: unknown) => {
          assert.ok(error instanceof Error, `${name} rejected with ${String(error)}`);
          this.add(`rejected ${error.name}`);
        },
      );
      this.#pending.push(settled);
    } catch (error) {
      assert.ok(error instanceof Error, `${name} threw ${String(error)}`);
      this.add(`threw ${error.name}`);
    }
  }

  async settled(): Promise<void> {
    const pending = this.#pending;
    this.#pending = [];
    await withDeadline(Promise.all(pending), 60_000, `${pending.length} promises`);
  }

  get total(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }
}

/** Of the right type in JavaScript, and not what any function hopes for; by the names that the tables have for them. */
const contents: readonly (readonly [kind: RegExp, values: readonly unknown[]])[] = [
  [
    /^(utf8|filename)$/,
    [
      ...['rtsp', 'rtsp://', 'rtsp://[::1', 'rtsp://a:99999/', '/../..', '//', '*', '0', '-1', '9'.repeat(40)],
      ...['127.0.0.1', '::', 'pay0', 'a=b', 'a;b="', '((((', '( fakesrc ! ', 'a\r\nb: c', '\0', ' ', '\t'],
      ...['\xff\xfe', '\ufeff', '\ufffd', '\udc00', 'a\ud800b', '\ud800\ud800', '\u{1f3a5}', 'e\u0301'.repeat(1000)],
    ],
  ],
  [
    /^(guint|gint|gdouble|Gst.*(Flags|State|Type|Mode|Profile|Trans|Unit|Format|Method)|GSocketFamily)/,
    [
      ...[1, 2, 3, 127, 255, 32_767, 32_768, 65_535, 90_000, 2 ** 31 - 1, 2 ** 32 - 1, 5e-324],
      ...[2n ** 63n - 1n, 2n ** 64n - 1n],
    ],
  ],
  [
    /^(GBytes|GstBuffer|array|GstBufferList)$/,
    [
      ...[Buffer.alloc(0), Buffer.alloc(1, 0xff), Buffer.alloc(70_000, 0x80), new Uint8Array(12).fill(0xff)],
      ...[new Uint8Array(new SharedArrayBuffer(4)), new Float64Array(2), new DataView(new ArrayBuffer(4))],
      ...[new ArrayBuffer(8), detached(), new GstBuffer(Buffer.alloc(0)), new GstBuffer(Buffer.alloc(70_000, 0x80))],
      ...[new Array(3), ['a', 'a'], Array.from({ length: 10_000 }, () => 'a'), new Array(10_000).fill(null)],
      ...[[new GstBuffer(Buffer.alloc(0))], new Array(10_000).fill(new GstBuffer(Buffer.alloc(12, 0x80)))],
    ],
  ],
];

/** Octets that have been given away. */
function detached(): Uint8Array {
  const bytes = new Uint8Array(4);
  structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
  return bytes;
}

const octets = Buffer.alloc(4, 1);
/** What an application might give for the types that have no class, by the names that the tables have for them. */
const plainOf = new Map<string, unknown>([
  ['utf8', 'rtsp'],
  ['gboolean', true],
  ['gint64', 1n],
  ['guint64', 1n],
  ['array', []],
  ['GBytes', octets],
  ['GstBuffer', new GstBuffer(octets)],
  ['GstBufferList', [new GstBuffer(octets)]],
  ['GstRTSPMessage', RTSPMessage.request('OPTIONS', '*', { CSeq: '1' })],
  ['GstRTSPTransport', RTSPTransport.parse('RTP/AVP/TCP;unicast;interleaved=2-3')],
  ['GstSDPInfo', { isIpv6: false, serverIp: '127.0.0.1' }],
  ['GstSDPAttribute', { key: 'a', value: 'b' }],
  ['GstSDPBandwidth', { bwtype: 'AS', bandwidth: 1 }],
  ['GstSDPConnection', { nettype: 'IN', addrtype: 'IP4', address: '127.0.0.1', ttl: 1, addrNumber: 1 }],
  ['GstSDPTime', { start: '0', stop: '0', repeat: ['1d'] }],
  ['GstSDPZone', { time: '0', typedTime: '1h' }],
  ['GstMIKEYMapSRTP', { policy: 0, ssrc: 1, roc: 0 }],
  ['GstMIKEYPayload', { type: MIKEYPayloadType.RAND, rand: octets }],
]);

/** What an application might give for that parameter; a number where nothing else is known. */
function plain({ kind }: ArgumentEntry, samples: Samples): unknown {
  if (kind === 'new') return {};
  return samples.of.get(kind) ?? plainOf.get(kind) ?? 1;
}

/** What an application might give to that function: it returns, or fails for the state that something is in. */
function plainArguments({ name }: CallEntry, parameters: readonly ArgumentEntry[], samples: Samples): unknown[] {
  const fitting = samples.fitting(name);
  return parameters.map((parameter, index) => fitting?.[index] ?? plain(parameter, samples));
}

/** What may be wrong with it though it is of the right type, in lists of values and in the fields of records, too. */
function hostileContents({ kind }: ArgumentEntry): unknown[] {
  const fields = plainOf.get(kind);
  const isRecord = typeof fields === 'object' && fields !== null && Object.getPrototypeOf(fields) === Object.prototype;
  const ofFields = isRecord
    ? Object.keys(fields).flatMap((key) =>
        [...hostile, ...contents.flatMap(([, values]) => values)].map((value) => ({ ...fields, [key]: value })),
      )
    : [];
  return [...contents.flatMap(([kinds, values]) => (kinds.test(kind) ? values : [])), ...ofFields];
}

/** What JavaScript gives: of a constructor first the object that comes to stand for the result. */
function given({ name, promised, arguments: parameters }: CallEntry): ArgumentEntry[] {
  const taken = parameters.filter(({ out }) => !out);
  const object = { kind: 'new', out: false, nullable: false, full: false };
  const constructs = /_new(_empty)?$/.test(name) && !promised && !name.includes('parse');
  return constructs ? [object, ...taken] : taken;
}

/** The addon's functions that no table has, with what the facade might give them. */
function plainInternals({ of, over }: Samples): Readonly<Record<string, readonly unknown[]>> {
  const client = of.get('GstRTSPClient');
  const server = of.get('GstRTSPServer');
  class Internal extends RTSPMedia {}
  return {
    adopt: [{}],
    registerClass: ['GstNobody', Internal],
    defineSubclass: ['GstRTSPMedia', Internal, 'Internal', ['prepare'], true],
    useSubclass: [0],
    chain: [of.get('GstRTSPMedia'), 'prepare', [null]],
    // There is no hook of this number: one that is changed is changed for everything.
    setHook: [99, () => undefined],
    typeName: [client],
    getProperty: [client, 'drop-backlog'],
    setProperty: [client, 'drop-backlog', true],
    hasProperty: [client, 'drop-backlog'],
    isAlive: [over[0]],
    connect: [client, 'notify::drop-backlog', 1000],
    disconnect: [client, 1],
    emit: [of.get('GstElement'), 'handoff', []],
    settle: [1, 200],
    settleThrown: [1],
    hurry: [1],
    surroundings: [],
    waiting: [server],
    calls: [],
    asks: [],
    virtualMethods: [],
    createPoolWatch: [of.get('GstRTSPSessionPool'), 'slot'],
    contextField: [over[0], 'server'],
    setSlot: [new RTSPClient(), 0, true],
    setDelivery: [new RTSPClient(), false, 1, true, 1000],
    answerSend: [1, true],
    deliveryStatistics: [client],
    serverOf: [client],
    hold: [server],
    drop: [new RTSPServer()],
    track: [],
    statistics: [],
  };
}

/** Without that a call that C is critical of would pass. */
function assertCriticalsAreFatal(): void {
  const areFatal = process.env.G_DEBUG?.split(/[^\w-]/).includes('fatal-criticals');
  assert.ok(
    areFatal || process.env.CRITICALS === 'allowed',
    'run with G_DEBUG=fatal-criticals, or script/test --plain',
  );
}

describe('every bound function', function () {
  this.timeout(300_000);
  // Functions of the double wait for its own tests.
  const calls = native.calls().filter(({ name }) => !name.startsWith('test_'));
  const ordered = [
    ...calls.filter(({ name }) => !disruptive.test(name)),
    ...calls.filter(({ name }) => disruptive.test(name)),
  ];
  let samples: Samples;

  before(async () => {
    assertCriticalsAreFatal();
    samples = await makeSamples();
  });

  it('takes what the next test gives beside one wrong argument', async () => {
    const refused: string[] = [];
    const outcomes = new Outcomes();
    for (const call of ordered.filter(({ name }) => !disruptive.test(name))) {
      const why = (error: unknown) => {
        if (error instanceof GError) return;
        refused.push(`${call.name}: ${String(error)}`);
      };
      outcomes.call(call.name, plainArguments(call, given(call), samples), (...args) => {
        try {
          const result = c[call.name](...args);
          return promised(result)?.catch(why) ?? result;
        } catch (error) {
          why(error);
          return undefined;
        }
      });
      await outcomes.settled();
    }
    assert.deepEqual(refused, []);
  });

  it('bears any arguments: it returns, or throws a JavaScript error', async () => {
    const outcomes = new Outcomes();
    const strangers = [...samples.of.values(), ...samples.over];
    for (const call of ordered) {
      const parameters = given(call);
      const values = () => plainArguments(call, parameters, samples);
      for (let count = 0; count < parameters.length; count++) outcomes.call(call.name, values().slice(0, count));
      for (let at = 0; at < Math.max(parameters.length, 1); at++) {
        const wrong = parameters.length > 0 ? hostileContents(parameters[at]) : [];
        for (const value of [...hostile, ...strangers, ...samples.dead, ...wrong]) {
          const args = values();
          args[at] = value;
          outcomes.call(call.name, args);
        }
      }
      outcomes.call(call.name, [...values(), ...hostile.slice(0, 5)]);
      await outcomes.settled();
    }
    const { total, counts } = outcomes;
    console.log(`      ${calls.length} functions, ${total} calls:`, Object.fromEntries(counts));
    assert.ok(total > calls.length * 100);
    assert.ok((counts.get('threw TypeError') ?? 0) > total / 3);
  });

  it('bears the same where no table has it: what the facade alone calls', async () => {
    const internals = plainInternals(samples);
    const addon = native as unknown as Readonly<Record<string, NativeFunction>>;
    const names: string[] = [];
    // What the double has is for its own tests.
    const ofDouble = /^(time|hand|fill|filter|settleBare|countInstances|instances|empty)/;
    for (const name in addon) if (typeof addon[name] === 'function' && !ofDouble.test(name)) names.push(name);
    // What ends everything has tests of its own.
    assert.deepEqual(names.filter((name) => name !== 'end').sort(), Object.keys(internals).sort());
    const outcomes = new Outcomes();
    const strangers = [...samples.of.values(), ...samples.over];
    for (const [name, values] of Object.entries(internals)) {
      for (let count = 0; count <= values.length; count++) outcomes.call(name, values.slice(0, count), addon[name]);
      for (const [at] of values.entries()) {
        for (const value of [...hostile, ...strangers]) {
          const args = [...values];
          // Whoever is held keeps the process.
          if (name === 'hold' && value instanceof RTSPServer) continue;
          if (name === 'setHook' && at === 0 && value === 0) continue;
          args[at] = value;
          outcomes.call(name, args, addon[name]);
        }
      }
      await outcomes.settled();
    }
    const { total, counts } = outcomes;
    console.log(`      ${names.length - 1} functions, ${total} calls:`, Object.fromEntries(counts));
    assert.ok(total > 3000);
  });

  it('makes no type of a class that is refused', () => {
    const define = (constructor: unknown) => native.defineSubclass('GstRTSPMedia', constructor, 'Refused', [], true);
    const number = define(class extends RTSPMedia {});
    for (const wrong of hostile.filter((value) => typeof value !== 'function')) {
      assert.throws(() => define(wrong), TypeError);
    }
    assert.equal(define(class extends RTSPMedia {}), number + 1);
  });

  it('bears an object that is over, wherever it takes one of its class', async () => {
    const outcomes = new Outcomes();
    const { dead } = samples;
    const taken = new Set<object>();
    for (const call of ordered) {
      const parameters = given(call);
      for (const [at, { kind }] of parameters.entries()) {
        const of = classOf(0, kind) as (abstract new (...args: never[]) => object) | undefined;
        for (const object of dead) {
          if (!of || !(object instanceof of)) continue;
          taken.add(object);
          const args = plainArguments(call, parameters, samples);
          args[at] = object;
          outcomes.call(call.name, args);
        }
      }
      await outcomes.settled();
    }
    const { total, counts } = outcomes;
    console.log(`      ${taken.size} objects that are over, ${total} calls:`, Object.fromEntries(counts));
    assert.equal(taken.size, dead.length);
  });

  after(async () => {
    await samples.end();
  });
});

/** Of objects that no file in the list describes, and that the library hands out. */
const ofSockets = ['blocking', 'broadcast', 'keepalive', 'listen-backlog', 'multicast-loopback', 'timeout', 'ttl'];
const ofRtpSessions = [
  ...['bandwidth', 'rtcp-fraction', 'rtcp-rr-bandwidth', 'rtcp-rs-bandwidth', 'rtcp-mtu', 'sdes', 'favor-new'],
  ...['rtcp-min-interval', 'rtcp-feedback-retention-window', 'probation', 'max-dropout-time', 'max-misorder-time'],
  ...['rtp-profile', 'rtcp-reduced-size'],
];

describe('every property that can be written', function () {
  this.timeout(120_000);
  let samples: Samples;

  before(async () => {
    assertCriticalsAreFatal();
    samples = await makeSamples();
  });

  it('bears any value: it is set, or refused by a JavaScript error', async () => {
    const properties = ['GstRtspServer', 'Gst'].flatMap((name) => readNamespace(name).properties);
    const exported = library as unknown as Readonly<Record<string, abstract new (...args: never[]) => GObject>>;
    const outcomes = new Outcomes();
    const strangers = [...samples.of.values(), ...samples.over];
    const written = new Set<string>();
    const url = (samples.of.get('GstRTSPServer') as RTSPServer).url('/test');
    const objects = new Set([...samples.of.values(), ...samples.dead]);
    for (const { key, owner, name } of properties.filter(({ writable }) => writable)) {
      if (!(owner in exported)) continue;
      for (const object of objects) {
        if (!(object instanceof exported[owner])) continue;
        written.add(key);
        for (const value of [...hostile, ...strangers]) {
          outcomes.call(key, [name, value], (...args) => object.setProperty(...(args as [string, unknown])));
        }
      }
    }
    const listening = new RTSPServer();
    listening.service = '0';
    const stream = samples.of.get('GstRTSPStream') as RTSPStream;
    const inside: [GObject | null, readonly string[]][] = [
      [await listening.createSocket(), ofSockets],
      [stream.rtpsession, ofRtpSessions],
    ];
    for (const [object, names] of inside) {
      assert.ok(object);
      for (const name of names) {
        assert.notEqual(object.getProperty(name), undefined);
        for (const value of [...hostile, ...strangers]) {
          outcomes.call(`${object.typeName}:${name}`, [name, value], (...args) =>
            object.setProperty(...(args as [string, unknown])),
          );
        }
      }
    }
    // What they were set to is used.
    using viewer = await RtspClient.connect(url);
    assert.ok((await viewer.request('DESCRIBE')).status >= 200);
    const { total, counts } = outcomes;
    console.log(`      ${written.size} properties, ${total} calls:`, Object.fromEntries(counts));
    const own = properties.filter(({ key, writable }) => writable && /^RTSP/.test(key));
    assert.deepEqual(
      own.filter(({ key }) => !written.has(key)).map(({ key }) => key),
      [],
    );
  });

  after(async () => {
    await samples.end();
  });
});
