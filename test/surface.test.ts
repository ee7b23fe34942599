import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

import * as library from '../lib/index.js';
import { native } from '../lib/native.js';
import { projectRoot } from './helpers/process.js';

const folder = path.join(projectRoot, 'lib');

function sources(): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(folder, name));
}

/** The native functions that the facade calls, and where. */
function calledFunctions(): Map<string, string> {
  const called = new Map<string, string>();
  for (const file of sources()) {
    for (const [, name = ''] of readFileSync(file, 'utf8').matchAll(/\bc\.((?:g|gst|node)_\w+)/g)) {
      called.set(name, path.relative(folder, file));
    }
  }
  return called;
}

describe('the native functions', () => {
  it('that the facade calls are all there', () => {
    const called = calledFunctions();
    assert.ok(called.size > 100);
    const missing = [...called].filter(([name]) => typeof native.functions[name] !== 'function');
    assert.deepEqual(missing, []);
  });

  it('are all called by the facade', () => {
    const called = calledFunctions();
    // A build for tests of the runtime layer has some of its own.
    const names = Object.keys(native.functions).filter((name) => !name.startsWith('test_'));
    assert.deepEqual(
      names.filter((name) => !called.has(name)),
      [],
    );
  });

  it('of the server library are called by the file of their class', () => {
    for (const [name, file] of calledFunctions()) {
      if (!file.startsWith('rtsp-server/')) continue;
      const stem = path.basename(file, '.ts').replaceAll('-', '_');
      assert.match(name, new RegExp(`^(gst|node)_rtsp_${stem}_`), file);
    }
  });
});

describe('the modules', () => {
  it('import downwards only', () => {
    const layers = [
      'native',
      'gobject',
      'glib',
      'gio',
      'gst',
      'gstnet',
      'gstsdp',
      'gstrtsp',
      'rtsp-server',
      'serve',
      'index',
      'cli',
    ];
    const layerOf = (file: string) => layers.indexOf(file.split('/')[0]?.replace(/\.ts$/, '') ?? '');
    for (const file of sources()) {
      const from = path.relative(folder, file);
      for (const [, target = ''] of readFileSync(file, 'utf8').matchAll(/from '(\.[^']+)\.js'/g)) {
        const to = path.join(path.dirname(from), target);
        assert.ok(layerOf(from) < 0 || layerOf(to) <= layerOf(from), `${from} imports ${to}`);
      }
    }
  });
});

describe('what the package exports', function () {
  this.timeout(60_000);
  let checker: ts.TypeChecker;
  let exported: ts.Symbol[];

  before(() => {
    const { config } = ts.readConfigFile(path.join(projectRoot, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
      config: object;
    };
    const { options } = ts.parseJsonConfigFileContent(config, ts.sys, projectRoot);
    const index = path.join(folder, 'index.ts');
    const program = ts.createProgram([index], { ...options, noEmit: true });
    checker = program.getTypeChecker();
    const source = program.getSourceFile(index);
    const module = source && checker.getSymbolAtLocation(source);
    assert.ok(module);
    exported = checker
      .getExportsOfModule(module)
      .map((symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol));
  });

  const isDocumented = (symbol: ts.Symbol): boolean =>
    symbol.getDocumentationComment(checker).length > 0 || symbol.getJsDocTags(checker).length > 0;

  /** The members of a class, an interface or a type that are for everybody. */
  function publicMembers(symbol: ts.Symbol): ts.Symbol[] {
    return [...(symbol.members?.values() ?? [])].filter(({ declarations = [] }) =>
      declarations.some((declaration) =>
        ts.isClassElement(declaration) || ts.isTypeElement(declaration)
          ? !ts.isConstructorDeclaration(declaration) &&
            !ts.isPrivateIdentifier(declaration.name ?? declaration) &&
            // What overrides has the comment of what it overrides.
            !(ts.getCombinedModifierFlags(declaration) & (ts.ModifierFlags.Private | ts.ModifierFlags.Override))
          : false,
      ),
    );
  }

  it('has a documentation comment each', () => {
    assert.ok(exported.length > 40);
    assert.deepEqual(
      exported.filter((symbol) => !isDocumented(symbol)).map((symbol) => symbol.name),
      [],
    );
  });

  it('has a documentation comment for each of its members', () => {
    const members = exported.flatMap((symbol) => publicMembers(symbol).map((member) => ({ symbol, member })));
    assert.ok(members.length > 150, `${members.length} members`);
    assert.deepEqual(
      members
        .filter(({ member }) => !isDocumented(member))
        .map(({ symbol, member }) => `${symbol.name}.${member.name}`),
      [],
    );
  });

  it('is what the modules give: one class for each type, and nothing internal', () => {
    const names = Object.keys(library).sort();
    for (const name of ['serve', 'mount', 'parseLaunch', 'RTSPServer', 'RTSPClient', 'RTSPStatusCode', 'GError']) {
      assert.ok(names.includes(name), name);
    }
    for (const name of ['native', 'c', 'registerClass']) assert.ok(!names.includes(name), name);
  });

  it('has the same numbers as the library for its constants', () => {
    const { RTSPStatusCode, RTSPMethod, RTSPLowerTrans, RTSPMediaStatus } = library;
    assert.deepEqual(
      [RTSPStatusCode.OK, RTSPStatusCode.SESSION_NOT_FOUND, RTSPStatusCode.OPTION_NOT_SUPPORTED],
      [200, 454, 551],
    );
    assert.equal(
      new library.RTSPMediaFactory().protocols,
      RTSPLowerTrans.UDP | RTSPLowerTrans.UDP_MCAST | RTSPLowerTrans.TCP,
    );
    assert.equal(RTSPMethod.TEARDOWN, 1 << 10);
    assert.equal(RTSPMediaStatus.PREPARED, 3);
  });
});
