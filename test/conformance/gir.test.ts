import assert from 'node:assert/strict';

import * as library from '../../lib/index.js';
import { type CallEntry, native } from '../../lib/native.js';
import {
  callbackMisdeclarations,
  disagreements,
  eventMisdeclarations,
  type FacadeProperty,
  misdeclarations,
  misfit,
  newerMisdeclarations,
  overrideDisagreements,
  overrideMisdeclarations,
  propertyMisdeclarations,
} from './compare.js';
import { Facade } from './facade.js';
import { enumerations } from './enumerations.js';
import { type GirCallable, gstMinor, readNamespace } from './gir.js';
import { isAbout, readListed } from './listed.js';

const gir = readNamespace('GstRtspServer');
const minor = gstMinor();
const exported = library as unknown as Readonly<Record<string, unknown>>;
const calls = new Map<string, CallEntry>(native.calls().map((call) => [call.name, call]));
const functions = [...new Map(gir.functions.map((entry) => [entry.key, entry])).values()].filter(
  // TypeScript has classes where C has numbers of types.
  ({ key }) => !key.endsWith('_get_type'),
);

const camelCase = (name: string) => name.replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());
const upper = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
/** The library's function, or ours in its place. */
const functionOf = (name: string) => calls.get(name) ?? calls.get(name.replace(/^gst_/, 'node_'));

/** Events that no signal of C's stands behind. */
const ownEvents = [
  "RTSPClient.on('send-refused')",
  "RTSPClient.on('transport-dropped')",
  "RTSPMediaFactory.on('media-error')",
  "RTSPServer.on('media-error')",
  "RTSPStreamTransport.on('send-refused')",
];

describe('GstRtspServer-1.0.gir', function () {
  this.timeout(60_000);
  let facade: Facade;
  let listed: ReadonlyMap<string, ReadonlyMap<string, string>>;
  const table = (heading: string) => listed.get(heading) ?? new Map<string, string>();
  /** Everything that the file has, and whether it is bound. */
  const inventory = new Map<string, boolean>();
  const counts = new Map<string, { bound: number; leftOut: number }>();

  const take = (kind: string, key: string, isBound: boolean) => {
    inventory.set(key, isBound);
    const count = counts.get(kind) ?? { bound: 0, leftOut: 0 };
    counts.set(kind, count);
    if (isBound) count.bound++;
    else count.leftOut++;
  };

  /** But for what is said of other versions than the installed one. */
  const listedDifferences = () => {
    const all = [...table('Differences'), ...table('Functions of our own')];
    return new Map(all.filter(([, text]) => isAbout(text, minor)));
  };
  /** All that were found, whether listed or not. */
  const differences = new Set<string>();
  const isNew = (difference: string) => {
    differences.add(difference);
    return !listedDifferences().has(difference);
  };

  const isMember = (member: string) => {
    const listening = /^(\w+)\.on\('(.*)'\)$/.exec(member);
    if (listening) return facade.classOf(listening[1])?.events.has(listening[2]);
    const [, className = '', name = ''] = /^(?:new )?(\w+)\.?(\w*)(?:\(\))?$/.exec(member) ?? [];
    if (name === '') return facade.exports(className);
    const values = exported[className];
    if (typeof values === 'object' && values !== null) return name in values;
    const of = facade.classOf(className);
    return of?.methods.has(name) || of?.accessors.has(name) || facade.staticsOf(className).has(name);
  };
  /** The line of a function; none of one that is looked up at run time, by a function of our own that says whether it is there. */
  const callOf = (name: string) => (table('Newer than 1.22').has(name) ? undefined : functionOf(name));
  const isElsewhere = (key: string) => table('Under another name').has(key) || table('Newer than 1.22').has(key);

  /** Whether TypeScript has a function as a member of its camelCase name, an accessor, a function of its own, or `new`. */
  const isNamed = (key: string): boolean => {
    const entry = functions.find((one) => one.key === key);
    if (!entry) return false;
    const { owner, name } = entry;
    const of = facade.classOf(owner);
    if (!of) return facade.exports(camelCase(key.replace(/^gst_/, '')));
    if (name === 'new') return typeof exported[owner] === 'function';
    const property = camelCase(name.replace(/^(get|set|is)_/, ''));
    const members = [camelCase(name), property];
    return (
      of.methods.has(members[0]) ||
      facade.staticsOf(owner).has(members[0]) ||
      members.some((one) => of.accessors.has(one))
    );
  };

  const classOfProperty = (owner: string, name: string): FacadeProperty | undefined => {
    const of = facade.classOf(owner);
    const accessor = of?.accessors.get(name);
    if (accessor) return accessor;
    const getter = of?.methods.get(`get${upper(name)}`);
    const settable = of?.methods.has(`set${upper(name)}`) ?? false;
    return getter && { shape: getter.result, gettable: true, settable };
  };
  const overridable = new Map(native.virtualMethods().map((entry) => [`${entry.type}.${entry.method}`, entry]));
  /** The line of a virtual method that may be overridden. */
  const overrideOf = ({ key, owner, name }: GirCallable) => {
    const elsewhere = /^`\w+\.(\w+)\(\)`$/.exec(table('Under another name').get(key) ?? '')?.[1];
    const entry = overridable.get(`Gst${owner}.${elsewhere ?? camelCase(name)}`);
    return entry?.refusal === null ? entry : undefined;
  };
  const compared = new Map<string, number>();
  /** Counts what is compared, and finds the differences that are not listed. */
  const compare = <T>(what: string, all: readonly T[], differencesOf: (one: T) => string[] | undefined) => {
    const found = all.map(differencesOf);
    compared.set(what, found.filter((differences) => differences !== undefined).length);
    const unlisted = found.flatMap((differences) => differences ?? []).filter(isNew);
    assert.equal(unlisted.join('\n'), '');
  };
  const eventOf = ({ owner, name }: GirCallable) => facade.classOf(owner)?.events.get(name);

  before(() => {
    facade = new Facade();
    listed = readListed();
    for (const name of gir.classes.keys()) take('classes', name, facade.classOfType.get(`Gst${name}`) === name);
    for (const name of gir.records) take('records', name, facade.exports(name));
    for (const { key, owner, name } of gir.fields) {
      take('fields of records', key, classOfProperty(owner, camelCase(name)) !== undefined || isElsewhere(key));
    }
    for (const { key } of functions) take('functions', key, callOf(key) !== undefined || isElsewhere(key));
    for (const signal of gir.signals) take('signals', signal.key, eventOf(signal) !== undefined);
    for (const method of gir.virtualMethods) take('virtual methods', method.key, overrideOf(method) !== undefined);
    for (const { key, owner, name } of gir.properties) {
      take('properties', key, classOfProperty(owner, camelCase(name)) !== undefined || isElsewhere(key));
    }
    for (const { name } of gir.enumerations) take('enumerations and bitfields', name, facade.exports(name));
    for (const name of gir.constants.keys()) take('constants', name, name in exported || isElsewhere(name));
    for (const { name } of gir.callbacks) take('callback types', name, facade.exports(name) || isElsewhere(name));
  });

  after(() => {
    for (const [kind, { bound, leftOut }] of counts) console.log(`      ${kind}: ${bound} bound, ${leftOut} left out`);
    for (const [what, count] of compared) console.log(`      ${what}: ${count} compared`);
    console.log(`      ${differences.size} differences, each in docs/bindings.md`);
  });

  it('has nothing that is neither bound nor in docs/bindings.md', () => {
    assert.ok(functions.length > 370 && gir.signals.length >= 40 && gir.properties.length >= 53);
    assert.deepEqual(
      [...inventory].filter(([key, isBound]) => !isBound && !table('Left out').has(key)).map(([key]) => key),
      [],
    );
  });

  it('has all that docs/bindings.md lists, and nothing of it is bound otherwise', () => {
    const entries = [...table('Left out')];
    const isNewer = (key: string, reason: string) => /^1\.\d\d: /.test(reason) && !inventory.has(key);
    assert.deepEqual(
      entries.filter(([key, reason]) => inventory.get(key) !== false && !isNewer(key, reason)).map(([key]) => key),
      [],
    );
    for (const [key, reason] of entries) assert.ok(reason.length > 0, `${key} has no reason`);
    for (const key of table('Under another name').keys()) assert.ok(inventory.has(key), key);
    for (const [key, where] of [...table('Under another name'), ...table('Newer than 1.22')]) {
      assert.ok(!callOf(key) || !isNamed(key), `${key} is bound under its own name`);
      const members = [...where.matchAll(/`([^`]+)`/g)].map(([, member = '']) => member);
      assert.ok(members.length > 0, `${key} has no member`);
      for (const member of members) assert.ok(isMember(member), `${key}: there is no ${member}`);
    }
  });

  it('has its functions under their own names in TypeScript, but for those that docs/bindings.md has elsewhere', () => {
    const stray = functions.filter(({ key }) => inventory.get(key) === true && !isElsewhere(key) && !isNamed(key));
    assert.deepEqual(
      stray.map(({ key }) => key),
      [],
    );
  });

  it('has the classes of the facade, each below the same one', () => {
    const parents = [...gir.classes.keys()].map((name) => {
      const above = Object.getPrototypeOf(exported[name]) as { name: string };
      return [name, above.name === 'GObject' ? 'GObject.Object' : above.name];
    });
    assert.deepEqual(parents, [...gir.classes]);
  });

  it('agrees with the native tables in direction, type, transfer and nullability', () => {
    compare('functions with the tables', functions, (entry) => {
      const call = callOf(entry.key);
      return call && disagreements(call, entry, enumerations);
    });
  });

  it('agrees with the native tables of virtual methods in the same', () => {
    compare('virtual methods with the tables', gir.virtualMethods, (entry) => {
      const method = overrideOf(entry);
      return method && overrideDisagreements(method, entry, enumerations);
    });
  });

  it('agrees with what TypeScript declares, and that with the native tables', () => {
    const byName = new Map(functions.map((entry) => [entry.key, entry]));
    assert.ok(facade.calls.length > 300);
    compare('calls in TypeScript', facade.calls, (use) => {
      const call = calls.get(use.name);
      if (!call) return [`${use.place}: there is no ${use.name}`];
      const entry = byName.get(use.name) ?? byName.get(use.name.replace(/^node_/, 'gst_'));
      return misdeclarations(use, call, entry, enumerations, facade);
    });
  });

  it('has the functions that are newer than 1.22 where its version says so, as TypeScript declares them', () => {
    const rows = [...table('Newer than 1.22')].filter(([key]) => !key.startsWith('GST_'));
    compare('newer functions in TypeScript', rows, ([key, where]) => {
      const [, owner = '', member = '', since] = /^`(\w+)\.(.+)`; 1\.(\d\d)$/.exec(where) ?? [];
      assert.ok(since, `${key} has no version`);
      assert.equal(inventory.has(key), minor >= Number(since), `${key} with 1.${minor}`);
      const entry = functions.find((one) => one.key === key);
      return entry && newerMisdeclarations(member, facade.classOf(owner), entry, enumerations, facade);
    });
  });

  it('constructs the classes that TypeScript declares as such, and no others', () => {
    const classes = [...facade.classOfType.values()];
    assert.ok(facade.constructed.size >= 28);
    assert.deepEqual(
      classes.filter((name) => facade.isConstructible(name)),
      classes.filter((name) => facade.constructed.has(name)),
    );
  });

  it('has the virtual methods that TypeScript declares, with the arguments and answers of the native tables', () => {
    compare('virtual methods in TypeScript', gir.virtualMethods, (entry) => {
      const method = overrideOf(entry);
      const declared = method && facade.classOf(entry.owner)?.methods.get(method.method);
      if (!method) return undefined;
      return declared
        ? overrideMisdeclarations(declared, method, entry, enumerations, facade)
        : [`${entry.key} undeclared`];
    });
  });

  it('has the properties that the facade has, with their types, for reading and for writing', () => {
    compare('properties in TypeScript', gir.properties, (property) => {
      const has = classOfProperty(property.owner, camelCase(property.name));
      return has && propertyMisdeclarations(has, property, enumerations, facade);
    });
  });

  it('has the fields of records that the facade has, with their types', () => {
    compare('fields in TypeScript', gir.fields, ({ key, owner, name, type }) => {
      const shape = classOfProperty(owner, camelCase(name))?.shape;
      return shape && (misfit(shape, type, facade, enumerations, 'taken') ? [`${key} type`] : []);
    });
  });

  it('has the signals that the event maps have, with the same arguments and answers', () => {
    const asks = new Map(native.asks().map(({ type, signal, answer }) => [`${type}::${signal}`, answer]));
    compare('signals in TypeScript', gir.signals, (signal) => {
      const event = eventOf(signal);
      const answer = asks.get(`Gst${signal.key}`);
      return event && eventMisdeclarations(event, signal, answer, enumerations, facade);
    });
  });

  it('agrees with Gst-1.0.gir in the same of the event maps of pipelines, and all events are signals but our own', () => {
    const gst = readNamespace('Gst').signals;
    compare('signals of Gst in TypeScript', gst, (signal) => {
      const event = facade.classOf(signal.owner)?.events.get(signal.name);
      return event && eventMisdeclarations(event, signal, undefined, enumerations, facade);
    });
    const signals = new Set([...gir.signals, ...gst].map(({ key }) => key));
    const inherited = facade.classOf('GObject')?.events ?? new Map<string, unknown>();
    const names = [...facade.classOfType.values()];
    const isSignal = (name: string, event: string): boolean => {
      const { name: above } = Object.getPrototypeOf(exported[name] ?? Object) as { name: string };
      return signals.has(`${name}::${event}`) || (above !== '' && isSignal(above, event));
    };
    const isNewer = (name: string, event: string) =>
      [...table('Newer than 1.22')].some(([, where]) => where.includes(`\`${name}.on('${event}')\``));
    const own = names.flatMap((name) =>
      [...(facade.classOf(name)?.events.keys() ?? [])]
        .filter((event) => !inherited.has(event) && !event.startsWith('notify::'))
        .filter((event) => !isSignal(name, event) && !isNewer(name, event))
        .map((event) => `${name}.on('${event}')`),
    );
    assert.deepEqual(own.sort(), ownEvents);
  });

  it('has the callbacks that the methods take, with the same arguments and answers', () => {
    const callbacks = new Map(gir.callbacks.map((callback) => [`Gst${callback.name}`, callback]));
    const uses = functions.flatMap(({ key, owner, name, parameters }) => {
      // That of a source is the callback of what made it.
      const types = key === 'gst_rtsp_session_pool_create_watch' ? ['GstRTSPSessionPoolFunc'] : [];
      for (const { type } of parameters) if (callbacks.has(type)) types.push(type);
      return types.length > 0 ? [{ key, owner, name, types }] : [];
    });
    assert.deepEqual([...new Set(uses.flatMap(({ types }) => types))].sort(), [...callbacks.keys()].sort());
    compare('callbacks in TypeScript', uses, ({ key, owner, name, types }) => {
      const declared = facade.callbacksOf(owner, camelCase(name));
      if (declared.length !== types.length) return [`${key} callbacks`];
      return declared.flatMap((callback, index) => {
        const expected = callbacks.get(types[index]);
        return expected ? callbackMisdeclarations(callback, expected, enumerations, facade) : [];
      });
    });
  });

  it('knows the type of everything that a bound function takes and gives', () => {
    const unknown = native
      .calls()
      .filter(({ arguments: taken, result }) => [...taken, result].some(({ kind }) => kind === 'other'));
    assert.deepEqual(
      unknown.map(({ name }) => name),
      [],
    );
  });

  it('has the enumerations, bitfields and constants of the facade, by name and value', () => {
    for (const { name, members } of gir.enumerations) {
      const ours = exported[name] as Readonly<Record<string, number>> | undefined;
      if (inventory.get(name) && ours) {
        assert.deepEqual(Object.fromEntries(Object.entries(ours)), Object.fromEntries(members), name);
      }
    }
    for (const [name, value] of gir.constants) {
      if (!inventory.get(name)) continue;
      const [, object = '', key = ''] = /^`(\w+)\.(\w+)`/.exec(table('Under another name').get(name) ?? '') ?? [];
      const ours = object ? (exported[object] as Readonly<Record<string, unknown>>)[key] : exported[name];
      assert.equal(ours, value, name);
    }
  });

  it('is listed with a difference only where there is one', () => {
    const stale = [...listedDifferences().keys()].filter((key) => !differences.has(key));
    assert.deepEqual(stale, []);
  });
});
