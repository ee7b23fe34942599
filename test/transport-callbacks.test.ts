import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  GstBuffer,
  GstBufferFlags,
  type GstBufferList,
  type HandlerError,
  type RTSPClient,
  RTSPMediaFactory,
  type RTSPSendAnswer,
  type RTSPServer,
  type RTSPSession,
  type RTSPStreamTransport,
  type SendOptions,
  serve,
} from '../lib/index.js';
import { native } from '../lib/native.js';
import { isSenderReport, receiverReport } from './clients/rtcp.js';
import { RtspClient } from './clients/rtsp-client.js';
import { eventually, withDeadline } from './helpers/deadline.js';
import { areCollected, isCollected } from './helpers/garbage.js';
import { flood, lists, tone } from './helpers/lines.js';
import { assertSame } from './helpers/same.js';
import { FailingSend } from './helpers/send-failures.js';

interface Watching {
  peer: RtspClient;
  session: string;
  transport: RTSPStreamTransport;
}

/** Sets up the stream of a mount; `set` runs in the handler of `setup-request`. */
async function setUp(
  server: RTSPServer,
  mount: string,
  set: (transport: RTSPStreamTransport) => Promise<void> | void,
  over: 'tcp' | 'udp' = 'tcp',
): Promise<Watching> {
  let transport: RTSPStreamTransport | null = null;
  server.once('client-connected', (client) => {
    client.once('setup-request', async (context) => {
      const made = context.transport;
      assert.ok(made);
      await set(made);
      transport = made;
    });
  });
  const peer = await RtspClient.connect(server.url(mount));
  const { media } = await peer.describe();
  const control = media[0]?.control ?? '';
  const { session } =
    over === 'tcp' ? await peer.setupTcp(control, [rtpChannel, rtcpChannel]) : await peer.setupUdp(control);
  await eventually(() => transport !== null, 5000, 'setup-request');
  assert.ok(transport);
  return { peer, session, transport };
}

/** RTCP comes soon; by default it takes some seconds. */
function hurried(launch: string): RTSPMediaFactory {
  const factory = new RTSPMediaFactory();
  factory.launch = launch;
  factory.on('media-configure', (media) => {
    media.on('new-state', () => media.getStream(0)?.rtpsession?.setProperty('rtcp-min-interval', 50_000_000n));
  });
  return factory;
}

/** Keeps the event loop from everything else. */
function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

const serveBoth = () => serve({ port: 0, mounts: { '/tone': hurried(tone), '/lists': hurried(lists) } });

const rtpChannel = 4;
const rtcpChannel = 5;

type Function = 'sendRtp' | 'sendRtcp' | 'sendRtpList' | 'sendRtcpList';

/** What came, packet by packet. */
class Seen {
  readonly numbers: number[] = [];
  /** Each function that was called, with its channel. */
  readonly calls = new Set<string>();
  rtcp = 0;
  longest = 0;

  takeOne(of: Function, buffer: GstBuffer, channel: number, ...more: unknown[]): void {
    assert.ok(buffer instanceof GstBuffer);
    assert.deepEqual(more, []);
    this.calls.add(`${of} ${channel}`);
    if (of.startsWith('sendRtcp')) {
      assert.equal(buffer.data[1], 200, 'a sender report');
      this.rtcp++;
    } else {
      assert.equal(buffer.data[1] & 0x7f, 96, 'a packet of the payload type');
      this.numbers.push(buffer.data.readUInt16BE(2));
    }
  }

  takeList(of: Function, list: GstBufferList, channel: number, ...more: unknown[]): void {
    assert.deepEqual(more, []);
    this.longest = Math.max(this.longest, list.length);
    for (const buffer of list) this.takeOne(of, buffer, channel);
  }

  get gaps(): number {
    return this.numbers.filter((number, i) => i > 0 && number !== ((this.numbers[i - 1] ?? 0) + 1) % 0x10000).length;
  }

  reach(packets: number): Promise<void> {
    return eventually(
      () => this.numbers.length >= packets,
      10_000,
      () => `${packets} packets, not ${this.numbers.length}`,
    );
  }

  reachRtcp(packets: number): Promise<void> {
    return eventually(
      () => this.rtcp >= packets,
      10_000,
      () => `${packets} reports, not ${this.rtcp}`,
    );
  }
}

type Install = (
  transport: RTSPStreamTransport,
  seen: Seen,
  answer: () => RTSPSendAnswer,
  options?: SendOptions,
) => Promise<void>;

const single =
  (of: Function, seen: Seen, answer: () => RTSPSendAnswer) =>
  (...args: [GstBuffer, number]) => {
    seen.takeOne(of, ...args);
    return answer();
  };
const several =
  (of: Function, seen: Seen, answer: () => RTSPSendAnswer) =>
  (...args: [GstBufferList, number]) => {
    seen.takeList(of, ...args);
    return answer();
  };

const functions: Record<'RTSPSendFunc' | 'RTSPSendListFunc', Install> = {
  RTSPSendFunc: (transport, seen, answer, options) =>
    transport.setCallbacks(single('sendRtp', seen, answer), single('sendRtcp', seen, answer), options),
  RTSPSendListFunc: async (transport, seen, answer, options) => {
    const both = [several('sendRtpList', seen, answer), several('sendRtcpList', seen, answer)] as const;
    await transport.setListCallbacks(...both, options);
    await transport.setCallbacks(single('sendRtp', seen, answer), single('sendRtcp', seen, answer), options);
  },
};

for (const [name, set] of Object.entries(functions)) {
  describe(`a transport's ${name}`, () => {
    for (const delivery of ['queued', 'strict'] as const) {
      it(`gets every packet, whatever the payloader does, and its connection none, ${delivery}`, async () => {
        await using server = await serveBoth();
        for (const mount of ['/tone', '/lists']) {
          const seen = new Seen();
          const { peer, session, transport } = await setUp(server, mount, (made) =>
            set(made, seen, () => true, { delivery }),
          );
          const { headers } = await peer.play(session);
          await seen.reach(60);
          await seen.reachRtcp(2);
          assert.equal(seen.gaps, 0);
          const [, announced] = /;seq=(\d+)/.exec(headers.get('rtp-info') ?? '') ?? [];
          assert.equal(seen.numbers[0], Number(announced), 'the first packet is the one that PLAY announces');
          const asLists = name === 'RTSPSendListFunc' && mount === '/lists';
          if (asLists) assert.ok(seen.longest > 1);
          assert.deepEqual(
            seen.calls,
            new Set([`${asLists ? 'sendRtpList' : 'sendRtp'} ${rtpChannel}`, `sendRtcp ${rtcpChannel}`]),
          );
          const { delivered, dropped } = transport.sendStatistics;
          assert.equal(dropped, 0);
          assert.ok(delivered >= seen.numbers.length + seen.rtcp);
          assert.equal(peer.received(rtpChannel).rtpPackets, 0);
          assert.equal(peer.received(rtcpChannel).rtcpPackets, 0);
          await peer.teardown(session);
          peer.destroy();
        }
      });
    }

    it('gets times and flags with the bytes', async () => {
      await using server = await serveBoth();
      const listed = name === 'RTSPSendListFunc';
      const buffers: GstBuffer[] = [];
      const { peer, session } = await setUp(server, listed ? '/lists' : '/tone', async (transport) => {
        if (listed) await transport.setListCallbacks((list) => void buffers.push(...list), null);
        else await transport.setCallbacks((buffer) => void buffers.push(buffer), null);
      });
      await peer.play(session);
      await eventually(() => buffers.length >= (listed ? 400 : 5), 10_000, 'packets');
      const rate = listed ? 90_000n : 8000n;
      const [first] = buffers;
      assert.ok(first);
      const rtpTime = ({ data }: GstBuffer) => BigInt(data.readUInt32BE(4));
      const times = new Set<bigint>();
      let marked = 0;
      for (const buffer of buffers) {
        assert.equal(buffer.size, buffer.data.length);
        assert.equal(buffer.data[0], 0x80);
        // Each says by itself when it is due, as the RTP header does.
        assert.ok(buffer.pts !== null && first.pts !== null);
        times.add(buffer.pts);
        const ticks = (rtpTime(buffer) - rtpTime(first) + 2n ** 32n) % 2n ** 32n;
        const expected = first.pts + (ticks * 1_000_000_000n) / rate;
        const off = buffer.pts > expected ? buffer.pts - expected : expected - buffer.pts;
        assert.ok(off < 1_000_000n, `${buffer.pts}, and ${expected} by its RTP time`);
        assert.ok(buffer.dts === null || buffer.dts <= buffer.pts);
        assert.ok(buffer.duration === null || buffer.duration > 0n);
        const marker = (buffer.data[1] & 0x80) !== 0;
        if (listed) assert.equal((buffer.flags & GstBufferFlags.MARKER) !== 0, marker);
        if (marker) marked++;
      }
      // Of pictures the last packet is marked, and all have one time.
      if (listed) assert.ok(marked > 0 && Math.abs(times.size - marked) <= 1, `${times.size} times, ${marked} marks`);
      else assert.equal(times.size, buffers.length);
      peer.destroy();
    });

    for (const [how, options, refuse] of [
      ['false', {}, () => false],
      ['a Promise of false', {}, () => sleep(5).then(() => false)],
      ['false at once', { delivery: 'strict' }, () => false],
    ] as [string, SendOptions, () => RTSPSendAnswer][]) {
      it(`ends the transport by answering ${how}: nothing more comes, the connection stays, an event tells`, async () => {
        await using server = await serveBoth();
        const seen = new Seen();
        let refusing = false;
        const { peer, session, transport } = await setUp(server, '/lists', (made) =>
          set(made, seen, () => (refusing ? refuse() : true), options),
        );
        await peer.play(session);
        await seen.reach(10);
        assertSame(await transport.stream.transportFilter(), [transport]);
        const refused = once(transport as NodeJS.EventEmitter, 'send-refused');
        refusing = true;
        await withDeadline(refused, 5000, 'send-refused');
        await eventually(async () => (await transport.stream.transportFilter()).length === 0, 5000, 'the removal');
        const { length } = seen.numbers;
        await sleep(200);
        assert.equal(seen.numbers.length, length, 'nothing more comes');
        assert.equal((await peer.request('OPTIONS')).status, 200);
        peer.destroy();
      });
    }

    for (const delivery of ['queued', 'strict'] as const) {
      it(`may throw or answer with something else, which the server tells, or never: packets come on, ${delivery}`, async () => {
        await using server = await serveBoth();
        const errors: HandlerError[] = [];
        server.on('handler-error', (error) => errors.push(error));
        const seen = new Seen();
        const failing = new FailingSend(delivery);
        const { peer, session, transport } = await setUp(server, '/lists', (made) =>
          set(made, seen, () => failing.answer(), { delivery }),
        );
        let refusals = 0;
        transport.on('send-refused', () => refusals++);
        await peer.play(session);
        await eventually(() => failing.done, 5000, 'all failures');
        await seen.reach(seen.numbers.length + 60);
        assert.equal(seen.gaps, 0);
        // Of the reports, which come singly, one may have had a share of them.
        const told = errors.map(({ message }) => message.replace('RTSPSendFunc', name));
        assert.deepEqual(told.sort(), failing.told(name));
        assert.equal(refusals, 0);
        // Nobody has waited for what was queued; and a thread waits once for all packets of a list.
        const { thrown } = server.stats();
        assert.ok(delivery === 'strict' ? thrown > 0 && thrown <= failing.calls : thrown === 0, String(thrown));
        peer.destroy();
      });

      it(`can be replaced from within, and no packet is lost, ${delivery}`, async () => {
        await using server = await serveBoth();
        const seen = new Seen();
        const changes: Promise<void>[] = [];
        const used: number[] = [];
        const install = (made: RTSPStreamTransport, number: number): Promise<void> =>
          set(
            made,
            seen,
            () => {
              used.push(number);
              if (number < 20 && changes.length === number) changes.push(install(made, number + 1));
              return true;
            },
            { delivery },
          );
        const { peer, session } = await setUp(server, '/lists', (made) => install(made, 0));
        await peer.play(session);
        await eventually(() => used.includes(20), 10_000, 'the twentieth');
        await Promise.all(changes);
        await seen.reach(seen.numbers.length + 20);
        assert.equal(seen.gaps, 0);
        assert.equal(new Set(used).size, 21, 'each of them was called');
        peer.destroy();
      });
    }

    it('ends the transport also by an answer that comes too late for the thread', async () => {
      await using server = await serveBoth();
      const seen = new Seen();
      let refusing = false;
      const refuse = () => {
        block(200);
        return false;
      };
      const { peer, session, transport } = await setUp(server, '/lists', (made) =>
        set(made, seen, () => (refusing ? refuse() : true), { delivery: 'strict', timeout: 50 }),
      );
      await peer.play(session);
      await seen.reach(10);
      const refused = once(transport as NodeJS.EventEmitter, 'send-refused');
      refusing = true;
      await withDeadline(refused, 5000, 'send-refused');
      await eventually(async () => (await transport.stream.transportFilter()).length === 0, 5000, 'the removal');
      peer.destroy();
    });

    it('can be set while the stream plays to its connection, replaced and taken off', async () => {
      await using server = await serveBoth();
      const { peer, session, transport } = await setUp(server, '/lists', () => undefined);
      await peer.play(session);
      await peer.received(rtpChannel).reach(20);
      const seen = new Seen();
      for (let i = 0; i < 20; i++) {
        await set(transport, seen, () => true, { delivery: i % 2 === 0 ? 'queued' : 'strict' });
        await seen.reach(seen.numbers.length + 2);
      }
      assert.equal(seen.gaps, 0);
      await transport.setListCallbacks(null, null);
      await transport.setCallbacks(null, null);
      const { length } = seen.numbers;
      await sleep(200);
      assert.equal(seen.numbers.length, length);
      await peer.teardown(session);
      peer.destroy();
    });

    it('leaves nothing behind after 1,000 registrations', async () => {
      await using server = await serveBoth();
      const { peer, session, transport } = await setUp(server, '/lists', () => undefined);
      await peer.play(session);
      const seen = new Seen();
      const captured: WeakRef<object>[] = [];
      for (let i = 0; i < 1000; i++) {
        const big = { bytes: new Uint8Array(10_000) };
        captured.push(new WeakRef(big));
        await set(transport, seen, () => big.bytes.length > 0, { delivery: i % 2 === 0 ? 'queued' : 'strict' });
        // Some of each kind are called before the next one comes.
        if (i % 33 === 0) await seen.reach(seen.numbers.length + 1);
      }
      await transport.setListCallbacks(null, null);
      await transport.setCallbacks(null, null);
      await areCollected(captured);
      peer.destroy();
    });
  });
}

describe("a transport's send functions", () => {
  it('get what JavaScript sends beside the stream, each its own: no stream of C makes a list of RTCP', async () => {
    await using server = await serveBoth();
    const calls: unknown[][] = [];
    let refuse = false;
    const note =
      (of: Function) =>
      (...args: unknown[]) => {
        calls.push([of, ...args]);
        return !refuse;
      };
    // Before PLAY nothing else is sent.
    const setAll = async (made: RTSPStreamTransport) => {
      await made.setListCallbacks(note('sendRtpList'), note('sendRtcpList'), { delivery: 'strict' });
      await made.setCallbacks(note('sendRtp'), note('sendRtcp'), { delivery: 'strict' });
    };
    const { peer, transport } = await setUp(server, '/tone', setAll);
    const init = { pts: 7_000_000n, dts: 6_000_000n, duration: 5_000_000n, flags: GstBufferFlags.MARKER };
    const buffers = ['one', 'two', 'three'].map((text) => new GstBuffer(Buffer.from(text), init));
    const [one] = buffers;
    assert.ok(one);
    assert.equal(await transport.sendRtp(one), true);
    assert.equal(await transport.sendRtcp(one), true);
    assert.equal(await transport.sendRtpList(buffers), true);
    assert.equal(await transport.sendRtcpList(buffers), true);
    const shown = (buffer: GstBuffer) => {
      const { pts, dts, duration, flags } = buffer;
      return { text: buffer.data.toString(), pts, dts, duration, flags };
    };
    const sent = ['one', 'two', 'three'].map((text) => ({ text, ...init }));
    const lists = calls.map(([of, what, ...more]) => [
      of,
      [what].flat().map((each) => shown(each as GstBuffer)),
      ...more,
    ]);
    assert.deepEqual(lists, [
      ['sendRtp', sent.slice(0, 1), rtpChannel],
      ['sendRtcp', sent.slice(0, 1), rtcpChannel],
      ['sendRtpList', sent, rtpChannel],
      ['sendRtcpList', sent, rtcpChannel],
    ]);
    refuse = true;
    calls.length = 0;
    const sends: Record<Function, () => Promise<boolean>> = {
      sendRtp: () => transport.sendRtp(one),
      sendRtcp: () => transport.sendRtcp(one),
      sendRtpList: () => transport.sendRtpList(buffers),
      sendRtcpList: () => transport.sendRtcpList(buffers),
    };
    for (const send of Object.values(sends)) {
      await setAll(transport);
      assert.equal(await send(), false);
    }
    // Refused already, they are not asked again.
    for (const send of Object.values(sends)) assert.equal(await send(), false);
    assert.deepEqual(
      calls.map(([of]) => of),
      Object.keys(sends),
    );
    peer.destroy();
  });

  it('that refuse stay refused when something else is set, and are asked again when one of them is', async () => {
    await using server = await serveBoth();
    const seen = new Seen();
    let refused = 0;
    const answer = () => seen.numbers.length < 30;
    const { peer, session, transport } = await setUp(server, '/lists', (made) => {
      made.on('send-refused', () => {
        refused = seen.numbers.length;
        made.setKeepalive(null);
      });
      return made.setCallbacks(single('sendRtp', seen, answer), single('sendRtcp', seen, answer));
    });
    await peer.play(session);
    await eventually(() => refused > 0, 5000, 'the refusal');
    await eventually(async () => (await transport.stream.transportFilter()).length === 0, 5000, 'the removal');
    assert.equal(seen.numbers.length, refused);
    peer.destroy();
  });

  it('keep their options when others are set without', async () => {
    await using server = await serveBoth();
    const errors: HandlerError[] = [];
    server.on('handler-error', (error) => errors.push(error));
    const seen = new Seen();
    const { peer, session } = await setUp(server, '/lists', async (made) => {
      await made.setCallbacks((buffer, channel) => seen.takeOne('sendRtp', buffer, channel), null, {
        delivery: 'strict',
      });
      await made.setListCallbacks((list, channel) => {
        seen.takeList('sendRtpList', list, channel);
        return Promise.resolve(true);
      }, null);
    });
    await peer.play(session);
    await seen.reach(20);
    assert.match(errors[0]?.message ?? '', /^RTSPSendListFunc: a strict handler must answer at once/);
    peer.destroy();
  });

  it('are as they were after a call that refuses its arguments', async () => {
    await using server = await serveBoth();
    const errors: HandlerError[] = [];
    server.on('handler-error', (error) => errors.push(error));
    const seen = new Seen();
    const other = new Seen();
    const { peer, session } = await setUp(server, '/tone', async (made) => {
      const send = (buffer: GstBuffer, channel: number) => {
        seen.takeOne('sendRtp', buffer, channel);
        return Promise.resolve(true);
      };
      await made.setCallbacks(send, null, { delivery: 'strict' });
      await assert.rejects(
        made.setCallbacks((buffer, channel) => other.takeOne('sendRtp', buffer, channel), 'x' as never),
        TypeError,
      );
    });
    await peer.play(session);
    await seen.reach(5);
    assert.match(errors[0]?.message ?? '', /must answer at once/);
    assert.equal(other.numbers.length, 0);
    peer.destroy();
  });

  it('are waited for as long as the server says by then, and it counts that', async () => {
    await using server = await serveBoth();
    const errors: HandlerError[] = [];
    server.on('handler-error', (error) => errors.push(error));
    const seen = new Seen();
    let slow = true;
    const { peer, session } = await setUp(server, '/tone', (made) =>
      made.setCallbacks(
        (buffer, channel) => {
          seen.takeOne('sendRtp', buffer, channel);
          if (slow) block(200);
          slow = false;
        },
        null,
        { delivery: 'strict' },
      ),
    );
    const before = server.stats();
    server.handlerTimeout = 60;
    await peer.play(session);
    await seen.reach(20);
    const after = server.stats();
    assert.match(errors[0]?.message ?? '', /^RTSPSendFunc: the handler has not answered in time$/);
    assert.ok(after.expired > before.expired);
    assert.ok(after.asks >= before.asks + 20, `${before.asks} asks, then ${after.asks}`);
    assert.ok(after.waitMaxMs >= 50, `${after.waitMaxMs} ms`);
    peer.destroy();
  });
});

type Tell = (...args: unknown[]) => unknown;

/** The functions whose answers C makes no use of, with what they are called with. */
const tells: Record<
  'RTSPKeepAliveFunc' | 'RTSPMessageSentFunc' | 'RTSPMessageSentFuncFull',
  {
    set: (transport: RTSPStreamTransport, tell: Tell | null) => void;
    args: (transport: RTSPStreamTransport) => unknown[];
    by: (transport: RTSPStreamTransport) => Promise<void>;
  }
> = {
  RTSPKeepAliveFunc: {
    set: (transport, tell) => transport.setKeepalive(tell),
    args: () => [],
    by: (transport) => transport.keepAlive(),
  },
  RTSPMessageSentFunc: {
    set: (transport, tell) => transport.setMessageSent(tell),
    args: () => [],
    by: (transport) => transport.messageSent(),
  },
  RTSPMessageSentFuncFull: {
    set: (transport, tell) => transport.setMessageSentFull(tell),
    args: (transport) => [transport],
    by: (transport) => transport.messageSent(),
  },
};

for (const [name, { set, args, by }] of Object.entries(tells)) {
  describe(`a transport's ${name}`, () => {
    it('is called with its arguments while the stream plays, until it is taken off', async () => {
      await using server = await serveBoth();
      const calls: unknown[][] = [];
      const { peer, session, transport } = await setUp(server, '/tone', (made) => {
        set(made, (...given) => calls.push(given));
      });
      await by(transport);
      await eventually(() => calls.length === 1, 5000, 'a call that JavaScript has caused');
      await peer.play(session);
      await eventually(() => calls.length >= 5, 10_000, 'five calls');
      for (const given of calls) assertSame(given, args(transport));
      set(transport, null);
      const { length } = calls;
      const reception = peer.received(rtpChannel);
      await reception.reach(reception.rtpPackets + 20);
      assert.equal(calls.length, length);
      set(transport, (...given) => calls.push(given));
      await eventually(() => calls.length > length, 5000, 'calls again');
      peer.destroy();
    });

    it('may answer what it likes, or never; one that throws or rejects is told of, and nothing stops', async () => {
      await using server = await serveBoth();
      const errors: HandlerError[] = [];
      server.on('handler-error', (error, event, object) => {
        assertSame([event, object], [name, transport]);
        errors.push(error);
      });
      const answers: (() => unknown)[] = [
        () => true,
        () => false,
        () => 'x',
        () => Promise.resolve(false),
        () => new Promise(() => undefined),
        () => {
          throw new Error('on purpose');
        },
        () => Promise.reject(new Error('later')),
      ];
      const { peer, session, transport } = await setUp(server, '/tone', (made) => {
        set(made, () => answers.shift()?.());
      });
      transport.on('send-refused', () => assert.fail('it was refused'));
      await peer.play(session);
      await eventually(() => answers.length === 0, 10_000, 'all answers');
      const reception = peer.received(rtpChannel);
      await reception.reach(reception.rtpPackets + 20);
      assert.equal(reception.gaps, 0);
      assert.deepEqual(
        errors.map(({ message }) => message),
        [`${name}: the handler threw: on purpose`, `${name}: the handler threw: later`],
      );
      peer.destroy();
    });

    it('can be replaced from within', async () => {
      await using server = await serveBoth();
      const used: number[] = [];
      const install = (made: RTSPStreamTransport, number: number): void =>
        set(made, () => {
          used.push(number);
          install(made, number + 1);
        });
      const { peer, session } = await setUp(server, '/tone', (made) => install(made, 0));
      await peer.play(session);
      await eventually(() => used.length >= 20, 10_000, 'twenty of them');
      assert.deepEqual(
        used,
        used.map((_, i) => i),
      );
      peer.destroy();
    });

    it('leaves nothing behind after 1,000 registrations', async () => {
      await using server = await serveBoth();
      const { peer, session, transport } = await setUp(server, '/tone', () => undefined);
      await peer.play(session);
      const captured: WeakRef<object>[] = [];
      let calls = 0;
      for (let i = 0; i < 1000; i++) {
        const big = { bytes: new Uint8Array(10_000) };
        captured.push(new WeakRef(big));
        set(transport, () => {
          calls += Math.sign(big.bytes.length);
          return new Promise(() => big);
        });
        if (i % 50 === 0) {
          const before = calls;
          await eventually(() => calls > before, 5000, 'a call');
        }
      }
      set(transport, null);
      await areCollected(captured);
      peer.destroy();
    });
  });
}

/** Watches a mount from now on, and knows the number of its newest packet. */
async function watchFlood(server: RTSPServer) {
  const { peer, session, transport } = await setUp(server, '/flood', () => undefined);
  const reception = peer.received(rtpChannel);
  const watching = { peer, transport, reception, number: 0 };
  reception.on('packet', (packet) => (watching.number = packet.readUInt16BE(2)));
  await peer.play(session);
  await reception.reach(100);
  return watching;
}

/** How long a session lives after the last sign of life, in seconds. */
const sessionTime = 2;

/** Gives a session that time, and gives it: to look for it later would be a sign of life, too. */
function hasten(server: RTSPServer, id: string): RTSPSession {
  const session = server.sessionPool?.find(id);
  assert.ok(session);
  session.timeout = sessionTime;
  session.setProperty('extra-timeout', 0);
  return session;
}

describe("a transport's tells", () => {
  it('tell of messages that were sent over TCP, the full one first', async () => {
    await using server = await serveBoth();
    const order: string[] = [];
    const { peer, session } = await setUp(server, '/lists', (made) => {
      made.setMessageSent(() => order.push('plain'));
      made.setMessageSentFull(() => order.push('full'));
    });
    await peer.play(session);
    await peer.received(rtpChannel).reach(60);
    await eventually(() => order.length >= 10, 5000, 'ten of them');
    assert.deepEqual(order.slice(0, 4), ['full', 'plain', 'full', 'plain']);
    peer.destroy();
  });

  for (const [which, setTell] of Object.entries({
    'message-sent': (transport: RTSPStreamTransport, tell: () => void) => transport.setMessageSent(tell),
    'message-sent-full': (transport: RTSPStreamTransport, tell: () => void) => transport.setMessageSentFull(tell),
  })) {
    it(`of ${which} leave the flow control alone: who has not read for a while gets everything, and catches up`, async () => {
      await using server = await serve({ port: 0, mounts: { '/flood': { launch: flood, shared: true } } });
      let told = 0;
      const [slow, brisk] = [await watchFlood(server), await watchFlood(server)];
      // Now that the library has put its own function into the place.
      setTell(slow.transport, () => told++);
      await slow.reception.reach(slow.reception.rtpPackets + 100);
      const begin = told;
      slow.peer.socket.pause();
      const before = slow.reception.rtpPackets;
      // Three seconds, of which the connection holds one. What comes after that waits in the transport's backlog.
      await brisk.reception.reach(brisk.reception.rtpPackets + 25_000);
      slow.peer.socket.resume();
      // One packet of the backlog for each new one, and the distance would stay.
      const behind = () => (brisk.number - slow.number + 0x10000) % 0x10000;
      await eventually(
        () => slow.reception.rtpPackets > before + 25_000 && behind() < 4000,
        20_000,
        () => `the newest packet: ${slow.reception.rtpPackets - before} have come, ${behind()} have not`,
      );
      assert.equal(slow.reception.gaps, 0);
      await eventually(() => told > begin + 50, 5000, 'many of them');
      for (const { peer } of [slow, brisk]) peer.destroy();
    });
  }

  it('tell of the reports by which a receiver over UDP shows that it is alive', async () => {
    await using server = await serveBoth();
    let alive = 0;
    const connected = once(server, 'client-connected') as Promise<[RTSPClient]>;
    const peer = await RtspClient.connect(server.url('/tone'));
    const [client] = await connected;
    client.on('setup-request', ({ transport }) => transport?.setKeepalive(() => alive++));
    const { media } = await peer.describe();
    const { session, rtcp, transport } = await peer.setupUdp(media[0]?.control ?? '');
    const port = Number(/server_port=\d+-(\d+)/.exec(transport)?.[1]);
    const entry = hasten(server, session);
    await peer.play(session);
    const told = { ssrc: 0x11111111, fractionLost: 0, packetsLost: 0, highestSequence: 1, jitter: 0 };
    const report = async () => {
      const [packet] = (await withDeadline(once(rtcp.reception, 'packet'), 10_000, 'a report')) as [Buffer];
      assert.ok(isSenderReport(packet));
      rtcp.socket.send(receiverReport(told, packet), port, '127.0.0.1');
    };
    // Nothing of what is sent to it shows that.
    const silent = rtcp.reception.rtcpPackets;
    await eventually(() => rtcp.reception.rtcpPackets >= silent + 3, 10_000, 'three reports');
    assert.equal(alive, 0);
    // For more than twice the time that a session has, in which nothing is asked for.
    const end = performance.now() + 2500 * sessionTime;
    for (let i = 1; performance.now() < end; i++) {
      await report();
      await eventually(() => alive >= i, 5000, `report ${i}`);
      assert.ok(!entry.isExpiredUsec(), `the session is kept alive natively too, by report ${i}`);
    }
    assert.equal(server.sessionPool?.nSessions, 1);
    await eventually(() => entry.isExpiredUsec(), 10_000, 'the end of the session, of which no more is heard');
    peer.destroy();
  });

  it('keep the session alive natively, whatever the handler does', async () => {
    await using server = await serveBoth();
    const { peer, session } = await setUp(server, '/tone', (made) => {
      made.setKeepalive(() => undefined);
    });
    const entry = hasten(server, session);
    await peer.play(session);
    await peer.received(rtpChannel).reach(125 * sessionTime);
    assert.ok(!entry.isExpiredUsec());
    assert.equal(server.sessionPool?.nSessions, 1);
    assert.equal((await peer.request('PAUSE', { headers: { Session: session } })).status, 200);
    await eventually(() => entry.isExpiredUsec(), 10_000, 'the end of the session, which nothing is sent to');
    peer.destroy();
  });

  it('outlive the session', async () => {
    await using server = await serveBoth();
    const { peer, session, transport } = await setUp(server, '/tone', () => undefined);
    await peer.play(session);
    const pool = server.sessionPool;
    const remove = async () => {
      const entry = pool?.find(session);
      assert.ok(entry);
      assert.ok(await pool?.remove(entry));
      return new WeakRef(entry);
    };
    const gone = await remove();
    peer.destroy();
    await isCollected(gone, 10_000, 'the end of the session');
    await eventually(() => native.statistics().reaperIdle, 5000, 'an idle reaper');
    for (let i = 0; i < 100; i++) await transport.keepAlive();
  });

  it('are told of as many messages as may wait for the event loop, and the others are counted', async () => {
    // 8,000 packets a second, each a call of its own.
    const brief = tone.replace('=160', '=12').replace('=8000', '=96000');
    await using server = await serve({ port: 0, mounts: { '/brief': brief } });
    let told = 0;
    const { peer, session, transport } = await setUp(server, '/brief', async (made) => {
      made.setMessageSent(() => told++);
      // Its own function, which goes on where nobody reads.
      await made.setCallbacks(() => true, null, { queueLength: 1 });
    });
    await peer.play(session);
    await eventually(() => told > 100, 5000, 'the first of them');
    const { droppedTells, delivered, dropped } = transport.sendStatistics;
    assert.equal(droppedTells, 0);
    const before = told;
    block(1000);
    await eventually(() => told > before + 4096, 5000, 'what waited');
    const now = transport.sendStatistics;
    assert.ok(now.droppedTells > 0, JSON.stringify(now));
    const packets = now.delivered + now.dropped - delivered - dropped;
    assert.ok(now.droppedTells < packets, `${now.droppedTells} of ${packets}`);
    peer.destroy();
  });

  it('refuse what is no function', async () => {
    await using server = await serveBoth();
    const { peer, transport } = await setUp(server, '/tone', () => undefined);
    assert.throws(() => transport.setKeepalive('x' as never), TypeError);
    assert.throws(() => transport.setMessageSent(1 as never), TypeError);
    assert.throws(() => transport.setMessageSentFull({} as never), TypeError);
    await assert.rejects(transport.setCallbacks('x' as never, null), TypeError);
    await assert.rejects(transport.setListCallbacks(null, 'x' as never), TypeError);
    peer.destroy();
  });
});
