'use strict';
// Every way in which a question can end, objects that toggle on other threads, and calls that fail; then nothing may be
// left.
const { GObject, registerClass } = require('../../build/test/lib/gobject/object.js');
const { c, native } = require('../../build/test/lib/native.js');
const { allGone } = require('../helpers/all-gone.cjs');

class TestDouble extends GObject {}
registerClass('TestDouble', TestDouble, c.test_double_new);

const answers = [
  (value) => value,
  async (value) => value,
  () => {
    throw new Error('as it was told to');
  },
  () => Promise.reject(new Error('as it was told to')),
  () => 'no number',
  () => new Promise(() => undefined),
];

async function round(i) {
  const double = new TestDouble();
  const other = c.test_double_make(double);
  double.on('handler-error', () => undefined);
  double.on('ask', answers[i % answers.length], { timeout: 5 });
  double.on('tell', () => double);
  c.test_double_keep(double, other);
  c.test_double_start(double, 2, 2);
  c.test_double_flood(double, 2, 20);
  await Promise.all([
    c.test_double_join(double),
    c.test_double_churn(double, other, 20),
    c.test_double_fail(double).catch((error) => error.message),
    c.test_double_ask(double, 'no number').catch((error) => error.message),
  ]);
}

async function main() {
  for (let i = 0; i < 300; i++) await round(i);
  await allGone(native);
}

void main();
