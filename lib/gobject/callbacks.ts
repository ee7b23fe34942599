import { Hook, native } from '../native.js';

type Callback = (...args: unknown[]) => unknown;

/** Kept with the object that the callback belongs to, so that the garbage collector sees every cycle. */
const callbacks = new WeakMap<object, Map<string, Callback>>();

native.setHook(Hook.Call, (target: object, slot: string, args: unknown[]) => {
  callbacks.get(target)?.get(slot)?.(...args);
});

/** Sets what native code calls in that slot of the object; null takes it away. */
export function setCallback(target: object, slot: string, callback: Callback | null): void {
  let slots = callbacks.get(target);
  if (!callback) {
    slots?.delete(slot);
    return;
  }
  if (!slots) callbacks.set(target, (slots = new Map<string, Callback>()));
  slots.set(slot, callback);
}
