import assert from 'node:assert/strict';

import { RTSPThread, RTSPThreadPool, RTSPThreadType } from '../../lib/index.js';
import { eventually } from '../helpers/deadline.js';
import { threadNames } from '../helpers/proc.js';

const { CLIENT, MEDIA } = RTSPThreadType;

/** How many threads GLib has for pools, among them those of thread pools. */
const poolThreads = () => threadNames().filter((name) => name.startsWith('pool-')).length;

const taken: RTSPThread[] = [];

async function take(pool: RTSPThreadPool, type: RTSPThreadType, count = 1): Promise<RTSPThread[]> {
  const threads: RTSPThread[] = [];
  for (let i = 0; i < count; i++) {
    const thread = await pool.getThread(type);
    assert.ok(thread instanceof RTSPThread);
    threads.push(thread);
  }
  taken.push(...threads);
  return threads;
}

/** As many threads begin when more are asked for. In C the objects are compared; ours is another for each owner. */
async function begin(expected: number, limited: () => RTSPThreadPool): Promise<void> {
  const measure = async () => {
    // Until none of GLib's threads is idle: one that begins would be none more. Those of others may end meanwhile.
    await take(new RTSPThreadPool(), MEDIA, 12);
    const before = poolThreads();
    await take(limited(), CLIENT, expected + 1);
    return poolThreads() - before;
  };
  let begun = 0;
  await eventually(
    async () => (begun = await measure()) === expected,
    10_000,
    () => `${expected} threads, not ${begun}`,
  );
}

async function limit(get: (pool: RTSPThreadPool) => unknown, set: (pool: RTSPThreadPool, to: number) => void) {
  const limited = (to: number) => () => {
    const pool = new RTSPThreadPool();
    assert.equal(get(pool), 1);
    set(pool, to);
    assert.equal(get(pool), to);
    return pool;
  };
  await begin(1, () => new RTSPThreadPool());
  await begin(2, limited(2));
  assert.equal(await limited(0)().getThread(CLIENT), null);
}

describe('upstream: threadpool', () => {
  after(() => {
    for (const thread of taken) thread.stop();
  });

  it('test_pool_get_thread', async () => {
    await take(new RTSPThreadPool(), CLIENT);
  });

  it('test_pool_get_media_thread', async () => {
    await take(new RTSPThreadPool(), MEDIA);
  });

  it('test_pool_get_thread_reuse', async () => {
    const limited = () => {
      const pool = new RTSPThreadPool();
      pool.maxThreads = 1;
      return pool;
    };
    await begin(1, limited);
    const pool = limited();
    const [one] = await take(pool, CLIENT);
    await take(pool, CLIENT);
    one.stop();
    assert.equal(one.reuse(), true, 'the other owner has not stopped it');
  });

  it('test_pool_max_threads', () =>
    limit(
      (pool) => pool.maxThreads,
      (pool, to) => (pool.maxThreads = to),
    ));

  it('test_pool_max_threads_property', () =>
    limit(
      (pool) => pool.getProperty('max-threads'),
      (pool, to) => pool.setProperty('max-threads', to),
    ));
});
