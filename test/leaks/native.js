'use strict';
// The tests of the runtime layer, as script/test has compiled them: mocha's own program loads TypeScript by a thread, of
// which V8 leaves something behind.
const { readdirSync } = require('node:fs');
const path = require('node:path');
const { Mocha } = require('mocha');

const { allGone } = require('../helpers/all-gone.cjs');

const compiled = path.join(__dirname, '../../build/test');
const folder = path.join(compiled, 'test/native');
// The ends of processes come in the midst of something, and for servers there is server.js.
const others = ['environment.test.js', 'life.test.js'];
const mocha = new Mocha({ timeout: 120_000, forbidOnly: true, forbidPending: true });
for (const file of readdirSync(folder)) {
  if (file.endsWith('.test.js') && !others.includes(file)) mocha.addFile(path.join(folder, file));
}
mocha.run((failures) => {
  process.exitCode = failures === 0 ? 0 : 1;
  void allGone(require(path.join(compiled, 'lib/native.js')).native);
});
