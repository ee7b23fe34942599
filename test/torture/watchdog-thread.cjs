'use strict';
// The watchdog's own thread: it sees whether the counters move, and shows where all threads stand when they do not.
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { workerData } = require('node:worker_threads');

const { memory, index, phases, names, patience, longestSleep } = workerData;
const counters = new Int32Array(memory);
const pause = 20;
const wait = new Int32Array(new SharedArrayBuffer(4));

const say = (text) => fs.writeSync(2, `${text}\n`);

function showThreads() {
  try {
    const gdb = ['-p', String(process.pid), '-batch', '-ex', 'set pagination off', '-ex', 'thread apply all bt 40'];
    // Not through a pipe to this process, which gdb stops while it writes.
    const folder = fs.mkdtempSync(path.join(tmpdir(), 'stacks-'));
    const file = path.join(folder, 'stacks');
    const out = fs.openSync(file, 'w');
    execFileSync('gdb', gdb, { timeout: 120_000, env: gdbEnvironment(), stdio: ['ignore', out, 'ignore'] });
    fs.closeSync(out);
    const text = fs.readFileSync(file, 'utf8');
    fs.rmSync(folder, { recursive: true });
    if (!/^#0 /m.test(text)) throw new Error('it may not look into the process');
    say(text);
  } catch (error) {
    say(`gdb shows nothing (${error.message}); what /proc tells:`);
    for (const thread of fs.readdirSync('/proc/self/task')) {
      const read = (name) => {
        try {
          return fs.readFileSync(`/proc/self/task/${thread}/${name}`, 'utf8').trim();
        } catch {
          return '?';
        }
      };
      say(`${thread} ${read('comm')} in ${read('wchan')}\n${read('stack')}`);
    }
  }
}

// What is preloaded here is not for gdb.
function gdbEnvironment() {
  const environment = { ...process.env };
  delete environment.LD_PRELOAD;
  delete environment.G_DEBUG;
  return environment;
}

function fail(reason) {
  say(`torture: FAILED: ${reason}`);
  showThreads();
  // From here only the kernel can end a process whose main thread stands still.
  try {
    const gdb = ['-p', String(process.pid), '-batch', '-ex', 'call (void)_exit(1)'];
    execFileSync('gdb', gdb, { timeout: 60_000, stdio: 'ignore', env: gdbEnvironment() });
  } catch {
    // It is gone with the process that it was to end.
  }
  process.kill(process.pid, 'SIGKILL');
}

const since = { [index.TICKS]: Date.now(), [index.ANSWERS]: Date.now() };
const last = { [index.TICKS]: 0, [index.ANSWERS]: 0 };

/** How long the counter has not moved, in ms. */
function stillness(counter, now) {
  const value = Atomics.load(counters, counter);
  if (value !== last[counter]) {
    last[counter] = value;
    since[counter] = now;
  }
  return now - since[counter];
}

/** How long the main thread has been running or ready to run, in ms, since it began. */
function awake() {
  const [ran, starved] = fs.readFileSync('/proc/self/schedstat', 'utf8').split(' ');
  return (Number(ran) + Number(starved)) / 1e6;
}

let running = { serial: -1, since: 0, awake: 0, shown: false };
let shown = 0;
let done = 0;

for (let expected = Date.now() + pause; ; expected = Date.now() + pause) {
  Atomics.wait(wait, 0, 0, pause);
  const now = Date.now();
  const late = now - expected;
  if (late > Atomics.load(counters, index.NOISE)) Atomics.store(counters, index.NOISE, late);

  const phase = Atomics.load(counters, index.PHASE);
  const loop = stillness(index.TICKS, now);
  const answers = stillness(index.ANSWERS, now);
  if (phase === phases.DONE) {
    if (done === 0) done = now;
    if (now - done > patience) fail('the process does not end by itself');
  } else if (loop > patience) {
    const name = names[Atomics.load(counters, index.RUNNING) - 1] ?? 'no bound function';
    fail(`the event loop has not turned for ${patience} ms, in ${name}`);
  } else if (phase === phases.RUNNING && answers > patience) {
    fail(`no client was answered for ${patience} ms`);
  }

  const serial = Atomics.load(counters, index.SERIAL);
  const called = Atomics.load(counters, index.RUNNING);
  if (called === 0 || serial !== running.serial) {
    running = { serial, since: now, awake: awake(), shown: false };
  } else if (!running.shown && shown < 3 && now - running.since - (awake() - running.awake) > longestSleep) {
    running.shown = true;
    shown += 1;
    say(`torture: the JS thread sleeps in ${names[called - 1]}, for ${now - running.since} ms now:`);
    showThreads();
  }
  if (Atomics.exchange(counters, index.DUMP, 0) !== 0) showThreads();
}
