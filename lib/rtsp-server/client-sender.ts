import type { GObject } from '../gobject/object.js';
import type { Slot } from '../native.js';
import { checkHandler, type Handler, handlerOf, type SendOptions, setHandler, setOptions } from './senders.js';

/** The send function of a client whose handler is set, and whether C's place for it is known to be taken. */
interface Sender {
  readonly slot: Slot;
  taken: boolean;
}

/** C's place for the function. */
interface Place {
  /** Takes it, or gives it back. */
  readonly take: (on: boolean) => Promise<void>;
  /** Does what C does when the answer for data of a channel is false. */
  readonly refuse: (channel: number) => Promise<void>;
}

const senderOf = new WeakMap<GObject, Sender>();

/**
 * Makes the handler the client's function of this slot, of two that C does not have side by side; null takes it off.
 *
 * @throws GError (the Promise rejects) while the other one is set.
 */
export async function setClientSender(
  client: GObject,
  slot: Slot,
  handler: Handler | null,
  options: SendOptions | undefined,
  place: Place,
): Promise<void> {
  checkHandler(slot, handler);
  const former = senderOf.get(client);
  if (!handler) {
    if (former?.slot === slot) await removeSender(client, former, place);
    return;
  }
  // Refused, and the other one goes on as it was.
  if (former && former.slot !== slot) {
    await place.take(true);
    return;
  }
  setOptions(client, options, place.refuse);
  setHandler(client, slot, handler);
  // C's place is ours already: the handler has taken over, also within the one before.
  if (former?.taken) return;
  // The handler was first, so that nothing is missed; where C has no room for it, it is taken off again.
  const sender = { slot, taken: false };
  senderOf.set(client, sender);
  try {
    await place.take(true);
    sender.taken = true;
  } catch (error) {
    if (senderOf.get(client) === sender) {
      senderOf.delete(client);
      setHandler(client, slot, null);
    }
    throw error;
  }
}

async function removeSender(client: GObject, former: Sender, place: Place): Promise<void> {
  const { slot } = former;
  const handler = handlerOf(client, slot);
  senderOf.delete(client);
  setHandler(client, slot, null);
  try {
    await place.take(false);
  } catch (error) {
    // It stays, unless one was set anew meanwhile.
    if (handlerOf(client, slot) === null) {
      senderOf.set(client, former);
      setHandler(client, slot, handler);
    }
    throw error;
  }
}
