import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import {
  type Element,
  mount,
  parseLaunch,
  RTSPMediaFactory,
  RTSPMountPoints,
  RTSPServer,
  type RTSPUrl,
  serve,
} from '../../lib/index.js';
import { decodeFrames, probe } from '../clients/players.js';
import { Receiver } from '../clients/receiver.js';
import { setUp } from '../clients/viewer.js';
import { withDeadline } from '../helpers/deadline.js';

const picture = (width: number, pattern = 'ball') =>
  `( videotestsrc is-live=true pattern=${pattern} ! video/x-raw,width=${width},height=120,framerate=25/1
  ! x264enc tune=zerolatency speed-preset=ultrafast key-int-max=12 ! rtph264pay name=pay0 pt=96 config-interval=1 )`;

const widthOf = async (url: string) => (await probe(url)).streams[0]?.width;

describe('a mount', function () {
  this.timeout(60_000);

  it('makes what a request asks for by its path and its query, and nothing that a stranger could write into it', async () => {
    const widths = new Map([
      ['small', 160],
      ['large', 480],
    ]);
    class Cameras extends RTSPMediaFactory {
      override genKey(url: RTSPUrl): string {
        return `${url.abspath ?? ''}?${url.query ?? ''}`;
      }
      override async createElement(url: RTSPUrl): Promise<Element | null> {
        const width = widths.get(new URLSearchParams(url.query ?? '').get('size') ?? 'small');
        return width === undefined ? null : parseLaunch(picture(width));
      }
    }
    const factory = new Cameras();
    factory.shared = true;
    await using server = await serve({ port: 0, mounts: { '/camera': factory } });
    server.on('media-error', () => undefined);
    const made: string[] = [];
    factory.on('media-configure', (media) => {
      made.push(media.element.name ?? '');
    });
    assert.equal(await widthOf(server.url('/camera')), 160);
    assert.equal(await widthOf(`${server.url('/camera')}?size=large`), 480);
    assert.equal((await probe(`${server.url('/camera')}?size=large%20!%20filesink`)).status, 503);
    // Those who ask for the same share it.
    made.length = 0;
    const viewers = [1, 2, 3].map(() => decodeFrames(`${server.url('/camera')}?size=large`, 20));
    for (const { frames, stderr } of await Promise.all(viewers)) assert.equal(frames, 20, stderr);
    assert.equal(made.length, 1);
  });

  it('makes what a request asks for by its path, which a pattern takes to one factory', async () => {
    const rooms = new Map([
      ['door', 160],
      ['hall', 320],
    ]);
    const roomOf = (url: RTSPUrl) => /^\/rooms\/(\w+)/.exec(url.abspath ?? '')?.[1] ?? '';
    class Rooms extends RTSPMountPoints {
      override makePath(url: RTSPUrl): string | null {
        const path = url.abspath ?? null;
        return rooms.has(roomOf(url)) ? (path?.replace(/^\/rooms\/\w+/, '/rooms') ?? null) : path;
      }
    }
    class Cameras extends RTSPMediaFactory {
      override genKey(url: RTSPUrl): string {
        return roomOf(url);
      }
      override async createElement(url: RTSPUrl): Promise<Element | null> {
        return parseLaunch(picture(rooms.get(roomOf(url)) ?? 0));
      }
    }
    const factory = new Cameras();
    factory.shared = true;
    const made: string[] = [];
    factory.on('media-constructed', (media) => {
      made.push(media.element.name ?? '');
    });
    await using server = new RTSPServer();
    server.service = '0';
    server.mountPoints = new Rooms();
    server.mountPoints.addFactory('/rooms', factory);
    await server.attach();
    // A player each, at the same time.
    const players = await Promise.all(
      ['door', 'hall', 'hall'].map((room) => decodeFrames(server.url(`/rooms/${room}`), 10)),
    );
    for (const [i, { frames, stdout, stderr }] of players.entries()) {
      assert.equal(frames, 10, stderr);
      assert.match(stdout, new RegExp(`^#dimensions 0: ${[160, 320, 320][i]}x120$`, 'm'));
    }
    assert.equal(made.length, 2, 'those who ask for the same share it');
    assert.equal((await probe(server.url('/rooms/cellar'))).status, 404);
  });

  it('is found by a pattern, or by the longest path that a URL begins with', async () => {
    class Patterns extends RTSPMountPoints {
      override makePath(url: RTSPUrl): string | null {
        const match = /^\/building\/\d+\/(door|hall)$/.exec(url.abspath ?? '');
        return match ? `/${match[1]}` : (url.abspath ?? null);
      }
    }
    await using server = new RTSPServer();
    server.service = '0';
    server.mountPoints = new Patterns();
    await mount(server, '/door', picture(160));
    await mount(server, '/hall', picture(320));
    await mount(server, '/hall/upstairs', picture(480));
    await server.attach();
    assert.equal(await widthOf(server.url('/building/17/door')), 160);
    assert.equal(await widthOf(server.url('/building/4/hall')), 320);
    assert.equal(await widthOf(server.url('/hall/upstairs')), 480);
    assert.equal((await probe(server.url('/building/x/door'))).status, 404);
  });

  it('that is replaced goes on for those who watch it, and is the new one for those who come', async () => {
    await using server = await serve({ port: 0, mounts: { '/picture': { launch: picture(160), shared: true } } });
    const url = server.url('/picture');
    const before = await setUp(url);
    await before.client.play(before.session);
    const [old] = before.streams;
    assert.ok(old);
    // A player, and what it shows.
    await using player = await Receiver.make(url, 'protocols=tcp latency=100 ! rtph264depay ! avdec_h264');
    const shown: { size: number; hash: string }[] = [];
    player.on('buffer', ({ data }) => {
      shown.push({ size: data.length, hash: createHash('md5').update(data).digest('hex') });
    });
    await player.play();
    await player.reach(20);

    const replaced = server.mountPoints?.match('/picture').factory;
    const ended = new Promise<void>((resolve) => {
      replaced?.on('media-configure', () => {
        assert.fail('nobody gets the old one any more');
      });
      const media = server.sessionPool?.find(before.session)?.getMedia('/picture').media?.media;
      media?.on('unprepared', () => resolve());
    });
    /** The player gets more pictures, of the old size, which move. */
    const goesOn = async () => {
      const from = player.received;
      await player.reach(from + 20);
      const last = shown.slice(from, from + 20);
      assert.deepEqual([...new Set(last.map(({ size }) => size))], [(160 * 120 * 3) / 2]);
      assert.ok(new Set(last.map(({ hash }) => hash)).size >= 19, 'it moves');
      assert.equal(old.gaps, 0);
    };
    await mount(server, '/picture', { launch: picture(480), shared: true });
    assert.equal(await widthOf(url), 480);
    const { frames, distinctFrames, stdout, stderr } = await decodeFrames(url, 30);
    assert.equal(frames, 30, stderr);
    assert.match(stdout, /^#dimensions 0: 480x120$/m);
    assert.ok(distinctFrames >= 29, `${distinctFrames} pictures differ`);
    await goesOn();

    // Removed: nobody finds it, and who watches it stays.
    server.mountPoints?.removeFactory('/picture');
    assert.equal((await probe(url)).status, 404);
    await goesOn();
    await player.stop();
    await before.client.teardown(before.session);
    before.client.destroy();
    await withDeadline(ended, 10_000, 'the end of the pipeline that nobody watches any more');
  });
});
