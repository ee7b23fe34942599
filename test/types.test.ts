import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

import {
  type GObject,
  RTSPClient,
  type RTSPMediaFactory,
  RTSPMediaFactoryURI,
  RTSPServer,
  RTSPStatusCode,
} from '../lib/index.js';
import { Facade } from './conformance/facade.js';
import { projectRoot } from './helpers/process.js';

// What must not compile stands in types.test-d.ts.

class LoggingServer extends RTSPServer {
  readonly seen: RTSPClient[] = [];

  constructor() {
    super();
    this.on('client-connected', (client) => this.seen.push(client));
  }
}

describe('types', () => {
  it('are tried for each event of each class, with a handler that fits and with one that does not', function () {
    this.timeout(60_000);
    const text = readFileSync(path.join(projectRoot, 'test/types.test-d.ts'), 'utf8');
    const facade = new Facade();
    const inherited = facade.classOf('GObject')?.events ?? new Map<string, unknown>();
    const events = [...facade.classOfType.values()].flatMap((name) => {
      const own = facade.classOf(name)?.events.keys() ?? [];
      return [...own].filter((event) => !inherited.has(event)).map((event) => ({ name, event }));
    });
    assert.ok(events.length > 50, String(events.length));
    const declared = [...text.matchAll(/^declare const (\w+): (\w+);$/gm)];
    const isTried = ({ name, event }: { name: string; event: string }) =>
      declared
        .filter(([, , of]) => of === name)
        .some(([, object]) =>
          new RegExp(
            `^${object}\\.on\\('${event}', .*\n// @ts-expect-error -- .*\n${object}\\.on\\(\\s*'${event}'`,
            'm',
          ).test(text),
        );
    assert.deepEqual(
      events.filter((one) => !isTried(one)).map(({ name, event }) => `${name}::${event}`),
      [],
    );
  });

  it('number the ten commonest mistakes', () => {
    const text = readFileSync(path.join(projectRoot, 'test/types.test-d.ts'), 'utf8');
    const numbers = [...text.matchAll(/@ts-expect-error -- mistake (\d+): /g)].map(([, number]) => Number(number));
    assert.deepEqual(numbers, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('let subclasses listen to their own events', () => {
    const server: RTSPServer = new LoggingServer();
    const object: GObject = server;
    assert.equal(object.typeName, 'NodeRTSPServer');
    assert.equal(server.listenerCount('client-connected'), 1);
  });

  it('fit what takes an EventEmitter', async () => {
    const factory: RTSPMediaFactory = new RTSPMediaFactoryURI();
    const changed = once(factory, 'notify::shared');
    factory.setProperty('shared', true);
    assert.deepEqual(await changed, ['shared']);
    assert.equal(factory.shared, true);
  });

  it('let handlers answer by name, by number, later or not at all', () => {
    const client = new RTSPClient();
    client.on('pre-play-request', () => RTSPStatusCode.FORBIDDEN);
    client.on('pre-play-request', () => 403);
    client.on('pre-play-request', async () => RTSPStatusCode.FORBIDDEN);
    client.on('pre-play-request', async ({ uri }) => (uri ? RTSPStatusCode.OK : undefined));
    client.on('pre-play-request', () => undefined);
    assert.equal(client.listenerCount('pre-play-request'), 5);
  });
});

describe('the declarations of the package', function () {
  this.timeout(60_000);
  const folder = path.join(projectRoot, 'lib');
  let program: ts.Program;
  let checker: ts.TypeChecker;
  /** Where a public declaration shows `any`, or what is the addon's. */
  const found: string[] = [];
  let members = 0;

  /** Those that the package is shipped with, written to memory and read from there. */
  function declarationsOf(): { files: Map<string, string>; options: ts.CompilerOptions } {
    const { config } = ts.readConfigFile(path.join(projectRoot, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
      config: object;
    };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, projectRoot);
    const files = new Map<string, string>();
    const sources = ts.createProgram([path.join(folder, 'index.ts')], {
      ...options,
      outDir: folder,
      emitDeclarationOnly: true,
    });
    sources.emit(undefined, (name, text) => files.set(name, text));
    return { files, options: { ...options, noEmit: true, rootDir: projectRoot } };
  }

  before(() => {
    const { files, options } = declarationsOf();
    const host = ts.createCompilerHost(options);
    // What must not compile with the sources must not compile with these, either.
    const mistakes = path.join(projectRoot, 'test/types.test-d.ts');
    program = ts.createProgram([path.join(folder, 'index.d.ts'), mistakes], options, {
      ...host,
      // The sources are beside where the declarations are taken to be.
      fileExists: (name) => files.has(name) || (!name.startsWith(folder) && host.fileExists(name)),
      readFile: (name) => files.get(name) ?? host.readFile(name),
      getSourceFile: (name, language) => {
        const text = files.get(name);
        return text === undefined ? host.getSourceFile(name, language) : ts.createSourceFile(name, text, language);
      },
    });
    checker = program.getTypeChecker();
  });

  const isOurs = (symbol: ts.Symbol | undefined) =>
    (symbol?.declarations ?? []).some((declaration) => declaration.getSourceFile().fileName.startsWith(folder));
  const seen = new Set<ts.Type>();

  function visit(type: ts.Type, place: string): void {
    if (type.flags & ts.TypeFlags.Any) found.push(`${place} is any`);
    const { symbol, aliasSymbol } = type as { symbol?: ts.Symbol; aliasSymbol?: ts.Symbol };
    for (const named of [symbol, aliasSymbol]) {
      const file = named?.declarations?.at(0)?.getSourceFile().fileName;
      if (file === path.join(folder, 'native.d.ts')) found.push(`${place} is the addon's ${named?.name ?? ''}`);
    }
    if (seen.has(type)) return;
    seen.add(type);
    for (const argument of type.aliasTypeArguments ?? []) visit(argument, place);
    if (type.isUnionOrIntersection()) {
      for (const part of type.types) visit(part, place);
      return;
    }
    if (type.flags & ts.TypeFlags.TypeParameter) {
      const constraint = type.getConstraint();
      const fallback = type.getDefault();
      if (constraint) visit(constraint, place);
      if (fallback) visit(fallback, place);
      return;
    }
    if (!(type.flags & ts.TypeFlags.Object)) return;
    const given = checker.getTypeArguments(type as ts.TypeReference);
    // JavaScript's own iterators may end with any value, which nobody looks at.
    const isIterator = symbol?.name.startsWith('Iterable') === true && !isOurs(symbol);
    for (const argument of isIterator ? given.slice(0, 1) : given) visit(argument, place);
    // What others declare has members that are not ours to declare.
    if (symbol && !isOurs(symbol)) return;
    const { target = type } = type as Partial<ts.TypeReference>;
    for (const signature of [...target.getCallSignatures(), ...target.getConstructSignatures()]) {
      visitSignature(signature, place);
    }
    for (const { type: indexed } of checker.getIndexInfosOfType(target)) visit(indexed, `${place}[]`);
    const isErrorClass = target.getProperty('captureStackTrace') !== undefined;
    for (const member of target.getProperties()) {
      // What JavaScript's own Error has beside its constructor is inherited by each class of errors, a class's prototype
      // has any for its type parameters, and what is private has no type.
      if ((isErrorClass && !isOurs(member)) || /^(prototype|__#.*|#private)$/.test(member.name)) continue;
      members++;
      visit(checker.getTypeOfSymbol(member), `${place}.${member.name}`);
    }
  }

  function visitSignature(signature: ts.Signature, place: string): void {
    for (const parameter of signature.typeParameters ?? []) visit(parameter, place);
    for (const parameter of signature.parameters) {
      visit(checker.getTypeOfSymbol(parameter), `${place}(${parameter.name})`);
    }
    visit(signature.getReturnType(), `${place}()`);
  }

  it("compile by themselves, and say any nowhere, also in what is inherited, nor name what is the addon's", () => {
    const problems = ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText);
    assert.deepEqual(problems, []);
    const source = program.getSourceFile(path.join(folder, 'index.d.ts'));
    const module = source && checker.getSymbolAtLocation(source);
    assert.ok(module);
    const exported = checker.getExportsOfModule(module);
    for (const symbol of exported) {
      const named = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
      if (named.flags & ts.SymbolFlags.Type) visit(checker.getDeclaredTypeOfSymbol(named), named.name);
      if (named.flags & ts.SymbolFlags.Value) visit(checker.getTypeOfSymbol(named), named.name);
    }
    assert.ok(exported.length > 200 && members > 1500, `${exported.length} exports with ${members} members`);
    assert.deepEqual(found, []);
  });
});
