import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { type Example, withExample, withPassword } from '../helpers/example.js';
import { testMovie, testMovieFacts } from '../helpers/media.js';
import { type Exit, run } from '../helpers/process.js';
import { temporaryFolder } from '../helpers/temporary.js';
import { makePair } from '../helpers/tls.js';

/** More than the latency of the recorder, which is two seconds. */
const seconds = 3;
const framesSent = testMovieFacts.frameRate * seconds;

/** A launch line that writes the pictures into a file. */
function recorder(file: string): string {
  return `( rtph264depay name=depay0 ! h264parse ! mpegtsmux ! filesink location=${file} )`;
}

/** How many pictures are in a file. */
async function picturesIn(file: string): Promise<number> {
  const count = ['-count_frames', '-select_streams', 'v:0', '-show_entries', 'stream=nb_read_frames', '-of', 'csv=p=0'];
  const exit = await run('ffprobe', ['-v', 'error', ...count, file]);
  assert.equal(exit.code, 0, exit.stderr);
  return Number(/\d+/.exec(exit.stdout)?.[0]);
}

async function sendByFfmpeg(url: string): Promise<Exit> {
  const movie = ['-re', '-t', String(seconds), '-i', await testMovie(), '-an', '-c', 'copy'];
  return run('ffmpeg', ['-v', 'error', '-nostdin', ...movie, '-rtsp_transport', 'tcp', '-f', 'rtsp', url]);
}

/**
 * How it ends is no matter: rtspclientsink may complain when it is stopped while it sends a report, and now and then
 * waits for an end of stream that has got lost inside it.
 */
async function sendByGstreamer(url: string, ...more: string[]): Promise<Exit> {
  const movie = [
    'filesrc',
    `location=${await testMovie()}`,
    '!',
    'qtdemux',
    '!',
    'h264parse',
    '!',
    'identity',
    `eos-after=${framesSent}`,
  ];
  const sink = ['rtspclientsink', 'protocols=tcp', `location=${url}`, ...more];
  return run('gst-launch-1.0', ['-q', ...movie, '!', ...sink], {
    env: { G_DEBUG: undefined },
    deadline: 3000 * seconds,
  });
}

/** What arrives is there when the example has ended: its last packets wait for those before them. */
async function record(name: string, options: string[], send: (example: Example) => Promise<unknown>): Promise<number> {
  const file = path.join(temporaryFolder(), `${name}-${options.length}.ts`);
  await withExample(name, [...options, recorder(file)], send);
  return picturesIn(file);
}

describe('the example', () => {
  it('record takes what ffmpeg sends', async () => {
    const pictures = await record('record', [], async ({ url, process: example }) => {
      await example.waitForLine(/rtspclientsink location=rtsp:\/\/127\.0\.0\.1:\d+\/test$/);
      const sent = await sendByFfmpeg(url);
      assert.equal(sent.code, 0, sent.stderr);
    });
    assert.ok(pictures > framesSent / 3, String(pictures));
  });

  it('record-auth takes what somebody sends who knows the password', async () => {
    const pictures = await record('record-auth', [], async ({ url }) => {
      const refused = await sendByGstreamer(url);
      assert.match(refused.stderr, /Not authorized|Unauthorized/);
      await sendByGstreamer(withPassword(url, 'user', 'password'));
    });
    assert.ok(pictures > framesSent / 3, String(pictures));
  });

  it('record-auth takes SRTP over TLS', async () => {
    const file = path.join(temporaryFolder(), 'record.pem');
    const { key, certificate } = await makePair('record');
    writeFileSync(file, certificate + key);
    const pictures = await record('record-auth', ['--tls', file], async ({ url }) => {
      assert.match(url, /^rtsps:/);
      await sendByGstreamer(withPassword(url, 'user', 'password'), 'profiles=savp', 'tls-validation-flags=0');
    });
    assert.ok(pictures > framesSent / 3, String(pictures));
  });
});
