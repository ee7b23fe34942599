/**
 * A player for recordings that an ONVIF server replays, see onvif-server.mts, with a prompt: `help` lists what it takes.
 *
 *   npx tsx examples/onvif-client.mts [--range 19000101T000000Z-19000101T000200Z] [--speed 1] [--frames none] \
 *     [--rate-control yes] [--reverse] [--video-sink xvimagesink] rtsp://127.0.0.1:8554/test
 */
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { type Element, Format, parseLaunch, Pipeline, RTSPTimeRange, Sample, SeekFlags, State } from 'gst-rtsp-server';

const { values, positionals } = parseArgs({
  options: {
    range: { type: 'string', default: '19000101T000000Z-19000101T000200Z' },
    speed: { type: 'string', default: '1' },
    frames: { type: 'string', default: 'none' },
    'rate-control': { type: 'string', default: 'yes' },
    reverse: { type: 'boolean', default: false },
    'video-sink': { type: 'string', default: 'xvimagesink' },
  },
  allowPositionals: true,
});
const url = positionals.at(0);
if (url === undefined) throw new Error('give the URL of a recording');

/** A recording's times count from 1900, those of JavaScript from 1970; in nanoseconds. */
const from1900To1970 = 2_208_988_800_000_000_000n;
const framesFlags = new Map<string, number>([
  ['none', 0],
  ['intra', SeekFlags.TRICKMODE_KEY_UNITS],
  ['predicted', SeekFlags.TRICKMODE_FORWARD_PREDICTED],
]);

const pipeline = new Pipeline();
const bin = await parseLaunch(
  `rtspsrc name=source onvif-mode=true onvif-rate-control=false tcp-timeout=0 protocols=tcp
     ! queue ! rtponvifparse ! rtph264depay ! avdec_h264 ! videoconvert
     ! timeoverlay show-times-as-dates=true datetime-format="%a %d, %b %Y - %T"
     ! queue ! ${values['video-sink']} name=sink`,
);
pipeline.add(bin);
const source = named('source');
const sink = named('sink');
source.setProperty('location', url);
sink.setProperty('sync', values['rate-control'] === 'yes');

function named(name: string): Element {
  const element = bin.getByName(name);
  if (!element) throw new Error(`there is no ${name}`);
  return element;
}

const wanted = { range: values.range, speed: Number(values.speed), frames: values.frames, reverse: values.reverse };

/**
 * Asks the server for what is wanted: from where it is now, or for another range. Of the pipeline, once it runs: it may be
 * about to change the source's state, and would wait for the source while that waits for it.
 */
async function seek(isNewRange: boolean, element: Element = pipeline): Promise<void> {
  const times = RTSPTimeRange.parse(`clock=${wanted.range}`).getTimes();
  let start = (times.start ?? 0n) + from1900To1970;
  let stop = times.end === null ? null : times.end + from1900To1970;
  const shown = isNewRange ? null : sink.getProperty('last-sample');
  if (shown instanceof Sample && shown.buffer?.pts != null) {
    if (wanted.reverse) stop = shown.buffer.pts + (shown.buffer.duration ?? 0n);
    else start = shown.buffer.pts;
  }
  const flags = SeekFlags.FLUSH | SeekFlags.ACCURATE | (framesFlags.get(wanted.frames) ?? 0);
  const rate = wanted.reverse ? -wanted.speed : wanted.speed;
  if (!(await element.seek(rate, Format.TIME, flags, start, stop))) throw new Error('the source cannot go there');
}

interface Command {
  help: string;
  run(argument: string): unknown;
}
const commands: Readonly<Record<string, Command>> = {
  help: {
    help: 'this list',
    run() {
      for (const [name, { help }] of Object.entries(commands)) console.log(`${name}: ${help}`);
    },
  },
  pause: { help: 'stand still', run: () => pipeline.setState(State.PAUSED) },
  play: { help: 'go on', run: () => pipeline.setState(State.PLAYING) },
  reverse: {
    help: 'turn round',
    run() {
      wanted.reverse = !wanted.reverse;
      return seek(false);
    },
  },
  range: {
    help: 'go elsewhere, for example "range: 19000101T000000Z-19000101T000200Z"',
    run(range) {
      wanted.range = range;
      return seek(true);
    },
  },
  speed: {
    help: 'play faster or slower, for example "speed: 2.0"',
    run(speed) {
      if (!(Number(speed) > 0)) throw new Error(`no speed: ${speed}`);
      wanted.speed = Number(speed);
      return seek(false);
    },
  },
  frames: {
    help: 'which frames are sent: none (all of them), intra or predicted',
    run(frames) {
      if (!framesFlags.has(frames)) throw new Error(`no frames: ${frames}`);
      wanted.frames = frames;
      return seek(false);
    },
  },
  'rate-control': {
    help: 'show each frame at its time (yes), or as soon as it is there (no)',
    async run(on) {
      sink.setProperty('sync', on === 'yes');
      if (on === 'yes') await seek(false);
    },
  },
};

pipeline.bus.on('message::error', ({ error, sourceName }) => {
  console.error(`${sourceName ?? 'somebody'}: ${error?.message ?? 'an error'}`);
  prompt.close();
  process.exitCode = 1;
});
pipeline.bus.on('message::eos', () => console.log('that is all; ask for another range'));
pipeline.bus.on('message::async-done', () => {
  const shown = sink.getProperty('last-sample');
  const pts = shown instanceof Sample ? shown.buffer?.pts : null;
  if (pts != null) console.log(`at ${new Date(Number((pts - from1900To1970) / 1_000_000n)).toISOString()}`);
  prompt.prompt();
});

/**
 * An rtspsrc that is still on its way to another range may wait for its own jitter buffer for ever: who leaves does not
 * wait with it.
 */
async function leave(): Promise<void> {
  await Promise.race([pipeline.setState(State.NULL), sleep(2000)]);
  process.exit();
}

// The prompt keeps the process alive; its end, Ctrl-C or Ctrl-D, stops the player.
const prompt = createInterface({ input: process.stdin, output: process.stdout });
process.once('SIGINT', () => prompt.close());
prompt.once('SIGINT', () => prompt.close());
prompt.once('close', () => void leave());
prompt.on('line', (line) => void command(line));

async function command(line: string): Promise<void> {
  const [name = '', argument = ''] = line.split(/:(.*)/s).map((part) => part.trim());
  try {
    if (name !== '') await commands[Object.hasOwn(commands, name) ? name : 'help'].run(argument);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
  }
  prompt.prompt();
}

// What is asked for before it has connected is what it begins with.
await seek(true, source);
await pipeline.setState(State.PLAYING);
prompt.prompt();
