'use strict';
// Every getter, as test/conformance/getters.test.ts calls it: a short string that one forgets to free is too little to be
// seen in the memory of the process.
const path = require('node:path');
const { Mocha } = require('mocha');

const { allGone } = require('../helpers/all-gone.cjs');

process.env.GETTER_CALLS = '200';
const compiled = path.join(__dirname, '../../build/test');
const mocha = new Mocha({ timeout: 300_000, forbidOnly: true, forbidPending: true });
mocha.addFile(path.join(compiled, 'test/conformance/getters.test.js'));
mocha.run((failures) => {
  process.exitCode = failures === 0 ? 0 : 1;
  void allGone(require(path.join(compiled, 'lib/native.js')).native);
});
