'use strict';
// Mocha's spec reporter, and two things more. It leaves lines for each result in the file --reporter-option tally=FILE,
// "pass TITLE" or "fail TITLE: ERROR", and "file PATH": script/test adds them up, also where a run ends in a crash, says
// again at its end what failed, and sees whether a file is missing. And it ends a run that does not end by itself.

const { appendFileSync } = require('node:fs');
const path = require('node:path');
const { Spec } = require('mocha').reporters;

const patience = 30_000;

module.exports = class extends Spec {
  constructor(runner, options) {
    super(runner, options);
    const { tally } = options.reporterOptions;
    const note = (...words) => appendFileSync(tally, `${words.join(' ').replace(/\s+/g, ' ')}\n`);
    runner.on('test end', (test) => note('file', path.relative('', test.file)));
    runner.on('pass', (test) => note('pass', test.fullTitle()));
    runner.on('fail', (test, error) => note('fail', `${test.fullTitle()}:`, error.message));
    runner.once('end', () => setTimeout(giveUp, patience).unref());
  }
};

function giveUp() {
  console.error(`The tests are over for ${patience / 1000} s, but something keeps the process alive:`);
  console.error(process.getActiveResourcesInfo().join(', '));
  // Mocha sets the number of failures when the process exits; this listener comes after its own.
  process.once('exit', () => (process.exitCode = 255));
  process.exit();
}
