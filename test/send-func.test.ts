import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  GError,
  type HandlerError,
  RTSPClient,
  type RTSPMessage,
  RTSPMethod,
  type RTSPSendAnswer,
  RTSPServer,
  type SendOptions,
  serve,
} from '../lib/index.js';
import { DirectClient } from './clients/direct-client.js';
import { RtspClient } from './clients/rtsp-client.js';
import { eventually, withDeadline } from './helpers/deadline.js';
import { areCollected } from './helpers/garbage.js';
import { toneAndPicture } from './helpers/lines.js';
import { assertSame } from './helpers/same.js';
import { FailingSend } from './helpers/send-failures.js';

/** Either function, reduced to a handler of one message. */
type Take = (message: RTSPMessage, close: boolean, client: RTSPClient) => RTSPSendAnswer;

const functions = {
  RTSPClientSendFunc: (client: RTSPClient, take: Take | null, options?: SendOptions) =>
    client.setSendFunc(take && ((of, message, close) => take(message, close, of)), options),
  RTSPClientSendMessagesFunc: (client: RTSPClient, take: Take | null, options?: SendOptions) =>
    client.setSendMessagesFunc(
      take &&
        ((of, messages, close) => {
          const answers = messages.map((message) => take(message, close, of));
          return answers.find((answer) => answer !== undefined && answer !== true) ?? answers[0];
        }),
      options,
    ),
};

/** Sets up and plays both streams. */
async function play(direct: DirectClient): Promise<void> {
  assert.equal((await direct.request(RTSPMethod.DESCRIBE)).status, 200);
  assert.equal((await direct.setUp(0)).status, 200);
  assert.equal((await direct.setUp(1)).status, 200);
  assert.equal((await direct.play()).status, 200);
}

function collectErrors(client: RTSPClient): HandlerError[] {
  const errors: HandlerError[] = [];
  client.on('handler-error', (error) => errors.push(error));
  return errors;
}

/** Keeps the event loop from everything else. */
function block(ms: number): void {
  const end = Date.now() + ms;
  while (Date.now() < end);
}

for (const [name, set] of Object.entries(functions)) {
  describe(`a client's ${name}`, () => {
    for (const delivery of ['queued', 'strict'] as const) {
      it(`gets the client, responses and data in order, and the end, ${delivery}`, async () => {
        const direct = new DirectClient(toneAndPicture);
        const clients = new Set<RTSPClient>();
        const take: Take = (message, close, client) => {
          clients.add(client);
          direct.take(message, close);
          return true;
        };
        await set(direct.client, take, { delivery });
        await play(direct);
        await direct.reach(200);
        // It is asked, and answered, while this loop has no time for the packets before.
        const before = direct.packets;
        block(150);
        const answered = direct.teardown();
        block(150);
        assert.equal((await answered).status, 200);
        assert.equal(direct.client.sendStatistics.queued, 0);
        assert.equal(direct.gaps, 0);
        assert.deepEqual([...direct.rtp.keys()].sort(), [0, 2]);
        assertSame([...clients], [direct.client]);
        assert.deepEqual(
          direct.responses.map(({ message, close }) => [message.headers.get('CSeq'), message.status, close]),
          [1, 2, 3, 4, 5].map((cseq) => [String(cseq), 200, cseq === 5]),
        );
        // A response comes before the data that it announces, and after what was sent before it.
        assert.equal(direct.packetsBefore[3], 0);
        assert.equal(direct.packetsBefore[4], direct.packets);
        assert.ok(direct.packets > before, `${before} packets, then ${direct.packets}`);
        const { delivered, dropped } = direct.client.sendStatistics;
        assert.equal(dropped, 0);
        assert.equal(delivered, direct.packets + direct.rtcp);
      });
    }

    const refusals: [string, SendOptions, () => RTSPSendAnswer][] = [
      ['false', {}, () => false],
      ['a Promise of false', {}, () => sleep(5).then(() => false)],
      ['false at once', { delivery: 'strict' }, () => false],
    ];
    for (const [how, options, refuse] of refusals) {
      it(`stops a stream, and the client, by answering ${how} for its data; an event tells`, async () => {
        const direct = new DirectClient(toneAndPicture);
        let refusing = false;
        let refusedPackets = 0;
        const take: Take = (message, close) => {
          if (refusing && message.channel === 0) {
            refusedPackets++;
            return refuse();
          }
          direct.take(message, close);
        };
        await set(direct.client, take, options);
        await play(direct);
        await direct.reach(20);
        const refused = once(direct.client as NodeJS.EventEmitter, 'send-refused');
        const closed = once(direct.client as NodeJS.EventEmitter, 'closed');
        direct.client.once('send-refused', () => (refusedPackets = 0));
        refusing = true;
        // Where C does not wait, more of them come at once.
        block(150);
        assert.deepEqual(await withDeadline(refused, 5000, 'send-refused'), [0]);
        await withDeadline(closed, 5000, 'closed');
        const { delivered } = direct.client.sendStatistics;
        await sleep(300);
        assert.equal(refusedPackets, 0, 'nothing of what was refused has come since');
        assert.ok(direct.client.sendStatistics.delivered <= delivered + 5, 'it is sent nothing more');
      });
    }

    it('cannot refuse a response', async () => {
      const direct = new DirectClient(toneAndPicture);
      let refusals = 0;
      direct.client.on('send-refused', () => refusals++);
      for (const delivery of ['queued', 'strict'] as const) {
        const refuse: Take = (message, close) => {
          direct.take(message, close);
          return false;
        };
        await set(direct.client, refuse, { delivery });
        for (let i = 0; i < 3; i++) assert.equal((await direct.request(RTSPMethod.OPTIONS)).status, 200);
      }
      assert.equal(refusals, 0);
    });

    it('that is taken off gets nothing more, and that is not counted as delivered', async () => {
      const direct = new DirectClient(toneAndPicture);
      await set(direct.client, (message, close) => direct.take(message, close), {});
      await play(direct);
      await direct.reach(20);
      block(150);
      const taken = direct.packets + direct.rtcp;
      const { delivered, queued } = direct.client.sendStatistics;
      assert.equal(delivered, taken);
      assert.ok(queued > 0);
      const off = set(direct.client, null, {});
      await eventually(() => direct.client.sendStatistics.queued === 0, 5000, 'the queue to be empty');
      await off;
      assert.deepEqual([direct.client.sendStatistics.delivered, direct.packets + direct.rtcp], [taken, taken]);
      await direct.client.close();
    });

    for (const delivery of ['queued', 'strict'] as const) {
      it(`may throw or answer with something else, which the event tells, or never: data flows on, ${delivery}`, async () => {
        const direct = new DirectClient(toneAndPicture);
        const errors = collectErrors(direct.client);
        let refusals = 0;
        direct.client.on('send-refused', () => refusals++);
        const failing = new FailingSend(delivery);
        const take: Take = (message, close) => {
          direct.take(message, close);
          return message.data === null ? true : failing.answer();
        };
        await set(direct.client, take, { delivery });
        await play(direct);
        await eventually(() => failing.done, 5000, 'all failures');
        await direct.reach(direct.packets + 100);
        assert.equal(direct.gaps, 0);
        assert.deepEqual(errors.map(({ message }) => message).sort(), failing.told(name));
        for (const { message, cause } of errors) assert.equal(/Promise$/.test(message), cause instanceof TypeError);
        assert.equal(refusals, 0);
        await direct.teardown();
      });
    }

    it('refuses also by an answer that comes too late for the thread; an event tells of both', async () => {
      const direct = new DirectClient(toneAndPicture);
      const errors = collectErrors(direct.client);
      let refusing = false;
      const take: Take = (message, close) => {
        if (refusing && message.data !== null) {
          block(200);
          return false;
        }
        direct.take(message, close);
        return true;
      };
      await set(direct.client, take, { delivery: 'strict', timeout: 50 });
      await play(direct);
      await direct.reach(20);
      const refused = once(direct.client as NodeJS.EventEmitter, 'send-refused');
      const closed = once(direct.client as NodeJS.EventEmitter, 'closed');
      errors.length = 0;
      refusing = true;
      await withDeadline(refused, 5000, 'send-refused');
      await withDeadline(closed, 5000, 'closed');
      assert.match(errors[0]?.message ?? '', /has not answered in time$/);
    });

    it('may be taken off and set again before the first call has been answered', async () => {
      const direct = new DirectClient(toneAndPicture);
      const first = set(direct.client, () => assert.fail('the first one'));
      const off = set(direct.client, null);
      await set(direct.client, (message, close) => direct.take(message, close));
      await Promise.all([first, off]);
      assert.equal((await direct.request(RTSPMethod.OPTIONS)).status, 200);
    });

    it('stays when it cannot be taken off', async () => {
      const direct = new DirectClient(toneAndPicture);
      const removals: Promise<unknown>[] = [];
      const take: Take = (message, close) => {
        direct.take(message, close);
        if (removals.length === 0) removals.push(set(direct.client, null).catch((error: unknown) => error));
      };
      await set(direct.client, take, { delivery: 'strict' });
      assert.equal((await direct.request(RTSPMethod.OPTIONS)).status, 200);
      assert.match(String(await removals[0]), /takes client.send_lock/);
      assert.equal((await direct.request(RTSPMethod.OPTIONS)).status, 200);
      await set(direct.client, null);
    });

    it('leaves nothing behind after 1,000 registrations', async () => {
      const direct = new DirectClient(toneAndPicture);
      const captured: WeakRef<object>[] = [];
      for (let i = 0; i < 1000; i++) {
        const big = { bytes: new Uint8Array(10_000) };
        captured.push(new WeakRef(big));
        await set(direct.client, (message, close) => {
          direct.take(message, close);
          return big.bytes.length > 0;
        });
        if (i % 100 === 0) assert.equal((await direct.request(RTSPMethod.OPTIONS)).status, 200);
        if (i % 10 === 0) await set(direct.client, null);
      }
      await set(direct.client, null);
      await areCollected(captured);
    });

    it('holds no thread longer than its time when it is strict and the event loop is blocked', async () => {
      const direct = new DirectClient(toneAndPicture);
      const errors = collectErrors(direct.client);
      const take: Take = (message, close) => {
        direct.take(message, close);
        return true;
      };
      await set(direct.client, take, { delivery: 'strict', timeout: 50 });
      await play(direct);
      block(400);
      await direct.reach(direct.packets + 20);
      assert.match(errors[0]?.message ?? '', /has not answered in time$/);
      assert.equal((await direct.teardown()).status, 200);
    });

    it('can be replaced while it is called, and nothing is lost', async () => {
      const direct = new DirectClient(toneAndPicture);
      const used = new Set<number>();
      const handler = (number: number): Take => {
        return (message, close) => {
          used.add(number);
          direct.take(message, close);
          return true;
        };
      };
      await set(direct.client, handler(0));
      await play(direct);
      for (let i = 1; i < 200; i++) {
        await set(direct.client, handler(i), { delivery: i % 3 === 0 ? 'strict' : 'queued' });
        if (i % 20 === 0) await direct.reach(direct.packets + 2);
      }
      await direct.reach(direct.packets + 20);
      assert.equal(direct.gaps, 0);
      assert.ok(used.size > 5);
      await direct.teardown();
    });

    it('can be taken off, and set again', async () => {
      const direct = new DirectClient(toneAndPicture);
      const take: Take = (message, close) => {
        direct.take(message, close);
        return true;
      };
      await set(direct.client, take);
      await play(direct);
      await direct.reach(10);
      await set(direct.client, null);
      const before = direct.packets;
      await sleep(200);
      assert.equal(direct.packets, before);
      await set(direct.client, take);
      await direct.reach(before + 10);
      assert.equal((await direct.teardown()).status, 200);
    });

    it('drops what does not fit into its queue, counts it, and never drops a response', async () => {
      for (const whenFull of ['drop-oldest', 'drop-newest'] as const) {
        const direct = new DirectClient(toneAndPicture);
        const take: Take = (message, close) => {
          direct.take(message, close);
          return true;
        };
        await set(direct.client, take, { queueLength: 4, whenFull });
        await play(direct);
        await direct.reach(10);
        const answered = direct.request(RTSPMethod.OPTIONS);
        block(500);
        assert.equal((await answered).status, 200);
        await direct.reach(direct.packets + 20);
        const { dropped } = direct.client.sendStatistics;
        assert.ok(dropped >= 10, `${whenFull}: ${dropped} dropped`);
        assert.ok(direct.gaps >= 1 && direct.gaps <= 12, `${whenFull}: ${direct.gaps} gaps`);
        assert.equal((await direct.teardown()).status, 200);
      }
    });

    it('is not set beside the other one', async () => {
      const direct = new DirectClient(toneAndPicture);
      const [other] = Object.entries(functions).filter(([title]) => title !== name);
      assert.ok(other);
      const errors = collectErrors(direct.client);
      const take: Take = (message, close) => {
        direct.take(message, close);
        return Promise.resolve(true);
      };
      await other[1](direct.client, take, { delivery: 'strict' });
      await assert.rejects(
        set(direct.client, () => true),
        (error) => error instanceof GError && /remove it first/.test(error.message),
      );
      await set(direct.client, null);
      // It is called as before, strictly.
      assert.equal((await direct.request(RTSPMethod.OPTIONS)).status, 200);
      assert.match(errors[0]?.message ?? '', /must answer at once/);
      await other[1](direct.client, null);
      await set(direct.client, (message, close) => direct.take(message, close));
      assert.equal((await direct.request(RTSPMethod.OPTIONS)).status, 200);
    });

    const moments: Record<string, (server: RTSPServer, take: (client: RTSPClient) => Promise<void>) => unknown> = {
      'while it is handled': (server, take) =>
        server.once('client-connected', (client) => client.once('pre-options-request', () => take(client))),
      'when it has just come': (server, take) => server.once('client-connected', take),
    };
    for (const [when, at] of Object.entries(moments))
      it(`takes the place of the connection of a client that a server has accepted, ${when}`, async () => {
        await using server = await serve({ port: 0, mounts: { '/test': { launch: toneAndPicture } } });
        const taken: RTSPMessage[] = [];
        at(server, (client) =>
          set(client, (message) => {
            taken.push(message);
            return true;
          }),
        );
        using peer = await RtspClient.connect(server.url('/test'));
        void peer.request('OPTIONS').catch(() => null);
        void peer.request('DESCRIBE').catch(() => null);
        await eventually(() => taken.length >= 2, 10_000, 'two responses');
        assert.deepEqual(
          taken.map((message) => message.status),
          [200, 200],
        );
      });

    it('takes it of a client that the application makes, too', async () => {
      const taken: RTSPMessage[] = [];
      class Own extends RTSPServer {
        override createClient(): RTSPClient {
          const client = new RTSPClient();
          if (this.sessionPool) client.sessionPool = this.sessionPool;
          client.mountPoints = this.mountPoints;
          void set(client, (message) => {
            taken.push(message);
            return true;
          });
          return client;
        }
      }
      await using server = new Own();
      server.address = '127.0.0.1';
      server.service = '0';
      await server.attach();
      using peer = await RtspClient.connect(server.url('/test'));
      void peer.request('OPTIONS').catch(() => null);
      await eventually(() => taken.length === 1, 10_000, 'a response');
      assert.equal(taken[0]?.status, 200);
    });

    it('closes the connection of a client that a server has accepted by answering false for its data', async () => {
      await using server = await serve({ port: 0, mounts: { '/test': { launch: toneAndPicture } } });
      const connected = once(server, 'client-connected') as Promise<[RTSPClient]>;
      using peer = await RtspClient.connect(server.url('/test'));
      const [client] = await connected;
      const { session } = await peer.setupTcp((await peer.describe()).media[0]?.control ?? '', [4, 5]);
      await peer.play(session);
      await peer.received(4).reach(5);
      const refused = once(client as NodeJS.EventEmitter, 'send-refused');
      const closed = once(client as NodeJS.EventEmitter, 'closed');
      let packets = 0;
      let refusing = false;
      await set(client, (message) => {
        if (message.data === null) return;
        packets++;
        return !refusing;
      });
      await eventually(() => packets > 5, 5000, 'data');
      const open = await Promise.race([peer.closed.then(() => false), sleep(50, true)]);
      assert.ok(open, 'it stays while true is answered');
      refusing = true;
      const [channel] = (await withDeadline(refused, 5000, 'send-refused')) as [number];
      assert.ok(channel === 4 || channel === 5);
      await withDeadline(closed, 5000, 'closed');
      await withDeadline(peer.closed, 5000, 'the end of the connection');
    });

    it('refuses what is no function, and options that are none', async () => {
      const { client } = new DirectClient(toneAndPicture);
      const wrong: [unknown, unknown][] = [
        ['x', undefined],
        [undefined, undefined],
        [() => true, { delivery: 'fast' }],
        [() => true, { queueLength: 0 }],
        [() => true, { queueLength: 2 ** 31 }],
        [() => true, { whenFull: 'drop' }],
        [() => true, { timeout: 0.5 }],
      ];
      for (const [handler, options] of wrong) {
        await assert.rejects(
          name === 'RTSPClientSendFunc'
            ? client.setSendFunc(handler as never, options as SendOptions)
            : client.setSendMessagesFunc(handler as never, options as SendOptions),
          TypeError,
        );
      }
    });
  });
}
