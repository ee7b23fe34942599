/** What goes with the bytes of a {@link GstBuffer}. @see GstBuffer */
export interface GstBufferInit {
  /** Presentation time in nanoseconds of the stream's running time. Default: none. @see GST_BUFFER_PTS */
  pts?: bigint | null;
  /** Decoding time in nanoseconds. Default: none. @see GST_BUFFER_DTS */
  dts?: bigint | null;
  /** In nanoseconds. Default: none. @see GST_BUFFER_DURATION */
  duration?: bigint | null;
  /** Position in the source, in its own unit. Default: none. @see GST_BUFFER_OFFSET */
  offset?: bigint | null;
  /** One or several of {@link GstBufferFlags}. Default: none. @see gst_buffer_set_flags */
  flags?: number;
}

/** Flags of a buffer. @see GstBufferFlags */
export const GstBufferFlags = {
  /** It was made by a live source. @see GST_BUFFER_FLAG_LIVE */
  LIVE: 1 << 4,
  /** It is to be decoded and not shown. @see GST_BUFFER_FLAG_DECODE_ONLY */
  DECODE_ONLY: 1 << 5,
  /** What was before it is missing. @see GST_BUFFER_FLAG_DISCONT */
  DISCONT: 1 << 6,
  /** Its timestamps do not go on from those before. @see GST_BUFFER_FLAG_RESYNC */
  RESYNC: 1 << 7,
  /** Its data is damaged. @see GST_BUFFER_FLAG_CORRUPTED */
  CORRUPTED: 1 << 8,
  /** An element's mark: of RTP the last packet of a frame. @see GST_BUFFER_FLAG_MARKER */
  MARKER: 1 << 9,
  /** It is a header. @see GST_BUFFER_FLAG_HEADER */
  HEADER: 1 << 10,
  /** It stands for missing data: nothing, or silence. @see GST_BUFFER_FLAG_GAP */
  GAP: 1 << 11,
  /** It can be left out without harm. @see GST_BUFFER_FLAG_DROPPABLE */
  DROPPABLE: 1 << 12,
  /** It cannot be decoded by itself: no key frame. @see GST_BUFFER_FLAG_DELTA_UNIT */
  DELTA_UNIT: 1 << 13,
  /** Its memory has changed since; a pool looks at this. @see GST_BUFFER_FLAG_TAG_MEMORY */
  TAG_MEMORY: 1 << 14,
  /** Whoever writes it is to see that it is written out. @see GST_BUFFER_FLAG_SYNC_AFTER */
  SYNC_AFTER: 1 << 15,
  /** It must not be left out. @see GST_BUFFER_FLAG_NON_DROPPABLE */
  NON_DROPPABLE: 1 << 16,
} as const;

const none = 0xffffffffffffffffn;

/**
 * Packets that came in one call, and what goes with them, as native code lays them out.
 *
 * @internal
 */
export class PacketBatch {
  /** Eight numbers for each record, then its four times. */
  readonly words: Uint32Array;
  readonly #bytes: ArrayBuffer;
  #times: BigUint64Array | undefined;

  constructor(
    words: ArrayBuffer,
    bytes: ArrayBuffer,
    readonly count: number,
  ) {
    this.words = new Uint32Array(words, 0, count * 16);
    this.#bytes = bytes;
  }

  bytes(record: number): Buffer {
    const at = record * 16;
    return Buffer.from(this.#bytes, this.words[at + 3], this.words[at + 4]);
  }

  time(record: number, which: number): bigint | null {
    this.#times ??= new BigUint64Array(this.words.buffer, 0, this.count * 8);
    const time = this.#times[record * 8 + 4 + which];
    return time === none ? null : time;
  }
}

/**
 * Bytes with their times and flags.
 *
 * Several buffers that arrived together share their memory: who keeps one for long, or gives it to another thread, should
 * copy its `data`.
 *
 * @see GstBuffer
 */
export class GstBuffer {
  readonly #source: PacketBatch | GstBufferInit;
  readonly #record: number;
  #data: Buffer | undefined;

  /** Makes a buffer of these bytes; they are not copied. @see gst_buffer_new_wrapped_full */
  constructor(data: Uint8Array, init?: GstBufferInit);
  /** @internal */
  constructor(batch: PacketBatch, record: number);
  constructor(data: Uint8Array | PacketBatch, more: GstBufferInit | number = {}) {
    if (data instanceof PacketBatch) {
      this.#source = data;
      this.#record = more as number;
      return;
    }
    if (!(data instanceof Uint8Array)) throw new TypeError('the data of a GstBuffer must be a Uint8Array');
    this.#source = more as GstBufferInit;
    this.#record = 0;
    this.#data = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  }

  /** Its bytes. @see gst_buffer_map */
  get data(): Buffer {
    return (this.#data ??= (this.#source as PacketBatch).bytes(this.#record));
  }

  /** How many bytes it has. @see gst_buffer_get_size */
  get size(): number {
    return this.#source instanceof PacketBatch ? this.#source.words[this.#record * 16 + 4] : this.data.length;
  }

  /** Presentation time in nanoseconds; null for none. @see GST_BUFFER_PTS */
  get pts(): bigint | null {
    return this.#source instanceof PacketBatch ? this.#source.time(this.#record, 0) : (this.#source.pts ?? null);
  }

  /** Decoding time in nanoseconds; null for none. @see GST_BUFFER_DTS */
  get dts(): bigint | null {
    return this.#source instanceof PacketBatch ? this.#source.time(this.#record, 1) : (this.#source.dts ?? null);
  }

  /** Duration in nanoseconds; null for none. @see GST_BUFFER_DURATION */
  get duration(): bigint | null {
    return this.#source instanceof PacketBatch ? this.#source.time(this.#record, 2) : (this.#source.duration ?? null);
  }

  /** Position in the source, in its own unit; null for none. @see GST_BUFFER_OFFSET */
  get offset(): bigint | null {
    return this.#source instanceof PacketBatch ? this.#source.time(this.#record, 3) : (this.#source.offset ?? null);
  }

  /** One or several of {@link GstBufferFlags}. @see gst_buffer_get_flags */
  get flags(): number {
    return this.#source instanceof PacketBatch ? this.#source.words[this.#record * 16 + 5] : (this.#source.flags ?? 0);
  }
}

/** Buffers that were sent as one, for example the packets of a frame. @see GstBufferList */
export type GstBufferList = readonly GstBuffer[];
