import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';

import { type Bin, Event, type RTSPMedia, type RTSPServer, serve } from '../../lib/index.js';
import { c } from '../../lib/native.js';
import { setUp, type Viewing } from '../clients/viewer.js';
import { withDeadline } from '../helpers/deadline.js';
import { smallPicture } from '../helpers/lines.js';
import { testMovie } from '../helpers/media.js';

/** Somebody who plays over TCP, and the pipeline that he plays. */
async function watch(server: RTSPServer): Promise<Viewing & { pipeline: Bin }> {
  const { factory } = server.mountPoints?.match('/a') ?? {};
  assert.ok(factory);
  const configured = withDeadline(once(factory, 'media-configure'), 5000, 'a medium') as Promise<[RTSPMedia]>;
  const viewing = await setUp(server.url('/a'), 'tcp');
  await viewing.client.play(viewing.session);
  await Promise.all(viewing.streams.map((reception) => reception.reach(2)));
  const [media] = await configured;
  return { ...viewing, pipeline: media.element.parent as Bin };
}

// A streaming thread links the sink behind the stream's tee, when it has brought a packet to the one over TCP.
describe('the sink of the first one over UDP, where others watch over TCP', () => {
  for (const signal of ['unlinked', 'linked']) {
    it(`is still joining, the tee was just ${signal}, when he seeks, alone by now`, async () => {
      await using server = await serve({ port: 0, mounts: { '/a': { file: await testMovie(), shared: true } } });
      const first = await watch(server);
      const { client, session, streams } = await setUp(server.url('/a'), 'udp');
      await first.client.teardown(first.session);
      c.test_double_slow_tees(first.pipeline, signal, 1000);
      await client.play(session, { Range: 'npt=1-' });
      await Promise.all(streams.map((reception) => reception.reach(2)));
      client.destroy();
      first.client.destroy();
    });

    it(`is still joining, the tee was just ${signal}, when the application flushes the pipeline`, async () => {
      await using server = await serve({ port: 0, mounts: { '/a': { launch: smallPicture, shared: true } } });
      const first = await watch(server);
      const { client, session } = await setUp(server.url('/a'), 'udp');
      c.test_double_slow_tees(first.pipeline, signal, 1000);
      await client.play(session);
      await setTimeout(200);
      await first.pipeline.sendEvent(Event.flushStart());
      assert.equal((await client.request('OPTIONS')).status, 200);
      client.destroy();
      first.client.destroy();
    });
  }
});
