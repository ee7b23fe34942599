import assert from 'node:assert/strict';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

import { packageOfElement } from '../lib/gst/element-packages.js';
import { testPicture } from '../lib/test-picture.js';
import { RtspClient } from './clients/rtsp-client.js';
import { type Exit, projectRoot, type ProcessOptions, run, startProcess } from './helpers/process.js';
import { packagesOfReadme, readme } from './helpers/readme.js';
import { temporaryFolder } from './helpers/temporary.js';

/** What the scripts may find of the real system. */
const tools = 'bash cat dirname env find mkdir mv node paste sed sha256sum touch tr true'.split(' ');

/** What they find in place of what would change this machine; most say how they were called. */
const shims = {
  id: 'cat "$machine/uid"',
  // Without other processes: each of these is called for many packages.
  'dpkg-query': `
    list=$'\\n'$(< "$machine/installed")$'\\n'
    for name in "\${@:4}"; do
      if [[ $list = *$'\\n'$name$'\\n'* ]]; then echo "$name installed"; fi
    done`,
  'apt-cache': `
    list=$'\\n'$(< "$machine/offered")$'\\n'
    [[ $1 = show && $list = *$'\\n'$2$'\\n'* ]]`,
  'apt-get': `
    say "$@"
    case "$*" in
      *' update') exit "$(cat "$machine/update-status")" ;;
      *' install '*) printf '%s\\n' "$@" | grep -x '[a-z].*' | grep -vx install >> "$machine/installed" ;;
    esac`,
  npm: `
    say "$@"
    case $1 in
      ci) mkdir -p node_modules && ln -sfn "$root/node_modules/node-gyp-build" node_modules ;;
      run) cp -r "$root/dist" . ;;
    esac`,
};
const sudo = {
  free: `say "$@"; shift; PATH=$machine/bin exec "$@"`,
  asking: 'exit 1',
};
const buildNative = `say "$@"; mkdir -p build && cp -r "$root/build/Release" build`;

function writeScript(file: string, machine: string, commands: string): void {
  const lines = [
    '#!/bin/bash',
    'PATH=/usr/bin:/bin',
    `machine='${machine}' root='${projectRoot}'`,
    `say() { echo "\${0##*/} $*" >> "$machine/log"; }`,
    commands,
  ];
  writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o755 });
}

/** A checkout on a machine of its own: where it has been, and what the scripts have called there. */
class Machine {
  readonly folder = mkdtempSync(path.join(temporaryFolder(), 'machine-'));
  readonly checkout = path.join(this.folder, 'checkout');
  readonly #bin = path.join(this.folder, 'bin');

  constructor({ uid = 0, sudo: how }: { uid?: number; sudo?: keyof typeof sudo } = {}) {
    mkdirSync(this.#bin);
    for (const tool of tools) symlinkSync(tool === 'node' ? process.execPath : `/usr/bin/${tool}`, this.inBin(tool));
    for (const [name, commands] of Object.entries(shims)) writeScript(this.inBin(name), this.folder, commands);
    if (how) writeScript(this.inBin('sudo'), this.folder, sudo[how]);
    this.set('uid', String(uid));
    this.set('update-status', '0');
    for (const list of ['installed', 'offered', 'log']) this.set(list);
    for (const part of [
      'package.json',
      'package-lock.json',
      'tsconfig.json',
      'CMakeLists.txt',
      'lib',
      'native',
      'script',
    ])
      cpSync(path.join(projectRoot, part), path.join(this.checkout, part), { recursive: true });
    writeScript(path.join(this.checkout, 'script/build-native'), this.folder, buildNative);
  }

  inBin(name: string): string {
    return path.join(this.#bin, name);
  }

  set(list: string, ...lines: string[]): void {
    writeFileSync(path.join(this.folder, list), lines.map((line) => `${line}\n`).join(''));
  }

  lines(list: string): string[] {
    return readFileSync(path.join(this.folder, list), 'utf8').split('\n').filter(Boolean);
  }

  /** What has been called since it was asked last. */
  called(): string[] {
    const calls = this.lines('log');
    this.set('log');
    return calls;
  }

  get options(): ProcessOptions {
    return { cwd: this.folder, env: { PATH: this.#bin, GST_RTSP_SERVER_PREBUILD: undefined } };
  }

  script(name: string, ...args: string[]): Promise<Exit> {
    return run(path.join(this.checkout, 'script', name), args, this.options);
  }

  /** Runs it to a good end, and gives what it has called. */
  async does(name: string, ...args: string[]): Promise<string[]> {
    const { code, stderr } = await this.script(name, ...args);
    assert.equal(code, 0, stderr);
    return this.called();
  }
}

const update = 'apt-get -o DPkg::Lock::Timeout=300 -q update';
const install = 'apt-get -o DPkg::Lock::Timeout=300 -q install --yes --no-install-recommends';
const npmPackages = 'npm ci --ignore-scripts --no-audit --no-fund';
const addon = 'build-native release';
const compiled = 'npm run --silent build:ts';

describe('script/bootstrap', function () {
  // A dozen runs of it.
  this.timeout(120_000);

  it('installs, compiles and builds what is missing, and the second time nothing', async () => {
    const machine = new Machine();
    const [first, second, ...others] = await machine.does('bootstrap');
    assert.equal(first, update);
    const packages = second.replace(`${install} `, '').split(' ');
    for (const needed of ['g++', 'cmake', 'libgstrtspserver-1.0-dev', 'gstreamer1.0-libav', 'glib-networking']) {
      assert.ok(packages.includes(needed), second);
    }
    assert.ok(!packages.includes('ffmpeg'), second);
    assert.deepEqual(others, [npmPackages, addon, compiled]);
    assert.deepEqual(machine.lines('installed').sort(), packages.sort());
    for (let i = 0; i < 2; i++) assert.deepEqual(await machine.does('bootstrap'), []);

    // The tests need more.
    const [, more] = await machine.does('bootstrap', '--test');
    assert.ok(more.startsWith(`${install} `) && !more.includes('g++'), more);
    for (const needed of ['ffmpeg', 'gstreamer1.0-rtsp', 'openssl']) assert.ok(more.split(' ').includes(needed), more);
    assert.deepEqual(await machine.does('bootstrap', '--test'), []);
  });

  it('installs what the test picture is made of, and the README has users do so', async () => {
    // The words that are no caps, no property and no value.
    const elements = testPicture.match(/(?<=[\s!(])[a-z][\w-]*(?=\s)/g) ?? [];
    const packages = [...new Set(elements.map((element) => packageOfElement(element) ?? element))].sort();
    // The clock, H.264 and AAC are each in a package that the others do not bring.
    assert.deepEqual(packages, [
      ...['gstreamer1.0-libav', 'gstreamer1.0-plugins-base', 'gstreamer1.0-plugins-good', 'gstreamer1.0-plugins-ugly'],
      'gstreamer1.0-x',
    ]);
    const machine = new Machine();
    await machine.does('bootstrap');
    for (const installed of [machine.lines('installed'), packagesOfReadme()]) {
      assert.deepEqual(
        packages.filter((name) => !installed.includes(name)),
        [],
      );
    }
  });

  it('does again only what has to be done again', async () => {
    const machine = new Machine();
    await machine.does('bootstrap');
    const changes: [change: () => void, done: string[]][] = [
      [() => rmSync(path.join(machine.checkout, 'node_modules'), { recursive: true }), [npmPackages]],
      [() => rmSync(path.join(machine.checkout, 'build'), { recursive: true }), [addon]],
      [() => rmSync(path.join(machine.checkout, 'dist'), { recursive: true }), [compiled]],
      [() => appendFileSync(path.join(machine.checkout, 'native/addon.cc'), '\n'), [addon]],
      [() => appendFileSync(path.join(machine.checkout, 'lib/serve.ts'), '\n'), [compiled]],
      [() => appendFileSync(path.join(machine.checkout, 'package-lock.json'), '\n'), [npmPackages, addon, compiled]],
      [
        () => machine.set('installed', ...machine.lines('installed').filter((name) => name !== 'cmake')),
        [update, `${install} cmake`],
      ],
    ];
    for (const [change, done] of changes) {
      change();
      assert.deepEqual(await machine.does('bootstrap'), done);
      assert.deepEqual(await machine.does('bootstrap'), []);
    }
  });

  for (const how of [undefined, 'asking'] as const) {
    it(`prints the command and stops when it is not root, ${how ? 'and sudo asks' : 'without sudo'}`, async () => {
      const machine = new Machine();
      await machine.does('bootstrap');
      machine.set('uid', '1000');
      if (how) writeScript(machine.inBin('sudo'), machine.folder, sudo[how]);
      // Nothing is missing: nobody needs root.
      assert.deepEqual(await machine.does('bootstrap'), []);
      const installed = machine.lines('installed').filter((name) => !['cmake', 'g++'].includes(name));
      machine.set('installed', ...installed);
      for (const script of ['bootstrap', 'server', 'test']) {
        machine.set('log');
        const { code, stdout, stderr } = await machine.script(script);
        assert.equal(code, 1);
        assert.equal(stdout, '');
        const command = /^ {2}(apt-get update && apt-get install .*)$/m.exec(stderr)?.[1];
        if (script === 'test') assert.match(command ?? '', / g\+\+ cmake .*\bffmpeg\b/);
        else assert.equal(command, 'apt-get update && apt-get install --yes --no-install-recommends g++ cmake');
        assert.deepEqual(machine.called(), []);
      }
    });
  }

  it('installs by sudo where that asks for nothing', async () => {
    const machine = new Machine({ uid: 1000, sudo: 'free' });
    const calls = await machine.does('bootstrap');
    const [asked, first, updated, second, installed] = calls;
    assert.equal(asked, 'sudo -n true');
    assert.deepEqual([first, updated], [`sudo -n env DEBIAN_FRONTEND=noninteractive ${update}`, update]);
    assert.equal(second, `sudo -n env DEBIAN_FRONTEND=noninteractive ${installed}`);
    assert.deepEqual(calls.slice(5), [npmPackages, addon, compiled]);
    assert.deepEqual(await machine.does('bootstrap'), []);
  });

  it('takes of alternatives what is installed, else what the release has', async () => {
    const machine = new Machine();
    machine.set('offered', 'clang-format');
    const [, installed = ''] = await machine.does('bootstrap', '--test');
    assert.match(installed, / clang-format( |$)/);
    assert.doesNotMatch(installed, /clang-format-14/);
    assert.deepEqual(await machine.does('bootstrap', '--test'), []);
    const others = machine.lines('installed').filter((name) => name !== 'clang-format');
    machine.set('installed', ...others);
    machine.set('offered', 'clang-format-14', 'clang-format');
    assert.deepEqual(await machine.does('bootstrap', '--test'), [update, `${install} clang-format-14`]);
  });

  it('goes on when the lists of packages cannot be fetched', async () => {
    const machine = new Machine();
    machine.set('update-status', '100');
    const calls = await machine.does('bootstrap');
    assert.equal(calls.length, 5, calls.join('\n'));
  });

  it('leaves packages alone where there is no apt', async () => {
    const machine = new Machine();
    rmSync(machine.inBin('apt-get'));
    const { code, stderr } = await machine.script('bootstrap');
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^script\/bootstrap: no apt here; taking it that .* are installed: g\+\+ /);
    assert.deepEqual(machine.called(), [npmPackages, addon, compiled]);
  });

  it('says when Node.js or npm is missing, or too old', async () => {
    const machine = new Machine();
    const node = machine.inBin('node');
    rmSync(node);
    writeScript(node, machine.folder, `if [ "$1" = --version ]; then echo v18.0.0; else exit 1; fi`);
    assert.equal(
      (await machine.script('bootstrap')).stderr,
      `\nNode.js 20.19 or newer is needed; ${node} is v18.0.0.\n`,
    );
    rmSync(machine.inBin('npm'));
    const withoutNpm = await machine.script('bootstrap');
    assert.match(withoutNpm.stderr, /^\nnpm is not installed: /);
    rmSync(node);
    const without = await machine.script('bootstrap');
    assert.match(without.stderr, /^\nNode\.js is not installed: version 20\.19 or newer /);
    assert.deepEqual([withoutNpm.code, without.code, machine.called()], [1, 1, []]);
  });
});

describe('a fresh checkout', () => {
  it('is told of script/server and script/test first, and continuous integration runs the latter', async () => {
    const [server, test, npm] = ['\nscript/server ', '\nscript/test ', '\nnpm install '].map((command) =>
      readme.indexOf(command),
    );
    assert.ok(server > 0 && server < test && test < npm, `at ${server}, ${test} and ${npm}`);
    const machine = new Machine();
    cpSync(path.join(projectRoot, '.ci'), path.join(machine.checkout, '.ci'), { recursive: true });
    writeScript(path.join(machine.checkout, 'script/test'), machine.folder, 'say "$@"; exit 7');
    const { code } = await run(path.join(machine.checkout, '.ci/run'), [], machine.options);
    assert.deepEqual([code, machine.called()], [7, ['test ']]);
  });
});

describe('script/server', () => {
  it('sets up what is missing, serves, and the second time only serves', async () => {
    const machine = new Machine();
    for (let i = 0; i < 2; i++) {
      const running = startProcess(path.join(machine.checkout, 'script/server'), ['--port', '0'], machine.options);
      const [url] = await running.waitForLine(/rtsp:\/\/127\.0\.0\.1:\d+\/test/);
      using client = await RtspClient.connect(url);
      assert.equal((await client.describe()).media.length, 2);
      const { code, stderr } = await running.stop();
      assert.deepEqual([code, stderr], [0, '']);
      const calls = machine.called();
      if (i === 0) assert.deepEqual(calls.slice(2), [npmPackages, addon, compiled]);
      else assert.deepEqual(calls, []);
    }
  });

  it('hands its options on to the command line tool', async () => {
    const machine = new Machine();
    await machine.does('bootstrap');
    const { code, stdout } = await machine.script('server', '--version');
    const { version } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as { version: string };
    assert.deepEqual([code, stdout], [0, `${version}\n`]);
    assert.equal((await machine.script('server', '--no-such-option')).code, 2);
  });
});
