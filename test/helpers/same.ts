import assert from 'node:assert/strict';
import { inspect } from 'node:util';

function assertLength(actual: readonly unknown[], expected: readonly unknown[]): void {
  const show = (list: readonly unknown[]) => inspect(list, { depth: 1 });
  assert.equal(actual.length, expected.length, `${show(actual)}, not ${show(expected)}`);
}

/**
 * Compares lists, and lists in them, by the identity of what they hold. `assert.deepEqual` takes any two library objects
 * of one class for equal: what they differ by is in C.
 */
export function assertSame(actual: readonly unknown[], expected: readonly unknown[]): void {
  assertLength(actual, expected);
  actual.forEach((one, i) => {
    const other = expected[i];
    if (Array.isArray(one) && Array.isArray(other)) assertSame(one, other);
    else assert.equal(one, other);
  });
}

/** The same for lists whose order is nobody's business. */
export function assertSameMembers(actual: readonly unknown[], expected: readonly unknown[]): void {
  assertLength(actual, expected);
  for (const one of expected) assert.ok(actual.includes(one), `${inspect(one, { depth: 0 })} is missing`);
}
