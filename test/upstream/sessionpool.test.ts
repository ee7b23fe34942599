import assert from 'node:assert/strict';

import { RTSPFilterResult, type RTSPSession, RTSPSessionPool } from '../../lib/index.js';
import { deferred, eventually, withDeadline } from '../helpers/deadline.js';

const { KEEP, REF, REMOVE } = RTSPFilterResult;

describe('upstream: sessionpool', () => {
  it('test_pool', async () => {
    const pool = new RTSPSessionPool();
    const numbers = () => [pool.nSessions, pool.maxSessions];
    assert.deepEqual(numbers(), [0, 0]);
    pool.maxSessions = 3;
    assert.equal(pool.maxSessions, 3);

    const sessions: RTSPSession[] = [];
    for (let made = 1; made <= 3; made++) {
      const session = pool.create();
      assert.ok(session);
      sessions.push(session);
      assert.deepEqual(numbers(), [made, 3]);
    }
    const [first, second, third] = sessions;
    assert.equal(pool.create(), null);
    for (const session of sessions) assert.equal(pool.find(session.sessionId), session);
    assert.equal(pool.find(''), null);

    assert.equal(await pool.remove(second), true);
    assert.deepEqual(numbers(), [2, 3]);
    pool.maxSessions = 2;
    assert.deepEqual(numbers(), [2, 2]);
    assert.equal(pool.create(), null);

    const all = await pool.filter();
    assert.deepEqual(new Set(all), new Set([first, third]));
    assert.equal(all.length, 2);
    assert.deepEqual(await pool.filter(() => KEEP), []);
    assert.deepEqual(await pool.filter((_pool, session) => (session === first ? REF : KEEP)), [first]);
    assert.deepEqual(await pool.filter((_pool, session) => (session === third ? REMOVE : KEEP)), []);
    assert.equal(pool.find(first.sessionId), first);
    assert.equal(pool.find(second.sessionId), null);
    assert.equal(pool.find(third.sessionId), null);

    assert.equal(pool.getProperty('max-sessions'), 2);
    pool.setProperty('max-sessions', 3);
    assert.equal(pool.getProperty('max-sessions'), 3);
    assert.equal(await pool.cleanup(), 0);

    first.timeout = 1;
    // In C the session expires five seconds later.
    first.extraTimeout = 0;
    const expired = deferred<RTSPSessionPool>();
    const source = pool.createWatch().setCallback(expired.resolve);
    assert.equal(source.attach(), source);
    assert.equal(source.destroyed, false);
    assert.equal(await withDeadline(expired.promise, 10_000, 'the watch'), pool);
    // C's source leaves the expired session where it is, ours removes it.
    await eventually(() => pool.nSessions === 0, 5000, 'no session');
    source.destroy();
  });
});
