'use strict';
// Mocha's spec reporter, which also leaves a line for each result in the file --reporter-option tally=FILE: script/test
// adds them up, also where a run ends in a crash.

const { appendFileSync } = require('node:fs');
const { Spec } = require('mocha').reporters;

module.exports = class extends Spec {
  constructor(runner, options) {
    super(runner, options);
    const { tally } = options.reporterOptions;
    for (const result of ['pass', 'fail']) runner.on(result, () => appendFileSync(tally, `${result}\n`));
  }
};
