import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { projectRoot, run } from './helpers/process.js';
import { packagesOfReadme } from './helpers/readme.js';
import { temporaryFolder } from './helpers/temporary.js';

/** A folder with what `change` makes of the addon's bytes, for GST_RTSP_SERVER_PREBUILD. */
function changed(name: string, change: ((addon: Buffer) => void) | null): string {
  const folder = path.join(temporaryFolder(), name);
  const built = path.join(projectRoot, 'build/Release');
  mkdirSync(path.join(folder, 'build/Release'), { recursive: true });
  if (change) {
    const file = readdirSync(built).find((entry) => entry.endsWith('.node')) ?? '';
    const addon = readFileSync(path.join(built, file));
    change(addon);
    writeFileSync(path.join(folder, 'build/Release/addon.node'), addon);
  }
  return folder;
}

/** Requires the library in a process of its own, with such an addon; gives what it says. */
async function load(name: string, change: ((addon: Buffer) => void) | null): Promise<string> {
  const env = { GST_RTSP_SERVER_PREBUILD: changed(name, change) };
  const script = `try { require('./dist/index.js'); } catch (error) { console.log(error.message); process.exitCode = 3; }`;
  const exit = await run(process.execPath, ['-e', script], { env });
  assert.equal(exit.code, 3, exit.stderr);
  assert.equal(exit.stderr, '');
  return exit.stdout;
}

/** Overwrites a text with one of the same length, wherever it stands. */
function replaceAll(bytes: Buffer, text: string, by: string): void {
  assert.equal(text.length, by.length);
  let times = 0;
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
    bytes.write(by, at, 'latin1');
    times++;
  }
  assert.ok(times > 0, text);
}

const withoutGStreamer = (addon: Buffer): void => {
  replaceAll(addon, 'libgstrtspserver-1.0.so.0', 'libgstrtspserver-9.9.so.9');
};

describe('loading the library', () => {
  it('says what to install when GStreamer is missing, in one sentence', async () => {
    const said = await load('missing', withoutGStreamer);
    const [, packages = '', cause = ''] =
      /^GStreamer's RTSP server library is not installed; on Debian and Ubuntu: apt-get install (.*) \((.*)\)\n$/.exec(
        said,
      ) ?? [];
    assert.deepEqual(packages.split(' '), packagesOfReadme(), said);
    assert.match(cause, /^libgstrtspserver-9\.9\.so\.9: cannot open shared object file/);
  });

  it('says when GStreamer is too old', async () => {
    // A function that an older one would not have.
    const said = await load('old', (addon) =>
      replaceAll(addon, 'gst_rtsp_session_pool_cleanup', 'gst_rtsp_session_pool_c1eanup'),
    );
    assert.match(said, /^The installed GStreamer is too old: gst-rtsp-server needs 1\.22 or newer .*c1eanup\)\n$/);
  });

  it('says when the C library is too old, which is no fault of GStreamer', async () => {
    const said = await load('system', (addon) => replaceAll(addon, 'GLIBC_2.', 'GLIBC_9.'));
    assert.match(said, /^This system's C library is too old for this binary .* \(.*GLIBC_9\.[\d.]+' not found.*\)\n$/);
  });

  it('has the command line tool say it in one line, and print its help nonetheless', async () => {
    const env = { GST_RTSP_SERVER_PREBUILD: changed('tool', withoutGStreamer) };
    const tool = path.join(projectRoot, 'dist/cli.js');
    const { code, stdout, stderr } = await run(process.execPath, [tool], { env });
    assert.deepEqual({ code, stdout }, { code: 1, stdout: '' });
    assert.match(stderr, /^gst-rtsp-server: GStreamer's RTSP server library is not installed; .*\n$/);
    for (const option of ['--help', '--version']) {
      const exit = await run(process.execPath, [tool, option], { env });
      assert.deepEqual([exit.code, exit.stderr], [0, ''], option);
    }
  });

  it('says when there is no binary for this platform', async () => {
    const said = await load('none', null);
    assert.match(
      said,
      /^gst-rtsp-server has no prebuilt binary for \w+-\w+ and was not compiled at install; npm rebuild/,
    );
  });

  it('says when the binary is none', async () => {
    const said = await load('broken', (addon) => addon.fill(0));
    assert.match(said, /^gst-rtsp-server's native addon cannot be loaded: /);
  });
});
