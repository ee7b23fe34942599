import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';

import { type Clock, type Element, type GstBuffer, parseLaunch, Pipeline, State } from '../../lib/index.js';
import { deferred, withDeadline } from '../helpers/deadline.js';

/** A player in this process: a launch line with an rtspsrc named `source` and a fakesink named `sink`. */
export class Receiver extends EventEmitter<{ buffer: [buffer: GstBuffer] }> {
  /** Rejects with what the bus says. */
  readonly failed: Promise<never>;
  received = 0;

  private constructor(
    readonly pipeline: Pipeline,
    readonly source: Element,
  ) {
    super();
    const failed = deferred<never>();
    this.failed = failed.promise;
    this.failed.catch(() => undefined);
    pipeline.bus.on('message::error', (message) => {
      failed.reject(new Error(`${message.error?.message ?? ''} ${message.debug ?? ''}`));
    });
  }

  /** Makes one of a launch line; `what` follows the sink's caps. */
  static async make(url: string, line: string): Promise<Receiver> {
    const bin = await parseLaunch(
      `rtspsrc name=source location=${url} ${line} ! fakesink name=sink signal-handoffs=true`,
    );
    const [source, sink] = [bin.getByName('source'), bin.getByName('sink')];
    assert.ok(source && sink);
    const pipeline = new Pipeline();
    pipeline.add(bin);
    const receiver = new Receiver(pipeline, source);
    sink.on('handoff', (buffer) => {
      receiver.received += 1;
      receiver.emit('buffer', buffer as GstBuffer);
    });
    return receiver;
  }

  /** Starts it, with this clock if it is given one. */
  async play(clock?: Clock): Promise<void> {
    if (clock) this.pipeline.useClock(clock);
    await this.pipeline.setState(State.PLAYING);
  }

  /** Resolves when so many buffers have reached its sink; rejects when the pipeline fails. */
  async reach(count: number, deadline = 20_000): Promise<void> {
    const reached = deferred();
    const look = () => {
      if (this.received >= count) reached.resolve();
    };
    this.on('buffer', look);
    look();
    try {
      await withDeadline(
        Promise.race([reached.promise, this.failed]),
        deadline,
        () => `${count} buffers (${this.received} came)`,
      );
    } finally {
      this.off('buffer', look);
    }
  }

  async stop(): Promise<void> {
    await this.pipeline.setState(State.NULL);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }
}
