import path from 'node:path';

/** A bound C function, under its C name. The facade knows the types; the addon checks them again. */
export type NativeFunction = (...args: unknown[]) => unknown;

/** What the addon tells of itself. */
export interface Statistics {
  wrappers: number;
  asks: number;
  queued: number;
  dropped: number;
  /** Whether a thread may ask with locks held: where a delivery is strict. */
  askedNow: boolean;
  held: number;
  reaperIdle: boolean;
  instances: Record<string, number>;
}

/** A parameter or the result of a bound function. */
export interface ArgumentEntry {
  /** GLib's name of its type: `gint32`, `utf8`, `GstRTSPMedia`; `none` of a result that is none, `other` for what only the facade knows. */
  kind: string;
  /** Part of the result. */
  out: boolean;
  nullable: boolean;
  /** The receiver takes it over. */
  full: boolean;
}

/** A bound function, and what it may wait for. The locks of one that is not promised are those of its whole table. */
export interface CallEntry {
  name: string;
  className: string;
  method: string;
  promised: boolean;
  /** Whether its table says what it takes. */
  stated: boolean;
  /** Runs beside the handler's thread. */
  aside: boolean;
  /** May wait for the handler's thread, which was told to hurry. */
  hurries: boolean;
  locks: string[];
  joins: string[];
  /** Its first argument is the object. */
  ofObject: boolean;
  /** Those of the C function, without a GError. */
  arguments: ArgumentEntry[];
  result: ArgumentEntry;
}

/** A signal or a virtual method that C waits for, on one of the kinds of threads that emit or call it. */
export interface AskEntry {
  type: string;
  /** Its name; that of a virtual method is the facade's. */
  signal: string;
  vfunc: boolean;
  /** GLib's name of the answer's type. */
  answer: string;
  /** The kind of thread: one, or none where the table does not say. */
  thread: string[];
  held: string[];
  /** Those of `held` that the thread itself could not take again. */
  nonRecursive: string[];
  /** What other threads may hold, or be, while they wait for this one. */
  heldByWaiters: string[];
  /** What it is about is known to nobody else yet. */
  unshared: boolean;
}

/** A virtual method that a subclass may override, or may not. */
export interface VirtualMethodEntry {
  type: string;
  /** The facade's name. */
  method: string;
  /** Why an override of it is refused; null: it is not. */
  refusal: string | null;
  /** Those of the C function, without the object; `out` are those that C reads back. None of a refused one. */
  arguments: ArgumentEntry[];
  /** What JavaScript answers; `none` where C does not wait. */
  result: ArgumentEntry;
}

/** How several handlers' answers make one; in the order of the native `Combine`. */
export enum Combine {
  All,
  Refusal,
  Last,
  True,
}

/** Functions of the facade that the addon calls; in the order of the native `Registry::Hook`. */
export enum Hook {
  Dispatch,
  CurrentCall,
  Expired,
  MakeError,
  MakeMessage,
  EncodeMessage,
  Call,
  Deliver,
  Override,
  MakeValue,
  TakeValue,
  Contain,
}

/** Callbacks of clients and transports; in the order of the native `Slot`. */
export enum Slot {
  Send,
  SendMessages,
  Rtp,
  Rtcp,
  RtpList,
  RtcpList,
  KeepAlive,
  MessageSent,
  MessageSentFull,
}

interface Native {
  readonly functions: Readonly<Record<string, NativeFunction>>;
  adopt(object: object): boolean;
  registerClass(typeName: string, constructor: unknown): void;
  defineSubclass(typeName: string, constructor: unknown, name: string, methods: string[], always: boolean): number;
  useSubclass(number: number): void;
  chain(object: object, method: string, args: unknown[]): unknown;
  setHook(hook: Hook, handler: unknown): void;
  typeName(object: object): string | null;
  getProperty(object: object, name: string): unknown;
  setProperty(object: object, name: string, value: unknown): void;
  hasProperty(object: object, name: string): boolean;
  isAlive(object: object): boolean;
  connect(object: object, event: string, timeout: number): { handler: number; combine: Combine } | null;
  disconnect(object: object, handler: number): void;
  emit(object: object, signal: string, args: readonly unknown[]): Promise<unknown>;
  settle(call: number, value: unknown): string | null;
  settleThrown(call: number): void;
  hurry(milliseconds: number): void;
  /** What the native thread is in the middle of that waits for the running handler, where its arguments do not tell. */
  surroundings(): object | null;
  /** How long a thread waits for a handler of something that belongs to no server, in milliseconds. */
  readonly defaultHandlerTimeout: number;
  waiting(server: object): {
    asks: number;
    answered: number;
    expired: number;
    thrown: number;
    waiting: number;
    waitTotalMs: number;
    waitMaxMs: number;
    droppedTells: number;
  };
  calls(): CallEntry[];
  asks(): AskEntry[];
  virtualMethods(): VirtualMethodEntry[];
  createPoolWatch(pool: object, slot: string): unknown;
  contextField(context: object, name: string): unknown;
  setSlot(object: object, slot: Slot, on: boolean): void;
  setDelivery(object: object, strict: boolean, capacity: number, dropOldest: boolean, timeout: number): void;
  /** Answers the question of a strict call, whose handler may have failed; false when nobody waits for it any more. */
  answerSend(ask: number, answer: boolean, thrown: boolean): boolean;
  deliveryStatistics(object: object): { dropped: number; queued: number; droppedTells: number };
  serverOf(object: object): object | null;
  hold(server: object): void;
  drop(server: object): void;
  /** Whether this is the process's main thread, and no worker. */
  readonly isMainThread: boolean;
  end(): void;
  track(): void;
  statistics(): Statistics;
}

const root = path.join(__dirname, '..');
/** The README's list, with what most launch lines need. */
const packages =
  'libgstrtspserver-1.0-0 gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-bad ' +
  'gstreamer1.0-plugins-ugly gstreamer1.0-libav gstreamer1.0-x';

function load(): Native {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- a native addon is loaded by path
    const find = require('node-gyp-build') as (root: string) => Native;
    return find(root);
  } catch (cause) {
    throw new Error(explain(cause instanceof Error ? cause.message : String(cause)), { cause });
  }
}

function explain(message: string): string {
  if (/cannot open shared object file/.test(message)) {
    return `GStreamer's RTSP server library is not installed; on Debian and Ubuntu: apt-get install ${packages} (${message})`;
  }
  // GStreamer's symbols have no versions: it is the C or the C++ library.
  if (/version .* not found/.test(message)) {
    return `This system's C library is too old for this binary of gst-rtsp-server; that of Debian 12, Ubuntu 24.04 or newer will do (${message})`;
  }
  if (/undefined symbol: gst/.test(message)) {
    return `The installed GStreamer is too old: gst-rtsp-server needs 1.22 or newer (Debian 12, Ubuntu 24.04) (${message})`;
  }
  if (/No native build was found/.test(message)) {
    return (
      `gst-rtsp-server has no prebuilt binary for ${process.platform}-${process.arch} and was not compiled at install; ` +
      `npm rebuild gst-rtsp-server compiles it and says what it needs (${message})`
    );
  }
  return `gst-rtsp-server's native addon cannot be loaded: ${message}`;
}

/**
 * V8 looks a property of a large object up by its name each time, but that of a prototype once: what is called through
 * this is compiled like a constant.
 */
function inheriting<T extends object>(large: T): T {
  return Object.create(large) as T;
}

/** The addon. Loading it does not initialise GStreamer: the first call of a bound function does. */
export const native = inheriting(load());

/** The bound C functions. */
export const c = inheriting(native.functions);

// process.exit() does not end the main thread's environment: its servers are stopped here.
if (native.isMainThread) process.once('exit', () => native.end());
