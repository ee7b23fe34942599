'use strict';
// Mocha's spec reporter, and two things more. It leaves a line for each result in the file --reporter-option tally=FILE:
// script/test adds them up, also where a run ends in a crash. And it ends a run that does not end by itself.

const { appendFileSync } = require('node:fs');
const { Spec } = require('mocha').reporters;

const patience = 30_000;

module.exports = class extends Spec {
  constructor(runner, options) {
    super(runner, options);
    const { tally } = options.reporterOptions;
    for (const result of ['pass', 'fail']) runner.on(result, () => appendFileSync(tally, `${result}\n`));
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
