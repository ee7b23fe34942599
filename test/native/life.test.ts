import assert from 'node:assert/strict';

import { serve } from '../../lib/index.js';
import { stream } from '../clients/viewer.js';
import { eventually, withDeadline } from '../helpers/deadline.js';
import { toneAndPicture } from '../helpers/lines.js';
import { meetAll } from '../helpers/meet.js';
import { fileDescriptorCount, threadCount, threadNames } from '../helpers/proc.js';
import { countInstances, liveObjects } from './live-objects.js';

/** What a server has at least while four clients play, each of them both streams of a pipeline of his own. */
const ofFourClients = {
  NodeRTSPServer: 1,
  NodeRTSPClient: 4,
  NodeRTSPMedia: 4,
  GstRTSPSession: 4,
  GstRTSPSessionMedia: 4,
  GstRTSPStream: 8,
  GstRTSPStreamTransport: 8,
  GstBin: 4,
};

// When the file is loaded, before any test: a class that was used before would not be counted.
countInstances();

describe('the life of a server', () => {
  it('leaves nothing behind: 100 times start, four clients, close, on the same port', async function () {
    this.timeout(120_000);
    let port = 0;
    const round = async (i: number) => {
      const server = await serve({ port, mounts: { '/tone': toneAndPicture } });
      port = server.boundPort;
      const met = i % 2 ? meetAll(server, '/tone') : null;
      const url = server.url('/tone');
      const clients = await Promise.all([
        stream(url, 'tcp'),
        stream(url, 'udp'),
        stream(url, 'tcp'),
        stream(url, 'udp'),
      ]);
      const live = liveObjects();
      for (const [type, atLeast] of Object.entries(ofFourClients)) {
        assert.ok((live[type] ?? 0) >= atLeast, `${live[type]} ${type} while four clients play`);
        if (met) assert.ok(met.has(type), `JavaScript has met no ${type}`);
      }
      await server.close();
      for (const client of clients) {
        await withDeadline(client.closed, 5000, 'the connection to end');
        client.destroy();
      }
    };
    const sample = async () => {
      await eventually(
        () => {
          globalThis.gc?.();
          return Object.keys(liveObjects()).length === 0;
        },
        20_000,
        () => `objects to go: ${JSON.stringify(liveObjects())}`,
      );
      return { threads: threadCount(), descriptors: fileDescriptorCount(), names: threadNames().join(' ') };
    };
    for (let i = 0; i < 20; i++) await round(i);
    const warm = await sample();
    for (let i = 20; i < 100; i++) await round(i);
    const end = await sample();
    // GLib's pool and ours keep idle threads for up to 15 s, not always as many.
    await eventually(
      () => threadCount() <= warm.threads,
      20_000,
      () => `threads to go: there were ${warm.names}, are ${threadNames().join(' ')}`,
    );
    assert.ok(end.descriptors <= warm.descriptors, `${warm.descriptors} descriptors became ${end.descriptors}`);
  });
});
