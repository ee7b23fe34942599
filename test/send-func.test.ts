import assert from 'node:assert/strict';
import { once } from 'node:events';

import {
  GError,
  HandlerError,
  RTSPClient,
  type RTSPMessage,
  RTSPMethod,
  type RTSPSendAnswer,
  type SendOptions,
} from '../lib/index.js';
import { DirectClient } from './clients/direct-client.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { toneAndPicture } from './helpers/lines.js';

/** Both functions as one: a handler of one message. */
type Take = (direct: DirectClient, message: RTSPMessage, close: boolean) => RTSPSendAnswer;

const functions = {
  RTSPClientSendFunc: (direct: DirectClient, take: Take, options?: SendOptions) =>
    direct.client.setSendFunc((_, message, close) => take(direct, message, close), options),
  RTSPClientSendMessagesFunc: (direct: DirectClient, take: Take, options?: SendOptions) =>
    direct.client.setSendMessagesFunc((_, messages, close) => {
      const answers = messages.map((message) => take(direct, message, close));
      return answers.find((answer) => answer !== undefined && answer !== true) ?? answers[0];
    }, options),
};

const takes: Take = (direct, message, close) => direct.take(message, close);

/** A client that plays both streams over its send function. */
async function playing(set: (direct: DirectClient) => Promise<void>): Promise<DirectClient> {
  const direct = new DirectClient(toneAndPicture);
  await set(direct);
  assert.equal((await direct.request(RTSPMethod.DESCRIBE)).status, 200);
  assert.equal((await direct.setUp(0)).status, 200);
  assert.equal((await direct.setUp(1)).status, 200);
  assert.equal((await direct.play()).status, 200);
  return direct;
}

function collectErrors(client: RTSPClient): HandlerError[] {
  const errors: HandlerError[] = [];
  client.on('handler-error', (error) => errors.push(error));
  return errors;
}

for (const [name, set] of Object.entries(functions)) {
  describe(`a client's ${name}`, () => {
    it('gets responses and the data of every stream, in order; the last response closes', async () => {
      const direct = await playing((client) => set(client, takes));
      await direct.reach(200);
      assert.equal((await direct.teardown()).status, 200);
      assert.equal(direct.gaps, 0);
      assert.deepEqual([...direct.rtp.keys()].sort(), [0, 2]);
      assert.deepEqual(
        direct.responses.map(({ message, close }) => [message.headers.get('CSeq'), close]),
        [
          ['1', false],
          ['2', false],
          ['3', false],
          ['4', false],
          ['5', true],
        ],
      );
      const { delivered, dropped, queued } = direct.client.sendStatistics;
      assert.deepEqual({ dropped, queued }, { dropped: 0, queued: 0 });
      assert.ok(delivered >= direct.packets);
    });

    it('gets the client itself, and messages that stay what they are', async () => {
      const direct = new DirectClient(toneAndPicture);
      const seen: unknown[] = [];
      const kept: RTSPMessage[] = [];
      if (name === 'RTSPClientSendFunc') {
        await direct.client.setSendFunc((client, message) => {
          seen.push(client);
          kept.push(message);
          return true;
        });
      } else {
        await direct.client.setSendMessagesFunc((client, messages) => {
          seen.push(client);
          kept.push(...messages);
          return true;
        });
      }
      await direct.client.handleMessage(
        (await import('../lib/index.js')).RTSPMessage.request(RTSPMethod.OPTIONS, 'rtsp://127.0.0.1/test', {
          CSeq: '7',
        }),
      );
      await eventually(() => seen.length > 0, 5000, 'the response');
      assert.deepEqual(seen, [direct.client]);
      assert.equal(kept[0]?.status, 200);
      assert.match(kept[0].headers.get('Public') ?? '', /DESCRIBE/);
    });

    for (const [how, refuse] of [
      ['false', () => false],
      ['a Promise of false', () => Promise.resolve(false)],
    ] as const) {
      it(`stops a stream and closes the client by answering ${how} for its data, and an event tells`, async () => {
        let refusing = false;
        const direct = await playing((client) =>
          set(client, (_, message, close) => {
            if (refusing && message.channel === 0) return refuse();
            direct_.take(message, close);
          }),
        );
        var direct_ = direct;
        await direct.reach(20);
        const refused = once(direct.client as never, 'send-refused');
        refusing = true;
        const [channel] = (await withDeadline(refused, 5000, 'send-refused')) as [number];
        assert.equal(channel, 0);
        const before = direct.rtp.get(0)?.length;
        await new Promise((resolve) => setTimeout(resolve, 300));
        assert.equal(direct.rtp.get(0)?.length, before);
        await direct.teardown();
      });
    }
  });
}
