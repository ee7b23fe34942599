import assert from 'node:assert/strict';

import * as library from '../../lib/index.js';
import { type CallEntry, native } from '../../lib/native.js';
import { disagreements, misdeclarations } from './compare.js';
import { Facade } from './facade.js';
import { type GirCallable, readGir } from './gir.js';
import { readListed } from './listed.js';

const gir = readGir('/usr/share/gir-1.0/GstRtspServer-1.0.gir');
const exported = library as unknown as Readonly<Record<string, unknown>>;
const calls = new Map<string, CallEntry>(native.calls().map((call) => [call.name, call]));
const functions = [...new Map(gir.functions.map((entry) => [entry.key, entry])).values()].filter(
  // TypeScript has classes where C has numbers of types.
  ({ key }) => !key.endsWith('_get_type'),
);

const camelCase = (name: string) => name.replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());
const upper = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
/** The library's function, or ours in its place. */
const callOf = (name: string) => calls.get(name) ?? calls.get(name.replace(/^gst_/, 'node_'));

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

  /** All that were found, whether listed or not. */
  const differences = new Set<string>();
  const isNew = (difference: string) => {
    differences.add(difference);
    return !table('Differences').has(difference);
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
  const isElsewhere = (key: string) => table('Under another name').has(key) || table('Newer than 1.22').has(key);

  const classOfProperty = (owner: string, name: string) => {
    const of = facade.classOf(owner);
    if (!of) return undefined;
    const accessor = of.accessors.get(name);
    if (accessor) return accessor;
    if (!of.methods.has(`get${upper(name)}`)) return undefined;
    return { shape: undefined, settable: of.methods.has(`set${upper(name)}`) };
  };
  const eventOf = ({ owner, name }: GirCallable) => facade.classOf(owner)?.events.get(name);

  before(() => {
    facade = new Facade();
    listed = readListed();
    for (const name of gir.classes.keys()) take('classes', name, facade.classOfType.get(`Gst${name}`) === name);
    for (const name of gir.records) take('records', name, facade.exports(name));
    for (const { key } of functions) take('functions', key, callOf(key) !== undefined || isElsewhere(key));
    for (const signal of gir.signals) take('signals', signal.key, eventOf(signal) !== undefined);
    const overridable = new Set(
      native
        .virtualMethods()
        .map(({ type, method, refusal }) => `${type}.${method}${refusal === null ? '' : ' refused'}`),
    );
    for (const { key, owner, name } of gir.virtualMethods) {
      take('virtual methods', key, overridable.has(`Gst${owner}.${camelCase(name)}`) || isElsewhere(key));
    }
    for (const { key, owner, name } of gir.properties) {
      take('properties', key, classOfProperty(owner, camelCase(name)) !== undefined || isElsewhere(key));
    }
    for (const { name } of gir.enumerations) take('enumerations and bitfields', name, facade.exports(name));
    for (const name of gir.constants.keys()) take('constants', name, name in exported || isElsewhere(name));
    for (const name of gir.callbacks) take('callback types', name, facade.exports(name) || isElsewhere(name));
  });

  after(() => {
    for (const [kind, { bound, leftOut }] of counts) console.log(`      ${kind}: ${bound} bound, ${leftOut} left out`);
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
      assert.ok(!callOf(key), `${key} is bound`);
      const members = [...where.matchAll(/`([^`]+)`/g)].map(([, member = '']) => member);
      assert.ok(members.length > 0, `${key} has no member`);
      for (const member of members) assert.ok(isMember(member), `${key}: there is no ${member}`);
    }
  });

  it('agrees with the native tables in direction, type, transfer and nullability', () => {
    const found = functions.flatMap((entry) => {
      const call = callOf(entry.key);
      return call ? disagreements(call, entry, gir.enumerations) : [];
    });
    assert.deepEqual(found.filter(isNew), []);
  });

  it('agrees with what TypeScript declares, and that with the native tables', () => {
    const byName = new Map(functions.map((entry) => [entry.key, entry]));
    const found = facade.calls.flatMap((use) => {
      const call = calls.get(use.name);
      if (!call) return [`${use.place}: there is no ${use.name}`];
      const entry = byName.get(use.name) ?? byName.get(use.name.replace(/^node_/, 'gst_'));
      return misdeclarations(use, call, entry, gir.enumerations, facade);
    });
    assert.ok(facade.calls.length > 300);
    assert.deepEqual(found.filter(isNew), []);
  });

  it('has the properties that the facade has, for reading and for writing', () => {
    const kinds: Readonly<Record<string, string>> = { gboolean: 'boolean', gint: 'number', guint: 'number' };
    const found = gir.properties.flatMap(({ key, owner, name, type, writable }) => {
      const has = classOfProperty(owner, camelCase(name));
      if (!has) return [];
      const differences: string[] = [];
      if (has.settable !== writable) differences.push(`${key} ${writable ? 'writable' : 'read only'}`);
      const kind = kinds[type];
      if (kind && has.shape && !has.shape.kinds.has(kind)) differences.push(`${key} type`);
      return differences;
    });
    assert.deepEqual(found.filter(isNew), []);
  });

  it('has the signals that the event maps have, with the same arguments', () => {
    const kinds: Readonly<Record<string, string>> = { gint: 'number', guint: 'number', utf8: 'string' };
    const found = gir.signals.flatMap((signal) => {
      const event = eventOf(signal);
      if (!event) return [];
      const { parameters } = signal;
      if (event.parameters.length !== parameters.length) return [`${signal.key} parameters`];
      return parameters.flatMap(({ name, type }, index) => {
        const kind = kinds[type] ?? facade.classOfType.get(type);
        return !kind || event.parameters[index]?.kinds.has(kind) ? [] : [`${signal.key}(${name}) type`];
      });
    });
    assert.deepEqual(found.filter(isNew), []);
  });

  it('has signals with an answer only where C waits for one', () => {
    const asks = new Set(native.asks().map(({ type, signal }) => `${type.replace(/^Gst/, '')}::${signal}`));
    const found = gir.signals
      .filter(({ key, result }) => result.type !== 'none' && !asks.has(key))
      .map(({ key }) => `${key} → answer`);
    assert.deepEqual(found.filter(isNew), []);
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
    const stale = [...table('Differences').keys()].filter((key) => !differences.has(key));
    assert.deepEqual(stale, []);
  });
});
