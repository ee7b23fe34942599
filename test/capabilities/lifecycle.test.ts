import assert from 'node:assert/strict';
import path from 'node:path';

import {
  type RTSPMedia,
  RTSPMediaFactory,
  RTSPMediaStatus,
  type RTSPServer,
  RTSPSuspendMode,
  RTSPThreadPool,
  RTSPTransportMode,
  RTSPUrl,
  serve,
  State,
} from '../../lib/index.js';
import { decodeFrames } from '../clients/players.js';
import { type Reception, RtspClient } from '../clients/rtsp-client.js';
import { eventually, withDeadline, deferred } from '../helpers/deadline.js';
import { smallPicture, tone, toneAndPicture } from '../helpers/lines.js';
import { run, startProcess } from '../helpers/process.js';
import { temporaryFolder } from '../helpers/temporary.js';

/** A factory, and the media that it has made. */
function remembering(launch: string): { factory: RTSPMediaFactory; made: RTSPMedia[] } {
  const factory = new RTSPMediaFactory();
  factory.launch = launch;
  const made: RTSPMedia[] = [];
  factory.on('media-configure', (media) => {
    made.push(media);
  });
  return { factory, made };
}

interface View {
  client: RtspClient;
  session: string;
  rtp: Reception;
}

async function setUp(server: RTSPServer, over: 'tcp' | 'udp'): Promise<View> {
  const client = await RtspClient.connect(server.url('/test'));
  const control = (await client.describe()).media[0]?.control ?? '';
  if (over === 'tcp') {
    const { session, rtp } = await client.setupTcp(control, [0, 1]);
    return { client, session, rtp };
  }
  const { session, rtp } = await client.setupUdp(control);
  return { client, session, rtp: rtp.reception };
}

const stateOf = async (media: RTSPMedia) => (await media.element.getState()).state;

describe('a suspend mode', () => {
  for (const [name, mode, after, live] of [
    ['NONE', RTSPSuspendMode.NONE, { status: RTSPMediaStatus.SUSPENDED, state: State.PAUSED }, State.PLAYING],
    ['PAUSE', RTSPSuspendMode.PAUSE, { status: RTSPMediaStatus.SUSPENDED, state: State.PAUSED }, State.PAUSED],
    ['RESET', RTSPSuspendMode.RESET, { status: RTSPMediaStatus.SUSPENDED, state: State.NULL }, State.NULL],
  ] as const) {
    it(`${name} is what a live pipeline is in until PLAY, too`, async () => {
      const { factory, made } = remembering(tone);
      factory.suspendMode = mode;
      await using server = await serve({ port: 0, mounts: { '/test': factory } });
      const { client, session, rtp } = await setUp(server, 'tcp');
      const [media] = made;
      assert.ok(media);
      assert.deepEqual([await media.getStatus(), await stateOf(media)], [RTSPMediaStatus.SUSPENDED, live]);
      await client.play(session);
      await rtp.reach(5);
      client.destroy();
    });

    it(`${name} is what a pipeline that can stop is in until PLAY, and its viewers share it after`, async () => {
      const { factory, made } = remembering(tone.replace('is-live=true', ''));
      factory.suspendMode = mode;
      factory.shared = true;
      await using server = await serve({ port: 0, mounts: { '/test': factory } });
      const first = await setUp(server, 'tcp');
      const [media] = made;
      assert.ok(media);
      assert.deepEqual({ status: await media.getStatus(), state: await stateOf(media) }, after);
      await first.client.play(first.session);
      await first.rtp.reach(5);
      assert.deepEqual([await media.getStatus(), await stateOf(media)], [RTSPMediaStatus.PREPARED, State.PLAYING]);

      const second = await setUp(server, 'udp');
      await second.client.play(second.session);
      await second.rtp.reach(5);
      await first.rtp.reach(first.rtp.rtpPackets + 5);
      assert.equal(made.length, 1);

      // Who plays already may say so again, without anybody missing anything for it.
      for (let i = 0; i < 10; i++) await first.client.play(first.session);
      await first.client.request('PAUSE', { headers: { Session: first.session } });
      // The other one plays on.
      await second.rtp.reach(second.rtp.rtpPackets + 10);
      await first.client.play(first.session);
      await first.rtp.reach(first.rtp.rtpPackets + 5);
      assert.equal(second.rtp.gaps, 0);
      await second.client.teardown(second.session);
      second.client.destroy();
      await first.client.request('PAUSE', { headers: { Session: first.session } });
      await eventually(
        async () => (await stateOf(media)) === after.state,
        5000,
        'a pipeline that nobody plays to stop',
      );
      await first.client.teardown(first.session);
      first.client.destroy();
    });

    it(`${name} does not hold up the only viewer of what is shared, who plays from somewhere else at once`, async () => {
      const { factory } = remembering(toneAndPicture.replaceAll('is-live=true', 'num-buffers=2000'));
      factory.suspendMode = mode;
      factory.shared = true;
      await using server = await serve({ port: 0, mounts: { '/test': factory } });
      // It was a matter of chance.
      for (let i = 0; i < 8; i++) {
        const { client, session, rtp } = await setUp(server, 'tcp');
        await client.setupTcp('stream=1', [2, 3], session);
        await client.play(session);
        const headers = { Session: session, Range: 'npt=2-' };
        const moved = await client.request('PLAY', { headers, deadline: 5000 });
        assert.equal(moved.status, 200);
        assert.match(moved.headers.get('range') ?? '', /^npt=2-/);
        await rtp.reach(rtp.rtpPackets + 5);
        await client.teardown(session);
        client.destroy();
      }
    });
  }
});

describe('a medium that its last viewer has left', () => {
  for (const over of ['tcp', 'udp'] as const) {
    it(`is made anew for the next one, over ${over}, also where it was set to be reusable`, async () => {
      for (const reusable of [false, true]) {
        const { factory, made } = remembering(tone);
        factory.shared = true;
        factory.on('media-configure', (media) => {
          media.reusable = reusable;
        });
        await using server = await serve({ port: 0, mounts: { '/test': factory } });
        for (let i = 0; i < 2; i++) {
          const { client, session, rtp } = await setUp(server, over);
          await client.play(session);
          await rtp.reach(5);
          await client.teardown(session);
          client.destroy();
          await eventually(async () => (await made[i]?.getStatus()) === RTSPMediaStatus.UNPREPARED, 5000, 'its end');
        }
        assert.equal(made.length, 2);
        assert.notEqual(made[0], made[1]);
      }
    });
  }

  it('cannot be prepared again once it has sent over a connection: nothing more would come', async () => {
    const { factory, made } = remembering(tone);
    await using server = await serve({ port: 0, mounts: { '/test': factory } });
    const { client, session, rtp } = await setUp(server, 'tcp');
    await client.play(session);
    await rtp.reach(5);
    const [media] = made;
    assert.ok(media);
    let ends = 0;
    media.on('unprepared', () => ends++);
    media.reusable = true;
    await client.teardown(session);
    await eventually(async () => (await media.getStatus()) === RTSPMediaStatus.UNPREPARED, 5000, 'its end');
    const sets = [() => undefined, () => (media.reusable = true), () => media.setProperty('reusable', true)];
    for (const set of sets) {
      set();
      assert.deepEqual([media.reusable, await media.prepare()], [false, false]);
    }
    // Its streams have not left a pipeline once more: that would join their threads again.
    assert.deepEqual([ends, await media.getStatus()], [1, RTSPMediaStatus.UNPREPARED]);
    // The client has it still, and gets an error or a new one, but no silence.
    const again = await client.request('DESCRIBE');
    assert.ok([200, 503].includes(again.status), String(again.status));
    client.destroy();
  });

  it('can be prepared as often as its owner likes where no client has had it', async () => {
    const { factory } = remembering(tone);
    const url = new RTSPUrl('rtsp://127.0.0.1/test');
    const media = await factory.construct(url);
    assert.ok(media);
    media.reusable = true;
    for (let i = 0; i < 3; i++) {
      assert.equal(await media.prepare(new RTSPThreadPool()), true);
      assert.equal(await media.unprepare(), true);
    }
    media.reusable = false;
    assert.equal(await media.prepare(new RTSPThreadPool()), false);
  });
});

/** Resolves when the next client that comes has gone. */
function nextToGo(server: RTSPServer): Promise<void> {
  const gone = deferred();
  server.once('client-connected', (client) => client.once('closed', () => gone.resolve()));
  return gone.promise;
}

/** Has ffmpeg play, kills it, and resolves when its client has gone. */
async function vanish(server: RTSPServer, over: 'tcp' | 'udp'): Promise<void> {
  const [plays, gone] = [deferred(), nextToGo(server)];
  server.once('client-connected', (client) => client.once('play-request', () => plays.resolve()));
  const source = ['-rtsp_transport', over, '-i', server.url('/test')];
  const player = startProcess('ffmpeg', ['-v', 'error', '-nostdin', ...source, '-f', 'null', '-']);
  await withDeadline(plays.promise, 15_000, () => `a player\n${player.stderr}`);
  player.killGroup();
  await withDeadline(gone, 20_000, 'its client to go');
}

/** Resolves when so many media are in sessions. The sessions stay, empty ones too, until they time out. */
async function haveMedia(server: RTSPServer, count: number): Promise<void> {
  let media = 0;
  await eventually(
    async () => {
      const sessions = (await server.sessionPool?.filter()) ?? [];
      media = (await Promise.all(sessions.map((session) => session.filter()))).flat().length;
      return media === count;
    },
    10_000,
    () => `${count} media in sessions, not ${media}`,
  );
}

const runs = async (media: RTSPMedia) => [await media.getStatus(), await stateOf(media)];
const playing = [RTSPMediaStatus.PREPARED, State.PLAYING];
const stopped = [RTSPMediaStatus.UNPREPARED, State.NULL];

/** Resolves when a medium has ended, and is stopped. */
async function ends(media: RTSPMedia): Promise<void> {
  await eventually(async () => (await media.getStatus()) === RTSPMediaStatus.UNPREPARED, 10_000, 'the end of a medium');
  assert.deepEqual(await runs(media), stopped);
}

describe('a viewer who vanishes', function () {
  this.timeout(60_000);

  for (const over of ['tcp', 'udp'] as const) {
    for (const stopOnDisconnect of [true, false]) {
      // What goes on without its connection is what needs none.
      const stays = over === 'udp' && !stopOnDisconnect;
      const how = `over ${over}, stop-on-disconnect ${stopOnDisconnect ? 'on' : 'off'}`;

      it(`leaves what others share with him as it is, which ends ${stays ? 'with the last session' : 'after the last of them'}: ${how}`, async () => {
        const { factory, made } = remembering(tone);
        factory.shared = true;
        factory.stopOnDisconnect = stopOnDisconnect;
        await using server = await serve({ port: 0, mounts: { '/test': factory } });
        const gone = nextToGo(server);
        const other = await setUp(server, over);
        await other.client.play(other.session);
        await vanish(server, over);
        const [media] = made;
        assert.ok(server.sessionPool);
        await other.rtp.reach(other.rtp.rtpPackets + 50);
        if (stays) assert.equal(server.sessionPool.nSessions, 2);
        assert.deepEqual(await runs(media), playing);
        assert.equal(other.rtp.gaps, 0);

        other.client.destroy();
        await withDeadline(gone, 20_000, 'the other one to go');
        if (stays) {
          assert.deepEqual(await runs(media), playing);
          for (const session of await server.sessionPool.filter()) await server.sessionPool.remove(session);
        }
        await ends(media);
        await haveMedia(server, 0);
        assert.equal(made.length, 1);
      });

      it(`leaves his own pipeline ${stays ? 'to his session' : 'stopped'}, and those of others as they are: ${how}`, async () => {
        const { factory, made } = remembering(tone);
        factory.stopOnDisconnect = stopOnDisconnect;
        await using server = await serve({ port: 0, mounts: { '/test': factory } });
        const other = await setUp(server, over);
        await other.client.play(other.session);
        await vanish(server, over);
        const [others, his] = made;
        assert.ok(server.sessionPool);
        if (stays) {
          await other.rtp.reach(other.rtp.rtpPackets + 50);
          assert.deepEqual(await runs(his), playing);
          for (const session of await server.sessionPool.filter()) {
            if (session.sessionId !== other.session) await server.sessionPool.remove(session);
          }
        }
        await ends(his);
        await haveMedia(server, 1);
        await other.rtp.reach(other.rtp.rtpPackets + 50);
        assert.deepEqual(await runs(others), playing);
        assert.equal(other.rtp.gaps, 0);
        other.client.destroy();
      });
    }
  }
});

describe('EOS shutdown', function () {
  this.timeout(60_000);

  for (const eosShutdown of [true, false]) {
    it(`${eosShutdown ? 'lets a file be finished that is written' : 'left out, the file is'}, when its publisher has gone`, async () => {
      const file = path.join(temporaryFolder(), `eos-${eosShutdown}.mp4`);
      const factory = new RTSPMediaFactory();
      factory.launch = `( rtph264depay name=depay0 ! h264parse ! mp4mux ! filesink location=${file} async=false )`;
      factory.transportMode = RTSPTransportMode.RECORD;
      factory.eosShutdown = eosShutdown;
      const ended = deferred();
      factory.on('media-configure', (media) => media.on('unprepared', () => ended.resolve()));
      await using server = await serve({ port: 0, mounts: { '/test': factory } });
      const picture = ['-re', '-f', 'lavfi', '-i', 'testsrc2=size=320x240:rate=25', '-frames:v', '50'];
      const h264 = [
        '-c:v',
        'libx264',
        '-preset',
        'ultrafast',
        '-tune',
        'zerolatency',
        '-pix_fmt',
        'yuv420p',
        '-g',
        '12',
      ];
      const out = ['-f', 'rtsp', '-rtsp_transport', 'tcp', server.url('/test')];
      const { code, stderr } = await run('ffmpeg', ['-v', 'error', '-nostdin', ...picture, ...h264, ...out]);
      assert.equal(code, 0, stderr);
      await withDeadline(ended.promise, 10_000, 'the end of the medium');
      const count = [
        '-v',
        'error',
        '-count_packets',
        '-show_entries',
        'stream=nb_read_packets',
        '-of',
        'csv=p=0',
        file,
      ];
      const frames = Number((await run('ffprobe', count)).stdout);
      if (eosShutdown) assert.ok(frames >= 48 && frames <= 50, `${frames} frames`);
      else assert.equal(frames, 0);
    });
  }

  it('holds up no viewer of what ends before it has played, nor the next one', async () => {
    const { factory, made } = remembering(smallPicture.replace('is-live=true', ''));
    factory.eosShutdown = true;
    await using server = await serve({ port: 0, mounts: { '/test': factory } });
    const idle = await setUp(server, 'tcp');
    await withDeadline(idle.client.teardown(idle.session), 10_000, 'TEARDOWN before PLAY');
    idle.client.destroy();
    const { frames, stderr } = await decodeFrames(server.url('/test'), 20);
    assert.equal(frames, 20, stderr);
    assert.equal(made.length, 2);
  });

  it('holds up nobody where a source cannot get rid of what it has', async () => {
    const factory = new RTSPMediaFactory();
    // The second branch is full at once, and waits for an hour that does not come: nothing gets past the tee then.
    factory.launch = `( audiotestsrc is-live=true samplesperbuffer=160 ! audio/x-raw,rate=8000 ! tee name=t
      ! queue ! audioconvert ! rtpL16pay name=pay0
      t. ! queue max-size-buffers=5 ! fakesink sync=true async=false ts-offset=3600000000000 )`;
    factory.eosShutdown = true;
    await using server = await serve({ port: 0, mounts: { '/test': factory } });
    for (let i = 0; i < 2; i++) {
      const { client, session, rtp } = await setUp(server, 'tcp');
      await client.play(session);
      await rtp.reach(1);
      let [last, since] = [0, Date.now()];
      rtp.on('packet', () => {
        [last, since] = [rtp.rtpPackets, Date.now()];
      });
      await eventually(
        () => Date.now() - since > 500,
        10_000,
        () => `the end of the flow, after ${last} packets`,
      );
      await withDeadline(client.teardown(session), 10_000, 'TEARDOWN');
      client.destroy();
    }
  });
});
