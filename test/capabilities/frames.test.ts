import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import {
  Bin,
  type Element,
  FlowReturn,
  GstBuffer,
  type RTSPMedia,
  RTSPMediaFactory,
  Sample,
  serve,
} from '../../lib/index.js';
import { eventually } from '../helpers/deadline.js';
import { run } from '../helpers/process.js';
import { temporaryFolder } from '../helpers/temporary.js';

const [width, height, rate] = [64, 48, 100];
const size = width * height * 2;
const count = 200;
const most = 4 * size;
const caps = `video/x-raw,format=UYVY,width=${width},height=${height},framerate=${rate}/1`;

/** Raw pictures of JavaScript's, to a viewer and to JavaScript again. */
const line = `( appsrc name=source format=time block=false max-bytes=${most} caps=${caps}
  ! tee name=both
  both. ! queue max-size-buffers=2 ! rtpvrawpay name=pay0 pt=96
  both. ! queue max-size-buffers=2 ! appsink name=copy emit-signals=true async=false )`;

/** A picture that no other is like. */
function frame(number: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let i = 0; i < size; i++) bytes[i] = (i * 31 + (i >> 8) * 7 + number * 101) & 0xff;
  bytes.writeUInt32BE(number, 0);
  return bytes;
}

const checksum = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

function named(media: RTSPMedia, name: string): Element {
  assert.ok(media.element instanceof Bin);
  const element = media.element.getByName(name);
  assert.ok(element);
  return element;
}

/** Gives an appsrc all frames, whenever it wants some and until it has enough. */
class Feeder {
  /** What it has said. */
  readonly said: ('need-data' | 'enough-data')[] = [];
  /** The most bytes that it had. */
  level = 0;
  failed: unknown;
  #next = 0;
  #isWanted = false;
  #isFeeding = false;
  readonly #source: Element;

  constructor(source: Element) {
    this.#source = source;
    source.on('need-data', () => {
      this.said.push('need-data');
      this.#isWanted = true;
      this.#feed().catch((error: unknown) => (this.failed = error));
    });
    source.on('enough-data', () => {
      this.said.push('enough-data');
      this.#isWanted = false;
    });
  }

  async #feed(): Promise<void> {
    if (this.#isFeeding) return;
    this.#isFeeding = true;
    while (this.#isWanted && this.#next < count) {
      const duration = BigInt(1e9 / rate);
      const buffer = new GstBuffer(frame(this.#next), { pts: BigInt(this.#next) * duration, duration });
      this.#next += 1;
      assert.equal(await this.#source.signal('push-buffer', buffer), FlowReturn.OK);
      this.level = Math.max(this.level, Number(this.#source.getProperty('current-level-bytes')));
      if (this.#next === count) await this.#source.signal('end-of-stream');
    }
    this.#isFeeding = false;
  }
}

describe('frames that JavaScript makes', function () {
  this.timeout(60_000);

  it('reach a player and JavaScript byte by byte, all of them, as fast as need-data and enough-data ask for them', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = line;
    const copies: string[] = [];
    let feeder: Feeder | undefined;
    factory.on('media-configure', (media) => {
      feeder = new Feeder(named(media, 'source'));
      const copy = named(media, 'copy');
      copy.on('new-sample', async () => {
        const sample = await copy.signal('pull-sample');
        if (sample instanceof Sample && sample.buffer) copies.push(checksum(sample.buffer.data));
        return FlowReturn.OK;
      });
    });
    await using server = await serve({ port: 0, mounts: { '/frames': factory } });
    const file = path.join(temporaryFolder(), 'frames.raw');
    const player = await run('gst-launch-1.0', [
      ...`-q rtspsrc location=${server.url('/frames')} protocols=tcp ! rtpvrawdepay`.split(' '),
      ...`! video/x-raw,format=UYVY ! filesink location=${file}`.split(' '),
    ]);
    assert.equal(player.code, 0, player.stderr);
    const all = Array.from({ length: count }, (_, number) => checksum(frame(number)));
    const shown = readFileSync(file);
    assert.deepEqual(
      Array.from({ length: shown.length / size }, (_, i) => checksum(shown.subarray(i * size, (i + 1) * size))),
      all,
    );
    await eventually(
      () => copies.length >= count,
      5000,
      () => `${count} copies, not ${copies.length}`,
    );
    assert.deepEqual(copies, all);
    assert.ok(feeder);
    assert.equal(feeder.failed, undefined);
    // Full, and with the frame that made it so.
    assert.ok(feeder.level <= most + size, `${feeder.level} bytes waited`);
    const said = feeder.said.join();
    assert.match(said, /^need-data(,need-data)*(,enough-data(,need-data)+)+(,enough-data)?$/);
  });
});
