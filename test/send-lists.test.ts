import assert from 'node:assert/strict';
import { once } from 'node:events';

import {
  type GstBuffer,
  type GstBufferList,
  RTSPMethod,
  type RTSPStreamTransport,
  type SendOptions,
} from '../lib/index.js';
import { DirectClient } from './clients/direct-client.js';
import { eventually, withDeadline } from './helpers/deadline.js';

/** About twenty packets a frame, which the payloader sends as a list. */
const picture = `( videotestsrc is-live=true pattern=blue ! video/x-raw,format=UYVY,width=160,height=80,framerate=25/1
  ! rtpvrawpay name=pay0 pt=96 )`;

for (const delivery of ['queued', 'strict'] as const) {
  const options: SendOptions = { delivery };

  describe(`a ${delivery} function for single packets of a payloader that sends lists`, () => {
    it('of a transport gets each packet, and none of a list after the one that it refuses', async () => {
      const direct = new DirectClient(picture);
      await direct.client.setSendFunc((_, message) => direct.take(message));
      const sizes: number[] = [];
      let refuseAt = Infinity;
      let transport: RTSPStreamTransport | undefined;
      direct.client.on('setup-request', async (context) => {
        transport = context.transport as RTSPStreamTransport;
        await transport.setCallbacks((buffer) => sizes.push(buffer.size) !== refuseAt, null, options);
      });
      await direct.request(RTSPMethod.DESCRIBE);
      await direct.setUp();
      await direct.play();
      await eventually(() => sizes.length > 60, 5000, 'packets');
      assert.ok(transport);
      const refused = once(transport as never, 'send-refused');
      refuseAt = sizes.length + 3;
      await withDeadline(refused, 5000, 'send-refused');
      await direct.teardown();
      assert.equal(sizes.length, refuseAt);
      assert.equal(transport.sendStatistics.dropped, 0);
    });

    it('of a client gets each packet, in order, and none of a list after the one that it refuses', async () => {
      const direct = new DirectClient(picture);
      let packets = 0;
      let refuseAt = Infinity;
      await direct.client.setSendFunc((_, message) => {
        direct.take(message);
        return message.channel !== 0 || ++packets !== refuseAt;
      }, options);
      await direct.request(RTSPMethod.DESCRIBE);
      await direct.setUp();
      await direct.play();
      await direct.reach(60);
      const refused = once(direct.client as never, 'send-refused');
      refuseAt = packets + 3;
      await withDeadline(refused, 5000, 'send-refused');
      await direct.client.close();
      assert.equal(packets, refuseAt);
      assert.equal(direct.gaps, 0);
    });
  });
}

/** How many numbers are missing before each. */
function missingBefore(numbers: readonly number[]): number[] {
  return numbers.map((number, i) => (i === 0 ? 0 : (number - numbers[i - 1] + 0xffff) % 0x10000));
}

/** Not even two pictures. */
const queueLength = 30;

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

/** Where packets are missing, not before that place: there must be some. */
function firstGap(numbers: readonly number[], from: number): number {
  const gap = missingBefore(numbers).findIndex((count, i) => count > 0 && i >= from);
  assert.ok(gap >= from, 'nothing was dropped meanwhile');
  return gap;
}

for (const whenFull of ['drop-oldest', 'drop-newest'] as const) {
  /** Plays, blocks the event loop until the queue has long been full, and gives how many packets had come before. */
  async function overflow(
    numbers: readonly number[],
    install: (transport: RTSPStreamTransport, options: SendOptions) => Promise<void>,
  ) {
    // A picture is one list.
    const direct = new DirectClient(picture.replace('rtpvrawpay', 'rtpvrawpay chunks-per-frame=1'));
    await direct.client.setSendFunc((_, message) => direct.take(message));
    let transport: RTSPStreamTransport | undefined;
    direct.client.on('setup-request', async (context) => {
      transport = context.transport as RTSPStreamTransport;
      await install(transport, { queueLength, whenFull });
    });
    await direct.request(RTSPMethod.DESCRIBE);
    await direct.setUp();
    await direct.play();
    await eventually(() => numbers.length > 60, 5000, 'packets');
    assert.ok(transport);
    const before = numbers.length;
    const end = performance.now() + 400;
    while (performance.now() < end);
    assert.ok(transport.sendStatistics.queued <= queueLength);
    await eventually(() => numbers.length > before + 90, 5000, 'packets');
    await direct.teardown();
    const { dropped, queued } = transport.sendStatistics;
    assert.equal(queued, 0);
    assert.ok(dropped > queueLength);
    assert.equal(sum(missingBefore(numbers)), dropped, 'each follows the one before, but for those that were dropped');
    return before;
  }

  it(`a full queue of single packets that came in lists follows ${whenFull}, and counts what it drops`, async () => {
    const numbers: number[] = [];
    const before = await overflow(numbers, (transport, options) =>
      transport.setCallbacks((buffer) => void numbers.push(buffer.data.readUInt16BE(2)), null, options),
    );
    // Those that waited are the last ones, or the first.
    const gap = firstGap(numbers, before);
    assert.ok(
      whenFull === 'drop-oldest' ? gap - before < queueLength : gap - before >= queueLength,
      `a gap after ${gap - before} packets`,
    );
  });

  it(`a full queue of lists follows ${whenFull}, drops whole lists, and counts their packets`, async () => {
    const numbers: number[] = [];
    /** Where each list begins. */
    const begins: number[] = [];
    const before = await overflow(numbers, async (transport, options) => {
      await transport.setCallbacks(() => assert.fail('a single packet'), null);
      const take = (list: GstBufferList) => {
        begins.push(numbers.length);
        numbers.push(...list.map((buffer) => buffer.data.readUInt16BE(2)));
      };
      await transport.setListCallbacks(take, null, options);
    });
    const size = (begins[1] ?? 0) - (begins[0] ?? 0);
    assert.ok(size > 1 && size < queueLength, `${size} packets a list`);
    const missing = missingBefore(numbers);
    const gaps = [...missing.keys()].filter((i) => missing[i] > 0);
    for (const gap of gaps) {
      assert.ok(begins.includes(gap), 'a list has lost its first packets');
      assert.equal(missing[gap] % size, 0, `${missing[gap]} packets were dropped of lists of ${size}`);
    }
    const gap = firstGap(numbers, before);
    assert.ok(whenFull === 'drop-oldest' ? gap - before < size : gap - before >= size, `a gap after ${gap - before}`);
  });
}

/** So that nothing is dropped, however long this process waits for a processor. */
const roomy = { queueLength: 100_000 };
/** Some 350 packets a frame: more bytes than come in one batch. */
const large = `( videotestsrc is-live=true pattern=gradient ! video/x-raw,format=UYVY,width=640,height=360,framerate=25/1
  ! rtpvrawpay name=pay0 pt=96 )`;

for (const single of [true, false]) {
  it(`frames of half a megabyte come whole, ${single ? 'packet by packet' : 'as lists'}, and what is kept of them stays as it was`, async () => {
    const direct = new DirectClient(large);
    await direct.client.setSendFunc((_, message) => direct.take(message));
    let frame: Buffer[] = [];
    const frames: Buffer[][] = [];
    const take = (buffer: GstBuffer) => {
      direct.takeData(0, buffer.data);
      frame.push(buffer.data);
      if ((buffer.data[1] & 0x80) === 0) return;
      frames.push(frame);
      frame = [];
    };
    direct.client.on('setup-request', async (context) => {
      const transport = context.transport as RTSPStreamTransport;
      if (single) await transport.setCallbacks(take, null, roomy);
      else {
        await transport.setCallbacks(() => assert.fail('a single packet'), null, roomy);
        await transport.setListCallbacks((list) => {
          list.forEach(take);
        }, null);
      }
    });
    await direct.request(RTSPMethod.DESCRIBE);
    await direct.setUp();
    await direct.play();
    await eventually(() => frames.length > 5, 5000, 'frames');
    const kept = frames.splice(0, 5);
    // Many batches gather, and those before are collected.
    for (let round = 0; round < 3; round++) {
      const end = performance.now() + 200;
      while (performance.now() < end);
      frames.length = 0;
      globalThis.gc?.();
      await eventually(() => frames.length > 5, 5000, 'frames');
    }
    await direct.teardown();
    assert.equal(direct.gaps, 0);
    // A still picture: but for sequence numbers and times, each frame is as every other.
    const payloads = [...kept, ...frames].map((packets) => Buffer.concat(packets.map((data) => data.subarray(14))));
    assert.ok(payloads[0].length > 640 * 360 * 2);
    payloads.forEach((payload, i) => assert.ok(payload.equals(payloads[0]), `frame ${i} of ${payloads.length}`));
  });
}
