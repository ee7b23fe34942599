import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { projectRoot } from '../helpers/process.js';

const folder = path.join(projectRoot, 'examples');

/** The programs in subprojects/gst-rtsp-server/examples of GStreamer 1.22, each of which has its port here. */
const upstream = [
  'test-appsrc',
  'test-appsrc2',
  'test-auth',
  'test-auth-digest',
  'test-cgroups',
  'test-launch',
  'test-mp4',
  'test-multicast',
  'test-multicast2',
  'test-netclock',
  'test-netclock-client',
  'test-ogg',
  'test-onvif-backchannel',
  'test-onvif-client',
  'test-onvif-server',
  'test-readme',
  'test-record',
  'test-record-auth',
  'test-replay-server',
  'test-sdp',
  'test-uri',
  'test-video',
  'test-video-disconnect',
  'test-video-rtx',
];

/** Those that have no program in C. */
const own = ['stand-alone-client'];

const ports = upstream.map((program) => program.replace(/^test-/, ''));
const all = [...ports, ...own];

describe('the examples', () => {
  it('are those of the C library, each of them, and those that are ours', () => {
    const there = readdirSync(folder).filter((file) => file !== 'README.md');
    assert.deepEqual(there.sort(), all.map((name) => `${name}.mts`).sort());
  });

  it('have a line each in examples/README.md, with the program in C', () => {
    const readme = readFileSync(path.join(folder, 'README.md'), 'utf8');
    const lines = readme.matchAll(/^\| \[([^\]]+)\]\(([^)]+)\) \| [^|]+ \| ([^|]*)\|$/gm);
    const listed = Array.from(lines, ([, name, file, program]) => [name, file, program.trim()].join(' '));
    const expected = all.map((name) => [name, `${name}.mts`, own.includes(name) ? '' : `test-${name}`].join(' '));
    assert.deepEqual(listed.sort(), expected.sort());
    assert.equal(/each of its (\d+) is here/.exec(readme)?.[1], String(upstream.length));
  });

  it('are all tested', () => {
    const tests = readdirSync(__dirname)
      .filter((file) => file !== path.basename(__filename))
      .map((file) => readFileSync(path.join(__dirname, file), 'utf8'));
    for (const name of all) {
      const started = new RegExp(`(?:withExample|exampleCommand|record)\\(\\s*'${name}'|'examples/${name}\\.mts'`);
      assert.ok(
        tests.some((text) => started.test(text)),
        name,
      );
    }
  });
});
