import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import { type GstBuffer, type RTSPServer, type RTSPStreamTransport, type SendOptions, serve } from '../lib/index.js';
import { DirectClient } from './clients/direct-client.js';
import { RtspClient } from './clients/rtsp-client.js';
import { type ViewerReport, watched } from './clients/watching.js';
import { eventually } from './helpers/deadline.js';
import { tone, toneAndPicture } from './helpers/lines.js';

const seconds = 60;
/** Each picture is a list of packets. */
const toneAndLists = `${tone.slice(0, -1)}
  videotestsrc is-live=true pattern=blue ! video/x-raw,format=UYVY,width=160,height=120,framerate=25/1
  ! rtpvrawpay name=pay1 pt=97 )`;

/** Counts what comes, of both streams, until its end. */
interface Counter {
  title: string;
  packets: () => number;
  rtcp: () => number;
  gaps: () => number;
  /** How many calls had more than one packet. */
  lists: () => number;
  end: () => unknown;
}

class Both {
  readonly last = new Map<number, number>();
  packets = 0;
  rtcp = 0;
  gaps = 0;

  take(data: Buffer, channel: number): boolean {
    if (channel % 2 === 1) {
      this.rtcp++;
      return true;
    }
    const number = data.readUInt16BE(2);
    const before = this.last.get(channel);
    if (before !== undefined && number !== (before + 1) % 0x10000) this.gaps++;
    this.last.set(channel, number);
    this.packets++;
    return true;
  }
}

async function direct(kind: 'setSendFunc' | 'setSendMessagesFunc', options: SendOptions): Promise<Counter> {
  const client = new DirectClient(toneAndLists);
  let lists = 0;
  if (kind === 'setSendFunc') {
    await client.client.setSendFunc((_, message, close) => {
      client.take(message, close);
      return true;
    }, options);
  } else {
    await client.client.setSendMessagesFunc((_, messages, close) => {
      for (const message of messages) client.take(message, close);
      if (messages.length > 1) lists++;
      return true;
    }, options);
  }
  await client.setUp(0);
  await client.setUp(1);
  await client.play();
  return {
    title: `${kind}, ${options.delivery ?? ''}`,
    packets: () => client.packets,
    rtcp: () => client.rtcp,
    gaps: () => client.gaps,
    lists: () => lists,
    end: () => client.teardown(),
  };
}

async function transports(
  server: RTSPServer,
  kind: 'setCallbacks' | 'setListCallbacks',
  options: SendOptions,
): Promise<Counter> {
  const both = new Both();
  const one = (buffer: GstBuffer, channel: number) => both.take(buffer.data, channel);
  let lists = 0;
  const list = (buffers: readonly GstBuffer[], channel: number) => {
    if (buffers.length > 1) lists++;
    return buffers.every((buffer) => one(buffer, channel));
  };
  server.once('client-connected', (client) => {
    client.on('setup-request', async ({ transport }) => {
      const made = transport as RTSPStreamTransport;
      if (kind === 'setListCallbacks') await made.setListCallbacks(list, list, options);
      await made.setCallbacks(one, one, options);
    });
  });
  const peer = await RtspClient.connect(server.url('/test'));
  const { media } = await peer.describe();
  let session: string | undefined;
  for (const [i, { control }] of media.entries()) {
    ({ session } = await peer.setupTcp(control, [2 * i, 2 * i + 1], session));
  }
  await peer.play(session ?? '');
  return {
    title: `${kind}, ${options.delivery ?? ''}`,
    packets: () => both.packets,
    rtcp: () => both.rtcp,
    gaps: () => both.gaps,
    lists: () => lists,
    end: () => peer.destroy(),
  };
}

describe('streams with RTCP', function () {
  this.timeout((seconds + 30) * 1000);

  it('flow for a minute through each send callback, queued and strict', async () => {
    await using server = await serve({ port: 0, mounts: { '/test': { launch: toneAndLists } } });
    const counters: Counter[] = [];
    try {
      for (const delivery of ['queued', 'strict'] as const) {
        counters.push(
          await direct('setSendFunc', { delivery }),
          await direct('setSendMessagesFunc', { delivery }),
          await transports(server, 'setCallbacks', { delivery }),
          await transports(server, 'setListCallbacks', { delivery }),
        );
      }
      let before = counters.map(() => 0);
      for (let second = 0; second < seconds; second += 2) {
        await sleep(2000);
        const now = counters.map(({ packets }) => packets());
        now.forEach((packets, i) => {
          assert.ok(packets > (before[i] ?? 0), `${counters[i]?.title ?? ''}: nothing more after ${second} s`);
        });
        before = now;
      }
      for (const { title, packets, rtcp, gaps, lists } of counters) {
        // 50 packets of the tone a second and 25 pictures of many more; RTCP every few seconds.
        assert.ok(packets() > (50 + 25 * 20) * seconds * 0.8, `${title}: ${packets()} packets`);
        const pictures = /Messages|List/.test(title) ? 25 * seconds : 0;
        assert.ok(pictures === 0 ? lists() === 0 : lists() > pictures * 0.8, `${title}: ${lists()} lists`);
        assert.ok(rtcp() >= 4, `${title}: ${rtcp()} RTCP packets`);
        assert.equal(gaps(), 0, title);
      }
    } finally {
      // Else their pipelines would go on for as long as this process.
      await Promise.all(counters.map((counter) => counter.end()));
    }
  });
});

/** What came to viewers of the mount meanwhile, of whose packets none may be lost. */
async function unbroken(server: RTSPServer, meanwhile: () => Promise<void>): Promise<ViewerReport[]> {
  const reports = await watched(server.url('/test'), meanwhile);
  assert.equal(reports.length, 4);
  for (const { name, packets, gaps } of reports) {
    assert.ok(packets > 40, `${name}: ${packets} packets`);
    assert.equal(gaps, 0, name);
  }
  return reports;
}

const blockedFor = 300;

function block(): void {
  const end = Date.now() + blockedFor;
  while (Date.now() < end);
}

/** Packets came while the loop was blocked so often; a busy machine has a pause of its own now and then. */
function flowed(reports: ViewerReport[], times: number): void {
  for (const { name, pauses } of reports) assert.ok(pauses < times / 2, `${name}: ${pauses} pauses`);
}

describe('a blocked event loop', function () {
  this.timeout(60_000);

  const serveShared = () => serve({ port: 0, mounts: { '/test': { launch: toneAndPicture, shared: true } } });

  it('does not hold up media that flow to TCP and UDP clients, whatever is to be told meanwhile', async () => {
    await using server = await serveShared();
    const told = new Map<string, number>();
    const tell = (what: string) => () => {
      told.set(what, (told.get(what) ?? 0) + 1);
    };
    let installs = 0;
    const { factory } = server.mountPoints?.match('/test') ?? {};
    factory?.on('media-configure', (media) => media.on('new-state', tell('new-state')));
    server.on('client-connected', (client) => {
      client.on('play-request', tell('play-request'));
      client.on('setup-request', ({ transport }) => {
        transport?.setKeepalive(tell('keepalive'));
        transport?.setMessageSent(tell('message-sent'));
        transport?.setMessageSentFull(tell('message-sent-full'));
        installs++;
      });
    });
    let queued = 0;
    const reports = await unbroken(server, async () => {
      server.once('client-connected', (client) => {
        client.once('setup-request', async ({ transport }) => {
          await transport?.setCallbacks(() => {
            queued++;
          }, null);
        });
      });
      using other = await RtspClient.connect(server.url('/test'));
      const { session } = await other.setupTcp((await other.describe()).media[0]?.control ?? '', [0, 1]);
      await other.play(session);
      await eventually(() => queued > 5, 10_000, 'queued calls');
      for (let i = 0; i < 10; i++) {
        block();
        await sleep(100);
      }
      await other.teardown(session);
    });
    flowed(reports, 10);
    assert.equal(installs, 5);
    assert.ok(queued > 50, `${queued} queued calls`);
    assert.deepEqual([...told.keys()].sort(), [
      'keepalive',
      'message-sent',
      'message-sent-full',
      'new-state',
      'play-request',
    ]);
  });

  it('holds up the client whose handler is due, which then answers, and no media', async () => {
    await using server = await serveShared();
    const reports = await unbroken(server, async () => {
      server.once('client-connected', (client) => client.on('pre-get-parameter-request', () => 403));
      using asker = await RtspClient.connect(server.url('/test'));
      await asker.request('OPTIONS');
      const { asks } = server.stats();
      for (let i = 0; i < 6; i++) {
        const answer = asker.request('GET_PARAMETER');
        block();
        assert.equal((await answer).status, 403);
      }
      const after = server.stats();
      assert.equal(after.asks - asks, 6);
      assert.equal(after.expired, 0);
      assert.ok(after.waitMaxMs > blockedFor / 2, `the handler was due for ${after.waitMaxMs} ms`);
    });
    flowed(reports, 6);
  });

  it('holds up the connections of a stream one of whose send functions is due, and nothing is lost', async () => {
    await using server = await serveShared();
    let calls = 0;
    const reports = await unbroken(server, async () => {
      server.once('client-connected', (client) => {
        client.once('setup-request', async ({ transport }) => {
          await transport?.setCallbacks(() => (calls++, true), null, { delivery: 'strict' });
        });
      });
      using asker = await RtspClient.connect(server.url('/test'));
      const { session } = await asker.setupTcp((await asker.describe()).media[0]?.control ?? '', [0, 1]);
      await asker.play(session);
      await eventually(() => calls > 5, 10_000, 'strict calls');
      for (let i = 0; i < 6; i++) {
        block();
        await sleep(100);
      }
      await asker.teardown(session);
      assert.ok(server.stats().waitMaxMs > blockedFor / 2);
    });
    // The other stream, and those over UDP, do not wait.
    const [held, ...others] = reports;
    flowed(others, 6);
    assert.ok(held.pauses >= 3, `${held.pauses} pauses`);
  });
});
