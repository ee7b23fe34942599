import assert from 'node:assert/strict';

import {
  Clock,
  NetClientClock,
  NetTimeProvider,
  NtpClock,
  PtpClock,
  type RTSPMedia,
  RTSPMediaFactory,
  serve,
  SystemClock,
} from '../../lib/index.js';
import { setUp } from '../clients/viewer.js';
import { deferred, withDeadline } from '../helpers/deadline.js';
import { tone } from '../helpers/lines.js';
import { staysLean } from '../helpers/memory.js';

const second = 1_000_000_000n;

describe('a clock over the network', () => {
  it('follows that of a time provider', async () => {
    const provider = await NetTimeProvider.make(SystemClock.obtain(), '127.0.0.1', 0);
    assert.equal(provider.clock, SystemClock.obtain());
    assert.equal(provider.address, '127.0.0.1');
    assert.ok(provider.port > 0 && provider.active);
    const clock = await NetClientClock.make('follower', '127.0.0.1', provider.port);
    assert.ok(clock instanceof NetClientClock && clock instanceof Clock);
    assert.equal(clock.name, 'follower');
    assert.equal(await clock.waitForSync(10n * second), true);
    assert.equal(clock.isSynced, true);
    const apart = (clock.time ?? 0n) - (SystemClock.obtain().time ?? 0n);
    assert.ok(apart < second && apart > -second, `${apart} ns apart`);
    provider.active = false;
    assert.equal(provider.active, false);
  });

  it('that nobody answers, or that cannot be, says so', async () => {
    const alone = await NetClientClock.make(null, '127.0.0.1', 1);
    assert.equal(await alone.waitForSync(1_000_000n), false);
    assert.equal(alone.isSynced, false);
    assert.ok((await NtpClock.make(null, '127.0.0.1', 1)) instanceof NtpClock);
    await assert.rejects(NetTimeProvider.make(SystemClock.obtain(), '192.0.2.1', 0), { name: 'GError' });
    await assert.rejects(NetTimeProvider.make(SystemClock.obtain(), 'no address', 0), { name: 'GError' });
    for (const port of [-1, 65536, 1.5, '1', null]) {
      await assert.rejects(NetClientClock.make(null, '127.0.0.1', port as number), { name: 'TypeError' });
      await assert.rejects(NetTimeProvider.make(SystemClock.obtain(), null, port as number), { name: 'TypeError' });
    }
    await assert.rejects(NetClientClock.make(null, null as unknown as string, 1), { name: 'TypeError' });
    await assert.rejects(NetTimeProvider.make(null as unknown as Clock, null, 0), { name: 'TypeError' });
    await assert.rejects(PtpClock.make(null, 256), { name: 'TypeError' });
  });

  it('follows no port 0, and no name that cannot be found', async () => {
    for (const Class of [NetClientClock, NtpClock]) {
      await assert.rejects(Class.make(null, '127.0.0.1', 0), { name: 'GError', message: /from 1 to 65535/ });
      await assert.rejects(Class.make(null, 'no address', 1), { name: 'GError', message: /no address/ });
    }
  });

  it('leaves nothing behind', async () => {
    await staysLean(async () => {
      const provider = await NetTimeProvider.make(SystemClock.obtain(), '127.0.0.1', 0);
      await NetClientClock.make(null, '127.0.0.1', provider.port);
    }, 200);
  });
});

describe('a medium', () => {
  it('uses the clock that it is given, and provides it', async () => {
    const factory = new RTSPMediaFactory();
    factory.launch = tone;
    assert.equal(factory.clock, null);
    factory.clock = SystemClock.obtain();
    assert.equal(factory.clock, SystemClock.obtain());
    const made = deferred<RTSPMedia>();
    factory.once('media-configure', (media) => {
      media.setClock(null);
      media.setClock(SystemClock.obtain());
      media.timeProvider = true;
      made.resolve(media);
    });
    await using server = await serve({ port: 0, mounts: { '/tone': factory } });
    const { client, session } = await setUp(server.url('/tone'));
    await client.play(session);
    const media = await withDeadline(made.promise, 5000, 'the medium');
    assert.equal(await media.getClock(), SystemClock.obtain());
    const provider = await media.getTimeProvider('127.0.0.1', 0);
    assert.ok(provider instanceof NetTimeProvider);
    assert.equal(await media.getTimeProvider('127.0.0.1', 0), provider);
    const clock = await NetClientClock.make(null, '127.0.0.1', provider.port);
    assert.equal(await clock.waitForSync(10n * second), true);
    for (const odd of [7, {}, provider]) assert.throws(() => media.setClock(odd as never), { name: 'TypeError' });
    client.destroy();
  });
});
