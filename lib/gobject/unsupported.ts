import { native } from '../native.js';
import type { GObject } from './object.js';

/** The installed GStreamer is older than what this needs. Everything else goes on working. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';

  /** The message names both. */
  constructor(
    /** What it is, for example `RTSPMedia.canBeShared()`. */
    readonly feature: string,
    /** The first version of GStreamer that has it, for example `1.24`. */
    readonly version: string,
  ) {
    super(`${feature} needs GStreamer ${version} or newer`);
  }
}

/** @throws UnsupportedError where the object's class has no such property. */
export function requireProperty(object: GObject, name: string, feature: string, version: string): void {
  if (!native.hasProperty(object, name)) throw new UnsupportedError(feature, version);
}

/** Events that the installed library may be too old for: the classes and versions of each. */
const newerEvents = new Map<string, { of: abstract new (...args: never[]) => object; version: string }[]>();

/** Makes `on()` throw an UnsupportedError where the installed library is too old for that event of the class. */
export function eventSince(of: abstract new (...args: never[]) => object, event: string, version: string): void {
  newerEvents.set(event, [...(newerEvents.get(event) ?? []), { of, version }]);
}

/** @throws UnsupportedError for an event that the installed library is too old for: its handler would never be called. */
export function requireEvent(object: GObject, event: string): void {
  const newer = newerEvents.get(event)?.find(({ of }) => object instanceof of);
  if (!newer || hasEvent(object, event)) return;
  throw new UnsupportedError(`${newer.of.name}.on('${event}')`, newer.version);
}

function hasEvent(object: GObject, event: string): boolean {
  // The signal `notify` is there for whatever name.
  if (event.startsWith('notify::')) return native.hasProperty(object, event.slice('notify::'.length));
  const connected = native.connect(object, event, 0);
  if (connected) native.disconnect(object, connected.handler);
  return connected !== null;
}
