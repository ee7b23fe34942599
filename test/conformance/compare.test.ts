import assert from 'node:assert/strict';

import { type ArgumentEntry, native } from '../../lib/native.js';
import {
  callbackMisdeclarations,
  disagreements,
  eventMisdeclarations,
  misdeclarations,
  misfit,
  overrideDisagreements,
  overrideMisdeclarations,
  propertyMisdeclarations,
} from './compare.js';
import { enumerations } from './enumerations.js';
import { Facade, type FacadeCallable, type Shape } from './facade.js';
import { readNamespace } from './gir.js';

// gir.test.ts relies on it: what it compares is changed here, one thing at a time, and each change must be found.

const gir = readNamespace('GstRtspServer');
const camelCase = (name: string) => name.replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());

const nothing: Shape = {
  kinds: new Set(),
  parts: [],
  nullable: false,
  isNull: false,
  anyNumber: false,
  numbers: new Set(),
  elements: undefined,
};
const shapeOf = (...kinds: string[]): Shape => ({
  ...nothing,
  kinds: new Set(kinds),
  parts: kinds.map((kind) => ({ own: [kind], above: [] })),
});
const foreign = shapeOf('Nobody');
/** One more alternative, which does not fit. */
const widened = (shape: Shape): Shape => ({
  ...shape,
  kinds: new Set([...shape.kinds, 'Nobody']),
  parts: [...shape.parts, ...foreign.parts],
});
/** The class below, of what is one. */
const below = (shape: Shape): Shape => ({
  ...shape,
  parts: shape.parts.map(({ own, above }) => ({ own: ['Below'], above: [...own, ...above] })),
});
/** Of a list: the same with something else in it. */
const otherElements = (shape: Shape): Shape[] => {
  const { elements } = shape;
  if (!elements) return [];
  return [foreign, widened(elements), { ...elements, nullable: !elements.nullable }].map((by) => ({
    ...shape,
    elements: by,
  }));
};
/** The other one of JavaScript's kinds of numbers. */
const otherNumber = (shape: Shape): Shape | undefined => {
  const [kind, ...more] = shape.kinds;
  if (more.length > 0 || !/^(number|bigint)$/.test(kind)) return undefined;
  return { ...shape, ...shapeOfKind(kind === 'number' ? 'bigint' : 'number') };
};
const shapeOfKind = (kind: string) => ({ kinds: new Set([kind]), parts: [{ own: [kind], above: [] }] });
const other: ArgumentEntry = { kind: 'GDate', out: false, nullable: false, full: false };

/** What somebody might have written wrong of a parameter. */
const wrong: readonly ((argument: ArgumentEntry) => ArgumentEntry)[] = [
  (argument) => ({ ...argument, kind: other.kind }),
  (argument) => ({ ...argument, out: !argument.out }),
  (argument) => ({ ...argument, nullable: !argument.nullable }),
  (argument) => ({ ...argument, full: !argument.full }),
];
const isPointer = ({ kind }: ArgumentEntry) =>
  /^(Gst|Node|G[A-Z]|utf8|filename|array)/.test(kind) && !enumerations.valuesOf(kind);

const replaced = <T>(all: readonly T[], index: number, by: T): T[] => all.map((one, at) => (at === index ? by : one));

describe('the comparison with the introspection file', function () {
  this.timeout(60_000);
  let facade: Facade;
  let changes = 0;

  before(() => {
    facade = new Facade();
  });

  after(() => {
    console.log(`      ${changes} changes, each found`);
  });

  /** A change is found when there is a difference that there was not, or one less. */
  const isFound = (what: string, before: readonly string[], now: readonly string[]) => {
    changes++;
    assert.notDeepEqual(now, before, what);
  };

  /** The changes of a line of a table, but those of what differs from the file already. */
  const changesOf = (
    name: string,
    { arguments: given, result }: { arguments: ArgumentEntry[]; result: ArgumentEntry },
    differencesOf: (changed: { arguments: ArgumentEntry[]; result: ArgumentEntry }) => string[],
  ) => {
    const before = differencesOf({ arguments: given, result });
    // Those of our own that take something else are listed as such.
    const hasParameters = !before.some((difference) => difference.endsWith(' parameters'));
    given.forEach((argument, index) => {
      if (!hasParameters) return;
      wrong.forEach((change, which) => {
        // Numbers have nothing to give away, and the tables do not have whether what comes back may be null.
        if (which === 3 && !isPointer(argument)) return;
        if (which === 2 && argument.out) return;
        const now = differencesOf({ arguments: replaced(given, index, change(argument)), result });
        if (which === 0 && before.some((difference) => difference.endsWith(') type'))) return;
        isFound(`${name}, argument ${index}, change ${which}`, before, now);
      });
    });
    if (hasParameters)
      isFound(`${name} with one more`, before, differencesOf({ arguments: [...given, other], result }));
    if (before.some((difference) => difference.includes(' → '))) return;
    isFound(`${name} →`, before, differencesOf({ arguments: given, result: { ...result, kind: other.kind } }));
    if (!isPointer(result)) return;
    isFound(`${name} → full`, before, differencesOf({ arguments: given, result: { ...result, full: !result.full } }));
  };

  it('finds each change of a function in the tables', () => {
    const byName = new Map(gir.functions.map((entry) => [entry.key, entry]));
    for (const call of native.calls()) {
      const entry = byName.get(call.name.replace(/^node_/, 'gst_'));
      if (entry) changesOf(call.name, call, (changed) => disagreements({ ...call, ...changed }, entry, enumerations));
    }
    assert.ok(changes > 2000);
  });

  const methods = () =>
    native.virtualMethods().flatMap((method) => {
      const entry = gir.virtualMethods.find(
        ({ owner, name }) => method.type === `Gst${owner}` && method.method === camelCase(name),
      );
      return entry && method.refusal === null ? [{ method, entry }] : [];
    });

  it('finds each change of a virtual method in the tables', () => {
    assert.ok(methods().length > 60);
    for (const { method, entry } of methods()) {
      const differencesOf = (changed: Partial<typeof method>) =>
        overrideDisagreements({ ...method, ...changed }, entry, enumerations);
      changesOf(entry.key, method, differencesOf);
      const { result } = method;
      const before = differencesOf({});
      isFound(`${entry.key} → null`, before, differencesOf({ result: { ...result, nullable: !result.nullable } }));
    }
  });

  const nullFlipped = (shape: Shape): Shape => ({ ...shape, isNull: !shape.isNull });
  /** What TypeScript might have declared wrong. */
  const misdeclared = (callable: FacadeCallable): FacadeCallable[] => [
    { ...callable, parameters: [...callable.parameters, foreign] },
    ...callable.parameters.flatMap((shape, index) =>
      [foreign, nullFlipped(shape), ...otherElements(shape)].map((by) => ({
        ...callable,
        parameters: replaced(callable.parameters, index, by),
      })),
    ),
    { ...callable, result: foreign },
    // Whoever is not asked may answer whatever he likes.
    ...(callable.result.kinds.has('unknown') ? [] : [{ ...callable, promised: !callable.promised }]),
  ];

  it('finds each change of a virtual method that TypeScript declares', () => {
    for (const { method, entry } of methods()) {
      const declared = facade.classOf(entry.owner)?.methods.get(method.method);
      assert.ok(declared, entry.key);
      const differencesOf = (callable: FacadeCallable) =>
        overrideMisdeclarations(callable, method, entry, enumerations, facade);
      const before = differencesOf(declared);
      if (before.length > 0) continue;
      for (const callable of [...misdeclared(declared), { ...declared, result: nullFlipped(declared.result) }]) {
        isFound(entry.key, before, differencesOf(callable));
      }
    }
  });

  it('finds each change of a handler that TypeScript declares', () => {
    const asks = new Map(native.asks().map(({ type, signal, answer }) => [`${type}::${signal}`, answer]));
    for (const signal of gir.signals) {
      const event = facade.classOf(signal.owner)?.events.get(signal.name);
      assert.ok(event, signal.key);
      const differencesOf = (callable: FacadeCallable, answer = asks.get(`Gst${signal.key}`)) =>
        eventMisdeclarations(callable, signal, answer, enumerations, facade);
      const before = differencesOf(event);
      for (const callable of misdeclared(event)) {
        // One of its types is listed as what the file has wrong.
        if (before.some((difference) => difference.endsWith(' type'))) continue;
        isFound(signal.key, before, differencesOf(callable));
      }
      isFound(`${signal.key} → answer`, before, differencesOf(event, 'gdouble'));
    }
  });

  it('finds each change of a callback that TypeScript declares', () => {
    const send = facade.callbacksOf('RTSPClient', 'setSendFunc');
    const sendMessages = facade.callbacksOf('RTSPClient', 'setSendMessagesFunc');
    const filter = facade.callbacksOf('RTSPServer', 'clientFilter');
    const [rtp, rtcp] = facade.callbacksOf('RTSPStreamTransport', 'setCallbacks');
    const watch = facade.callbacksOf('RTSPSessionPool', 'createWatch');
    const declared: readonly (readonly [name: string, callbacks: readonly FacadeCallable[]])[] = [
      ['RTSPClientSendFunc', send],
      ['RTSPClientSendMessagesFunc', sendMessages],
      ['RTSPServerClientFilterFunc', filter],
      ['RTSPSendFunc', [rtp]],
      ['RTSPSendFunc', [rtcp]],
      ['RTSPSessionPoolFunc', watch],
    ];
    for (const [name, callbacks] of declared) {
      const entry = gir.callbacks.find((callback) => callback.name === name);
      assert.ok(entry && callbacks.length === 1, name);
      const differencesOf = (callable: FacadeCallable) =>
        callbackMisdeclarations(callable, entry, enumerations, facade);
      assert.deepEqual(differencesOf(callbacks[0]), []);
      for (const callable of [
        ...misdeclared(callbacks[0]),
        { ...callbacks[0], result: nullFlipped(callbacks[0].result) },
      ])
        isFound(name, [], differencesOf(callable));
    }
  });

  it('finds each change of an accessor that TypeScript declares', () => {
    for (const property of gir.properties) {
      const has = facade.classOf(property.owner)?.accessors.get(camelCase(property.name));
      if (!has) continue;
      const differencesOf = (changed: Partial<typeof has>) =>
        propertyMisdeclarations({ ...has, ...changed }, property, enumerations, facade);
      const before = differencesOf({});
      for (const changed of [{ gettable: !has.gettable }, { settable: !has.settable }, { shape: foreign }]) {
        isFound(property.key, before, differencesOf(changed));
      }
    }
  });

  it('finds each change of a call in TypeScript', () => {
    const calls = new Map(native.calls().map((call) => [call.name, call]));
    const byName = new Map(gir.functions.map((entry) => [entry.key, entry]));
    for (const use of facade.calls) {
      const call = calls.get(use.name);
      const entry = byName.get(use.name.replace(/^node_/, 'gst_'));
      if (!call || use.hasSpread) continue;
      const differencesOf = (changed: Partial<typeof use>) =>
        misdeclarations({ ...use, ...changed }, call, entry, enumerations, facade);
      const before = differencesOf({});
      isFound(`${use.place} promise`, before, differencesOf({ promise: !use.promise }));
      if (use.made) isFound(`${use.place} new`, before, differencesOf({ made: foreign }));
      isFound(`${use.place} arguments`, before, differencesOf({ args: [...use.args, foreign] }));
      use.args.forEach((shape, index) => {
        const others = [otherNumber(shape), ...otherElements(shape)];
        for (const by of [foreign, ...(shape.kinds.size > 0 ? [widened(shape)] : []), ...others]) {
          // Any object: the addon looks.
          if (!by || (by !== foreign && shape.kinds.has('unknown'))) continue;
          isFound(`${use.place} ${index}`, before, differencesOf({ args: replaced(use.args, index, by) }));
        }
      });
      use.results?.forEach((shape, index) => {
        if (shape.kinds.size === 0 || !use.results) return;
        for (const by of [foreign, widened(shape), below(shape), otherNumber(shape), ...otherElements(shape)]) {
          if (by) isFound(`${use.place} →`, before, differencesOf({ results: replaced(use.results, index, by) }));
        }
        const at = call.arguments.findIndex(({ out }) => out);
        const isReturned =
          index === 1 && call.result.kind !== 'none' && call.arguments.length === entry?.parameters.length;
        // Times are null where there is none.
        if (!isReturned || call.arguments[at].kind === 'guint64') return;
        const by = { ...shape, nullable: !shape.nullable };
        isFound(`${use.place} → ${index} null`, before, differencesOf({ results: replaced(use.results, index, by) }));
      });
    }
  });

  it('tells the enumerations from each other, and from any number', () => {
    const numbers = enumerations.valuesOf('GstRTSPSuspendMode') ?? new Set();
    const shape: Shape = { ...shapeOf('number'), numbers };
    const why = (of: Shape, type: string, direction: 'given' | 'taken' = 'taken') =>
      misfit(of, type, facade, enumerations, direction);
    assert.equal(why(shape, 'GstRTSPSuspendMode'), undefined);
    assert.match(why(shape, 'GstRTSPStatusCode') ?? '', /which GstRTSPStatusCode has not/);
    assert.match(why({ ...shape, anyNumber: true }, 'GstRTSPSuspendMode') ?? '', /any number/);
    const some = { ...shape, numbers: new Set([...numbers].slice(1)) };
    assert.match(why(some, 'GstRTSPSuspendMode') ?? '', /without 0/);
    assert.equal(why(some, 'GstRTSPSuspendMode', 'given'), undefined);
    assert.equal(why({ ...shape, anyNumber: true }, 'GstRTSPProfile'), undefined);
  });
});
