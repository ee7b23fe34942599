import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  GstBuffer,
  type GstBufferList,
  type HandlerError,
  type RTSPSendAnswer,
  type RTSPServer,
  type RTSPStreamTransport,
  type SendOptions,
  serve,
} from '../lib/index.js';
import { native } from '../lib/native.js';
import { RtspClient } from './clients/rtsp-client.js';
import { eventually, withDeadline } from './helpers/deadline.js';
import { areCollected, isCollected } from './helpers/garbage.js';
import { tone } from './helpers/lines.js';

/** Each picture is a list of packets. */
const lists = `( videotestsrc is-live=true pattern=blue ! video/x-raw,format=UYVY,width=320,height=240,framerate=25/1
  ! rtpvrawpay name=pay0 pt=96 )`;

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
      transport = context.transport;
      assert.ok(transport);
      await set(transport);
    });
  });
  const peer = await RtspClient.connect(server.url(mount));
  const { media } = await peer.describe();
  const control = media[0]?.control ?? '';
  const { session } = over === 'tcp' ? await peer.setupTcp(control, [0, 1]) : await peer.setupUdp(control);
  await eventually(() => transport !== null, 5000, 'setup-request');
  assert.ok(transport);
  return { peer, session, transport };
}

const serveBoth = () => serve({ port: 0, mounts: { '/tone': { launch: tone }, '/lists': { launch: lists } } });

/** What came, packet by packet. */
class Seen {
  readonly numbers: number[] = [];
  readonly channels = new Set<number>();
  rtcp = 0;
  calls = 0;
  longest = 0;

  takeOne(buffer: GstBuffer, channel: number): void {
    assert.ok(buffer instanceof GstBuffer);
    this.channels.add(channel);
    if (channel === 1) this.rtcp++;
    else this.numbers.push(buffer.data.readUInt16BE(2));
  }

  takeList(list: GstBufferList, channel: number): void {
    this.calls++;
    this.longest = Math.max(this.longest, list.length);
    for (const buffer of list) this.takeOne(buffer, channel);
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
}

type Set = (
  transport: RTSPStreamTransport,
  seen: Seen,
  answer: () => RTSPSendAnswer,
  options?: SendOptions,
) => Promise<void>;

const functions: Record<string, Set> = {
  RTSPSendFunc: (transport, seen, answer, options) => {
    const send = (buffer: GstBuffer, channel: number) => {
      seen.takeOne(buffer, channel);
      return answer();
    };
    return transport.setCallbacks(send, send, options);
  },
  RTSPSendListFunc: (transport, seen, answer, options) => {
    const send = (list: GstBufferList, channel: number) => {
      seen.takeList(list, channel);
      return answer();
    };
    const sendOne = (buffer: GstBuffer, channel: number) => {
      seen.takeOne(buffer, channel);
      return answer();
    };
    return transport
      .setListCallbacks(send, send, options)
      .then(() => transport.setCallbacks(sendOne, sendOne, options));
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
          await peer.play(session);
          await seen.reach(60);
          assert.equal(seen.gaps, 0);
          if (name === 'RTSPSendListFunc' && mount === '/lists') assert.ok(seen.longest > 1);
          const { delivered, dropped } = transport.sendStatistics;
          assert.equal(dropped, 0);
          assert.ok(delivered >= seen.numbers.length + seen.rtcp);
          assert.equal(peer.received(0).rtpPackets, 0);
          await peer.teardown(session);
          peer.destroy();
        }
      });
    }

    it('gets times and flags with the bytes', async () => {
      await using server = await serveBoth();
      const buffers: GstBuffer[] = [];
      const { peer, session } = await setUp(server, '/tone', async (transport) => {
        await transport.setCallbacks((buffer, channel) => {
          if (channel === 0) buffers.push(buffer);
          return true;
        }, null);
      });
      await peer.play(session);
      await eventually(() => buffers.length >= 5, 10_000, 'five packets');
      const times = buffers.map(({ pts }) => pts ?? -1n);
      assert.ok(
        times.every((time, i) => time >= 0n && (i === 0 || time > (times[i - 1] ?? 0n))),
        String(times),
      );
      for (const buffer of buffers) {
        assert.equal(buffer.size, buffer.data.length);
        assert.equal(buffer.data[0], 0x80);
        assert.equal(typeof buffer.flags, 'number');
        assert.ok(buffer.duration === null || buffer.duration > 0n);
      }
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
        assert.deepEqual(await transport.stream.transportFilter(), [transport]);
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

    it('may throw, answer with something else, or never: the server tells, and packets come on', async () => {
      await using server = await serveBoth();
      const errors: HandlerError[] = [];
      server.on('handler-error', (error) => errors.push(error));
      const seen = new Seen();
      const failures: (() => unknown)[] = [
        () => {
          throw new Error('on purpose');
        },
        () => Promise.reject(new Error('later')),
        () => 1,
        () => new Promise(() => undefined),
      ];
      const { peer, session } = await setUp(server, '/lists', (made) =>
        set(made, seen, () => (failures.length > 0 ? (failures.shift()?.() as boolean) : true)),
      );
      await peer.play(session);
      await seen.reach(60);
      assert.equal(seen.gaps, 0);
      assert.deepEqual(errors.map(({ message }) => message).sort(), [
        `${name}: the answer must be a boolean, not number`,
        `${name}: the handler threw: later`,
        `${name}: the handler threw: on purpose`,
      ]);
      peer.destroy();
    });

    it('may throw, or answer with something else, a Promise too, when it is strict: packets come on', async () => {
      await using server = await serveBoth();
      const errors: HandlerError[] = [];
      server.on('handler-error', (error) => errors.push(error));
      const seen = new Seen();
      const failures: (() => unknown)[] = [
        () => {
          throw new Error('on purpose');
        },
        () => 1,
        () => Promise.resolve(false),
      ];
      const { peer, session, transport } = await setUp(server, '/lists', (made) =>
        set(made, seen, () => (failures.length > 0 ? (failures.shift()?.() as boolean) : true), { delivery: 'strict' }),
      );
      transport.on('send-refused', () => assert.fail('it was refused'));
      await peer.play(session);
      await seen.reach(60);
      assert.equal(seen.gaps, 0);
      assert.deepEqual(errors.map(({ message }) => message).sort(), [
        `${name}: a strict handler must answer at once, with a boolean, and this one gave a Promise`,
        `${name}: the answer must be a boolean, not number`,
        `${name}: the handler threw: on purpose`,
      ]);
      peer.destroy();
    });

    it('ends the transport also by an answer that comes too late for the thread', async () => {
      await using server = await serveBoth();
      const seen = new Seen();
      let refusing = false;
      const refuse = () => {
        const end = Date.now() + 200;
        while (Date.now() < end);
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
      await peer.received(0).reach(20);
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
      const { peer, session, transport } = await setUp(server, '/tone', () => undefined);
      await peer.play(session);
      const seen = new Seen();
      const captured: WeakRef<object>[] = [];
      for (let i = 0; i < 1000; i++) {
        const big = { bytes: new Uint8Array(10_000) };
        captured.push(new WeakRef(big));
        await set(transport, seen, () => big.bytes.length > 0);
      }
      await seen.reach(5);
      await transport.setListCallbacks(null, null);
      await transport.setCallbacks(null, null);
      await areCollected(captured);
      peer.destroy();
    });
  });
}

describe("a transport's send functions", () => {
  it('that refuse stay refused when something else is set, and are asked again when one of them is', async () => {
    await using server = await serveBoth();
    const seen = new Seen();
    let refused = 0;
    const one = (buffer: GstBuffer, channel: number) => {
      seen.takeOne(buffer, channel);
      return seen.numbers.length < 30;
    };
    const { peer, session, transport } = await setUp(server, '/lists', (made) => {
      made.on('send-refused', () => {
        refused = seen.numbers.length;
        made.setKeepalive(null);
      });
      return made.setCallbacks(one, one);
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
      await made.setCallbacks((buffer, channel) => seen.takeOne(buffer, channel), null, { delivery: 'strict' });
      await made.setListCallbacks((list, channel) => {
        seen.takeList(list, channel);
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
        seen.takeOne(buffer, channel);
        return Promise.resolve(true);
      };
      await made.setCallbacks(send, null, { delivery: 'strict' });
      await assert.rejects(
        made.setCallbacks((buffer, channel) => other.takeOne(buffer, channel), 'x' as never),
        TypeError,
      );
    });
    await peer.play(session);
    await seen.reach(5);
    assert.match(errors[0]?.message ?? '', /must answer at once/);
    assert.equal(other.numbers.length, 0);
    peer.destroy();
  });

  it('are waited for as long as the server says, and it counts that', async () => {
    await using server = await serveBoth();
    server.handlerTimeout = 60;
    const errors: HandlerError[] = [];
    server.on('handler-error', (error) => errors.push(error));
    const seen = new Seen();
    let slow = true;
    const { peer, session } = await setUp(server, '/tone', (made) =>
      made.setCallbacks(
        (buffer, channel) => {
          seen.takeOne(buffer, channel);
          const end = Date.now() + (slow ? 200 : 0);
          slow = false;
          while (Date.now() < end);
        },
        null,
        { delivery: 'strict' },
      ),
    );
    const before = server.stats();
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

describe("a transport's tells", () => {
  it('tell of messages that were sent over TCP, the full one first, and flow control goes on', async () => {
    await using server = await serveBoth();
    const order: string[] = [];
    const { peer, session, transport } = await setUp(server, '/lists', (made) => {
      made.setMessageSent(() => order.push('plain'));
      made.setMessageSentFull((of) => {
        assert.equal(of, made);
        order.push('full');
      });
    });
    await peer.play(session);
    await peer.received(0).reach(60);
    await eventually(() => order.length >= 10, 5000, 'ten of them');
    assert.deepEqual(order.slice(0, 4), ['full', 'plain', 'full', 'plain']);
    transport.setMessageSent(null);
    transport.setMessageSentFull(null);
    const before = peer.received(0).rtpPackets;
    await peer.received(0).reach(before + 60);
    peer.destroy();
  });

  for (const over of ['tcp', 'udp'] as const) {
    it(`tell that the receiver is alive, over ${over}; a handler may throw`, async () => {
      await using server = await serveBoth();
      const errors: HandlerError[] = [];
      server.on('handler-error', (error) => errors.push(error));
      let alive = 0;
      const { peer, session, transport } = await setUp(
        server,
        '/tone',
        (made) => {
          made.setKeepalive(() => {
            if (++alive === 1) throw new Error('on purpose');
          });
        },
        over,
      );
      await peer.play(session);
      if (over === 'tcp') await eventually(() => alive >= 5, 10_000, 'five of them');
      else await transport.keepAlive().then(() => eventually(() => alive >= 1, 5000, 'one'));
      assert.equal(errors[0]?.message, 'RTSPKeepAliveFunc: the handler threw: on purpose');
      transport.setKeepalive(null);
      await sleep(50);
      const before = alive;
      await transport.keepAlive();
      await sleep(50);
      assert.equal(alive, before);
      peer.destroy();
    });
  }

  it('keep the session alive natively, whatever the handler does', async () => {
    await using server = await serveBoth();
    const { peer, session } = await setUp(server, '/tone', (made) => {
      made.setKeepalive(() => undefined);
    });
    const entry = server.sessionPool?.find(session);
    assert.ok(entry);
    entry.timeout = 1;
    entry.setProperty('extra-timeout', 0);
    await peer.play(session);
    await peer.received(0).reach(150); // three seconds
    assert.ok(server.sessionPool?.find(session), 'the session is there');
    assert.ok(!entry.isExpiredUsec());
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
