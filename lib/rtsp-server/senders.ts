import type { EventEmitter } from 'node:events';

import { GstBuffer, PacketBatch } from '../gst/buffer.js';
import type { GObject } from '../gobject/object.js';
import {
  type Call,
  describe,
  emitTold,
  endCall,
  HandlerError,
  promised,
  report,
  runInCall,
} from '../gobject/handlers.js';
import { RTSPMessage } from '../gstrtsp/message.js';
import { Hook, native, Slot } from '../native.js';

/** What a send function answers: nothing or true to go on, false to be sent nothing more. */
export type RTSPSendAnswer = boolean | void | Promise<boolean | void>;

/** How the calls of a send function reach its handler. */
export interface SendOptions {
  /**
   * `queued` (default): C goes on at once, and what it sends reaches the handler in order, as soon as the event loop has
   * time. `strict`: the sending thread waits for the handler's answer, which must be plain; that slows down everybody who
   * shares the medium, and is the only way to hold a source back. What the event loop has no time for within `timeout`
   * is queued.
   */
  delivery?: 'queued' | 'strict';
  /** How many packets may wait for the event loop, 1 to 1048576. Default: 4096. Responses are not counted. */
  queueLength?: number;
  /** Which packet is dropped when the queue is full. Responses never are. Default: `drop-oldest`. */
  whenFull?: 'drop-oldest' | 'drop-newest';
  /**
   * How long a thread waits for a strict handler, in milliseconds, 1 to 2147483647. Default: what the server's
   * `handlerTimeout` is then, 5000 where there is no server.
   */
  timeout?: number;
}

/** What became of an object's packets. */
export interface SendStatistics {
  /** How many were handed to a handler. */
  delivered: number;
  /** How many were dropped since the queue was full. */
  dropped: number;
  /** How many wait. */
  queued: number;
  /** Calls of keep-alive and message-sent functions that were dropped, since 4096 of them waited for the event loop. */
  droppedTells: number;
}

/** A function of an application's, whatever it takes. */
export type Handler = (...args: never[]) => unknown;

interface Senders {
  handlers: (Handler | null)[];
  /** Does what C does when the answer for data of a channel is false. */
  refuse: ((channel: number) => Promise<void>) | null;
  /** Its handler has answered false: it is sent nothing more, and what was under way is not its own any more. */
  refused: boolean;
  /** How many packets handlers were given. */
  delivered: number;
}

/** Held by their object, so that the garbage collector sees what a handler captures. */
const sendersOf = new WeakMap<object, Senders>();

const slotNames: Record<Slot, string> = {
  [Slot.Send]: 'RTSPClientSendFunc',
  [Slot.SendMessages]: 'RTSPClientSendMessagesFunc',
  [Slot.Rtp]: 'RTSPSendFunc',
  [Slot.Rtcp]: 'RTSPSendFunc',
  [Slot.RtpList]: 'RTSPSendListFunc',
  [Slot.RtcpList]: 'RTSPSendListFunc',
  [Slot.KeepAlive]: 'RTSPKeepAliveFunc',
  [Slot.MessageSent]: 'RTSPMessageSentFunc',
  [Slot.MessageSentFull]: 'RTSPMessageSentFuncFull',
};

/** @throws TypeError when it is neither a function nor null. */
export function checkHandler(slot: Slot, handler: unknown): void {
  if (handler === null || typeof handler === 'function') return;
  throw new TypeError(`${slotNames[slot]}: the handler must be a function or null, not ${typeof handler}`);
}

/** The handler of this slot, or null. */
export function handlerOf(target: GObject, slot: Slot): Handler | null {
  return sendersOf.get(target)?.handlers[slot] ?? null;
}

/** Makes the handler the one of this slot; null takes it off. */
export function setHandler(target: GObject, slot: Slot, handler: Handler | null): void {
  checkHandler(slot, handler);
  const senders = sendersFor(target);
  senders.handlers[slot] = handler;
  if (handler !== null && slot < Slot.KeepAlive) senders.refused = false;
  native.setSlot(target, slot, handler !== null);
}

function sendersFor(target: GObject): Senders {
  let senders = sendersOf.get(target);
  if (!senders) sendersOf.set(target, (senders = { handlers: [], refuse: null, refused: false, delivered: 0 }));
  return senders;
}

/** Checks the options and applies them to all send functions of the object. */
export function setOptions(
  target: GObject,
  options: SendOptions | undefined,
  refuse: (channel: number) => Promise<void>,
): void {
  const { delivery = 'queued', queueLength = 4096, whenFull = 'drop-oldest', timeout } = options ?? {};
  choose('delivery', delivery, ['queued', 'strict']);
  choose('whenFull', whenFull, ['drop-oldest', 'drop-newest']);
  count('queueLength', queueLength, 1 << 20);
  if (timeout !== undefined) count('timeout', timeout, 0x7fffffff);
  sendersFor(target).refuse = refuse;
  native.setDelivery(target, delivery === 'strict', queueLength, whenFull === 'drop-oldest', timeout ?? 0);
}

function choose(name: string, value: string, values: readonly string[]): void {
  if (!values.includes(value)) throw new TypeError(`${name} must be one of ${values.join(', ')}, not ${value}`);
}

function count(name: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new TypeError(`${name} must be an integer from 1 to ${most}, not ${String(value)}`);
  }
}

/** What became of the object's packets so far. */
export function sendStatistics(target: GObject): SendStatistics {
  return { delivered: sendersOf.get(target)?.delivered ?? 0, ...native.deliveryStatistics(target) };
}

native.setHook(Hook.Deliver, deliver);

/** Hands what C has sent to the handlers, call by call, and answers the thread that waits. */
function deliver(
  target: GObject,
  words: ArrayBuffer,
  bytes: ArrayBuffer,
  records: number,
  messages: RTSPMessage[] | null,
  ask: number,
): void {
  const senders = sendersOf.get(target);
  if (!senders) return;
  const batch = new PacketBatch(words, bytes, records);
  const failuresBefore = failures;
  let first = 0;
  let taken = true;
  while (first < records && taken) {
    let end = first + 1;
    while (end < records && batch.words[end * 16 + 2] === batch.words[first * 16 + 2]) end++;
    // As C does with the packets of a list: what follows a refused one is not sent.
    taken = deliverCall(target, senders, batch, first, end, messages, ask) || ask === queued;
    if (taken) first = end;
  }
  if (ask === queued || native.answerSend(ask, taken, failures !== failuresBefore)) return;
  failLate(target, slotOf(batch, 0));
  // C has been told true.
  if (!taken) void senders.refuse?.(batch.words[first * 16 + 1]);
}

/** In the order of their numbers. */
const slots = Object.values(Slot).filter((slot): slot is Slot => typeof slot === 'number');

function slotOf(batch: PacketBatch, record: number): Slot {
  return slots[batch.words[record * 16]];
}

/** What stands for the number of a question where there is none. */
const queued = 0;

const isMessage = 1;
const closes = 2;
const isLate = 4;

function deliverCall(
  target: GObject,
  senders: Senders,
  batch: PacketBatch,
  first: number,
  end: number,
  messages: RTSPMessage[] | null,
  ask: number,
): boolean {
  const at = first * 16;
  const slot = slotOf(batch, first);
  const channel = batch.words[at + 1];
  const kind = batch.words[at + 6];
  const handler = senders.handlers[slot];
  if (!handler) return true;
  const message = (kind & isMessage) !== 0 ? (messages?.[batch.words[at + 3]] ?? null) : null;
  if (senders.refused && !message && slot < Slot.KeepAlive) return ask === queued;
  if (!message && slot < Slot.KeepAlive) senders.delivered += end - first;
  const close = (kind & closes) !== 0;
  if ((kind & isLate) !== 0) failLate(target, slot);
  try {
    const invoke = () => call(handler, target, slot, channel, batch, first, end, message, close);
    const value = ask === queued ? invoke() : answerInCall({ number: ask, args: [target] }, invoke);
    if (value === undefined || value === true) return true;
    const later = promised(value);
    if (!later) return answered(target, senders, slot, channel, message, ask, value);
    const failed = (error: unknown) => fail(target, slot, describe(slotNames[slot], error));
    if (ask === queued) {
      later.then((given) => answered(target, senders, slot, channel, message, ask, given)).then(undefined, failed);
    } else {
      const text = `${slotNames[slot]}: a strict handler must answer at once, with a boolean, and this one gave a Promise`;
      fail(target, slot, new HandlerError(text, slotNames[slot], { cause: new TypeError(text) }));
      // Its value is no answer.
      later.catch(failed);
    }
  } catch (error) {
    fail(target, slot, describe(slotNames[slot], error));
  }
  return true;
}

/** The answer is known when the handler returns. */
function answerInCall(call: Call, handler: () => unknown): unknown {
  try {
    return runInCall(call, handler);
  } finally {
    endCall(call);
  }
}

function call(
  handler: Handler,
  target: GObject,
  slot: Slot,
  channel: number,
  batch: PacketBatch,
  first: number,
  end: number,
  message: RTSPMessage | null,
  close: boolean,
): unknown {
  const send = handler as (...args: unknown[]) => unknown;
  switch (slot) {
    case Slot.Send:
      return send(target, message ?? RTSPMessage.data(channel, batch.bytes(first)), close);
    case Slot.SendMessages: {
      if (message) return send(target, [message], close);
      const data = [];
      for (let record = first; record < end; record++) data.push(RTSPMessage.data(channel, batch.bytes(record)));
      return send(target, data, close);
    }
    case Slot.Rtp:
    case Slot.Rtcp:
      return send(new GstBuffer(batch, first), channel);
    case Slot.RtpList:
    case Slot.RtcpList: {
      const list = [];
      for (let record = first; record < end; record++) list.push(new GstBuffer(batch, record));
      return send(list, channel);
    }
    case Slot.MessageSentFull:
      return send(target);
    default:
      return send();
  }
}

/** Acts on an answer that is known; gives what C is to be told. */
function answered(
  target: GObject,
  senders: Senders,
  slot: Slot,
  channel: number,
  message: RTSPMessage | null,
  ask: number,
  value: unknown,
): boolean {
  if (slot >= Slot.KeepAlive || value === undefined || value === true) return true;
  if (value !== false) {
    const text = `${slotNames[slot]}: the answer must be a boolean, not ${show(value)}`;
    fail(target, slot, new HandlerError(text, slotNames[slot]));
    return true;
  }
  // Of a response C ignores it.
  if (message || senders.refused) return message !== null;
  senders.refused = true;
  refuse(target, senders, channel, ask);
  return false;
}

/** What C does with a false answer; of a strict one it knows itself. */
function refuse(target: GObject, senders: Senders, channel: number, ask: number): void {
  if (ask === queued) void senders.refuse?.(channel);
  // The refusal stands, whatever they do.
  emitTold(target, 'send-refused', [channel], native.serverOf(target) as EventEmitter | null);
}

function failLate(target: GObject, slot: Slot): void {
  fail(target, slot, new HandlerError(`${slotNames[slot]}: the handler has not answered in time`, slotNames[slot]));
}

/** Of all handlers. */
let failures = 0;

function fail(target: GObject, slot: Slot, error: HandlerError): void {
  failures++;
  report(target, slotNames[slot], native.serverOf(target) as EventEmitter | null, error);
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : typeof value;
}
