import { TestDouble } from '../test/native/double.js';
import { contestants } from './contestants/native.js';
import { amount, compete, quantile, type Sample } from './harness.js';

/** A native thread asks JavaScript, with the event loop idle: a signal's handler against the least that Node needs. */
const count = amount(500, 20);

function summary(times: Float64Array): Sample {
  return { 'p50 µs': quantile(times, 0.5), 'p99 µs': quantile(times, 0.99) };
}

function asker(handler: (value: number) => unknown): TestDouble {
  const double = new TestDouble();
  double.on('ask', handler);
  return double;
}

const plain = asker((value) => value + 1);
// eslint-disable-next-line @typescript-eslint/require-await -- the Promise is what is measured
const later = asker(async (value) => value + 1);
// eslint-disable-next-line @typescript-eslint/require-await -- the Promise is what is measured
const bareLater = async (value: number) => value + 1;

void compete(
  'ask',
  'Round trip of a question from a native thread',
  [
    { name: 'bare, plain', run: async () => summary(await contestants.timeBare((value) => value + 1, count)) },
    {
      name: 'signal, plain',
      against: 'bare, plain',
      goals: [{ of: 'p50 µs', most: 1.3 }],
      run: async () => summary(await contestants.timeAsks(plain, count)),
    },
    {
      name: 'bare, async',
      run: async () => {
        const handler = (value: number) => void bareLater(value).then((answer) => contestants.settleBare(answer));
        return summary(await contestants.timeBare(handler, count));
      },
    },
    {
      name: 'signal, async',
      against: 'bare, async',
      goals: [{ of: 'p50 µs', most: 1.3 }],
      run: async () => summary(await contestants.timeAsks(later, count)),
    },
  ],
  15,
);
