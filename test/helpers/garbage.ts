import { setTimeout as sleep } from 'node:timers/promises';

import { eventually } from './deadline.js';

/** Collects garbage until the object is gone. */
export async function isCollected(object: WeakRef<object>, ms: number, what: string): Promise<void> {
  await eventually(
    () => {
      globalThis.gc?.();
      return object.deref() === undefined;
    },
    ms,
    what,
  );
}

/** Collects garbage until the objects are gone, but for one, that a last call may hold. */
export async function areCollected(objects: readonly WeakRef<object>[]): Promise<void> {
  const left = () => objects.filter((object) => object.deref() !== undefined).length;
  await eventually(
    async () => {
      await sleep(1);
      globalThis.gc?.();
      return left() <= 1;
    },
    10_000,
    () => `${left()} are left`,
  );
}
