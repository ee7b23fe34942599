import assert from 'node:assert/strict';

import { type RTSPClient, type RTSPStreamTransport, serve } from '../../lib/index.js';
import { RtspClient } from '../clients/rtsp-client.js';
import { isServed, setUp } from '../clients/viewer.js';
import { deferred, eventually, withDeadline } from '../helpers/deadline.js';

/** 4 MB a second: a connection that is not read is full after two. */
const line = `( videotestsrc is-live=true pattern=blue ! video/x-raw,format=UYVY,width=320,height=240,framerate=25/1
  ! rtpvrawpay name=pay0 pt=96 )`;

describe('a client that does not read its connection', function () {
  this.timeout(60_000);

  it('is sent nothing more after ten seconds, of which an event tells; the others go on, and are not told of', async () => {
    await using server = await serve({ port: 0, mounts: { '/video': { launch: line, shared: true } } });
    const connected: RTSPClient[] = [];
    const dropped = deferred<[RTSPClient, RTSPStreamTransport]>();
    let times = 0;
    server.on('client-connected', (client) => {
      connected.push(client);
      client.on('transport-dropped', (transport) => {
        times += 1;
        dropped.resolve([client, transport]);
      });
    });
    const slow = await setUp(server.url('/video'));
    const brisk = await setUp(server.url('/video'));
    const paused = await setUp(server.url('/video'));
    for (const { client, session } of [slow, brisk, paused]) await client.play(session);
    slow.client.socket.pause();
    // One that is not sent anything since it does not want to be.
    await paused.client.request('PAUSE', { headers: { Session: paused.session } });

    const [client, transport] = await withDeadline(dropped.promise, 40_000, 'transport-dropped');
    assert.equal(client, connected[0]);
    assert.equal(transport.transport.interleaved?.min, 0);
    assert.ok(!(await transport.stream.transportFilter()).includes(transport));
    const [reception] = brisk.streams;
    assert.ok(reception);
    assert.ok(reception.rtpPackets > 10 * 25 * 100, `${reception.rtpPackets} packets`);
    assert.equal(reception.gaps, 0);
    await reception.reach(reception.rtpPackets + 1000);

    await client.close();
    slow.client.socket.resume();
    await withDeadline(slow.client.closed, 10_000, 'the connection to end');
    await eventually(() => server.stats().clients === 2, 5000, 'two clients');
    for (const { client: peer, session } of [brisk, paused]) {
      await peer.teardown(session);
      peer.destroy();
    }
    assert.equal(times, 1);
  });

  it('holds up nobody over UDP, though it is the only one over a connection, and is sent on when it reads', async () => {
    await using server = await serve({ port: 0, mounts: { '/video': { launch: line, shared: true } } });
    const brisk = await RtspClient.connect(server.url('/video'));
    const { session, rtp } = await brisk.setupUdp((await brisk.describe()).media[0].control);
    await brisk.play(session);
    const slow = await setUp(server.url('/video'));
    await slow.client.play(slow.session);
    await slow.streams[0].reach(10);
    slow.client.socket.pause();
    // Five seconds of media: the connection has long been full.
    await rtp.reception.reach(rtp.reception.rtpPackets + 14_000, 40_000);
    slow.client.socket.resume();
    const [reception] = slow.streams;
    await reception.reach(reception.rtpPackets + 10_000, 40_000);
    slow.client.destroy();
    // One who comes later gets what is sent, too.
    await isServed(server.url('/video'));
    brisk.destroy();
  });
});
