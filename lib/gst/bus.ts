import { type GObjectEvents, registerClass } from '../gobject/object.js';
import { c } from '../native.js';
import type { Message } from './message.js';
import { GstObject } from './object.js';

/** Events of a bus. C waits for none of them. */
export interface BusEvents extends GObjectEvents {
  /**
   * A message, on a pipeline that was started with its own `setState()`. The messages of a medium's pipeline go to the
   * medium: see its `handle-message`.
   *
   * @see GstBus::message
   */
  message: (message: Message) => unknown;
  /** A message of that type, for example `message::error`. @see GstBus::message */
  [message: `message::${string}`]: (message: Message) => unknown;
  /** A message, at the moment when it is posted; see `enableSyncMessageEmission()`. @see GstBus::sync-message */
  'sync-message': (message: Message) => unknown;
  /** A message of that type, for example `sync-message::eos`. @see GstBus::sync-message */
  [message: `sync-message::${string}`]: (message: Message) => unknown;
}

/**
 * Where the elements of a pipeline post their messages.
 *
 * @example
 * ```ts
 * pipeline.bus.on('message::error', ({ error, sourceName }) => console.error(sourceName, error));
 * await pipeline.setState(State.PLAYING);
 * ```
 * @see GstBus
 */
export class Bus extends GstObject<BusEvents> {
  /** Whether messages wait to be read. @see gst_bus_have_pending */
  get havePending(): boolean {
    return c.gst_bus_have_pending(this) as boolean;
  }

  /**
   * From now on `sync-message` tells of each message, also on the bus of a medium's pipeline; as often as this was
   * called `disableSyncMessageEmission()` has to be.
   *
   * @see gst_bus_enable_sync_message_emission
   */
  enableSyncMessageEmission(): void {
    c.node_bus_enable_sync_message_emission(this);
  }

  /** Undoes `enableSyncMessageEmission()`. @throws GError when nothing is enabled. @see gst_bus_disable_sync_message_emission */
  disableSyncMessageEmission(): void {
    c.node_bus_disable_sync_message_emission(this);
  }
}

registerClass('GstBus', Bus);
