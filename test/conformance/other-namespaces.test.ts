import assert from 'node:assert/strict';

import * as library from '../../lib/index.js';
import { native } from '../../lib/native.js';
import { disagreements, misdeclarations, misfit } from './compare.js';
import { enumerations } from './enumerations.js';
import { Facade } from './facade.js';
import { type GirEnumeration, gstMinor, readNamespace } from './gir.js';
import { isAbout, readListed } from './listed.js';

const minor = gstMinor();
const server = readNamespace('GstRtspServer');
const rtsp = readNamespace('GstRtsp');
const sdp = readNamespace('GstSdp');
const others = [
  rtsp,
  sdp,
  ...['Gst', 'GstNet'].map((name) => readNamespace(name)),
  ...['Gio', 'GObject', 'GLib'].map((name) => readNamespace(name, '2.0')),
];
const exported = library as unknown as Readonly<Record<string, unknown>>;
const functions = new Map(others.flatMap((gir) => gir.functions.map((entry) => [entry.key, entry])));
const ofServer = new Set([...server.classes.keys(), ...server.records]);
/** What is bound of these namespaces, but for what the test double has. */
const calls = native
  .calls()
  .filter(({ name, className }) => !ofServer.has(className) && !/^((gst|node)_rtsp_(params|sdp)|test)_/.test(name));

/** The library's function, or the one in whose place ours is. */
const functionOf = (name: string) =>
  ['', 'gst_', 'g_'].map((prefix) => functions.get((prefix && name.replace(/^node_/, prefix)) || name)).find(Boolean);

const camelCase = (name: string) => name.replace(/[-_](\w)/g, (_, letter: string) => letter.toUpperCase());
const valuesOf = (name: string) => {
  const values = exported[name] ?? exported[`Gst${name}`];
  return typeof values === 'object' && values !== null ? (values as Readonly<Record<string, number>>) : undefined;
};

describe('the introspection files of the other namespaces', function () {
  this.timeout(60_000);
  let facade: Facade;
  let listed: ReadonlyMap<string, ReadonlyMap<string, string>>;
  /** A table of docs/bindings.md, but for what is said of other versions than the installed one. */
  const table = (heading: string) =>
    new Map([...(listed.get(heading) ?? [])].filter(([, text]) => isAbout(text, minor)));
  /** What was found to be listed, of each table. */
  const found = new Map<string, Set<string>>();
  const unlisted = (heading: string, keys: readonly string[]) => {
    found.set(heading, new Set([...(found.get(heading) ?? []), ...keys]));
    return keys.filter((key) => !table(heading).has(key));
  };

  before(() => {
    facade = new Facade();
    listed = readListed();
  });

  it('have the functions that are bound of them, but for those that docs/bindings.md has as our own', () => {
    const own = calls.filter(({ name }) => !functionOf(name)).map(({ name }) => name);
    assert.equal(unlisted('Other namespaces: functions of our own', own).join('\n'), '');
  });

  it('agree with the native tables in direction, type, transfer and nullability', () => {
    const differences = calls.flatMap((call) => {
      const entry = functionOf(call.name);
      return entry ? disagreements(call, entry, enumerations) : [];
    });
    assert.equal(unlisted('Other namespaces: differences', differences).join('\n'), '');
  });

  it('agree with what TypeScript declares', () => {
    const byName = new Map(calls.map((call) => [call.name, call]));
    const differences = facade.calls.flatMap((use) => {
      const call = byName.get(use.name);
      return call ? misdeclarations(use, call, functionOf(use.name), enumerations, facade) : [];
    });
    assert.equal(unlisted('Other namespaces: differences', differences).join('\n'), '');
  });

  it('have the enumerations and bitfields of the facade, by name and value', () => {
    const differences = others
      .flatMap(({ enumerations: all }) => all)
      .flatMap(({ name, members }: GirEnumeration) => {
        const ours = valuesOf(name);
        if (!ours) return [];
        for (const [key, value] of Object.entries(ours)) {
          if (members.has(key)) assert.equal(value, members.get(key), `${name}.${key}`);
          else assert.ok(isNewer(`${name}.${key}`), `there is no ${name}.${key}`);
        }
        return [...members.keys()].filter((key) => !(key in ours)).map((key) => `${name}.${key}`);
      });
    assert.equal(unlisted('Other namespaces: left out', differences).join('\n'), '');
  });

  /** Whether docs/bindings.md says that a value is one of a newer library. */
  const isNewer = (member: string) =>
    [...table('Newer than 1.22').values()].some((where) => where.startsWith(`\`${member}\`; `));

  it('have no enumeration of RTSP or SDP that is not bound, or not in docs/bindings.md', () => {
    const missing = [...rtsp.enumerations, ...sdp.enumerations].filter(({ name }) => !valuesOf(name));
    const names = missing.map(({ name }) => name);
    assert.equal(unlisted('Other namespaces: left out', names).join('\n'), '');
  });

  it('have the fields of the records that the facade has as they are, with their types', () => {
    const names = ['RTSPUrl', 'RTSPTransport', 'RTSPRange', 'MIKEYMapSRTP'];
    names.push('SDPOrigin', 'SDPConnection', 'SDPBandwidth', 'SDPTime', 'SDPZone', 'SDPKey', 'SDPAttribute');
    const fields = [...rtsp.fields, ...sdp.fields].filter(({ owner }) => names.includes(owner));
    assert.equal(new Set(fields.map(({ owner }) => owner)).size, names.length);
    const differences = fields.flatMap(({ key, owner, name, type }) => {
      const field = facade.classOf(owner)?.accessors.get(camelCase(name));
      if (!field) return [`${key} is missing`];
      const why = misfit(field.shape, type, facade, enumerations, 'taken');
      return why === undefined ? [] : [`${key} is ${why}`];
    });
    assert.equal(differences.join('\n'), '');
  });

  it('are listed with a difference only where there is one', () => {
    const headings = [...listed.keys()].filter((heading) => heading.startsWith('Other namespaces: '));
    assert.deepEqual([...headings].sort(), [...found.keys()].sort());
    const stale = headings.flatMap((heading) =>
      [...table(heading).keys()].filter((key) => !found.get(heading)?.has(key)).map((key) => `${heading}: ${key}`),
    );
    assert.deepEqual(stale, []);
  });
});
