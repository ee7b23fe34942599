import { Boxed, registerClass } from '../gobject/object.js';

/**
 * What a thread runs.
 *
 * @see GstRTSPThreadType
 */
export const RTSPThreadType = {
  CLIENT: 0,
  MEDIA: 1,
} as const;

/** One of RTSPThreadType. */
export type RTSPThreadType = (typeof RTSPThreadType)[keyof typeof RTSPThreadType];

/**
 * A thread of a thread pool. Overrides of the pool's methods get it.
 *
 * @see GstRTSPThread
 */
export class RTSPThread extends Boxed {
  /** @internal */
  constructor() {
    super(() => {
      throw new TypeError('RTSPThread cannot be constructed: the thread pool makes it');
    });
  }
}

registerClass('GstRTSPThread', RTSPThread);
