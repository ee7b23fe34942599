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
