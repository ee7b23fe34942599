import assert from 'node:assert/strict';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import {
  RTSPLowerTrans,
  type RTSPMedia,
  RTSPMethod,
  type RTSPServer,
  RTSPStreamTransport,
  RTSPTransport,
  serve,
  State,
} from '../lib/index.js';
import { RtspClient } from './clients/rtsp-client.js';
import { deferred, eventually, withDeadline } from './helpers/deadline.js';
import { tone } from './helpers/lines.js';
import { assertSame } from './helpers/same.js';

interface Viewer {
  peer: RtspClient;
  session: string;
  media: RTSPMedia;
  transport: RTSPStreamTransport;
}

/** Sets up the stream of a mount. */
async function setUp(server: RTSPServer, mount: string, over: 'tcp' | 'udp' = 'tcp'): Promise<Viewer> {
  const made = deferred<Pick<Viewer, 'media' | 'transport'>>();
  server.once('client-connected', (client) => {
    client.once('setup-request', ({ media, transport }) => {
      assert.ok(media && transport);
      made.resolve({ media, transport });
    });
  });
  const peer = await RtspClient.connect(server.url(mount));
  const { media } = await peer.describe();
  const control = media[0]?.control ?? '';
  const { session } = over === 'tcp' ? await peer.setupTcp(control, [0, 1]) : await peer.setupUdp(control);
  return { peer, session, ...(await withDeadline(made.promise, 5000, 'setup-request')) };
}

describe('the list of transports to which a stream sends', () => {
  it('is not added to while the functions of one are exchanged: that happens between two requests', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': { launch: tone } } });
    const { peer, session, transport } = await setUp(server, '/tone');
    const order: string[] = [];
    const inPlay = deferred();
    const goOn = deferred();
    const [client] = await server.clientFilter();
    assert.ok(client);
    // Upstream activates the transport when the response has been sent.
    client.on('send-message', async ({ method }) => {
      if (method !== RTSPMethod.PLAY) return;
      inPlay.resolve();
      await goOn.promise;
      order.push('played');
    });
    const played = peer.play(session);
    await withDeadline(inPlay.promise, 5000, 'the response to PLAY');
    let packets = 0;
    const set = transport
      .setCallbacks(() => {
        packets++;
      }, null)
      .then(() => order.push('set'));
    await sleep(100);
    assert.deepEqual(order, []);
    goOn.resolve();
    await played;
    await withDeadline(set, 5000, 'the functions');
    assert.deepEqual(order, ['played', 'set']);
    await eventually(() => packets >= 10, 5000, 'ten packets');
    peer.destroy();
  });

  it('loses those of a client that leaves while the pipeline is stopped', async () => {
    await using server = await serve({ port: 0, mounts: { '/tone': { launch: tone, shared: true } } });
    const stays = await setUp(server, '/tone');
    await stays.peer.play(stays.session);
    const leaves = await setUp(server, '/tone');
    await leaves.peer.play(leaves.session);
    const { media } = stays;
    assert.equal(leaves.media, media);
    const stream = media.getStream(0);
    assert.ok(stream);
    await eventually(async () => (await stream.transportFilter()).length === 2, 5000, 'two transports');
    await media.setPipelineState(State.READY);
    leaves.peer.destroy();
    await eventually(() => server.stats().clients === 1, 5000, 'the end of the client');
    await eventually(async () => (await stream.transportFilter()).length < 2, 5000, 'the end of its transport');
    assertSame(await stream.transportFilter(), [stays.transport]);
    stays.peer.destroy();
  });

  it('is empty when a media fails, also of what the application has added: its pipeline could not be left', async () => {
    const launch = tone.replace('! rtpL16pay', '! identity error-after=60 ! rtpL16pay');
    await using server = await serve({ port: 0, mounts: { '/tone': { launch } } });
    const { peer, session, media } = await setUp(server, '/tone', 'udp');
    const stream = media.getStream(0);
    assert.ok(stream);
    server.on('media-error', () => undefined);
    const unprepared = once(media as NodeJS.EventEmitter, 'unprepared');
    await peer.play(session);
    const clientPort = { min: 9, max: 9 }; // nobody listens there
    const how = new RTSPTransport({ lowerTransport: RTSPLowerTrans.UDP, destination: '127.0.0.1', clientPort });
    const added = new RTSPStreamTransport(stream, how);
    assert.equal(await stream.addTransport(added), true);
    await withDeadline(unprepared, 10_000, 'unprepared');
    assert.deepEqual(await stream.transportFilter(), []);
    await assert.rejects(stream.addTransport(added), /not part of a pipeline/);
    peer.destroy();
  });
});
