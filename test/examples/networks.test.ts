import assert from 'node:assert/strict';

import { RtspClient } from '../clients/rtsp-client.js';
import { deferred, withDeadline } from '../helpers/deadline.js';
import { exampleCommand, withExample } from '../helpers/example.js';
import { cable, startMachines } from '../helpers/network.js';
import { run, startProcess } from '../helpers/process.js';

/** Ports that most probably nobody has: the pools of other tests, and the system's own choice, lie elsewhere. */
const rtpPort = 20_000 + 32 * (process.pid % 300);

const camera =
  '( videotestsrc is-live=true ! x264enc tune=zerolatency key-int-max=10 ! rtph264pay name=pay0 config-interval=1 pt=96 )';

/** Where each stream is sent: address, time to live, first port. */
async function multicastOf(url: string): Promise<string[]> {
  using client = await RtspClient.connect(url);
  const destinations = [];
  let session: string | undefined;
  for (const { control } of (await client.describe()).media) {
    const setup = await client.request('SETUP', {
      uri: `${url}/${control}`,
      headers: { Transport: 'RTP/AVP;multicast', ...(session === undefined ? {} : { Session: session }) },
    });
    assert.equal(setup.status, 200);
    session = setup.headers.get('session')?.split(';')[0];
    const transport = setup.headers.get('transport') ?? '';
    const field = (name: string) => new RegExp(`${name}=([^;-]+)`).exec(transport)?.[1];
    destinations.push(`${field('destination')}/${field('ttl')}:${field('port')}`);
  }
  return destinations;
}

/** How SETUP over TCP is answered. */
async function statusOverTcp(url: string): Promise<number> {
  using client = await RtspClient.connect(url);
  const [media] = (await client.describe()).media;
  const headers = { Transport: 'RTP/AVP/TCP;unicast;interleaved=0-1' };
  return (await client.request('SETUP', { uri: `${url}/${media.control}`, headers })).status;
}

/** Decodes pictures on another machine: GStreamer does not send multicast to its own. */
async function watchAcrossNetwork(name: string): Promise<void> {
  await using machines = await startMachines();
  const use = async ({ url }: { url: string }) => {
    const input = ['-v', 'error', '-nostdin', '-rtsp_transport', 'udp_multicast', '-i', url];
    const [command, ...args] = [...machines.client, 'ffmpeg', ...input, '-frames:v', '5', '-f', 'framemd5', '-'];
    const watched = await run(command, args, { env: { G_DEBUG: undefined } });
    assert.equal(watched.stdout.match(/^0, /gm)?.length, 5, watched.stderr);
  };
  await withExample(name, ['--address', cable.server], use, { by: machines.server });
}

describe('the example', () => {
  it('multicast sends to addresses of its pool, and in no other way', async () => {
    await withExample('multicast', ['--rtp-port', String(rtpPort)], async ({ url }) => {
      const destinations = await multicastOf(url);
      assert.equal(destinations.length, 2);
      for (const destination of destinations) {
        const [, port] = /^224\.3\.0\.(?:\d|10)\/16:(\d+)$/.exec(destination) ?? [];
        assert.ok(Number(port) >= rtpPort && Number(port) <= rtpPort + 10, destination);
      }
      assert.notEqual(destinations[0], destinations[1]);
      assert.equal(await statusOverTcp(url), 461);
    });
  });

  it('multicast2 has a pool of addresses for each stream', async () => {
    await withExample('multicast2', ['--rtp-port', String(rtpPort)], async ({ url }) => {
      assert.deepEqual(await multicastOf(url), [`224.3.0.1/1:${rtpPort}`, `224.3.0.3/1:${rtpPort + 10}`]);
      assert.equal(await statusOverTcp(url), 200);
    });
  });

  for (const name of ['multicast', 'multicast2']) {
    it(`${name} is seen on another machine`, () => watchAcrossNetwork(name));
  }

  it('netclock stamps by the clock of the machine, and netclock-client plays by it', async () => {
    await withExample('netclock', ['--clock-port', '0', camera], async ({ url, process: example }) => {
      const [, address = '', port = ''] = await example.waitForLine(/^clock ready at (\S+) (\d+)$/);
      const [command = '', ...args] = exampleCommand('netclock-client', [
        '--video-sink',
        'fakesink',
        url,
        address,
        port,
      ]);
      const player = startProcess(command, args);
      try {
        await player.waitForLine(/^the clock is synchronised$/);
        const [, position] = await player.waitForLine(/^at ([\d.]+) s$/);
        assert.ok(Number(position) < 60, position);

        using client = await RtspClient.connect(url);
        const [media] = (await client.describe()).media;
        const { session, rtcp } = await client.setupTcp(media.control, [0, 1]);
        const report = deferred<Buffer>();
        rtcp.on('packet', (packet) => {
          if (packet[1] === 200) report.resolve(packet);
        });
        await client.play(session);
        const sent = await withDeadline(report.promise, 15_000, 'a sender report');
        // The clock of the system is the monotonic one, of which hrtime tells the time.
        const seconds = Number(process.hrtime.bigint() / 1_000_000_000n);
        assert.ok(Math.abs(sent.readUInt32BE(8) - seconds) < 30, `${sent.readUInt32BE(8)}, and not about ${seconds}`);

        const exit = await player.stop('SIGINT');
        assert.equal(exit.code, 0, exit.stderr);
      } finally {
        player.killGroup();
      }
    });
  });

  it('netclock-client says when there is no clock', async () => {
    const [command = '', ...args] = exampleCommand('netclock-client', [
      '--timeout',
      '1',
      'rtsp://127.0.0.1:1/test',
      '127.0.0.1',
      '1',
    ]);
    const exit = await run(command, args);
    assert.notEqual(exit.code, 0);
    assert.match(exit.stderr, /no clock answers at 127\.0\.0\.1 1/);
  });
});
