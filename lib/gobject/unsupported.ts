import { native } from '../native.js';
import type { GObject } from './object.js';

/** The installed GStreamer is older than what this needs. Everything else goes on working. */
export class UnsupportedError extends Error {
  override readonly name = 'UnsupportedError';

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
