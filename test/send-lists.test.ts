import assert from 'node:assert/strict';
import { once } from 'node:events';

import { RTSPMethod, type RTSPStreamTransport, type SendOptions } from '../lib/index.js';
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
