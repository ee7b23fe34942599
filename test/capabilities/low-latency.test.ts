import assert from 'node:assert/strict';

import { RTSPServer, serve } from '../../lib/index.js';
import { setUp } from '../clients/viewer.js';
import { tone } from '../helpers/lines.js';

/** How late nine of ten packets are at most, in milliseconds, behind the one that came earliest. */
async function lateness(tcpNoDelay: boolean): Promise<number> {
  await using server = await serve({ port: 0, mounts: { '/tone': tone } });
  server.tcpNoDelay = tcpNoDelay;
  const { client, session, streams } = await setUp(server.url('/tone'));
  const offsets: number[] = [];
  streams[0]?.on('packet', (packet) => {
    if (packet.readUInt8(1) % 128 === 96) offsets.push(performance.now() - packet.readUInt32BE(4) / 8);
  });
  await client.play(session);
  // Whose peer says something now and then has its acknowledgements delayed by the kernel, in the hope to send them
  // with what it will say next.
  while (offsets.length < 150) {
    await client.request('OPTIONS');
    await streams[0]?.reach(streams[0].rtpPackets + 5);
  }
  client.destroy();
  const late = offsets.slice(5).sort((one, other) => one - other);
  return (late[Math.floor(late.length * 0.9)] ?? NaN) - (late[0] ?? NaN);
}

describe('tcpNoDelay', function () {
  this.timeout(60_000);

  it('is on by default, and a switch that takes booleans only', () => {
    const server = new RTSPServer();
    assert.equal(server.tcpNoDelay, true);
    server.tcpNoDelay = false;
    assert.equal(server.tcpNoDelay, false);
    assert.equal(server.protectSessions, true);
    assert.throws(() => (server.tcpNoDelay = 1 as unknown as boolean), TypeError);
  });

  it('lets packets leave at once, which wait for acknowledgements without it', async () => {
    const seen: string[] = [];
    // A machine that is busy makes both late.
    for (let attempt = 0; attempt < 4; attempt++) {
      const [on, off] = await Promise.all([lateness(true), lateness(false)]);
      if (on < off / 2) return;
      seen.push(`${on.toFixed(1)} and ${off.toFixed(1)} ms`);
    }
    assert.fail(`with it and without: ${seen.join(', ')}`);
  });
});
