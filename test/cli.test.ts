import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { testPicture } from '../lib/test-picture.js';
import { decodeFrames, meanVolume, probe } from './clients/players.js';
import { RtspClient } from './clients/rtsp-client.js';
import { tone } from './helpers/lines.js';
import { testMovie } from './helpers/media.js';
import { sanitized } from './helpers/memory.js';
import { type Exit, projectRoot, run, type RunningProcess, startProcess } from './helpers/process.js';

const { version } = JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as { version: string };
const tool = path.join(projectRoot, 'dist/cli.js');
const gst = (...args: string[]): Promise<Exit> => run(process.execPath, [tool, ...args]);

async function start(...args: string[]): Promise<{ running: RunningProcess; url: string }> {
  const running = startProcess(process.execPath, [tool, '--port', '0', ...args]);
  const [, url = ''] = await running.waitForLine(/^Serving (rtsp:\/\/\S+)$/);
  return { running, url };
}

async function stops(running: RunningProcess, signal: NodeJS.Signals): Promise<void> {
  const begin = performance.now();
  const { code, signal: ended, stderr } = await running.stop(signal);
  assert.deepEqual({ code, ended }, { code: 0, ended: null }, stderr);
  // Under AddressSanitizer the addon alone takes a while to load.
  assert.ok(performance.now() - begin < (sanitized ? 6000 : 2000), 'within two seconds');
}

describe('the command line tool', function () {
  this.timeout(60_000);

  it('serves the test picture when it is told nothing, and says how to play it', async () => {
    const { running, url } = await start();
    assert.match(url, /^rtsp:\/\/127\.0\.0\.1:\d+\/test$/);
    await running.waitForLine(/^Play it: {2}ffplay -rtsp_transport tcp 'rtsp:/);
    const { frames, distinctFrames } = await decodeFrames(url, 25);
    assert.equal(frames, 25);
    assert.ok(distinctFrames > 1, 'it moves');
    assert.match(testPicture, / ! clockoverlay .* ! rtph264pay name=pay0 /);
    const volume = await meanVolume(url);
    assert.ok(volume > -40, `${volume} dB`);
    await stops(running, 'SIGINT');
  });

  it('takes port 8554 when it is told of none', async () => {
    const running = startProcess(process.execPath, [tool]);
    const [said] = await running.waitForLine(/^Serving .*|^gst-rtsp-server: .*/);
    // Somebody else may have it.
    if (!said.endsWith(' 127.0.0.1 port 8554: the port is in use')) {
      assert.equal(said, 'Serving rtsp://127.0.0.1:8554/test');
      await stops(running, 'SIGTERM');
    }
    await running.exit;
  });

  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    it(`stops by ${signal} with code 0 within two seconds, with clients that play`, async () => {
      const { running, url } = await start('--verbose');
      const clients = [];
      for (let i = 0; i < 4; i++) {
        const client = await RtspClient.connect(url);
        await client.describe();
        const setup = await client.setupTcp('stream=0', [0, 1]);
        await client.play(setup.session);
        await setup.rtp.reach(2);
        clients.push(client);
      }
      await stops(running, signal);
      // Not in the midst of it: by its end every client had gone.
      const gone = [...running.stdout.matchAll(/^client (\d) \(127\.0\.0\.1\) has gone$/gm)].map(
        ([, number]) => number,
      );
      assert.deepEqual(gone.sort(), ['1', '2', '3', '4'], running.stdout);
      for (const client of clients) client.destroy();
    });
  }

  it('stops with code 0 when the signal comes twice, as npm passes it on', async () => {
    const { running, url } = await start('--mount', '/silent=( appsrc ! rtpgstpay name=pay0 )', '--verbose');
    const client = await RtspClient.connect(url);
    const ended = client.describe().catch(() => undefined);
    await running.waitForLine(/^client 1 .* has connected$/);
    // Until after its end: also while Node takes itself down.
    const ends = stops(running, 'SIGINT');
    for (let i = 0; i < 200; i++) {
      running.kill('SIGINT');
      await sleep(1);
    }
    await ends;
    await ended;
    client.destroy();
  });

  it('stops with code 0 when the signal comes before it serves', async () => {
    const running = startProcess(process.execPath, [tool, '--port', '0']);
    // It loads GStreamer: it has read its arguments, and is far from serving.
    while (!readFileSync(`/proc/${running.pid}/maps`, 'utf8').includes('libgstrtspserver')) await sleep(1);
    await stops(running, 'SIGINT');
  });

  it('stops within two seconds while a client waits for a pipeline that does not start', async () => {
    const { running, url } = await start('--mount', '/silent=( appsrc ! rtpgstpay name=pay0 )', '--verbose');
    const client = await RtspClient.connect(url);
    const ended = client.describe().catch(() => undefined);
    await running.waitForLine(/^client 1 .* has connected$/);
    // Meanwhile the first client's request arrives, too.
    const other = await RtspClient.connect(url);
    for (let i = 0; i < 100; i++) assert.equal((await other.request('OPTIONS')).status, 200);
    await stops(running, 'SIGTERM');
    await ended;
    client.destroy();
    other.destroy();
  });

  it('serves launch lines, files and URIs, with a password and over TCP only', async () => {
    const movie = await testMovie();
    const { running, url } = await start(
      ...['--mount', `/tone=${tone}`, '--mount', `/film=${movie}`, '--mount', `/uri=file://${movie}`],
      ...['--auth', 'user:p@ss', '--tcp-only', '--verbose'],
    );
    assert.match(url, /^rtsp:\/\/user:p%40ss@127\.0\.0\.1:\d+\/tone$/);
    await running.waitForLine(/^Ctrl-C stops\.$/);
    assert.deepEqual(
      running.stdout.split('\n').filter((line) => line.startsWith('Serving ')),
      ['/tone', '/film', '/uri'].map((at) => `Serving ${url.replace('/tone', at)}`),
    );
    for (const at of ['/tone', '/film', '/uri']) {
      const { code, stderr } = await probe(url.replace('/tone', at));
      assert.equal(code, 0, stderr);
    }
    assert.equal((await probe(url.replace('user:p%40ss@', ''))).status, 401);
    const client = await RtspClient.connect(url);
    await client.describe();
    await assert.rejects(client.setupUdp('stream=0'), /461/);
    client.destroy();
    await running.waitForLine(/^client 1 \(127\.0\.0\.1\) has connected$/);
    await running.waitForLine(/^client 1 .*: PLAY rtsp:\/\//);
    await running.waitForLine(/^client 1 .* has gone$/);
    await stops(running, 'SIGTERM');
  });

  it('listens where it is told to', async () => {
    const { running, url } = await start('--address', '::1', '--mount', `/tone=${tone}`);
    assert.match(url, /^rtsp:\/\/\[::1\]:\d+\/tone$/);
    const client = await RtspClient.connect(url);
    await client.describe();
    client.destroy();
    await stops(running, 'SIGTERM');
  });

  it('takes a launch line without parentheses, too', async () => {
    const { running, url } = await start('--mount', `/tone=${tone.slice(1, -1)}`);
    const { code, stderr } = await probe(url);
    assert.equal(code, 0, stderr);
    await stops(running, 'SIGTERM');
  });

  it("prints a player's command that a shell takes as it is", async () => {
    const { running, url } = await start('--mount', `/it's=${tone}`, '--auth', `o'user:"$HOME" \\'`);
    const [, command] = await running.waitForLine(/^Play it: {2}(.*)$/);
    const probing = command.replace(/^ffplay/, 'ffprobe -v error -show_streams');
    const { code, stdout, stderr } = await run('sh', ['-c', probing]);
    assert.equal(code, 0, stderr);
    assert.match(stdout, /codec_type=audio/);
    assert.ok(url.endsWith("/it's"));
    await stops(running, 'SIGTERM');
  });

  it('serves on when nobody reads its output any more', async () => {
    const line = `'${process.execPath}' '${tool}' --port 0 --verbose --mount '/tone=${tone}' | head -n 1`;
    const running = startProcess('sh', ['-c', line], { env: { LD_PRELOAD: process.env.LD_PRELOAD } });
    const [, url] = await running.waitForLine(/^Serving (rtsp:.*)$/);
    const client = await RtspClient.connect(url);
    for (let i = 0; i < 3; i++) assert.equal((await client.describe()).media.length, 1);
    client.destroy();
    assert.equal(running.stderr, '');
    running.killGroup();
    await running.exit;
  });

  it('prints its version and its help', async () => {
    assert.equal((await gst('--version')).stdout, `${version}\n`);
    const help = await gst('--help');
    assert.equal(help.code, 0);
    for (const option of ['mount', 'port', 'address', 'auth', 'tcp-only', 'verbose', 'version', 'help']) {
      assert.ok(help.stdout.includes(`--${option}`), option);
    }
  });

  const wrong: [string[], RegExp][] = [
    [['--bogus'], /Unknown option '--bogus'/],
    [['--port', '99999'], /--port must be a number from 0 to 65535/],
    [['--port', 'x'], /--port must be/],
    [['--port', '-1'], /^gst-rtsp-server: --port must be a number from 0 to 65535, not '-1'\n/],
    [['--mount', 'film.mp4'], /--mount must be/],
    [['--mount', '/a='], /--mount must be/],
    [['--mount', '/a=a.mp4', '--mount', '/a=b.mp4'], /--mount \/a: there is another one of that path/],
    [['--auth', 'user'], /--auth must be USER:PASSWORD/],
    [['extra'], /Unexpected argument 'extra'/],
  ];
  for (const [args, said] of wrong) {
    it(`says what is wrong with ${args.join(' ')}, and exits with 2`, async () => {
      const { code, stderr, stdout } = await gst(...args);
      assert.equal(code, 2);
      assert.match(stderr, said);
      assert.match(stderr, /Try gst-rtsp-server --help\.\n$/);
      assert.equal(stdout, '');
    });
  }

  const impossible: [string, string[], RegExp][] = [
    [
      'a file that is not there',
      ['--mount', '/a=nothing.mp4'],
      /^gst-rtsp-server: \/a: .*nothing\.mp4 .*no such file\n$/,
    ],
    [
      'the URI of a file that is not there',
      ['--mount', '/b=file:///no/such.mp4'],
      /^gst-rtsp-server: \/b: \/no\/such\.mp4 .*no such file\n$/,
    ],
    ['a path that no client can reach', ['--mount', `/my film=${tone}`], /no client can reach .*"\/my%20film"\n$/],
    ['an element that is not there', ['--mount', '/a=( nosuchsrc ! rtpvrawpay name=pay0 )'], /nosuchsrc/],
    ['an address of another machine', ['--address', '192.0.2.1'], /192\.0\.2\.1 .*not one of this machine's\n$/],
    [
      'an address of many',
      ['--address', '224.0.0.1'],
      /224\.0\.0\.1 .*a multicast group, not one of this machine's\n$/,
    ],
    ['an address of all', ['--address', '255.255.255.255'], /255 .*a broadcast address, not one of this machine's\n$/],
  ];
  for (const [what, args, said] of impossible) {
    it(`says so in one line and exits with 1: ${what}`, async () => {
      const { code, stderr } = await gst('--port', '0', ...args);
      assert.equal(code, 1);
      assert.match(stderr, said);
      assert.equal(stderr.trimEnd().split('\n').length, 1, stderr);
    });
  }

  it('says so in one line and exits with 1: a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as AddressInfo;
    const { code, stderr } = await gst('--port', String(port));
    taken.close();
    assert.equal(code, 1);
    assert.equal(stderr, `gst-rtsp-server: Cannot listen on 127.0.0.1 port ${port}: the port is in use\n`);
  });
});
